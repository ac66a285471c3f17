package governance

import "time"

// Text is free text that a person wrote. The log keeps only its salted hash;
// the words stand apart, so that they can be erased.
type Text string

// Event is something that happened. Its name never changes: it is stored.
type Event interface {
	// kind is the stable name of the event's kind: see the table in codec.go.
	kind() string
	// texts lists the free texts, so that they can be kept apart.
	texts() []*Text
	apply(s *State, r Record)
}

// Record is an event with its place in the log.
type Record struct {
	Seq     int64     // place in the log, from 1
	At      time.Time // never before the record's before it
	Arrival int64     // the mail or command that caused it; 0: an instant came
	By      int       // the member who wrote that mail; 0: nobody. A sign of life
	Event   Event
}

// Founded opens the log with the statutes of the first start.
type Founded struct {
	Statutes Statutes `json:"statutes"`
}

// Joined makes a member. Origin is "founder", "asked" or "intervention".
type Joined struct {
	Member    int       `json:"member"`
	Name      Text      `json:"name"`
	Address   Text      `json:"address"`
	VotesFrom time.Time `json:"votes_from"`
	Origin    string    `json:"origin"`
}

// Introduced tells the others who joined, those of one day together.
type Introduced struct {
	Members []int `json:"members"`
}

// VotingBegan tells that a newcomer's delay has passed.
type VotingBegan struct {
	Member int `json:"member"`
}

// AddressAdded gives a member one more address, or a new primary one.
type AddressAdded struct {
	Member  int  `json:"member"`
	Address Text `json:"address"`
	Primary bool `json:"primary,omitempty"`
}

// Renamed changes a member's display name.
type Renamed struct {
	Member int  `json:"member"`
	Name   Text `json:"name"`
}

// LeaveBegan starts a vacation; Until is zero when no end was given.
type LeaveBegan struct {
	Member int       `json:"member"`
	Until  time.Time `json:"until,omitzero"`
	// Rank is the instant of a mail that came late, zero for the record's own:
	// a deadline in between is decided by it (rules.md, Time).
	Rank time.Time `json:"rank,omitzero"`
}

// LeaveEnded ends a vacation; Asked is false when its date came.
type LeaveEnded struct {
	Member int       `json:"member"`
	Asked  bool      `json:"asked,omitempty"`
	Rank   time.Time `json:"rank,omitzero"` // as in LeaveBegan
}

// Departed ends a membership. Origin is "asked", "intervention", "exclusion", "erased", or
// of ghosts "silent" and "unreachable".
type Departed struct {
	Member int       `json:"member"`
	Origin string    `json:"origin"`
	Rank   time.Time `json:"rank,omitzero"`    // as in LeaveBegan
	Action int       `json:"action,omitempty"` // of an exclusion: the one that decided it
}

// Authenticated notes the first mail of a member that their domain vouched
// for: from then on a letter's proof alone is not enough (safety.md).
type Authenticated struct {
	Member int `json:"member"`
}

// Bounced is a letter to a member that came back. Gone: the mailbox is no more.
type Bounced struct {
	Member int    `json:"member"`
	Letter int64  `json:"letter"`
	Status string `json:"status,omitempty"`
	Gone   bool   `json:"gone,omitempty"`
	Owner  bool   `json:"owner,omitempty"` // the owner is told: a relay refuses our mail
	Hard   bool   `json:"hard,omitempty"`  // for good, for whatever reason
	// Author wrote what came back, where it was to Member alone: they are told.
	Author int `json:"author,omitempty"`
}

// BecameUnreachable takes a member out of the electorate until they write.
type BecameUnreachable struct {
	Member int `json:"member"`
}

// BecameReachable ends it.
type BecameReachable struct {
	Member int       `json:"member"`
	Rank   time.Time `json:"rank,omitzero"` // as in LeaveBegan
}

// Alarmed: too many members bounce at once, so that nobody is marked and
// nothing is adopted by silence until the owner answers (rules.md, Members).
type Alarmed struct {
	Bouncing int `json:"bouncing"`
}

// Resumed is the owner's answer to an alarm.
type Resumed struct{}

