package main

import (
	"fmt"
	"strings"

	"toutdoux/internal/governance"
)

// effects says what an action's adoption does, or did, and what of it was no
// longer possible.
func effects(s *governance.State, a *governance.Action) string {
	texts := make([]string, len(a.Effects))
	for i, e := range a.Effects {
		texts[i] = effect(s, e)
		for _, f := range a.Failures {
			if f.Effect == i && f.Member == 0 {
				texts[i] += ", no longer possible: " + string(f.Why)
			}
		}
	}
	return strings.Join(texts, "; ")
}

func effect(s *governance.State, e governance.Effect) string {
	switch e.Type {
	case governance.EffectRule:
		return fmt.Sprintf("rule %s = %s", e.Rule, e.Value)
	case governance.EffectMandate:
		names := make([]string, len(e.Holders))
		for i, id := range e.Holders {
			names[i] = s.Display(id)
		}
		return fmt.Sprintf("mandate “%s” to %s until %s", e.Words, strings.Join(names, ", "), when(e.Until, s.Zone()))
	case governance.EffectRole:
		return fmt.Sprintf("role %s to %s", e.Words, s.Display(e.Member))
	case governance.EffectRevocation:
		if e.Mandate != 0 {
			return fmt.Sprintf("revocation of mandate #%d", e.Mandate)
		}
		return fmt.Sprintf("revocation of role %s", e.Words)
	case governance.EffectWaiveDelay:
		return "right to vote of " + s.Display(e.Member)
	case governance.EffectExclusion:
		return "exclusion of " + s.Display(e.Member)
	}
	return string(e.Type)
}
