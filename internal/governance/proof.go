package governance

import (
	"slices"
	"time"
)

// holdBack keeps a mail that nothing proves until the member whose address it
// bears answers a confirmation. They are asked once a day at most, about one
// action: what comes behind is asked about once that is answered, or on the days
// after (rules.md, When the daemon is not sure).
func (d *decision) holdBack(member int, adds string) []Event {
	action := d.heldAction()
	e := &Held{Member: member, Action: action, Held: d.r.Arrival, Rank: d.r.At, Choice: d.heldChoice(), Adds: Text(adds), Erases: d.r.Verb == VerbErase && !d.r.Uncertain}
	h, asked := e.hold(), d.confirmationsAsked()
	last := asked.about(h)
	e.Silent = !last.IsZero() && (d.sameDay(last, d.at) || d.otherWaits(h, asked)) && !d.nowOrNever(h, asked)
	return []Event{e}
}

// hold is the mail that waits.
func (e *Held) hold() *Hold {
	return &Hold{
		Arrival: e.Held, Member: e.Member, Action: e.Action, Rank: e.Rank, Choice: e.Choice, Adds: e.Adds, Erases: e.Erases,
		Stranger: e.Stranger, Follow: e.Follow,
	}
}

// topic is what held mails are about: one question a day is enough for it.
type topic struct {
	member, action int
	adds, erases   bool
}

func (h *Hold) topic() topic { return topic{h.Member, h.Action, h.Adds != "", h.Erases} }

// lastAsked is when members were last asked about mails that still wait, by what
// they are about and how they vote.
type lastAsked map[topic]map[Choice]time.Time

func (s *State) confirmationsAsked() lastAsked {
	last := lastAsked{}
	for _, h := range s.Holds {
		if h.AskedAt.IsZero() {
			continue
		}
		if last[h.topic()] == nil {
			last[h.topic()] = map[Choice]time.Time{}
		}
		last[h.topic()][h.Choice] = latest(last[h.topic()][h.Choice], h.AskedAt)
	}
	return last
}

// about is when a member was last asked about the topic of a mail, zero for
// never; alike, about one that votes as it does.
func (a lastAsked) about(h *Hold) (last time.Time) {
	for _, at := range a[h.topic()] {
		last = latest(last, at)
	}
	return last
}

func (a lastAsked) alike(h *Hold) time.Time { return a[h.topic()][h.Choice] }

// otherWaits tells whether a mail waits that votes otherwise than this one and
// than what was asked about: nobody shall hide a member's vote behind one more
// in their name each day.
func (d *decision) otherWaits(h *Hold, asked lastAsked) bool {
	return slices.ContainsFunc(d.Holds, func(other *Hold) bool {
		return other.topic() == h.topic() && other.Choice != h.Choice && other.AskedAt.IsZero() && asked.alike(other).IsZero() && !d.stale(other, d.at)
	})
}

// nowOrNever tells a vote on what closes before the next question, of a choice
// that was not asked about: no vote is lost without a word (safety.md).
func (d *decision) nowOrNever(h *Hold, asked lastAsked) bool {
	a := d.Action(h.Action)
	return h.Choice != "" && a != nil && a.IsOpen() && asked.alike(h).IsZero() && d.closes(a) && !a.Deadline.After(d.nextAsk(asked.about(h)))
}

// nextAsk is when a member is asked again, who was last asked then.
func (s *State) nextAsk(last time.Time) time.Time { return Delay{1, Days}.After(last, s.zone) }

// asksLater is when a mail that is held silently is asked about, should nobody
// answer before: a day after the last one; zero for never.
func (s *State) asksLater(h *Hold, last time.Time) time.Time {
	a := s.Action(h.Action)
	if !h.AskedAt.IsZero() || last.IsZero() || h.Choice != "" && a != nil && !a.IsOpen() || s.stale(h, s.nextAsk(last)) {
		return time.Time{}
	}
	return s.nextAsk(last)
}

func (s *State) dueHeld(add func(time.Time, bool)) {
	if !slices.ContainsFunc(s.Holds, func(h *Hold) bool { return h.AskedAt.IsZero() }) {
		return
	}
	asked := s.confirmationsAsked()
	for _, h := range s.Holds {
		add(s.asksLater(h, asked.about(h)), false)
	}
}

// askLater asks about what was held silently: first what votes as nothing did
// that was asked about, or was longest ago; of several the latest.
func (d *decision) askLater() Event {
	asked := d.confirmationsAsked()
	var next *Hold
	for _, h := range slices.Backward(d.Holds) {
		due := d.asksLater(h, asked.about(h))
		if !due.IsZero() && !due.After(d.r.At) && (next == nil || asked.alike(h).Before(asked.alike(next))) {
			next = h
		}
	}
	if next == nil {
		return nil
	}
	return &HeldAsked{Member: next.Member, Action: next.Action, Held: next.Arrival}
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
		if h != done && h.topic() == done.topic() && h.AskedAt.IsZero() && !d.stale(h, d.at) {
			return []Event{&HeldAsked{Member: h.Member, Action: h.Action, Held: h.Arrival}}
		}
	}
	return nil
}
