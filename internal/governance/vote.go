package governance

// votes counts the votes of one mail, action by action.
func (d *decision) votes() []Event {
	var events []Event
	seen := map[int]Choice{}
	for _, v := range d.r.Votes {
		action, ok := d.voteTarget(v)
		if !ok {
			return []Event{&Asked{Member: d.m.ID, Why: WhyWhichAction}}
		}
		if choice, twice := seen[action]; twice {
			if choice != v.Choice {
				return []Event{&Asked{Member: d.m.ID, Action: action, Why: WhyTwoChoices}}
			}
			continue
		}
		seen[action] = v.Choice
		events = append(events, d.vote(action, v)...)
	}
	return events
}

// voteTarget is the action of one vote: its own number, or the thread's.
func (d *decision) voteTarget(v Vote) (action int, ok bool) {
	if v.Action != 0 && v.Action != d.r.Thread {
		return v.Action, true
	}
	action, ok = d.thread()
	return action, ok && action != 0
}

// vote takes one vote on one action.
func (d *decision) vote(number int, v Vote) []Event {
	a := d.Action(number)
	switch {
	case a == nil:
		return d.decline(number, WhyNoSuchAction)
	case v.Assent && d.answersAPerson():
		return append(d.talk(number), d.question(number, WhyToAPerson)...)
	case !a.IsOpen():
		return d.decline(number, WhyClosed)
	case d.late(a):
		return d.decline(number, WhyDeadlinePassed)
	case !a.entitled(d.m):
		return d.decline(number, WhyNotYet)
	}
	return d.ballot(a, v)
}

// answersAPerson tells whether the mail answers something that a member wrote,
// so that "ok" may be said to them rather than of the action.
func (d *decision) answersAPerson() bool {
	switch d.r.Answers.Kind {
	case LetterPost, LetterPause, LetterCounterVote:
		return !d.r.Answers.Button
	}
	return false
}

// late tells whether the mail's instant is past the deadline of an action that
// is not closed yet. A deadline counts the mails at or before it.
func (d *decision) late(a *Action) bool {
	return !a.Deadline.IsZero() && d.r.At.After(a.Deadline)
}

// ballot makes a vote a ballot. Two different ones in the same second void
// each other, and one that was written before the ballot already counted does
// not replace it: both are asked about (rules.md, Time and When the daemon is
// not sure).
func (d *decision) ballot(a *Action, v Vote) []Event {
	last := a.Ballot(d.m.ID)
	if last != nil && last.Rank.Equal(d.r.At) && last.Choice != v.Choice {
		void := &BallotVoided{Action: a.Number, Member: d.m.ID, Ballot: last.Seq, Why: string(WhySameSecond)}
		return append([]Event{void}, &Asked{Member: d.m.ID, Action: a.Number, Why: WhySameSecond})
	}
	voted := &Voted{Action: a.Number, Member: d.m.ID, Choice: v.Choice, Reason: Text(v.Reason), Rank: d.r.At}
	if last != nil && last.Rank.After(d.r.At) && last.Choice != v.Choice {
		return []Event{voted, &Asked{Member: d.m.ID, Action: a.Number, Why: WhyEarlier}}
	}
	return []Event{voted}
}
