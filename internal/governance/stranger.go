package governance

import (
	"slices"
	"time"
)

// Limits on answers to strangers (safety.md, Believing a sender).
const (
	strangerADay    = 1
	strangerAWeek   = 3
	strangersAnHour = 20
)

// ownerMail is under what mail for the owner is counted among answers to
// strangers: whoever writes there cannot flood a human either.
const ownerMail = "owner"

// stranger answers somebody who is no member. Nothing of theirs is reflected,
// and only a proven address is answered, but for whoever asks to join.
func (d *decision) stranger() []Event {
	switch {
	case d.r.Kind == KindUnreadable:
		return []Event{&StrangerWrote{Stranger: d.r.Stranger}}
	case d.r.Answers.Kind == LetterConfirm && d.r.Answers.Member == 0:
		return d.joinConfirmed()
	case d.r.Verb == VerbJoin && !d.r.Uncertain:
		return d.joining()
	case d.Member(d.r.Answers.Member) != nil && d.Member(d.r.Answers.Member).Departed.IsZero() && d.proofAlive():
		return d.holdBack(d.r.Answers.Member, d.r.From)
	case d.r.Verb == VerbHelp:
		return d.answerStranger(LetterHelp, "")
	default:
		return append(d.knock(), d.answerStranger(LetterRefusal, WhyNotAMember)...)
	}
}

// joining makes a member of a proven sender, and asks others to confirm, once
// a week.
func (d *decision) joining() []Event {
	if d.r.Authenticated {
		joined := d.join(d.r.From, d.r.Name, "asked")
		return []Event{joined, &Authenticated{joined.Member}}
	}
	if d.answersSince(d.at.Add(-7*24*time.Hour)) > 0 {
		return []Event{&StrangerWrote{Stranger: d.r.Stranger, Why: WhyTooMany}}
	}
	return []Event{&Held{Held: d.r.Arrival, Rank: d.r.At, Stranger: d.r.Stranger, After: d.turn()}}
}

// joinConfirmed makes a member of whoever answered from the address that asked,
// and forgets a request that was not theirs.
func (d *decision) joinConfirmed() []Event {
	h := d.hold(d.r.Answers.Arrival)
	switch {
	case h == nil || h.Stranger != d.r.Stranger || d.stale(h, d.at):
		return d.answerStranger(LetterRefusal, WhyNotAMember)
	case d.r.No:
		return []Event{&Confirmed{Held: h.Arrival, Dropped: true}}
	case d.r.Yes || d.r.Verb == VerbJoin:
		// By the name that this mail bears: the one that asked may be anybody's.
		return []Event{&Confirmed{Held: h.Arrival}, d.join(d.r.From, d.r.Name, "asked")}
	case d.answersSince(d.at.Add(-7*24*time.Hour)) >= strangerAWeek:
		return []Event{&StrangerWrote{Stranger: d.r.Stranger, Why: WhyTooMany}}
	}
	return []Event{&StrangerWrote{Stranger: d.r.Stranger, Letter: LetterConfirm, Why: WhyJoin, After: d.turn(), Held: h.Arrival}}
}

// answerStranger answers a proven address, within the limits.
func (d *decision) answerStranger(kind LetterKind, why Why) []Event {
	e := &StrangerWrote{Stranger: d.r.Stranger}
	day, week := d.at.Add(-24*time.Hour), d.at.Add(-7*24*time.Hour)
	switch {
	case !d.r.Authenticated:
		e.Why = WhyUnproven
	case d.answersSince(day) >= strangerADay || d.answersSince(week) >= strangerAWeek:
		e.Why = WhyTooMany
	default:
		e.Letter, e.Why, e.After = kind, why, d.turn()
	}
	return []Event{e}
}

func (d *decision) answersSince(since time.Time) int {
	n := 0
	for _, at := range d.Strangers[d.r.Stranger] {
		if at.After(since) {
			n++
		}
	}
	return n
}

// turn is when a stranger's answer may leave: beyond so many an hour in all,
// they wait, and none is dropped. It is zero for at once.
func (d *decision) turn() time.Time {
	if len(d.Turns) < strangersAnHour {
		return time.Time{}
	}
	if at := d.Turns[len(d.Turns)-strangersAnHour].Add(time.Hour); at.After(d.at) {
		return at
	}
	return time.Time{}
}

// answered notes an answer to a stranger that leaves at its turn, zero for at
// once. Once a day it forgets those of over a week ago.
func (s *State) answered(stranger string, now, turn time.Time) {
	at := latest(now, turn)
	s.Strangers[stranger] = append(s.Strangers[stranger], at)
	s.Turns = append(s.Turns, at)
	if len(s.Turns) > strangersAnHour {
		s.Turns = slices.Delete(s.Turns, 0, len(s.Turns)-strangersAnHour)
	}
	if now.Sub(s.Swept) < 24*time.Hour || !s.Dissolved.IsZero() { // once dissolved, each is answered once
		return
	}
	s.Swept = now
	for hash, times := range s.Strangers {
		times = slices.DeleteFunc(times, func(t time.Time) bool { return now.Sub(t) > 7*24*time.Hour })
		if s.Strangers[hash] = times; len(times) == 0 {
			delete(s.Strangers, hash)
		}
	}
}
