package governance

import (
	"slices"
	"time"
)

// holdBack keeps a mail that nothing proves until the member whose address it
// bears answers a confirmation. What asks for the same as one that they were
// asked about that day is held too, and asked about next: a flood in their name
// brings them few letters, and hides no vote of theirs that says otherwise.
func (d *decision) holdBack(member int, adds string) []Event {
	action := d.heldAction()
	h := &Held{Member: member, Action: action, Held: d.r.Arrival, Rank: d.r.At, Choice: d.heldChoice(), Adds: Text(adds), Erases: d.r.Verb == VerbErase && !d.r.Uncertain}
	last, asked := d.lastAsked()[h.hold().likeness()]
	h.Silent = asked && d.sameDay(last, d.at)
	return []Event{h}
}

// hold is the mail that waits.
func (e *Held) hold() *Hold {
	return &Hold{
		Arrival: e.Held, Member: e.Member, Action: e.Action, Rank: e.Rank, Choice: e.Choice, Adds: e.Adds, Erases: e.Erases,
		Stranger: e.Stranger, Follow: e.Follow,
	}
}

// likeness is what held mails have in common that ask the same of the same
// member, so that one question a day is enough.
type likeness struct {
	member, action int
	choice         Choice
	adds, erases   bool
}

func (h *Hold) likeness() likeness {
	return likeness{h.Member, h.Action, h.Choice, h.Adds != "", h.Erases}
}

// lastAsked is when members were last asked about mails that still wait.
func (s *State) lastAsked() map[likeness]time.Time {
	last := map[likeness]time.Time{}
	for _, h := range s.Holds {
		if !h.AskedAt.IsZero() {
			last[h.likeness()] = latest(last[h.likeness()], h.AskedAt)
		}
	}
	return last
}

// asksLater is when a mail that is held silently is asked about, should nobody
// answer before: a day after the last one like it; zero for never.
func (s *State) asksLater(h *Hold, last time.Time) time.Time {
	a := s.Action(h.Action)
	if !h.AskedAt.IsZero() || last.IsZero() || h.Choice != "" && a != nil && !a.IsOpen() {
		return time.Time{}
	}
	at := Delay{1, Days}.After(last, s.zone)
	if s.stale(h, at) {
		return time.Time{}
	}
	return at
}

func (s *State) dueHeld(add func(time.Time, bool)) {
	if !slices.ContainsFunc(s.Holds, func(h *Hold) bool { return h.AskedAt.IsZero() }) {
		return
	}
	last := s.lastAsked()
	for _, h := range s.Holds {
		add(s.asksLater(h, last[h.likeness()]), false)
	}
}

// askLater asks about what was held silently, the latest first.
func (d *decision) askLater() Event {
	last := d.lastAsked()
	for _, h := range slices.Backward(d.Holds) {
		if at := d.asksLater(h, last[h.likeness()]); !at.IsZero() && !at.After(d.r.At) {
			return &HeldAsked{Member: h.Member, Action: h.Action, Held: h.Arrival}
		}
	}
	return nil
}

// heldChoice is the vote that a held mail brings, "" for none: of several, the
// first, whose action it is about.
func (d *decision) heldChoice() Choice {
	if len(d.r.Votes) == 0 {
		return ""
	}
	return d.r.Votes[0].Choice
}

// heldAction is the action that a held mail is about, 0 for none: numbers that
// somebody makes up shall not have its supposed author asked about each.
func (d *decision) heldAction() int {
	action, _ := d.thread()
	switch {
	case len(d.r.Votes) > 0 && d.r.Votes[0].Action != 0:
		action = d.r.Votes[0].Action
	case d.r.Target != 0:
		action = d.r.Target
	}
	if d.Action(action) == nil {
		return 0
	}
	return action
}

// confirmation is an answer to a question whether a mail was its sender's. By
// itself it proves enough: it went to the address on file and came from it.
func (d *decision) confirmation() []Event {
	h := d.hold(d.r.Answers.Arrival)
	switch {
	case h == nil || d.stale(h, d.at) || h.AskedAt.IsZero() || d.r.Held == nil:
		return d.decline(0, WhyExpired)
	case h.Member != d.m.ID:
		return d.decline(0, WhyExpired)
	case d.r.No:
		return append([]Event{&Confirmed{Member: d.m.ID, Held: h.Arrival, Dropped: true, Erases: h.Erases}}, d.nextHeld(h)...)
	case !d.agrees():
		return []Event{&Asked{Member: d.m.ID, Action: h.Action, Why: WhyUnclearYes, Held: h.Arrival}}
	}
	events := []Event{&Confirmed{Member: d.m.ID, Held: h.Arrival}}
	through := &decision{State: d.State, r: *d.r.Held, m: d.m, at: d.at, said: d.r.At, confirmed: true}
	switch other := d.ByAddress(string(h.Adds)); {
	case other != nil && other != d.m: // somebody joined from there meanwhile
		events = append(events, d.decline(h.Action, WhyAddressTaken)...)
	case h.Adds != "":
		events = append(events, &AddressAdded{Member: d.m.ID, Address: h.Adds})
		fallthrough
	default:
		events = append(events, through.grant()...)
	}
	return append(events, d.nextHeld(h)...)
}

// agrees tells whether the answer is a yes, or the held vote or EFFACER said
// again.
func (d *decision) agrees() bool {
	if d.r.Yes {
		return true
	}
	if d.r.Verb == VerbErase && d.hold(d.r.Answers.Arrival).Erases {
		return true
	}
	if len(d.r.Votes) != 1 || len(d.r.Held.Votes) != 1 {
		return false
	}
	again, held := d.r.Votes[0], d.r.Held.Votes[0]
	return again.Choice == held.Choice && (again.Action == 0 || again.Action == d.hold(d.r.Answers.Arrival).Action)
}

// nextHeld asks about the latest mail that was held silently behind this one.
func (d *decision) nextHeld(done *Hold) []Event {
	for _, h := range slices.Backward(d.Holds) {
		if h != done && h.likeness() == done.likeness() && h.AskedAt.IsZero() && !d.stale(h, d.at) {
			return []Event{&HeldAsked{Member: h.Member, Action: h.Action, Held: h.Arrival}}
		}
	}
	return nil
}
