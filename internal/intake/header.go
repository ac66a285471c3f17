package intake

import (
	"bytes"
	"encoding/base64"
	"strings"
	"unicode/utf8"
)

// field is one header field: its name in lower case, its value unfolded and
// otherwise as it came.
type field struct{ name, value string }

type header []field

// get gives the first field of that name, "" where there is none.
func (h header) get(name string) string {
	for _, f := range h {
		if f.name == name {
			return f.value
		}
	}
	return ""
}

// all gives every field of that name.
func (h header) all(name string) []string {
	var values []string
	for _, f := range h {
		if f.name == name {
			values = append(values, f.value)
		}
	}
	return values
}

// has tells whether there is such a field, even an empty one.
func (h header) has(name string) bool { return len(h.all(name)) > 0 }

// maxField is how many bytes of a field are read for people. No subject that
// means something is as long.
const maxField = 8 << 10

// text gives the first field of that name as a person reads it.
func (h header) text(name string) string {
	value := h.get(name)
	if len(value) > maxField {
		value = strings.ToValidUTF8(value[:maxField], "")
	}
	return strings.Join(strings.Fields(decodeWords(legible(value))), " ")
}

// parseField reads "Name: value". Not ok for what is no field, such as the
// "From " line of a mailbox.
func parseField(line []byte) (field, bool) {
	name, value, ok := bytes.Cut(line, []byte(":"))
	name = bytes.TrimRight(name, " \t")
	if !ok || len(name) == 0 || bytes.ContainsAny(name, " \t") {
		return field{}, false
	}
	return field{strings.ToLower(string(name)), strings.TrimSpace(string(value))}, true
}

// legible makes raw 8-bit text of a header UTF-8: old programs write
// windows-1252 there (RFC 6532 allows UTF-8 alone).
func legible(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	return decodeCharset([]byte(s), "windows-1252")
}

// encoded is one encoded word of RFC 2047, its text still as bytes.
type encoded struct {
	charset string
	text    []byte
}

// decodeWords decodes the encoded words of RFC 2047. Neighbours of one charset
// are joined before they are decoded, since many programs cut characters in
// two. What is no encoded word stays as it is.
func decodeWords(s string) string {
	end := strings.LastIndex(s, "?=") // no word ends behind it, and none is looked for
	if end < 0 {
		return s
	}
	s, tail := s[:end+len("?=")], s[end+len("?="):]
	var b strings.Builder
	var open encoded
	flush := func() {
		b.WriteString(decodeCharset(open.text, open.charset))
		open = encoded{}
	}
	for s != "" {
		start := strings.Index(s, "=?")
		if start < 0 {
			break
		}
		word, size, ok := cutWord(s[start:])
		between := s[:start]
		if !ok {
			flush()
			b.WriteString(s[:start+2])
			s = s[start+2:]
			continue
		}
		if open.charset == "" || strings.TrimSpace(between) != "" {
			flush()
			b.WriteString(between)
		} else if !strings.EqualFold(open.charset, word.charset) {
			flush()
		}
		open.charset = word.charset
		open.text = append(open.text, word.text...)
		s = s[start+size:]
	}
	flush()
	b.WriteString(s + tail)
	return b.String()
}

// cutWord reads the encoded word that s begins with, and its length.
func cutWord(s string) (word encoded, size int, ok bool) {
	charset, rest, ok := strings.Cut(s[len("=?"):], "?")
	if !ok || len(rest) < 2 || rest[1] != '?' || len(charset) > 40 || charset == "" || !strings.Contains("bBqQ", rest[:1]) {
		return encoded{}, 0, false
	}
	text, _, ok := strings.Cut(rest[2:], "?=")
	if !ok {
		return encoded{}, 0, false
	}
	size = len("=?") + len(charset) + len("?") + 2 + len(text) + len("?=")
	charset, _, _ = strings.Cut(charset, "*") // RFC 2231 section 5: a language may follow
	if rest[0]|0x20 == 'b' {
		return encoded{charset, decodeBase64([]byte(text))}, size, true
	}
	plain := strings.ReplaceAll(text, "_", " ")
	return encoded{charset, decodeQuotedPrintable([]byte(plain), false)}, size, true
}

// decodeBase64 decodes what can be: white space and strangers are skipped,
// padding in the middle begins anew, a torn end gives what is whole.
func decodeBase64(raw []byte) []byte {
	var out []byte
	group := make([]byte, 0, len(raw))
	flush := func() {
		group = group[:len(group)-len(group)%4+torn(len(group)%4)]
		plain := make([]byte, base64.RawStdEncoding.DecodedLen(len(group)))
		n, _ := base64.RawStdEncoding.Decode(plain, group)
		out = append(out, plain[:n]...)
		group = group[:0]
	}
	for _, c := range raw {
		switch {
		case c >= '0' && c <= '9', c|0x20 >= 'a' && c|0x20 <= 'z', c == '+', c == '/':
			group = append(group, c)
		case c == '=':
			flush()
		}
	}
	flush()
	return out
}

// torn is how many characters of an unfinished group of four mean something.
func torn(n int) int {
	if n == 1 {
		return 0
	}
	return n
}
