package governance

import "time"

// EffectType is what an effect does; the names are those of `explain`.
type EffectType string

// The effects of rules.md, Effects.
const (
	EffectWaiveDelay  EffectType = "waive_delay" // a newcomer votes from the adoption on
	EffectMandate     EffectType = "mandate"     // creates a mandate, which bears the action's number
	EffectRevocation  EffectType = "revocation"  // ends a mandate or a role
	EffectRole        EffectType = "role"        // gives a role
	EffectRule        EffectType = "rule"        // changes one of the statutes
	EffectExclusion   EffectType = "exclusion"   // ends a membership
	EffectCharter     EffectType = "charter"     // replaces the charter
	EffectDissolution EffectType = "dissolution" // closes the list
)

// The fields that say more of another, and are no effect alone.
const (
	fieldHolders      = "mandate_holders"
	fieldUntil        = "mandate_until"
	fieldConfidential = "mandate_confidential"
	fieldPerson       = "role_person"
	fieldCharterText  = "charter_text" // the text that came with the mail
)

// Effect is what the adoption of an action does by itself (rules.md, Effects).
// People are those whom the fields named when the action opened.
type Effect struct {
	Type         EffectType `json:"type"`
	Member       int        `json:"member,omitempty"`       // waive_delay, exclusion, role: whom it concerns
	Holders      []int      `json:"holders,omitempty"`      // mandate
	Until        time.Time  `json:"until,omitzero"`         // mandate: the first instant after its last day
	Confidential bool       `json:"confidential,omitempty"` // mandate
	Mandate      int        `json:"mandate,omitempty"`      // revocation: its number, 0 for a role
	Rule         string     `json:"rule,omitempty"`         // rule: its key
	Value        string     `json:"value,omitempty"`        // rule: as the statutes write it
	Before       string     `json:"before,omitempty"`       // rule: the value that it replaces
	// Words are a mandate's subject, a role's name (of a revocation too), or
	// the text of a charter.
	Words Text `json:"words,omitempty"`
}

// Failure is an effect, or a part of one, that could not be carried out.
type Failure struct {
	Effect int `json:"effect"`           // its index
	Member int `json:"member,omitempty"` // of several holders: who could not
	Why    Why `json:"why"`
}

// Flaw is what is wrong with a field at the top of a proposal.
type Flaw string

// The flaws: templates say them in words.
const (
	FlawUnreadable Flaw = "unreadable" // a date, an amount, a yes or no, a rule's value
	FlawMissing    Flaw = "missing"    // nothing stands there, or a field that goes with it is not there
	FlawUnknown    Flaw = "unknown"    // nobody, no rule, no mandate, no role of that name
	FlawAmbiguous  Flaw = "ambiguous"  // several people have that name
	FlawVotes      Flaw = "votes"      // that person votes already
	FlawPast       Flaw = "past"       // a day that is over
	FlawRange      Flaw = "range"      // a value that the rule cannot have
	FlawTwice      Flaw = "twice"      // said twice in one action
	FlawLong       Flaw = "long"       // more words than it takes
	FlawSame       Flaw = "same"       // the charter in force already
)

// CarriedOut tells whether the action's adoption did anything by itself: then
// it can no longer be withdrawn.
func (a *Action) CarriedOut() bool {
	done := a.Carried
	failed := map[int]bool{}
	for _, f := range a.Failures {
		if f.Member == 0 && !failed[f.Effect] {
			failed[f.Effect] = true
			done--
		}
	}
	return done > 0
}

// Remains tells whether somebody still has to do what was adopted: what its
// effects did, with nothing to pay for, needs nobody.
func (a *Action) Remains() bool {
	whole := len(a.Effects) > 0 && a.Carried == len(a.Effects) && len(a.Failures) == 0 && a.CostCents == 0
	return (a.State == Adopted || a.State == Settled) && a.DoneAt.IsZero() && !whole
}

// concerned are the people whom an action would exclude: they are told of it
// even on leave (rules.md, Effects).
func (a *Action) concerned() []int {
	var members []int
	for _, e := range a.Effects {
		if e.Type == EffectExclusion {
			members = append(members, e.Member)
		}
	}
	return members
}
