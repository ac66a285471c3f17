package governance

import (
	"slices"
	"time"
)

// Apply makes events part of the state, in order. It cannot refuse: what has
// happened has happened.
func (s *State) Apply(records ...Record) {
	for _, r := range records {
		s.Seq = r.Seq
		if r.At.After(s.At) {
			s.At = r.At
		}
		if m := s.Member(r.By); m != nil {
			s.lives(m, r.At)
		}
		r.Event.apply(s, r)
		s.Bulletin.note(r)
		s.outcome(r)
	}
}

func (e *Founded) apply(s *State, r Record) {
	s.Statutes, s.Founded, s.Reviewed = e.Statutes, r.At, r.At
	s.schedule(r.At)
}

func (e *Joined) apply(s *State, r Record) {
	m := &Member{ID: e.Member, Name: e.Name, Joined: r.At, VotesFrom: e.VotesFrom}
	m.Told = !e.VotesFrom.After(r.At)
	if e.Origin == "asked" { // of the others, set-up or an intervention tells
		m.IntroduceAt = s.nextMorning(r.At)
	}
	if e.Member <= len(s.Members) { // somebody who had left comes back, as a newcomer
		old := s.Members[e.Member-1]
		s.countAll(old, -1)
		m.Addresses, m.Authenticated, m.RoundTrip = old.Addresses, old.Authenticated, old.RoundTrip
		s.Members[e.Member-1] = m
	} else {
		s.Members = append(s.Members, m)
	}
	s.file(m, e.Address, true)
	s.countAll(m, +1)
}

// file gives an address to a member, as the primary one or the last. Nobody
// else keeps it: a departed member may have had it.
func (s *State) file(m *Member, address Text, primary bool) {
	same := func(t Text) bool { return t == address }
	if former := s.Member(s.byAddress[string(address)]); former != nil {
		former.Addresses = slices.DeleteFunc(former.Addresses, same)
	}
	m.Addresses = slices.DeleteFunc(m.Addresses, same)
	if primary {
		m.Addresses = slices.Insert(m.Addresses, 0, address)
	} else {
		m.Addresses = append(m.Addresses, address)
	}
	if address != "" {
		s.byAddress[string(address)] = m.ID
	}
}

func (e *Introduced) apply(s *State, r Record) {
	for _, member := range e.Members {
		s.Members[member-1].IntroduceAt = time.Time{}
	}
	for _, m := range s.Members {
		alone := len(e.Members) == 1 && e.Members[0] == m.ID
		if s.free(m, r.At) && m.takes(LetterArrival, nil) && !alone && !s.sameDay(m.VotesFrom, r.At) {
			s.write(m, r)
		}
	}
}

// On its day the digest tells whose right to vote begins, as does that of who
// came back from leave.
func (e *VotingBegan) apply(s *State, r Record) {
	m := s.Members[e.Member-1]
	m.Told = true
	if s.free(m, r.At) && !s.digestDay(m.VotesFrom) {
		s.write(m, r)
	}
}

func (e *AddressAdded) apply(s *State, _ Record) {
	m := s.Members[e.Member-1]
	s.file(m, e.Address, e.Primary)
	if e.Primary { // what came back from the old one says nothing of the new
		m.FirstBounce, m.LastBounce = time.Time{}, time.Time{}
	}
}

func (e *Renamed) apply(s *State, _ Record) { s.Members[e.Member-1].Name = e.Name }

func (e *LeaveBegan) apply(s *State, r Record) {
	s.change(e.Member, func(m *Member) {
		m.OnLeave, m.LeaveUntil = true, e.Until
		m.mark(ranked(e.Rank, r))
		if m.Missed == 0 {
			m.Missed = s.Bulletin.Last + 1
		}
	})
	s.unhaunt(e.Member)
	s.Bulletin.leave(e.Member)
}

func (e *LeaveEnded) apply(s *State, r Record) {
	s.change(e.Member, func(m *Member) {
		m.OnLeave, m.LeaveUntil = false, time.Time{}
		m.mark(ranked(e.Rank, r))
		if m.hears() {
			s.Bulletin.Back = append(s.Bulletin.Back, Return{m.ID, e.Asked})
		} else {
			m.Missed = 0
		}
	})
}

