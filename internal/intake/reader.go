package intake

import (
	"bytes"
	"errors"
	"strings"
	"time"

	"toutdoux/internal/address"
	"toutdoux/internal/governance"
)

// Version of the reader, stored beside each request: what was read is what
// decided, even if a later version would read it differently.
const Version = 1

// Reader reads the mails of one association.
type Reader struct {
	Lists []address.List // its own addresses
	// Prefixes are what lists put before subjects, without brackets. Where
	// there are none, any bracket right before a tag or a number is one.
	Prefixes []string
	Zone     *time.Location // of dates that members write; nil is UTC
	Limits   Limits         // the zero value is DefaultLimits
}

// Reading is what one mail says.
type Reading struct {
	// Request holds all but At, Arrival, Answers, Authenticated, Held and
	// Stranger: those are not in the mail.
	Request governance.Request
	Proofs  []address.Found // that may be proofs of our letters, unchecked
	// Button is the proof in the subject, "" for none: the mail comes from a
	// button and is no plain reply.
	Button    string
	Routes    []address.Route // of our addresses that it was sent to
	InReplyTo bool            // it has In-Reply-To or References
	Thread    []string        // the Message-IDs in them, the nearest first
	Encrypted bool            // its words cannot be read here
	Evidence  Evidence
}

// Read reads one raw mail that was sent to some recipients (of the envelope;
// none where only the mailbox is known) and received at now, which serves only
// to tell the year of a date without one. Whatever the bytes are, it gives a
// reading: what cannot be read is of the kind unreadable, with its Problem.
func (r Reader) Read(raw []byte, recipients []string, now time.Time) Reading {
	r = r.whole()
	m := &mail{Reader: r, now: now}
	var err error
	m.root, _, err = parseMail(raw, r.Limits)
	m.head = m.root.header
	m.envelope(recipients)
	switch problem := misshapen(raw, m.head); {
	case err != nil:
		m.unreadable(err.Error())
	case m.bounce(), m.machine():
	case problem != "":
		m.unreadable(problem)
	default:
		m.person()
	}
	return m.Reading
}

// whole fills in what a zero Reader leaves out.
func (r Reader) whole() Reader {
	if r.Zone == nil {
		r.Zone = time.UTC
	}
	if r.Limits == (Limits{}) {
		r.Limits = DefaultLimits()
	}
	return r
}

// mail is one mail being read.
type mail struct {
	Reader
	Reading
	now     time.Time
	root    *part
	head    header
	heading heading
	sent    []address.Route // by the envelope, or by the header where there is none
	lines   []line          // what a person sees, quotes and all
	own     words
	told    string // between the quoted lines that they answer
	found   finding
}

// envelope reads what stands outside the body.
func (m *mail) envelope(recipients []string) {
	q := &m.Request
	m.heading = m.readSubject(m.head.text("subject"))
	q.Subject = m.heading.title
	q.MessageID = clean(m.head.get("message-id"))
	if name, from, err := address.ParseFrom(legible(m.head.get("from"))); err == nil {
		q.Name, q.From = name, from
	}
	m.InReplyTo = m.head.get("in-reply-to") != "" || m.head.get("references") != ""
	m.Thread = threadIDs(m.head.get("in-reply-to"), m.head.get("references"))
	m.Button = m.heading.proof
	to := address.ParseList(append(m.head.all("to"), m.head.all("cc")...)...)
	if len(recipients) == 0 {
		to = append(address.ParseList(append(m.head.all("delivered-to"), m.head.all("x-original-to")...)...), to...)
	}
	m.sent = m.routes(recipients)
	m.Routes = append(m.sent, m.routes(to)...)
	if len(recipients) == 0 {
		m.sent = m.Routes
	}
	m.proofs(strings.Join(recipients, " "), strings.Join(to, " "))
	m.proofs(m.head.get("in-reply-to"), m.head.get("references"), m.head.text("subject"))
	q.Alone = m.sealed()
}

// maxProofs bounds the look-ups that one mail causes.
const maxProofs = 50

// proofs collects what may be proofs in some texts, each once.
func (m *mail) proofs(texts ...string) {
	for _, text := range texts {
		for _, f := range address.FindProofs(text) {
			known := false
			for _, p := range m.Proofs {
				known = known || p == f
			}
			if !known && len(m.Proofs) < maxProofs {
				m.Proofs = append(m.Proofs, f)
			}
		}
	}
}

// routes gives what the list's addresses among some recipients are for, each
// once. Where two lists claim an address, the longer name is meant.
func (m *mail) routes(recipients []string) []address.Route {
	var routes []address.Route
	for _, to := range recipients {
		best, length := address.Route{}, -1
		for _, list := range m.Lists {
			if route, ok := list.Route(to); ok && len(list.Local) > length {
				best, length = route, len(list.Local)
			}
		}
		seen := length < 0
		for _, route := range routes {
			seen = seen || route == best
		}
		if !seen {
			routes = append(routes, best)
		}
	}
	return routes
}

// ours tells whether an address is one of the list's own.
func (m *mail) ours(addr string) bool {
	for _, list := range m.Lists {
		if list.String() == addr {
			return true
		}
	}
	return false
}

// single are the fields that a mail may have once; any of them twice is how
// one reader is made to see another mail than the next (safety.md, Shape).
var single = []string{"from", "subject", "to", "reply-to", "message-id", "in-reply-to", "references", "content-type", "content-transfer-encoding"}

// misshapen names what is wrong with a mail's shape, "" for nothing.
func misshapen(raw []byte, h header) string {
	if bytes.IndexByte(raw, 0) >= 0 {
		return "nul"
	}
	for _, name := range single {
		if len(h.all(name)) > 1 {
			return "two_" + strings.ReplaceAll(name, "-", "_")
		}
	}
	for _, f := range h {
		if strings.ContainsRune(f.value, '\r') {
			return "bare_cr"
		}
	}
	_, _, err := address.ParseFrom(legible(h.get("from")))
	switch {
	case errors.Is(err, address.ErrNone):
		return "no_from"
	case errors.Is(err, address.ErrGroup):
		return "group_from"
	case errors.Is(err, address.ErrSeveral):
		return "two_from"
	case err != nil:
		return "bad_from"
	}
	return ""
}

// unreadable gives up, and says why. What can be seen of the text is shown,
// and asks for nothing.
func (m *mail) unreadable(problem string) {
	lines, r := render(m.root, false, m.Limits.Text)
	if r.err == nil && problem != errSize.Error() {
		m.Request.Words = m.said(lines)
	}
	m.Request.Kind, m.Request.Problem = governance.KindUnreadable, problem
	m.takeFor(WhyUnsafe, strings.ReplaceAll(problem, "_", " "))
}

// said is the text of a mail that is only shown.
func (m *mail) said(lines []line) string {
	if text := ownWords(lines, m.Request.Name).String(); text != "" {
		return text
	}
	return m.shown(lines)
}

// clean makes a header's value fit to be stored and shown: printable ASCII of
// a bounded length.
func clean(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < 0x21 || r > 0x7e {
			return -1
		}
		return r
	}, s)
	return s[:min(len(s), 250)]
}