// Opened is a new action. Because says why an action asked for as ordinary is
// extraordinary: "cost", "effect", or empty.
type Opened struct {
	Action    int        `json:"action"`
	Type      ActionType `json:"type"`
	Because   string     `json:"because,omitempty"`
	Title     Text       `json:"title"`
	Body      Text       `json:"body"`
	Proposer  int        `json:"proposer"`
	CostCents int64      `json:"cost_cents,omitempty"`
	Urgent    bool       `json:"urgent,omitempty"`
	Replaces  int        `json:"replaces,omitempty"`
	Deadline  time.Time  `json:"deadline,omitzero"` // zero: nobody can vote yet
	Rules     Rules      `json:"rules"`
	MessageID Text       `json:"message_id,omitempty"` // of the proposal, so that its author's thread holds
	Enclosed  int64      `json:"enclosed,omitempty"`   // the mail whose attachments it passes on, 0 for none
	Effects   []Effect   `json:"effects,omitempty"`    // what adoption does, in this order
	HintCents int64      `json:"hint_cents,omitempty"` // an amount above the limit that stands only in the prose
}

// Previewed answers a dry run: the action as it would have been.
type Previewed struct {
	Member  int    `json:"member"`
	Would   Opened `json:"would"`
	CanVote int    `json:"can_vote"`
	Number  int    `json:"number"`
}

// WindowStarted gives an action that nobody could vote on its base instant
// and deadline.
type WindowStarted struct {
	Action   int       `json:"action"`
	Base     time.Time `json:"base"`
	Deadline time.Time `json:"deadline"`
}

// WindowStopped takes the deadline of an extraordinary action away: it came
// while nobody could vote.
type WindowStopped struct {
	Action int `json:"action"`
}

// Voted is a ballot. Rank is the instant by which it is ordered: its mail's,
// be it confirmed or delivered later.
type Voted struct {
	Action int       `json:"action"`
	Member int       `json:"member"`
	Choice Choice    `json:"choice"`
	Reason Text      `json:"reason,omitempty"`
	Rank   time.Time `json:"rank"`
}

// BallotVoided takes a ballot back: "same_second" or "contested".
type BallotVoided struct {
	Action int    `json:"action"`
	Member int    `json:"member"`
	Ballot int64  `json:"ballot"` // Seq of the Voted event
	Why    string `json:"why"`
}

// Paused is a call to talk about an ordinary action. The first moves the
// deadline.
type Paused struct {
	Action   int       `json:"action"`
	Member   int       `json:"member"`
	Reason   Text      `json:"reason,omitempty"`
	Enclosed int64     `json:"enclosed,omitempty"` // as in Opened
	First    bool      `json:"first,omitempty"`
	Deadline time.Time `json:"deadline"`
}

// Countered is the first vote against: the opening of a counter-vote.
type Countered struct {
	Action int   `json:"action"`
	Member int   `json:"member"`
	Ballot int64 `json:"ballot"` // Seq of the Voted event
	Needed int   `json:"needed"` // how many votes against it would take
}

// Requalified makes an ordinary action extraordinary, as if opened now.
type Requalified struct {
	Action   int       `json:"action"`
	Member   int       `json:"member"`
	Reason   Text      `json:"reason,omitempty"`
	Enclosed int64     `json:"enclosed,omitempty"` // as in Opened
	Deadline time.Time `json:"deadline,omitzero"`
	Rules    Rules     `json:"rules"`
	Dropped  int       `json:"dropped,omitempty"` // ballots dropped
}

// Withdrawn ends an action by its proposer's will; By is another action's
// number where that one replaces it.
type Withdrawn struct {
	Action   int   `json:"action"`
	Member   int   `json:"member"`
	Reason   Text  `json:"reason,omitempty"`
	Enclosed int64 `json:"enclosed,omitempty"` // as in Opened
	By       int   `json:"by,omitempty"`
	Tally    Tally `json:"tally"`
}

// Done marks an action as carried out.
type Done struct {
	Action   int   `json:"action"`
	Member   int   `json:"member"`
	Report   Text  `json:"report,omitempty"`
	Enclosed int64 `json:"enclosed,omitempty"` // as in Opened
}

// Closed is the outcome of an action. At is the deadline's own instant where
// the deadline closed it, however late that was looked at.
type Closed struct {
	Action  int         `json:"action"`
	At      time.Time   `json:"at"`
	Outcome ActionState `json:"outcome"`
	How     How         `json:"how,omitempty"`
	Tally   Tally       `json:"tally"`
	Soft    bool        `json:"soft,omitempty"`
}

// Reminded tells those who have not voted that deadlines come.
type Reminded struct {
	Actions []int `json:"actions"`
	Members []int `json:"members"`
}

