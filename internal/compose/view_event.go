package compose

import (
	"cmp"
	"strings"

	"toutdoux/internal/governance"
)

// author is the member whose doing the letter tells of, 0 for nobody's.
func (v *view) author() int {
	switch {
	case v.o.Letter.Kind == governance.LetterAnnouncement && v.action != nil:
		return v.action.Proposer
	case v.o.Letter.Member != 0:
		return v.o.Letter.Member
	case v.o.Letter.Kind == governance.LetterRole || v.o.Letter.Kind == governance.LetterMandate:
		return 0 // whoever cast the last vote gives neither
	}
	return v.o.Event.By
}

// Author is the member whose doing the letter tells of.
func (v *view) Author() *person { return v.person(v.author()) }

// AuthorIsProposer tells whether that member proposed the action.
func (v *view) AuthorIsProposer() bool { return v.action != nil && v.author() == v.action.Proposer }

// When is the instant of what the letter tells of: a ballot's is that of its
// mail.
func (v *view) When() *moment {
	if voted, is := v.event.(*governance.Voted); is {
		return v.moment(voted.Rank)
	}
	if !v.o.Event.At.IsZero() {
		return v.moment(v.o.Event.At)
	}
	return v.moment(v.o.Letter.At)
}

// Choice is the word of the ballot that the letter tells of, or of the
// reader's own where it tells of none.
func (v *view) Choice() string {
	if voted, is := v.event.(*governance.Voted); is {
		return v.c.tongue.choices[voted.Choice]
	}
	if b := v.own(); b != nil {
		return v.c.tongue.choices[b.Choice]
	}
	return ""
}

// Void is the word of the ballot that was contested, "" where the letter tells
// of none.
func (v *view) Void() string {
	if contested, is := v.event.(*governance.Contested); is {
		return v.c.tongue.choices[contested.Void]
	}
	return ""
}

// Stands is the word of the ballot that counts instead, "" for none.
func (v *view) Stands() string {
	if contested, is := v.event.(*governance.Contested); is {
		return v.c.tongue.choices[contested.Stands]
	}
	return ""
}

// OwnReason is what the reader wrote with that ballot of theirs.
func (v *view) OwnReason() Words {
	if b := v.own(); b != nil {
		return textWords(string(b.Reason))
	}
	return ""
}

// own is the reader's ballot on the action, nil for none.
func (v *view) own() *governance.Ballot {
	if v.action == nil || v.o.To.Member == 0 {
		return nil
	}
	return v.action.Ballot(v.o.To.Member)
}

// Reason is what the author wrote with what they did: the reason of a ballot,
// a pause, a withdrawal or an intervention, the report of what is done, the
// words of a post.
func (v *view) Reason() Words {
	switch e := v.event.(type) {
	case *governance.Voted:
		return textWords(string(e.Reason))
	case *governance.Countered:
		return v.reasonOf(e.Ballot)
	case *governance.Paused:
		return textWords(string(e.Reason))
	case *governance.Requalified:
		return textWords(string(e.Reason))
	case *governance.Withdrawn:
		return textWords(string(e.Reason))
	case *governance.Done:
		return textWords(string(e.Report))
	case *governance.Intervened:
		return textWords(string(e.Reason))
	case *governance.Posted:
		return textWords(string(e.Words))
	case *governance.Confided:
		if r := v.o.Request; r != nil && v.o.alone() {
			return textWords(cmp.Or(r.Talk, r.Words))
		}
	case *governance.AssemblyMoved:
		return textWords(string(e.Reason))
	case *governance.AssemblyCancelled:
		return textWords(string(e.Reason))
	case *governance.AttendanceTold:
		return textWords(string(e.Note))
	case *governance.Accepted:
		return textWords(string(e.Words))
	case *governance.ChargeLeft:
		return textWords(string(e.Reason))
	case *governance.Concerned:
		return textWords(string(e.Words))
	case *governance.Concluded:
		return textWords(string(e.Words))
	case *governance.MandateWrote:
		if r := v.o.Request; r != nil && e.To == "" {
			return textWords(cmp.Or(r.Talk, r.Words))
		} else if r != nil {
			_, words, _ := strings.Cut(strings.TrimLeft(r.Words, "\n"), "\n") // without the line that says to whom
			return textWords(words)
		}
	}
	return ""
}

// passage is a part of what somebody wrote: their own words, or what they
// quote above their answer to it.
type passage struct {
	Quoted bool
	Words  Words
}

// Passages are the words of a post, apart from what it quotes.
func (v *view) Passages() []passage {
	var passages []passage
	for line := range strings.SplitSeq(string(v.Reason()), "\n") {
		rest, quoted := strings.CutPrefix(line, ">")
		if last := len(passages) - 1; last >= 0 && passages[last].Quoted == quoted {
			passages[last].Words += Words("\n" + strings.TrimPrefix(rest, " "))
			continue
		}
		passages = append(passages, passage{quoted, Words(strings.TrimPrefix(rest, " "))})
	}
	for i := range passages {
		passages[i].Words = Words(strings.Trim(string(passages[i].Words), "\n"))
	}
	return passages
}

