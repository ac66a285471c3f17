package governance

// Delivery is how much of the list's mail a member wants (rules.md, Members).
type Delivery string

// The choices of RÉCEPTION. The empty one is everything, too.
const (
	DeliverAll       Delivery = "all"
	DeliverDecisions Delivery = "decisions" // no talk
	DeliverDigest    Delivery = "digest"    // the weekly digest alone
)

// DeliveryChosen is a member's choice of what they get.
type DeliveryChosen struct {
	Member   int      `json:"member"`
	Delivery Delivery `json:"delivery"`
}

func (*DeliveryChosen) kind() string   { return "delivery_chosen" }
func (*DeliveryChosen) texts() []*Text { return nil }

func (e *DeliveryChosen) apply(s *State, _ Record) { s.Members[e.Member-1].Delivery = e.Delivery }

// delivery takes a member's choice; an unknown one is answered with those that
// there are.
func (d *decision) delivery() []Event {
	switch choice := Delivery(d.r.Argument); choice {
	case DeliverAll, DeliverDecisions, DeliverDigest:
		return []Event{&DeliveryChosen{d.m.ID, choice}}
	}
	return d.decline(0, WhyBadDelivery)
}

// inDigest are the letters to all that members on digest only find in the
// digest. A kind that is not among them reaches everybody.
var inDigest = map[LetterKind]bool{
	LetterAnnouncement: true, LetterPause: true, LetterCounterVote: true, LetterRequalified: true, LetterReminder: true,
	LetterOutcome: true, LetterReceipt: true, LetterArrival: true, LetterVacation: true, LetterIntervention: true, LetterPost: true,
	LetterGhostNotice: true, LetterConcern: true, LetterSurveyResult: true,
}

// takes tells whether a member wants a letter to all at once. What is urgent
// comes whatever they chose, and so does what is said of their own action.
func (m *Member) takes(kind LetterKind, a *Action) bool {
	switch {
	case m.Delivery == DeliverDecisions:
		return kind != LetterPost
	case m.Delivery != DeliverDigest || !inDigest[kind]:
		return true
	case a == nil || kind == LetterPost:
		return false
	}
	return a.Urgent || a.Proposer == m.ID && kind != LetterReminder
}
