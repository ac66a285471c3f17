package intake

import (
	"strings"
	"testing"
	"time"

	"toutdoux/internal/address"
	"toutdoux/internal/governance"
)

// A mail that is for one author alone is known by its address, its subject or
// its first line, and asks for nothing else; one that merely speaks of what is
// private is for all.
func TestForOneAuthorAlone(t *testing.T) {
	list, err := address.ParseListAddress("tdc@picasoft.test", "+")
	if err != nil {
		t.Fatal(err)
	}
	reader := Reader{Lists: []address.List{list}, Prefixes: []string{"Picasoft"}}
	const pads = "Re: [Picasoft] Les pads"
	const alias = "tdc+t-k7f3qzm2xwp4r6ta@picasoft.test"
	for _, c := range []struct {
		to, subject, body string
		alone             bool
		title, words      string
	}{
		{alias, "Re: [Picasoft] [EXTRA #12] Adhérer", "POUR", true, "Adhérer", "POUR"},
		{"tdc@picasoft.test, " + alias, "DÉPART", "adieu", true, "DÉPART", "adieu"},
		{alias, "[ORDINAIRE] Ranger la salle", "Coût : 3 €", true, "Ranger la salle", "Coût : 3 €"},
		{"tdc@picasoft.test", "EN PRIVÉ (k7f3qzm2xwp4r6ta)", "En privé\n\nOn en parle ?", true, "", "On en parle ?"},
		{"tdc@picasoft.test", "Re: [Picasoft] Les pads (en privé)", "oui", true, "Les pads", "oui"},
		{"tdc@picasoft.test", pads, "Bonjour Alice,\n\nEN PRIVÉ\n\nPas celui-là.", true, "Les pads", "Bonjour Alice,\n\nPas celui-là."},
		{"tdc@picasoft.test", pads, "In private: not that one.\nAny other?", true, "Les pads", "not that one.\nAny other?"},
		{"tdc@picasoft.test", pads, "EN PRIVÉ Alice, je crois que Bob pique dans la caisse.", true, "Les pads", "Alice, je crois que Bob pique dans la caisse."},
		{"tdc@picasoft.test", pads, "EN PRIVÉ secret", true, "Les pads", "secret"},
		{"tdc@picasoft.test", pads, "En privé, secret", true, "Les pads", "secret"},
		{"tdc@picasoft.test", pads, "EN PRIVE - secret\n\nEt encore.", true, "Les pads", "secret\n\nEt encore."},
		{"tdc@picasoft.test", pads, "En privé Alice :\nsecret", true, "Les pads", "Alice :\nsecret"},
		{"tdc@picasoft.test", pads, "EN PRIVÉ POUR ALICE\n\nsecret", true, "Les pads", "POUR ALICE\n\nsecret"},
		{"tdc@picasoft.test", pads, "« EN PRIVÉ » secret", true, "Les pads", "secret"},
		{"tdc@picasoft.test", pads, "(En privé) secret", true, "Les pads", "secret"},
		{"tdc@picasoft.test", pads, "1 EN PRIVÉ : secret", true, "Les pads", "secret"},
		{"tdc@picasoft.test", pads, "Bonjour Alice, en privé je m'inquiète", true, "Les pads", "Bonjour Alice, je m'inquiète"},
		{"tdc@picasoft.test", pads, "Salut Alice en privé je m'inquiète", true, "Les pads", "Salut Alice je m'inquiète"},
		{"tdc@picasoft.test", pads, "Alice, en privé : secret", true, "Les pads", "Alice, secret"},
		{"tdc@picasoft.test", pads, "EN PRVÉ secret", true, "Les pads", "secret"},
		{"tdc@picasoft.test", pads, "EN-PRIVÉ : secret", true, "Les pads", "secret"},
		{"tdc@picasoft.test", pads, "Privé - secret", true, "Les pads", "secret"},
		{"tdc@picasoft.test", pads, "Merci à vous.\n\nEN PRIVÉ Alice, secret", true, "Les pads", "Merci à vous.\n\nEN PRIVÉ Alice, secret"},
		{"tdc@picasoft.test", pads, "Pour.\n\nEN PRIVÉ : secret", true, "Les pads", "Pour.\n\nEN PRIVÉ : secret"},
		{"tdc@picasoft.test", "EN PRIVÉ : secret", "Voilà.", true, "secret", "Voilà."},
		{"tdc@picasoft.test", pads, "En privé, on me dit que non.", true, "Les pads", "on me dit que non."},
		{"tdc@picasoft.test", pads, "Bob, en privé, est charmant.", false, "Les pads", "Bob, en privé, est charmant."},
		{"tdc@picasoft.test", pads, "On en parle.\nEn privé, il est charmant.", false, "Les pads", "On en parle.\nEn privé, il est charmant."},
		{"tdc@picasoft.test", pads, "En prime, un café.", false, "Les pads", "En prime, un café."},
		{"tdc@picasoft.test", pads, "Privé de dessert.", false, "Les pads", "Privé de dessert."},
		{"tdc@picasoft.test", "Re: En privé ou en public ?", "Au choix.", false, "En privé ou en public ?", "Au choix."},
		{"tdc@picasoft.test", "Serveur privé", "Il est privé.", false, "Serveur privé", "Il est privé."},
	} {
		raw := "From: Bob <bob@exemple.test>\nTo: " + c.to + "\nSubject: " + c.subject + "\nMessage-ID: <1@exemple.test>\nContent-Type: text/plain; charset=utf-8\n\n" + c.body + "\n"
		reading := reader.Read([]byte(strings.ReplaceAll(raw, "\n", "\r\n")), nil, time.Now())
		q := reading.Request
		if q.Alone != c.alone || q.Subject != c.title || q.Words != c.words {
			t.Errorf("%s, %s, %q: alone %v, title %q, words %q", c.to, c.subject, c.body, q.Alone, q.Subject, q.Words)
		}
		if c.alone && (q.Kind != governance.KindReply || q.Proposal != nil || len(q.Votes) > 0 || q.Verb != "" || q.Uncertain || q.Yes) {
			t.Errorf("%s, %s: it asks for something: %+v", c.to, c.subject, q)
		}
	}
}
