package compose

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"toutdoux/internal/address"
	"toutdoux/internal/governance"
)

var paris = func() *time.Location {
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		panic(err)
	}
	return zone
}()

func at(text string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", text, paris)
	if err != nil {
		panic(err)
	}
	return t.UTC()
}

func testList(t testing.TB, delimiter string) address.List {
	t.Helper()
	l, err := address.ParseListAddress("tdc@picasoft.test", delimiter)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func newComposer(t testing.TB, locale, form string) *Composer {
	t.Helper()
	c, err := New(House{
		Name: "Picasoft", Locale: locale, AddressForm: form, List: testList(t, "+"),
		Discussion: "asso@picasoft.test", Owner: "contact@picasoft.test", Zone: paris,
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// world is an association that lives through requests, and owes letters. The
// letters are composed as the real clerk has them composed.
type world struct {
	t        *testing.T
	state    *governance.State
	requests map[int64]*governance.Request
	opened   map[int]governance.Record
	log      []governance.Record
	last     []Order // what the latest request owed
	number   int64
}

const testProof = "k7f3qzm2xwp4r6ta"

var people = []string{"Alice Martin", "Bob Durand", "Claire Petit", "Dave Roux", "Émile Noël"}

// newWorld has five founders and lets them see 2 February 2026.
func newWorld(t *testing.T) *world {
	w := &world{
		t: t, state: governance.New(paris), requests: map[int64]*governance.Request{}, opened: map[int]governance.Record{},
	}
	var founders []governance.Founder
	for _, name := range people {
		founders = append(founders, governance.Founder{Name: name, Address: mail(name), VotesFrom: at("2025-01-01 00:00")})
	}
	governance.Found(w.state, governance.DefaultStatutes(), founders, at("2025-01-01 00:00"))
	w.state.Bulletin.Next = at("2026-02-09 08:00") // nothing was to be told before
	return w
}

// mail is a person's address: their first name, in ASCII.
func mail(name string) string {
	var first []rune
	for _, r := range name {
		if r == ' ' {
			break
		}
		if r == 'É' {
			r = 'E'
		}
		first = append(first, r|0x20)
	}
	return string(first) + "@exemple.test"
}

// ask lets a request happen.
func (w *world) ask(when string, r governance.Request) *world {
	r.At, r.Arrival = at(when), int64(len(w.requests)+1)
	w.requests[r.Arrival] = &r
	records := governance.Step(w.state, r)
	w.log = append(w.log, records...)
	for _, record := range records {
		if o, is := record.Event.(*governance.Opened); is {
			w.opened[o.Action] = record
		}
	}
	w.last = nil
	for _, l := range governance.Letters(w.state, records) {
		w.owe(l, records)
	}
	return w
}

// owe makes an order for each recipient of a letter.
func (w *world) owe(l governance.Letter, records []governance.Record) {
	w.number++
	o := Order{
		Number: w.number, Letter: l, State: w.state, Opening: w.opened[l.Action], Request: w.requests[l.Arrival],
		Announced: len(people), Reached: len(people) - 1, Proof: testProof, Bounce: "b7f3qzm2xwp4r6ta", Date: l.At,
	}
	if l.Action > 0 && l.Kind != governance.LetterAnnouncement {
		o.References = []string{"<1.thread@picasoft.test>"}
	}
	for _, r := range records {
		if r.Seq == l.Event {
			o.Event = r
		}
	}
	if digest, is := o.Event.Event.(*governance.Digested); is {
		o.News = &News{}
		for _, r := range w.log {
			if r.Seq > digest.Since && r.Seq < l.Event && slices.Contains(governance.NewsKinds(), governance.KindOf(r.Event)) {
				o.News.Records = append(o.News.Records, r)
			}
		}
		for _, seq := range digest.Knocks {
			i := slices.IndexFunc(w.log, func(r governance.Record) bool { return r.Seq == seq })
			o.News.Knocks = append(o.News.Knocks, w.log[i])
		}
	}
	for _, id := range l.To {
		each := o
		if f := w.state.Follower(id); f != nil {
			each.To = Recipient{Follower: true, Address: string(f.Address)}
			w.last = append(w.last, each)
			continue
		}
		m := w.state.Member(id)
		each.To = Recipient{Member: id, Name: w.state.Display(id), Address: m.Primary()}
		w.last = append(w.last, each)
	}
	if len(l.To) == 0 {
		each := o
		each.To = Recipient{Address: "contact@picasoft.test"}
		if l.Why == governance.WhyOutward {
			each.To = Recipient{Address: o.Request.Outward}
		} else if !l.Owner {
			each.To = Recipient{Name: o.Request.Name, Address: o.Request.From}
		}
		w.last = append(w.last, each)
	}
}

// letter is the order of that kind to a member, 0 for strangers and the owner.
func (w *world) letter(kind governance.LetterKind, member int) Order {
	w.t.Helper()
	for _, o := range w.last {
		if o.Letter.Kind == kind && o.To.Member == member {
			return o
		}
	}
	var owed []string
	for _, o := range w.last {
		owed = append(owed, fmt.Sprintf("%s %s to %d", o.Letter.Kind, o.Letter.Why, o.To.Member))
	}
	w.t.Fatalf("no letter %s to %d is owed, only %q", kind, member, owed)
	return Order{}
}

func from(name string, r governance.Request) governance.Request {
	r.From, r.Name, r.Authenticated = mail(name), name, true
	if r.Kind == "" {
		r.Kind = governance.KindReply
	}
	return r
}

func vote(action int, c governance.Choice, reason string) governance.Request {
	return governance.Request{
		Votes: []governance.Vote{{Action: action, Choice: c, Reason: reason}}, Words: reason, Thread: action,
		Answers: governance.Answered{Letter: 1, Kind: governance.LetterAnnouncement, Action: action},
	}
}

func verb(action int, v governance.Verb, reason string) governance.Request {
	return governance.Request{Verb: v, Thread: action, Reason: reason, Words: reason}
}

func command(v governance.Verb, argument string) governance.Request {
	return governance.Request{Kind: governance.KindCommand, Verb: v, Argument: argument}
}

func propose(p governance.Proposal, words string) governance.Request {
	p.Text = words
	return governance.Request{Kind: governance.KindAction, Subject: p.Title, Proposal: &p, Words: words}
}

var (
	framasoft = propose(governance.Proposal{Type: governance.Extraordinary, Title: "Adhérer à Framasoft", CostCents: 6000},
		"On en parle depuis l'assemblée de juin : l'adhésion soutient leurs services, et nous donne une voix dans ce qu'ils préparent.\n\nLe budget le permet : il nous reste 120 €.")
	peertube = propose(governance.Proposal{Type: governance.Ordinary, Title: "Activer le direct sur PeerTube"},
		"Un bouton à cliquer ; on pourra toujours le désactiver.")
)

const (
	alice, bob, claire, dave = 1, 2, 3, 4
	day1, day2, day3, late   = "2026-02-04 09:00", "2026-02-05 10:42", "2026-02-06 18:05", "2026-02-14 09:00"
)

// withExtra is a world in which Alice has proposed to join Framasoft.
func withExtra(t *testing.T) *world {
	return newWorld(t).ask(day1, from("Alice Martin", framasoft))
}

// withOrdinary is a world in which Alice is about to switch live video on.
func withOrdinary(t *testing.T) *world {
	return newWorld(t).ask(day1, from("Alice Martin", peertube))
}

// through lets every instant come at which something is due, up to one.
func (w *world) through(when string) *world {
	var owed []Order
	for {
		next := governance.Due(w.state)
		if next.At.IsZero() || next.At.After(at(when)) {
			w.last = owed
			return w
		}
		w.ask(next.At.In(paris).Format("2006-01-02 15:04"), governance.Request{Kind: governance.KindTick})
		owed = append(owed, w.last...)
	}
}
