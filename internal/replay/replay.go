// Package replay runs a mailbox of the past through the rules, with the same
// code as the daemon and the mails' own instants. The same mailbox gives the
// same bytes; it waits for nothing, keeps nothing, and asks nobody.
package replay

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"toutdoux/internal/association"
	"toutdoux/internal/clerk"
	"toutdoux/internal/compose"
	"toutdoux/internal/config"
	"toutdoux/internal/governance"
	"toutdoux/internal/intake"
	"toutdoux/internal/listing"
	"toutdoux/internal/store"
)

// Mail is one mail of a mailbox.
type Mail struct {
	At  time.Time
	Raw []byte
}

// Past is what is replayed.
type Past struct {
	Config  *config.Config
	Members []governance.Founder
	Mails   []Mail
	Since   time.Time // when the clock starts, zero for the earliest mail
	Until   time.Time // timers run up to this instant, included
	// Letter is called with each letter in order, nil where nobody reads them.
	Letter func(n int, m compose.Mail) error
}

// Letter is one letter to one recipient.
type Letter struct {
	At      time.Time             `json:"at"`
	Kind    governance.LetterKind `json:"kind"`
	To      string                `json:"to"`
	Subject string                `json:"subject"`
	Action  int                   `json:"action"`
}

// Refused is a mail that changed nothing.
type Refused struct {
	At      time.Time      `json:"at"`
	From    string         `json:"from"`
	Subject string         `json:"subject"`
	Why     governance.Why `json:"why"`
}

// Report is what would have been decided.
type Report struct {
	At         time.Time          `json:"at"`
	Members    []listing.Member   `json:"members"`
	Assemblies []listing.Assembly `json:"assemblies"`
	Actions    []listing.Action   `json:"actions"`
	Mandates   []listing.Mandate  `json:"mandates"`
	Roles      []listing.Role     `json:"roles"`
	Letters    []Letter           `json:"letters"`
	Refused    []Refused          `json:"refused"`
}

// run is a replay under way.
type run struct {
	Past
	clock   hand
	house   *association.Association
	letters []Letter
}

// hand is a clock that is set by hand.
type hand struct{ at time.Time }

func (h *hand) Now() time.Time { return h.at }

// Run replays. It sorts the mails by instant, then Message-ID, then content.
func Run(ctx context.Context, past Past) (report Report, err error) {
	order(past.Mails)
	start := past.Since
	if start.IsZero() {
		start = past.Until
		if len(past.Mails) > 0 {
			start = past.Mails[0].At
		}
	}
	r := &run{Past: past, clock: hand{start}}
	r.house, err = association.Past(ctx, past.Config, past.Members, start, association.World{
		Clock: &r.clock, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, r.house.Close()) }()
	if err := r.live(ctx); err != nil {
		return report, err
	}
	return r.report(ctx)
}

// order sorts mails so that a shuffled mailbox gives the same.
func order(mails []Mail) {
	id := map[*byte]string{}
	for _, m := range mails {
		if len(m.Raw) > 0 {
			id[&m.Raw[0]] = intake.MessageID(m.Raw)
		}
	}
	slices.SortStableFunc(mails, func(a, b Mail) int {
		if c := a.At.Compare(b.At); c != 0 || len(a.Raw) == 0 || len(b.Raw) == 0 {
			return cmp.Or(c, len(a.Raw)-len(b.Raw))
		}
		return cmp.Or(cmp.Compare(id[&a.Raw[0]], id[&b.Raw[0]]), bytes.Compare(a.Raw, b.Raw))
	})
}

// handful is how many mails come in at once; letters leave in between.
const handful = 200

// live lets all mails come in and all timers run, each at its own instant.
func (r *run) live(ctx context.Context) error {
	most := handful
	if r.Letter != nil {
		most = 1 // each letter shows what stood when it was owed
	}
	for mails := r.Mails; ; {
		var some []clerk.Past
		some, mails = next(mails, most, r.Until)
		r.clock.at = r.Until
		if len(some) > 0 {
			r.clock.at = some[len(some)-1].At
		}
		if err := r.house.Clerk.KeepPast(ctx, some); err != nil {
			return err
		}
		if err := r.decide(ctx, most); err != nil || len(some) == 0 {
			return err
		}
	}
}

