package governance

import "strings"

// vacation starts a leave, or changes its end.
func (d *decision) vacation() []Event {
	if d.r.Problem == "bad_date" || !d.r.Until.IsZero() && !d.r.Until.After(d.at) {
		return d.decline(0, WhyBadDate)
	}
	return []Event{&LeaveBegan{d.m.ID, d.r.Until}}
}

// back ends a leave.
func (d *decision) back() []Event {
	if !d.m.OnLeave {
		return d.decline(0, WhyNotOnLeave)
	}
	return []Event{&LeaveEnded{Member: d.m.ID, Asked: true}}
}

// address makes one of a member's addresses the primary one. A new address is
// first written from: its proof is that it answers (see stranger).
func (d *decision) address() []Event {
	address := d.r.Argument
	owner := d.ByAddress(address)
	switch {
	case !strings.Contains(address, "@"):
		return d.decline(0, WhyBadAddress)
	case owner == nil:
		return []Event{&Replied{Member: d.m.ID, What: VerbAddress}}
	case owner != d.m:
		return d.decline(0, WhyAddressTaken)
	default:
		return []Event{&AddressAdded{Member: d.m.ID, Address: Text(address), Primary: true}}
	}
}

func (d *decision) rename() []Event {
	name := strings.TrimSpace(d.r.Argument)
	if name == "" || len(name) > 200 {
		return d.decline(0, WhyBadName)
	}
	return []Event{&Renamed{d.m.ID, Text(name)}}
}

// register answers with the certificate of an action.
func (d *decision) register() []Event {
	number := d.r.Target
	if number == 0 {
		number, _ = d.thread()
	}
	if d.Action(number) == nil {
		return d.decline(number, WhyNoSuchAction)
	}
	return []Event{&Replied{Member: d.m.ID, Action: number, What: VerbRegister}}
}

// join makes a member of whoever asks (rules.md, Members). Somebody who had
// left keeps their number, and is a newcomer again.
func (d *decision) join(address, name, origin string) *Joined {
	id := len(d.Members) + 1
	if former := d.Member(d.byAddress[address]); former != nil {
		id = former.ID
	}
	if name == "" {
		name, _, _ = strings.Cut(address, "@")
	}
	from := d.Statutes.VotingDelay.After(d.at, d.zone)
	return &Joined{Member: id, Name: Text(name), Address: Text(address), VotesFrom: from, Origin: origin}
}

// Founding is the opening of the log: the statutes, and the founders, who are
// voters from the start. Each founder is an address and a name.
func Founding(s *State, statutes Statutes, founders []Founder) []Event {
	events := []Event{&Founded{statutes}}
	for i, f := range founders {
		events = append(events, &Joined{
			Member: i + 1, Name: Text(f.Name), Address: Text(f.Address), VotesFrom: f.VotesFrom, Origin: "founder",
		})
	}
	return events
}

// intervention does what an operator may do, and nothing more (rules.md,
// Interventions).
func (d *decision) intervention() []Event {
	member := d.ByAddress(d.r.From)
	d.m = member
	if member == nil {
		d.m = &Member{}
	}
	did := &Intervened{Member: d.m.ID, What: d.r.Verb, Reason: Text(d.r.Reason)}
	switch {
	case d.r.Verb == VerbResume:
		return []Event{did, &Resumed{}}
	case d.r.Verb == VerbAddMember && member == nil:
		joined := d.join(d.r.From, d.r.Name, "intervention")
		did.Member = joined.Member
		return []Event{joined, did}
	case d.r.Verb == VerbAddMember:
		return d.decline(0, WhyAlreadyMember)
	case member == nil:
		return d.decline(0, WhyNoSuchMember)
	case d.r.Verb == VerbSetAddress:
		if other := d.ByAddress(d.r.Argument); other != nil && other != member {
			return d.decline(0, WhyAddressTaken)
		}
		return []Event{&AddressAdded{Member: member.ID, Address: Text(d.r.Argument), Primary: true}, did}
	case !member.VotesFrom.After(d.at):
		return d.decline(0, WhyVoterStays)
	default:
		return []Event{did, &Departed{member.ID, "intervention"}}
	}
}
