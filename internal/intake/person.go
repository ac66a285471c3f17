package intake

import (
	"strings"

	"toutdoux/internal/governance"
)

// person reads what somebody wrote.
func (m *mail) person() {
	if encryptedMail(m.root) {
		m.Encrypted = true
		m.Request.Kind, m.Request.Problem = governance.KindPost, "encrypted"
		m.take(WhyEncrypted)
		return
	}
	if !m.body() {
		return
	}
	if sign := m.notice(); sign != "" && invitation(m.root).method != "REPLY" {
		m.discard(governance.KindAutoReply, WhyAway, sign)
		return
	}
	m.Evidence.Cuts = m.own.cuts
	q := &m.Request
	m.files()
	q.Words, q.Talk, q.Thread = m.own.String(), m.told, m.heading.number
	q.Yes, q.No = yesNo(m.own, q.Name)
	q.Outward = outward(m.own.lines)
	q.Kind = governance.KindPost
	m.take(WhyTalk)
	switch {
	case m.alone():
	case m.route(), m.mandated(), m.calendar(), m.reaction():
	case m.meet(), m.proposal():
	case m.command():
	case m.button():
	case m.fileVotes():
		m.wonder(WhyFile)
	default:
		m.votes(m.found)
		m.changes()
		q.MayAttend = m.inThread() && len(q.Votes) == 0 && q.Verb == governance.VerbNone && q.Call == nil && mayAttend(newPaper(m.own, m.setting()))
	}
	if q.Proposal == nil && !q.Alone {
		m.concern()
		m.aside()
		m.care()
		q.Answer = m.answer()
	}
	if q.Words == "" && q.Verb == "" && len(q.Votes) == 0 {
		q.Words = m.shown(m.lines)
	}
	if q.Kind == governance.KindPost && (q.Thread != 0 || m.answersOurs()) {
		q.Kind = governance.KindReply
		m.take(WhyThread)
	}
}

// body reads the text, and both texts where there are two.
func (m *mail) body() bool {
	lines, r := render(m.root, false, m.Limits.Text)
	if r.err != nil {
		m.unreadable(r.err.Error())
		return false
	}
	t := threadOf(seams(lines), m.Request.Name)
	m.lines, m.own, m.told = lines, t.words(), t.told()
	m.proofs(joined(lines))
	m.found = readWords(m.own, m.setting())
	if !r.both {
		return true
	}
	other, r := render(m.root, true, m.Limits.Text)
	if r.err != nil {
		m.unreadable(r.err.Error())
		return false
	}
	m.proofs(joined(other))
	m.compare(ownWords(other, m.Request.Name))
	return true
}

func (m *mail) setting() setting {
	return setting{thread: m.heading.number, reply: m.inThread(), author: m.Request.Name}
}

// inThread tells whether the mail answers something.
func (m *mail) inThread() bool {
	return m.InReplyTo || m.heading.reply || m.heading.number != 0 || len(m.Proofs) > 0
}

// answersOurs tells whether it answers a letter of ours, by its shape: what
// the proofs are worth is for others to say.
func (m *mail) answersOurs() bool { return len(m.Proofs) > 0 }

func joined(lines []line) string {
	var b strings.Builder
	for _, l := range lines {
		b.WriteString(l.text)
		b.WriteByte('\n')
	}
	return b.String()
}

// compare makes a mail uncertain whose text and HTML ask for different things.
func (m *mail) compare(html words) {
	if html.silent() || html.letters() == m.own.letters() {
		return
	}
	other := readWords(html, m.setting())
	same := len(other.wishes) == len(m.found.wishes)
	for i := range other.wishes {
		same = same && other.wishes[i].phrase == m.found.wishes[i].phrase && other.wishes[i].action == m.found.wishes[i].action
	}
	if !same || other.doubt && len(m.found.wishes) > 0 {
		m.found.wonder(WhyTwoTexts, "")
	}
}

// votes takes what was found in the words.
func (m *mail) votes(f finding) {
	q := &m.Request
	if f.doubt && len(f.wishes) == 0 && (q.Yes || q.No) && aboutMe(m.own) {
		q.Kind = governance.KindReply
		m.take(WhyWho, m.own.lines...)
		return
	}
	if f.doubt {
		m.wonder(f.why, f.doubtful)
		if !m.inThread() && len(f.wishes) == 0 {
			q.Kind = governance.KindPost
		}
		return
	}
	var lines []string
	for _, w := range f.wishes {
		q.Kind = governance.KindReply
		if len(lines) == 0 || lines[len(lines)-1] != w.line {
			lines = append(lines, w.line)
		}
		action := w.action
		if action == 0 {
			action = m.heading.number
		}
		if w.choice == "" {
			q.Verb, q.Target, q.Reason = w.verb, w.action, w.reason
			m.takeFor(WhyWish, string(w.verb), lines...)
			continue
		}
		m.vote(governance.Vote{Action: action, Choice: w.choice, Reason: w.reason, Assent: w.assent}, lines)
	}
}

