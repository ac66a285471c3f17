package governance

import "time"

// LetterKind is what a letter is for; the names are those of `replay`.
type LetterKind string

// The kinds of letter.
const (
	LetterAnnouncement LetterKind = "announcement"
	LetterDryRun       LetterKind = "dry_run"
	LetterReceipt      LetterKind = "receipt"
	LetterPause        LetterKind = "pause"
	LetterCounterVote  LetterKind = "counter_vote"
	LetterRequalified  LetterKind = "requalified"
	LetterReminder     LetterKind = "reminder"
	LetterOutcome      LetterKind = "outcome"
	LetterWelcome      LetterKind = "welcome"
	LetterArrival      LetterKind = "arrival"
	LetterVotingRight  LetterKind = "voting_right"
	LetterDigest       LetterKind = "digest"
	LetterPublicDigest LetterKind = "public_digest"
	LetterVacation     LetterKind = "vacation"
	LetterGhostNotice  LetterKind = "ghost_notice"
	LetterGhostPing    LetterKind = "ghost_ping"
	LetterSurvey       LetterKind = "survey"
	LetterSurveyResult LetterKind = "survey_result"
	LetterConcern      LetterKind = "concern"
	LetterFarewell     LetterKind = "farewell"
	LetterConfirm      LetterKind = "confirm"
	LetterAskVote      LetterKind = "ask_vote"
	LetterHelp         LetterKind = "help"
	LetterStatus       LetterKind = "status"
	LetterRefusal      LetterKind = "refusal"
	LetterPost         LetterKind = "post"
	LetterIntervention LetterKind = "intervention"
	LetterOwner        LetterKind = "owner"
	LetterAssembly     LetterKind = "assembly"
	LetterMandate      LetterKind = "mandate"
	LetterRole         LetterKind = "role"
)

// Why is the reason of an answer, from one explicit table: templates say it in
// words.
type Why string

