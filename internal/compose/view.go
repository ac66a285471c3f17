package compose

import (
	"reflect"
	"strconv"
	"time"

	"toutdoux/internal/governance"
)

// view is what a template can name: the letter, its reader, the house, the
// action and the event. All that a person wrote comes out as Words; what is
// not there comes out empty, so that a template can ask with {{if}}.
type view struct {
	c      *Composer
	o      Order
	action *governance.Action
	event  governance.Event
}

func (c *Composer) view(o Order) *view {
	v := &view{c: c, o: o, action: o.State.Action(o.Letter.Action), event: o.Event.Event}
	if p, would := v.event.(*governance.Previewed); would {
		v.action = preview(&p.Would, o.Event.At)
	}
	return v
}

// preview is the action that a dry run would have opened.
func preview(e *governance.Opened, at time.Time) *governance.Action {
	return &governance.Action{
		Number: e.Action, Type: e.Type, Because: e.Because, Title: e.Title, Proposer: e.Proposer, CostCents: e.CostCents,
		Urgent: e.Urgent, Rules: e.Rules, Replaces: e.Replaces, Effects: e.Effects, OpenedAt: at, Base: at, Deadline: e.Deadline,
		State: governance.Open,
	}
}

// vocabulary are all the names that templates may use.
var vocabulary = names(
	reflect.TypeFor[*view](),
	reflect.TypeFor[person](),
	reflect.TypeFor[moment](),
	reflect.TypeFor[effect](),
	reflect.TypeFor[governance.Effect](),
	reflect.TypeFor[crossing](),
	reflect.TypeFor[side](),
	reflect.TypeFor[voice](),
	reflect.TypeFor[arrived](),
	reflect.TypeFor[wish](),
	reflect.TypeFor[change](),
	reflect.TypeFor[ghost](),
	reflect.TypeFor[silence](),
	reflect.TypeFor[leftOut](),
	reflect.TypeFor[fact](),
	reflect.TypeFor[facts](),
	reflect.TypeFor[heard](),
	reflect.TypeFor[*meeting](),
	reflect.TypeFor[point](),
	reflect.TypeFor[*balance](),
	reflect.TypeFor[tenure](),
	reflect.TypeFor[way](),
	reflect.TypeFor[passage](),
	reflect.TypeFor[*mandate](),
	reflect.TypeFor[held](),
	reflect.TypeFor[keeping](),
)

func names(types ...reflect.Type) map[string]bool {
	known := map[string]bool{}
	for _, t := range types {
		for m := range t.Methods() {
			known[m.Name] = true
		}
		if t.Kind() == reflect.Struct {
			for f := range t.Fields() {
				known[f.Name] = f.IsExported()
			}
		}
	}
	return known
}

// House is the association's name.
func (v *view) House() Words { return lineWords(v.c.house.Name) }

// List is the address to write to.
func (v *view) List() string { return v.c.house.List.String() }

// Talk is the address for talk.
func (v *view) Talk() string {
	if v.c.house.Discussion != "" {
		return v.c.house.Discussion
	}
	return v.List()
}

// Owner is the address of a human, "" for none.
func (v *view) Owner() string { return v.c.house.Owner }

// Arrival is the number of the mail that the letter is about, 0 for none.
func (v *view) Arrival() int64 { return v.o.Letter.Arrival }

// Ref is the reference at the foot, which carries the reader's proof.
func (v *view) Ref() string {
	number := v.o.Number
	if v.o.Letter.Action > 0 {
		number = int64(v.o.Letter.Action)
	}
	return strconv.FormatInt(number, 10) + "-" + v.o.Proof
}

// Proof is the reader's, for the subject of a mail that has no button.
func (v *view) Proof() string { return v.o.Proof }

// Member tells whether the reader is one.
func (v *view) Member() bool { return v.reader() != nil }

// OnFile tells whether the address that the letter goes to is a member's: the
// public digest goes to addresses, and does not ask whose they are.
func (v *view) OnFile() bool { return v.o.State.ByAddress(v.o.To.Address) != nil }

func (v *view) reader() *governance.Member { return v.o.State.Member(v.o.To.Member) }

// Reader is the reader; nil for strangers and the owner.
func (v *view) Reader() *person { return v.person(v.o.To.Member) }

// ReaderIsAuthor tells whether the letter tells of what its reader did.
func (v *view) ReaderIsAuthor() bool { return v.author() != 0 && v.author() == v.o.To.Member }

// ReaderIsSubject tells whether the letter is about its reader.
func (v *view) ReaderIsSubject() bool {
	return v.o.Letter.Member != 0 && v.o.Letter.Member == v.o.To.Member
}

