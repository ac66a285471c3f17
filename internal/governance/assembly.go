package governance

import (
	"cmp"
	"time"
)

// Assembly is a meeting to which everybody is called (rules.md, Roles,
// mandates, assemblies). It decides nothing here: what is decided is decided
// by actions.
type Assembly struct {
	Number   int        `json:"number"`
	Type     ActionType `json:"type"` // Ordinary: [AG], Extraordinary: [AGE]
	Title    Text       `json:"title,omitempty"`
	Place    Text       `json:"place,omitempty"`
	Text     Text       `json:"text,omitempty"` // what its convener wrote, the agenda as it began
	Convener int        `json:"convener"`
	Urgent   bool       `json:"urgent,omitempty"`

	At          time.Time `json:"at"`
	Ends        time.Time `json:"ends"`
	AgendaAt    time.Time `json:"agenda_at"` // until when members add to the agenda
	CalledSeq   int64     `json:"called_seq"`
	CalledAt    time.Time `json:"called_at"`
	ClosedAt    time.Time `json:"closed_at,omitzero"` // when the agenda was closed and sent
	CancelledAt time.Time `json:"cancelled_at,omitzero"`
	ToldAt      time.Time `json:"told_at"`            // of the latest letter to all
	Sequence    int       `json:"sequence,omitempty"` // of the invitation (RFC 5545 section 3.8.7.4)

	Points     []Point      `json:"points,omitempty"`
	Attendance []Attendance `json:"attendance,omitempty"`
}

// Point is what a member added to an agenda.
type Point struct {
	Member int       `json:"member"`
	At     time.Time `json:"at"`
	Text   Text      `json:"text"`
}

// usualLength is how long an assembly lasts where its convener does not say.
const usualLength = 2 * time.Hour

// Assembly is the assembly of that number, nil for none.
func (s *State) Assembly(number int) *Assembly {
	if number < 1 || number > len(s.Assemblies) {
		return nil
	}
	return s.Assemblies[number-1]
}

// Coming are the assemblies that are called and have not begun at an instant.
func (s *State) Coming(at time.Time) []*Assembly {
	var coming []*Assembly
	for _, a := range s.Assemblies {
		if a.isComing(at) {
			coming = append(coming, a)
		}
	}
	return coming
}

func (a *Assembly) isComing(at time.Time) bool { return a.CancelledAt.IsZero() && a.At.After(at) }

// LastAssembly is when the latest assembly that was held by an instant began,
// the founding where there was none.
func (s *State) LastAssembly(at time.Time) time.Time {
	last := s.Founded
	for _, a := range s.Assemblies {
		if a.CancelledAt.IsZero() && !a.At.After(at) {
			last = latest(last, a.At)
		}
	}
	return last
}

// LastReport is when the report for the latest assembly that was held by an
// instant was sent, with its agenda: the next one begins there, so that what
// happened between an agenda and its assembly is told too. It is the founding
// where there was none.
func (s *State) LastReport(at time.Time) time.Time {
	last := s.Founded
	for _, a := range s.Assemblies {
		if a.CancelledAt.IsZero() && !a.At.After(at) {
			last = latest(last, a.ClosedAt)
		}
	}
	return last
}

// AssemblyDue tells whether an assembly is due at an instant, and none is
// called (assembly.every).
func (s *State) AssemblyDue(at time.Time) bool {
	return len(s.Coming(at)) == 0 && !s.Statutes.AssemblyEvery.After(s.LastAssembly(at), s.zone).After(at)
}

// EarliestDay is the first local day that an assembly called at any hour of
// the day of an instant can be held on (assembly.notice).
func (s *State) EarliestDay(at time.Time) time.Time {
	local := at.In(s.zone)
	day := s.Statutes.AssemblyNotice.After(EndOfDay(local.Year(), local.Month(), local.Day(), s.zone), s.zone)
	if start := day.In(s.zone); start.Hour() > 0 || start.Minute() > 0 { // the notice is no whole number of days
		return EndOfDay(start.Year(), start.Month(), start.Day(), s.zone)
	}
	return day
}

// convene calls everybody to an assembly, or shows its author the call.
func (d *decision) convene() []Event {
	c := d.r.Call
	if why := d.uncallable(c); why != "" {
		return d.decline(0, why)
	}
	e := &Convened{
		Assembly: len(d.Assemblies) + 1, Type: c.Type, Title: Text(c.Title), Place: Text(c.Place), Text: Text(c.Text), Convener: d.m.ID,
		Urgent: c.Urgent, At: c.At, Ends: c.At.Add(usualLength), AgendaAt: d.Statutes.AssemblyAgenda.Before(c.At, d.zone), MessageID: Text(d.r.MessageID),
		Enclosed: d.enclosed(),
	}
	if c.Minutes > 0 {
		e.Ends = c.At.Add(time.Duration(c.Minutes) * time.Minute)
	}
	if c.DryRun {
		return []Event{&AssemblyPreviewed{Member: d.m.ID, Would: *e}}
	}
	return []Event{e}
}

// uncallable is why nobody can be called so, "" where they can.
func (d *decision) uncallable(c *Call) Why {
	switch {
	case c.Problem != "":
		return c.Problem
	case c.At.IsZero():
		return WhyNoDate
	case c.At.Before(d.Statutes.AssemblyNotice.After(d.at, d.zone)):
		return WhyTooSoon
	}
	return ""
}

