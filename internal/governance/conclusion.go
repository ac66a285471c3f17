package governance

import (
	"cmp"
	"slices"
	"time"
)

// Concluded is what the holders of a mandate report to everyone (rules.md,
// Roles, mandates, assemblies). With it the mandate ends, where it has not.
type Concluded struct {
	Mandate  int   `json:"mandate"`
	Member   int   `json:"member"`
	Words    Text  `json:"words,omitempty"`
	Enclosed int64 `json:"enclosed,omitempty"` // as in Posted
}

// ConclusionAsked asks the holders of a mandate for its conclusion, before its
// last day.
type ConclusionAsked struct {
	Mandate int   `json:"mandate"`
	Members []int `json:"members,omitempty"`
}

func (*Concluded) kind() string     { return "concluded" }
func (e *Concluded) texts() []*Text { return []*Text{&e.Words} }

func (e *Concluded) apply(s *State, r Record) {
	m := s.Mandate(e.Mandate)
	m.Concluded = r.At
	if m.Ended.IsZero() {
		m.Ended, m.How = r.At, "concluded"
	}
}

func (*ConclusionAsked) kind() string   { return "conclusion_asked" }
func (*ConclusionAsked) texts() []*Text { return nil }

func (e *ConclusionAsked) apply(s *State, r Record) {
	s.Mandate(e.Mandate).Asked = r.At
	for _, member := range e.Members {
		s.write(s.Member(member), r)
	}
}

// Owes tells whether a member owes the conclusion of a mandate, or may give it.
func (m *Mandate) Owes(member int) bool {
	return m.Concluded.IsZero() && slices.Contains(m.Holders, member)
}

// conclude takes a holder's CONCLUSION, which everyone reads.
func (d *decision) conclude() []Event {
	number := cmp.Or(d.r.Target, d.r.Answers.Mandate)
	if number == 0 {
		number, _ = d.thread()
	}
	var owed []*Mandate
	for _, m := range d.Mandates {
		if m.Owes(d.m.ID) {
			owed = append(owed, m)
		}
	}
	if i := slices.IndexFunc(owed, func(m *Mandate) bool { return m.Number == number }); i >= 0 {
		owed = owed[i : i+1]
	}
	switch {
	case len(owed) == 0 || d.r.Target != 0 && owed[0].Number != d.r.Target:
		return d.decline(0, WhyNoneToConclude)
	case len(owed) > 1:
		return []Event{&Asked{Member: d.m.ID, Why: WhyWhichMandate}}
	case d.r.Reason == "" && !d.r.brings():
		return []Event{&Declined{Member: d.m.ID, Mandate: owed[0].Number, Why: WhyNoConclusion}}
	}
	return []Event{&Concluded{Mandate: owed[0].Number, Member: d.m.ID, Words: Text(d.r.Reason), Enclosed: d.enclosed()}}
}

// askBefore is how long before its last day has passed the holders of a mandate
// are asked for its conclusion.
var askBefore = Delay{7, Days}

// asks is when they are, on a calm day; zero where they were, or will not be.
func (s *State) asks(m *Mandate) time.Time {
	at := s.morning(askBefore.Before(m.Until, s.zone))
	if !m.Ended.IsZero() || !m.Asked.IsZero() || !at.After(m.Since) {
		return time.Time{}
	}
	if at = s.calm(at); !at.Before(m.Until) {
		return time.Time{}
	}
	return at
}

// morning is the digest's hour on the day of an instant: mail that nobody asked
// for does not come at midnight.
func (s *State) morning(at time.Time) time.Time {
	local := at.In(s.zone)
	return wallClock(local.Year(), local.Month(), local.Day(), s.digestHour(), s.zone)
}

// dueMandates tells when something is due of mandates.
func (s *State) dueMandates(add func(time.Time, bool)) {
	for _, m := range s.Mandates {
		if m.Ended.IsZero() {
			add(s.asks(m), false)
			add(m.Until, false)
		}
	}
}

// mandates does what is due of mandates: their date passes, or their holders are
// asked for a conclusion.
func (d *decision) mandates() Event {
	for _, m := range d.Mandates {
		switch asks := d.asks(m); {
		case !m.Ended.IsZero():
		case !m.Until.After(d.r.At):
			return &MandateEnded{Mandate: m.Number, How: "expired", At: m.Until, Confidential: m.Confidential}
		case !asks.IsZero() && !asks.After(d.r.At):
			e := &ConclusionAsked{Mandate: m.Number}
			for _, id := range m.Holders {
				if d.free(d.Member(id), d.at) {
					e.Members = append(e.Members, id)
				}
			}
			return e
		}
	}
	return nil
}

// owedOfMandate is what the end of a mandate owes: a question to its holders,
// and their conclusion to all.
func (s *State) owedOfMandate(r Record) []Letter {
	switch e := r.Event.(type) {
	case *ConclusionAsked:
		return []Letter{{Kind: LetterMandate, Mandate: e.Mandate, To: e.Members}}
	case *MandateEnded:
		if e.Action == 0 {
			letters := s.entrusted(LetterMandate, e.Mandate, 0, s.Mandate(e.Mandate).Holders...)
			letters[0].After = latest(e.At, s.morning(e.At))
			return letters
		}
	case *Concluded:
		return []Letter{s.about(LetterMandate, e.Mandate, e.Member)} // who answers talks to all
	}
	return nil
}

// shownFor is how long the digest names a role that is vacant, or a mandate that
// ended without a conclusion; shownBefore how long before its end a mandate.
var (
	shownFor    = Delay{1, Months}
	shownBefore = Delay{14, Days}
)

// mandatesShown are the mandates that a digest names, by number: those that end
// soon, that ended without a conclusion, or that are to be passed on. A
// confidential one is none of everybody's.
func (s *State) mandatesShown(at time.Time) []int {
	var shown []int
	for _, m := range s.Mandates {
		switch {
		case m.Confidential:
		case m.Ended.IsZero() && (!shownBefore.Before(m.Until, s.zone).After(at) || s.Rotates(m.Since, at)),
			!m.Ended.IsZero() && m.Concluded.IsZero() && at.Before(shownFor.After(m.Ended, s.zone)):
			shown = append(shown, m.Number)
		}
	}
	return shown
}

// rolesShown are the roles that a digest names, by their place among all given,
// from 1: those that are vacant, or to be passed on.
func (s *State) rolesShown(at time.Time) []int {
	var shown []int
	for i, r := range s.Roles {
		latest := !slices.ContainsFunc(s.Roles[i+1:], func(later *Role) bool { return later.Name == r.Name })
		vacant := latest && (at.Before(shownFor.After(r.Ended, s.zone)) || s.waiting(r.Name) != nil)
		if r.Ended.IsZero() && s.Rotates(r.Since, at) || !r.Ended.IsZero() && vacant {
			shown = append(shown, i+1)
		}
	}
	return shown
}

// Rotates tells whether a role or mandate held since an instant is to be passed
// on at another (rotation.every).
func (s *State) Rotates(since, at time.Time) bool {
	return !s.Statutes.RotationEvery.IsZero() && !s.Statutes.RotationEvery.After(since, s.zone).After(at)
}
