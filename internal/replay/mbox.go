package replay

import (
	"bytes"
	"fmt"
	"strings"
	"time"
)

// ReadMbox reads an mboxrd mailbox: each mail begins with a line "From ADDRESS
// DATE" whose date is UTC, and in its text every line ">From " is quoted once
// more (RFC 4155, and the mboxrd variant).
func ReadMbox(raw []byte) ([]Mail, error) {
	var mails []Mail
	var current []byte
	flush := func() {
		if len(mails) > 0 {
			mails[len(mails)-1].Raw = withoutLast(current)
		}
		current = nil
	}
	for number := 1; len(raw) > 0; number++ {
		line := raw
		if i := bytes.IndexByte(raw, '\n'); i >= 0 {
			line = raw[:i+1]
		}
		raw = raw[len(line):]
		if bytes.HasPrefix(line, []byte("From ")) {
			flush()
			at, err := fromLine(string(line))
			if err != nil {
				return nil, fmt.Errorf("line %d: %w", number, err)
			}
			mails = append(mails, Mail{At: at})
			continue
		}
		if len(mails) == 0 && len(bytes.TrimSpace(line)) > 0 {
			return nil, fmt.Errorf("line %d: this is no mailbox: it must begin with \"From \"", number)
		}
		current = append(current, unquoted(line)...)
	}
	flush()
	return mails, nil
}

// withoutLast takes the empty line away that ends a mail in a mailbox.
func withoutLast(mail []byte) []byte {
	if rest, ok := bytes.CutSuffix(mail, []byte("\r\n")); ok {
		return rest
	}
	return bytes.TrimSuffix(mail, []byte("\n"))
}

// unquoted takes one ">" away from ">From ", ">>From " and so on.
func unquoted(line []byte) []byte {
	rest := bytes.TrimLeft(line, ">")
	if len(rest) < len(line) && bytes.HasPrefix(rest, []byte("From ")) {
		return line[1:]
	}
	return line
}

// fromLine reads the instant of "From address Mon Feb  2 08:00:00 2026", with
// or without its zone before the year.
func fromLine(line string) (time.Time, error) {
	fields := strings.Fields(line)
	for layout, n := range map[string]int{"Mon Jan 2 15:04:05 2006": 5, "Mon Jan 2 15:04:05 -0700 2006": 6} {
		if len(fields) < n+2 {
			continue
		}
		if at, err := time.Parse(layout, strings.Join(fields[len(fields)-n:], " ")); err == nil {
			return at.UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf("read date of %q: it must read as in \"From a@example.org Mon Feb  2 08:00:00 2026\"", strings.TrimSpace(line))
}
