package setup

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"toutdoux/internal/provider"
)

// given looks at what flags gave, before anybody is asked anything.
func (t *talk) given() error {
	for _, f := range []struct {
		flag string
		to   *string
		ok   check
	}{
		{"locale", &t.Locale, t.checkLocale}, {"name", &t.Name, t.checkName}, {"owner", &t.Owner, checkAddress}, {"list", &t.List, t.checkList},
		{"timezone", &t.Timezone, t.checkZone}, {"address-form", &t.AddressForm, t.checkForm}, {"lmtp", &t.LMTP, checkListen},
		{"imap", &t.IMAP, checkServer("993")}, {"smtp", &t.SMTP, checkServer("465")},
	} {
		if *f.to == "" {
			continue
		}
		kept, w := f.ok(*f.to)
		if w != nil {
			return t.misuse(said{"--%s : %s", "--%s: %s"}, f.flag, w.in(t.Locale, w.args...))
		}
		*f.to = kept
	}
	t.Mailbox = t.Mailbox || t.IMAP+t.Username+t.PasswordFile+t.TokenCommand != ""
	if t.LMTP != "" && t.Mailbox {
		return t.misuse(said{"--lmtp, ou une boîte : donnez l’un des deux", "--lmtp, or a mailbox: give one of the two"})
	}
	return t.people()
}

// people reads the founders that flags named.
func (t *talk) people() error {
	for _, text := range t.People {
		if w := t.addPerson(text); w != nil {
			return t.misuse(said{"--founder : %s", "--founder: %s"}, w.in(t.Locale, w.args...))
		}
	}
	return nil
}

// complete asks for what is missing.
func (t *talk) complete(ctx context.Context, dns provider.Resolver) error {
	for _, step := range []func() error{
		t.language, t.name,
		func() error { return t.mail(ctx, dns) },
		t.zone, t.form, t.founding, t.owner,
	} {
		if err := step(); err != nil {
			return err
		}
	}
	t.Data = cmp.Or(t.Data, t.data())
	return nil
}

// language settles in which the rest is asked; a flag wins.
func (t *talk) language() error {
	if !t.fixed {
		var locale string
		if err := t.ask(&locale, said{"Langue / Language (fr, en)", "Language / Langue (fr, en)"}, t.Locale, t.checkLocale); err != nil {
			return err
		}
		t.Locale = locale
	}
	if !t.Yes {
		t.person.Say("")
		t.tell(said{
			"Quelques questions : une ligne vide prend la réponse entre crochets. Rien n’est écrit avant la fin ; Ctrl-C arrête tout.",
			"A few questions: an empty line takes the answer in brackets. Nothing is written before the end; Ctrl-C stops it all.",
		})
	}
	return nil
}

func (t *talk) name() error {
	return t.ask(&t.Name, said{"Nom de l’association", "Name of the association"}, "", t.checkName)
}

func (t *talk) zone() error {
	return t.ask(&t.Timezone, said{"Fuseau horaire des dates et des heures", "Time zone of dates and hours"}, "Europe/Paris", t.checkZone)
}

// form is asked in French alone, which has two.
func (t *talk) form() error {
	if t.Locale != "fr" {
		t.AddressForm = cmp.Or(t.AddressForm, "vous")
		return nil
	}
	return t.ask(&t.AddressForm, said{"Les lettres disent-elles vous ou tu aux membres ?", "Do letters say vous or tu?"}, "vous", t.checkForm)
}

// founding asks for the founders, one a line.
func (t *talk) founding() error {
	if len(t.founders) > 0 {
		return nil
	}
	if t.Yes {
		return t.misuse(said{`nommez les personnes qui fondent l’association : --founder "Alice <alice@exemple.fr>"`, `name the founders: --founder "Alice <alice@example.org>"`})
	}
	t.person.Say("")
	t.tell(said{
		"Qui fonde l’association, et vote dès le premier jour ? Une personne par ligne, comme Alice Martin <alice@exemple.fr> ; une ligne vide pour finir.",
		"Who founds the association, and votes from the first day? One person a line, as in Alice Martin <alice@example.org>; an empty line to end.",
	})
	for {
		answer, err := t.line(t.person.Line, fmt.Sprintf("%s %d%s", said{"Personne", "Person"}.in(t.Locale), len(t.founders)+1, said{" : ", ": "}.in(t.Locale)))
		if err != nil {
			return err
		}
		answer = strings.TrimSpace(answer)
		switch {
		case answer == "" && len(t.founders) > 0:
			return nil
		case answer == "":
			t.tell(said{"Il en faut au moins une : sans elle, personne ne pourrait voter.", "At least one is needed: without them nobody could vote."})
			continue
		}
		if w := t.addPerson(answer); w != nil {
			t.tell(w.said, w.args...)
		}
	}
}

func (t *talk) owner() error {
	return t.ask(&t.Owner, said{"Qui prévenir quand quelque chose ne va pas ? Son adresse", "Whom to tell when something goes wrong? Their address"},
		t.founders[0].Address, t.checkOwner)
}
