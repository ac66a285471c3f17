package intake

import (
	"strings"

	"toutdoux/internal/governance"
)

// answering are the verbs that answer an action rather than command the list.
var answering = map[governance.Verb]bool{
	governance.VerbPresent: true, governance.VerbAbsent: true, governance.VerbProxy: true, governance.VerbConcern: true,
	governance.VerbAgenda: true, governance.VerbConclude: true, governance.VerbResign: true, governance.VerbContest: true, governance.VerbAccept: true,
}

// route does what an address such as list+leave@ says, with any text.
func (m *mail) route() bool {
	verb := routed(m.sent)
	if verb == governance.VerbNone {
		return false
	}
	c := command{order: order{verb: verb}}
	if verb == governance.VerbVacation {
		for _, l := range append([]string{m.heading.whole}, m.own.lines...) {
			if said, ok := m.readCommand(l, m.now); ok && said.verb == verb {
				c = said
				break
			}
		}
	}
	m.obey(c, WhyAddress, "")
	return true
}

// command reads a command in the subject, or in the first line of the words.
func (m *mail) command() bool {
	paper := newPaper(m.own, setting{author: m.Request.Name})
	silent := paper.first > paper.last
	if c, ok := m.readCommand(m.heading.whole, m.now); ok && !m.heading.reply && !m.heading.tagged {
		if attending[c.verb] {
			m.pressed(c, paper)
			return true
		}
		m.text(&c, paper.text(paper.first, paper.last+1))
		repeated := silent
		if !silent && paper.first == paper.last {
			again, said := m.readCommand(paper.lines[paper.first].line, m.now)
			repeated = said && again.verb == c.verb
			if repeated && c.argument == "" {
				c = again
			}
		}
		m.obey(c, WhySubject, m.head.written("subject"))
		m.Request.Uncertain = m.Button == "" && (grave[c.verb] && !repeated || len(m.found.wishes) > 0 && c.arg != text)
		return true
	}
	if silent {
		return false
	}
	if m.attendance(paper) {
		return true
	}
	c, ok := m.readCommand(ungreeted(paper.lines[paper.first]), m.now)
	if !ok || c.verb == governance.VerbResign { // with a reason, as a vote has one
		return false
	}
	if m.beside(c, paper.lines[paper.first].line) {
		return true
	}
	m.text(&c, paper.text(paper.first+1, paper.last+1))
	m.obey(c, WhyFirst, paper.lines[paper.first].line)
	more := grave[c.verb] && paper.first != paper.last || len(m.found.wishes) > 0 && c.arg != text && c.verb != governance.VerbAlive
	m.Request.Uncertain = more || paper.lines[paper.first].odd || m.own.ours
	return true
}

// text gives the text behind a command that takes one.
func (m *mail) text(c *command, rest string) {
	if c.arg == text {
		c.reason = strings.TrimSpace(c.reason + "\n" + rest)
	}
}

// ungreeted is a line without the greeting that it begins with.
func ungreeted(s sentence) string {
	n := s.salutes(0)
	if n == 0 || n >= len(s.tokens) {
		return s.line
	}
	return s.line[s.tokens[n].start:]
}

// obey makes the request a command.
func (m *mail) obey(c command, why Why, sign string) {
	q := &m.Request
	q.Kind = governance.KindCommand
	if answering[c.verb] {
		q.Kind = governance.KindReply
	}
	q.Verb, q.Target, q.Argument, q.Reason, q.Until, q.Problem = c.verb, c.target, c.argument, c.reason, c.until, c.problem
	m.takeFor(why, string(c.verb), sign)
}

// reaction reads the emoji by which some programs answer: it may be meant for
// a vote.
func (m *mail) reaction() bool {
	found := false
	m.root.each(func(e *part) {
		found = found || strings.Contains(e.media, "email-reaction")
	})
	if found {
		m.wonder(WhyReaction)
		if !m.inThread() {
			m.Request.Uncertain, m.Request.Kind = false, governance.KindPost
		}
	}
	return found
}