// Asked is a question to an author alone; see the Why table. Held is the mail
// whose confirmation is asked for again, its answer being unclear.
type Asked struct {
	Member int   `json:"member"`
	Action int   `json:"action,omitempty"`
	Why    Why   `json:"why"`
	Held   int64 `json:"held,omitempty"`

	Assembly int `json:"assembly,omitempty"`
	Mandate  int `json:"mandate,omitempty"`
}

// Held is a mail from a member's address that nothing proves. Silent: they were
// asked about another one like it that day, so no letter goes out for this one
// yet.
type Held struct {
	Member   int       `json:"member"`
	Action   int       `json:"action,omitempty"`
	Held     int64     `json:"held"` // the arrival that is held
	Rank     time.Time `json:"rank"`
	Choice   Choice    `json:"choice,omitempty"` // its first vote's, "" where it brings none
	Adds     Text      `json:"adds,omitempty"`   // the address that a yes adds
	Erases   bool      `json:"erases,omitempty"` // a yes has the member forgotten
	Silent   bool      `json:"silent,omitempty"`
	Stranger string    `json:"stranger,omitempty"` // someone who wants to join or follow, by keyed hash
	Follow   bool      `json:"follow,omitempty"`   // they want to follow
	After    time.Time `json:"after,omitzero"`     // their turn, where many strangers are answered
}

// HeldAsked sends the confirmation of a mail that was held silently.
type HeldAsked struct {
	Member int   `json:"member"`
	Action int   `json:"action,omitempty"`
	Held   int64 `json:"held"`
}

// Confirmed lets a held mail through, or drops it. Member is 0 for a stranger.
type Confirmed struct {
	Member  int   `json:"member"`
	Held    int64 `json:"held"`
	Dropped bool  `json:"dropped,omitempty"`
	Erases  bool  `json:"erases,omitempty"` // it asked to be forgotten
}

// Contested: a member says a ballot was not theirs, Void. Stands is the choice
// of the ballot of theirs that counts instead, "" for none, or where the action
// was over.
type Contested struct {
	Action int    `json:"action"`
	Member int    `json:"member"`
	Void   Choice `json:"void,omitempty"`
	Stands Choice `json:"stands,omitempty"`
}

// Replied is an answer that changes nothing: help, status, a register entry.
type Replied struct {
	Member int  `json:"member"`
	Action int  `json:"action,omitempty"`
	What   Verb `json:"what"`
	// Unproven: nothing proves that the member asked. One such answer a day.
	Unproven bool `json:"unproven,omitempty"`
}

// Declined is a request that changes nothing, and is answered with its reason.
type Declined struct {
	Member int `json:"member"`
	Action int `json:"action,omitempty"`
	Why    Why `json:"why"`
	// Of a field at the top of a proposal: which, what is wrong, and the words
	// that are.
	Field string `json:"field,omitempty"`
	Flaw  Flaw   `json:"flaw,omitempty"`
	Said  Text   `json:"said,omitempty"`
	// Unproven is as in Replied.
	Unproven bool `json:"unproven,omitempty"`

	Assembly int `json:"assembly,omitempty"`
	Mandate  int `json:"mandate,omitempty"`
}

// StrangerWrote is mail from somebody who is no member. Letter is what they
// are answered, if anything, not before After.
type StrangerWrote struct {
	Stranger string     `json:"stranger"`
	Letter   LetterKind `json:"letter,omitempty"`
	Why      Why        `json:"why,omitempty"`
	After    time.Time  `json:"after,omitzero"`
	Held     int64      `json:"held,omitempty"` // as in Asked
}

// Ignored is a mail that nobody answers: machines', loops, what has no sender.
type Ignored struct {
	Why Why `json:"why"`
}

// Faulted is a fault of ours that the owner must be told of; Mail is the
// arrival that was set aside, 0 for none.
type Faulted struct {
	Why  Why   `json:"why"`
	Mail int64 `json:"mail,omitempty"`
}

// WroteOwner is mail for the human behind the list, who gets it, not before
// After.
type WroteOwner struct {
	After time.Time `json:"after,omitzero"`
}

// Intervened is the operator's doing, with the reason given. Members are those
// of an import.
type Intervened struct {
	Member  int   `json:"member,omitempty"`
	What    Verb  `json:"what"`
	Reason  Text  `json:"reason"`
	Members []int `json:"members,omitempty"`
}
