package governance

import "slices"

// propose opens an action, or shows its author what would open.
func (d *decision) propose() []Event {
	p := d.r.Proposal
	switch {
	case p.Unsure != "":
		return []Event{&Asked{Member: d.m.ID, Why: WhyUnsureTag}}
	case p.Problem != "":
		return []Event{&Declined{Member: d.m.ID, Why: WhyBadField, Field: p.Problem, Flaw: FlawUnreadable}}
	case p.Title == "":
		return d.decline(0, WhyNoTitle)
	}
	replaced := d.Action(p.Replaces)
	if p.Replaces != 0 && (replaced == nil || d.withdrawable(replaced) != "") {
		return d.decline(p.Replaces, WhyNotReplaceable)
	}
	effects, bad := d.effects(p)
	if bad != nil {
		return []Event{bad}
	}
	opened := d.opening(p, effects)
	if p.DryRun {
		can := d.canVote(d.at)
		return []Event{&Previewed{Member: d.m.ID, Number: opened.Action, Would: *opened, CanVote: can}}
	}
	events := []Event{opened}
	if replaced != nil {
		events = append(events, &Withdrawn{Action: replaced.Number, Member: d.m.ID, By: opened.Action, Tally: d.Tally(replaced)})
	}
	return events
}

// opening is the action as it opens: an ordinary one that costs more than the
// limit, or has an effect, is extraordinary (rules.md, Actions and Effects).
func (d *decision) opening(p *Proposal, effects []Effect) *Opened {
	e := &Opened{
		Action: len(d.Actions) + 1, Type: p.Type, Title: Text(p.Title), Body: Text(p.Text), Proposer: d.m.ID,
		Effects: effects, CostCents: p.CostCents, Urgent: p.Urgent, Replaces: p.Replaces, MessageID: Text(d.r.MessageID),
		Enclosed: d.enclosed(),
	}
	if e.Type == Ordinary && Cents(p.CostCents) > d.Statutes.CostLimit {
		e.Type, e.Because = Extraordinary, "cost"
	}
	if e.Type == Ordinary && len(effects) > 0 {
		e.Type, e.Because = Extraordinary, "effect"
	}
	if e.Type == Ordinary && Cents(p.ProseCents) > d.Statutes.CostLimit {
		e.HintCents = p.ProseCents
	}
	e.Rules = d.Statutes.rules(e.Type)
	if e.Type == Ordinary || d.canVote(d.at) > 0 {
		e.Deadline = e.Rules.Window.After(d.at, d.zone)
	}
	return e
}

// rules are the statutes that an action of a type keeps. No delay at all has
// no unit, so that a log read back gives the same rules.
func (s *Statutes) rules(t ActionType) Rules {
	if t == Ordinary {
		r := Rules{Window: s.OrdinaryWindow, Stop: s.OrdinaryStop}
		if !s.OrdinaryPause.IsZero() {
			r.Pause = s.OrdinaryPause
		}
		return r
	}
	r := Rules{Window: s.ExtraordinaryWindow, Adopt: s.ExtraordinaryAdopt, Reject: s.ExtraordinaryReject, Reminders: s.Reminders}
	if !s.ExtraordinaryEarliest.IsZero() {
		r.Earliest = s.ExtraordinaryEarliest
	}
	return r
}

// onAction does what a word asks for on one action.
func (d *decision) onAction() []Event {
	number := d.r.Target
	if d.r.Answers.Lost {
		return d.which()
	}
	if number == 0 || number == d.r.Thread {
		thread, ok := d.thread()
		if !ok || thread == 0 {
			return d.which()
		}
		number = thread
	}
	a := d.Action(number)
	if a == nil {
		return d.decline(number, WhyNoSuchAction)
	}
	switch d.r.Verb {
	case VerbPause:
		return d.pause(a)
	case VerbWithdraw:
		return d.withdraw(a)
	case VerbDone:
		return d.done(a)
	case VerbRequalify:
		return d.requalify(a)
	default:
		return d.contest(a)
	}
}

// pause opens the discussion of an ordinary action; only the first one moves
// its deadline. On an extraordinary action it is an invitation to talk.
func (d *decision) pause(a *Action) []Event {
	switch {
	case !a.IsOpen():
		return d.decline(a.Number, WhyClosed)
	case d.late(a):
		return d.decline(a.Number, WhyDeadlinePassed)
	case a.Type == Extraordinary:
		return d.talkAnd(a, WhyPauseExtra)
	case slices.Contains(a.Pausers, d.m.ID):
		return d.talkAnd(a, WhyPausedAlready)
	}
	first := len(a.Pausers) == 0
	deadline := a.Deadline
	if first {
		deadline = latest(deadline, a.Rules.Pause.After(d.at, d.zone))
	}
	return []Event{&Paused{Action: a.Number, Member: d.m.ID, Reason: Text(d.r.Reason), Enclosed: d.enclosed(), First: first, Deadline: deadline}}
}

