package clerk

import (
	"context"
	"time"

	"toutdoux/internal/governance"
	"toutdoux/internal/store"
)

// Past is a mail of a mailbox, with the instant that it has there.
type Past struct {
	At  time.Time
	Raw []byte
}

// KeepPast keeps mails of a mailbox. DecidePast decides them.
func (c *Clerk) KeepPast(ctx context.Context, mails []Past) error {
	arrivals := make([]store.Arrival, len(mails))
	for i, m := range mails {
		arrivals[i] = c.arrival(Mail{Source: store.Mbox, At: m.At, Raw: m.Raw})
	}
	_, err := c.Store.Receive(ctx, arrivals)
	return err
}

// DecidePast decides at most so many of the mails that are kept and of the
// instants that are due by now, in order, and tells whether some may be left.
// It stops where somebody's name or address may change, so that letters owed
// before can be told under the names of then.
func (c *Clerk) DecidePast(ctx context.Context, most int) (more bool, err error) {
	c.desk.Lock()
	defer c.desk.Unlock()
	more, _, err = c.batch(ctx, most)
	return more, err
}

// renames tells whether a request may change how somebody is named or reached.
func renames(r *governance.Request) bool {
	return r.Verb != governance.VerbNone || r.Answers.Kind == governance.LetterConfirm || r.Kind == governance.KindIntervention
}

// fresh is what was decided last, as it would be read from the register.
type fresh struct {
	events   map[int64]governance.Record
	requests map[int64]governance.Request
}

func (f *fresh) forget() {
	*f = fresh{map[int64]governance.Record{}, map[int64]governance.Request{}}
}

func (f *fresh) add(r *governance.Request, records []governance.Record) {
	if r.Arrival != 0 {
		f.requests[r.Arrival] = *r
	}
	for _, record := range records {
		f.events[record.Seq] = record
	}
}
