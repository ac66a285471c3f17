package governance

import (
	"time"
)

// recount counts an action again from the events alone, the slow and obvious
// way: nothing of the State is used, so that both would have to be wrong in
// the same manner. It gives the tally as it stood at an instant after the
// first n records.
func recount(log []Record, n, action int, at time.Time) Tally {
	base := baseOf(log[:n], action)
	t := Tally{}
	for _, member := range everyone(log[:n]) {
		if !couldVote(log[:n], member, base) || !isThere(log[:n], member, at) {
			continue
		}
		t.Electorate++
		switch choiceOf(log[:n], member, action) {
		case For:
			t.For++
		case Blank:
			t.Blank++
		case Against:
			t.Against++
		}
	}
	return t
}

func everyone(log []Record) []int {
	var members []int
	for _, r := range log {
		if e, is := r.Event.(*Joined); is && e.Member > len(members) {
			members = append(members, e.Member)
		}
	}
	return members
}

// baseOf is the instant whose voters are an action's electorate.
func baseOf(log []Record, action int) time.Time {
	var base time.Time
	for _, r := range log {
		switch e := r.Event.(type) {
		case *Opened:
			if e.Action == action {
				base = r.At
			}
		case *Requalified:
			if e.Action == action {
				base = r.At
			}
		case *WindowStarted:
			if e.Action == action {
				base = e.Base
			}
		}
	}
	return base
}

// couldVote tells whether the membership that lasts gave the right by then.
func couldVote(log []Record, member int, base time.Time) bool {
	could := false
	for _, r := range log {
		switch e := r.Event.(type) {
		case *Joined:
			if e.Member == member {
				could = !e.VotesFrom.After(base)
			}
		case *DelayWaived:
			if e.Member == member {
				could = !e.From.After(base)
			}
		}
	}
	return could
}

// isThere tells whether a member was neither departed, on leave nor
// unreachable at an instant.
func isThere(log []Record, member int, at time.Time) bool {
	departed, onLeave, lost := false, false, false
	for _, r := range log {
		when := func(rank time.Time) bool { return !ranked(rank, r).After(at) }
		switch e := r.Event.(type) {
		case *Joined:
			if e.Member == member {
				departed, onLeave, lost = false, false, false
			}
		case *Departed:
			if e.Member == member && when(e.Rank) {
				departed = true
			}
		case *LeaveBegan:
			if e.Member == member && when(e.Rank) {
				onLeave = true
			}
		case *LeaveEnded:
			if e.Member == member && when(e.Rank) {
				onLeave = false
			}
		case *BecameUnreachable:
			if e.Member == member && when(time.Time{}) {
				lost = true
			}
		case *BecameReachable:
			if e.Member == member && when(e.Rank) {
				lost = false
			}
		}
	}
	return !departed && !onLeave && !lost
}

// choiceOf is what a member's latest ballot says: by the instant of its mail,
// and of two of one instant the one that was read last.
func choiceOf(log []Record, member, action int) Choice {
	void := map[int64]bool{}
	from := 0
	for i, r := range log {
		switch e := r.Event.(type) {
		case *BallotVoided:
			void[e.Ballot] = true
		case *Requalified:
			if e.Action == action {
				from = i
			}
		}
	}
	var choice Choice
	var rank time.Time
	for _, r := range log[from:] {
		e, is := r.Event.(*Voted)
		if is && e.Action == action && e.Member == member && !void[r.Seq] && !e.Rank.Before(rank) {
			choice, rank = e.Choice, e.Rank
		}
	}
	return choice
}
