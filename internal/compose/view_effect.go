package compose

import (
	"strings"

	"toutdoux/internal/governance"
)

// effect is what the adoption of an action does by itself, as letters say it.
type effect struct {
	v *view
	governance.Effect
	// Why is the reason why it, or the part of it for Person, could not be
	// carried out; "" where it was, or still may be.
	Why governance.Why
}

// Effects are what the action's adoption does, or would do; of one adopted,
// only what was carried out.
func (v *view) Effects() []effect {
	if v.action == nil {
		return nil
	}
	var list []effect
	for i, e := range v.action.Effects {
		if e.Holders = v.able(i, e.Holders); !v.failed(i) {
			list = append(list, effect{v: v, Effect: e})
		}
	}
	return list
}

// failed tells whether an effect could not be carried out at all.
func (v *view) failed(index int) bool {
	for _, f := range v.action.Failures {
		if f.Effect == index && f.Member == 0 {
			return true
		}
	}
	return false
}

// able are the holders of a mandate for whom it could be carried out.
func (v *view) able(index int, holders []int) []int {
	var able []int
	for _, id := range holders {
		out := false
		for _, f := range v.action.Failures {
			out = out || f.Effect == index && f.Member == id
		}
		if !out {
			able = append(able, id)
		}
	}
	return able
}

// Unfulfilled are the effects, or the parts of them, that could no longer be
// carried out when the action was adopted.
func (v *view) Unfulfilled() []effect {
	if v.action == nil {
		return nil
	}
	var list []effect
	for _, f := range v.action.Failures {
		e := v.action.Effects[f.Effect]
		if f.Member != 0 {
			e.Holders = []int{f.Member}
		}
		list = append(list, effect{v: v, Effect: e, Why: f.Why})
	}
	return list
}

// Excludes tells whether the action would end the reader's membership.
func (v *view) Excludes() bool {
	for _, e := range v.Effects() {
		if e.Type == governance.EffectExclusion && e.Member == v.o.To.Member {
			return true
		}
	}
	return false
}

// Person is whom the effect concerns.
func (e effect) Person() *person { return e.v.person(e.Member) }

// VotesFrom is when that person's right to vote begins by itself, nil where it
// has begun.
func (e effect) VotesFrom() *moment {
	if m := e.v.o.State.Member(e.Member); m != nil {
		return e.v.coming(m.VotesFrom)
	}
	return nil
}

// People are the holders of the mandate.
func (e effect) People() Words {
	var names []string
	for _, id := range e.Holders {
		names = append(names, e.v.person(id).full())
	}
	return Words(e.v.c.tongue.list(names))
}

// Subject is what the mandate is about: of a revocation, the one that ends.
func (e effect) Subject() Words {
	if m := e.v.o.State.Mandate(e.Mandate); m != nil {
		return lineWords(string(m.Subject))
	}
	return lineWords(string(e.Words))
}

// RoleName is what the role is called.
func (e effect) RoleName() Words { return e.v.roleName(e.Words) }

// Resumed are the actions that waited for somebody with this role, and go on.
func (e effect) Resumed() []*view {
	var actions []*view
	for _, a := range e.v.o.State.Actions {
		if e.v.action != nil && a.Resumed == e.v.action.Number && a.Waits == e.Words {
			actions = append(actions, e.v.on(a))
		}
	}
	return actions
}

// LastDay is the last day of the mandate.
func (e effect) LastDay() string {
	if m := e.v.moment(e.Until); m != nil {
		return m.LastDay()
	}
	return ""
}

// RuleName is what the rule is for.
func (e effect) RuleName() string { return e.v.c.tongue.rules[e.Rule] }

// Was is the value that the rule had.
func (e effect) Was() string { return e.v.c.tongue.value(e.Before) }

// Becomes is the value that the rule gets.
func (e effect) Becomes() string { return e.v.c.tongue.value(e.Value) }

// Field is which field of a proposal could not be used.
func (v *view) Field() string { return v.declined().Field }

// Flaw is what is wrong with it.
func (v *view) Flaw() string { return string(v.declined().Flaw) }

// Said are the words that are wrong.
func (v *view) Said() Words { return lineWords(string(v.declined().Said)) }

func (v *view) declined() *governance.Declined {
	if e, is := v.event.(*governance.Declined); is {
		return e
	}
	return &governance.Declined{}
}

// RuleKeys are the keys of the statutes.
func (v *view) RuleKeys() []string { return governance.StatuteKeys() }

// list joins names as people do: "Alice, Bob et Claire".
func (t *tongue) list(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + t.and + names[last]
}

// Remains tells whether somebody still has to do what was adopted.
func (v *view) Remains() bool { return v.action != nil && v.action.Remains() }

// CarriedOut tells whether the adoption did something by itself.
func (v *view) CarriedOut() bool { return v.action != nil && v.action.CarriedOut() }

// Dissolved tells whether the list is closed.
func (v *view) Dissolved() bool { return !v.o.State.Dissolved.IsZero() }
