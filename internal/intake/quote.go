package intake

import (
	"strings"
	"unicode"
)

// ownWords keeps the author's lines (reading.md, Whose words); their name, ""
// for unknown, tells their card. Each step looks at each line a bounded number
// of times.
func ownWords(lines []line, author string) words { return threadOf(seams(lines), author).words() }

// words are the author's own.
func (t *thread) words() words {
	w := wordsOf(t.kept()...)
	w.ours = w.ours || t.ours || t.tries > maxTries
	w.cuts = t.cuts
	return w
}

// threadOf tells a mail's lines that are its author's from the others.
func threadOf(lines []line, author string) *thread {
	t := &thread{lines: lines, author: strings.Fields(fold(author)), drop: make([]bool, len(lines)), noted: make([]bool, len(lines)), folded: make([]string, len(lines))}
	t.marks()
	t.separators()
	t.attributions()
	t.overflow()
	t.rules()
	t.note(CutQuoted)
	t.ours = t.letters() // before signatures: our foot stands below one
	t.note(CutCopy)
	t.signatures()
	t.cards()
	t.signoffs()
	t.note(CutSignature)
	return t
}

// thread is a mail's lines on their way to the author's own.
type thread struct {
	lines  []line
	drop   []bool
	noted  []bool // lines of which cuts tells
	cuts   []Cut
	folded []string // the heads of the lines as the tables hold them, once asked for
	author []string // the words of the author's name, folded
	tries  int      // places that were looked at closely
	ours   bool     // some of our letters' lines are left among the author's
}

// maxHead is how many bytes of a line are looked at for what mail programs
// write.
const maxHead = 400

// head is the head of line i, folded.
func (t *thread) head(i int) string {
	if t.folded[i] == "" {
		text := t.lines[i].text
		t.folded[i] = fold(text[:min(len(text), maxHead)])
	}
	return t.folded[i]
}

// maxTries bounds the places that look like the beginning of a quote and are
// none. No person writes as many: beyond, nothing is certain.
const maxTries = 1000

// close tells whether one more place may be looked at closely.
func (t *thread) close() bool {
	t.tries++
	return t.tries <= maxTries
}

// marks drops what the structure of HTML or a sign at the line's head says is
// quoted.
func (t *thread) marks() {
	for i, l := range t.lines {
		if l.mark == edge {
			t.cut(i)
			return
		}
		t.drop[i] = l.mark != plain || strings.HasPrefix(strings.TrimLeftFunc(l.text, unicode.IsSpace), ">")
	}
	t.initials()
}

// initials drops the lines that begin with the initials of whoever is quoted
// and a sign, as news readers write: "AM> ". One such line proves nothing.
func (t *thread) initials() {
	before := -2
	for i, l := range t.lines {
		sign := strings.IndexByte(l.text[:min(len(l.text), 5)], '>')
		if sign <= 0 || strings.Trim(l.text[:sign], "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
			continue
		}
		if before == i-1 && strings.HasPrefix(t.lines[before].text, l.text[:sign+1]) {
			t.drop[before], t.drop[i] = true, true
		}
		before = i
	}
}

// cut drops everything from line i on, and the rule above it.
func (t *thread) cut(i int) {
	for j := i; j < len(t.lines); j++ {
		t.drop[j] = true
	}
	for j := i - 1; j >= 0 && (t.blank(j) || ruled(t.lines[j].text)); j-- {
		t.drop[j] = true
	}
}

func (t *thread) blank(i int) bool { return strings.TrimSpace(t.lines[i].text) == "" }

// separators cuts at what stands above a mail that is answered or passed on
// without signs at its lines' heads.
func (t *thread) separators() {
	for i := range t.lines {
		switch {
		case t.blank(i), t.drop[i] && !arrowed(t.lines[i].text):
		case arrowed(t.lines[i].text), separator(t.head(i)), t.entitled(i), t.headerBlock(i):
			t.cut(i)
			return
		case t.flattened(i):
			t.cut(t.sender(i))
			return
		}
	}
}

// arrowed tells the line of GroupWise above a mail that is answered, which
// bears no other sign: ">>> Bob <bob@x.test> 02/02/26 9:00 AM >>>".
func arrowed(text string) bool {
	text = strings.TrimSpace(text)
	return len(text) < 200 && len(text) > 6 && strings.HasPrefix(text, ">>>") && strings.HasSuffix(text, ">>>") && whenIn(text).full
}

// entitled tells a title right above a mail's header: words between dashes in
// any language, or what stands there without them.
func (t *thread) entitled(i int) bool {
	head := strings.TrimSpace(t.head(i))
	if inner := strings.Trim(head, "-_=*: "); !originals[inner] && !forwards[inner] && (!strings.HasPrefix(head, "--") || !strings.HasSuffix(head, "--") || len(strings.Fields(inner)) > 6 || inner == "") {
		return false
	}
	next := t.nextText(i + 1)
	return next < len(t.lines) && next <= i+2 && !t.drop[next] && headerName(t.head(next)) != ""
}

