package intake

import (
	"slices"
	"strings"

	"toutdoux/internal/governance"
)

// beside takes a mail that begins with a command, and holds votes too, for what
// it is: the votes count, and its author is asked about the command. Not so where
// the votes are not certain by themselves.
func (m *mail) beside(c command, line string) bool {
	if c.arg == text || answering[c.verb] || !m.castsOnly() {
		return false
	}
	m.votes(m.found)
	if c.verb != governance.VerbAlive { // which whoever votes is
		m.keepBeside(c, line)
	}
	return true
}

// castsOnly tells words that ask for votes, for certain and for nothing else.
func (m *mail) castsOnly() bool {
	other := func(w wish) bool { return w.choice == "" || w.assent }
	return len(m.found.wishes) > 0 && !m.found.doubt && !slices.ContainsFunc(m.found.wishes, other)
}

// keepBeside notes a command that is asked about while the votes count, and takes
// it off their reasons.
func (m *mail) keepBeside(c command, line string) {
	q := &m.Request
	q.Beside, q.Argument, q.Until, q.Problem = c.verb, c.argument, c.until, c.problem
	for i := range q.Votes {
		rows := strings.Split(q.Votes[i].Reason, "\n")
		q.Votes[i].Reason = paragraphs(slices.DeleteFunc(rows, func(row string) bool { return row == line }))
	}
	q.Why += ", and beside it a command to ask about: " + string(c.verb)
	m.Evidence.Lines = append(m.Evidence.Lines, line)
}

// aside looks for a command on a line of its own, in a mail that votes or may
// vote: its author, who believes it heard, is asked. Where the vote is uncertain
// too only capitals count, and the question is about the command.
func (m *mail) aside() {
	q := &m.Request
	if q.Verb != governance.VerbNone || q.Beside != governance.VerbNone || len(q.Votes) == 0 && !q.Uncertain {
		return
	}
	b := newPaper(m.own, m.setting())
	for i := b.first; i <= b.last; i++ {
		s := b.lines[i]
		c, ok := m.readCommand(s.line, m.now)
		if !ok || b.continues(i) != begins || answering[c.verb] || c.verb == governance.VerbAlive {
			continue
		}
		capitals, bare := loud(s.line, s.tokens[0]), c.arg == nothing || c.arg == until
		assent := slices.ContainsFunc(q.Votes, func(v governance.Vote) bool { return v.Assent })
		switch {
		case !capitals && (!bare || q.Uncertain):
			continue
		case q.Uncertain || assent: // "+1" may be said to a person: one question at a time
			m.wonder(WhyBeside, s.line)
			q.Votes, q.Verb, q.Argument, q.Until, q.Problem = nil, c.verb, c.argument, c.until, c.problem
		default:
			m.keepBeside(c, s.line)
		}
		return
	}
}