// answersAssembly does what a reply asks for in the thread of an assembly. Not
// ok where it is none, or asks for what it would ask for anywhere.
func (d *decision) answersAssembly() (events []Event, ok bool) {
	a := d.Assembly(d.r.Answers.Assembly)
	switch {
	case a == nil || d.r.Target != 0 || d.r.Thread != 0:
		return nil, false
	case d.r.Uncertain && d.r.Verb == VerbNone && d.r.Words == "":
		return d.askAbout(a, WhyAttend), true
	case d.r.Uncertain && d.r.Verb == VerbNone:
		return append(d.talk(0), d.wonder(a)...), true
	case d.agreesOnly():
		return d.askAbout(a, WhyAttend), true
	case d.r.Uncertain:
		return nil, false
	case d.r.Call != nil:
		return d.move(a), true
	case d.r.MayAttend && d.r.Verb == VerbNone && len(d.r.Votes) == 0:
		return append(d.talk(0), d.wonder(a)...), true
	case d.r.Verb == VerbWithdraw:
		return d.cancel(a), true
	}
	return nil, false
}

// agreesOnly tells a mail that says "ok" and nothing else.
func (d *decision) agreesOnly() bool {
	return len(d.r.Votes) == 1 && d.r.Votes[0].Assent && d.r.Votes[0].Action == 0 && d.r.Verb == VerbNone
}

// wonder asks the author of a mail that is relayed whether it said that they
// come, at most once a day.
func (d *decision) wonder(a *Assembly) []Event {
	if d.asked(d.m.ID, 0, d.at) {
		return nil
	}
	return d.askAbout(a, WhyAttend)
}

func (d *decision) askAbout(a *Assembly, why Why) []Event {
	return []Event{&Asked{Member: d.m.ID, Assembly: a.Number, Why: why}}
}

// refuse answers the author of a mail about an assembly, and changes nothing.
func (d *decision) refuse(a *Assembly, why Why) []Event {
	return []Event{&Declined{Member: d.m.ID, Assembly: a.Number, Why: why}}
}

// unmovable is why nothing can be changed about an assembly by what somebody
// wrote, "" where it can.
func (d *decision) unmovable(a *Assembly) Why {
	switch {
	case !a.CancelledAt.IsZero():
		return WhyCalledOff
	case !a.At.After(latest(d.r.At, d.said)):
		return WhyAssemblyOver
	}
	return ""
}

// calls tells whether the author may move or cancel an assembly: its convener,
// or any voter once the convener has left.
func (d *decision) calls(a *Assembly) bool {
	return a.Convener == d.m.ID || !d.Member(a.Convener).Departed.IsZero() && !d.m.VotesFrom.After(d.at)
}

// move gives an assembly another date, place or length. What somebody else
// than its convener writes so is talk.
func (d *decision) move(a *Assembly) []Event {
	c := d.r.Call
	if !d.calls(a) {
		return append(d.talk(0), d.refuse(a, WhyNotConvener)...)
	}
	if why := d.unmovable(a); why != "" {
		return d.refuse(a, why)
	}
	e := &AssemblyMoved{
		Assembly: a.Number, Member: d.m.ID, At: a.At, Ends: a.Ends, AgendaAt: a.AgendaAt, Was: a.At,
		Place: cmp.Or(Text(c.Place), a.Place), Reason: Text(c.Text), Enclosed: d.enclosed(),
	}
	if again := c.At.IsZero() || c.At.Equal(a.At); c.Problem != "" || !again {
		if why := d.uncallable(c); why != "" {
			return d.refuse(a, why)
		}
		e.At, e.Ends, e.AgendaAt = c.At, c.At.Add(a.Ends.Sub(a.At)), d.Statutes.AssemblyAgenda.Before(c.At, d.zone)
	}
	if c.Minutes > 0 {
		e.Ends = e.At.Add(time.Duration(c.Minutes) * time.Minute)
	}
	if e.At.Equal(a.At) && e.Ends.Equal(a.Ends) && e.Place == a.Place {
		return d.refuse(a, WhyNothingMoved)
	}
	return []Event{e}
}

// cancel gives an assembly up.
func (d *decision) cancel(a *Assembly) []Event {
	if !d.calls(a) {
		return d.refuse(a, WhyNotConvener)
	}
	if why := d.unmovable(a); why != "" {
		return d.refuse(a, why)
	}
	return []Event{&AssemblyCancelled{Assembly: a.Number, Member: d.m.ID, Reason: Text(d.r.Reason), Enclosed: d.enclosed()}}
}

// closeAgenda closes the agenda whose time has come.
func (d *decision) closeAgenda() Event {
	for _, a := range d.Assemblies {
		if at := a.closes(); !at.IsZero() && !at.After(d.r.At) {
			return &AgendaClosed{a.Number}
		}
	}
	return nil
}

// closes is when the agenda of an assembly is closed, zero where it is, or
// never will be.
func (a *Assembly) closes() time.Time {
	if !a.ClosedAt.IsZero() || !a.CancelledAt.IsZero() {
		return time.Time{}
	}
	return a.AgendaAt
}
