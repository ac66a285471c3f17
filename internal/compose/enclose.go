package compose

import (
	"encoding/base64"
	"strings"
)

// file is something that travels with a letter, beside its words.
type file struct {
	name    string // in ASCII, without quotes
	media   string
	content []byte
}

// enclose writes a letter's two forms and, where there are any, its files
// behind them (RFC 2046 section 5.1.3): the type of the whole, and its body.
func enclose(messageID string, l letter, files []file) (contentType, body string) {
	inner := boundaryOf(messageID)
	contentType, body = "multipart/alternative; boundary=\""+inner+"\"", parts(inner, l)
	if len(files) == 0 {
		return contentType, body
	}
	outer := boundaryOf("files of " + messageID)
	var b strings.Builder
	b.WriteString("--" + outer + "\r\nContent-Type: " + contentType + "\r\n\r\n" + body)
	for _, f := range files {
		b.WriteString("\r\n--" + outer + "\r\nContent-Type: " + f.media + "; name=\"" + f.name + "\"\r\n")
		b.WriteString("Content-Disposition: attachment; filename=\"" + f.name + "\"\r\n")
		b.WriteString("Content-Transfer-Encoding: base64\r\n\r\n")
		encodeFile(&b, f.content)
	}
	b.WriteString("\r\n--" + outer + "--\r\n")
	return "multipart/mixed; boundary=\"" + outer + "\"", b.String()
}

// encodeFile writes base64 in lines of 76 (RFC 2045 section 6.8).
func encodeFile(b *strings.Builder, content []byte) {
	const line = 76 / 4 * 3
	for len(content) > 0 {
		n := min(line, len(content))
		b.WriteString(base64.StdEncoding.EncodeToString(content[:n]) + "\r\n")
		content = content[n:]
	}
}
