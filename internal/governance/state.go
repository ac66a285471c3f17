package governance

import "time"

// State is all that the events so far amount to, for one association.
type State struct {
	Seq      int64     `json:"seq"`     // events applied
	At       time.Time `json:"at"`      // the latest event's instant
	Founded  time.Time `json:"founded"` // since when there is an association
	Statutes Statutes  `json:"statutes"`

	Members []*Member `json:"members"` // Members[i].ID == i+1; departed members stay
	Actions []*Action `json:"actions"` // Actions[i].Number == i+1

	Assemblies []*Assembly `json:"assemblies,omitempty"` // Assemblies[i].Number == i+1

	Holds     []*Hold                `json:"holds,omitempty"`     // mails waiting for a confirmation
	Strangers map[string][]time.Time `json:"strangers,omitempty"` // instants of answers, by keyed hash
	Turns     []time.Time            `json:"turns,omitempty"`     // instants of the last answers to strangers
	Swept     time.Time              `json:"swept,omitzero"`      // when Strangers was last rid of old ones
	Questions []Question             `json:"questions,omitempty"` // of the last days
	Alarm     time.Time              `json:"alarm,omitzero"`      // since when nothing is adopted by silence
	Halted    time.Time              `json:"halted,omitzero"`     // when the owner was last told that what is due cannot be done
	Bulletin  Bulletin               `json:"bulletin,omitzero"`
	Door      Door                   `json:"door,omitzero"`
	Followers []*Follower            `json:"followers,omitempty"` // Followers[i].ID == i+1

	Amended   map[string]Amendment `json:"amended,omitempty"`  // the statutes that an action changed, by key
	Mandates  []*Mandate           `json:"mandates,omitempty"` // in the order given, ended ones too
	Roles     []*Role              `json:"roles,omitempty"`    // in the order given, ended ones too
	Charter   []Charter            `json:"charter,omitempty"`  // its versions: the last is in force
	Dissolved time.Time            `json:"dissolved,omitzero"` // since when the list is closed
	Reviewed  time.Time            `json:"reviewed,omitzero"`  // the latest review of ghosts
	Ghosts    []*Ghost             `json:"ghosts,omitempty"`
	Erasing   []Erasing            `json:"erasing,omitempty"`

	Surveys  []*Survey   `json:"surveys,omitempty"`  // to be put, and open
	Unsigned []*Unsigned `json:"unsigned,omitempty"` // hashes of who wrote something unsigned

	zone      *time.Location
	byAddress map[string]int // every address on file to its member's ID
	carrying  int            // the action whose effects are being carried out, within one step
}

// Member is a person. A departed member keeps their place and their number.
type Member struct {
	ID        int       `json:"id"`
	Name      Text      `json:"name"`
	Addresses []Text    `json:"addresses"` // the first is the primary one
	Joined    time.Time `json:"joined"`
	VotesFrom time.Time `json:"votes_from"`     // instant from which they may vote
	Told      bool      `json:"told,omitempty"` // that their delay has passed

	IntroduceAt time.Time `json:"introduce_at,omitzero"` // when the others are told that they joined, zero once told

	OnLeave     bool      `json:"on_leave,omitempty"`
	LeaveUntil  time.Time `json:"leave_until,omitzero"` // zero: until they say
	Unreachable bool      `json:"unreachable,omitempty"`
	FirstBounce time.Time `json:"first_bounce,omitzero"` // of mailbox-gone bounces in a row
	LastBounce  time.Time `json:"last_bounce,omitzero"`
	LastFailure time.Time `json:"last_failure,omitzero"` // last letter refused for good, for whatever reason
	Departed    time.Time `json:"departed,omitzero"`     // zero for members
	Away        []Away    `json:"away,omitempty"`        // on leave or unreachable, the earliest first
	WrittenAt   time.Time `json:"written_at,omitzero"`   // last letter of those of which one a day is enough
	WrittenBy   int64     `json:"written_by,omitempty"`  // the event that owed it
	Missed      int64     `json:"missed,omitempty"`      // first event of what they missed on leave, 0 for none

	Authenticated bool      `json:"authenticated,omitempty"` // their domain vouched for a mail once
	RoundTrip     bool      `json:"round_trip,omitempty"`    // every vote is confirmed, since CONTESTER
	AnsweredAt    time.Time `json:"answered_at,omitzero"`    // last answer to mail in their name that nothing proves
	LastSign      time.Time `json:"last_sign,omitzero"`      // last mail that they wrote
	SurveyedAt    time.Time `json:"surveyed_at,omitzero"`    // last asked why they were silent

	Confided   int       `json:"confided,omitempty"` // mails to one person alone, on the day of the latest
	ConfidedAt time.Time `json:"confided_at,omitzero"`

	Delivery Delivery `json:"delivery,omitempty"` // how much of the list's mail they want; empty: all of it
}

// ActionType is ordinary or extraordinary.
type ActionType string

// The two types of action.
const (
	Ordinary      ActionType = "ordinary"
	Extraordinary ActionType = "extraordinary"
)

// ActionState is where an action stands; the names are those of `replay`.
type ActionState string

// The states of an action.
const (
	Open      ActionState = "open"
	InPause   ActionState = "paused"
	Settled   ActionState = "settled"
	Stopped   ActionState = "stopped"
	Adopted   ActionState = "adopted"
	Rejected  ActionState = "rejected"
	Retracted ActionState = "withdrawn"
)

