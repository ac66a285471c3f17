package setup

import (
	"context"

	"toutdoux/internal/provider"
)

// mail asks for the list's address, and for how its mail comes and goes: again
// where a mailbox turns out to be of no use.
func (t *talk) mail(ctx context.Context, dns provider.Resolver) error {
	for {
		if err := t.ask(&t.List, said{"Adresse de la liste, où tout le monde écrira", "Address of the list, to which everyone will write"}, "", t.checkList); err != nil {
			return err
		}
		if err := t.way(); err != nil {
			return err
		}
		if !t.Mailbox {
			return t.server()
		}
		useful, err := t.mailbox(ctx, dns)
		if err != nil || useful {
			return err
		}
		t.List, t.IMAP, t.SMTP = "", "", ""
	}
}

// way asks whether there is a mailbox at a provider, or a mail server.
func (t *talk) way() error {
	if t.Mailbox || t.LMTP != "" || t.Yes {
		return nil
	}
	t.person.Say("")
	t.tell(said{"Comment son courrier arrive-t-il ?", "How does its mail arrive?"})
	t.tell(said{"  1  dans une boîte ordinaire chez un hébergeur, réservée à la liste : le plus simple", "  1  in an ordinary mailbox at a provider, kept for the list alone: the simplest"})
	t.tell(said{"  2  par votre propre serveur de courrier, qui le remettra ici (LMTP)", "  2  by your own mail server, which will hand it over here (LMTP)"})
	var choice string
	err := t.ask(&choice, said{"Votre choix", "Your choice"}, "1", func(answer string) (string, *wrong) {
		if answer != "1" && answer != "2" {
			return "", bad("Répondez 1 ou 2.", "Answer 1 or 2.")
		}
		return answer, nil
	})
	t.Mailbox = choice == "1"
	return err
}

// server asks for the two ends of a mail server of one's own.
func (t *talk) server() error {
	if err := t.ask(&t.LMTP, said{"Où remettra-t-il le courrier ?", "Where will it hand the mail over?"}, "127.0.0.1:2424", checkListen); err != nil {
		return err
	}
	return t.ask(&t.SMTP, said{"Par quel serveur partent les lettres ?", "Through which server do letters leave?"}, "127.0.0.1:25", checkServer("25"))
}

// mailbox asks where the mailbox is, and how to log in. It is of no use where
// whoever is asked would rather have another.
func (t *talk) mailbox(ctx context.Context, dns provider.Resolver) (useful bool, err error) {
	found, err := t.servers(ctx, dns)
	if err != nil {
		return false, err
	}
	keeper, sender := known(found, t.IMAP, found.IMAP), known(found, t.SMTP, found.SMTP)
	t.plus, t.perDay = keeper.Plus, sender.PerDay
	if keeper.OAuth && t.TokenCommand == "" || sender.OAuth {
		if on, err := t.tokens(keeper, sender); err != nil || !on {
			return false, err
		}
	}
	if err := t.ask(&t.Username, said{"Identifiant de la boîte", "User name of the mailbox"}, found.Username(t.List), anything); err != nil {
		return false, err
	}
	return true, t.password(keeper)
}

// known is what is known of who keeps a server: who was found with it, or whose
// it is.
func known(f provider.Found, server, found string) *provider.Provider {
	if f.Provider != nil && server == found {
		return f.Provider
	}
	if p := provider.Of(server); p != nil {
		return p
	}
	return new(provider.Provider)
}

// tokens is for a mailbox that takes no password: whether to go on with it, the
// command that prints a token, and another server to send through.
func (t *talk) tokens(keeper, sender *provider.Provider) (on bool, err error) {
	if t.Yes {
		return false, t.misuse(said{"cette boîte ne prend pas de mot de passe : donnez --token-command, et --smtp d’un autre hébergeur", "this mailbox takes no password: give --token-command, and --smtp of another provider"})
	}
	if on, err = t.agrees(said{"Continuer avec cette boîte ? Sinon, donnez une autre adresse de liste", "Go on with this mailbox? If not, give another address of the list"}, no); err != nil || !on {
		return false, err
	}
	if keeper.OAuth {
		if err = t.ask(&t.TokenCommand, said{"Commande qui imprime un jeton", "Command that prints a token"}, "", anything); err != nil {
			return false, err
		}
	}
	if sender.OAuth {
		t.SMTP = ""
	}
	return true, t.ask(&t.SMTP, said{"Serveur d’envoi, chez un autre hébergeur (SMTP)", "Outgoing server, of another provider (SMTP)"}, "", checkServer("465"))
}