func (e *Departed) apply(s *State, r Record) {
	s.change(e.Member, func(m *Member) {
		m.Departed = ranked(e.Rank, r)
		m.OnLeave, m.LeaveUntil, m.Unreachable = false, time.Time{}, false
		m.mark(m.Departed)
	})
	s.carried(e.Action)
	s.Bulletin.leave(e.Member)
	s.Holds = slices.DeleteFunc(s.Holds, func(h *Hold) bool { return h.Member == e.Member })
	s.unhaunt(e.Member)
	s.forget(e.Member, r.At)
}

func (e *Authenticated) apply(s *State, _ Record) { s.Members[e.Member-1].Authenticated = true }

func (e *Bounced) apply(s *State, r Record) {
	m := s.Members[e.Member-1]
	if e.Owner {
		s.ask(Owner, 0, r.At)
	}
	if e.Hard {
		m.LastFailure = r.At
	}
	if !e.Gone {
		return
	}
	if m.FirstBounce.IsZero() || r.At.Sub(m.LastBounce) > bouncesForget {
		m.FirstBounce = r.At
	}
	m.LastBounce = r.At
}

func (e *BecameUnreachable) apply(s *State, r Record) {
	s.change(e.Member, func(m *Member) {
		m.Unreachable = true
		m.mark(r.At)
	})
}

func (e *BecameReachable) apply(s *State, r Record) {
	s.change(e.Member, func(m *Member) {
		m.Unreachable, m.FirstBounce, m.LastBounce = false, time.Time{}, time.Time{}
		m.mark(ranked(e.Rank, r))
	})
}

// ranked is the instant by which an event counts: its mail's.
func ranked(rank time.Time, r Record) time.Time {
	if rank.IsZero() {
		return r.At
	}
	return rank
}

func (*Alarmed) apply(s *State, r Record) { s.Alarm = r.At }

func (*Resumed) apply(s *State, r Record) {
	if !s.Alarm.IsZero() {
		s.putOff(daysBetween(s.Alarm, r.At) + 1)
	}
	s.Alarm = time.Time{}
	for _, m := range s.Members {
		m.FirstBounce, m.LastBounce, m.LastFailure = time.Time{}, time.Time{}, time.Time{}
	}
}

func (e *Opened) apply(s *State, r Record) {
	a := &Action{
		Number: e.Action, Type: e.Type, Because: e.Because, Title: e.Title, Proposer: e.Proposer,
		CostCents: e.CostCents, Urgent: e.Urgent, Rules: e.Rules, Replaces: e.Replaces, Effects: slices.Clone(e.Effects),
		OpenedSeq: r.Seq, OpenedAt: r.At, Base: r.At, Deadline: e.Deadline, State: Open,
	}
	s.Actions = append(s.Actions, a)
	s.recount(a)
}

func (*Previewed) apply(*State, Record) {}

func (e *WindowStarted) apply(s *State, _ Record) {
	a := s.Actions[e.Action-1]
	a.Base, a.Deadline, a.Reminded = e.Base, e.Deadline, nil
	s.recount(a)
}

func (e *WindowStopped) apply(s *State, _ Record) {
	a := s.Actions[e.Action-1]
	a.Deadline = time.Time{}
	s.recount(a)
}

func (e *Voted) apply(s *State, r Record) {
	a := s.Actions[e.Action-1]
	s.cast(a, e.Member, func() {
		a.Ballots = append(a.Ballots, Ballot{Seq: r.Seq, Member: e.Member, Choice: e.Choice, Rank: e.Rank, Reason: e.Reason})
		a.index(len(a.Ballots) - 1)
	})
}

// A counter-vote that a void ballot opened is none: the next one is told.
func (e *BallotVoided) apply(s *State, _ Record) {
	a := s.Actions[e.Action-1]
	if a.Countered == e.Ballot {
		a.Countered = 0
	}
	i := slices.IndexFunc(a.Ballots, func(b Ballot) bool { return b.Seq == e.Ballot })
	if i < 0 {
		return
	}
	s.cast(a, e.Member, func() {
		a.Ballots[i].Void = true
		a.reindex(e.Member)
	})
}

func (e *Paused) apply(s *State, r Record) {
	a := s.Actions[e.Action-1]
	a.Pausers = append(a.Pausers, e.Member)
	if e.First {
		a.State, a.PausedAt, a.Deadline = InPause, r.At, e.Deadline
		s.recount(a)
	}
}

func (e *Countered) apply(s *State, _ Record) { s.Actions[e.Action-1].Countered = e.Ballot }

