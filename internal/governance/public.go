package governance

import (
	"slices"
	"strings"
	"unicode"
)

// What leaves the association of an action, for followers and whoever reads the
// public register: number, title, kind, dates, tallies and outcome; never
// reasons, names, effects on persons, or anything of confidential mandates
// (rules.md, Information is power).

// Secret tells whether nothing of an action may leave: it gives or revokes a
// confidential mandate.
func (s *State) Secret(a *Action) bool {
	return slices.ContainsFunc(a.Effects, func(e Effect) bool {
		m := s.Mandate(e.Mandate)
		return e.Confidential || e.Type == EffectRevocation && m != nil && m.Confidential
	})
}

// Personal tells whether an action concerns persons, by its effects or by its
// title: then the title does not leave.
func (s *State) Personal(a *Action) bool {
	return a.concernsPersons() || s.names(string(a.Title))
}

func (a *Action) concernsPersons() bool {
	return slices.ContainsFunc(a.Effects, func(e Effect) bool {
		switch e.Type {
		case EffectWaiveDelay, EffectExclusion, EffectRole, EffectMandate, EffectRevocation:
			return true
		}
		return false
	})
}

// names tells whether a text holds an address, or the name of somebody who is or
// was a member: the whole of it, or its first or last word. It rather takes a
// stone (pierre) for a person than a person for a stone.
func (s *State) names(text string) bool {
	if addressIn(text) != "" {
		return true
	}
	words := " " + strings.Join(strings.FieldsFunc(plainName(text), notInName), " ") + " "
	return slices.ContainsFunc(s.Members, func(m *Member) bool {
		parts := strings.FieldsFunc(plainName(string(m.Name)), notInName)
		if len(parts) == 0 {
			return false
		}
		return strings.Contains(words, " "+parts[0]+" ") || strings.Contains(words, " "+parts[len(parts)-1]+" ")
	})
}

func notInName(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

// outcome notes an outcome that may leave.
func (s *State) outcome(r Record) {
	var a *Action
	switch e := r.Event.(type) {
	case *Closed:
		a = s.Action(e.Action)
	case *Withdrawn:
		a = s.Action(e.Action)
	}
	if a != nil && !s.Secret(a) {
		s.Bulletin.Outcome = r.Seq
	}
}
