package governance

import (
	"slices"
	"time"
)

// carryOut is the next thing that the adoption of an action does by itself, in
// the order of its effects; nil where nothing is left. What can no longer be
// done is reported, never silently skipped (rules.md, Effects).
func (s *State) carryOut(at time.Time) Event {
	a := s.Action(s.carrying)
	if a == nil {
		return nil
	}
	e := &a.Effects[a.Carried]
	switch e.Type {
	case EffectWaiveDelay:
		return s.waive(a, e)
	case EffectMandate:
		return s.give(a, e)
	case EffectRevocation:
		return s.revoke(a, e)
	case EffectRole:
		return s.appoint(a, e)
	case EffectRule:
		return s.amend(a, e)
	case EffectExclusion:
		return s.exclude(a, e, at)
	case EffectCharter:
		if e.Words != "" {
			return &CharterReplaced{Action: a.Number, Words: e.Words, At: a.ClosedAt}
		}
		return s.failed(a, 0, WhyErased)
	default:
		return &Dissolved{a.Number}
	}
}

// failed reports the effect whose turn it is, or the part of it that concerns
// one member.
func (s *State) failed(a *Action, member int, why Why) Event {
	return &EffectFailed{Action: a.Number, Effect: a.Carried, Member: member, Why: why}
}

// gone tells whether somebody is no member any more.
func (s *State) gone(member int) bool {
	m := s.Member(member)
	return m == nil || !m.Departed.IsZero()
}

func (s *State) waive(a *Action, e *Effect) Event {
	switch {
	case s.gone(e.Member):
		return s.failed(a, 0, WhyGone)
	case !s.Member(e.Member).VotesFrom.After(a.ClosedAt):
		return s.failed(a, 0, WhyVotesAlready)
	}
	return &DelayWaived{Action: a.Number, Member: e.Member, From: a.ClosedAt}
}

// give makes a mandate for those of its holders who are still members; each
// who is not is reported first.
func (s *State) give(a *Action, e *Effect) Event {
	var holders []int
	for _, member := range e.Holders {
		switch {
		case !s.gone(member):
			holders = append(holders, member)
		case !a.reported(a.Carried, member):
			return s.failed(a, member, WhyGone)
		}
	}
	switch {
	case len(holders) == 0:
		return s.failed(a, 0, WhyGone)
	case !e.Until.After(a.ClosedAt):
		return s.failed(a, 0, WhyOver)
	case e.Words == "":
		return s.failed(a, 0, WhyErased)
	}
	return &MandateGiven{
		Action: a.Number, Subject: e.Words, Holders: holders, Since: a.ClosedAt, Until: e.Until, Confidential: e.Confidential,
	}
}

// reported tells whether a part of an effect is known to have failed.
func (a *Action) reported(effect, member int) bool {
	return slices.ContainsFunc(a.Failures, func(f Failure) bool { return f.Effect == effect && f.Member == member })
}

func (s *State) revoke(a *Action, e *Effect) Event {
	if e.Mandate != 0 {
		m := s.Mandate(e.Mandate)
		if m == nil || m.Standing(a.ClosedAt) != "active" {
			return s.failed(a, 0, WhyEnded)
		}
		return &MandateEnded{Mandate: e.Mandate, How: "revoked", Action: a.Number, At: a.ClosedAt, Confidential: m.Confidential}
	}
	r := s.Role(e.Words)
	if r == nil {
		return s.failed(a, 0, WhyEnded)
	}
	return &RoleEnded{Role: r.Name, Person: r.Person, How: "revoked", Action: a.Number, At: a.ClosedAt}
}

func (s *State) appoint(a *Action, e *Effect) Event {
	switch {
	case s.gone(e.Member):
		return s.failed(a, 0, WhyGone)
	case e.Words == "":
		return s.failed(a, 0, WhyErased)
	}
	return &RoleGiven{Action: a.Number, Role: e.Words, Person: e.Member, Since: a.ClosedAt, Resumes: s.waiting(e.Words)}
}

// amend changes a rule. It is refused where, with what changed since, it can no
// longer stand.
func (s *State) amend(a *Action, e *Effect) Event {
	changed := s.Statutes
	if err := changed.Set(e.Rule, e.Value); err != nil {
		return s.failed(a, 0, WhyImpossible)
	}
	return &StatuteChanged{Action: a.Number, Key: e.Rule, Value: e.Value, Before: s.Statutes.Get(e.Rule), At: a.ClosedAt}
}

func (s *State) exclude(a *Action, e *Effect, at time.Time) Event {
	if s.gone(e.Member) {
		return s.failed(a, 0, WhyGone)
	}
	departed := &Departed{Member: e.Member, Origin: "exclusion", Action: a.Number}
	if a.ClosedAt.Before(at) {
		departed.Rank = a.ClosedAt
	}
	return departed
}
