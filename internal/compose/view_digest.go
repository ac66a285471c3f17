package compose

import (
	"slices"
	"sync"

	"toutdoux/internal/governance"
)

// News are what a digest tells everybody. All its copies share one, so that
// what is the same for ten thousand members is read and written once.
type News struct {
	// Records are the events since the last digest that it tells of, in order,
	// their texts opened (governance.NewsKinds).
	Records []governance.Record
	// Knocks are the events of the strangers' mails that it names.
	Knocks []governance.Record

	mu    sync.Mutex
	state int64 // the event up to which what follows holds
	names map[int]string
	text  string
}

// called are the names of all members, as v gives them.
func (n *News) called(v *view) map[int]string {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.names == nil || n.state != v.o.State.Seq {
		n.names, n.text, n.state = v.names(), "", v.o.State.Seq
	}
	return n.names
}

// News are the parts of a digest that are the same for all, already written:
// whatever happened, it is written for nobody in particular.
func (v *view) News() (string, error) {
	n := v.o.News
	if n == nil {
		return "", nil
	}
	n.called(v)
	n.mu.Lock()
	text := n.text
	n.mu.Unlock()
	if text != "" {
		return text, nil
	}
	all := *v
	all.o.To, all.o.Proof = Recipient{}, ""
	text, err := execute(v.c.library.letters[governance.LetterDigest].Lookup("news"), &all)
	n.mu.Lock()
	n.text = text
	n.mu.Unlock()
	return text, err
}

// records are what happened since the last digest.
func (v *view) records() []governance.Record {
	if v.o.News == nil {
		return nil
	}
	return v.o.News.Records
}

// digest is the event of a digest; an empty one for other letters.
func (v *view) digest() *governance.Digested {
	if e, is := v.event.(*governance.Digested); is {
		return e
	}
	return new(governance.Digested)
}

// Back tells whether a digest is of what its reader missed on leave, and
// Answer whether they asked to be back.
func (v *view) Back() bool { return v.digest().Member != 0 }

// Answer tells whether a letter answers a mail.
func (v *view) Answer() bool { return v.o.Letter.Arrival != 0 }

// Begins is when the reader's right to vote begins, where that is on the
// digest's day; nil otherwise.
func (v *view) Begins() *moment {
	m := v.reader()
	if m == nil || !m.VotesFrom.After(m.Joined) {
		return nil
	}
	begins, now := v.moment(m.VotesFrom), v.moment(v.o.Letter.At)
	if begins.at.Format("2006-01-02") != now.at.Format("2006-01-02") {
		return nil
	}
	return begins
}

// Awaited are the actions of a digest that await its reader's vote still.
func (v *view) Awaited() []*view { return v.standing(true) }

// Underway are the other actions of a digest that are still open.
func (v *view) Underway() []*view { return v.standing(false) }

// standing are the actions that were open when the digest was owed and are so
// now, as they stood then. What was answered or decided since is left out, so
// that no button leads nowhere.
func (v *view) standing(awaited bool) []*view {
	var actions []*view
	m := v.reader()
	for _, o := range v.digest().Open {
		a := v.o.State.Action(o.Action)
		if m == nil || !a.IsOpen() || a.Awaits(m) != awaited {
			continue
		}
		other := v.on(a)
		other.o.Letter.Tally = o.Tally
		actions = append(actions, other)
	}
	return actions
}

// proposedMax is how much of a text announced this week a digest gives, in
// runes.
const proposedMax = 1000

// Proposed is what an action of a digest says, for a reader whom its
// announcement did not reach.
func (v *view) Proposed() Words {
	m := v.reader()
	if m == nil || m.Delivery != governance.DeliverDigest && !v.Back() {
		return ""
	}
	for _, r := range v.records() {
		if e, is := r.Event.(*governance.Opened); is && e.Action == v.Number() {
			other := *v
			other.event = e
			return excerpt(other.Body(), proposedMax)
		}
	}
	return ""
}

// heard is what somebody said of an action: pause or against.
type heard struct {
	Person *person
	Pause  bool
	Own    bool // the reader's
	Reason Words
}

// Heard are the calls to talk of an action since the last digest that hold
// still: a ballot that is void, changed or counted no more is nobody's
// opposition. The reader's own is told as their vote.
func (v *view) Heard() []heard {
	var list []heard
	for _, r := range v.records() {
		switch e := r.Event.(type) {
		case *governance.Paused:
			if e.Action == v.Number() && v.pauses(e.Member) {
				list = append(list, heard{v.person(e.Member), true, e.Member == v.o.To.Member, excerpt(textWords(string(e.Reason)), excerptMax)})
			}
		case *governance.Countered:
			if b := v.opposition(e); b != nil && b.Member != v.o.To.Member {
				list = append(list, heard{v.person(b.Member), false, false, excerpt(textWords(string(b.Reason)), excerptMax)})
			}
		}
	}
	return list
}

// pauses tells whether a member's pause holds: a requalification answers all
// of them.
func (v *view) pauses(member int) bool {
	return slices.Contains(v.action.Pausers, member) && v.o.State.Member(member).Departed.IsZero()
}

// opposition is the ballot against of who opened the counter-vote, as it
// counts now, nil where it does not.
func (v *view) opposition(e *governance.Countered) *governance.Ballot {
	a := v.action
	if e.Action != a.Number || !a.InElectorate(v.o.State.Member(e.Member)) {
		return nil
	}
	theirs := func(b governance.Ballot) bool { return b.Seq == e.Ballot && !b.Void }
	b := a.Ballot(e.Member)
	if b == nil || b.Choice != governance.Against || !slices.ContainsFunc(a.Ballots, theirs) {
		return nil
	}
	return b
}
