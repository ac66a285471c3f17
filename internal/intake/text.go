package intake

import (
	"strings"
)

// line is one line of a mail as its reader sees it.
type line struct {
	text string
	mark mark
}

// mark is what the structure of a mail already says about a line.
type mark int

const (
	plain     mark = iota
	quoted         // another's words
	signature      // nobody's words
	edge           // from here to the end of the mail: another's words
)

// rendering makes lines out of a mail's parts. A mail that says the same
// thing in text and in HTML is rendered once for each.
type rendering struct {
	html  bool // prefer HTML where both are offered
	files bool // read attached texts too
	mails bool // and attached mails
	left  int  // bytes of text that may still be decoded
	both  bool // both were offered
	err   error
}

// render gives the lines of a mail.
func render(root *part, html bool, limit int) ([]line, *rendering) {
	r := &rendering{html: html, left: limit}
	return r.lines(root), r
}

func (r *rendering) lines(e *part) []line {
	if strings.HasPrefix(e.media, "multipart/") && e.parts != nil {
		return r.several(e)
	}
	if e.media == "multipart/encrypted" {
		return nil
	}
	if e.signed != nil {
		return r.lines(e.signed)
	}
	if r.mails && e.media == "message/rfc822" {
		return r.inner(e)
	}
	if e.attached() && !r.files {
		return nil
	}
	return r.leaf(e)
}

// inner gives the lines of a mail that is attached whole. Of mails within it
// nothing is shown.
func (r *rendering) inner(e *part) []line {
	root, _, err := parseMail(e.decoded(), DefaultLimits())
	if err != nil {
		return nil
	}
	r.files, r.mails = false, false
	defer func() { r.files, r.mails = true, true }()
	return r.lines(root)
}

// several gives the lines of a multipart.
func (r *rendering) several(e *part) []line {
	switch e.media {
	case "multipart/alternative":
		return r.alternative(e)
	case "multipart/encrypted":
		return nil
	case "multipart/digest":
		if !r.mails {
			return nil
		}
	case "multipart/related":
		if !r.files {
			return r.lines(rootOf(e))
		}
	case "multipart/signed", "multipart/report":
		return r.lines(e.parts[0])
	}
	return r.all(e.parts)
}

// rootOf is the part that the others belong to: the first, unless the type is
// given and the first is of another (RFC 2387 section 3).
func rootOf(e *part) *part {
	media := strings.ToLower(e.params["type"])
	for _, p := range e.parts {
		if p.media == media && p.media != e.parts[0].media {
			return p
		}
	}
	return e.parts[0]
}

// newlines makes every line end a plain one.
var newlines = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// leaf reads a part of text. A multipart with no boundary is read as text: it
// is what its author wrote in any case.
func (r *rendering) leaf(e *part) []line {
	if !e.readable() && !(r.files && strings.HasSuffix(e.media, "/plain")) || r.err != nil {
		return nil
	}
	raw := e.decoded()
	if r.left -= len(raw); r.left < 0 {
		r.err = errText
		return nil
	}
	text := decodeCharset(raw, e.params["charset"])
	if e.media == "text/html" {
		return htmlLines(text)
	}
	text = newlines.Replace(text)
	rows := strings.Split(strings.TrimSuffix(unarmoured(text), "\n"), "\n")
	if strings.EqualFold(e.params["format"], "flowed") {
		rows = unflow(rows, strings.EqualFold(e.params["delsp"], "yes"))
	}
	lines := make([]line, len(rows))
	for i, row := range rows {
		lines[i].text = row
	}
	return lines
}

// unread are the kinds of text that are written for programs.
var unread = map[string]bool{"text/calendar": true, "text/vcard": true, "text/x-vcard": true, "text/directory": true, "text/css": true, "text/csv": true, "text/javascript": true, "text/xml": true, "text/rfc822-headers": true, "text/rtf": true, "text/vnd.google.email-reaction+json": true, "text/x-amp-html": true}

