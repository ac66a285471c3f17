package intake

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Lists of choices are answered by boxes: "- [x] Pour", "12 ☐ contre". One
// before the words tells whether they are meant. One behind or between words
// may belong to those on either side: there nothing is certain.

// box is what a box says of the words behind it.
type box int

const (
	noBox box = iota
	ticked
	empty
	doubted // a yes to some, a no to others
)

// ticks are the boxes that are one sign.
var ticks = map[rune]box{
	'☑': ticked, '✅': ticked, '✔': ticked, '✓': ticked,
	'☐': empty, '□': empty, '▢': empty, '◻': empty, '◽': empty, '⬜': empty, '🔲': empty,
	'☒': doubted, '❌': doubted, '❎': doubted, '✖': doubted, '✗': doubted, '✘': doubted, '●': doubted, '○': doubted, '◯': doubted, '◉': doubted, '■': doubted,
}

// boxAt reads the box at the head of some text.
func boxAt(text string) (b box, size int) {
	r, size := utf8.DecodeRuneInString(text)
	closing := ""
	switch r {
	case '[':
		closing = "]"
	case '(':
		closing = ")"
	default:
		return ticks[r], size
	}
	inner, _, ok := strings.Cut(text[size:min(len(text), size+maxBox)], closing)
	if !ok {
		return noBox, 0
	}
	size += len(inner) + len(closing)
	switch inner = strings.TrimFunc(inner, func(r rune) bool { return unicode.IsSpace(r) || modifier(r) }); {
	case inner == "":
		return empty, size
	case utf8.RuneCountInString(inner) > 1:
		return noBox, 0
	case strings.Contains("xX✓✔✅☑", inner):
		return ticked, size
	case strings.Contains("-_~*×✗✘❌☒vVoO•●", inner):
		return doubted, size
	}
	return noBox, 0
}

// maxBox is how many bytes a box may have behind its opening bracket.
const maxBox = 16

// escaped are the brackets of texts that a program made out of HTML.
var escaped = strings.NewReplacer(`\[`, "[", `\]`, "]", `\(`, "(", `\)`, ")")

// unboxed reads the box of a line. A ticked one is taken away; an empty one
// makes the line say nothing, and so does a telephone number: "+1 (555)
// 010-9999" agrees with nobody. Any other box leaves the line as it is, in doubt.
func unboxed(l string) (text string, doubtful bool) {
	if dialled(strings.TrimLeftFunc(l, unicode.IsSpace)) {
		return "", false
	}
	l = escaped.Replace(l)
	rest := strings.TrimLeftFunc(l, leadsList)
	before := l[:len(l)-len(rest)]
	b, size := boxAt(rest)
	if b == noBox {
		return l, boxes(l, false)
	}
	rest = rest[size:]
	if b == doubted || boxes(rest, true) || strings.ContainsAny(before, "0123456789") && !numbers(before, rest) {
		return l, true
	}
	if b == empty {
		return "", false
	}
	return before + rest, false
}

// leadsList tells what may stand before the box of a line: space, the marks and
// numbers of lists, and emphasis.
func leadsList(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsDigit(r) || strings.ContainsRune("-–—•→·*>_«“\"#°:.)", r)
}

// numbers tells whether what stands before a box is an action's number, and not
// a vote ("-1 [x]") or the number of a line ("2. [x]").
func numbers(before, rest string) bool {
	before = strings.TrimLeft(before, " \t\u00a0-–—•→·*>_«“\"")
	return !strings.ContainsAny(before, ".)") && !strings.HasPrefix(before, "0") && strings.ContainsFunc(rest, unicode.IsLetter)
}

// boxes tells whether a box stands anywhere in some text. Ticks alone are
// pictures as others, unless there are boxes.
func boxes(text string, picky bool) bool {
	for i, r := range text {
		b, _ := boxAt(text[i:])
		if b == empty || b == doubted || b == ticked && (picky || r == '[' || r == '(' || r == '☑') {
			return true
		}
	}
	return false
}

// chooses tells whether any phrase of the table stands in some tokens.
func chooses(tokens []token) bool {
	for k := range tokens {
		if _, n := longest(tokens[k:]); n > 0 {
			return true
		}
	}
	return false
}
