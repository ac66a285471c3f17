package compose

import (
	"strings"
	"testing"

	"toutdoux/internal/governance"
)

// To found an association takes a minute: what the founders' welcome explains
// is read in as long, and leaves nothing out that a first week needs.
func TestFoundersWelcomeIsShort(t *testing.T) {
	const most = 12 // lines, between the greeting and the first try
	needed := map[string][]string{
		"fr": {"plus de pouvoir que", "tdc@picasoft.test", "[ORDINAIRE]", "[EXTRA]", "POUR, BLANC ou CONTRE", "PAUSE", "asso@picasoft.test", "VACANCES", "DÉPART", "AIDE"},
		"en": {"more power than", "tdc@picasoft.test", "[ORDINARY]", "[EXTRA]", "FOR, BLANK or AGAINST", "PAUSE", "asso@picasoft.test", "VACATION", "LEAVE", "HELP"},
	}
	for _, m := range manners {
		c := newComposer(t, m.locale, m.form)
		for _, s := range scenes() {
			if s.kind != governance.LetterWelcome || !strings.Contains(s.name, "found") {
				continue
			}
			letter, err := c.Compose(s.order(t))
			if err != nil {
				t.Fatal(err)
			}
			_, body, _ := strings.Cut(letter.Text, "\n\n") // the greeting
			body, _, found := strings.Cut(body, map[string]string{"fr": "Un premier essai", "en": "A first try"}[m.locale])
			if lines := len(strings.Split(strings.ReplaceAll(strings.TrimSpace(body), "\n\n", "\n"), "\n")); !found || lines > most {
				t.Errorf("%s, %s: %d lines explain, want %d at most\n%s", m.folder, s.name, lines, most, body)
			}
			for _, word := range needed[m.locale] {
				if !strings.Contains(body, word) {
					t.Errorf("%s, %s: nothing of %s in\n%s", m.folder, s.name, word, body)
				}
			}
		}
	}
}
