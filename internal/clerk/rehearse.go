package clerk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"toutdoux/internal/governance"
	"toutdoux/internal/intake"
	"toutdoux/internal/store"
)

// Rehearsal is what would come of a mail, were it received now.
type Rehearsal struct {
	// Known is set where the mail is here already, and would only be counted as a
	// repeat: then Records are what came of it, and After is how things stand.
	Known   *store.Entry
	Request governance.Request // as it would be decided
	Belief  governance.Belief
	Before  *governance.State // with all that is due by now done
	Records []governance.Record
	Letters []Owed
	After   *governance.State
}

// Owed is a letter that would be.
type Owed struct {
	governance.Letter
	Subject string // as one of its recipients would read it
}

// rehearsed is the arrival number of a mail that never arrives.
const rehearsed = 1 << 62

// Rehearse has the rules decide a mail on a state of its own, with a sender whom
// their domain vouches for or not. It only reads: a register open for reading
// alone will do, also beside a daemon. Of the office it uses what reads, and
// what words letters.
func Rehearse(ctx context.Context, office Office, raw []byte, proven bool) (r *Rehearsal, err error) {
	defer guard(&err)
	c := &Clerk{Office: office}
	c.fresh.forget()
	at := office.Clock.Now().UTC().Truncate(time.Second)
	r = &Rehearsal{}
	if r.After, err = ReadState(ctx, office.Store, office.Zone); err != nil {
		return nil, err
	}
	if err := c.known(ctx, r, raw); err != nil || r.Known != nil {
		return r, err
	}
	c.passTime(r.After, at)
	if r.Before, err = copied(r.After); err != nil {
		return nil, err
	}
	c.state = r.After
	mail := &store.Mail{Number: rehearsed, Arrival: store.Arrival{At: at, Raw: raw, Proven: proven}}
	request, err := c.read(ctx, mail, func(ids []string) (int64, governance.Letter, error) { return c.Store.PassedOn(ctx, ids) })
	if err != nil {
		return nil, err
	}
	r.Request = *request
	r.Belief = governance.Believed(r.After, r.Request)
	r.Records = governance.Step(r.After, r.Request)
	c.fresh.add(request, r.Records)
	for i, l := range governance.Letters(r.After, r.Records) {
		r.Letters = append(r.Letters, c.owed(ctx, int64(rehearsed+i), l))
	}
	return r, nil
}

// owed words a letter that would be. One that cannot be worded has no subject:
// its kind tells enough.
func (c *Clerk) owed(ctx context.Context, number int64, l governance.Letter) Owed {
	d := store.Delivery{Letter: number, Body: l, Member: store.Stranger}
	switch {
	case l.Owner:
		d.Member = store.Owner
	case len(l.To) > 0:
		d.Member = l.To[len(l.To)-1]
	}
	_, subject, err := c.Subject(ctx, d)
	if err != nil {
		subject = ""
	}
	return Owed{l, subject}
}

// known finds a mail that is here already, and what came of it.
func (c *Clerk) known(ctx context.Context, r *Rehearsal, raw []byte) error {
	entry, err := c.Store.Known(ctx, c.Keys.Identity(intake.Identity(raw)))
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	r.Known = &entry
	return c.Store.Caused(ctx, entry.Number, func(record governance.Record) { r.Records = append(r.Records, record) })
}

// passTime does what is due before an instant.
func (c *Clerk) passTime(s *governance.State, until time.Time) {
	for {
		tick := governance.Request{Kind: governance.KindTick, At: governance.Due(s).At}
		if tick.At.IsZero() || !tick.At.Before(until) {
			return
		}
		records := governance.Step(s, tick)
		if len(records) == 0 {
			return
		}
		c.fresh.add(&tick, records)
	}
}

// copied is a state of its own, the same as another.
func copied(s *governance.State) (*governance.State, error) {
	raw, err := json.Marshal(s)
	if err != nil {
		return nil, fmt.Errorf("copy the state: %w", err)
	}
	return governance.Restore(raw, s.Zone())
}
