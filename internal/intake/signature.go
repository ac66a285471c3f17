package intake

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// signatures drops what programs, people and lawyers put under every mail. A
// signature ends where quoted lines begin again.
func (t *thread) signatures() {
	fenced := false
	for i := 0; i < len(t.lines); i++ {
		text := t.lines[i].text
		if strings.HasPrefix(text, "```") {
			fenced = !fenced
		}
		if t.drop[i] || fenced || len(text) > 1500 {
			continue
		}
		switch {
		case t.lines[i].text == "-- " || strings.TrimRight(text, " \t\u00a0") == "--", t.footer(i):
			i = t.block(i)
		case t.begins(i) && t.legal(i):
			t.ruleAbove(i)
			i = t.block(i)
		case t.begins(i) && t.scanned(i):
			t.ruleAbove(i)
			i = t.paragraph(i)
		case t.device(i):
			i = t.linked(i)
		case t.dashed(i):
			t.drop[i] = true
		}
	}
}

// block drops lines from i up to what is dropped already, and gives the last.
func (t *thread) block(i int) int {
	for i < len(t.lines) && (!t.drop[i] || t.lines[i].mark == signature) {
		t.drop[i] = true
		i++
	}
	return i - 1
}

// begins tells whether a paragraph begins at line i.
func (t *thread) begins(i int) bool {
	return i == 0 || t.blank(i-1) || t.drop[i-1] || drawn(t.lines[i-1].text)
}

// drawn tells a line of signs alone.
func drawn(text string) bool {
	text = strings.TrimSpace(text)
	return text == "—" || len(text) >= 2 && strings.Trim(text, "-_=*~─—#") == ""
}

// ruleAbove drops the line drawn above line i.
func (t *thread) ruleAbove(i int) {
	for i--; i >= 0 && (t.blank(i) || drawn(t.lines[i].text)); i-- {
		t.drop[i] = true
	}
}

// paragraph drops lines from i up to a blank one, and gives the last.
func (t *thread) paragraph(i int) int {
	for i < len(t.lines) && !t.blank(i) && !t.drop[i] {
		t.drop[i] = true
		i++
	}
	return i - 1
}

// dashed tells a name behind a hyphen that ends somebody's words: "-Alice". The
// long dash begins speech too.
func (t *thread) dashed(i int) bool {
	name, ok := strings.CutPrefix(strings.TrimSpace(t.lines[i].text), "-")
	name = strings.TrimPrefix(name, "-")
	if !ok || len(name) > 40 || i == 0 || !t.blank(i-1) || strings.HasPrefix(name, " ") {
		return false
	}
	for w := range strings.FieldsSeq(name) {
		if first, _ := utf8.DecodeRuneInString(w); !unicode.IsUpper(first) || strings.ToUpper(w) == w && len(w) > 2 {
			return false
		}
	}
	if _, known := phrases[fold(name)]; known || name == "" {
		return false
	}
	next := t.nextText(i + 1)
	return next == len(t.lines) || t.drop[next] || ruled(t.lines[next].text)
}

// footer tells the rule above what a list writes under each mail: a long one
// with few lines below it.
func (t *thread) footer(i int) bool {
	text := strings.TrimSpace(t.lines[i].text)
	if len(text) < 10 || strings.Trim(text, "_") != "" {
		return false
	}
	below := 0
	for j := i + 1; j < len(t.lines) && below <= 8; j++ {
		if !t.blank(j) && !t.drop[j] {
			below++
		}
	}
	return below <= 8
}

func beginsWith(folded string, table []string) bool {
	return startsAny(strings.TrimLeft(folded, " \t*_-–"), table)
}