// headerBlock tells whether a mail's header, as Outlook and others write it
// into the text, begins at line i: at least three of From, Date, To, Subject,
// Cc on lines that follow each other.
func (t *thread) headerBlock(i int) bool {
	first := t.headerField(i)
	if strings.HasPrefix(t.head(i), "message du ") {
		first = "date" // Orange writes no colon
	}
	if first != "from" && first != "date" || !t.close() {
		return false
	}
	if t.lonely(i, first) {
		return true
	}
	seen := map[string]bool{first: true}
	blanks, strangers := 0, 0
	for j := i + 1; j < len(t.lines) && j < i+12 && blanks < 3; j++ {
		if t.blank(j) {
			blanks++
			continue
		}
		name := t.headerField(j)
		if name == "" {
			if strangers++; strangers > 2 {
				break
			}
			continue
		}
		seen[name] = true
	}
	return seen["from"] && (seen["date"] || seen["subject"]) && len(seen) >= 3
}

// headerField is the field of a header that line i looks like. Nobody's name
// begins with a number: "De : 14 h" is the hour of a meeting.
func (t *thread) headerField(i int) string {
	name := headerName(t.head(i))
	if _, value, _ := strings.Cut(t.head(i), ":"); name == "from" {
		if value = strings.TrimLeft(value, " *_"); value != "" && digit(value[0]) {
			return ""
		}
	}
	return name
}

// lonely tells headers that need no third: a sender's address alone between
// blank lines or above a date, and a date above a recipient's address.
func (t *thread) lonely(i int, name string) bool {
	text := strings.TrimSpace(t.lines[i].text)
	bare := i+1 == len(t.lines) || t.blank(i+1)
	if name == "from" {
		if !bare && headerName(t.head(i+1)) == "date" {
			digits, _ := counts(t.lines[i+1].text)
			return digits >= 6 && strings.Contains(text, "@")
		}
		return bare && i > 0 && t.blank(i-1) && strings.HasSuffix(text, ">") && strings.Contains(text, "@") && len(text) <= 150
	}
	return !bare && strings.ContainsAny(text, "0123456789") && headerName(t.head(i+1)) == "to" && strings.Contains(t.lines[i+1].text, "@")
}

// nextText is the first line from i on that is not blank, dropped or not.
func (t *thread) nextText(i int) int {
	for i < len(t.lines) && t.blank(i) {
		i++
	}
	return i
}

// overflow drops the ends of quoted lines that a client wrapped without their
// sign: one line tight between two quoted ones, in lower case under a long
// one, or nothing but a link in brackets.
func (t *thread) overflow() {
	for i := 1; i+1 < len(t.lines); i++ {
		if t.drop[i] || t.blank(i) || !t.drop[i-1] || !t.drop[i+1] || t.blank(i-1) || t.blank(i+1) {
			continue
		}
		above := len(t.lines[i-1].text)
		first := []rune(strings.TrimSpace(t.lines[i].text))[0]
		if above >= 60 && above <= 90 && unicode.IsLower(first) || bracketed(t.lines[i].text) {
			t.drop[i] = true
		}
	}
}

// rules drops the lines drawn right above what is quoted.
func (t *thread) rules() {
	quoted := false // the next line of text is
	for i := len(t.lines) - 1; i >= 0; i-- {
		switch {
		case t.blank(i):
		case t.drop[i]:
			quoted = true
		case quoted && ruled(t.lines[i].text):
			t.drop[i] = true
		default:
			quoted = false
		}
	}
}

// bracketed tells a line that is a link in brackets and no more.
func bracketed(text string) bool {
	text = strings.Trim(text, " \t>")
	return strings.HasPrefix(text, "(http") && strings.HasSuffix(text, ")") && !strings.Contains(text, " ")
}

// kept gives the lines that remain, with at most one blank line where others
// were, and none at either end.
func (t *thread) kept() []string {
	n := 0
	for _, dropped := range t.drop {
		if !dropped {
			n++
		}
	}
	out := make([]string, 0, n+min(n, 16)) // and a few gaps
	gap := false
	for i, l := range t.lines {
		if t.drop[i] {
			gap = len(out) > 0
			continue
		}
		text := strings.TrimRightFunc(l.text, unicode.IsSpace)
		if text == "" && (len(out) == 0 || gap) {
			continue
		}
		if gap && out[len(out)-1] != "" {
			out = append(out, "")
		}
		gap = false
		out = append(out, text)
	}
	for len(out) > 0 && out[len(out)-1] == "" {
		out = out[:len(out)-1]
	}
	return out
}
