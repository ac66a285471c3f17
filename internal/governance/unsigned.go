package governance

import (
	"fmt"
	"slices"
	"time"
)

// What somebody writes unsigned, a concern or why they were silent, is known to
// come from one member, and of whom nothing is kept: its events name nobody, its
// mail is forgotten once it is decided, and what its author is answered once it
// is sent. A keyed hash stops a second one. It is also the sign of life that
// such a mail is: at a review of ghosts whoever holds the key can tell whether a
// hash is somebody's, and nothing else would (rules.md, Both and Ghosts).

// Unsigned are the hashes of those who wrote something unsigned of one kind
// about one action, and when.
type Unsigned struct {
	What   string               `json:"what"` // concern, survey, or confirm: asked whether they wrote
	Action int                  `json:"action"`
	Marks  map[string]time.Time `json:"marks"`
}

// mark is the keyed hash of a member and of what they wrote about an action.
func (d *decision) mark(what string, action, member int) string {
	if d.r.Mark == nil {
		return "" // nobody lends the key: for listings, and for tests of other things
	}
	return d.r.Mark(fmt.Sprintf("%s|%d|%d", what, action, member))
}

// marks are the hashes of that kind about that action, nil for none.
func (s *State) marks(what string, action int) map[string]time.Time {
	for _, u := range s.Unsigned {
		if u.What == what && u.Action == action {
			return u.Marks
		}
	}
	return nil
}

// remember keeps a hash, and forgets those that stop nothing and are no sign of
// life any more.
func (s *State) remember(what string, action int, mark string, at time.Time) {
	if mark == "" {
		return
	}
	since := s.Statutes.GhostSilence.Before(at, s.zone)
	s.Unsigned = slices.DeleteFunc(s.Unsigned, func(u *Unsigned) bool {
		for _, last := range u.Marks {
			if a := s.Action(u.Action); last.After(since) || a != nil && a.IsOpen() {
				return false
			}
		}
		return true
	})
	marks := s.marks(what, action)
	if marks == nil {
		marks = map[string]time.Time{}
		s.Unsigned = append(s.Unsigned, &Unsigned{what, action, marks})
	}
	marks[mark] = at
}

// heard tells whether a member wrote something unsigned since an instant.
func (d *decision) heard(member int, since time.Time) bool {
	return slices.ContainsFunc(d.Unsigned, func(u *Unsigned) bool {
		return u.What != "confirm" && u.Marks[d.mark(u.What, u.Action, member)].After(since)
	})
}

// author is the member who wrote the mail, or to whom the letter went that
// somebody answers from elsewhere; nil for a stranger.
func (d *decision) author() *Member {
	if d.m != nil {
		return d.m
	}
	if m := d.Member(d.r.Answers.Member); m != nil && m.Departed.IsZero() && d.proofAlive() {
		return m
	}
	return nil
}

// unsigned tells whether a mail's author must not be known: it is a concern, or
// answers the question why they were silent, or what they were answered then.
func (d *decision) unsigned() bool {
	if !d.r.Human() || d.author() == nil {
		return false
	}
	if d.r.Answers.Kind == LetterConfirm && d.r.Held != nil {
		held := &decision{State: d.State, r: *d.r.Held, m: d.author()}
		return held.unsigned()
	}
	if d.r.Verb == VerbConcern {
		return true
	}
	if d.r.Answer != "" && len(d.questions(d.author().ID)) > 0 {
		return true
	}
	private := d.r.Answers.Kind == LetterSurvey || d.r.Answers.Whisper
	return private && (d.r.Uncertain || d.r.Proposal == nil && len(d.r.Votes) == 0 && d.r.Verb == VerbNone)
}

// hush decides an unsigned mail. Where nothing proves its author they are asked
// first, at most once a day and action.
func (d *decision) hush() []Event {
	m := d.author()
	if d.r.Answers.Kind == LetterConfirm {
		return d.hushed(m)
	}
	if d.m == nil || !d.vouched() {
		return d.askWho(m)
	}
	return d.say()
}

// askWho asks a member whether they wrote an unsigned mail.
func (d *decision) askWho(m *Member) []Event {
	action := d.heldAction()
	mark := d.mark("confirm", action, m.ID)
	if last := d.marks("confirm", action)[mark]; d.sameDay(last, d.at) {
		return []Event{&Whispered{Action: action, Why: WhyTooMany}}
	}
	return []Event{&Whispered{Action: action, Why: WhyUnproven, Mark: mark, To: m.ID, Held: d.r.Arrival}}
}

// hushed takes the answer to that question. By itself it proves enough, as any
// confirmation does.
func (d *decision) hushed(m *Member) []Event {
	switch {
	case d.m == nil || d.m.ID != d.r.Answers.Member:
		return []Event{&Whispered{Why: WhyUnproven}}
	case d.at.Sub(d.r.Answers.SentAt) > confirmation:
		return d.whisper(0, WhyExpired)
	case d.r.No:
		return d.whisper(0, WhyDropped)
	case d.r.Verb == VerbConcern || d.r.Answer != "":
		return d.say()
	case !d.r.Yes:
		return []Event{&Whispered{Action: d.r.Answers.Action, Why: WhyUnclearYes, To: m.ID, Held: d.r.Answers.Arrival}}
	}
	through := &decision{State: d.State, r: *d.r.Held, m: d.m, at: d.at, said: d.r.At}
	through.r.Mark = d.r.Mark
	return through.say()
}

// say does what a member says unsigned.
func (d *decision) say() []Event {
	switch {
	case d.r.Verb == VerbConcern:
		return d.concern()
	case d.r.Answer != "" || d.r.Answers.Kind == LetterSurvey:
		return d.answerSurvey()
	}
	return d.whisper(0, WhyNotRelayed)
}

// whisper answers the author of an unsigned mail, and changes nothing.
func (d *decision) whisper(action int, why Why) []Event {
	return []Event{&Whispered{Action: action, Why: why, To: d.m.ID}}
}

// concern relays a worry without its author's name: one a member and action,
// while the action can still be answered.
func (d *decision) concern() []Event {
	number := d.r.Target
	if number == 0 {
		number, _ = d.thread()
	}
	a := d.Action(number)
	mark := d.mark("concern", number, d.m.ID)
	_, twice := d.marks("concern", number)[mark]
	switch {
	case !d.Statutes.Concerns:
		return d.whisper(0, WhyConcernsOff)
	case d.r.Uncertain:
		return d.whisper(0, WhyConcernUnclear)
	case a == nil:
		return d.whisper(number, WhyConcernWhich)
	case !a.IsOpen() || d.late(a):
		return d.whisper(number, WhyConcernClosed)
	case d.r.Reason == "":
		return d.whisper(number, WhyConcernEmpty)
	case twice:
		return d.whisper(number, WhyConcernTwice)
	}
	return []Event{&Concerned{Action: number, Words: Text(d.r.Reason), Mark: mark, To: d.m.ID}}
}
