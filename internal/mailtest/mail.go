package mailtest

import (
	"bytes"
	"fmt"
	"mime"
	"strings"
	"time"
)

// Mail is a plain text mail to be built. Empty parts are left out.
type Mail struct {
	From, To, Subject string
	ID                string    // Message-ID, with its brackets
	Date              time.Time // none when zero
	Header            []string  // further lines, "Name: value", above the rest as a relay would add them
	Body              string    // UTF-8; its lines end with \n
}

// Bytes returns the mail as it travels: headers, an empty line, the body in
// 8-bit UTF-8, every line ending with CRLF. A subject that is not ASCII is
// encoded (RFC 2047).
func (m Mail) Bytes() []byte {
	var out bytes.Buffer
	for _, line := range m.Header {
		fmt.Fprintf(&out, "%s\n", line)
	}
	field := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&out, "%s: %s\n", name, value)
		}
	}
	field("From", m.From)
	field("To", m.To)
	field("Subject", mime.QEncoding.Encode("utf-8", m.Subject))
	field("Message-ID", m.ID)
	if !m.Date.IsZero() {
		field("Date", m.Date.Format(time.RFC1123Z))
	}
	field("MIME-Version", "1.0")
	field("Content-Type", "text/plain; charset=utf-8")
	field("Content-Transfer-Encoding", "8bit")
	fmt.Fprintf(&out, "\n%s\n", strings.TrimSuffix(m.Body, "\n"))
	return bytes.ReplaceAll(out.Bytes(), []byte("\n"), []byte("\r\n"))
}
