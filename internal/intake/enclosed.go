package intake

import (
	"bytes"
	"io"
	"mime/quotedprintable"
	"regexp"
	"strings"

	"toutdoux/internal/address"
	"toutdoux/internal/governance"
)

// Attachment is a file that came with a mail.
type Attachment struct {
	governance.File
	Charset string // of a text, "" where nothing is said
	Content []byte // byte for byte, but for our proofs in a text; nil where the file is left out
}

// Attachments gives what a raw mail brings beside its words, in its order: the
// same files as in the request that was read from it, with their content.
func (r Reader) Attachments(raw []byte) []Attachment {
	r = r.whole()
	root, _, err := parseMail(raw, r.Limits)
	if err != nil {
		return nil
	}
	var all []Attachment
	for _, e := range enclosed(root, r.Limits.Text) {
		a := Attachment{File: e.enclosure()}
		if a.Left == "" {
			a.Content = e.content()
		}
		if strings.HasPrefix(a.Media, "text/") || a.Media == "application/json" {
			a.scrub(e.params["charset"])
		}
		all = append(all, a)
	}
	return all
}

// Room is how many bytes of files a mail may pass on: as many as a mail of its
// own may have.
func (r Reader) Room() int { return r.whole().Limits.Size }

// scrub takes the proofs of our letters out of a text. One that holds any
// becomes UTF-8, whatever it was; another stays as it is.
func (a *Attachment) scrub(charset string) {
	if charsetName.MatchString(charset) {
		a.Charset = charset
	}
	if bytes.HasPrefix(a.Content, []byte("\xff\xfe")) || bytes.HasPrefix(a.Content, []byte("\xfe\xff")) {
		charset = "utf-16"
	}
	for _, text := range []string{decodeCharset(a.Content, charset), string(a.Content)} {
		if clean := address.Scrub(text); clean != text {
			a.Content, a.Charset = []byte(clean), "utf-8"
			return
		}
	}
}

// charsetName is what a charset may be called (RFC 2978 section 2.3).
var charsetName = regexp.MustCompile(`^[A-Za-z0-9_.:+-]{1,40}$`)

// content is a file as its author had it. Unlike decoded it keeps line ends.
func (e *part) content() []byte {
	if strings.EqualFold(strings.TrimSpace(e.header.get("content-transfer-encoding")), "quoted-printable") {
		if content, err := io.ReadAll(quotedprintable.NewReader(bytes.NewReader(e.body))); err == nil {
			return content
		}
	}
	return e.decoded()
}

// files lists what a mail brings beside its words.
func (m *mail) files() {
	for _, e := range enclosed(m.root, m.Limits.Text) {
		m.Request.Files = append(m.Request.Files, e.enclosure())
	}
}

// enclosed are the parts of a mail that are files rather than its words. What
// mail programs put there for each other is none, nor is a picture that belongs
// to a signature or to a quoted mail. Limit bounds the text read to tell.
func enclosed(root *part, limit int) []*part {
	c := &collection{root: root, limit: limit, seen: map[string]bool{}}
	c.visit(root)
	return c.parts
}

type collection struct {
	root     *part
	limit    int
	parts    []*part
	pictures map[string]bool // by Content-ID: shown in the HTML, true where among the author's own words
	seen     map[string]bool // calendars, of which some programs send two alike
}

// visit collects the files of a part. It follows the way in which render finds
// the words.
func (c *collection) visit(e *part) {
	switch {
	case e.signed != nil:
		c.visit(e.signed)
	case e.parts == nil:
		c.leaf(e)
	case e.media == "multipart/signed", e.media == "multipart/report":
		c.visit(e.parts[0])
	case e.media == "multipart/encrypted", e.media == "multipart/digest":
	case e.media == "multipart/alternative":
		for _, p := range e.parts {
			if p.parts != nil || p.attached() || p.media == "text/calendar" {
				c.visit(p)
			}
		}
	default:
		for _, p := range e.parts {
			c.visit(p)
		}
	}
}

// machinery is what mail programs put into mails for each other.
var machinery = map[string]bool{
	"application/pgp-signature": true, "application/pkcs7-signature": true, "application/x-pkcs7-signature": true, "application/pgp-keys": true,
	"application/pgp-encrypted": true, "application/applefile": true, "text/vnd.google.email-reaction+json": true, "text/x-amp-html": true,
	"text/rfc822-headers": true, "message/delivery-status": true, "application/pkcs7-mime": true, "application/x-pkcs7-mime": true,
}

// leaf collects one part that is a file.
func (c *collection) leaf(e *part) {
	switch {
	case strings.HasPrefix(e.media, "multipart/"), machinery[e.media]:
		return
	case e.readable() && !e.attached(): // words
		return
	case e.readable() && len(bytes.TrimSpace(e.head())) == 0: // what some servers leave of what they cut
		return
	case strings.HasPrefix(e.media, "image/") && c.drawn(e):
		return
	case proper[e.media] == "ics" && len(e.body) <= maxCalendar:
		content := string(bytes.TrimSpace(bytes.ReplaceAll(e.decoded(), []byte("\r\n"), []byte("\n"))))
		if c.seen[content] {
			return
		}
		c.seen[content] = true
	}
	c.parts = append(c.parts, e)
}

// smallPicture is up to how many bytes, as encoded, a picture in the text is
// taken for an ornament.
const smallPicture = 4 << 10

// drawn tells a picture that the HTML shows elsewhere than among the author's
// words, or that is no more than an ornament.
func (c *collection) drawn(e *part) bool {
	id := strings.Trim(e.header.get("content-id"), "<> ")
	if id == "" {
		return false
	}
	if c.pictures == nil {
		c.pictures = pictures(c.root, c.limit)
	}
	own, shown := c.pictures[id]
	return shown && (!own || len(e.body) < smallPicture)
}
