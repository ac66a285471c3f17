package export

import (
	"bytes"
	"regexp"
	"time"
)

// fromLine are the lines of a mail that a mailbox marks with one > more
// (mboxrd), so that they begin no other mail.
var fromLine = regexp.MustCompile(`(?m)^(>*From )`)

// boxed is a mail as a mailbox holds it, with the instant of its receipt.
func boxed(raw []byte, at time.Time) []byte {
	body := bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n"))
	body = bytes.TrimRight(fromLine.ReplaceAll(body, []byte(">$1")), "\n")
	return append(append([]byte("From toutdoux "+at.UTC().Format(time.ANSIC)+"\n"), body...), "\n\n"...)
}
