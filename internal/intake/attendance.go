package intake

import (
	"strings"

	"toutdoux/internal/governance"
)

// attending are the verbs that answer a call.
var attending = map[governance.Verb]bool{
	governance.VerbPresent: true, governance.VerbAbsent: true, governance.VerbProxy: true, governance.VerbAgenda: true,
}

// attendance reads what somebody answers to a call, line by line: PRÉSENT,
// ABSENT or POUVOIR À with a word of explanation, and points for the agenda.
// The first line must be one of them.
func (m *mail) attendance(paper *ballotPaper) bool {
	q := &m.Request
	var last *command
	var said []command
	for i := paper.first; i <= paper.last; i++ {
		l := paper.lines[i].line
		if i == paper.first {
			l = ungreeted(paper.lines[i])
		}
		c, ok := m.readCommand(l, m.now)
		switch {
		case ok && attending[c.verb]:
			said = append(said, c)
			last = &said[len(said)-1]
		case last == nil:
			return false
		default:
			last.reason += "\n" + l
		}
	}
	if len(said) == 0 {
		return false
	}
	m.obey(said[0], WhyFirst, paper.lines[paper.first].line)
	q.Kind, q.Reason = governance.KindReply, ""
	m.combine(said)
	q.Uncertain = q.Uncertain || paper.lines[paper.first].odd || m.own.ours
	return true
}

// combine takes several answers together. Two that differ leave their author
// to be asked; but whoever is absent may give a proxy.
func (m *mail) combine(said []command) {
	q := &m.Request
	for _, c := range said {
		reason := strings.TrimSpace(c.reason)
		if c.verb == governance.VerbAgenda {
			if reason != "" {
				q.Points = append(q.Points, reason)
			}
			continue
		}
		if given, ok := m.readCommand(reason, m.now); ok && given.verb == governance.VerbProxy {
			c, reason = given, ""
		}
		switch {
		case q.Verb == c.verb && q.Argument == c.argument, q.Verb == governance.VerbAgenda,
			q.Verb == governance.VerbAbsent && c.verb == governance.VerbProxy:
			q.Verb, q.Argument = c.verb, c.argument
		default:
			m.wonder(WhyTwoAnswers, "")
			q.Verb, q.Argument, q.Reason, q.Points = governance.VerbNone, "", "", nil
			return
		}
		q.Reason = strings.TrimSpace(q.Reason + "\n" + reason)
	}
}

// pressed reads the button of a call: its subject is the answer, its text the
// note, the name or the point that goes with it. Where it is no button, whoever
// wrote more than the subject is asked.
func (m *mail) pressed(c command, paper *ballotPaper) {
	m.obey(c, WhySubject, m.head.written("subject"))
	q := &m.Request
	if paper.first > paper.last {
		m.combine([]command{c})
		return
	}
	if m.Button == "" && c.verb != governance.VerbAgenda {
		q.Uncertain = true
		return
	}
	text := paper.text(paper.first, paper.last+1)
	again, _ := m.readCommand(ungreeted(paper.lines[paper.first]), m.now)
	switch {
	case attending[again.verb] && again.verb != c.verb:
		m.wonder(WhySubjectOther, m.head.written("subject"))
		q.Verb = governance.VerbNone
	case attending[again.verb]:
		m.attendance(paper)
	case c.verb == governance.VerbProxy && c.argument == "":
		q.Argument = text
	default:
		c.reason = text
		m.combine([]command{c})
	}
}

// presences are words by which people say whether they come, as fold leaves
// them.
var presences = []string{
	"present", "absent", "je viens", "je viendrai", "je serai la", "j'y serai", "on sera la", "je participe", "je ne viens pas", "ne pourrai pas", "ne peux pas venir", "pas disponible", "indisponible", "pouvoir", "procuration",
	"i'll be there", "i will be there", "i'm coming", "i am coming", "i'll come", "i will come", "i'll attend", "i will attend", "attending", "count me in", "can't make it", "cannot make it", "can't come", "cannot come", "won't be there", "my proxy",
}

// mayAttend tells whether the first lines of some talk may say whether their
// author comes.
func mayAttend(paper *ballotPaper) bool {
	const few = 3
	for i := paper.first; i <= min(paper.last, paper.first+few); i++ {
		l := paper.lines[i].line
		if holdsAny(fold(l[:min(len(l), maxHead)]), presences) {
			return true
		}
	}
	return false
}
