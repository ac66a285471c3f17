package governance

import "time"

// Step lets one request happen: what it decides, then what follows from that,
// applied as it goes. It gives the records to keep.
func Step(s *State, r Request) []Record {
	at, by := latest(s.At, r.At), 0
	var records []Record
	keep := func(events []Event) {
		for _, e := range events {
			record := Record{Seq: s.Seq + 1, At: at, Arrival: r.Arrival, By: by, Event: e}
			s.Apply(record)
			records = append(records, record)
		}
	}
	events := Decide(s, r)
	by = s.author(&r, events)
	keep(events)
	if r.Kind == KindFault {
		return records // what would follow may be what is at fault
	}
	for {
		events := Consequences(s, at)
		if len(events) == 0 {
			return records
		}
		keep(events)
	}
}

// author is the member who wrote this, 0 for nobody, and for what is unsigned.
func (s *State) author(r *Request, events []Event) int {
	if len(events) > 0 && unsignedKind(events[0]) {
		return 0
	}
	if m := s.ByAddress(r.From); m != nil && (r.Human() || r.Kind == KindUnreadable) {
		return m.ID // however badly their program wrote it
	}
	return 0
}

// Human tells whether a person wrote this.
func (r *Request) Human() bool {
	switch r.Kind {
	case KindAction, KindReply, KindCommand, KindPost:
		return true
	}
	return false
}

// Decide gives what a request makes happen. It changes nothing, and answers
// every request with at least one event, but a tick at which nothing is due and
// a fault that the owner was told of today.
func Decide(s *State, r Request) []Event {
	d := decision{State: s, r: r, at: latest(s.At, r.At), said: r.At}
	if !s.Dissolved.IsZero() {
		return d.dissolved()
	}
	switch r.Kind {
	case KindTick:
		return d.tick()
	case KindIntervention:
		return d.intervention()
	case KindFault:
		return d.fault()
	case KindBounce:
		return d.bounce()
	case KindAutoReply:
		return []Event{&Ignored{WhyAutomatic}}
	case KindLoop:
		if r.Check {
			return []Event{&Ignored{WhyCheck}}
		}
		return []Event{&Ignored{WhyLoop}}
	}
	if r.From == "" {
		return []Event{&Ignored{WhyNoSender}}
	}
	if r.Answers.Kind == LetterOwner && r.Answers.Member == Owner {
		return d.owner()
	}
	if r.Verb == VerbOwner && r.Human() {
		return []Event{&WroteOwner{After: d.turn()}}
	}
	d.m = s.ByAddress(r.From)
	switch {
	case d.unsigned():
		return d.hush()
	case d.m == nil:
		return d.stranger()
	}
	return append(d.presence(), d.member()...)
}

// decision is one request on its way: the state it meets, who asks, and when.
type decision struct {
	*State
	r  Request
	m  *Member   // who asks, nil for a stranger
	at time.Time // when what it decides happens
	// said is the instant of the mail that decides: the confirmation's where r
	// was held.
	said time.Time
	// confirmed: the mail was held, and its author said that it is theirs.
	confirmed bool
}

// fault has the owner told of a fault of ours. What is due fails again each
// time it is tried: of that they are told once a day.
func (d *decision) fault() []Event {
	if d.r.Fault == WhyHalted && !d.Halted.IsZero() && d.at.Sub(d.Halted) < 24*time.Hour {
		return nil
	}
	return []Event{&Faulted{Why: d.r.Fault, Mail: d.r.Answers.Arrival}}
}

// owner takes the owner's answer to an alarm.
func (d *decision) owner() []Event {
	switch {
	case d.Alarm.IsZero():
		return []Event{&Ignored{WhyNoAlarm}}
	case d.r.Yes && !d.r.Answers.SentAt.Before(d.Alarm): // not to a letter of before
		return []Event{&Resumed{}}
	case d.asked(Owner, 0, d.at):
		return []Event{&Ignored{WhyUnclearYes}}
	}
	return []Event{&Asked{Member: Owner, Why: WhyMassBounce}}
}

// rank is the instant of a mail that came late, zero otherwise.
func (d *decision) rank() time.Time {
	if d.said.Before(d.at) {
		return d.said
	}
	return time.Time{}
}

// presence notes what any mail of a member says by itself: that they can be
// reached, and that their domain vouches for them. A mail that nothing proves
// says neither.
func (d *decision) presence() []Event {
	var events []Event
	if d.m.Unreachable && (d.vouched() || d.confirms()) {
		events = append(events, &BecameReachable{d.m.ID, d.rank()})
	}
	if d.r.Authenticated && !d.m.Authenticated {
		events = append(events, &Authenticated{d.m.ID})
	}
	return events
}

// member answers a member's mail.
func (d *decision) member() []Event {
	if d.r.Answers.Kind == LetterConfirm {
		return d.confirmation()
	}
	if d.r.Answers.Kind == LetterGhostPing && d.r.Answers.Member == d.m.ID && d.saysAlive() {
		return d.stillHere() // who can forge that has the letter, and wins nothing
	}
	if d.r.Verb == VerbUnfollow && !d.r.Uncertain && d.follower() != nil {
		return d.unfollow()
	}
	unproven := !d.proven()
	switch {
	case d.r.Kind != KindUnreadable && d.r.Verb != VerbHelp && unproven:
		return d.holdBack(d.m.ID, "")
	case unproven && d.sameDay(d.m.AnsweredAt, d.at): // anybody can write in their name
		return []Event{&Ignored{WhyTooMany}}
	case d.r.Kind == KindUnreadable:
		return []Event{&Declined{Member: d.m.ID, Why: WhyMisshapen, Unproven: unproven}}
	case d.r.Verb == VerbHelp:
		return []Event{&Replied{Member: d.m.ID, What: VerbHelp, Unproven: unproven}}
	}
	return d.grant()
}

