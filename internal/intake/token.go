package intake

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// token is a word, a number, a picture or a mark of one line.
type token struct {
	text       string // folded
	start, end int32  // bytes in the line
	number     int32  // of a number, with or without #
	kind       tokenKind
	hash       bool // the number bears a # or n°
	spaced     bool // white space stands before it
}

type tokenKind int8

const (
	word tokenKind = iota
	number
	picture
	punctuation
)

// sentence is a line in tokens.
type sentence struct {
	line   string
	tokens []token
	// odd tells that the line holds characters that nobody sees, or that turn
	// what one reads.
	odd bool
	// ticked tells that a box was taken away, boxed that there are some of which
	// nobody can say what they belong to.
	ticked, boxed bool
}

// lexer cuts one line into tokens, in one pass.
type lexer struct {
	sentence
	pos    int
	spaced bool
}

// emphasis are the marks that change how words look and not what they say.
const emphasis = "*_~`\"«»“”„‟‹›[]{}＊＿|\\^"

// maxLine is how many bytes of one line are looked at for votes: no sentence
// that holds one is longer.
const maxLine = 16 << 10

func tokenize(line string) sentence {
	l := &lexer{sentence: sentence{line: line}}
	if line != "" {
		l.tokens = make([]token, 0, min(len(line), maxLine)/5+1)
	}
	for l.pos < min(len(line), maxLine) {
		l.next()
	}
	return l.sentence
}

func (l *lexer) next() {
	r, size := utf8.DecodeRuneInString(l.line[l.pos:])
	switch {
	case unicode.IsSpace(r):
		l.spaced = true
		l.pos += size
	case invisible(r):
		l.odd = true
		l.pos += size
	case modifier(r) || r >= utf8.RuneSelf && unicode.Is(unicode.Mn, r) || strings.ContainsRune(emphasis, r) || l.quoteMark(r, size):
		l.pos += size
	case l.link():
	case l.signed():
	case l.numbered():
	case unicode.IsLetter(r) || unicode.IsDigit(r):
		l.word()
	case emoji(r):
		l.add(token{kind: picture, text: string(r), end: int32(l.pos + size)})
	default:
		text := l.line[l.pos : l.pos+size]
		if r >= utf8.RuneSelf {
			text = norm.NFKC.String(text)
		}
		l.mark(text, size)
	}
}

// link reads an address of the web as one word: what is in it says nothing.
func (l *lexer) link() bool {
	rest := l.line[l.pos:]
	if c := rest[0] | 0x20; c != 'h' && c != 'w' || !strings.HasPrefix(rest, "http://") && !strings.HasPrefix(rest, "https://") && !strings.HasPrefix(rest, "www.") {
		return false
	}
	end := strings.IndexFunc(rest, unicode.IsSpace)
	if end < 0 {
		end = len(rest)
	}
	l.add(token{kind: word, text: "http", end: int32(l.pos + end)})
	return true
}

// mark adds a mark of punctuation; several dots are an ellipsis.
func (l *lexer) mark(text string, size int) {
	rest := l.line[l.pos+size:]
	if dots := len(rest) - len(strings.TrimLeft(rest, ".")); text == "." && dots > 0 {
		text, size = "...", size+dots
	}
	l.add(token{kind: punctuation, text: text, end: int32(l.pos + size)})
}

func (l *lexer) add(t token) {
	t.start = int32(l.pos)
	t.spaced = l.spaced || len(l.tokens) == 0
	l.spaced = false
	l.tokens = append(l.tokens, t)
	l.pos = int(t.end)
}

// quoteMark tells an apostrophe that quotes a word rather than joining two.
func (l *lexer) quoteMark(r rune, size int) bool {
	if r != '\'' && r != '’' && r != '‘' {
		return false
	}
	next, _ := utf8.DecodeRuneInString(l.line[l.pos+size:])
	return l.spaced || l.pos == 0 || !unicode.IsLetter(next)
}

