package compose

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"toutdoux/internal/address"
)

// Two code points of the private use area stand for what the markup must not
// see in a person's words. They never leave the package, and are removed from
// what people write before they can mean anything.
const (
	guard   = '\uE001' // stands around every person's words: none of them is markup
	newLine = '\uE00A' // a line end in a person's words
)

// Words are what a person wrote: a title, a name, a text, a reason. They print
// in templates so that the markup passes over them, whatever they say. No proof
// is left in them: what is relayed must let nobody answer for somebody else.
type Words string

// String gives the words as templates print them.
func (w Words) String() string {
	if w == "" {
		return ""
	}
	return string(guard) + strings.ReplaceAll(string(w), "\n", string(newLine)) + string(guard)
}

// textWords makes words of a text of several lines: its line ends are \n, no
// line ends with a space, no two empty lines follow each other, and nothing in
// it can move a terminal's cursor.
func textWords(text string) Words {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n\n").Replace(text)
	text = strings.ReplaceAll(text, "\t", "    ")
	text = address.Scrub(strings.Map(printable, text))
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimRight(line, " \u00a0")
		if line == "" && (len(lines) == 0 || lines[len(lines)-1] == "") {
			continue
		}
		lines = append(lines, line)
	}
	return Words(strings.TrimRight(strings.Join(lines, "\n"), "\n"))
}

// lineMax is the most that a title or a name may take in a letter, in runes.
const lineMax = 300

// lineWords makes words of one line, for titles and names.
func lineWords(text string) Words {
	text = strings.Map(printable, strings.ToValidUTF8(text, "\uFFFD"))
	text = address.Scrub(strings.Join(strings.FieldsFunc(text, breaking), " "))
	if utf8.RuneCountInString(text) > lineMax {
		text = string([]rune(text)[:lineMax-1]) + "…"
	}
	return Words(text)
}

// breaking tells the spaces at which a line may break from those that hold
// words together.
func breaking(r rune) bool { return unicode.IsSpace(r) && r != '\u00a0' && r != '\u202f' }

// printable drops what has no business in a letter: control characters (ANSI
// escapes begin with one), marks that turn the direction of the line, and the
// private use area. Line ends and tabs become spaces where the caller kept
// none.
func printable(r rune) rune {
	switch {
	case r == '\n' || r == ' ':
		return r
	case r >= 0xE000 && r <= 0xF8FF, r == '\uFEFF', r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069:
		return -1
	case unicode.IsControl(r) && unicode.IsSpace(r):
		return ' '
	case unicode.IsControl(r):
		return -1
	}
	return r
}

// plain takes the marks of Words out of a rendered line.
func plain(text string) string {
	return strings.NewReplacer(string(guard), "", string(newLine), "\n").Replace(text)
}

// excerpt is the beginning of a text, cut between words: for a reminder of
// what somebody wrote, not for what must be read whole.
func excerpt(w Words, runes int) Words {
	if utf8.RuneCountInString(string(w)) <= runes {
		return w
	}
	cut := string([]rune(string(w))[:runes])
	if space := strings.LastIndexAny(cut, " \n"); space > runes/2 {
		cut = cut[:space]
	}
	return Words(strings.TrimRight(cut, " \n,;:") + " […]")
}
