package intake

import (
	"html"
	"strings"
)

// Plain is what a raw mail says once it is decoded: its header fields and its
// texts, in their order, those of the mails inside it too. It is for finding
// words in a mail, not for reading it. Files that are no text, and what is beyond
// the default limits, are left out.
func Plain(raw []byte) string {
	p := decodedMail{limits: DefaultLimits()}
	p.mail(raw, p.limits.Depth)
	return p.text.String()
}

type decodedMail struct {
	limits Limits
	text   strings.Builder
}

// mail adds one mail, with those inside it down to a depth. Of one that breaks a
// limit it adds what comes before.
func (p *decodedMail) mail(raw []byte, depth int) {
	root, _, _ := parseMail(raw, p.limits)
	p.tree(root, depth)
}

func (p *decodedMail) tree(root *part, depth int) {
	root.each(func(e *part) {
		for _, f := range e.header {
			p.add(decodeWords(legible(f.value)))
		}
		switch {
		case e.signed != nil:
			p.tree(e.signed, depth)
		case e.media == "message/rfc822" && depth > 0:
			p.mail(e.decoded(), depth-1)
		case strings.HasPrefix(e.media, "text/"), strings.HasPrefix(e.media, "message/"), strings.HasPrefix(e.media, "multipart/"):
			p.add(html.UnescapeString(decodeCharset(e.decoded(), e.params["charset"])))
		}
	})
}

func (p *decodedMail) add(text string) {
	p.text.WriteString(text)
	p.text.WriteByte('\n')
}
