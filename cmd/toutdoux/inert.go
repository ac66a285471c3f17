package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// printInert prints a value as JSON that moves no terminal's cursor, on several
// lines for people.
func printInert(out io.Writer, value any) error {
	raw, err := inertJSON(value)
	if err != nil {
		return err
	}
	var lines bytes.Buffer
	if err := json.Indent(&lines, raw, "", "  "); err != nil {
		return err
	}
	lines.WriteByte('\n')
	_, err = out.Write(lines.Bytes())
	return err
}

// inertJSON writes a value on one line. encoding/json escapes what is below a
// space; the other controls, and the marks that turn or hide text, are escaped
// here.
func inertJSON(value any) ([]byte, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return nil, fmt.Errorf("write JSON: %w", err)
	}
	raw := bytes.TrimSuffix(text.Bytes(), []byte("\n"))
	if !bytes.ContainsFunc(raw, hidden) {
		return raw, nil
	}
	inert := make([]byte, 0, len(raw))
	for _, r := range string(raw) {
		switch {
		case !hidden(r):
			inert = utf8.AppendRune(inert, r)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			inert = fmt.Appendf(inert, `\u%04x\u%04x`, high, low)
		default:
			inert = fmt.Appendf(inert, `\u%04x`, r)
		}
	}
	return inert, nil
}

// hidden tells a rune that nobody sees, and that may move what is seen.
func hidden(r rune) bool { return r >= 0x7f && unicode.In(r, unicode.Cc, unicode.Cf) }

// printable leaves out what moves a terminal's cursor or hides what follows.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) || unicode.Is(unicode.Zs, r) {
			return r
		}
		return unicode.ReplacementChar
	}, text)
}
