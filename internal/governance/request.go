package governance

import "time"

// Kind is what a mail is, before anybody asks what its author wants.
type Kind string

// The kinds of request. The first eight are those of `explain`; a tick is the
// coming of an instant, an intervention is the operator's, a fault is our own.
const (
	KindAction       Kind = "action"
	KindReply        Kind = "reply"
	KindCommand      Kind = "command"
	KindPost         Kind = "post"
	KindAutoReply    Kind = "auto-reply"
	KindBounce       Kind = "bounce"
	KindLoop         Kind = "loop"
	KindUnreadable   Kind = "unreadable"
	KindTick         Kind = "tick"
	KindIntervention Kind = "intervention"
	KindFault        Kind = "fault"
)

// Verb is what a person asks for, apart from votes (rules.md, reading.md).
type Verb string

// The verbs: requests of a reply first, then the commands.
const (
	VerbNone       Verb = ""
	VerbPause      Verb = "pause"
	VerbWithdraw   Verb = "withdraw"
	VerbDone       Verb = "done"
	VerbRequalify  Verb = "requalify"
	VerbResign     Verb = "resign"
	VerbConcern    Verb = "concern"
	VerbConclude   Verb = "conclude"
	VerbPresent    Verb = "present"
	VerbAbsent     Verb = "absent"
	VerbProxy      Verb = "proxy"
	VerbAgenda     Verb = "agenda"
	VerbContest    Verb = "contest"
	VerbAccept     Verb = "accept"
	VerbJoin       Verb = "join"
	VerbLeave      Verb = "leave"
	VerbVacation   Verb = "vacation"
	VerbBack       Verb = "back"
	VerbHelp       Verb = "help"
	VerbStatus     Verb = "status"
	VerbAddress    Verb = "address"
	VerbName       Verb = "name"
	VerbDelivery   Verb = "delivery"
	VerbRegister   Verb = "register"
	VerbArchive    Verb = "archive"
	VerbExport     Verb = "export"
	VerbErase      Verb = "erase"
	VerbFollow     Verb = "follow"
	VerbUnfollow   Verb = "unfollow"
	VerbAlive      Verb = "alive"
	VerbAddMember  Verb = "add_member"
	VerbImport     Verb = "import_members"
	VerbDropMember Verb = "remove_member"
	VerbSetAddress Verb = "set_address"
	VerbResume     Verb = "resume"
	VerbOwner      Verb = "owner" // a word to the human behind the list
)

// Choice is what a ballot says.
type Choice string

// The three choices (rules.md, Actions).
const (
	For     Choice = "for"
	Blank   Choice = "blank"
	Against Choice = "against"
)

// Vote is one vote found in a mail.
type Vote struct {
	Action int    `json:"action"` // 0: the thread's
	Choice Choice `json:"choice"`
	Reason string `json:"reason,omitempty"`
	// Assent marks words that agree with a person as easily as with an action
	// (+1, ok, oui …): certain only where the mail answers no person
	// (reading.md, A vote, for certain).
	Assent bool `json:"assent,omitempty"`
}

// Field is a line at the top of a proposal that asks for an effect, or says
// more of one, as its author wrote it. Its presence alone makes an action
// extraordinary.
type Field struct {
	Type   string `json:"type"`             // an EffectType, or one of the fields that go with it
	Member string `json:"member,omitempty"` // who is named, where the field names people: addresses or names
	Value  string `json:"value,omitempty"`  // what else it says
	// Until is the date that the field gives: the first instant after that day.
	Until time.Time `json:"until,omitzero"`
}

// Proposal is an action as its author wrote it.
type Proposal struct {
	Type      ActionType `json:"type"`
	Title     string     `json:"title"`
	CostCents int64      `json:"cost_cents,omitempty"`
	Urgent    bool       `json:"urgent,omitempty"`
	DryRun    bool       `json:"dry_run,omitempty"`
	Replaces  int        `json:"replaces,omitempty"` // number of the action it replaces, 0 for none
	Text      string     `json:"text,omitempty"`     // what stands below its fields
	Effects   []Field    `json:"effects,omitempty"`  // what adoption is to do, in the order written
	// Charter is the text that came with a field for a new charter: the text
	// attached or, where none is, what stands below the fields.
	Charter string `json:"charter,omitempty"`
	// Unsure is a tag that only nearly matches: its author is asked, and nothing
	// is opened.
	Unsure string `json:"unsure,omitempty"`
	// Problem names a field that could not be read ("cost", "replaces").
	Problem string `json:"problem,omitempty"`
	// ProseCents is the largest amount that stands in the prose alone.
	ProseCents int64 `json:"prose_cents,omitempty"`
}

