package compose

import (
	"slices"

	"toutdoux/internal/governance"
)

// Number is the action's number, 0 for none.
func (v *view) Number() int {
	if v.action == nil {
		return v.o.Letter.Action
	}
	return v.action.Number
}

// Title is the action's title.
func (v *view) Title() Words {
	if v.action == nil {
		return ""
	}
	return lineWords(string(v.action.Title))
}

// Body is the action's text, without the fields at its top: the letters state
// them themselves.
func (v *view) Body() Words {
	if o := v.opened(); o != nil {
		return textWords(string(o.Body))
	}
	return ""
}

// opened is the event that holds the action's text.
func (v *view) opened() *governance.Opened {
	if p, would := v.event.(*governance.Previewed); would {
		return &p.Would
	}
	if o, is := v.event.(*governance.Opened); is {
		return o
	}
	o, _ := v.o.Opening.Event.(*governance.Opened)
	return o
}

// Extra tells whether the action is extraordinary.
func (v *view) Extra() bool { return v.action != nil && v.action.Type == governance.Extraordinary }

// Urgent tells whether its proposer marked it so.
func (v *view) Urgent() bool { return v.action != nil && v.action.Urgent }

// Because is why an action is extraordinary though asked for as ordinary:
// cost, effect, requalified, or "".
func (v *view) Because() string {
	if v.action == nil {
		return ""
	}
	return v.action.Because
}

// Cost is what the action costs, "" where nothing was said.
func (v *view) Cost() string {
	if v.action == nil || v.action.CostCents == 0 {
		return ""
	}
	return v.c.tongue.money(v.action.CostCents)
}

// Hint is an amount above the limit that stands only in the action's prose.
func (v *view) Hint() string {
	if o := v.opened(); o != nil && o.HintCents > 0 {
		return v.c.tongue.money(o.HintCents)
	}
	return ""
}

// Proposer is who proposed the action.
func (v *view) Proposer() *person {
	if v.action == nil {
		return nil
	}
	return v.person(v.action.Proposer)
}

// ProposerLeft tells whether the proposer is no member any more.
func (v *view) ProposerLeft() bool {
	return v.action != nil && !v.o.State.Member(v.action.Proposer).Departed.IsZero()
}

// Replaces is the number of the action that this one replaces, 0 for none.
func (v *view) Replaces() int {
	if v.action == nil {
		return 0
	}
	return v.action.Replaces
}

// ReplacedBy is the number of the action that replaces this one, 0 for none.
func (v *view) ReplacedBy() int {
	if v.action == nil {
		return 0
	}
	return v.action.ReplacedBy
}

// State is where the action stands, by the names of `replay`.
func (v *view) State() governance.ActionState {
	if v.action == nil {
		return ""
	}
	return v.action.State
}

// Open tells whether people can still answer.
func (v *view) Open() bool { return v.action != nil && v.action.IsOpen() }

// Paused tells whether somebody asked for a discussion of the action.
func (v *view) Paused() bool { return v.action != nil && len(v.action.Pausers) > 0 }

// MayPause tells whether a PAUSE of the reader's would be heard: of an ordinary
// action that is open, once.
func (v *view) MayPause() bool {
	return v.Open() && !v.Extra() && !slices.Contains(v.action.Pausers, v.o.To.Member)
}

// How is how the action was adopted: majority, silence, or "".
func (v *view) How() governance.How {
	if v.action == nil {
		return ""
	}
	return v.action.How
}

// Soft tells whether it was adopted with fewer for than blank and silent.
func (v *view) Soft() bool { return v.action != nil && v.action.Soft }

// Opened is when the action was announced.
func (v *view) Opened() *moment {
	if v.action == nil {
		return nil
	}
	return v.moment(v.action.OpenedAt)
}

// Closed is when the action was decided, nil while it is open.
func (v *view) Closed() *moment {
	if v.action == nil {
		return nil
	}
	return v.moment(v.action.ClosedAt)
}

// Done is when the action was carried out, nil before.
func (v *view) Done() *moment {
	if v.action == nil {
		return nil
	}
	return v.moment(v.action.DoneAt)
}

// Deadline is until when people can answer, nil where nobody can vote yet.
func (v *view) Deadline() *moment {
	if !v.o.Letter.Deadline.IsZero() {
		return v.moment(v.o.Letter.Deadline)
	}
	if v.action == nil {
		return nil
	}
	return v.moment(v.action.Deadline)
}

// Earliest is before when no majority adopts, nil where any moment will do.
func (v *view) Earliest() *moment {
	if v.action == nil || v.action.Rules.Earliest.IsZero() {
		return nil
	}
	return v.moment(v.action.Rules.Earliest.After(v.action.Base, v.c.house.Zone))
}

// ActionWindow is how long the action's discussion lasts, by its own rules.
func (v *view) ActionWindow() string {
	if v.action == nil {
		return v.Window()
	}
	return v.c.tongue.delay(v.action.Rules.Window)
}

// Electorate is how many people can vote.
func (v *view) Electorate() int { return v.tally().Electorate }

// tally is the count when the letter was owed.
func (v *view) tally() governance.Tally {
	if p, would := v.event.(*governance.Previewed); would {
		return governance.Tally{Electorate: p.CanVote}
	}
	if v.o.Letter.Tally != (governance.Tally{}) || v.action == nil {
		return v.o.Letter.Tally
	}
	return v.o.State.Tally(v.action)
}

// Tally is the count, with those who did not answer.
func (v *view) Tally() string { return v.c.tongue.counted(v.tally(), " · ") }

// SoFar is the count of the ballots alone.
func (v *view) SoFar() string { return v.c.tongue.counted(v.tally(), ", ") }

// Bar is the count as the markup's bar wants it.
func (v *view) Bar() string {
	return barOf(v.tally())
}

// For is how many are for.
func (v *view) For() int { return v.tally().For }

// Against is how many are against.
func (v *view) Against() int { return v.tally().Against }

// ToAdopt is how many people for would adopt the action at once.
func (v *view) ToAdopt() int {
	if v.action == nil {
		return 0
	}
	return v.action.Rules.Adopt.Needed(v.Electorate())
}

// HalfAdopts tells whether that is half of the electorate, which people say
// more simply.
func (v *view) HalfAdopts() bool {
	return v.action != nil && v.action.Rules.Adopt.OrEqual && 2*v.action.Rules.Adopt.Num == v.action.Rules.Adopt.Den
}

// ToRefuse is how many people against would reject the action at its deadline,
// or stop it where it is ordinary.
func (v *view) ToRefuse() int {
	if v.action == nil {
		return 0
	}
	return v.refusal().Needed(v.Electorate())
}

func (v *view) refusal() governance.Share {
	if v.action.Type == governance.Ordinary {
		return v.action.Rules.Stop
	}
	return v.action.Rules.Reject
}

// MajorityRefuses tells whether that is more than half of the electorate.
func (v *view) MajorityRefuses() bool {
	return v.action != nil && !v.refusal().OrEqual && 2*v.refusal().Num == v.refusal().Den
}
