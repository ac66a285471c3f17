package governance

import "cmp"

// "Ok", "oui" and the like are votes for certain only where a letter put the
// action to their author and asked what they think (reading.md, A vote, for
// certain). Said to a person they are relayed and asked about; said to any
// other letter of the secretary's, they are thanks as often as not.

// answersAPerson tells whether the mail answers something that a member wrote,
// so that "ok" may be said to them rather than of the action.
func (d *decision) answersAPerson() bool {
	switch d.above().Kind {
	case LetterPost, LetterPause, LetterCounterVote, LetterConcern:
		return !d.r.Answers.Button
	}
	return false
}

// assent relays an "ok" to a person, and asks whether it was a vote too, where
// one would count.
func (d *decision) assent() []Event {
	number, ok := d.voteTarget(d.r.Votes[0])
	if !ok || !d.counts(number) {
		return d.talk(d.about())
	}
	return append(d.talk(number), d.question(number, WhyToAPerson)...)
}

// asksForVotes are the letters to which an "ok" is a vote. No letter at all is
// taken for the announcement.
var asksForVotes = map[LetterKind]bool{
	"": true, LetterAnnouncement: true, LetterRequalified: true, LetterReminder: true, LetterDigest: true,
}

// agreement takes an "ok" that is said to no person: a vote, or a question
// where the letter asked for none. It never replaces another choice.
func (d *decision) agreement(number int, v Vote) []Event {
	a := d.Action(number)
	if d.r.Answers.Button || a == nil || d.refusal(a) != "" && d.r.Answers.Kind != LetterRefusal {
		return d.vote(number, v)
	}
	last := a.Ballot(d.m.ID)
	switch {
	case asksForVotes[d.above().Kind] && (last == nil || last.Choice == v.Choice):
		return d.vote(number, v)
	case d.thanks(a, last, v):
		return []Event{&Ignored{WhyThanks}}
	}
	return []Event{&Asked{Member: d.m.ID, Action: number, Why: WhyToUs}}
}

// thanks tells an "ok" that says that a letter was read: to the receipt of that
// very choice, to a refusal of what is over, and to our answer to an "ok" to a
// receipt, which said what vote stands.
func (d *decision) thanks(a *Action, last *Ballot, v Vote) bool {
	switch d.r.Answers.Kind {
	case LetterRefusal:
		return d.refusal(a) != ""
	case LetterReceipt:
		return last != nil && last.Choice == v.Choice
	case LetterAskVote:
		before := d.r.Held
		return last != nil && before != nil && before.Answers.Kind == LetterReceipt && len(before.Votes) > 0 && before.Votes[0].Assent
	}
	return false
}

// saysSo tells whether the mail is a plain yes to our question whether a word
// among others was meant as a command.
func (d *decision) saysSo() bool {
	asked, said := d.r.Answers, d.r.Held
	if !d.r.Yes || asked.Kind != LetterAskVote || asked.Member != d.m.ID || said == nil || d.ByAddress(said.From) != d.m {
		return false
	}
	return said.Beside != VerbNone || said.Uncertain && said.Verb != VerbNone && said.Verb != VerbConcern && said.Verb != VerbAlive
}

// obey does what that word asks for, as if it had stood alone, now. What came
// with it was relayed, or was a vote.
func (d *decision) obey() []Event {
	through := *d
	through.r = *d.r.Held
	through.r.Verb = cmp.Or(through.r.Beside, through.r.Verb)
	through.r.Uncertain, through.r.Files, through.r.Arrival = false, nil, d.r.Arrival
	return through.verb()
}
