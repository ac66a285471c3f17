package intake

import (
	"testing"

	"toutdoux/internal/governance"
)

// Mail for a mandate, by its address or by its subject, is for its holders:
// whatever it says is no vote, no action and no command, but for what only a
// holder can ask for.
func TestMailOfMandates(t *testing.T) {
	reader := picasoft(t)
	to := []string{"tdc+m-4@picasoft.test"}
	for _, c := range []struct {
		name, subject, body string
		to                  []string
		mandate             int
		verb                governance.Verb
		reason              string
	}{
		{"by its address", "Le dossier", "Pour.\n", to, 4, "", ""},
		{"an action's tag", "[EXTRA] Essai de texte", "Coût : 60 €\n", to, 4, "", ""},
		{"a command", "VACANCES", "", to, 4, "", ""},
		{"by its subject", "Re: [Picasoft] [MANDAT #4] Le dossier", "Contre, je crois.\n", nil, 4, "", ""},
		{"by its subject, in English", "[mandate #4] Papers", "For.\n", nil, 4, "", ""},
		{"the number of an action in its text", "[MANDAT #4] Re: #12", "12 POUR\n", nil, 4, "", ""},
		{"a holder resigns", "Re: [Picasoft] [MANDAT #4] Le dossier", "DÉMISSION, je n'y arrive pas.\n", nil, 4, governance.VerbResign, "je n'y arrive pas."},
		{"a conclusion, or talk", "Le dossier", "Conclusion : on attend.\n\nEt vous ?\n", to, 4, governance.VerbConclude, "on attend.\n\nEt vous ?"},
		{"a conclusion for all", "CONCLUSION #4 (k7f3qzm2xwp4r6ta)", "Tout est rangé.\n", nil, 0, governance.VerbConclude, "Tout est rangé."},
		{"a conclusion for all, in one line", "Re: la cave", "CONCLUSION #4 : tout est rangé\n", nil, 0, governance.VerbConclude, "tout est rangé"},
	} {
		got := reader.Read(toTheList(c.subject, "", c.body), c.to, corpusTime).Request
		if got.Mandate != c.mandate || got.Verb != c.verb || got.Reason != c.reason || len(got.Votes) > 0 || got.Proposal != nil || got.Thread != 0 && c.mandate != 0 {
			t.Errorf("%s: mandate %d, %s %q, %s", c.name, got.Mandate, got.Verb, got.Reason, got.Why)
		}
		if c.verb == governance.VerbConclude && c.mandate == 0 && got.Target != 4 {
			t.Errorf("%s: of mandate %d", c.name, got.Target)
		}
	}
}

// [MANDAT] opens an action that gives a mandate, about its title where the text
// names none.
func TestMandateTag(t *testing.T) {
	reader := picasoft(t)
	for _, c := range []struct{ name, subject, body, about, text string }{
		{"the title", "[MANDAT] refaire le site", "Mandataires : Bob, Claire\nJusqu'au : 31/12/2026\n\nIl a dix ans.\n", "refaire le site", "Il a dix ans."},
		{"a line of its own", "[EXTRA] [Mandat] Le site", "Mandat : refaire le site\nMandataires : Bob\nJusqu'au : 31/12/2026\n", "refaire le site", ""},
		{"in English", "[MANDATE] The site", "Holders: Bob\nUntil: 31/12/2026\nConfidential: yes\n", "The site", ""},
	} {
		p := reader.Read(toTheList(c.subject, "", c.body), nil, corpusTime).Request.Proposal
		if p == nil || p.Type != governance.Extraordinary || len(p.Effects) < 3 || p.Text != c.text {
			t.Errorf("%s: %+v", c.name, p)
			continue
		}
		abouts := 0
		for _, f := range p.Effects {
			if f.Type == "mandate" {
				abouts++
				if f.Value != c.about {
					t.Errorf("%s: about %q", c.name, f.Value)
				}
			}
		}
		if abouts != 1 {
			t.Errorf("%s: %d mandates", c.name, abouts)
		}
	}
}

// The first line of a mandate's mail says to which address it goes out.
func TestOutward(t *testing.T) {
	reader := picasoft(t)
	for words, want := range map[string]string{
		"À : greffe@Ministere.test\n\nBonjour,\n":         "greffe@ministere.test",
		"\nTo: <greffe@ministere.test>\nHello,\n":         "greffe@ministere.test",
		"Bonjour,\nÀ : greffe@ministere.test\n":           "",
		"À : Bob\nBonjour\n":                              "",
		"À : a@ministere.test, b@ministere.test\nBonjour": "",
	} {
		got := reader.Read(toTheList("Le dossier", "", words), []string{"tdc+m-4@picasoft.test"}, corpusTime).Request
		if got.Outward != want {
			t.Errorf("%q goes out to %q", words, got.Outward)
		}
	}
}
