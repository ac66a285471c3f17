package governance

import "slices"

// Letters says who must be told of what has just happened: one letter each,
// with the state of its action as it now stands.
func Letters(s *State, records []Record) []Letter {
	var letters []Letter
	for _, r := range records {
		for _, l := range s.owed(r) {
			if len(l.To) == 0 && !l.Owner && l.Arrival == 0 {
				continue // nobody to tell
			}
			l.At, l.Event = r.At, r.Seq
			if a := s.Action(l.Action); a != nil {
				l.Tally, l.Deadline = s.Tally(a), a.Deadline
			}
			letters = append(letters, l)
		}
	}
	return letters
}

// Welcomes are the letters that greet the founders, one each. They are owed
// where an association begins to live, and not where its past is told again.
func Welcomes(founding []Record) (letters []Letter) {
	for _, r := range founding {
		if e, is := r.Event.(*Joined); is && e.Origin == "founder" {
			l := answer(LetterWelcome, e.Member, 0, "", r)[0]
			l.At, l.Event = r.At, r.Seq
			letters = append(letters, l)
		}
	}
	return letters
}

// owed is what one event owes.
func (s *State) owed(r Record) []Letter {
	switch e := r.Event.(type) {
	case *Opened:
		return []Letter{s.toAll(LetterAnnouncement, e.Action, append(s.Action(e.Action).concerned(), e.Proposer)...)}
	case *Previewed:
		return answer(LetterDryRun, e.Member, 0, "", r)
	case *Voted:
		return s.receipt(e, r)
	case *Contested:
		l := s.about(LetterReceipt, e.Action, e.Member)
		l.Why = WhyContested
		return []Letter{l}
	case *Paused:
		return []Letter{s.about(LetterPause, e.Action, e.Member)}
	case *Countered:
		return []Letter{s.about(LetterCounterVote, e.Action, e.Member)}
	case *Requalified:
		return []Letter{s.about(LetterRequalified, e.Action, e.Member)}
	case *WindowStarted:
		return []Letter{s.toAll(LetterAnnouncement, e.Action, s.Action(e.Action).concerned()...)}
	case *Withdrawn:
		return []Letter{s.about(LetterOutcome, e.Action, e.Member)}
	case *Closed:
		return []Letter{s.toAll(LetterOutcome, e.Action)}
	case *Done:
		if e.Report == "" && e.Enclosed == 0 {
			return answer(LetterReceipt, e.Member, e.Action, WhyDone, r)
		}
		return []Letter{s.about(LetterOutcome, e.Action, e.Member)}
	case *Reminded:
		return []Letter{{Kind: LetterReminder, To: e.Members, Actions: e.Actions}}
	default:
		return s.owedToPerson(r)
	}
}

// owedToPerson is what the events of members' lives owe.
func (s *State) owedToPerson(r Record) []Letter {
	switch e := r.Event.(type) {
	case *Joined:
		if e.Origin != "founder" {
			return append(answer(LetterWelcome, e.Member, 0, "", r), s.invitations(e.Member, r.At)...)
		}
	case *Introduced:
		return []Letter{{Kind: LetterArrival, To: s.written(r)}}
	case *VotingBegan:
		if s.Member(e.Member).WrittenBy == r.Seq {
			return answer(LetterVotingRight, e.Member, 0, "", r)
		}
	case *DelayWaived:
		if !s.Member(e.Member).hears() {
			return nil
		}
		return answer(LetterVotingRight, e.Member, e.Action, "", Record{})
	case *LeaveBegan:
		return answer(LetterVacation, e.Member, 0, "", r)
	case *Digested:
		if e.Member != 0 {
			l := Letter{Kind: LetterDigest, To: []int{e.Member}, Personal: true}
			if r.By == e.Member { // else somebody else's mail woke us on the day of their return
				l.Arrival = r.Arrival
			}
			return []Letter{l}
		}
		return append(s.publicDigest(e.Since), Letter{Kind: LetterDigest, To: s.written(r)})
	case *LeaveEnded:
		return s.invitations(e.Member, r.At)
	case *BecameReachable:
		return s.invitations(e.Member, r.At)
	case *AddressAdded:
		return answer(LetterStatus, e.Member, 0, "", r)
	case *Renamed:
		return answer(LetterStatus, e.Member, 0, "", r)
	case *DeliveryChosen:
		return answer(LetterStatus, e.Member, 0, "", r)
	case *Departed:
		if e.Action != 0 { // the mail that decided it is not theirs
			return answer(LetterFarewell, e.Member, e.Action, "", Record{})
		}
		if e.Origin != "unreachable" && e.Origin != "erased" { // of that, the letter says when
			return answer(LetterFarewell, e.Member, 0, "", r)
		}
	case *ErasureBegan:
		return answer(LetterFarewell, e.Member, 0, WhyErased, r)
	case *BecameUnreachable:
		l := s.about(LetterVacation, 0, e.Member)
		l.Why = WhyUnreachable
		return []Letter{l}
	case *Alarmed:
		return []Letter{{Kind: LetterOwner, Owner: true, Why: WhyMassBounce}}
	case *Bounced:
		return s.owedToBounced(e)
	case *Faulted:
		return []Letter{{Kind: LetterOwner, Owner: true, Why: e.Why, Arrival: e.Mail}}
	case *WroteOwner:
		return []Letter{{Kind: LetterOwner, Owner: true, Why: WhyWritten, Arrival: r.Arrival, After: e.After}}
	case *Accepted:
		return []Letter{s.toAll(LetterPost, 0, e.Voter)}
	case *Posted:
		return []Letter{s.about(LetterPost, e.Action, e.Member)}
	case *Intervened:
		return []Letter{s.about(LetterIntervention, 0, e.Member)}
	case *Reviewed, *GhostsAsked, *GhostsSpared, *StillHere:
		return s.owedToGhosts(r)
	case *Followed, *Unfollowed:
		return s.owedToFollowers(r)
	case *RoleGiven, *MandateGiven, *ChargeLeft, *MandateWrote, *ConclusionAsked, *Concluded, *MandateEnded:
		return s.owedToHolders(r)
	case *Concerned, *Surveyed, *SurveyAnswered, *SurveyClosed, *Whispered:
		return s.owedUnsigned(r)
	default:
		return s.owedAnswer(r)
	}
	return nil
}

