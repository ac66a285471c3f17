package intake

import (
	"slices"
	"strings"

	"toutdoux/internal/address"
	"toutdoux/internal/governance"
)

// mandating gives an action whose tag is [MANDAT] the mandate that its text does
// not name: its title says what it is about.
func (m *mail) mandating(p *governance.Proposal) {
	named := slices.ContainsFunc(p.Effects, func(f governance.Field) bool { return f.Type == "mandate" })
	if m.heading.mandates && !named && p.Title != "" {
		p.Effects = append([]governance.Field{{Type: "mandate", Value: p.Title}}, p.Effects...)
	}
}

// ofMandate are the verbs that a mail to a mandate may ask for: all else that it
// says is for the holders.
var ofMandate = map[governance.Verb]bool{governance.VerbResign: true, governance.VerbConclude: true}

// mandated reads mail that was sent to the address of a mandate, or whose
// subject is [MANDAT #4]: it opens nothing and votes on nothing.
func (m *mail) mandated() bool {
	q := &m.Request
	q.Mandate = m.heading.mandate
	for _, route := range m.Routes {
		if route.Kind == address.Mandate {
			q.Mandate = route.Number
		}
	}
	if q.Mandate == 0 {
		return false
	}
	q.Kind, q.Thread = governance.KindReply, 0
	m.take(WhyMandate)
	if c, ok := m.charged(); ok && ofMandate[c.verb] {
		q.Verb, q.Reason = c.verb, c.reason
		m.takeFor(WhyWish, string(c.verb))
	}
	return true
}

// charged is the request that the subject, or the first line of the words, makes
// of the secretary.
func (m *mail) charged() (c command, ok bool) {
	paper := newPaper(m.own, m.setting())
	if paper.first > paper.last {
		return m.readCommand(m.heading.whole, m.now)
	}
	if c, ok = m.readCommand(ungreeted(paper.lines[paper.first]), m.now); ok && c.arg == text {
		m.text(&c, paper.text(paper.first+1, paper.last+1))
	}
	return c, ok && !paper.lines[paper.first].odd && !m.own.ours
}

// outwardNames are what the first line of a mandate's mail begins with that goes
// out to an address.
var outwardNames = map[string]string{"a": "to", "to": "to"}

// outward is the address that the first line of somebody's words names, as in
// "À : greffe@etat.example", "" for none.
func outward(lines []string) string {
	for _, l := range lines {
		if strings.TrimSpace(l) == "" {
			continue
		}
		_, value, named := cutFieldOf(outwardNames, l)
		if !named || len(strings.Fields(value)) != 1 {
			return ""
		}
		to, err := address.Normalize(strings.Trim(strings.TrimPrefix(value, "mailto:"), "<>"))
		if err != nil {
			return ""
		}
		return to
	}
	return ""
}
