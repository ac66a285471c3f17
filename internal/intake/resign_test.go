package intake

import (
	"testing"

	"toutdoux/internal/governance"
)

// What somebody holds they give up in so many words, with a name or a number
// where they hold several; who only speaks of it gives up nothing.
func TestResignations(t *testing.T) {
	reader := picasoft(t)
	for _, c := range []struct {
		name, subject, header, body string
		target                      int
		reason                      string
		certain                     bool
	}{
		{"the word", "Re: [Picasoft] [EXTRA #12] Les clefs", inReply, "Démission.\n", 0, "", true},
		{"with a reason", "Re: [Picasoft] [EXTRA #12] Les clefs", inReply, "Bonjour,\n\nJe démissionne : je ne le ferai pas.\n\nAlice\n", 0, "je ne le ferai pas.", true},
		{"a mandate, by its number", "Re: la suite", inReply, "DÉMISSION #4, trop à faire\n", 4, "trop à faire", true},
		{"a role, by its name", "Re: la suite", inReply, "DÉMISSION : technique\n", 0, "technique", true},
		{"the button of a role", "DÉMISSION : technique (k7f3qzm2xwp4r6ta)", "", "", 0, "technique", true},
		{"the button of a role, and a word", "DÉMISSION : technique (k7f3qzm2xwp4r6ta)", "", "Plus le temps.\n", 0, "technique\nPlus le temps.", true},
		{"the button of a mandate", "DÉMISSION #4 (k7f3qzm2xwp4r6ta)", "", "", 4, "", true},
		{"in English", "I RESIGN: technical (k7f3qzm2xwp4r6ta)", "", "", 0, "technical", true},
		{"a subject that may only speak of it", "Démission", "", "Que faire si quelqu'un s'en va ?\n", 0, "Que faire si quelqu'un s'en va ?", false},
	} {
		got := reader.Read(toTheList(c.subject, c.header, c.body), nil, corpusTime).Request
		if got.Verb != governance.VerbResign || got.Target != c.target || got.Reason != c.reason || got.Uncertain == c.certain {
			t.Errorf("%s: %s %d %q, uncertain %t: %s", c.name, got.Verb, got.Target, got.Reason, got.Uncertain, got.Why)
		}
	}
	for _, talk := range []string{"La démission de Bob nous attriste.\n", "Démission d'Alice : que faire ?\n", "Si je démissionne, qui prend la suite ?\n"} {
		got := reader.Read(toTheList("Re: la suite", inReply, talk), nil, corpusTime).Request
		if got.Verb != "" && !got.Uncertain {
			t.Errorf("%q gives something up: %s", talk, got.Why)
		}
	}
}
