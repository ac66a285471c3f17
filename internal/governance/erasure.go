package governance

import (
	"slices"
	"time"
)

// Whoever asks for it is forgotten (safety.md, Privacy): their membership ends,
// and a day later their name, addresses and words go from the register for
// good. The log stays and verifies, since it holds numbers and salted hashes;
// so do their ballots, as numbers, and what they put to everyone.

// erasureDelay is how long what is to be erased stays: the last letter needs an
// address to go to.
var erasureDelay = Delay{1, Days}

// Erasing is a person whose words and data are about to be erased.
type Erasing struct {
	Member int       `json:"member"`
	At     time.Time `json:"at"`
}

// ErasureBegan is the yes of somebody who wants to be forgotten, at At.
type ErasureBegan struct {
	Member int       `json:"member"`
	At     time.Time `json:"at"`
}

// Erased says that a person's words and data are gone, in that very commit.
type Erased struct {
	Member int `json:"member"`
}

func (*ErasureBegan) kind() string   { return "erasure_began" }
func (*ErasureBegan) texts() []*Text { return nil }

func (e *ErasureBegan) apply(s *State, _ Record) {
	s.Erasing = append(s.Erasing, Erasing(*e))
}

func (*Erased) kind() string   { return "erased" }
func (*Erased) texts() []*Text { return nil }

// What was read from a log whose words are gone has none of this any more.
func (e *Erased) apply(s *State, _ Record) {
	s.Erasing = slices.DeleteFunc(s.Erasing, func(x Erasing) bool { return x.Member == e.Member })
	m := s.Members[e.Member-1]
	for _, address := range m.Addresses {
		if f := s.following(string(address)); f != nil {
			f.Address = ""
		}
		if s.byAddress[string(address)] == m.ID {
			delete(s.byAddress, string(address))
		}
	}
	m.Name, m.Addresses = "", nil
	for _, a := range s.Actions {
		for i := range a.Ballots {
			if a.Ballots[i].Member == m.ID {
				a.Ballots[i].Reason = ""
			}
		}
	}
	for _, a := range s.Assemblies {
		if x := a.AnswerOf(m.ID); x != nil {
			x.Note = ""
		}
	}
}

// Common tells whether the i-th text of an event is the association's, whoever
// wrote it: what was put to everyone stays (rules.md, Information is power).
// The name of the mail that brought it is its author's.
func Common(e Event, field int) bool {
	switch e := e.(type) {
	case *Opened:
		return e.texts()[field] != &e.MessageID
	case *Convened:
		return e.texts()[field] != &e.MessageID
	case *AssemblyMoved:
		return e.texts()[field] == &e.Place
	case *AgendaAdded:
		return true
	}
	return false
}

// erase asks whether a member means to be forgotten, and does it once they
// confirm.
func (d *decision) erase() []Event {
	if d.confirmed {
		return d.erasing(d.m)
	}
	if open := d.openErasure(d.m.ID); open != nil {
		return []Event{&Asked{Member: d.m.ID, Why: WhyUnclearYes, Held: open.Arrival}}
	}
	return []Event{&Held{Member: d.m.ID, Held: d.r.Arrival, Rank: d.r.At, Erases: true}}
}

// erasing ends a membership, and begins the day after which nothing is left.
func (d *decision) erasing(m *Member) []Event {
	var events []Event
	if m.Departed.IsZero() {
		events = append(events, &Departed{Member: m.ID, Origin: "erased", Rank: d.rank()})
	}
	return append(events, &ErasureBegan{m.ID, erasureDelay.After(d.at, d.zone)})
}

// openErasure is the question whether a person means to be forgotten, nil where
// none is open.
func (s *State) openErasure(member int) *Hold {
	for _, h := range s.Holds {
		if h.Member == member && h.Erases && !h.AskedAt.IsZero() && !s.stale(h, s.At) {
			return h
		}
	}
	return nil
}

// isErasing tells whether a person is about to be forgotten.
func (s *State) isErasing(member int) bool {
	return slices.ContainsFunc(s.Erasing, func(x Erasing) bool { return x.Member == member })
}

// afterwards lets those be forgotten who have left, or whose association is
// dissolved, and shows them what is kept of them; nil where the mail asks for
// nothing of the kind. The question goes
// to the address on file, which is asked one at a time.
func (d *decision) afterwards() []Event {
	m := d.Member(d.byAddress[d.r.From])
	if m == nil || !d.r.Human() || d.isErasing(m.ID) {
		return nil
	}
	h := d.hold(d.r.Answers.Arrival)
	answers := d.r.Answers.Kind == LetterConfirm && d.r.Answers.Member == m.ID
	switch asks := d.r.Verb == VerbErase && !d.r.Uncertain; {
	case answers && h != nil && h.Member == m.ID && h.Erases && !d.stale(h, d.at):
		return d.answersErasure(m, h)
	case asks && d.openErasure(m.ID) == nil && d.answersSince(d.at.Add(-7*24*time.Hour)) < strangerAWeek:
		return []Event{&Held{Member: m.ID, Held: d.r.Arrival, Rank: d.r.At, Erases: true, Stranger: d.r.Stranger, After: d.turn()}}
	case d.r.Verb == VerbExport && !d.r.Uncertain && !d.sameDay(m.AnsweredAt, d.at): // it goes to the address on file
		return []Event{&Replied{Member: m.ID, What: VerbExport, Unproven: true}}
	case asks:
		return []Event{&StrangerWrote{Stranger: d.r.Stranger, Why: WhyTooMany}}
	}
	return nil
}

func (d *decision) answersErasure(m *Member, h *Hold) []Event {
	switch {
	case d.r.Yes || d.r.Verb == VerbErase:
		return append([]Event{&Confirmed{Member: m.ID, Held: h.Arrival}}, d.erasing(m)...)
	case d.r.No:
		return []Event{&Confirmed{Member: m.ID, Held: h.Arrival, Dropped: true, Erases: true}}
	case d.asked(m.ID, 0, d.at):
		return []Event{&Ignored{WhyTooMany}}
	}
	return []Event{&Asked{Member: m.ID, Why: WhyUnclearYes, Held: h.Arrival}}
}

// erasures are those whose day has come.
func (d *decision) erasures() []Event {
	var events []Event
	for _, x := range d.Erasing {
		if !x.At.After(d.r.At) {
			events = append(events, &Erased{x.Member})
		}
	}
	return events
}
