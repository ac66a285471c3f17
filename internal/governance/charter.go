package governance

import (
	"strings"
	"time"
)

// LongestCharter is how long a charter may be, in bytes: it travels with every
// welcome.
const LongestCharter = 200_000

// Charter is one version of the association's own text (rules.md, Members).
type Charter struct {
	Action int       `json:"action,omitempty"` // that gave it; 0: the founding
	At     time.Time `json:"at"`
	Words  Text      `json:"words"`
}

// charter reads the text that came with a proposal as the new charter.
func (r *fields) charter(f *Field, text string) {
	if !r.agreed(f) {
		return
	}
	text = strings.TrimSpace(text)
	switch {
	case r.has(EffectCharter):
		r.refuse(f.Type, FlawTwice, "")
	case text == "":
		r.refuse(fieldCharterText, FlawMissing, "")
	case len(text) > LongestCharter:
		r.refuse(fieldCharterText, FlawLong, "")
	case len(r.Charter) > 0 && string(r.Charter[len(r.Charter)-1].Words) == text:
		r.refuse(fieldCharterText, FlawSame, "")
	}
	r.add(Effect{Type: EffectCharter, Words: Text(text)})
}
