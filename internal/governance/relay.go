package governance

import (
	"slices"
	"time"
)

// A mandate's own address relays mail to its holders alone (rules.md, Roles,
// mandates, assemblies). Whatever answers a letter of a mandate goes there too,
// and never to all: a mail that cannot be passed on so is passed on to nobody.
//
// A confidential mandate is, to everybody else, one that does not exist.

// MandateWrote is mail that is passed on to the holders of a mandate. Its words
// stand with the mail, and nowhere in the log.
type MandateWrote struct {
	Mandate   int   `json:"mandate"`
	Member    int   `json:"member"` // who wrote it, 0 for somebody from outside
	Mail      int64 `json:"mail"`   // its arrival
	MessageID Text  `json:"message_id,omitempty"`
	Enclosed  int64 `json:"enclosed,omitempty"` // as in Posted
	Answers   int64 `json:"answers,omitempty"`  // as in Posted
	To        Text  `json:"to,omitempty"`       // the address outside to which it also goes
}

func (*MandateWrote) kind() string     { return "mandate_wrote" }
func (e *MandateWrote) texts() []*Text { return []*Text{&e.MessageID, &e.To} }

func (e *MandateWrote) apply(s *State, r Record) {
	if m := s.Mandate(e.Mandate); m != nil && e.Member == 0 {
		m.Outside = slices.DeleteFunc(m.Outside, func(at time.Time) bool { return r.At.Sub(at) > outsideSpan })
		m.Outside = append(m.Outside, r.At)
	}
}

// So many mails from outside reach a mandate within that time at most.
const (
	outsideMost = 20
	outsideSpan = 24 * time.Hour
)

// toMandate is the mandate that a mail was sent to, or whose letter it answers,
// by its number; 0 for none. A button is a new mail to the secretary, and so is
// the conclusion that a question or a refusal asked for.
func (d *decision) toMandate() int {
	answered := d.r.Answers.Mandate
	if d.r.Answers.Button && d.r.Verb != VerbNone || d.r.Answers.Kind != LetterMandate && d.r.Verb == VerbConclude {
		answered = 0
	}
	for _, number := range []int{d.r.Mandate, answered, d.r.Follows.Mandate} {
		if number != 0 {
			return number
		}
	}
	return 0
}

// forMandate does what a member's mail to a mandate asks for: it is passed on to
// the holders. Not ok where it is none, or a command, which means the same
// wherever it is written.
func (d *decision) forMandate() (events []Event, ok bool) {
	number := d.toMandate()
	command := d.r.Kind == KindCommand && !d.r.Uncertain
	if number == 0 || command || d.r.Verb == VerbConcern || d.r.Problem == "encrypted" {
		return nil, false
	}
	m := d.Mandate(number)
	switch {
	case m == nil || m.Confidential && !slices.Contains(m.Holders, d.m.ID) && !d.written(m):
		return d.decline(0, WhyNoMandate), true
	case d.r.Verb == VerbResign && !d.r.Uncertain && m.Holds(d.m.ID):
		return d.resign(), true
	case !m.Ended.IsZero():
		return []Event{&Declined{Member: d.m.ID, Mandate: number, Why: WhyMandateOver}}, true
	case d.r.Words == "" && !d.r.brings():
		return d.decline(0, WhyNothingThere), true
	}
	events = []Event{d.passOn(m, d.m.ID)}
	if d.r.Verb == VerbConclude && m.Owes(d.m.ID) { // the word may begin any talk, and publishing cannot be undone
		events = append(events, &Asked{Member: d.m.ID, Mandate: number, Why: WhyPublish})
	}
	return events, true
}

func (d *decision) passOn(m *Mandate, author int) Event {
	e := &MandateWrote{Mandate: m.Number, Member: author, Mail: d.r.Arrival, MessageID: Text(d.r.MessageID), Enclosed: d.enclosed()}
	if above := d.above(); above.Mandate == m.Number {
		e.Answers = above.Letter
	}
	if m.Holds(author) {
		e.To = Text(d.r.Outward)
	}
	return e
}

// written tells whether a mail answers one that a holder of a mandate sent out:
// its author knows of the mandate.
func (d *decision) written(m *Mandate) bool {
	return m != nil && d.r.Answers.Mandate == m.Number && d.r.Answers.Member == 0
}

// outsider passes mail from outside on to the holders of a mandate that is not
// confidential, so many a day, or that wrote to its author. Mail for any other
// is answered as if there were none, and never shown to the members. Not ok
// where it is for no mandate.
func (d *decision) outsider() (events []Event, ok bool) {
	number := d.toMandate()
	if number == 0 || d.r.Kind == KindCommand {
		return nil, false
	}
	m := d.Mandate(number)
	switch {
	case m == nil || m.Confidential && !d.written(m) || !m.Ended.IsZero() || len(d.reading(m)) == 0 || !d.r.Knocks():
		return d.answerStranger(LetterRefusal, WhyNoMandate), true
	case d.crowded(m) && !d.written(m):
		return []Event{&StrangerWrote{Stranger: d.r.Stranger, Why: WhyTooMany}}, true
	}
	return []Event{d.passOn(m, 0)}, true
}

// crowded tells whether a mandate had as much mail from outside as it can within
// a day.
func (d *decision) crowded(m *Mandate) bool {
	n := 0
	for _, at := range m.Outside {
		if d.at.Sub(at) <= outsideSpan {
			n++
		}
	}
	return n >= outsideMost
}

// reading are the holders of a mandate whom letters reach.
func (s *State) reading(m *Mandate) []int {
	return slices.DeleteFunc(slices.Clone(m.Holders), func(id int) bool { return !s.Member(id).hears() })
}

// relayed are the letters that pass mail on: to the holders, and to its author,
// whom their copy tells that it is; and to the address outside that it names.
func (s *State) relayed(e *MandateWrote) []Letter {
	m := s.Mandate(e.Mandate)
	l := Letter{Kind: LetterMandate, Mandate: e.Mandate, Member: e.Member, Arrival: e.Mail, To: s.reading(m)}
	if e.Member != 0 && !slices.Contains(l.To, e.Member) {
		l.To = append(l.To, e.Member)
		slices.Sort(l.To)
	}
	if e.To == "" {
		return []Letter{l}
	}
	return []Letter{l, {Kind: LetterMandate, Why: WhyOutward, Mandate: e.Mandate, Arrival: e.Mail}}
}
