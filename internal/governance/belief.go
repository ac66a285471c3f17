package governance

import "time"

// Belief is whether a mail is its sender's, and why (safety.md, Believing a
// sender).
type Belief string

// The beliefs: the first three let a mail through, the others do not.
const (
	ByDomain       Belief = "domain"        // the sender's domain vouches for it
	ByLetter       Belief = "letter"        // it carries the proof of a letter to them
	ByConfirmation Belief = "confirmation"  // it answers an open question whether a mail was theirs
	NotOnFile      Belief = "not_on_file"   // no member has that address
	Unproven       Belief = "unproven"      // nothing proves it
	FieldTwice     Belief = "field_twice"   // a field of its header stands twice
	OthersLetter   Belief = "others_letter" // it carries the proof of a letter to somebody else
	VouchedBefore  Belief = "vouched"       // of a letter to them, but their domain vouched for a mail once
	DeadLetter     Belief = "dead_letter"   // of a letter to them, whose proof has died
	AfterContest   Belief = "contested"     // it is proven, but a vote, and they contested one
)

// Proves tells whether a mail is let through.
func (b Belief) Proves() bool { return b == ByDomain || b == ByLetter || b == ByConfirmation }

// Believed tells whether a person's mail would be taken for its sender's, were
// it decided now.
func Believed(s *State, r Request) Belief {
	d := decision{State: s, r: r, m: s.ByAddress(r.From), at: latest(s.At, r.At), said: r.At}
	switch {
	case d.m == nil:
		return NotOnFile
	case d.confirms():
		return ByConfirmation
	}
	return d.belief()
}

// belief is what lets a member's mail through, or why nothing does.
func (d *decision) belief() Belief {
	b := d.proof()
	if b.Proves() && d.m.RoundTrip && len(d.r.Votes) > 0 {
		return AfterContest
	}
	return b
}

// proof is what proves that a mail is a member's, or why nothing does: their
// domain vouches for it, or it carries the proof of a letter to them and they
// never wrote through a domain that vouches.
func (d *decision) proof() Belief {
	switch owner := d.r.Answers.Member; {
	case d.r.Doubled:
		return FieldTwice
	case d.r.Authenticated:
		return ByDomain
	case owner == 0:
		return Unproven
	case owner != d.m.ID:
		return OthersLetter
	case d.m.Authenticated:
		return VouchedBefore
	case !d.proofAlive():
		return DeadLetter
	}
	return ByLetter
}

func (d *decision) proven() bool  { return d.belief().Proves() }
func (d *decision) vouched() bool { return d.proof().Proves() }

// confirms tells whether the mail answers a confirmation that is open.
func (d *decision) confirms() bool {
	h := d.hold(d.r.Answers.Arrival)
	return d.r.Answers.Kind == LetterConfirm && h != nil && h.Member == d.m.ID && !h.AskedAt.IsZero() && !d.stale(h, d.at)
}

// proofLife is how long the proof of a letter about no action lives.
const proofLife = 90 * 24 * time.Hour

// proofAlive tells whether the proof of the answered letter still holds: it
// dies when its action has closed, that of a survey with the survey.
func (d *decision) proofAlive() bool {
	if d.r.Answers.Kind == LetterSurvey {
		return d.survey(d.r.Answers.Action) != nil
	}
	entrusts := d.r.Answers.Kind == LetterRole || d.r.Answers.Kind == LetterMandate
	if a := d.Action(d.r.Answers.Action); a != nil && !entrusts {
		return a.IsOpen()
	}
	return d.r.At.Sub(d.r.Answers.SentAt) <= proofLife
}
