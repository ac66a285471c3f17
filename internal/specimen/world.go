package specimen

import (
	"slices"
	"time"

	g "toutdoux/internal/governance"
)

// World is an association that lives through requests, and owes letters.
type World struct {
	State    *g.State
	requests map[int64]*g.Request
	opened   map[int]g.Record
	founding []g.Record
	log      []g.Record
	last     []Owed // what the latest request owed
	number   int64
}

// Owed is one copy of a letter that is owed, with all that it is written from.
// Where nothing is owed its State is nil.
type Owed struct {
	Number         int64
	Letter         g.Letter
	State          *g.State
	Event, Opening g.Record   // what it tells of, and the opening of its action
	Request        *g.Request // the mail that it answers, nil for none
	News, Knocks   []g.Record // of a digest
	Announced      int        // copies of the announcement
	Reached        int        // of which so many arrived
	To             Reader
	References     []string // of its thread
	Files          []File   // what its mail brought
	Gone           bool     // what its mail brought is kept no more
	Date           time.Time
}

// Reader is who gets a letter: a member by their number, or else a follower, a
// stranger or the owner.
type Reader struct {
	Member        int
	Follower      bool
	Name, Address string
}

// New is a world with its People.
func New() *World { return Of(People...) }

// Of is a world with these founders, as it was on 2 February 2026.
func Of(people ...string) *World {
	w := &World{State: g.New(Paris()), requests: map[int64]*g.Request{}, opened: map[int]g.Record{}}
	var founders []g.Founder
	for _, name := range people {
		founders = append(founders, g.Founder{Name: name, Address: mail(name), VotesFrom: At("2025-01-01 00:00")})
	}
	w.founding = g.Found(w.State, g.DefaultStatutes(), founders, At("2025-01-01 00:00"))
	w.State.Bulletin.Next = At("2026-02-09 08:00") // nothing was to be told before
	return w
}

// Welcome owes the founders their welcomes.
func (w *World) Welcome() *World {
	w.last = nil
	for _, l := range g.Welcomes(w.founding) {
		w.owe(l, w.founding)
	}
	return w
}

// Ask lets a request happen at an instant, as At reads it.
func (w *World) Ask(when string, r g.Request) *World {
	r.At, r.Arrival = At(when), int64(len(w.requests)+1)
	w.requests[r.Arrival] = &r
	records := g.Step(w.State, r)
	w.log = append(w.log, records...)
	for _, record := range records {
		if o, is := record.Event.(*g.Opened); is {
			w.opened[o.Action] = record
		}
	}
	w.last = nil
	for _, l := range g.Letters(w.State, records) {
		w.owe(l, records)
	}
	return w
}

// Through lets every instant come at which something is due, up to one.
func (w *World) Through(when string) *World {
	var owed []Owed
	for {
		next := g.Due(w.State)
		if next.At.IsZero() || next.At.After(At(when)) {
			w.last = owed
			return w
		}
		w.Ask(next.At.In(Paris()).Format(clock), g.Request{Kind: g.KindTick})
		owed = append(owed, w.last...)
	}
}

// Letter is what the latest request, or the time that passed, owed of that kind
// to a member, 0 for who is none.
func (w *World) Letter(kind g.LetterKind, member int) Owed {
	for _, o := range w.last {
		if o.Letter.Kind == kind && o.To.Member == member {
			return o
		}
	}
	return Owed{}
}

// owe makes a copy of a letter for each of its readers.
func (w *World) owe(l g.Letter, records []g.Record) {
	w.number++
	o := Owed{
		Number: w.number, Letter: l, State: w.State, Opening: w.opened[l.Action], Request: w.requests[l.Arrival],
		Announced: len(People), Reached: len(People) - 1, Date: l.At,
	}
	if l.Action > 0 && l.Kind != g.LetterAnnouncement {
		o.References = []string{"<1.thread@picasoft.test>"}
	}
	for _, r := range records {
		if r.Seq == l.Event {
			o.Event = r
		}
	}
	if digest, is := o.Event.Event.(*g.Digested); is {
		o.News, o.Knocks = w.news(digest.Since, l.Event), w.records(digest.Knocks)
	}
	for _, id := range l.To {
		o.To = w.reader(id)
		w.last = append(w.last, o)
	}
	if len(l.To) == 0 {
		o.To = Reader{Address: "contact@picasoft.test"}
		if l.Why == g.WhyOutward {
			o.To = Reader{Address: o.Request.Outward}
		} else if !l.Owner {
			o.To = Reader{Name: o.Request.Name, Address: o.Request.From}
		}
		w.last = append(w.last, o)
	}
}

func (w *World) reader(id int) Reader {
	if f := w.State.Follower(id); f != nil {
		return Reader{Follower: true, Address: string(f.Address)}
	}
	return Reader{Member: id, Name: w.State.Display(id), Address: w.State.Member(id).Primary()}
}

// news are the events between two that a digest tells of.
func (w *World) news(since, before int64) (news []g.Record) {
	for _, r := range w.log {
		if r.Seq > since && r.Seq < before && slices.Contains(g.NewsKinds(), g.KindOf(r.Event)) {
			news = append(news, r)
		}
	}
	return news
}

// records are the events of these numbers, in their order.
func (w *World) records(numbers []int64) (records []g.Record) {
	for _, seq := range numbers {
		i := slices.IndexFunc(w.log, func(r g.Record) bool { return r.Seq == seq })
		records = append(records, w.log[i])
	}
	return records
}
