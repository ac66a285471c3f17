package governance

// holdBack keeps a mail that nothing proves until the member whose address it
// bears answers a confirmation. At most one is open per member, action and
// day; what comes meanwhile is held too, and asked about next.
func (d *decision) holdBack(member int, adds string) []Event {
	action := d.heldAction()
	h := &Held{Member: member, Action: action, Held: d.r.Arrival, Rank: d.r.At, Adds: Text(adds), Erases: d.r.Verb == VerbErase && !d.r.Uncertain}
	for _, open := range d.Holds {
		same := open.Member == member && open.Action == action && !open.AskedAt.IsZero()
		if same && !d.stale(open, d.at) && d.sameDay(open.AskedAt, d.at) {
			h.Silent = true
		}
	}
	return []Event{h}
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

// nextHeld asks about the next mail that was held silently behind this one.
func (d *decision) nextHeld(done *Hold) []Event {
	for _, h := range d.Holds {
		if h != done && h.Member == done.Member && h.Action == done.Action && h.AskedAt.IsZero() && !d.stale(h, d.at) {
			return []Event{&HeldAsked{Member: h.Member, Action: h.Action, Held: h.Arrival}}
		}
	}
	return nil
}