// owedAnswer is what the answers that change nothing owe.
func (s *State) owedAnswer(r Record) []Letter {
	switch e := r.Event.(type) {
	case *Asked:
		if e.Member == Owner {
			return []Letter{{Kind: LetterOwner, Owner: true, Why: e.Why}}
		}
		if e.Held != 0 {
			return []Letter{s.confirmAgain(e.Member, e.Action, e.Held)}
		}
		return inMandate(e.Mandate, inAssembly(e.Assembly, answer(LetterAskVote, e.Member, e.Action, e.Why, r)))
	case *Confided:
		return s.owedToOne(e, r)
	case *Declined:
		if e.Member != 0 { // an operator reads it on the terminal
			return inMandate(e.Mandate, inAssembly(e.Assembly, answer(LetterRefusal, e.Member, e.Action, e.Why, r)))
		}
	case *Replied:
		kind := LetterStatus
		if e.What == VerbHelp {
			kind = LetterHelp
		}
		return answer(kind, e.Member, e.Action, "", r)
	case *Held:
		return s.confirmationOf(e)
	case *HeldAsked:
		return []Letter{s.confirmAgain(e.Member, e.Action, e.Held)}
	case *Confirmed:
		switch {
		case e.Dropped && e.Erases:
			return answer(LetterReceipt, e.Member, 0, WhyKept, r)
		case e.Dropped && e.Member != 0:
			return answer(LetterReceipt, e.Member, 0, WhyDropped, r)
		}
	case *StrangerWrote:
		if e.Letter != "" {
			arrival := r.Arrival
			if e.Held != 0 {
				arrival = e.Held
			}
			return []Letter{{Kind: e.Letter, Why: e.Why, Personal: true, Arrival: arrival, After: e.After}}
		}
	default:
		return s.owedByAssembly(r)
	}
	return nil
}

// confirmationOf asks whether a held mail was its sender's: the member at the
// address on file, or the stranger who wants to join.
func (s *State) confirmationOf(e *Held) []Letter {
	l := Letter{Kind: LetterConfirm, Personal: true, Why: WhyUnproven, Action: e.Action, Arrival: e.Held, After: e.After}
	switch {
	case e.Silent:
		return nil
	case e.Follow:
		l.Why = WhyFollow
	case e.Member == 0:
		l.Why = WhyJoin
	case e.Adds != "":
		l.Why = WhyOtherAddress
	case e.Erases:
		l.Why = WhyErase
	}
	if e.Member != 0 {
		l.To = []int{e.Member}
	}
	return []Letter{l}
}

// confirmAgain asks a member about a mail that is held already.
func (s *State) confirmAgain(member, action int, held int64) Letter {
	why := WhyUnproven
	switch h := s.hold(held); {
	case h == nil:
	case h.Adds != "":
		why = WhyOtherAddress
	case h.Erases:
		why = WhyErase
	}
	return Letter{Kind: LetterConfirm, To: []int{member}, Personal: true, Why: why, Action: action, Arrival: held}
}

// receipt tells a voter what was kept: the ballot, that it waits for their
// return, or that it supports an action which needs no vote.
func (s *State) receipt(e *Voted, r Record) []Letter {
	a := s.Action(e.Action)
	if b := a.Ballot(e.Member); b != nil && b.Seq != r.Seq && b.Choice != e.Choice {
		return nil // it was written before the ballot that counts: its question tells
	}
	why := Why("")
	switch {
	case s.Member(e.Member).OnLeave:
		why = WhyOnLeave
	case a.Type == Ordinary && e.Choice != Against:
		why = WhySupport
	}
	return answer(LetterReceipt, e.Member, e.Action, why, r)
}

// answer is a letter to one member alone.
func answer(kind LetterKind, member, action int, why Why, r Record) []Letter {
	return []Letter{{Kind: kind, To: []int{member}, Personal: true, Why: why, Action: action, Arrival: r.Arrival, Member: member}}
}

// toAll is a letter to every member whom letters reach and who takes such a
// one, and to those it concerns most, even on leave.
func (s *State) toAll(kind LetterKind, action int, concerned ...int) Letter {
	l := Letter{Kind: kind, Action: action}
	a := s.Action(action)
	for _, m := range s.Members {
		most := slices.Contains(concerned, m.ID) && m.Departed.IsZero() && !m.Unreachable
		if m.hears() && m.takes(kind, a) || most {
			l.To = append(l.To, m.ID)
		}
	}
	return l
}

// about is a letter to all that tells what a member did.
func (s *State) about(kind LetterKind, action, member int) Letter {
	l := s.toAll(kind, action, member)
	l.Member = member
	return l
}