// grant does what a proven member asks for.
func (d *decision) grant() []Event {
	if d.r.Alone {
		return d.confide()
	}
	if events, is := d.forMandate(); is {
		return events
	}
	if events, is := d.answersAssembly(); is {
		return events
	}
	switch {
	case d.saysAlive():
		return d.stillHere()
	case d.saysSo():
		return d.obey()
	case d.r.Problem == "encrypted":
		return d.decline(0, WhyEncrypted)
	case d.cares():
		return d.care()
	case d.r.Uncertain:
		return d.uncertain()
	case d.r.Proposal != nil:
		return d.propose()
	case d.r.Call != nil && d.r.Kind == KindAction:
		return d.convene()
	case len(d.r.Votes) > 0 && d.r.Verb != VerbNone:
		return append(d.votes(), d.verb()...) // "12 POUR, 13 PAUSE"
	case len(d.r.Votes) > 0 && d.r.Beside != VerbNone: // each time: nothing else would tell that it was not done
		return append(d.votes(), &Asked{Member: d.m.ID, Action: d.about(), Why: WhyBeside})
	case len(d.r.Votes) > 0:
		return d.votes()
	case d.r.Verb != VerbNone:
		return d.verb()
	default:
		return d.post()
	}
}

// verb does what a word asks for.
func (d *decision) verb() []Event {
	switch d.r.Verb {
	case VerbPause, VerbWithdraw, VerbDone, VerbRequalify, VerbContest:
		return d.onAction()
	case VerbJoin:
		return d.decline(0, WhyAlreadyMember)
	case VerbLeave:
		return []Event{&Departed{Member: d.m.ID, Origin: "asked", Rank: d.rank()}}
	case VerbVacation:
		return d.vacation()
	case VerbBack:
		return d.back()
	case VerbStatus:
		return []Event{&Replied{Member: d.m.ID, What: VerbStatus}}
	case VerbRegister:
		return d.register()
	case VerbAddress:
		return d.address()
	case VerbName:
		return d.rename()
	case VerbDelivery:
		return d.delivery()
	case VerbPresent, VerbAbsent, VerbProxy:
		return d.attend()
	case VerbAgenda:
		return d.addPoint()
	case VerbAccept:
		return d.accept()
	case VerbFollow:
		return d.follow()
	case VerbUnfollow:
		return d.unfollow()
	case VerbAlive: // said to somebody
		return d.post()
	case VerbExport:
		return []Event{&Replied{Member: d.m.ID, What: VerbExport}}
	case VerbErase:
		return d.erase()
	case VerbResign:
		return d.resign()
	case VerbConclude:
		return d.conclude()
	default:
		return d.decline(0, WhyNotSupported)
	}
}

// decline answers the author, and changes nothing.
func (d *decision) decline(action int, why Why) []Event {
	return []Event{&Declined{Member: d.m.ID, Action: action, Why: why}}
}

// question asks the author alone, at most once per action and day, of a mail
// that is relayed: they are not met with silence either way.
func (d *decision) question(action int, why Why) []Event {
	if d.asked(d.m.ID, action, d.at) {
		return nil
	}
	return []Event{&Asked{Member: d.m.ID, Action: action, Why: why}}
}

// which asks which action is meant.
func (d *decision) which() []Event {
	why := WhyWhichAction
	if d.r.Answers.Lost {
		why = WhyLostLetter
	}
	return []Event{&Asked{Member: d.m.ID, Why: why}}
}

// thread is the action that a mail without a number is about: that of the
// letter it answers, or of its subject. It is 0 where nothing tells, and ok is
// false where the two disagree, or the letter is not to be found.
func (d *decision) thread() (action int, ok bool) {
	answered, subject := d.above().Action, d.r.Thread
	switch {
	case d.r.Answers.Lost:
		return 0, false
	case answered == 0:
		return subject, true
	case subject == 0 || subject == answered:
		return answered, true
	default:
		return 0, false
	}
}

// uncertain relays a mail that might be a vote or a command, and asks. Where a
// vote would not count there is nothing to ask.
func (d *decision) uncertain() []Event {
	action := d.about()
	why := WhyUnclear
	if d.r.Verb != VerbNone {
		why = WhyWord
	}
	a := d.Action(action)
	switch {
	case d.r.Words == "" && !d.r.brings():
		return []Event{&Asked{Member: d.m.ID, Action: action, Why: why}}
	case why == WhyUnclear && a != nil && d.refusal(a) != "":
		return d.talk(action)
	}
	return append(d.talk(action), d.question(action, why)...)
}

// about is the action in whose thread a mail is talk, 0 for none.
func (d *decision) about() int {
	action, _ := d.thread()
	if d.Action(action) == nil {
		return 0
	}
	return action
}
