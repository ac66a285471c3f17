package compose

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"mime/quotedprintable"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"toutdoux/internal/governance"
)

// relayed are the letters that bring what a member wrote, under that member's
// name.
var relayed = map[governance.LetterKind]bool{
	governance.LetterAnnouncement: true, governance.LetterPause: true, governance.LetterCounterVote: true,
	governance.LetterRequalified: true, governance.LetterPost: true, governance.LetterAssembly: true,
	governance.LetterRole: true, governance.LetterMandate: true,
}

// assemble makes the mail of a letter.
func (c *Composer) assemble(o Order, l letter) Mail {
	m := Mail{
		From: c.envelope(o), To: o.To.Address, Subject: l.subject,
		MessageID: c.house.List.MessageID(o.Number, o.Proof), Text: l.text, HTML: l.html,
	}
	var h headers
	h.add("Date", o.Date.In(c.house.Zone).Format(time.RFC1123Z))
	h.add("From", mailbox(c.sender(o), c.house.List.String()))
	h.add("To", c.addressee(o))
	h.addText("Subject", l.subject)
	h.add("Message-ID", m.MessageID)
	c.thread(&h, o)
	c.list(&h, o)
	manner(&h, o)
	h.add("MIME-Version", "1.0")
	own := c.files(o)
	boundary := boundaryOf(m.MessageID)
	alternative := `multipart/alternative; boundary="` + boundary + `"`
	if len(own) == 0 && !o.Enclosed.any() {
		h.add("Content-Type", alternative)
		m.Raw = []byte(h.String() + "\r\n" + parts(boundary, l))
		return m
	}
	h.add("Content-Type", `multipart/mixed; boundary="`+outer+`"`)
	h.WriteString("\r\n--" + outer + "\r\n")
	h.add("Content-Type", alternative)
	m.Raw = appendFiles([]byte(h.String()+"\r\n"+parts(boundary, l)), own)
	if o.Enclosed.any() {
		m.Enclosed = o.Enclosed.parts
	} else {
		m.Raw = append(m.Raw, closing...)
	}
	return m
}

// addressee is the reader's name and address. A stranger's name is left out:
// nothing of theirs is sent to an address that may not be theirs.
func (c *Composer) addressee(o Order) string {
	if o.To.Member == 0 {
		return o.To.Address
	}
	return mailbox(string(lineWords(o.To.Name)), o.To.Address)
}

// envelope is the envelope's sender: an address of the letter's own, so that a
// bounce tells whose letter it was; the null sender for strangers, so that
// nothing ever answers it (safety.md, Believing a sender), and for a letter that
// would tell, coming back, who wrote something unsigned.
func (c *Composer) envelope(o Order) string {
	switch {
	case o.To.Member == 0 && !o.To.Follower && !o.Letter.Owner, o.Letter.Whisper:
		return ""
	case o.Bounce != "":
		return c.house.List.With("b-" + o.Bounce)
	}
	return c.house.List.String()
}

// sender is the name that the letter comes from.
func (c *Composer) sender(o Order) string {
	house := string(lineWords(c.house.Name))
	if outsider := c.view(o).Outsider(); outsider != "" {
		return string(outsider) + " via " + house
	}
	if author := c.view(o).Author(); relayed[o.Letter.Kind] && (!o.Letter.Personal || o.alone()) && author != nil {
		return author.full() + " via " + house
	}
	return house
}

// thread writes what keeps an action's letters together, and what leads an
// answer home.
func (c *Composer) thread(h *headers, o Order) {
	switch {
	case c.house.List.Delimiter != "" && o.alone():
		h.add("Reply-To", c.toAuthor(o))
	case c.house.List.Delimiter != "":
		h.add("Reply-To", c.house.List.With("p-"+o.Proof))
	case c.aside(o):
		h.add("Reply-To", c.house.Discussion)
	}
	if references := threadOf(o); len(references) > 0 && o.Letter.Why != governance.WhyOutward {
		h.add("In-Reply-To", references[len(references)-1])
		h.add("References", strings.Join(references, " "))
	}
}

// toAuthor is the alias by which a letter's author alone is reached, and neither
// address is shown (the contract, Mail that goes out).
func (c *Composer) toAuthor(o Order) string { return c.house.List.With("t-" + o.Proof) }

// threadOf is the thread's Message-IDs, without those that people's mail
// programs made so badly that no header can carry them; of a long thread, the
// first and the latest, which keep it together.
func threadOf(o Order) []string {
	const most, longest = 20, 500
	var references []string
	for _, id := range o.References {
		if visible(id) && len(id) <= longest {
			references = append(references, id)
		}
	}
	if len(references) > most {
		references = slices.Concat(references[:1], references[len(references)-most+1:])
	}
	return references
}

