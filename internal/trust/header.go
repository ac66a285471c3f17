package trust

import (
	"bytes"
	"strings"
)

// field is one header field, in the order of the mail: the topmost first.
type field struct {
	name string // lower case
	raw  []byte // all behind the colon, still folded
}

// value is the field's text on one line.
func (f field) value() string {
	return strings.TrimSpace(unfold.Replace(string(f.raw)))
}

var unfold = strings.NewReplacer("\r", "", "\n", "")

// headerLength is where the empty line stands that ends the header, or the end.
func headerLength(mail []byte) int {
	for start := 0; start < len(mail); {
		line := lineAt(mail, start)
		if string(line) == "\r\n" || string(line) == "\n" {
			return start
		}
		start += len(line)
	}
	return len(mail)
}

// lineAt is the line that begins at start, with its end.
func lineAt(mail []byte, start int) []byte {
	if n := bytes.IndexByte(mail[start:], '\n'); n >= 0 {
		return mail[start : start+n+1]
	}
	return mail[start:]
}

// fields reads the header of a mail, whose lines end with CRLF or LF. A line
// that is no field is left out with its continuations, and reading goes on
// behind it: whoever reads further than others sees every second From.
func fields(mail []byte) []field {
	header := mail[:headerLength(mail)]
	all := make([]field, 0, 32) // most mails have fewer
	known := false
	for start := 0; start < len(header); {
		line := lineAt(header, start)
		start += len(line)
		if line[0] == ' ' || line[0] == '\t' {
			if known {
				last := &all[len(all)-1] // the line follows it in header: its slice only grows
				last.raw = last.raw[:len(last.raw)+len(line)]
			}
			continue
		}
		var f field
		if f, known = parseField(line); known {
			all = append(all, f)
		}
	}
	return all
}

// parseField splits a line at its colon. Blanks before the colon are forgiven
// (RFC 5322 section 4.5): other readers forgive them too.
func parseField(line []byte) (field, bool) {
	name, raw, found := bytes.Cut(line, []byte{':'})
	name = bytes.TrimRight(name, " \t")
	for _, c := range name {
		if c <= ' ' || c > '~' {
			return field{}, false
		}
	}
	return field{name: strings.ToLower(string(name)), raw: raw}, found && len(name) > 0
}

// count says how many fields have a name, given in lower case.
func count(all []field, name string) (n int) {
	for _, f := range all {
		if f.name == name {
			n++
		}
	}
	return n
}
