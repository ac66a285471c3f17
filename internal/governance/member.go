package governance

import (
	"strings"
	"time"
)

// vacation starts a leave, or changes its end.
func (d *decision) vacation() []Event {
	if d.r.Problem == "bad_date" || !d.r.Until.IsZero() && !d.r.Until.After(d.at) {
		return d.decline(0, WhyBadDate)
	}
	return []Event{&LeaveBegan{d.m.ID, d.r.Until, d.rank()}}
}

// back ends a leave.
func (d *decision) back() []Event {
	if !d.m.OnLeave {
		return d.decline(0, WhyNotOnLeave)
	}
	return []Event{&LeaveEnded{Member: d.m.ID, Asked: true, Rank: d.rank()}}
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
// left keeps their number, and is a newcomer again; but who asked to be
// forgotten begins anew.
func (d *decision) join(address, name, origin string) *Joined {
	id := len(d.Members) + 1
	if former := d.Member(d.byAddress[address]); former != nil && !d.isErasing(former.ID) {
		id = former.ID
	}
	if name == "" {
		name, _, _ = strings.Cut(address, "@")
	}
	from := d.Statutes.VotingDelay.After(d.at, d.zone)
	return &Joined{Member: id, Name: Text(name), Address: Text(address), VotesFrom: from, Origin: origin}
}

// Found opens the log: the statutes, and the founders, who are voters from
// the start or from an instant of their own. It applies the records it gives.
func Found(s *State, statutes Statutes, founders []Founder, at time.Time) []Record {
	events := []Event{&Founded{statutes}}
	for i, f := range founders {
		events = append(events, &Joined{
			Member: i + 1, Name: Text(f.Name), Address: Text(f.Address), VotesFrom: f.VotesFrom, Origin: "founder",
		})
		if f.OnLeave {
			events = append(events, &LeaveBegan{Member: i + 1})
		}
	}
	records := make([]Record, len(events))
	for i, e := range events {
		records[i] = Record{Seq: s.Seq + 1, At: at, Event: e}
		s.Apply(records[i])
	}
	return records
}

// FirstCharter gives the association the charter that it is founded with. It
// applies the record it gives.
func FirstCharter(s *State, text string, at time.Time) Record {
	r := Record{Seq: s.Seq + 1, At: at, Event: &CharterReplaced{Words: Text(text), At: at}}
	s.Apply(r)
	return r
}

// intervention does what an operator may do, and nothing more (rules.md,
// Interventions). What is refused is read on the terminal: it is no letter.
func (d *decision) intervention() []Event {
	d.m = &Member{}
	member := d.ByAddress(d.r.From)
	switch {
	case d.r.Verb == VerbResume:
		return []Event{d.intervened(0), &Resumed{}}
	case d.r.Verb == VerbAddMember:
		return d.added(member)
	case d.r.Verb == VerbImport:
		return d.imported()
	case member == nil:
		return d.decline(0, WhyNoSuchMember)
	case d.r.Verb == VerbSetAddress:
		return d.readdressed(member)
	case d.r.Verb != VerbDropMember:
		return d.decline(0, WhyNotSupported)
	case !member.VotesFrom.After(d.at):
		return d.decline(0, WhyVoterStays)
	default:
		return []Event{d.intervened(member.ID), &Departed{Member: member.ID, Origin: "intervention"}}
	}
}

func (d *decision) intervened(member int) Event {
	return &Intervened{Member: member, What: d.r.Verb, Reason: Text(d.r.Reason)}
}

// added makes a newcomer like all others of somebody whom the operator names.
func (d *decision) added(member *Member) []Event {
	switch {
	case member != nil:
		return d.decline(0, WhyAlreadyMember)
	case !strings.Contains(d.r.From, "@"):
		return d.decline(0, WhyBadAddress)
	}
	joined := d.join(d.r.From, d.r.Name, "intervention")
	return []Event{joined, d.intervened(joined.Member)}
}

// imported makes newcomers of those on a list who are no members. Whoever has
// left stays away, so that the same list can be imported again.
func (d *decision) imported() []Event {
	var events []Event
	var members []int
	taken := map[string]bool{}
	for _, p := range d.r.People {
		if d.Knows(p.Address) || taken[p.Address] || !strings.Contains(p.Address, "@") {
			continue
		}
		taken[p.Address] = true
		joined := d.join(p.Address, p.Name, "intervention")
		joined.Member += len(members)
		events, members = append(events, joined), append(members, joined.Member)
	}
	if len(members) == 0 {
		return d.decline(0, WhyAlreadyMember)
	}
	return append(events, &Intervened{What: VerbImport, Reason: Text(d.r.Reason), Members: members})
}

// readdressed gives a member a new primary address, at which they can be
// reached again.
func (d *decision) readdressed(member *Member) []Event {
	other := d.ByAddress(d.r.Argument)
	switch {
	case !strings.Contains(d.r.Argument, "@"):
		return d.decline(0, WhyBadAddress)
	case other != nil && other != member:
		return d.decline(0, WhyAddressTaken)
	}
	events := []Event{&AddressAdded{Member: member.ID, Address: Text(d.r.Argument), Primary: true}}
	if member.Unreachable {
		events = append(events, &BecameReachable{Member: member.ID})
	}
	return append(events, d.intervened(member.ID))
}
