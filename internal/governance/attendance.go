package governance

import (
	"slices"
	"strings"
	"time"
)

// Presence is what a member answers to the call to an assembly.
type Presence string

// The answers to a call. Who gives a proxy does not come.
const (
	Present Presence = "present"
	Absent  Presence = "absent"
	ByProxy Presence = "proxy"
)

// presences are the answers by the verb that gives them.
var presences = map[Verb]Presence{VerbPresent: Present, VerbAbsent: Absent, VerbProxy: ByProxy}

// Attendance is a member's answer to the call to an assembly; the latest
// counts.
type Attendance struct {
	Member   int       `json:"member"`
	Presence Presence  `json:"presence"`
	Proxy    int       `json:"proxy,omitempty"` // who speaks for them
	Note     Text      `json:"note,omitempty"`
	Rank     time.Time `json:"rank"` // instant of the mail
}

// AnswerOf is a member's answer to the call, nil for none.
func (a *Assembly) AnswerOf(member int) *Attendance {
	for i := range a.Attendance {
		if a.Attendance[i].Member == member {
			return &a.Attendance[i]
		}
	}
	return nil
}

// carries tells whether a member speaks for somebody.
func (a *Assembly) carries(member int) bool {
	return slices.ContainsFunc(a.Attendance, func(x Attendance) bool { return x.Proxy == member })
}

// meeting is the assembly that a mail is about: the one that it names or
// answers, else the only one to come.
func (d *decision) meeting() (*Assembly, Why) {
	for _, number := range []int{d.r.Assembly, d.r.Answers.Assembly} {
		if a := d.Assembly(number); a != nil {
			return a, ""
		}
	}
	switch coming := d.Coming(d.r.At); len(coming) {
	case 0:
		return nil, WhyNoAssembly
	case 1:
		return coming[0], ""
	}
	return nil, WhyWhichAssembly
}

// attend takes PRÉSENT, ABSENT and POUVOIR À, and the points that came with
// them.
func (d *decision) attend() []Event {
	a, why := d.meeting()
	switch {
	case d.elsewhere():
		return d.attendsWhat(a, why)
	case why == WhyWhichAssembly:
		return []Event{&Asked{Member: d.m.ID, Why: why}}
	case why != "":
		return d.decline(0, why)
	}
	events := []Event{d.answerCall(a)}
	if len(d.r.Points) > 0 {
		events = append(events, d.addPoints(a)...)
	}
	return events
}

// elsewhere tells a mail that answers what a person wrote, or is about an
// action: somebody who is present there need not come to an assembly.
func (d *decision) elsewhere() bool {
	thread, _ := d.thread()
	return d.r.Assembly == 0 && d.r.Answers.Assembly == 0 && (d.answersAPerson() || thread != 0)
}

// attendsWhat relays such a mail, and asks where an assembly is to come.
func (d *decision) attendsWhat(a *Assembly, why Why) []Event {
	events := d.talk(d.about())
	switch {
	case a != nil:
		return append(events, d.wonder(a)...)
	case why == WhyWhichAssembly:
		return append(events, d.question(0, why)...)
	}
	return events
}

// answerCall notes a member's answer to a call.
func (d *decision) answerCall(a *Assembly) Event {
	declined := &Declined{Member: d.m.ID, Assembly: a.Number, Why: d.unmovable(a)}
	before := a.AnswerOf(d.m.ID)
	e := &AttendanceTold{Assembly: a.Number, Member: d.m.ID, Presence: presences[d.r.Verb], Note: Text(d.r.Reason), Rank: d.r.At}
	switch {
	case declined.Why != "":
		return declined
	case before != nil && before.Rank.After(d.r.At):
		declined.Why = WhyAnsweredSince
		return declined
	case d.r.Verb == VerbProxy:
		if e.Proxy, declined.Why = d.proxy(a); declined.Why != "" {
			return declined
		}
	}
	if before != nil && before.Proxy != e.Proxy {
		e.Freed = before.Proxy
	}
	return e
}

// proxy is who shall speak for the author: another member, whom letters reach,
// who does not pass the word on (rules.md: POUVOIR À).
func (d *decision) proxy(a *Assembly) (holder int, why Why) {
	m := d.spokesperson(d.r.Argument)
	if m == nil {
		return 0, WhyProxyWho
	}
	theirs := a.AnswerOf(m.ID)
	switch {
	case m == d.m:
		return 0, WhyProxySelf
	case !m.hears():
		return 0, WhyProxyAway
	case a.carries(d.m.ID):
		return 0, WhyProxyHeld
	case theirs != nil && theirs.Presence != Present:
		return 0, WhyProxyChain
	}
	return m.ID, ""
}

// spokesperson is the member whom some words name: as elsewhere, or else by
// the first word of a name where that is one person's; nil for nobody. The
// receipt says the name in full.
func (s *State) spokesperson(words string) *Member {
	words = strings.Trim(words, " .;,!\"«»\u00a0")
	id, flaw := s.Named(words)
	if flaw != FlawUnknown {
		return s.Member(id)
	}
	var found *Member
	for _, m := range s.Members {
		first, _, _ := strings.Cut(string(m.Name), " ")
		if !m.Departed.IsZero() || words == "" || plainName(first) != plainName(words) {
			continue
		}
		if found != nil {
			return nil
		}
		found = m
	}
	return found
}

// addPoint adds to an agenda what a reply to a call begins with the word for.
// Elsewhere the word may begin any talk: it is relayed, and its author told how
// a point is added.
func (d *decision) addPoint() []Event {
	if a := d.Assembly(d.r.Answers.Assembly); a != nil {
		return d.addPoints(a)
	}
	events := d.talk(d.about())
	if len(d.Coming(d.at)) > 0 {
		events = append(events, d.question(0, WhyWhichAgenda)...)
	}
	return events
}

func (d *decision) addPoints(a *Assembly) []Event {
	why := d.unmovable(a)
	switch {
	case why != "":
		return d.refuse(a, why)
	case !a.ClosedAt.IsZero() || latest(d.r.At, d.said).After(a.AgendaAt):
		return d.refuse(a, WhyAgendaClosed)
	case len(d.r.Points) == 0:
		return d.refuse(a, WhyNoPoint)
	}
	var events []Event
	for _, point := range d.r.Points {
		events = append(events, &AgendaAdded{Assembly: a.Number, Member: d.m.ID, Point: Text(point)})
	}
	return events
}

// lostProxy is a proxy whose holder has left, or will not come: it follows from
// the state that its giver is told.
func (s *State) lostProxy(at time.Time) Event {
	for _, a := range s.Assemblies {
		if !a.isComing(at) {
			continue
		}
		if x := s.unspoken(a); x != nil {
			return &ProxyLost{Assembly: a.Number, Member: x.Member, Proxy: x.Proxy}
		}
	}
	return nil
}

// unspoken is the first member for whom nobody will speak though they gave a
// proxy, nil for none.
func (s *State) unspoken(a *Assembly) *Attendance {
	lost := map[int]bool{} // the holders, and whether they fail
	for _, x := range a.Attendance {
		if x.Proxy != 0 {
			lost[x.Proxy] = !s.Member(x.Proxy).Departed.IsZero()
		}
	}
	if len(lost) == 0 {
		return nil
	}
	for _, x := range a.Attendance {
		if x.Presence == Present {
			continue
		}
		if _, holds := lost[x.Member]; holds {
			lost[x.Member] = true
		}
	}
	i := slices.IndexFunc(a.Attendance, func(x Attendance) bool { return x.Proxy != 0 && lost[x.Proxy] })
	if i < 0 {
		return nil
	}
	return &a.Attendance[i]
}