// The reasons.
const (
	// Asked (ask_vote): is this a vote?
	WhyUnclear      Why = "unclear"       // might be a vote
	WhySameSecond   Why = "same_second"   // two different votes in the same second: none counts
	WhyTwoChoices   Why = "two_choices"   // two different votes in one mail
	WhyEarlier      Why = "earlier"       // written before the ballot already counted
	WhyWhichAction  Why = "which_action"  // a vote, but for which action?
	WhyLostLetter   Why = "lost_letter"   // an answer to a letter that is not in the register: for which action?
	WhyToAPerson    Why = "to_a_person"   // "ok" to a post: for the action too?
	WhyToUs         Why = "to_us"         // "ok" to a letter that asks for no vote: was it one?
	WhyUnclearYes   Why = "unclear_yes"   // the answer to a confirmation is unclear
	WhyUnsureTag    Why = "unsure_tag"    // [ORDINARE]: did you mean …?
	WhyWord         Why = "word"          // VACANCES with other words: a command?
	WhyBeside       Why = "beside"        // VACANCES below a vote, which has its own answer: a command?
	WhyWhichGhost   Why = "which_ghost"   // JE M'EN OCCUPE, but of whom?
	WhyWhichMandate Why = "which_mandate" // CONCLUSION by who owes several
	WhyPublish      Why = "publish"       // CONCLUSION among the holders: for everyone?
	WhyWhichCharge  Why = "which_charge"  // DÉMISSION by who holds several roles and mandates

	// Asked, about assemblies.
	WhyAttend        Why = "attend"         // "ok" to a call: do you come?
	WhyWhichAssembly Why = "which_assembly" // two are called: PRÉSENT to which?
	WhyWhichAgenda   Why = "which_agenda"   // ORDRE DU JOUR that answers no call: it was relayed

	// Declined (refusal).
	WhyClosed           Why = "closed"          // the action is closed: here is the outcome
	WhyDeadlinePassed   Why = "deadline_passed" // its deadline has passed, its outcome comes soon
	WhyNotYet           Why = "not_yet"         // newcomer: opened before your right to vote
	WhyNoSuchAction     Why = "no_such_action"  //
	WhyPauseExtra       Why = "pause_extra"     // PAUSE on an extraordinary action: talk
	WhyPausedAlready    Why = "paused_already"  //
	WhyNotProposer      Why = "not_proposer"    // only the proposer may
	WhyDoneAlready      Why = "done_already"    //
	WhyRequalifyAsk     Why = "requalify_ask"   // EXTRA from another than the proposer: ask by PAUSE
	WhyNotAdopted       Why = "not_adopted"     // FAIT before adoption
	WhyRejected         Why = "rejected"        // RETRAIT or FAIT on what is rejected or stopped
	WhyWithdrawn        Why = "withdrawn"       //
	WhyAlreadyExtra     Why = "already_extra"   // EXTRA on an extraordinary action
	WhyTooLate          Why = "too_late"        // EXTRA on what is closed
	WhyNotReplaceable   Why = "not_replaceable" // Remplace: not yours, or over
	WhyBadField         Why = "bad_field"       // a field that cannot be read
	WhyNoTitle          Why = "no_title"        //
	WhyNotSupported     Why = "not_supported"   // a request that this program cannot carry out
	WhyNotOnLeave       Why = "not_on_leave"    // RETOUR without a vacation
	WhyBadDate          Why = "bad_date"        // VACANCES until a day that is past or unreadable
	WhyAddressTaken     Why = "address_taken"   //
	WhyBadAddress       Why = "bad_address"     //
	WhyBadName          Why = "bad_name"        //
	WhyNoKnock          Why = "no_knock"        // ACCEPTER of a mail that does not wait, or no more
	WhyVotersAccept     Why = "voters_accept"   // ACCEPTER by who may not vote yet
	WhyFollowing        Why = "following"       // SUIVRE by who follows; or the receipt of SUIVRE
	WhyNotFollowing     Why = "not_following"   // NE PLUS SUIVRE by who does not follow
	WhyToWhom           Why = "to_whom"         // a mail to one person alone, that answers nobody
	WhyNotThere         Why = "not_there"       // they get no letters for now
	WhyEnoughToday      Why = "enough_today"    // too many of them
	WhyReturned         Why = "returned"        // it came back
	WhyBadDelivery      Why = "bad_delivery"    // RÉCEPTION with another word than the three
	WhyAlreadyMember    Why = "already_member"  //
	WhyNothingToContest Why = "nothing_to_contest"
	WhyNotARoleHolder   Why = "not_a_role_holder" // DÉMISSION by who holds no role
	WhyNothingThere     Why = "nothing_there"     // an empty mail
	WhyLeftOut          Why = "left_out"          // nothing but files that are not passed on
	WhyEncrypted        Why = "encrypted"         //
	WhyMisshapen        Why = "misshapen"         // two From, too deep …: it could not be read
	WhyNotAMember       Why = "not_a_member"      // a stranger's mail is not relayed
	WhyExpired          Why = "expired"           // the confirmation came too late or twice
	WhyVoterStays       Why = "voter_stays"       // an intervention may not remove a voter
	WhyNoSuchMember     Why = "no_such_member"    //
	WhyNoGhost          Why = "no_ghost"          // JE M'EN OCCUPE for somebody of whom all is well
	WhyConcernsOff      Why = "concerns_off"      // the statutes take no unsigned concerns
	WhyConcernUnclear   Why = "concern_unclear"   // RÉSERVE among other words
	WhyConcernWhich     Why = "concern_which"     // RÉSERVE about no action, or one that there is not
	WhyConcernClosed    Why = "concern_closed"    // its action is closed
	WhyConcernEmpty     Why = "concern_empty"     // RÉSERVE without a text
	WhyConcernTwice     Why = "concern_twice"     // one a member and action
	WhySurveyOver       Why = "survey_over"       // the question is answered or closed
	WhySurveyUnclear    Why = "survey_unclear"    // none of the five answers
	WhySurveyTwice      Why = "survey_twice"      // one answer each
	WhyNotRelayed       Why = "not_relayed"       // talk in answer to a letter that nobody else may know of
	WhyCarriedOut       Why = "carried_out"       // RETRAIT once the action's effects are carried out
	WhyDissolved        Why = "dissolved"         // the association decided to close this list
	WhyNoMandate        Why = "no_mandate"        // mail for a mandate that is none, or that is confidential
	WhyMandateOver      Why = "mandate_over"      // mail for one that has ended
	WhyNoneToConclude   Why = "none_to_conclude"  // CONCLUSION by who owes none
	WhyNoConclusion     Why = "no_conclusion"     // CONCLUSION, and nothing behind it

	// Failed: why an effect could not be carried out any more (outcome).
	WhyGone         Why = "gone"          // that person is no member any more
	WhyVotesAlready Why = "votes_already" // their delay had passed by itself
	WhyOver         Why = "over"          // the last day of the mandate has passed
	WhyEnded        Why = "ended"         // that mandate or role had ended
	WhyImpossible   Why = "impossible"    // the rule cannot have that value beside the others by now
	WhyErased       Why = "erased"        // its text was erased; of a farewell: they asked to be forgotten

	// Declined, about assemblies.
	WhyNoDate        Why = "no_date"        // none, or one that cannot be read
	WhyNoHour        Why = "no_hour"        // a date without an hour
	WhyWeekday       Why = "weekday"        // a day that is no such day of the week
	WhyBadLength     Why = "bad_length"     //
	WhyTooSoon       Why = "too_soon"       // past, or sooner than assembly.notice
	WhyNoAssembly    Why = "no_assembly"    // PRÉSENT, and none is called
	WhyNotConvener   Why = "not_convener"   // only the convener may
	WhyAssemblyOver  Why = "assembly_over"  // it has begun
	WhyNothingMoved  Why = "nothing_moved"  // it was to be there and then already
	WhyAnsweredSince Why = "answered_since" // a later answer is noted
	WhyAgendaClosed  Why = "agenda_closed"  //
	WhyNoPoint       Why = "no_point"       // ORDRE DU JOUR without a point
	WhyProxyWho      Why = "proxy_who"      // nobody of that name, or several
	WhyProxySelf     Why = "proxy_self"     //
	WhyProxyAway     Why = "proxy_away"     // no letter reaches them
	WhyProxyHeld     Why = "proxy_held"     // who speaks for others gives no proxy
	WhyProxyChain    Why = "proxy_chain"    // they do not come themselves

	// Of letters about an assembly to one person.
	WhyInvited    Why = "invited"     // they joined, or are back, after the call
	WhyCalledOff  Why = "called_off"  // it is cancelled: told who was away, and a refusal
	WhyProxy      Why = "proxy"       // somebody gives them their proxy
	WhyProxyEnded Why = "proxy_ended" // and takes it back
	WhyProxyLost  Why = "proxy_lost"  // their own proxy will not come

	// Of a mandate's mail.
	WhyOutward Why = "outward" // it goes out, in the mandate's name

	// Held (confirm).
	WhyUnproven     Why = "unproven"      // was this you?
	WhyOtherAddress Why = "other_address" // a letter of yours was answered from another address
	WhyJoin         Why = "join"          // you asked to join?
	WhyFollow       Why = "follow"        // you asked to follow?
	WhyUnsigned     Why = "unsigned"      // was this unsigned mail yours?
	WhyErase        Why = "erase"         // you asked to be forgotten?

	// Ignored, and letters to the owner.
	WhyAutomatic   Why = "automatic"
	WhyLoop        Why = "loop"
	WhyCheck       Why = "check" // the list sent it to itself, to try its way
	WhyNoSender    Why = "no_sender"
	WhyUnprovenDSN Why = "unproven_bounce"
	WhyTooMany     Why = "too_many"     // answers to whoever may be anybody have limits
	WhyThanks      Why = "thanks"       // "ok" to a letter that needs no answer
	WhyNoAlarm     Why = "no_alarm"     // the owner answers what asks nothing any more
	WhyRefusedMail Why = "refused_mail" // a bounce for another reason than a mailbox gone
	WhyMassBounce  Why = "mass_bounce"
	WhyAside       Why = "aside" // a mail set aside by a fault of ours
	WhyClock       Why = "clock"
	WhyHalted      Why = "halted"  // what is due cannot be done, by a fault of ours
	WhyWritten     Why = "written" // somebody wrote to the owner
	WhyMailbox     Why = "mailbox" // the mailbox that mail comes to is out of reach
	WhyLogin       Why = "login"   // or refuses the login
	WhySpam        Why = "spam"    // its folder for spam cannot be opened
	WhyHours       Why = "hours"   // it and the server before it date a mail differently

	// Receipts and notices that are no ballot.
	WhyOnLeave     Why = "on_leave"  // the ballot counts when you are back
	WhyContested   Why = "contested" // everyone is told that a ballot is void
	WhySupport     Why = "support"   // a ballot on an ordinary action
	WhyUnreachable Why = "unreachable"
	WhyDropped     Why = "dropped"    // a held mail was not theirs
	WhyUnfollowed  Why = "unfollowed" // the public digest will come no more
	WhyKept        Why = "kept"       // nothing of theirs is erased
	WhyAlone       Why = "alone"      // what somebody wrote to one person alone; or its receipt
	WhyDone        Why = "done"
	WhyAlive       Why = "alive"     // they said that they are still there
	WhyCare        Why = "care"      // they ask after a ghost
	WhyLastCall    Why = "last_call" // "are you still there?", once more

	WhyConcernSent Why = "concern_sent" // your concern was relayed without your name
	WhySurvey      Why = "survey"       // your answer is counted without your name
)

