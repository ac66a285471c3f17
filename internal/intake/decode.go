package intake

import (
	"bytes"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/emersion/go-message/charset"
)

// decodeTransfer undoes a Content-Transfer-Encoding (RFC 2045 section 6). An
// unknown one is taken for none: better odd text than no text.
func decodeTransfer(raw []byte, encoding string) []byte {
	switch strings.ToLower(strings.Trim(encoding, " \t\";")) {
	case "base64":
		return decodeBase64(unfooted(raw))
	case "quoted-printable":
		return decodeQuotedPrintable(raw, true)
	}
	return raw
}

// unfooted cuts off the foot that a list writes in plain text under a body in
// base64: a line that begins with a sign that base64 lacks.
func unfooted(raw []byte) []byte {
	for _, rule := range []string{"\n-", "\n_"} {
		if at := bytes.Index(raw, []byte(rule)); at >= 0 {
			raw = raw[:at]
		}
	}
	return raw
}

// decodeQuotedPrintable undoes quoted-printable. In a body, a sign of equality
// at a line's end joins the lines, and white space there means nothing; one
// that begins nothing known stays.
func decodeQuotedPrintable(raw []byte, body bool) []byte {
	out := make([]byte, 0, len(raw))
	for len(raw) > 0 {
		line, rest, more := bytes.Cut(raw, []byte("\n"))
		raw = rest
		if body {
			line = bytes.TrimRight(line, " \t\r")
		}
		soft := body && bytes.HasSuffix(line, []byte("="))
		out = unhex(out, bytes.TrimSuffix(line, []byte("=")), soft || !body, line)
		if more && !soft {
			out = append(out, '\n')
		}
	}
	return out
}

// unhex appends a line with its =XX decoded; cut is the line without the sign
// that joins it to the next.
func unhex(out, cut []byte, joins bool, line []byte) []byte {
	if joins && len(cut) < len(line) {
		line = cut
	}
	for i := 0; i < len(line); i++ {
		if line[i] == '=' && i+2 < len(line) {
			high, ok1 := nibble(line[i+1])
			low, ok2 := nibble(line[i+2])
			if ok1 && ok2 {
				out = append(out, high<<4|low)
				i += 2
				continue
			}
		}
		out = append(out, line[i])
	}
	return out
}

func nibble(c byte) (byte, bool) {
	switch {
	case c >= '0' && c <= '9':
		return c - '0', true
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return c | 0x20 - 'a' + 10, true
	}
	return 0, false
}

// decodeCharset gives text as UTF-8. Where the charset is unknown, missing or
// wrong, bytes that are no UTF-8 are read as windows-1252, which is what most
// such mails mean, and UTF-8 that calls itself Western as what it is.
func decodeCharset(raw []byte, name string) string {
	name = strings.ToLower(strings.Trim(name, " \t\"'"))
	switch name {
	case "", "utf-8", "utf8", "us-ascii", "ascii", "ansi_x3.4-1968", "unknown-8bit", "x-unknown":
		return guess(raw)
	case "utf-7", "unicode-1-1-utf-7":
		return decodeUTF7(raw)
	case "iso-8859-1", "iso-8859-15", "latin1", "windows-1252", "cp1252":
		if bad, good := countRunes(raw); good > 0 && bad == 0 {
			return guess(raw) // nobody means "dÃ©solÃ©"
		}
	}
	reader, err := charset.Reader(name, bytes.NewReader(raw))
	if err != nil {
		return guess(raw)
	}
	text, err := io.ReadAll(reader)
	if err != nil {
		return guess(raw)
	}
	return strings.TrimPrefix(string(text), "\ufeff")
}

// guess reads bytes of no known charset. A few wrong bytes among UTF-8 are
// replaced; bytes with no UTF-8 in them are windows-1252.
func guess(raw []byte) string {
	raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
	if utf8.Valid(raw) {
		return string(raw)
	}
	if bad, good := countRunes(raw); good > bad {
		return strings.ToValidUTF8(string(raw), "\uFFFD")
	}
	reader, err := charset.Reader("windows-1252", bytes.NewReader(raw))
	if err == nil {
		if text, err := io.ReadAll(reader); err == nil {
			return string(text)
		}
	}
	return strings.ToValidUTF8(string(raw), "\uFFFD")
}

// countRunes counts the wrong bytes and the characters beyond ASCII.
func countRunes(raw []byte) (bad, good int) {
	for len(raw) > 0 {
		r, size := utf8.DecodeRune(raw)
		switch {
		case r == utf8.RuneError && size == 1:
			bad++
		case size > 1:
			good++
		}
		raw = raw[size:]
	}
	return bad, good
}
