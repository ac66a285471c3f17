package compose

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// lineLength is the most that a header line should take, its end excluded (RFC
// 5322 section 2.1.1).
const lineLength = 76

// headers is the header of a mail, in the order in which it is written.
type headers struct{ strings.Builder }

// add writes a field whose value is folded at its spaces; the address of a list
// field may stand on a line of its own. The value holds no line end, whatever it
// was made of.
func (h *headers) add(name, value string) {
	value = strings.Join(strings.FieldsFunc(value, func(r rune) bool { return r <= ' ' || r == 0x7F }), " ")
	line := name + ":"
	for word := range strings.SplitSeq(value, " ") {
		if len(line)+1+len(word) > lineLength && (line != name+":" || strings.HasPrefix(name, "List-")) {
			h.WriteString(line + "\r\n")
			line = ""
		}
		line += " " + word
	}
	h.WriteString(line + "\r\n")
}

// addText writes a field of free text (RFC 2047): what is plain ASCII at its
// beginning stays readable, the rest is encoded.
func (h *headers) addText(name, text string) {
	words := strings.Split(text, " ")
	for i, word := range words {
		if !plainWord(word) {
			words = append(words[:i:i], encode(strings.Join(words[i:], " "))...)
			break
		}
	}
	h.add(name, strings.Join(words, " "))
}

// visible tells whether a value holds visible ASCII characters only.
func visible(value string) bool {
	for i := range len(value) {
		if value[i] <= ' ' || value[i] >= 0x7F {
			return false
		}
	}
	return true
}

// plainWord tells whether a word may stand in a header as it is.
func plainWord(word string) bool {
	return len(word) <= 60 && !strings.Contains(word, "=?") && visible(word)
}

// encode writes text as encoded words of at most 75 characters, none of which
// cuts a character in two (RFC 2047 sections 2 and 5). They are safe in a
// phrase too.
func encode(text string) []string {
	const opening, closing, most = "=?utf-8?Q?", "?=", 64
	var words []string
	word := opening
	for _, r := range strings.ToValidUTF8(text, "\uFFFD") {
		letter := encodeRune(r)
		if len(word)+len(letter)+len(closing) > most {
			words, word = append(words, word+closing), opening
		}
		word += letter
	}
	return append(words, word+closing)
}

func encodeRune(r rune) string {
	switch {
	case r == ' ':
		return "_"
	case r < utf8.RuneSelf && (r >= '0' && r <= '9' || r|0x20 >= 'a' && r|0x20 <= 'z'):
		return string(r)
	}
	var letter strings.Builder
	for _, b := range []byte(string(r)) {
		letter.WriteString(fmt.Sprintf("=%02X", b))
	}
	return letter.String()
}

// mailbox writes a display name and an address: the name as atoms, or encoded
// where it is anything else.
func mailbox(name, address string) string {
	if name == "" {
		return address
	}
	for word := range strings.SplitSeq(name, " ") {
		if !atom(word) {
			name = strings.Join(encode(name), " ")
			break
		}
	}
	return name + " <" + address + ">"
}

// atom tells whether a word needs no quotes in a display name (RFC 5322
// section 3.2.3); one that could be taken for an encoded word does.
func atom(word string) bool {
	return plainWord(word) && !strings.ContainsAny(word, `()<>[]:;@\,."=?`)
}
