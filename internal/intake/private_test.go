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
		{"tdc@picasoft.test", "Re: [Picasoft] Les pads", "Bonjour Alice,\n\nEN PRIVÉ\n\nPas celui-là.", true, "Les pads", "Bonjour Alice,\n\nPas celui-là."},
		{"tdc@picasoft.test", "Re: [Picasoft] Les pads", "In private: not that one.\nAny other?", true, "Les pads", "not that one.\nAny other?"},
		{"tdc@picasoft.test", "Les pads", "En privé, on me dit que non.", false, "Les pads", "En privé, on me dit que non."},
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
