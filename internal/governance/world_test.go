package governance

import (
	"slices"
	"strings"
	"time"
)

// paris is the time zone of every scenario that names no other.
var paris = mustZone("Europe/Paris")

func mustZone(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return zone
}

// world plays an association as the clerk would: it gives every mail its
// arrival number, finds the letter that an answer answers, and lets instants
// come before the mails that follow them.
type world struct {
	t        failer
	s        *State
	log      []Record
	requests map[int64]Request
	sent     []sent
	waiting  bool      // closings wait, as after an outage
	now      time.Time // when ticks are looked at, where a machine was down
}

// sent is a letter as one recipient has it.
type sent struct {
	Letter
	id      int64
	to      string // the address it went to, "owner" for the owner
	member  int
	replied bool
}

func newWorld(t failer, zone *time.Location) *world {
	return &world{t: t, s: New(zone), requests: map[int64]Request{}}
}

// step lets a request happen and sends what it owes.
func (w *world) step(r Request) ([]Record, []Letter) {
	w.t.Helper()
	r.Mark = func(about string) string { return "hash of " + about }
	if r.Kind != KindTick {
		r.Arrival = int64(len(w.requests) + 1)
		w.requests[r.Arrival] = r
	}
	if held, found := w.requests[w.s.Earlier(&r)]; found {
		if earlier, found := w.requests[w.s.Earlier(&held)]; found {
			held.Held = &earlier
		}
		r.Held = &held
	}
	records := Step(w.s, r)
	w.log = append(w.log, records...)
	letters := Letters(w.s, records)
	for _, l := range letters {
		w.send(l)
	}
	return records, letters
}

func (w *world) send(l Letter) {
	id := int64(len(w.sent) + 1)
	switch {
	case l.Owner:
		w.sent = append(w.sent, sent{Letter: l, id: id, to: "owner", member: Owner})
	case l.Why == WhyOutward:
		w.sent = append(w.sent, sent{Letter: l, id: id, to: w.requests[l.Arrival].Outward})
	case len(l.To) == 0:
		w.sent = append(w.sent, sent{Letter: l, id: id, to: w.requests[l.Arrival].From})
	}
	for _, member := range l.To {
		to := ""
		if f := w.s.Follower(member); f != nil {
			to = string(f.Address)
		} else {
			to = w.s.Member(member).Primary()
		}
		w.sent = append(w.sent, sent{Letter: l, id: id, to: to, member: member})
	}
}

// last is the latest letter of a kind to somebody, about an action where one
// is given; nil for none.
func (w *world) last(to string, kind LetterKind, action int) *sent {
	m := w.s.ByAddress(to)
	if to == "owner@exemple.test" {
		to = "owner"
	}
	for i := len(w.sent) - 1; i >= 0; i-- {
		l := &w.sent[i]
		if (l.to == to || m != nil && l.member == m.ID) && (kind == "" || l.Kind == kind) && (action == 0 || l.Action == action) {
			return l
		}
	}
	return nil
}

// answering is what the clerk would say of a mail that answers a letter.
func (l *sent) answering() Answered {
	a := Answered{Letter: l.id, Kind: l.Kind, Member: l.member, Action: l.Action, Arrival: l.Arrival, Assembly: l.Assembly, Mandate: l.Mandate, SentAt: l.At}
	a.Author, a.Alone = l.Letter.Author()
	if l.Kind == LetterReceipt {
		a.Ballot = l.Event
	}
	return a
}

// ticks lets every instant up to T come, T itself only where included: mails
// at the very instant of a deadline count.
func (w *world) ticks(until time.Time, included bool, each func(time.Time, []Record, []Letter)) {
	w.t.Helper()
	for n := 0; ; n++ {
		due := Due(w.s)
		if due.At.IsZero() || due.At.After(until) || !included && due.At.Equal(until) || w.waiting && due.Closing {
			return
		}
		records, letters := w.step(Request{Kind: KindTick, At: due.At, Now: w.now})
		if len(records) == 0 || n > 10_000 {
			w.t.Fatalf("the instant %s is due, and brings nothing", due.At)
		}
		if each != nil {
			each(due.At, records, letters)
		}
	}
}

// member finds a member by name, the latest of that name.
func (w *world) member(name string) *Member {
	for _, m := range slices.Backward(w.s.Members) {
		if string(m.Name) == name {
			return m
		}
	}
	return nil
}

// address is where somebody of a scenario writes from.
func (w *world) address(name string) string {
	if m := w.member(name); m != nil && m.Primary() != "" {
		return m.Primary()
	}
	if strings.Contains(name, "@") {
		return name
	}
	return strings.ToLower(name) + "@exemple.test"
}

// failer is what a test and a drawn one have in common.
type failer interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}
