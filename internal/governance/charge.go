package governance

import (
	"slices"
	"strings"
	"time"
)

// charge is what a member was entrusted with: a role or a mandate. Role is the
// role's place among all, from 1.
type charge struct {
	role    int
	mandate *Mandate
}

// charges are the roles and the mandates that a member holds.
func (s *State) charges(member int) []charge {
	var held []charge
	for i, r := range s.Roles {
		if r.Person == member && r.Ended.IsZero() {
			held = append(held, charge{role: i + 1})
		}
	}
	for _, m := range s.Mandates {
		if m.Holds(member) {
			held = append(held, charge{mandate: m})
		}
	}
	return held
}

// Holds tells whether a member holds the mandate now.
func (m *Mandate) Holds(member int) bool {
	return m.Ended.IsZero() && slices.Contains(m.Holders, member)
}

// resign takes the DÉMISSION of who holds a role or a mandate: at any time,
// even rather than carry out what was adopted, which then waits (rules.md,
// Roles, mandates, assemblies).
func (d *decision) resign() []Event {
	held := d.charges(d.m.ID)
	if len(held) == 0 {
		return d.decline(0, WhyNotARoleHolder)
	}
	number := d.r.Target
	if number == 0 {
		number = d.toMandate()
	}
	if number == 0 {
		number, _ = d.thread()
	}
	which, reason := d.meantCharge(held, number)
	if which == nil {
		return []Event{&Asked{Member: d.m.ID, Why: WhyWhichCharge}}
	}
	e := &ChargeLeft{Member: d.m.ID, How: "resigned", Role: which.role, Reason: Text(reason)}
	if which.mandate != nil {
		e.Mandate = which.mandate.Number
	} else if a := d.Action(number); a != nil && a.mayWait() {
		e.Action = number
	}
	return []Event{e}
}

// meantCharge is which of what they hold somebody gives up, nil where nothing
// tells, and what else they said: the number names a mandate, the first line a
// role, or there is but one.
func (d *decision) meantCharge(held []charge, number int) (which *charge, reason string) {
	first, rest := d.r.Reason, ""
	if end := strings.IndexAny(first, ",;.\n"); end >= 0 {
		first, rest = first[:end], strings.TrimSpace(first[end+1:])
	}
	for i := range held {
		m := held[i].mandate
		switch {
		case m != nil && (m.Number == number || m.Number == numberOf(first)):
			return &held[i], d.r.Reason
		case m == nil && d.Roles[held[i].role-1].isSaid(first):
			return &held[i], rest
		}
	}
	if len(held) == 1 {
		return &held[0], d.r.Reason
	}
	return nil, ""
}

// isSaid tells whether some words are a role's name.
func (r *Role) isSaid(words string) bool {
	return words != "" && (roleName(Text(words)) == r.Name || plainName(string(r.Name)) == roleSaid(Text(words)))
}

// mayWait tells whether an action may wait for whoever takes a role over: it is
// adopted and not done, or not decided yet.
func (a *Action) mayWait() bool { return a.IsOpen() && a.DoneAt.IsZero() || a.Remains() }

// Awaited is the role for whose holder the action waits, "" where it waits for
// nobody.
func (a *Action) Awaited() Text {
	if a.Resumed != 0 || !a.mayWait() {
		return ""
	}
	return a.Waits
}

// waiting are the actions that wait for the holder of a role.
func (s *State) waiting(role Text) []int {
	var numbers []int
	for _, a := range s.Actions {
		if a.Waits == role && a.Awaited() != "" {
			numbers = append(numbers, a.Number)
		}
	}
	return numbers
}

// orphaned is a role or a mandate whose holder is no member any more; it follows
// from the state that they hold it no longer.
func (s *State) orphaned() Event {
	for i, r := range s.Roles {
		if r.Ended.IsZero() && s.gone(r.Person) {
			return &ChargeLeft{Member: r.Person, How: "left", Role: i + 1}
		}
	}
	for _, m := range s.Mandates {
		for _, member := range m.Holders {
			if m.Ended.IsZero() && s.gone(member) {
				return &ChargeLeft{Member: member, How: "left", Mandate: m.Number}
			}
		}
	}
	return nil
}

// ChargeLeft is a member's giving up what they hold: one role or one mandate.
// How is "resigned", or "left" where they are no member any more.
type ChargeLeft struct {
	Member  int    `json:"member"`
	How     string `json:"how"`
	Role    int    `json:"role,omitempty"`    // its place among all roles given, from 1
	Mandate int    `json:"mandate,omitempty"` // its number
	Action  int    `json:"action,omitempty"`  // that they would have had to carry out: it waits
	Reason  Text   `json:"reason,omitempty"`
}

func (*ChargeLeft) kind() string     { return "charge_left" }
func (e *ChargeLeft) texts() []*Text { return []*Text{&e.Reason} }

func (e *ChargeLeft) apply(s *State, r Record) {
	if m := s.Mandate(e.Mandate); m != nil {
		m.leave(e.Member, e.How, r.At)
		return
	}
	role := s.Roles[e.Role-1]
	role.Ended, role.How = r.At, e.How
	if a := s.Action(e.Action); a != nil {
		a.Waits, a.Resumed = role.Name, 0
	}
}

// leave takes a holder off a mandate; with the last of them it ends.
func (m *Mandate) leave(member int, how string, at time.Time) {
	m.Holders = slices.DeleteFunc(slices.Clone(m.Holders), func(id int) bool { return id == member })
	if len(m.Holders) == 0 {
		m.Ended, m.How = at, how
	}
}

// owedToHolders is what roles and mandates owe: to who gets one what it is, to
// all that a role is vacant, and to a mandate's holders that one of them is no
// more.
func (s *State) owedToHolders(r Record) []Letter {
	switch e := r.Event.(type) {
	case *RoleGiven:
		return s.entrusted(LetterRole, 0, e.Action, e.Person)
	case *MandateGiven:
		return s.entrusted(LetterMandate, e.Action, e.Action, e.Holders...)
	case *ChargeLeft:
		if e.Mandate == 0 {
			return []Letter{s.about(LetterRole, e.Action, e.Member)}
		}
		return s.mandateLeft(e, r)
	case *MandateWrote:
		return s.relayed(e)
	}
	return s.owedOfMandate(r)
}

// entrusted is a letter to those who get a role or a mandate.
func (s *State) entrusted(kind LetterKind, mandate, action int, members ...int) []Letter {
	l := Letter{Kind: kind, Mandate: mandate, Action: action}
	for _, member := range members {
		if s.Member(member).hears() {
			l.To = append(l.To, member)
		}
	}
	return []Letter{l}
}

func inMandate(number int, letters []Letter) []Letter {
	for i := range letters {
		letters[i].Mandate = number
	}
	return letters
}

// mandateLeft tells of a holder who gave a mandate up: the one who did, and the
// others who hold it. Where nobody is left of one that is not confidential, all
// are told.
func (s *State) mandateLeft(e *ChargeLeft, r Record) []Letter {
	m := s.Mandate(e.Mandate)
	if len(m.Holders) == 0 && !m.Confidential {
		return []Letter{s.about(LetterMandate, 0, e.Member)} // who answers talks to all
	}
	letters := s.entrusted(LetterMandate, m.Number, 0, m.Holders...)
	letters[0].Member = e.Member
	if e.How != "left" {
		letters = append(inMandate(m.Number, answer(LetterMandate, e.Member, 0, "", r)), letters...)
	}
	return letters
}
