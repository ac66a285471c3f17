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

// stranger answers somebody who is no member. Nothing of theirs is reflected,
// and only a proven address is answered, but for whoever asks to join.
func (d *decision) stranger() []Event {
	switch {
	case d.r.Answers.Kind == LetterConfirm && d.r.Answers.Member == 0:
		return d.joinConfirmed()
	case d.Member(d.r.Answers.Member) != nil && d.Member(d.r.Answers.Member).Departed.IsZero() && d.proofAlive():
		return d.holdBack(d.r.Answers.Member, d.r.From)
	case d.r.Kind == KindUnreadable:
		return []Event{&StrangerWrote{Stranger: d.r.Stranger}}
	case d.r.Verb == VerbJoin && !d.r.Uncertain:
		return d.joining()
	case d.r.Verb == VerbHelp:
		return d.answerStranger(LetterHelp, "")
	default:
		return d.answerStranger(LetterRefusal, WhyNotAMember)
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

// joinConfirmed makes a member of whoever answered from the address that asked.
func (d *decision) joinConfirmed() []Event {
	h := d.hold(d.r.Answers.Arrival)
	if h == nil || h.Stranger != d.r.Stranger || d.stale(h, d.at) || d.r.Held == nil || !d.r.Yes && d.r.Verb != VerbJoin {
		return d.answerStranger(LetterRefusal, WhyNotAMember)
	}
	return []Event{&Confirmed{Held: h.Arrival}, d.join(d.r.From, d.r.Held.Name, "asked")}
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
	var recent []time.Time
	for _, times := range d.Strangers {
		for _, at := range times {
			if at.After(d.at.Add(-time.Hour)) {
				recent = append(recent, at)
			}
		}
	}
	if len(recent) < strangersAnHour {
		return time.Time{}
	}
	slices.SortFunc(recent, time.Time.Compare)
	return recent[len(recent)-strangersAnHour].Add(time.Hour)
}

// answered notes an answer to a stranger, and forgets those of over a week ago.
func (s *State) answered(stranger string, at time.Time) {
	for hash, times := range s.Strangers {
		if times = slices.DeleteFunc(times, func(t time.Time) bool { return at.Sub(t) > 8*24*time.Hour }); len(times) == 0 {
			delete(s.Strangers, hash)
		} else {
			s.Strangers[hash] = times
		}
	}
	s.Strangers[stranger] = append(s.Strangers[stranger], at)
}
