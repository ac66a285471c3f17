package compose

import (
	"strings"
	"testing"

	g "toutdoux/internal/governance"
	"toutdoux/internal/specimen"
)

// The button for each ghost bears the name, and leads to a subject that the
// reader of mails reads.
func TestAGhostsButton(t *testing.T) {
	letter := compose(t, newComposer(t, "fr", "vous"), worldOf(t, specimen.Quiet()).letter(g.LetterGhostNotice, alice))
	want := "JE%20M%E2%80%99EN%20OCCUPE%C2%A0%3A%20Dave%20Roux%20%28" + testProof + "%29"
	if !strings.Contains(letter.HTML, want) {
		t.Errorf("no button leads to %s in %s", want, letter.HTML)
	}
}