// Person is somebody whom an import names: a newcomer like all others, where
// they are no member (rules.md, Interventions).
type Person struct {
	Name    string `json:"name,omitempty"`
	Address string `json:"address"`
}

// Call is what a mail says of an assembly: of a new one, or in a reply what
// changes about one that is called.
type Call struct {
	Type   ActionType `json:"type,omitempty"` // Extraordinary for [AGE]; "" in a reply
	Title  string     `json:"title,omitempty"`
	Urgent bool       `json:"urgent,omitempty"`
	DryRun bool       `json:"dry_run,omitempty"`

	At      time.Time `json:"at,omitzero"`       // zero where no date could be read
	Minutes int       `json:"minutes,omitempty"` // how long it lasts, 0 where that is not said
	Place   string    `json:"place,omitempty"`
	Text    string    `json:"text,omitempty"` // the author's words without these fields
	// Problem is why a field could not be read: no_date, no_hour, weekday or
	// bad_length; Field is what stood there.
	Problem Why    `json:"problem,omitempty"`
	Field   string `json:"field,omitempty"`
}

// Bounce is one recipient's failure, as a bounce reports it (RFC 3464).
type Bounce struct {
	Recipient string `json:"recipient"`
	Permanent bool   `json:"permanent"`
	Status    string `json:"status,omitempty"` // enhanced status, RFC 3463
}

// File is what a mail brings beside its words.
type File struct {
	Name  string  `json:"name"`            // cleaned: its ending is what it is
	Media string  `json:"media,omitempty"` // type and subtype, as its ending says
	Left  LeftOut `json:"left,omitempty"`  // why it is not passed on, "" where it is
}

// LeftOut is why a file is not passed on to members (libraries.md, What
// people's mail programs do); the names are those of `explain`.
type LeftOut string

// The reasons.
const (
	LeftProgram LeftOut = "program" // or a script, or a document with macros
	LeftArchive LeftOut = "archive" // nobody sees what is in it
	LeftPage    LeftOut = "page"    // HTML, SVG and the like, which may hold scripts
	LeftMail    LeftOut = "mail"    // a whole mail, proofs and all
	LeftUnknown LeftOut = "unknown"
	LeftSize    LeftOut = "size"
)

// Answered is the letter of ours that a mail answers, found by its proof. The
// clerk fills it in; Letter is 0 when the mail answers none.
type Answered struct {
	Letter   int64      `json:"letter,omitempty"`
	Kind     LetterKind `json:"kind,omitempty"`
	Member   int        `json:"member,omitempty"` // whose copy it was; 0: a stranger's
	Action   int        `json:"action,omitempty"`
	Arrival  int64      `json:"arrival,omitempty"` // the mail that this letter answered
	Assembly int        `json:"assembly,omitempty"`
	Mandate  int        `json:"mandate,omitempty"`
	Ballot   int64      `json:"ballot,omitempty"` // the event of the ballot, for a receipt
	SentAt   time.Time  `json:"sent_at,omitzero"`
	// Button: the proof came in a subject, so the mail is no plain reply.
	Button bool `json:"button,omitempty"`
	// Whisper: it answers a letter of which nothing is kept.
	Whisper bool `json:"whisper,omitempty"`
	// Lost: it answers a letter of which the register knows nothing, as after the
	// return of a backup: the numbers in it may be another's by now.
	Lost bool `json:"lost,omitempty"`
	// Author wrote what the letter brings, 0 where that is no member's mail;
	// Alone, to Member alone.
	Author int  `json:"author,omitempty"`
	Alone  bool `json:"alone,omitempty"`
}