// readable tells whether a part is text for people. An unknown kind of text is
// taken for plain (RFC 2046 section 4.1.4).
func (e *part) readable() bool {
	return strings.HasPrefix(e.media, "text/") && !unread[e.media] || strings.HasPrefix(e.media, "multipart/")
}

func (r *rendering) all(parts []*part) []line {
	var lines []line
	for _, p := range parts {
		more := r.lines(p)
		if len(lines) > 0 && len(more) > 0 {
			lines = append(lines, line{})
		}
		lines = append(lines, more...)
	}
	return lines
}

// alternative takes the first offer in text that says something, or the last
// in HTML (RFC 2046 section 5.1.4 puts the richest last).
func (r *rendering) alternative(e *part) []line {
	var text, html *part
	for _, p := range e.parts {
		if p.find("text/html") != nil {
			html = p
		} else if text == nil && p.find("text/plain") != nil {
			text = p
		}
	}
	if text == nil && html == nil {
		return r.all(e.parts)
	}
	if text != nil && (html == nil || !r.html) {
		lines := r.lines(text)
		if html == nil || !blank(lines) {
			r.both = r.both || html != nil
			return lines
		}
	}
	return r.lines(html)
}

func blank(lines []line) bool {
	for _, l := range lines {
		if strings.TrimSpace(l.text) != "" {
			return false
		}
	}
	return true
}

// unflow joins the lines of format=flowed text (RFC 3676): a line that ends
// with a space goes on in the next of the same quote depth.
func unflow(rows []string, delsp bool) []string {
	var out, joined []string // joined are the rows of the line being made
	depth, open := 0, false
	for _, row := range rows {
		rest := strings.TrimLeft(row, ">")
		d := len(row) - len(rest)
		rest = strings.TrimPrefix(rest, " ")
		flows := strings.HasSuffix(rest, " ") && rest != "-- "
		if delsp && flows {
			rest = strings.TrimSuffix(rest, " ")
		}
		if joined != nil && (!open || d != depth || rest == "-- ") {
			out, joined = append(out, strings.Join(joined, "")), nil
		}
		if joined == nil {
			joined = []string{quotePrefix(d)}
		}
		joined = append(joined, rest)
		depth, open = d, flows
	}
	return append(out, strings.Join(joined, ""))
}

func quotePrefix(depth int) string {
	if depth == 0 {
		return ""
	}
	return strings.Repeat(">", depth) + " "
}

// unarmoured takes the armour of a signed text away (RFC 9580 section 7); what
// it proves is not looked at.
func unarmoured(text string) string {
	const begin, sign = "-----BEGIN PGP SIGNED MESSAGE-----\n", "\n-----BEGIN PGP SIGNATURE-----"
	before, rest, ok := strings.Cut(text, begin)
	if !ok {
		return text
	}
	if _, body, found := strings.Cut(rest, "\n\n"); found {
		rest = body
	}
	body, after, _ := strings.Cut(rest, sign)
	_, after, _ = strings.Cut(after, "-----END PGP SIGNATURE-----\n")
	body = strings.ReplaceAll("\n"+body, "\n- ", "\n")
	return before + strings.TrimPrefix(body, "\n") + "\n" + after
}

// encryptedMail tells whether a mail's words are hidden from us.
func encryptedMail(root *part) bool {
	found := false
	root.each(func(e *part) {
		kind := strings.ToLower(e.params["smime-type"])
		switch e.media {
		case "multipart/encrypted":
			found = true
		case "application/pkcs7-mime", "application/x-pkcs7-mime":
			found = found || kind != "signed-data" && e.signed == nil
		}
	})
	if root.media == "text/plain" || root.media == "text/html" {
		head := root.decoded()
		head = head[:min(len(head), 4096)]
		found = found || strings.Contains(string(head), "-----BEGIN PGP MESSAGE-----")
	}
	return found
}
