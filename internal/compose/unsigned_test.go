package compose

import (
	"strings"
	"testing"

	g "toutdoux/internal/governance"
	"toutdoux/internal/specimen"
)

// What answers something unsigned comes back to nobody, and neither its subject
// nor that of an answer to it tells what it is about.
func TestAWhisper(t *testing.T) {
	c := newComposer(t, "fr", "vous")
	for _, s := range scenesOf(specimen.UnsignedScenes()) {
		o := s.order(t)
		if s.kind == g.LetterRefusal {
			o.Letter.Whisper = true
		}
		letter := compose(t, c, o)
		private := s.kind == g.LetterRefusal || s.kind == g.LetterReceipt || s.kind == g.LetterConfirm
		if o.Letter.Whisper != private || (letter.From == "") != private || private != strings.HasPrefix(letter.Subject, "[Picasoft] Entre nous") {
			t.Errorf("%s %s is a whisper: %v, from %q, subject %q", s.kind, s.name, o.Letter.Whisper, letter.From, letter.Subject)
		}
	}
}
