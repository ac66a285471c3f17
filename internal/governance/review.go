package governance

import (
	"slices"
	"time"
)

// Consequences is what follows from the state by itself: what an adoption does, majorities reached,
// counter-votes opened, windows that can start. The clerk asks again until
// nothing follows any more.
func Consequences(s *State, at time.Time) []Event {
	if e := s.carryOut(at); e != nil {
		return []Event{e}
	}
	if !s.Dissolved.IsZero() {
		return nil
	}
	for _, a := range s.Actions {
		if !a.IsOpen() || !a.Deadline.IsZero() && at.After(a.Deadline) {
			continue
		}
		if e := s.consequence(a, at); e != nil {
			return []Event{e}
		}
	}
	if e := s.orphaned(); e != nil {
		return []Event{e}
	}
	if e := s.lostProxy(at); e != nil {
		return []Event{e}
	}
	if e := s.returned(at); e != nil {
		return []Event{e}
	}
	return nil
}

func (s *State) consequence(a *Action, at time.Time) Event {
	t := s.Tally(a)
	switch {
	case a.Deadline.IsZero():
		return s.window(a, at)
	case a.Countered == 0 && t.Against > 0:
		return s.counter(a, t)
	case a.Type == Ordinary && a.Rules.Stop.Reached(t.Against, t.Electorate):
		return &Closed{Action: a.Number, At: at, Outcome: Stopped, Tally: t}
	case s.majority(a, t) && !at.Before(s.earliest(a)):
		return &Closed{Action: a.Number, At: at, Outcome: Adopted, How: ByMajority, Tally: t}
	}
	return nil
}

func (s *State) majority(a *Action, t Tally) bool {
	return a.Type == Extraordinary && a.Rules.Adopt.Reached(t.For, t.Electorate)
}

// earliest is the instant before which no majority adopts an action.
func (s *State) earliest(a *Action) time.Time { return a.Rules.Earliest.After(a.Base, s.zone) }

// window starts the window of an action that nobody could vote on. Where
// nobody had the right when it opened, whoever has it now is its electorate;
// otherwise it waits for one of those who had it.
func (s *State) window(a *Action, at time.Time) Event {
	base := a.Base
	if !slices.ContainsFunc(s.Members, a.entitled) {
		base = at
	}
	if s.canVote(base) == 0 {
		return nil
	}
	return &WindowStarted{Action: a.Number, Base: base, Deadline: a.Rules.Window.After(at, s.zone)}
}

// counter opens a counter-vote for the first vote against that counts.
func (s *State) counter(a *Action, t Tally) Event {
	share := a.Rules.Reject
	if a.Type == Ordinary {
		share = a.Rules.Stop
	}
	counted := s.counted(a)
	for _, b := range a.Ballots {
		if b.Choice == Against && counted[b.Member] == b.Seq {
			return &Countered{Action: a.Number, Member: b.Member, Ballot: b.Seq, Needed: share.Needed(t.Electorate)}
		}
	}
	return nil
}

// Coming is an instant at which something is due. Closing tells that it ends
// an action, which waits for mail still on its way (rules.md, Time).
type Coming struct {
	At      time.Time
	Closing bool
}

// Due is the next instant at which a tick will do something, zero for never.
func Due(s *State) Coming {
	var next Coming
	add := func(at time.Time, closing bool) {
		sooner := next.At.IsZero() || at.Before(next.At)
		if at.IsZero() || !sooner && !(closing && at.Equal(next.At)) {
			return
		}
		next = Coming{at, closing}
	}
	for _, x := range s.Erasing {
		add(x.At, false)
	}
	if !s.Dissolved.IsZero() {
		return next
	}
	for _, m := range s.Members {
		if !m.Departed.IsZero() {
			continue
		}
		add(m.LeaveUntil, false)
		if !m.Told {
			add(m.VotesFrom, false)
		}
		add(s.introduction(m), false)
	}
	for _, a := range s.Actions {
		if a.IsOpen() {
			s.dueOf(a, add)
		}
	}
	s.dueGhosts(add)
	s.dueMandates(add)
	add(s.Bulletin.Next, false)
	for _, a := range s.Assemblies {
		add(a.closes(), true)
	}
	s.dueSurveys(add)
	s.dueHeld(add)
	return next
}

func (s *State) dueOf(a *Action, add func(time.Time, bool)) {
	if s.closes(a) {
		add(a.Deadline, true)
	}
	if at := s.earliest(a); at.After(s.At) && s.majority(a, s.Tally(a)) {
		add(at, true) // one that has come has been looked at
	}
	for i, at := range s.reminders(a) {
		if !slices.Contains(a.Reminded, i) && !s.inDigest(a, at) {
			add(at, false)
		}
	}
}

// inDigest tells whether the digest reminds of an action in the place of a
// reminder: it comes on the same day, and in time.
func (s *State) inDigest(a *Action, reminder time.Time) bool {
	return s.sameDay(s.Bulletin.Next, reminder) && s.Bulletin.Next.Before(a.Deadline)
}