// aside tells whether a letter is talk outside any action, which has an
// address of its own in some associations.
func (c *Composer) aside(o Order) bool {
	return o.Letter.Kind == governance.LetterPost && o.Letter.Action == 0 && c.house.Discussion != ""
}

// list writes the fields of RFC 2369 and RFC 2919.
func (c *Composer) list(h *headers, o Order) {
	if o.Letter.Why == governance.WhyOutward {
		return // a letter from people, to whom no list is known
	}
	l := c.house.List
	post := l.String()
	if c.aside(o) {
		post = c.house.Discussion
	}
	h.add("List-Id", mailbox(string(lineWords(c.house.Name)), l.Local+"."+l.Domain))
	switch {
	case o.Letter.Mandate == 0:
		h.add("List-Post", "<mailto:"+url.PathEscape(post)+">")
	case l.Delimiter != "": // a client's "reply to list" goes to the holders too
		h.add("List-Post", "<mailto:"+url.PathEscape(l.With("m-"+strconv.Itoa(o.Letter.Mandate)))+">")
	default:
		h.add("List-Post", "NO") // RFC 2369 section 3.4
	}
	h.add("List-Help", c.command("help"))
	h.add("List-Subscribe", c.command("join"))
	if o.To.Follower {
		h.add("List-Unsubscribe", c.command("unfollow", o.Proof))
	} else {
		h.add("List-Unsubscribe", c.command("help")) // leaving the list's mail is not leaving the association: the answer says how to do either
	}
	if c.house.Owner != "" {
		h.add("List-Owner", "<mailto:"+url.PathEscape(c.house.Owner)+">")
	}
}

// command is the link that sends a command: an address of its own where the
// list has them, a subject where not. With a proof it is this reader's alone.
func (c *Composer) command(word string, proof ...string) string {
	subject := ""
	if c.house.List.Delimiter == "" || len(proof) > 0 {
		subject = "?subject=" + strings.ToUpper(word)
	}
	for _, p := range proof {
		subject += "%20(" + p + ")"
	}
	return "<mailto:" + url.PathEscape(c.house.List.With(word)) + subject + ">"
}

// passesOn tells whether a letter is a person's mail to others.
func passesOn(o Order) bool {
	_, mandates := o.Event.Event.(*governance.MandateWrote)
	return o.Letter.Kind == governance.LetterPost || mandates && o.Letter.Kind == governance.LetterMandate
}

// manner says whether a machine wrote the letter (RFC 3834 section 5), asks
// machines not to answer, and marks what is urgent.
func manner(h *headers, o Order) {
	switch {
	case o.Letter.Why == governance.WhyOutward:
		return // a person waits for the answer
	case passesOn(o):
		h.add("Precedence", "list")
	case o.Letter.Personal:
		h.add("Auto-Submitted", "auto-replied")
	default:
		h.add("Auto-Submitted", "auto-generated")
	}
	h.add("X-Auto-Response-Suppress", "OOF, AutoReply")
	a, called := o.State.Action(o.Letter.Action), o.State.Assembly(o.Letter.Assembly)
	if o.Letter.Kind == governance.LetterAnnouncement && a != nil && a.Urgent || called != nil && called.Urgent && !o.Letter.Personal {
		h.add("Importance", "high")
		h.add("X-Priority", "1")
	}
}

// boundaryOf is a line that no quoted-printable text can hold, the same for
// the same mail.
func boundaryOf(messageID string) string {
	sum := sha256.Sum256([]byte(messageID))
	return "=_" + hex.EncodeToString(sum[:12])
}

// parts writes the two forms of the letter, the better one last.
func parts(boundary string, l letter) string {
	var b strings.Builder
	b.WriteString("\r\n")
	for _, part := range []struct{ kind, body string }{{"plain", l.text}, {"html", l.html}} {
		b.WriteString("--" + boundary + "\r\nContent-Type: text/" + part.kind + "; charset=utf-8\r\n")
		b.WriteString("Content-Transfer-Encoding: quoted-printable\r\n\r\n")
		encodeBody(&b, part.body)
		b.WriteString("\r\n")
	}
	if l.event != nil {
		b.WriteString(calendarPart(boundary, l.event))
	}
	b.WriteString("--" + boundary + "--\r\n")
	return strings.TrimPrefix(b.String(), "\r\n")
}

// encodeBody writes a body in quoted-printable, with CRLF at its line ends.
func encodeBody(w io.Writer, body string) {
	encoder := quotedprintable.NewWriter(w)
	// A strings.Builder takes everything: neither can fail.
	_, _ = io.WriteString(encoder, body)
	_ = encoder.Close()
}