func (e *Requalified) apply(s *State, r Record) {
	a := s.Actions[e.Action-1]
	a.Type, a.Because, a.State, a.Rules = Extraordinary, "requalified", Open, e.Rules
	a.Base, a.Deadline, a.PausedAt = r.At, e.Deadline, time.Time{}
	a.Ballots, a.Pausers, a.Countered, a.Reminded = nil, nil, 0, nil
	s.recount(a)
}

func (e *Withdrawn) apply(s *State, r Record) {
	a := s.Actions[e.Action-1]
	s.close(a, Retracted, "", r.At, e.Tally)
	a.ReplacedBy = e.By
}

func (e *Closed) apply(s *State, r Record) {
	a := s.Actions[e.Action-1]
	s.close(a, e.Outcome, e.How, e.At, e.Tally)
	s.puzzle(a, r.At)
	a.Soft = e.Soft
	s.carry(a)
}

// close freezes an action. What was counted when it was adopted stays counted
// when its proposer gives it up later.
func (s *State) close(a *Action, outcome ActionState, how How, at time.Time, final Tally) {
	if a.IsOpen() {
		counted := s.counted(a)
		for i := range a.Ballots {
			a.Ballots[i].Counted = counted[a.Ballots[i].Member] == a.Ballots[i].Seq
		}
		for _, m := range s.Members {
			if a.InElectorate(m) {
				a.Electors = append(a.Electors, m.ID)
			}
		}
	}
	a.State, a.How, a.ClosedAt, a.Final = outcome, how, at, final
	a.tally, a.latest, a.mine = Tally{}, nil, nil
}

func (e *Done) apply(s *State, r Record) { s.Actions[e.Action-1].DoneAt = r.At }

func (e *Reminded) apply(s *State, r Record) {
	for _, number := range e.Actions {
		s.remindedToday(s.Actions[number-1], r.At)
	}
	for _, member := range e.Members {
		s.write(s.Members[member-1], r)
	}
}

// remindedToday notes that the reminders of an action that fall on a day, or
// before it, are sent.
func (s *State) remindedToday(a *Action, today time.Time) {
	for i, at := range s.reminders(a) {
		due := !at.After(today) || s.sameDay(at, today)
		if due && !slices.Contains(a.Reminded, i) {
			a.Reminded = append(a.Reminded, i)
		}
	}
}

func (e *Asked) apply(s *State, r Record) {
	s.ask(e.Member, e.Action, r.At)
}

func (e *Held) apply(s *State, r Record) {
	h := e.hold()
	if !e.Silent {
		h.AskedAt = r.At
	}
	s.Holds = append(slices.DeleteFunc(s.Holds, func(h *Hold) bool { return s.stale(h, r.At) }), h)
	if e.Stranger != "" {
		s.answered(e.Stranger, r.At, e.After)
	}
	if e.Adds != "" { // somebody answered a letter to that member, from elsewhere
		s.lives(s.Members[e.Member-1], r.At)
	}
}

func (e *HeldAsked) apply(s *State, r Record) {
	if h := s.hold(e.Held); h != nil {
		h.AskedAt = r.At
	}
}

func (e *Confirmed) apply(s *State, _ Record) {
	s.Holds = slices.DeleteFunc(s.Holds, func(h *Hold) bool { return h.Arrival == e.Held })
}

func (e *Contested) apply(s *State, _ Record) { s.Members[e.Member-1].RoundTrip = true }

func (e *Replied) apply(s *State, r Record)  { s.answeredUnproven(e.Unproven, e.Member, r.At) }
func (e *Declined) apply(s *State, r Record) { s.answeredUnproven(e.Unproven, e.Member, r.At) }
func (*Ignored) apply(*State, Record)        {}

// answeredUnproven notes an answer to mail in a member's name that nothing
// proves.
func (s *State) answeredUnproven(unproven bool, member int, at time.Time) {
	if unproven {
		s.Members[member-1].AnsweredAt = at
	}
}

func (e *StrangerWrote) apply(s *State, r Record) {
	if e.Letter != "" {
		s.answered(e.Stranger, r.At, e.After)
	}
}

func (*Intervened) apply(*State, Record)       {}
func (e *WroteOwner) apply(s *State, r Record) { s.answered(ownerMail, r.At, e.After) }

func (e *Faulted) apply(s *State, r Record) {
	if e.Why == WhyHalted {
		s.Halted = r.At
	}
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
