package setup

import (
	"cmp"
	"context"
	"strings"

	"toutdoux/internal/address"
	"toutdoux/internal/provider"
)

// servers looks for the servers, shows them, and asks whether they are right:
// nobody is sent elsewhere unasked (RFC 6186 section 6).
func (t *talk) servers(ctx context.Context, dns provider.Resolver) (found provider.Found, err error) {
	if t.IMAP != "" && t.SMTP != "" {
		return provider.Found{IMAP: t.IMAP, SMTP: t.SMTP, Provider: provider.Of(t.IMAP)}, nil
	}
	normal, err := address.Normalize(t.List)
	if err != nil {
		return found, err
	}
	domain := normal[strings.LastIndexByte(normal, '@')+1:]
	if !t.Yes {
		t.person.Say("")
		t.tell(said{"Je cherche les serveurs %[1]s…", "Looking for the servers of %[2]s…"}, of(domain), domain)
	}
	found = provider.Find(ctx, dns, domain)
	sure := !found.GuessedIMAP && !found.GuessedSMTP && !found.Elsewhere && found.IMAP != "" && found.SMTP != ""
	if t.Yes && !sure {
		return found, t.misuse(said{"les serveurs %[1]s sont introuvables, ou incertains : donnez --imap et --smtp", "the servers of %[2]s cannot be found, or not for sure: give --imap and --smtp"}, of(domain), domain)
	}
	right := t.Yes
	if !t.Yes {
		if right, err = t.shown(found, domain); err != nil {
			return found, err
		}
	}
	switch {
	case right:
		t.IMAP, t.SMTP = cmp.Or(t.IMAP, found.IMAP), cmp.Or(t.SMTP, found.SMTP)
	case found.Elsewhere:
		found.IMAP, found.SMTP = "", "" // an empty line must not lead there
	}
	if err := t.ask(&t.IMAP, said{"Serveur de réception (IMAP)", "Incoming server (IMAP)"}, found.IMAP, checkServer("993")); err != nil {
		return found, err
	}
	return found, t.ask(&t.SMTP, said{"Serveur d’envoi (SMTP)", "Outgoing server (SMTP)"}, found.SMTP, checkServer("465"))
}

// shown says what was found and how, and asks whether it is right. What is
// only guessed is not asked about: each server is, with the guess proposed.
func (t *talk) shown(f provider.Found, domain string) (right bool, err error) {
	name := ""
	if f.Provider != nil {
		name = f.Provider.Name
	}
	switch f.How {
	case provider.BySRV:
		t.tell(said{"%s les annonce :", "%s announces them:"}, domain)
	case provider.ByMX:
		t.tell(said{"Le courrier %[1]s va chez %[3]s. Ses serveurs :", "The mail of %[2]s goes to %[3]s. Its servers:"}, of(domain), domain, name)
	case provider.ByDomain:
		t.tell(said{"%[1]s est un domaine %[2]s. Ses serveurs :", "%[1]s is a domain of %[3]s. Its servers:"}, domain, of(name), name)
	default:
		t.tell(said{
			"Rien ne dit où est cette boîte. Les noms entre crochets sont devinés : votre hébergeur donne les vrais dans ses pages d’aide.",
			"Nothing tells where that mailbox is. The names in brackets are guessed: your provider gives the true ones on its help pages.",
		})
		return false, nil
	}
	t.tell(said{"    réception  %s", "    incoming  %s"}, t.shownAs(f.IMAP, f.GuessedIMAP))
	t.tell(said{"    envoi      %s", "    outgoing  %s"}, t.shownAs(f.SMTP, f.GuessedSMTP))
	if name != "" && f.Provider.FR != "" {
		t.tell(said{f.Provider.FR, f.Provider.EN})
	}
	proposal := yes
	if f.GuessedIMAP || f.GuessedSMTP {
		proposal = said{}
	}
	if f.Elsewhere {
		t.tell(said{"Attention : un de ces serveurs n’est pas %[1]s, ni d’un hébergeur connu.", "Mind: one of these servers is not of %[2]s, and of no known provider."}, of(domain), domain)
		proposal = said{}
	}
	return t.agrees(said{"Est-ce bien cela ?", "Is that right?"}, proposal)
}

// of is whose something is, in French: d’outlook.fr, de gandi.net.
func of(name string) string { return speech("fr").Of(name) }

// shownAs is a server as it was found.
func (t *talk) shownAs(server string, guessed bool) string {
	switch {
	case server == "":
		return said{"(aucun, dit le domaine)", "(none, says the domain)"}.in(t.Locale)
	case guessed:
		return server + said{" (deviné)", " (guessed)"}.in(t.Locale)
	}
	return server
}