// talkAnd relays what a declined word came with, if anything.
func (d *decision) talkAnd(a *Action, why Why) []Event {
	declined := d.decline(a.Number, why)
	if d.r.Reason == "" && !d.r.brings() {
		return declined
	}
	return append(d.talk(a.Number), declined...)
}

// withdrawable is why this member may not withdraw that action, "" if they may.
func (d *decision) withdrawable(a *Action) Why {
	switch {
	case a.Proposer != d.m.ID:
		return WhyNotProposer
	case a.State == Rejected || a.State == Stopped:
		return WhyRejected
	case a.State == Retracted:
		return WhyWithdrawn
	case !a.DoneAt.IsZero():
		return WhyDoneAlready
	case a.CarriedOut():
		return WhyCarriedOut
	case a.IsOpen() && d.late(a) && a.Rules.Reject.Reached(d.Tally(a).Against, d.Tally(a).Electorate):
		return WhyDeadlinePassed // it is about to be rejected
	}
	return ""
}

func (d *decision) withdraw(a *Action) []Event {
	if why := d.withdrawable(a); why != "" {
		return d.decline(a.Number, why)
	}
	return []Event{&Withdrawn{Action: a.Number, Member: d.m.ID, Reason: Text(d.r.Reason), Enclosed: d.enclosed(), Tally: d.Tally(a)}}
}

// done marks an action as carried out, by its proposer, or by any voter once
// the proposer has left.
func (d *decision) done(a *Action) []Event {
	left := !d.Member(a.Proposer).Departed.IsZero()
	switch {
	case a.Proposer != d.m.ID && !(left && !d.m.VotesFrom.After(d.at)):
		return d.decline(a.Number, WhyNotProposer)
	case a.State == Rejected || a.State == Stopped:
		return d.decline(a.Number, WhyRejected)
	case a.State == Retracted:
		return d.decline(a.Number, WhyWithdrawn)
	case !a.DoneAt.IsZero():
		return d.decline(a.Number, WhyDoneAlready)
	case a.Type == Extraordinary && a.IsOpen():
		return d.decline(a.Number, WhyNotAdopted)
	}
	return []Event{&Done{Action: a.Number, Member: d.m.ID, Report: Text(d.r.Reason), Enclosed: d.enclosed()}}
}

// requalify makes an ordinary action extraordinary, by its proposer's will.
func (d *decision) requalify(a *Action) []Event {
	switch {
	case a.Type == Extraordinary && a.IsOpen():
		return d.decline(a.Number, WhyAlreadyExtra)
	case !a.IsOpen() || d.late(a):
		return d.decline(a.Number, WhyTooLate)
	case a.Proposer != d.m.ID:
		return d.decline(a.Number, WhyRequalifyAsk)
	case !a.DoneAt.IsZero():
		return d.decline(a.Number, WhyDoneAlready)
	}
	e := &Requalified{
		Action: a.Number, Member: d.m.ID, Reason: Text(d.r.Reason), Enclosed: d.enclosed(), Dropped: a.voters(),
		Rules: d.Statutes.rules(Extraordinary),
	}
	if d.canVote(d.at) > 0 {
		e.Deadline = e.Rules.Window.After(d.at, d.zone)
	}
	return []Event{e}
}

// contest takes back a ballot that its member says is not theirs: that of the
// receipt they answer, so that the same word said twice spares an earlier one.
// What is closed is not reopened, but everyone is told all the same.
func (d *decision) contest(a *Action) []Event {
	b := a.Ballot(d.m.ID)
	if seq := d.r.Answers.Ballot; seq != 0 {
		b = a.ballotOf(d.m.ID, seq)
	}
	if b == nil {
		return d.decline(a.Number, WhyNothingToContest)
	}
	contested := &Contested{Action: a.Number, Member: d.m.ID, Void: b.Choice}
	if !a.IsOpen() || d.late(a) {
		return []Event{contested}
	}
	if left := a.without(d.m.ID, b.Seq); left != nil {
		contested.Stands = left.Choice
	}
	return []Event{&BallotVoided{Action: a.Number, Member: d.m.ID, Ballot: b.Seq, Why: string(WhyContested)}, contested}
}
