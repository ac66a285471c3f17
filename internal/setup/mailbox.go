package setup

import (
	"context"
	"strings"

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
	if useful, err = t.tokens(keeper, sender); err != nil || !useful {
		return false, err
	}
	if err := t.ask(&t.Username, said{"Identifiant de la boîte", "User name of the mailbox"}, found.Username(t.List), anything); err != nil {
		return false, err
	}
	if err := t.sendingAs(); err != nil {
		return false, err
	}
	switch {
	case !t.tokenIn:
		return true, t.password(said{"Mot de passe de la boîte (il ne s’affiche pas) : ", "Password of the mailbox (it is not shown): "}, keeper)
	case !t.tokenOut:
		return true, t.password(said{"Mot de passe pour l’envoi (il ne s’affiche pas) : ", "Password for sending (it is not shown): "}, sender)
	}
	return true, nil
}

// sendingAs settles who logs in to send: another than who reads, perhaps, where
// one of the two servers takes tokens and the other a password.
func (t *talk) sendingAs() error {
	if t.tokenIn == t.tokenOut {
		return nil
	}
	return t.ask(&t.sender, said{"Identifiant pour l’envoi", "User name for sending"}, t.Username, anything)
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

// tokens settles which of the two servers is logged in to by token: those that
// take no password; of unknown ones, both where a command was given and no
// password. It asks for the command, and is false where another mailbox is
// wanted instead.
func (t *talk) tokens(keeper, sender *provider.Provider) (on bool, err error) {
	t.tokenIn, t.tokenOut = keeper.OAuth, sender.OAuth
	if t.TokenCommand != "" && !t.tokenIn && !t.tokenOut {
		t.tokenIn, t.tokenOut = true, t.PasswordFile == ""
	}
	switch {
	case t.tokenIn && t.tokenOut && t.PasswordFile != "":
		return false, t.misuse(said{"cette boîte ne prend pas de mot de passe : donnez --token-command, sans --password-file", "this mailbox takes no password: give --token-command, without --password-file"})
	case t.TokenCommand != "" || !t.tokenIn && !t.tokenOut:
		return true, nil
	case t.Yes:
		return false, t.misuse(said{"cette boîte ne prend pas de mot de passe : donnez --token-command", "this mailbox takes no password: give --token-command"})
	}
	answer, err := t.line(t.person.Line, said{
		"Commande qui imprime un jeton (une ligne vide pour une autre adresse de liste) : ",
		"Command that prints a token (an empty line for another address of the list): ",
	}.in(t.Locale))
	t.TokenCommand = strings.TrimSpace(answer)
	return t.TokenCommand != "", err
}