// next takes the next mails until an instant, at least so many where there are:
// those of one instant come in together, before the timers of that instant.
func next(mails []Mail, most int, until time.Time) (some []clerk.Past, rest []Mail) {
	for i, m := range mails {
		if m.At.After(until) || i >= most && m.At.After(mails[i-1].At) {
			return some, mails[i:]
		}
		some = append(some, clerk.Past{At: m.At, Raw: m.Raw})
	}
	return some, nil
}

// decide has all decided that is there by now, and sends the letters.
func (r *run) decide(ctx context.Context, most int) error {
	for more := true; more; {
		var err error
		if more, err = r.house.Clerk.DecidePast(ctx, most); err != nil {
			return err
		}
		if err := r.send(ctx); err != nil {
			return err
		}
	}
	aside, err := r.house.Store.OldestAside(ctx)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return cmp.Or(err, fmt.Errorf("the mail of %v cannot be decided: %s", aside.At, aside.Problem))
}

// longTurn is an instant after all that may be put off: a replay waits for no
// stranger's turn.
const longTurn = 365 * 24 * time.Hour

// send lets every letter leave, in the order in which they are owed.
func (r *run) send(ctx context.Context) error {
	for {
		due, err := r.house.Store.Due(ctx, r.clock.at.Add(longTurn), 1000)
		if err != nil || len(due) == 0 {
			return err
		}
		slices.SortFunc(due, func(a, b store.Delivery) int { return cmp.Compare(a.ID, b.ID) })
		results := make([]store.Result, len(due))
		for i, d := range due {
			results[i] = store.Result{Delivery: d.ID, State: store.Sent, At: r.clock.at}
			if err := r.letter(ctx, d); errors.Is(err, clerk.ErrNobody) {
				results[i].State = store.Dropped
			} else if err != nil {
				return err
			}
		}
		if err := r.house.Store.Settle(ctx, r.clock.at, results, nil); err != nil {
			return err
		}
	}
}

func (r *run) letter(ctx context.Context, d store.Delivery) error {
	row := Letter{At: d.Body.At, Kind: d.Body.Kind, Action: d.Body.Action}
	if r.Letter == nil {
		var err error
		if row.To, row.Subject, err = r.house.Clerk.Subject(ctx, d); err != nil {
			return err
		}
		r.letters = append(r.letters, row)
		return nil
	}
	now := r.clock.at
	r.clock.at = d.Body.At
	m, err := r.house.Clerk.Compose(ctx, d)
	r.clock.at = now
	if err != nil {
		return err
	}
	row.To, row.Subject = m.To, m.Subject
	r.letters = append(r.letters, row)
	return r.Letter(len(r.letters), m)
}

// report gathers what was decided.
func (r *run) report(ctx context.Context) (Report, error) {
	report := Report{
		At: r.Until.UTC(), Letters: append([]Letter{}, r.letters...), Refused: []Refused{},
	}
	r.house.Clerk.View(func(s *governance.State) {
		report.Members, report.Actions = listing.Members(s, r.Until), listing.Actions(s)
		report.Assemblies = listing.Assemblies(s, r.Until)
		report.Mandates, report.Roles = listing.Mandates(s, r.Until), listing.Roles(s)
	})
	var refused []governance.Record // read first: in memory, one question at a time
	err := r.house.Store.Load(ctx, 0, func(record governance.Record) error {
		if refusal(record.Event) != "" && record.Arrival != 0 {
			refused = append(refused, record)
		}
		return nil
	})
	for _, record := range refused {
		var request governance.Request
		request, err = r.house.Store.Request(ctx, record.Arrival)
		if errors.Is(err, store.ErrGone) { // unsigned: that it came is all that is known
			request, err = governance.Request{At: record.At}, nil
		}
		if err != nil {
			return report, fmt.Errorf("read a refused mail: %w", err)
		}
		report.Refused = append(report.Refused, Refused{request.At, request.From, request.Subject, refusal(record.Event)})
	}
	return report, err
}

// refusal is why an event refused its mail, "" where it did not.
func refusal(e governance.Event) governance.Why {
	switch e := e.(type) {
	case *governance.Declined:
		return e.Why
	case *governance.Ignored:
		return e.Why
	case *governance.Held:
		return governance.WhyUnproven
	case *governance.Whispered:
		return e.Why
	case *governance.StrangerWrote:
		return cmp.Or(e.Why, governance.WhyNotAMember)
	}
	return ""
}
