package governance

import (
	"cmp"
	"slices"
	"time"
)

// Mail to the list from somebody who is no member is not relayed. It waits at
// the door, and the digest names it, until a voter lets it through (rules.md,
// Strangers' mail).

// Door is where they wait.
type Door struct {
	Last  int     `json:"last,omitempty"` // the latest number given
	Waits []Knock `json:"waits,omitempty"`
}

// Knock is one such mail.
type Knock struct {
	Number  int       `json:"number"` // as in ACCEPTER 3; none is used twice
	Seq     int64     `json:"seq"`    // of the Knocked event, which has its words
	Arrival int64     `json:"arrival"`
	At      time.Time `json:"at"`
	Proven  bool      `json:"proven,omitempty"`
}

const (
	knocksMax   = 100 // that wait at a time; the oldest unproven one makes room
	knocksShown = 10  // in one digest
)

// Knocked is a stranger's mail that begins to wait.
type Knocked struct {
	Number  int  `json:"number"`
	Proven  bool `json:"proven,omitempty"` // its sender's domain vouches for it
	Name    Text `json:"name,omitempty"`
	Address Text `json:"address"`
	Subject Text `json:"subject,omitempty"`
}

// Accepted is a stranger's mail that a voter let through.
type Accepted struct {
	Number   int   `json:"number"`
	Voter    int   `json:"voter"`
	Name     Text  `json:"name,omitempty"`
	Address  Text  `json:"address"`
	Subject  Text  `json:"subject,omitempty"`
	Words    Text  `json:"words,omitempty"`
	Enclosed int64 `json:"enclosed,omitempty"` // as in Posted
}

func (*Knocked) kind() string     { return "knocked" }
func (e *Knocked) texts() []*Text { return []*Text{&e.Name, &e.Address, &e.Subject} }

func (*Accepted) kind() string     { return "accepted" }
func (e *Accepted) texts() []*Text { return []*Text{&e.Name, &e.Address, &e.Subject, &e.Words} }

// Knocks tells whether a stranger's mail is one to be shown to the members:
// somebody wrote something that can be read, that is no command and for nobody
// alone.
func (r *Request) Knocks() bool {
	said := r.Words != "" || r.Subject != "" || r.brings()
	return said && !r.Alone && r.Problem == "" && (r.Kind == KindPost || r.Kind == KindReply || r.Kind == KindAction)
}

// knock has a mail wait, where it is one that may.
func (d *decision) knock() []Event {
	if !d.r.Knocks() {
		return nil
	}
	return []Event{&Knocked{
		Number: d.Door.Last + 1, Proven: d.r.Authenticated, Name: Text(d.r.Name), Address: Text(d.r.From), Subject: Text(d.r.Subject),
	}}
}

func (e *Knocked) apply(s *State, r Record) {
	door := &s.Door
	door.Last = e.Number
	door.Waits = slices.DeleteFunc(door.Waits, func(k Knock) bool { return !s.waits(k, r.At) })
	if len(door.Waits) == knocksMax {
		oldest := max(slices.IndexFunc(door.Waits, func(k Knock) bool { return !k.Proven }), 0)
		door.Waits = slices.Delete(door.Waits, oldest, oldest+1)
	}
	door.Waits = append(door.Waits, Knock{Number: e.Number, Seq: r.Seq, Arrival: r.Arrival, At: r.At, Proven: e.Proven})
}

func (e *Accepted) apply(s *State, _ Record) {
	s.Door.Waits = slices.DeleteFunc(s.Door.Waits, func(k Knock) bool { return k.Number == e.Number })
}

// waits tells whether a mail waits still: it does for fourteen days.
func (s *State) waits(k Knock, at time.Time) bool {
	return !at.After(Delay{14, Days}.After(k.At, s.zone))
}

// Knock is the mail of that number that waits at an instant; false where none
// does, or does no more.
func (s *State) Knock(number int, at time.Time) (Knock, bool) {
	i := slices.IndexFunc(s.Door.Waits, func(k Knock) bool { return k.Number == number })
	if i < 0 || !s.waits(s.Door.Waits[i], at) {
		return Knock{}, false
	}
	return s.Door.Waits[i], true
}

// knocks are the mails that a digest names, those of proven senders first, by
// the events that have their words, and how many others wait.
func (s *State) knocks(at time.Time) (events []int64, more int) {
	for _, proven := range []bool{true, false} {
		for _, k := range s.Door.Waits {
			switch {
			case k.Proven != proven || !s.waits(k, at):
			case len(events) < knocksShown:
				events = append(events, k.Seq)
			default:
				more++
			}
		}
	}
	return events, more
}

// Earlier is the mail that a request would let through, or that our question
// was about, 0 for none: the clerk gives it as Held.
func (s *State) Earlier(r *Request) int64 {
	if r.Answers.Kind == LetterConfirm {
		return r.Answers.Arrival
	}
	if k, waits := s.Knock(r.Target, r.At); waits && r.Verb == VerbAccept {
		return k.Arrival
	}
	if r.Answers.Kind == LetterAskVote { // it may say what that mail meant
		return r.Answers.Arrival
	}
	return 0
}

// accept lets a stranger's mail through, for a voter.
func (d *decision) accept() []Event {
	k, waits := d.Knock(d.r.Target, d.at)
	switch {
	case d.m.VotesFrom.After(d.at):
		return d.decline(0, WhyVotersAccept)
	case !waits || d.r.Held == nil || d.r.Held.Arrival != k.Arrival:
		return d.decline(0, WhyNoKnock)
	}
	mail := d.r.Held
	e := &Accepted{
		Number: k.Number, Voter: d.m.ID, Name: Text(mail.Name), Address: Text(mail.From), Subject: Text(mail.Subject), Words: Text(cmp.Or(mail.Talk, mail.Words)),
	}
	if len(mail.Files) > 0 {
		e.Enclosed = mail.Arrival
	}
	return []Event{e}
}