// ReaderIsProposer tells whether the reader proposed the action.
func (v *view) ReaderIsProposer() bool {
	return v.action != nil && v.o.To.Member != 0 && v.action.Proposer == v.o.To.Member
}

// ReaderVotes tells whether the reader may vote on the action.
func (v *view) ReaderVotes() bool {
	m := v.reader()
	return m != nil && v.action != nil && m.Departed.IsZero() && !m.VotesFrom.After(v.action.Base)
}

// ReaderVotesFrom is when the reader's right to vote begins, nil where it has
// begun.
func (v *view) ReaderVotesFrom() *moment {
	if m := v.reader(); m != nil {
		return v.coming(m.VotesFrom)
	}
	return nil
}

// ReaderStanding is where the reader stands: newcomer, voter, on_leave …
func (v *view) ReaderStanding() string {
	if m := v.reader(); m != nil {
		return m.Standing(v.o.Letter.At)
	}
	return ""
}

// ReaderLeaveUntil is when the reader's leave ends, nil where they will say.
func (v *view) ReaderLeaveUntil() *moment {
	if m := v.reader(); m != nil {
		return v.moment(m.LeaveUntil)
	}
	return nil
}

// ReaderJoined is since when the reader is a member.
func (v *view) ReaderJoined() *moment {
	if m := v.reader(); m != nil {
		return v.moment(m.Joined)
	}
	return nil
}

// VotingDelay is how long a newcomer waits before voting, "" for not at all.
func (v *view) VotingDelay() string { return v.wait(v.o.State.Statutes.VotingDelay) }

// Window is how long the discussion of an extraordinary action lasts.
func (v *view) Window() string { return v.c.tongue.delay(v.o.State.Statutes.ExtraordinaryWindow) }

// Pause is how long the discussion opened by a first pause lasts, "" where it
// moves no deadline.
func (v *view) Pause() string {
	if v.action != nil && v.action.Type == governance.Ordinary {
		return v.wait(v.action.Rules.Pause)
	}
	return v.wait(v.o.State.Statutes.OrdinaryPause)
}

// wait is a delay in words, "" for none.
func (v *view) wait(d governance.Delay) string {
	if d.IsZero() {
		return ""
	}
	return v.c.tongue.delay(d)
}

// CostLimit is what an ordinary action may cost.
func (v *view) CostLimit() string { return v.c.tongue.money(int64(v.o.State.Statutes.CostLimit)) }

// Members is how many people are members now.
func (v *view) Members() int {
	n := 0
	for _, m := range v.o.State.Members {
		if m.Departed.IsZero() {
			n++
		}
	}
	return n
}

// Others is how many members there are beside the reader.
func (v *view) Others() int { return v.Members() - 1 }

// moment is an instant as the letter's readers say it.
type moment struct {
	at, now time.Time // local
	tongue  *tongue
}

func (v *view) moment(at time.Time) *moment {
	if at.IsZero() {
		return nil
	}
	return &moment{at: at.In(v.c.house.Zone), now: v.o.Date.In(v.c.house.Zone), tongue: v.c.tongue}
}

// coming is an instant that had not come when the letter was owed, nil where it
// had.
func (v *view) coming(at time.Time) *moment {
	if at.After(v.o.Letter.At) {
		return v.moment(at)
	}
	return nil
}

// String is the day and the hour: "samedi 14 février à 9 h".
func (m moment) String() string { return m.tongue.instant(m.at, m.now) }

// Day is the day alone: "samedi 14 février".
func (m moment) Day() string { return m.tongue.day(m.at, m.now) }

// Date is the day alone, for times long past: "14 février".
func (m moment) Date() string { return m.tongue.date(m.at, m.now) }

// LastDay is the day that ends at this instant, where an instant is the end of
// a local day: a leave until 1 September at 0 h lasts until 31 August.
func (m moment) LastDay() string { return m.tongue.day(m.at.Add(-time.Second), m.now) }

// person is a member as the others read their name.
type person struct {
	name Words
	id   int
}

func (v *view) person(id int) *person {
	m := v.o.State.Member(id)
	if m == nil {
		return nil
	}
	if v.o.News != nil { // asking the state for each of many would take the square of their number
		return &person{Words(v.o.News.called(v)[id]), id}
	}
	name := lineWords(v.o.State.Display(id))
	if name == "" {
		name = Words(v.c.tongue.someone)
	}
	return &person{name, id}
}

// String is the whole name.
func (p person) String() string { return p.name.String() }

// full is the whole name for what is no template.
func (p person) full() string { return string(p.name) }

// First is the first word of the name: how people speak of each other.
func (p person) First() Words {
	for i, r := range p.name {
		if r == ' ' {
			return p.name[:i]
		}
	}
	return p.name
}