// Request is one mail as it was read, one intervention, or the coming of an
// instant. It is stored beside the raw mail: it is what decides.
type Request struct {
	Kind    Kind      `json:"kind"`
	Arrival int64     `json:"arrival,omitempty"` // number in the intake
	At      time.Time `json:"at"`                // instant of receipt (rules.md, Time)

	From      string `json:"from,omitempty"`    // normalised address, "" where there is none to believe
	Name      string `json:"name,omitempty"`    // display name, cleaned
	Subject   string `json:"subject,omitempty"` // without prefixes, tags and proofs
	MessageID string `json:"message_id,omitempty"`
	// Authenticated: the sender's domain vouched for this mail (safety.md).
	Authenticated bool `json:"authenticated,omitempty"`
	// Doubled: a header field stands twice that may not, so that nothing is
	// proven by this mail, not by a letter's proof either (safety.md, Shape).
	Doubled bool     `json:"doubled,omitempty"`
	Answers Answered `json:"answers,omitzero"`
	// Follows is, where it answers no letter of ours, the letter that passed on
	// the mail it answers, such as its author's own: its number, kind and action.
	Follows Answered `json:"follows,omitzero"`

	Words     string    `json:"words,omitempty"`  // the author's own words
	Talk      string    `json:"talk,omitempty"`   // the same between the quoted lines that they answer, "" where they answer none
	Files     []File    `json:"files,omitempty"`  // what it brings beside them
	Thread    int       `json:"thread,omitempty"` // #12 in the subject, 0 for none
	Proposal  *Proposal `json:"proposal,omitempty"`
	Votes     []Vote    `json:"votes,omitempty"`
	Cares     []string  `json:"cares,omitempty"`  // JE M'EN OCCUPE: after whom, "" where no name follows
	Answer    Answer    `json:"answer,omitempty"` // the whole of the words is why somebody did not vote
	Verb      Verb      `json:"verb,omitempty"`
	Target    int       `json:"target,omitempty"` // the action that Verb names, 0: the thread's
	Reason    string    `json:"reason,omitempty"` // what follows the verb
	Fault     Why       `json:"fault,omitempty"`  // of a fault: what the owner must be told
	Argument  string    `json:"argument,omitempty"`
	Until     time.Time `json:"until,omitzero"` // end of a vacation: the first instant after its last day
	Uncertain bool      `json:"uncertain,omitempty"`
	// Beside is a command among words that vote for certain: the votes count, and
	// it is asked about (rules.md, Members). Argument and Until are then its own.
	Beside Verb `json:"beside,omitempty"`
	// Yes and No: the whole of the words is a plain yes or no.
	Yes     bool     `json:"yes,omitempty"`
	No      bool     `json:"no,omitempty"`
	Bounces []Bounce `json:"bounces,omitempty"`
	// Problem is why a mail is unreadable, or cannot be read here ("encrypted").
	Problem string `json:"problem,omitempty"`
	// Check: the list sent this mail to itself, to try its way (toutdoux check).
	Check bool `json:"check,omitempty"`
	// Why is one line for a person: what made the reader say so.
	Why string `json:"why,omitempty"`

	// People are those whom an import names.
	People []Person `json:"people,omitempty"`

	// Held is the earlier request that a confirmation lets through, or that the
	// question it answers was about; the clerk fills it in from Answers.Arrival.
	Held *Request `json:"-"`
	// Now is when a tick is looked at, where that is later than its instant: what
	// leaves people time to answer goes by it.
	Now time.Time `json:"now,omitzero"`
	// Mark gives keyed hashes: the clerk lends the installation's key, which is
	// never in the register. Nil where nobody lends one.
	Mark func(about string) string `json:"-"`
	// Stranger is a keyed hash of From, by which strangers are counted.
	Stranger string `json:"stranger,omitempty"`

	// Mandate is the mandate to whose address it was sent, 0 for none. Outward is
	// the address that its first line names: a holder's mail goes out to it, in
	// the mandate's name.
	Mandate int    `json:"mandate,omitempty"`
	Outward string `json:"outward,omitempty"`

	Call     *Call    `json:"call,omitempty"`
	Assembly int      `json:"assembly,omitempty"` // that a calendar's answer names, 0 for none
	Points   []string `json:"points,omitempty"`   // for an agenda
	// MayAttend: the words may say whether their author comes to an assembly.
	MayAttend bool `json:"may_attend,omitempty"`
	// Alone: it is for one person, and nobody else may read it.
	Alone bool `json:"alone,omitempty"`
}