// How an action was adopted.
type How string

// The ways of adoption.
const (
	ByMajority How = "majority"
	BySilence  How = "silence"
)

// Rules are the statutes that an action keeps from its opening.
type Rules struct {
	Window   Delay `json:"window"`
	Pause    Delay `json:"pause,omitzero"`    // ordinary
	Stop     Share `json:"stop,omitzero"`     // ordinary
	Adopt    Share `json:"adopt,omitzero"`    // extraordinary
	Earliest Delay `json:"earliest,omitzero"` // extraordinary
	Reject   Share `json:"reject,omitzero"`   // extraordinary

	Reminders []Delay `json:"reminders,omitempty"` // extraordinary
}

// Tally is a count at an instant.
type Tally struct {
	Electorate int `json:"electorate"`
	For        int `json:"for"`
	Blank      int `json:"blank"`
	Against    int `json:"against"`
}

// Silent is how many of the electorate have no ballot.
func (t Tally) Silent() int { return t.Electorate - t.For - t.Blank - t.Against }

// Action is something that members decide.
type Action struct {
	Number    int        `json:"number"`
	Type      ActionType `json:"type"`
	Because   string     `json:"because,omitempty"` // why extraordinary though asked for as ordinary: cost, effect, requalified
	Title     Text       `json:"title"`
	Proposer  int        `json:"proposer"`
	CostCents int64      `json:"cost_cents,omitempty"`
	Urgent    bool       `json:"urgent,omitempty"`
	Rules     Rules      `json:"rules"`

	OpenedSeq int64     `json:"opened_seq"` // the event that holds its text
	OpenedAt  time.Time `json:"opened_at"`
	Base      time.Time `json:"base"`               // who had the right to vote at this instant is in its electorate
	PausedAt  time.Time `json:"paused_at,omitzero"` // first pause
	Deadline  time.Time `json:"deadline,omitzero"`  // zero: nobody can vote yet

	State    ActionState `json:"state"`
	How      How         `json:"how,omitempty"`
	Soft     bool        `json:"soft,omitempty"`
	ClosedAt time.Time   `json:"closed_at,omitzero"`
	DoneAt   time.Time   `json:"done_at,omitzero"`
	Final    Tally       `json:"final,omitzero"`     // at closing
	Electors []int       `json:"electors,omitempty"` // who could vote, at closing

	Ballots    []Ballot `json:"ballots,omitempty"` // in the order of the log
	Pausers    []int    `json:"pausers,omitempty"`
	Countered  int64    `json:"countered,omitempty"` // the ballot that opened the counter-vote, 0 for none
	Reminded   []int    `json:"reminded,omitempty"`  // indices of the reminders sent
	Replaces   int      `json:"replaces,omitempty"`
	ReplacedBy int      `json:"replaced_by,omitempty"`

	Waits   Text `json:"waits,omitempty"`   // the role that its holder gave up rather than carry it out
	Resumed int  `json:"resumed,omitempty"` // the action that found who takes it over, 0 for none yet

	Effects  []Effect  `json:"effects,omitempty"`
	Carried  int       `json:"carried,omitempty"`  // how many effects had their turn at the adoption
	Failures []Failure `json:"failures,omitempty"` // what of them was no longer possible

	tally  Tally   // of an open action, see count.go
	latest []int   // by member: 1 + the index of their latest ballot, 0 for none
	mine   [][]int // by member: the indices of all their ballots
}

// Ballot is one vote of one member. The latest that is not void is the
// member's ballot.
type Ballot struct {
	Seq     int64     `json:"seq"` // of the Voted event
	Member  int       `json:"member"`
	Choice  Choice    `json:"choice"`
	Rank    time.Time `json:"rank"`
	Reason  Text      `json:"reason,omitempty"`
	Void    bool      `json:"void,omitempty"`    // taken back: two in a second, or contested
	Counted bool      `json:"counted,omitempty"` // in Final; kept for closed actions only
}

// Hold is a mail that waits for its author's confirmation.
type Hold struct {
	Arrival  int64     `json:"arrival"`
	Member   int       `json:"member"`             // 0: a stranger who wants to join, or to follow
	Stranger string    `json:"stranger,omitempty"` // who that is, by keyed hash
	Follow   bool      `json:"follow,omitempty"`   // they want to follow rather than to join
	Action   int       `json:"action,omitempty"`
	Rank     time.Time `json:"rank"`
	Choice   Choice    `json:"choice,omitempty"` // its first vote's, "" where it brings none
	Adds     Text      `json:"adds,omitempty"`
	Erases   bool      `json:"erases,omitempty"`  // a yes has the member forgotten
	AskedAt  time.Time `json:"asked_at,omitzero"` // zero: held silently
}

// Question notes that a member was asked about an action, so that nobody is
// asked twice in a day. Member Owner is the owner.
type Question struct {
	Member int       `json:"member"`
	Action int       `json:"action,omitempty"`
	At     time.Time `json:"at"`
}

// Owner stands for the owner where a member's number is expected.
const Owner = -1

// Founder is a member from the start.
type Founder struct {
	Name, Address string
	VotesFrom     time.Time // instant from which they may vote
	OnLeave       bool      // on vacation, with no end given
}