// vote adds a vote; the same twice is one.
func (m *mail) vote(v governance.Vote, lines []string) {
	q := &m.Request
	for _, before := range q.Votes {
		if before.Action == v.Action {
			return
		}
	}
	q.Votes = append(q.Votes, v)
	m.takeFor(WhyVote, choiceWord[v.Choice], lines...)
}

// proposal reads a new action, by the tag of its subject.
func (m *mail) proposal() bool {
	h := &m.heading
	if !h.tagged && h.unsure == "" || h.meets != "" || h.number != 0 || m.InReplyTo && h.reply {
		return false
	}
	p := &governance.Proposal{Type: h.kind, Title: h.title, Urgent: h.urgent, DryRun: h.dryRun}
	switch {
	case h.torn:
		p.Unsure = h.said
	case !h.tagged || h.kind == governance.Ordinary: // [ORDINAIRE] [EXTAR] is no more certain
		p.Unsure = h.unsure
	}
	if m.InReplyTo && h.tagged {
		p.Unsure = "in reply" // an old mail made new, or an answer whose Re: was lost?
	}
	m.fields(p, m.own.lines)
	m.mandating(p)
	p.ProseCents = proseCents(strings.Split(p.Text, "\n"))
	m.Request.Kind, m.Request.Proposal = governance.KindAction, p
	why := WhyTag
	if p.Unsure != "" {
		why = WhyNearTag
	}
	m.take(why, m.head.written("subject"))
	return true
}

// button reads a subject that is a vote or a request by itself, as those of
// our buttons are: POUR #12 (proof).
func (m *mail) button() bool {
	h := &m.heading
	if h.reply || h.tagged || h.whole == "" {
		return false
	}
	subject := readWords(wordsOf(h.whole), setting{thread: h.number})
	if len(subject.wishes) == 0 || subject.doubt {
		m.plainly()
		return false
	}
	if subject.wishes[0].reason != "" {
		return false
	}
	silent := m.own.silent()
	pressed := m.Button != "" || subject.wishes[0].action != 0
	switch {
	case m.found.doubt:
		m.votes(m.found)
	case len(m.found.wishes) > 0 && agree(m.found.wishes, subject.wishes, h.number):
		m.votes(m.found)
	case len(m.found.wishes) > 0:
		m.wonder(WhySubjectOther, m.head.written("subject"))
	case !silent && !pressed:
		m.wonder(WhySubjectMaybe, m.head.written("subject"))
	case !silent && m.hesitates():
		m.wonder(WhySubjectUnsure, m.head.written("subject"))
	default:
		subject.wishes[0].reason = m.Request.Words
		m.votes(subject)
		m.Evidence.Lines = []string{m.head.written("subject")}
		m.plainly()
	}
	return true
}

// plainly reads OUI and NON in the subject of a button, where the body says
// nothing.
func (m *mail) plainly() {
	q := &m.Request
	if m.Button != "" && m.own.silent() {
		q.Yes, q.No = yesNo(wordsOf(m.heading.whole), "")
	}
}

// hesitates tells whether the words under a button hold a condition, or what
// may be another vote.
func (m *mail) hesitates() bool {
	s := m.setting()
	s.reply = true
	if readWords(m.own, s).doubt {
		return true
	}
	b := newPaper(m.own, s)
	return b.first <= b.last && b.conditional(b.first, 0)
}

func (m *mail) wonder(why Why, lines ...string) {
	m.Request.Kind, m.Request.Uncertain = governance.KindReply, true
	m.take(why, lines...)
	m.Request.Why = "uncertain: " + m.Request.Why
}

// agree tells whether two findings ask for the same.
func agree(body, subject []wish, thread int) bool {
	if len(subject) != 1 {
		return false
	}
	for _, w := range body {
		action := w.action
		if action == 0 {
			action = thread
		}
		if w.choice != subject[0].choice || w.verb != subject[0].verb || action != max(subject[0].action, thread) {
			return false
		}
	}
	return true
}
