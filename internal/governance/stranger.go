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
	if events := d.afterwards(); events != nil {
		return events
	}
	switch {
	case d.r.Kind == KindUnreadable:
		return []Event{&StrangerWrote{Stranger: d.r.Stranger}}
	case d.r.Answers.Kind == LetterConfirm && d.r.Answers.Member == 0:
		return d.strangerConfirmed()
	case d.r.Verb == VerbJoin && !d.r.Uncertain:
		return d.joining()
	case d.r.Verb == VerbFollow && !d.r.Uncertain:
		return d.wishFollow()
	case d.r.Verb == VerbUnfollow && !d.r.Uncertain, d.r.Verb == VerbLeave && d.follower() != nil:
		return d.unfollow()
	case d.Member(d.r.Answers.Member) != nil && d.Member(d.r.Answers.Member).Departed.IsZero() && d.proofAlive():
		return d.holdBack(d.r.Answers.Member, d.r.From)
	case d.r.Verb == VerbHelp:
		return d.answerStranger(LetterHelp, "")
	case d.r.Alone: // nobody is shown so much as its subject
		return d.answerStranger(LetterRefusal, WhyNotAMember)
	}
	if events, is := d.outsider(); is {
		return events
	}
	return append(d.knock(), d.answerStranger(LetterRefusal, WhyNotAMember)...)
}

// joining makes a member of a proven sender, and asks others to confirm, once
// a week.
func (d *decision) joining() []Event {
	if d.r.Authenticated {
		joined := d.join(d.r.From, d.r.Name, "asked")
		return []Event{joined, &Authenticated{joined.Member}}
	}
	return d.toConfirm(false)
}

// toConfirm asks whoever wants to join or to follow whether they do, at
// whatever address: once a week, as anybody can write in their name; a proven
// sender, as often as they are answered.
func (d *decision) toConfirm(follow bool) []Event {
	day, week := d.answersSince(d.at.Add(-24*time.Hour)), d.answersSince(d.at.Add(-7*24*time.Hour))
	if week > 0 && !d.r.Authenticated || day >= strangerADay || week >= strangerAWeek {
		return []Event{&StrangerWrote{Stranger: d.r.Stranger, Why: WhyTooMany}}
	}
	return []Event{&Held{Held: d.r.Arrival, Rank: d.r.At, Stranger: d.r.Stranger, Follow: follow, After: d.turn()}}
}

// strangerConfirmed makes a member, or a follower, of whoever answered from the
// address that asked, and forgets a request that was not theirs.
func (d *decision) strangerConfirmed() []Event {
	h := d.hold(d.r.Answers.Arrival)
	switch {
	case h == nil || h.Stranger != d.r.Stranger || d.stale(h, d.at):
		return d.answerStranger(LetterRefusal, WhyNotAMember)
	case d.r.No:
		return []Event{&Confirmed{Held: h.Arrival, Dropped: true}}
	case h.Follow && (d.r.Yes || d.r.Verb == VerbFollow):
		return []Event{&Confirmed{Held: h.Arrival}, d.followed(0)}
	case !h.Follow && (d.r.Yes || d.r.Verb == VerbJoin):
		// By the name that this mail bears: the one that asked may be anybody's.
		return []Event{&Confirmed{Held: h.Arrival}, d.join(d.r.From, d.r.Name, "asked")}
	case d.answersSince(d.at.Add(-7*24*time.Hour)) >= strangerAWeek:
		return []Event{&StrangerWrote{Stranger: d.r.Stranger, Why: WhyTooMany}}
	}
	return []Event{&StrangerWrote{Stranger: d.r.Stranger, Letter: LetterConfirm, Why: h.why(), After: d.turn(), Held: h.Arrival}}
}

// why is what a stranger is asked to confirm.
func (h *Hold) why() Why {
	if h.Follow {
		return WhyFollow
	}
	return WhyJoin
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