// closes tells whether the deadline will close the action: while the owner is
// asked why so much mail comes back, nothing is adopted by silence.
func (s *State) closes(a *Action) bool {
	return !a.Deadline.IsZero() && (a.Type == Ordinary || s.Alarm.IsZero())
}

// tick does what is due at an instant: returns and rights first, since they
// begin in that instant, then letters that nobody asked for, the question to
// ghosts before the digest, then closings.
func (d *decision) tick() []Event {
	events := d.erasures()
	for _, m := range d.Members {
		if !m.Departed.IsZero() {
			continue
		}
		if m.OnLeave && !m.LeaveUntil.IsZero() && !m.LeaveUntil.After(d.r.At) {
			events = append(events, &LeaveEnded{Member: m.ID, Rank: d.due(m.LeaveUntil)})
		}
		if !m.Told && !m.VotesFrom.After(d.r.At) {
			events = append(events, &VotingBegan{m.ID})
		}
	}
	if len(events) > 0 {
		return events // the closings of this instant see them done: the same instant is due again
	}
	if events := d.ghosts(); events != nil {
		return events
	}
	if events := d.digest(); len(events) > 0 {
		return events
	}
	if events := d.surveys(); events != nil {
		return events
	}
	if e := d.askLater(); e != nil {
		return []Event{e}
	}
	if e := d.introduce(); e != nil {
		return []Event{e}
	}
	if e := d.remind(); e != nil {
		return []Event{e}
	}
	for _, a := range d.Actions {
		if a.IsOpen() && d.closes(a) && !a.Deadline.After(d.r.At) {
			return []Event{d.deadline(a)}
		}
	}
	if e := d.closeAgenda(); e != nil {
		return []Event{e}
	}
	if e := d.mandates(); e != nil {
		return []Event{e}
	}
	return nil
}

// due is the instant of what was due before the tick that does it, zero where
// it is in time.
func (d *decision) due(at time.Time) time.Time {
	if at.Before(d.at) {
		return at
	}
	return time.Time{}
}

// deadline is what the deadline of an action makes of it. A majority that was
// reached by a mail read late, yet written in time, counts here.
func (d *decision) deadline(a *Action) Event {
	t := d.Tally(a)
	e := &Closed{Action: a.Number, At: a.Deadline, Outcome: Adopted, How: BySilence, Tally: t}
	switch {
	case a.Type == Ordinary && a.Rules.Stop.Reached(t.Against, t.Electorate):
		e.Outcome, e.How = Stopped, ""
	case a.Type == Ordinary:
		e.Outcome, e.How = Settled, ""
	case d.majority(a, t) && !a.Deadline.Before(d.earliest(a)):
		e.How = ByMajority
	case t.Electorate == 0:
		return &WindowStopped{a.Number}
	case a.Rules.Reject.Reached(t.Against, t.Electorate):
		e.Outcome, e.How = Rejected, ""
	default:
		e.Soft = t.For < t.Blank+t.Silent()
	}
	return e
}

// reminders are the instants at which those who have not voted are reminded of
// an extraordinary action, the first one first. An urgent one has one more,
// half-way through its window.
func (s *State) reminders(a *Action) []time.Time {
	if a.Type == Ordinary || a.Deadline.IsZero() {
		return nil
	}
	delays := a.Rules.Reminders
	if w := a.Rules.Window; a.Urgent && w.Unit == Days {
		delays = append([]Delay{{w.N / 2, Days}}, delays...)
	}
	start := a.Rules.Window.Before(a.Deadline, s.zone)
	var instants []time.Time
	for _, before := range delays {
		if at := before.Before(a.Deadline, s.zone); at.After(start) && at.Before(a.Deadline) {
			instants = append(instants, at)
		}
	}
	return instants
}

// remind reminds of every action whose reminder falls on this day, in one
// letter a member (rules.md, Information is power).
func (d *decision) remind() Event {
	due := false
	e := &Reminded{}
	silent := map[int]bool{}
	for _, a := range d.Actions {
		if !a.IsOpen() {
			continue
		}
		today := false
		for i, at := range d.reminders(a) {
			if !slices.Contains(a.Reminded, i) && !d.inDigest(a, at) && (!at.After(d.r.At) || d.sameDay(at, d.r.At)) {
				today = true
				due = due || !at.After(d.r.At)
			}
		}
		if today {
			e.Actions = append(e.Actions, a.Number)
			d.silent(a, silent)
		}
	}
	if !due {
		return nil
	}
	for _, m := range d.Members {
		if silent[m.ID] && d.free(m, d.at) {
			e.Members = append(e.Members, m.ID)
		}
	}
	return e
}

// silent adds the members of an action's electorate who have not voted, but
// those who will read of it in the digest.
func (d *decision) silent(a *Action, silent map[int]bool) {
	counted := d.counted(a)
	for _, m := range d.Members {
		if _, voted := counted[m.ID]; a.InElectorate(m) && !voted && m.takes(LetterReminder, a) {
			silent[m.ID] = true
		}
	}
}
