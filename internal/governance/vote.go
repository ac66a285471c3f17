package governance

import "slices"

// votes counts the votes of one mail, action by action.
func (d *decision) votes() []Event {
	if d.answersAPerson() && slices.ContainsFunc(d.r.Votes, func(v Vote) bool { return v.Assent }) {
		return d.assent()
	}
	var events []Event
	seen := map[int]Choice{}
	for _, v := range d.r.Votes {
		action, ok := d.voteTarget(v)
		if !ok {
			return d.which()
		}
		if choice, twice := seen[action]; twice {
			if choice != v.Choice && d.counts(action) {
				return []Event{&Asked{Member: d.m.ID, Action: action, Why: WhyTwoChoices}}
			}
			continue
		}
		seen[action] = v.Choice
		if v.Assent {
			events = append(events, d.agreement(action, v)...)
			continue
		}
		events = append(events, d.vote(action, v)...)
	}
	return events
}

// voteTarget is the action of one vote: its own number, or the thread's.
func (d *decision) voteTarget(v Vote) (action int, ok bool) {
	if d.r.Answers.Lost {
		return 0, false
	}
	if v.Action != 0 && v.Action != d.r.Thread {
		return v.Action, true
	}
	action, ok = d.thread()
	return action, ok && action != 0
}

// vote takes one vote on one action.
func (d *decision) vote(number int, v Vote) []Event {
	a := d.Action(number)
	if a == nil {
		return d.decline(number, WhyNoSuchAction)
	}
	if why := d.refusal(a); why != "" {
		return d.decline(number, why)
	}
	if d.r.At.Before(a.Base) { // of what it was before it was requalified
		return []Event{&Asked{Member: d.m.ID, Action: number, Why: WhyEarlier}}
	}
	return d.ballot(a, v)
}

// refusal is why a vote on that action would not count, "" where it would.
func (d *decision) refusal(a *Action) Why {
	switch {
	case !a.IsOpen():
		return WhyClosed
	case d.late(a):
		return WhyDeadlinePassed
	case !a.entitled(d.m):
		return WhyNotYet
	}
	return ""
}

// counts tells whether a vote on the action of that number would.
func (d *decision) counts(number int) bool {
	a := d.Action(number)
	return a != nil && d.refusal(a) == ""
}

// late tells whether the mail's instant is past the deadline of an action that
// is not closed yet. A deadline counts the mails at or before it.
func (d *decision) late(a *Action) bool {
	return !a.Deadline.IsZero() && latest(d.r.At, d.said).After(a.Deadline)
}

// ballot makes a vote a ballot. Two different ones in the same second void
// each other, and one that was written before the ballot already counted does
// not replace it: both are asked about (rules.md, Time and When the daemon is
// not sure).
func (d *decision) ballot(a *Action, v Vote) []Event {
	if events := d.sameSecond(a, v); events != nil {
		return events
	}
	last := a.Ballot(d.m.ID)
	voted := &Voted{Action: a.Number, Member: d.m.ID, Choice: v.Choice, Reason: Text(v.Reason), Rank: d.r.At}
	if last != nil && last.Rank.After(d.r.At) && last.Choice != v.Choice {
		return []Event{voted, &Asked{Member: d.m.ID, Action: a.Number, Why: WhyEarlier}}
	}
	return []Event{voted}
}

// sameSecond takes back the ballots that differ from a vote of the same
// second, and asks; a third one, whatever it says, is no clearer.
func (d *decision) sameSecond(a *Action, v Vote) []Event {
	var events []Event
	unclear := false
	for _, i := range a.ballotsOf(d.m.ID) {
		b := &a.Ballots[i]
		if !b.Rank.Equal(d.r.At) || b.Choice == v.Choice && !b.Void {
			continue
		}
		unclear = true
		if !b.Void {
			events = append(events, &BallotVoided{Action: a.Number, Member: d.m.ID, Ballot: b.Seq, Why: string(WhySameSecond)})
		}
	}
	if !unclear {
		return nil
	}
	return append(events, &Asked{Member: d.m.ID, Action: a.Number, Why: WhySameSecond})
}
