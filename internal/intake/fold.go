package intake

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// fold makes text comparable: NFKC, lower case, no diacritics, plain
// apostrophes and spaces (reading.md, A vote, for certain).
func fold(s string) string {
	if asciiLower(s) {
		return s
	}
	out := make([]byte, 0, len(s))
	for _, r := range s {
		switch c := common[r]; {
		case r >= 'A' && r <= 'Z':
			out = append(out, byte(r)|0x20)
		case r == '`':
			out = append(out, '\'')
		case r >= ' ' && r < utf8.RuneSelf:
			out = append(out, byte(r))
		case c != 0:
			out = append(out, c)
		default:
			return foldAll(s)
		}
	}
	return string(out)
}

// common are the letters beyond ASCII of most French mails, and what they fold
// to: a short cut past the tables of Unicode.
var common = map[rune]byte{
	'à': 'a', 'â': 'a', 'ä': 'a', 'ç': 'c', 'é': 'e', 'è': 'e', 'ê': 'e', 'ë': 'e', 'î': 'i', 'ï': 'i', 'ô': 'o', 'ö': 'o', 'ù': 'u', 'û': 'u', 'ü': 'u', 'ñ': 'n',
	'À': 'a', 'Â': 'a', 'Ç': 'c', 'É': 'e', 'È': 'e', 'Ê': 'e', 'Î': 'i', 'Ô': 'o', 'Û': 'u', '’': '\'', '‘': '\'', '\u00a0': ' ', '\u202f': ' ', '\t': ' ',
}

// foldAll is fold for text of any kind.
func foldAll(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range norm.NFKD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r) && r != '\u3099' && r != '\u309a': // か is not が
		case r == '’' || r == '‘' || r == 'ʼ' || r == '´' || r == '′' || r == '`':
			b.WriteByte('\'')
		case r == 'œ' || r == 'Œ':
			b.WriteString("oe")
		case unicode.IsSpace(r):
			b.WriteByte(' ')
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return norm.NFC.String(b.String()) // Hangul comes together again
}

// asciiLower tells text that fold would not change.
func asciiLower(s string) bool {
	for i := range len(s) {
		if c := s[i]; c >= utf8.RuneSelf || c >= 'A' && c <= 'Z' || c == '`' || c < ' ' {
			return false
		}
	}
	return true
}

// invisible tells characters that hide or turn what a person reads: zero
// width, soft hyphens, marks of direction.
func invisible(r rune) bool {
	switch r {
	case '\u00ad', '\u034f', '\u061c', '\u115f', '\u1160', '\u17b4', '\u17b5', '\u180e', '\ufeff', '\u3164', '\uffa0':
		return true
	}
	return r >= '\u200b' && r <= '\u200f' || r >= '\u202a' && r <= '\u202e' || r >= '\u2060' && r <= '\u206f'
}

// emoji tells pictures, thumbs and ticks among them.
func emoji(r rune) bool {
	return r >= 0x1f000 && r <= 0x1faff || r >= 0x2600 && r <= 0x27bf || r >= 0x2b00 && r <= 0x2bff || r == 0x2764
}

// modifier tells what only changes the emoji before it: skin, presentation,
// and the joiner between two.
func modifier(r rune) bool {
	return r >= 0x1f3fb && r <= 0x1f3ff || r == '\ufe0f' || r == '\ufe0e'
}
