package address

import "strings"

type kind int

const (
	end     kind = iota
	broken       // a quote or comment without its end: nothing after it can be read
	word         // a run of characters without meaning of their own
	quoted       // a quoted string, without its quotes
	comment      // a comment, without its parentheses
	special      // one of < > @ , ; :
)

// token is one lexical piece of an address field (RFC 5322 section 3.2).
type token struct {
	kind   kind
	text   string
	spaced bool // white space or a comment stood before it
}

// lexer reads an address field once, front to back.
type lexer struct {
	rest string
}

const blanks = " \t\r\n"

func (l *lexer) next() token {
	trimmed := strings.TrimLeft(l.rest, blanks)
	t := token{spaced: len(trimmed) < len(l.rest)}
	l.rest = trimmed
	ok := true
	switch {
	case l.rest == "":
		return t
	case l.rest[0] == '(':
		t.kind = comment
		t.text, l.rest, ok = Comment(l.rest)
	case l.rest[0] == '"':
		t.kind = quoted
		t.text, l.rest, ok = Quoted(l.rest)
	case strings.IndexByte("<>@,;:", l.rest[0]) >= 0:
		t.kind, t.text, l.rest = special, l.rest[:1], l.rest[1:]
	default:
		t.kind = word
		t.text, l.rest = cut(l.rest, blanks+`("<>@,;:`)
	}
	if !ok {
		return token{kind: broken}
	}
	return t
}

// cut splits s before the first of the stop bytes.
func cut(s, stop string) (before, rest string) {
	if i := strings.IndexAny(s, stop); i >= 0 {
		return s[:i], s[i:]
	}
	return s, ""
}

// Quoted reads the quoted string (RFC 5322 section 3.2.4) that s begins with:
// its text without quotes and backslashes, and what follows. Not ok, with
// nothing left to read, where the closing quote is missing.
func Quoted(s string) (text, rest string, ok bool) {
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '"':
			return b.String(), s[i+1:], true
		case s[i] == '\\' && i+1 < len(s):
			i++
		}
		b.WriteByte(s[i])
	}
	return "", "", false
}

// Comment reads the comment (RFC 5322 section 3.2.2), maybe nested, that s
// begins with: the text between its outer parentheses as written, and what
// follows. Not ok, with nothing left to read, where it does not end.
func Comment(s string) (text, rest string, ok bool) {
	depth := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '(':
			depth++
		case ')':
			depth--
			if depth == 0 {
				return s[1:i], s[i+1:], true
			}
		}
	}
	return "", "", false
}