// Letter is something that must be told. It holds numbers and names of tables
// only: the words come from its events when it is written for each recipient.
type Letter struct {
	Kind LetterKind `json:"kind"`
	Why  Why        `json:"why,omitempty"`
	// To are the members it goes to. Where it is empty, the letter goes to the
	// writer of mail Arrival (a stranger), or to the owner where Owner is set.
	To    []int `json:"-"`
	Owner bool  `json:"owner,omitempty"`
	// Personal marks an answer to one person: it leaves before any fan-out.
	Personal bool `json:"personal,omitempty"`
	// Whisper marks a letter of which nothing is kept once it is sent: it would
	// tell who wrote something unsigned.
	Whisper bool `json:"whisper,omitempty"`

	At       time.Time `json:"at"`
	Event    int64     `json:"event"`             // Seq of the event it tells of
	Arrival  int64     `json:"arrival,omitempty"` // the mail it answers
	Action   int       `json:"action,omitempty"`
	Actions  []int     `json:"actions,omitempty"` // of a reminder
	Member   int       `json:"member,omitempty"`  // the member it is about
	Assembly int       `json:"assembly,omitempty"`
	Mandate  int       `json:"mandate,omitempty"`
	After    time.Time `json:"after,omitzero"` // not to be sent before

	// The state of the action when this was owed.
	Tally    Tally     `json:"tally,omitzero"`
	Deadline time.Time `json:"deadline,omitzero"`
}
