package governance

import (
	"cmp"
)

// Confided is a mail that one member wrote to another alone, in answer to what
// that one wrote to all or to them. Neither the log nor anything beside it says
// what was written: it is passed on from the mail itself, which is then erased.
type Confided struct {
	Member int   `json:"member"`
	To     int   `json:"to"`
	Mail   int64 `json:"mail"`
	// Answers is the letter that the mail answers; Back, that it was to its
	// author alone as well, so that they need not be told where their answers go.
	Answers  int64 `json:"answers"`
	Back     bool  `json:"back,omitempty"`
	Enclosed int64 `json:"enclosed,omitempty"`
}

func (*Confided) kind() string     { return "confided" }
func (e *Confided) texts() []*Text { return nil }

func (e *Confided) apply(s *State, r Record) {
	m := s.Member(e.Member)
	if !s.sameDay(m.ConfidedAt, r.At) {
		m.Confided = 0
	}
	m.Confided, m.ConfidedAt = m.Confided+1, r.At
}

// confidesADay is how many mails a member may have passed on to one person
// alone in a day: more come from two machines that answer each other.
const confidesADay = 50

// ToOne makes a mail that is meant for one person alone what it is: words, that
// ask for nothing and count for nothing, whatever they look like.
func (r *Request) ToOne() {
	r.Alone = true
	if !r.Human() {
		return
	}
	*r = Request{
		Kind: KindReply, Arrival: r.Arrival, At: r.At, From: r.From, Name: r.Name, Subject: r.Subject, MessageID: r.MessageID,
		Authenticated: r.Authenticated, Doubled: r.Doubled, Answers: r.Answers, Follows: r.Follows, Stranger: r.Stranger,
		Words: r.Words, Talk: r.Talk, Files: r.Files, Problem: r.Problem, Why: r.Why, Alone: true,
	}
}

// Author is the member who wrote what a letter passes on, 0 for none, and whether
// that was to its reader alone.
func (l *Letter) Author() (member int, alone bool) {
	switch l.Kind {
	case LetterPost, LetterPause, LetterCounterVote:
		return l.Member, l.Why == WhyAlone
	}
	return 0, false
}

// Seal takes whatever answers a mail to one person alone for such a mail too,
// once it is known what it answers.
func (r *Request) Seal() {
	if r.Alone || r.Answers.Alone || r.Follows.Alone {
		r.ToOne()
	}
}

// confide passes a mail on to the one person whom it is for.
func (d *decision) confide() []Event {
	to := d.confidant()
	busy := d.sameDay(d.m.ConfidedAt, d.at) && d.m.Confided >= confidesADay
	switch {
	case d.r.Problem == "encrypted":
		return d.decline(0, WhyEncrypted)
	case to == nil:
		return d.decline(0, WhyToWhom)
	case !to.hears():
		return d.decline(0, WhyNotThere)
	case busy && d.r.Answers.Alone:
		return []Event{&Ignored{WhyTooMany}}
	case busy:
		return d.decline(0, WhyEnoughToday)
	case d.r.Words == "" && !d.r.brings() && len(d.r.Files) > 0:
		return d.decline(0, WhyLeftOut)
	case d.r.Words == "" && !d.r.brings():
		return d.decline(0, WhyNothingThere)
	}
	return []Event{&Confided{
		Member: d.m.ID, To: to.ID, Mail: d.r.Arrival, Answers: d.above().Letter, Back: d.above().Alone, Enclosed: d.enclosed(),
	}}
}

// confidant is whom a mail to one person alone is for: the author of what it
// answers or, where that is its own writer, who had it from them; nil for
// nobody.
func (d *decision) confidant() *Member {
	above := d.above()
	id := above.Author
	if a := d.Action(above.Action); a != nil && above.Kind == LetterAnnouncement {
		id = cmp.Or(id, a.Proposer)
	}
	if id == d.m.ID {
		id = above.Member
	}
	if id == d.m.ID {
		return nil
	}
	return d.Member(id)
}

// owedToOne is what a mail to one person alone owes: the mail, and a word to
// its author the first time that nobody else has it.
func (s *State) owedToOne(e *Confided, r Record) []Letter {
	letters := []Letter{{Kind: LetterPost, Why: WhyAlone, To: []int{e.To}, Personal: true, Member: e.Member, Arrival: e.Mail}}
	if e.Back {
		return letters
	}
	return append(letters, answer(LetterReceipt, e.Member, 0, WhyAlone, r)...)
}

// owedToBounced tells the owner of a relay that refuses our mail and, of a mail to
// one person alone, its author: nobody else could.
func (s *State) owedToBounced(e *Bounced) []Letter {
	var letters []Letter
	if m := s.Member(e.Author); m != nil && m.Departed.IsZero() {
		letters = append(letters, Letter{Kind: LetterRefusal, Why: WhyReturned, To: []int{e.Author}, Personal: true, Member: e.Member})
	}
	if e.Owner {
		letters = append(letters, Letter{Kind: LetterOwner, Owner: true, Why: WhyRefusedMail, Member: e.Member})
	}
	return letters
}