func (v *view) reasonOf(ballot int64) Words {
	if v.action == nil {
		return ""
	}
	for _, b := range v.action.Ballots {
		if b.Seq == ballot {
			return textWords(string(b.Reason))
		}
	}
	return ""
}

// Erasing is when the words of who asks for it are erased.
func (v *view) Erasing() *moment {
	if e, is := v.event.(*governance.ErasureBegan); is {
		return v.moment(e.At)
	}
	return nil
}

// First tells whether this pause is the action's first, which moves its end.
func (v *view) First() bool {
	paused, is := v.event.(*governance.Paused)
	return is && paused.First
}

// Dropped is how many ballots a requalification dropped.
func (v *view) Dropped() int {
	if e, is := v.event.(*governance.Requalified); is {
		return e.Dropped
	}
	return 0
}

// Outcome is what the event decided, which may no longer be what the action is
// by now: adopted, rejected, stopped, settled.
func (v *view) Outcome() governance.ActionState {
	if e, is := v.event.(*governance.Closed); is {
		return e.Outcome
	}
	return v.State()
}

// WasAdopted tells whether an action was adopted before it was withdrawn: its
// deadline had passed, or a majority was for.
func (v *view) WasAdopted() bool {
	e, is := v.event.(*governance.Withdrawn)
	if !is || !v.Extra() {
		return false
	}
	a, at := v.action, v.o.Event.At
	majority := a.Rules.Adopt.Reached(e.Tally.For, e.Tally.Electorate) && !at.Before(a.Rules.Earliest.After(a.Base, v.c.house.Zone))
	return majority || !a.Deadline.IsZero() && at.After(a.Deadline)
}

// Replacement is the number of the action that replaces the one withdrawn.
func (v *view) Replacement() int {
	if e, is := v.event.(*governance.Withdrawn); is {
		return e.By
	}
	return v.ReplacedBy()
}

// Subject is the subject of a post, or of the mail that is answered.
func (v *view) Subject() Words {
	switch e := v.event.(type) {
	case *governance.Posted:
		return lineWords(string(e.Subject))
	case *governance.Accepted:
		return lineWords(string(e.Subject))
	}
	if v.o.Request != nil {
		return lineWords(v.o.Request.Subject)
	}
	return ""
}

// Addressee is whom a mail to one person alone was for.
func (v *view) Addressee() *person {
	if e, is := v.event.(*governance.Confided); is {
		return v.person(e.To)
	}
	return nil
}

// MayAnswerAlone tells whether the letter brings what another member wrote, who
// can be answered alone.
func (v *view) MayAnswerAlone() bool {
	author, _ := v.o.Letter.Author()
	m := v.o.State.Member(author)
	return m != nil && m.Departed.IsZero() && author != v.o.To.Member
}

// Threaded tells whether a post answers another letter.
func (v *view) Threaded() bool {
	switch e := v.event.(type) {
	case *governance.Posted:
		return e.Answers != 0
	case *governance.MandateWrote:
		return e.Answers != 0
	}
	return false
}

// Origin is how somebody came or left: asked, intervention, exclusion or silent.
func (v *view) Origin() string {
	switch e := v.event.(type) {
	case *governance.Joined:
		return e.Origin
	case *governance.Departed:
		return e.Origin
	}
	return ""
}

// Until is the end of a vacation that begins, nil where they will say, or of
// the time that there is to answer.
func (v *view) Until() *moment {
	switch e := v.event.(type) {
	case *governance.LeaveBegan:
		return v.moment(e.Until)
	case *governance.GhostsAsked:
		return v.moment(e.Until)
	case *governance.Surveyed:
		return v.moment(e.Until)
	}
	return nil
}

// What is the verb of an answer or an intervention.
func (v *view) What() string {
	switch e := v.event.(type) {
	case *governance.Replied:
		return string(e.What)
	case *governance.Intervened:
		return string(e.What)
	}
	return ""
}

// Address is the address that the event is about: one added, or one that a
// confirmation would add.
func (v *view) Address() Words {
	e, added := v.event.(*governance.AddressAdded)
	switch {
	case added:
		return lineWords(string(e.Address))
	case v.o.Request == nil:
		return ""
	case v.o.Letter.Why == governance.WhyOtherAddress:
		return lineWords(v.o.Request.From)
	}
	return lineWords(v.o.Request.Argument)
}

// NewPrimary tells whether an added address is the one to write to from now on.
func (v *view) NewPrimary() bool {
	e, is := v.event.(*governance.AddressAdded)
	return is && e.Primary
}

// Delivery is what the reader wants to get of the list's mail: all, decisions
// or digest.
func (v *view) Delivery() governance.Delivery {
	if m := v.reader(); m != nil && m.Delivery != "" {
		return m.Delivery
	}
	return governance.DeliverAll
}

// Bouncing is how many members' mail came back at once.
func (v *view) Bouncing() int {
	if e, is := v.event.(*governance.Alarmed); is {
		return e.Bouncing
	}
	return 0
}

// Status is the code with which a mail was refused.
func (v *view) Status() Words {
	if e, is := v.event.(*governance.Bounced); is {
		return lineWords(e.Status)
	}
	return ""
}