// signed reads +1, -1 and +0, whatever dash the keyboard made of the sign.
func (l *lexer) signed() bool {
	rest := l.line[l.pos:]
	sign, size := utf8.DecodeRuneInString(rest)
	text := ""
	switch sign {
	case '+', '＋':
		text = "+"
	case '-', '−', '–', '‐', '‑', '－':
		text = "-"
	default:
		return false
	}
	digit, width := utf8.DecodeRuneInString(rest[size:])
	digit = narrow(digit)
	if digit != '0' && digit != '1' || (!l.spaced && l.pos > 0 && len(l.tokens) > 0 && l.tokens[len(l.tokens)-1].kind != punctuation) {
		return false
	}
	after := rest[size+width:]
	if goesOn(after) {
		return false
	}
	l.add(token{kind: word, text: text + string(digit), end: int32(l.pos + size + width)})
	return true
}

// goesOn tells whether a number goes on: with digits, letters, decimals, or a
// percent sign.
func goesOn(after string) bool {
	r, size := utf8.DecodeRuneInString(after)
	if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '%' || r == '°' {
		return true
	}
	next, _ := utf8.DecodeRuneInString(after[size:])
	return (r == '.' || r == ',') && unicode.IsDigit(next)
}

// narrow gives the plain digit for one of full width.
func narrow(r rune) rune {
	if r >= '０' && r <= '９' {
		return r - '０' + '0'
	}
	return r
}

// numbered reads 12, #12, n°12, no 12.
func (l *lexer) numbered() bool {
	rest := l.line[l.pos:]
	if c := rest[0]; c < utf8.RuneSelf && c != '#' && c|0x20 != 'n' && !digit(c) {
		return false
	}
	hash := 0
	for _, mark := range []string{"#", "＃", "n°", "N°", "nº", "Nº", "№"} {
		if after, ok := strings.CutPrefix(rest, mark); ok {
			hash = len(rest) - len(strings.TrimLeft(after, " \u00a0"))
			break
		}
	}
	n, size := int64(0), hash
	for size < len(rest) {
		r, width := utf8.DecodeRuneInString(rest[size:])
		r = narrow(r)
		if r < '0' || r > '9' {
			break
		}
		n = min(n*10+int64(r-'0'), 1<<31-1)
		size += width
	}
	if size == hash || hash == 0 && goesOn(rest[size:]) {
		return false
	}
	l.add(token{kind: number, text: rest[hash:size], number: int32(n), hash: hash > 0, end: int32(l.pos + size)})
	return true
}

// word reads letters, and the apostrophes and hyphens inside.
func (l *lexer) word() {
	at, hides := l.pos, false
	for at < len(l.line) {
		r, size := utf8.DecodeRuneInString(l.line[at:])
		if invisible(r) {
			hides = true
		} else if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r) && (!joins(r) || !letterAt(l.line[at+size:])) {
			break
		}
		at += size
	}
	text := l.line[l.pos:at]
	if hides {
		l.odd = true
		text = strings.Map(func(r rune) rune {
			if invisible(r) {
				return -1
			}
			return r
		}, text)
	}
	l.add(token{kind: word, text: fold(text), end: int32(at)})
}

func joins(r rune) bool {
	return r == '\'' || r == '’' || r == 'ʼ' || r == '-' || r == '‐' || r == '‑' || r == '·'
}

func letterAt(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r)
}

// join is the text of some tokens, one space between, as the tables hold it.
func join(tokens []token) string {
	switch len(tokens) {
	case 0:
		return ""
	case 1:
		return tokens[0].text
	}
	var b strings.Builder
	for i, t := range tokens {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(t.text)
	}
	return b.String()
}

// find gives the entry of a table that the most tokens at the head of some
// make together, and how many they are, 0 for none.
func find[V any](table map[string]V, tokens []token, most int) (entry V, n int) {
	var store [64]byte
	text := store[:0]
	for i, t := range tokens[:min(most, len(tokens))] {
		if i > 0 {
			text = append(text, ' ')
		}
		if text = append(text, t.text...); len(text) > len(store) {
			break
		}
		if v, ok := table[string(text)]; ok {
			entry, n = v, i+1
		}
	}
	return entry, n
}
