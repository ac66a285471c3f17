package compose

import (
	"strings"
	"testing"

	g "toutdoux/internal/governance"
	"toutdoux/internal/specimen"
)

// What leaves the association names nobody, gives no reason, and says nothing of
// a confidential mandate.
func TestThePublicDigestNamesNobody(t *testing.T) {
	w := worldOf(t, specimen.Followed())
	w.ask(day2, from("Alice Martin", propose(g.Proposal{Type: g.Extraordinary, Title: "Acheter un serveur"}, "Notre fournisseur ferme.")))
	for _, name := range people[:3] {
		w.ask(day2, from(name, vote(6, g.For, "Parce que Dave le demande.")))
	}
	o := w.through("2026-02-09 08:00").letter(g.LetterPublicDigest, 0)
	for _, locale := range []string{"fr", "en"} {
		letter := compose(t, newComposer(t, locale, "vous"), o)
		if !strings.Contains(letter.Text, "Acheter un serveur") {
			t.Errorf("%s: the outcome is not told:\n%s", locale, letter.Text)
		}
		private := []string{"ministère", "Exclu", "cadeau", "Parce que", "fournisseur", "@exemple.test"}
		for _, m := range w.state.Members {
			private = append(private, strings.Fields(string(m.Name))...)
		}
		for _, word := range private {
			if strings.Contains(letter.Text+letter.HTML+letter.Subject, word) {
				t.Errorf("%s: %q has left the association:\n%s", locale, word, letter.Text)
			}
		}
	}
}
