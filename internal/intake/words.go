package intake

import "strings"

// words are the author's own lines, blank ones between what was cut apart.
type words struct {
	lines []string
	said  []sentence // the same in tokens, the ticks of boxes taken away
	// ours tells that others' words may be among them, such as part of a
	// letter of ours with nothing to show where it begins: nothing here is
	// certain.
	ours bool
	cuts []Cut // what was taken away around them
}

// wordsOf takes some lines for somebody's own words.
func wordsOf(lines ...string) words {
	w := words{lines: lines, ours: len(lines) > maxSaid}
	w.said = make([]sentence, min(len(lines), maxSaid))
	for i := range w.said {
		text, doubtful := unboxed(lines[i])
		w.said[i] = tokenize(text)
		w.said[i].boxed, w.said[i].ticked = doubtful, text != lines[i]
		w.said[i].odd = w.said[i].odd || strings.Contains(lines[i], "~~") // crossed out, or dressed up
	}
	return w
}

// maxSaid is how many lines are looked at for what they ask. No person writes
// as many: beyond, nothing is certain.
const maxSaid = 5000

// String is the text that a person wrote.
func (w words) String() string { return strings.Join(w.lines, "\n") }

// answering tells that the words stand around some of the mail they answer.
func (w words) answering() bool {
	for _, c := range w.cuts {
		if c.Kind != CutSignature {
			return true
		}
	}
	return false
}

// letters are the words without anything that layout changes.
func (w words) letters() string {
	var b strings.Builder
	for _, s := range w.said {
		for _, t := range s.tokens {
			b.WriteString(t.text)
		}
	}
	return b.String()
}

// silent tells that nothing was said.
func (w words) silent() bool {
	for _, s := range w.said {
		if len(s.tokens) > 0 {
			return false
		}
	}
	return true
}
