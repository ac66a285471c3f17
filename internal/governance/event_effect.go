package governance

import "time"

// What the adoption of an action did by itself (rules.md, Effects). Action is
// the one whose adoption it was, at whose instant all this holds.

// DelayWaived lets a newcomer vote from an instant on.
type DelayWaived struct {
	Action int       `json:"action"`
	Member int       `json:"member"`
	From   time.Time `json:"from"`
}

// MandateGiven makes a mandate, which bears the action's number.
type MandateGiven struct {
	Action       int       `json:"action"`
	Subject      Text      `json:"subject"`
	Holders      []int     `json:"holders"`
	Since        time.Time `json:"since"`
	Until        time.Time `json:"until"` // the first instant after its last day
	Confidential bool      `json:"confidential,omitempty"`
}

// MandateEnded ends a mandate. How is "revoked", or "expired" once its date has
// passed.
type MandateEnded struct {
	Mandate      int       `json:"mandate"`
	How          string    `json:"how"`
	Action       int       `json:"action,omitempty"` // that revoked it
	At           time.Time `json:"at"`
	Confidential bool      `json:"confidential,omitempty"`
}

// RoleGiven gives a role to a person; who held it holds it no more. The role
// is nobody's own words: it is no text of that person's.
type RoleGiven struct {
	Action int       `json:"action"`
	Role   Text      `json:"role"`
	Person int       `json:"person"`
	Since  time.Time `json:"since"`
	// Resumes are the actions that waited for somebody with this role.
	Resumes []int `json:"resumes,omitempty"`
}

// RoleEnded makes a role vacant. How is "revoked".
type RoleEnded struct {
	Role   Text      `json:"role"`
	Person int       `json:"person"` // who held it
	How    string    `json:"how"`
	Action int       `json:"action,omitempty"` // that revoked it
	At     time.Time `json:"at"`
}

// StatuteChanged changes one of the statutes.
type StatuteChanged struct {
	Action int       `json:"action"`
	Key    string    `json:"key"`
	Value  string    `json:"value"`
	Before string    `json:"before"`
	At     time.Time `json:"at"`
}

// CharterReplaced gives the association a new charter.
type CharterReplaced struct {
	Action int       `json:"action,omitempty"` // 0: at the founding
	Words  Text      `json:"words"`
	At     time.Time `json:"at"`
}

// Dissolved closes the list.
type Dissolved struct {
	Action int `json:"action"`
}

// EffectFailed reports an effect, or the part of it that concerns one member,
// that could no longer be carried out.
type EffectFailed struct {
	Action int `json:"action"`
	Effect int `json:"effect"` // its index
	Member int `json:"member,omitempty"`
	Why    Why `json:"why"`
}

func (*DelayWaived) kind() string   { return "delay_waived" }
func (*DelayWaived) texts() []*Text { return nil }

func (*MandateGiven) kind() string     { return "mandate_given" }
func (e *MandateGiven) texts() []*Text { return []*Text{&e.Subject} }

func (*MandateEnded) kind() string   { return "mandate_ended" }
func (*MandateEnded) texts() []*Text { return nil }

func (*RoleGiven) kind() string     { return "role_given" }
func (e *RoleGiven) texts() []*Text { return []*Text{&e.Role} }

func (*RoleEnded) kind() string     { return "role_ended" }
func (e *RoleEnded) texts() []*Text { return []*Text{&e.Role} }

func (*StatuteChanged) kind() string   { return "statute_changed" }
func (*StatuteChanged) texts() []*Text { return nil }

func (*CharterReplaced) kind() string     { return "charter_replaced" }
func (e *CharterReplaced) texts() []*Text { return []*Text{&e.Words} }

func (*Dissolved) kind() string   { return "dissolved" }
func (*Dissolved) texts() []*Text { return nil }

func (*EffectFailed) kind() string   { return "effect_failed" }
func (*EffectFailed) texts() []*Text { return nil }

func (e *DelayWaived) apply(s *State, _ Record) {
	s.change(e.Member, func(m *Member) { m.VotesFrom, m.Told = e.From, true })
	s.carried(e.Action)
}

func (e *MandateGiven) apply(s *State, _ Record) {
	s.Mandates = append(s.Mandates, &Mandate{
		Number: e.Action, Subject: e.Subject, Given: e.Holders, Holders: e.Holders, Since: e.Since, Until: e.Until, Confidential: e.Confidential,
	})
	s.carried(e.Action)
}

func (e *MandateEnded) apply(s *State, _ Record) {
	if m := s.Mandate(e.Mandate); m != nil {
		m.Ended, m.How, m.By = e.At, e.How, e.Action
	}
	s.carried(e.Action)
}

func (e *RoleGiven) apply(s *State, _ Record) {
	if r := s.Role(e.Role); r != nil {
		r.Ended, r.How, r.By = e.Since, "passed_on", e.Action
	}
	s.Roles = append(s.Roles, &Role{Name: e.Role, Person: e.Person, Since: e.Since, Action: e.Action})
	for _, number := range e.Resumes {
		s.Actions[number-1].Resumed = e.Action
	}
	s.carried(e.Action)
}

func (e *RoleEnded) apply(s *State, _ Record) {
	if r := s.Role(e.Role); r != nil {
		r.Ended, r.How, r.By = e.At, e.How, e.Action
	}
	s.carried(e.Action)
}

func (e *StatuteChanged) apply(s *State, r Record) {
	_, _ = s.Statutes.set(e.Key, e.Value) // it was tried when it was decided
	if e.Key == "ghost.review" {          // days that were over when they became the rule bring no review
		s.Reviewed = latest(s.Reviewed, e.At)
	}
	if e.Key == "ghost.review" || e.Key == "digest" {
		s.Reviewed = latest(s.Reviewed, r.At) // a date before the change is none
	}
	if s.Amended == nil {
		s.Amended = map[string]Amendment{}
	}
	s.Amended[e.Key] = Amendment{Action: e.Action, At: e.At}
	if e.Key == "digest" {
		s.schedule(e.At)
	}
	if a := s.Action(e.Action); a != nil && a.Carried < len(a.Effects) {
		a.Effects[a.Carried].Before = e.Before
	}
	s.carried(e.Action)
}

func (e *CharterReplaced) apply(s *State, _ Record) {
	s.Charter = append(s.Charter, Charter{Action: e.Action, At: e.At, Words: e.Words})
	s.carried(e.Action)
}

func (e *Dissolved) apply(s *State, r Record) {
	s.Dissolved = r.At
	s.carried(e.Action)
}

func (e *EffectFailed) apply(s *State, _ Record) {
	a := s.Actions[e.Action-1]
	a.Failures = append(a.Failures, Failure{Effect: e.Effect, Member: e.Member, Why: e.Why})
	if e.Member == 0 {
		s.carried(e.Action)
	}
}

// carried notes that the next effect of an action had its turn; 0 is no
// action's doing.
func (s *State) carried(action int) {
	a := s.Action(action)
	if a == nil {
		return
	}
	a.Carried++
	s.carry(a)
}

// carry has the effects of an adopted action come next, where some are left.
func (s *State) carry(a *Action) {
	if s.carrying = 0; a.State == Adopted && a.Carried < len(a.Effects) {
		s.carrying = a.Number
	}
}
