package clerk

import (
	"context"
	"sync"
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
		arrivals[i] = c.arrival(ctx, Mail{Source: store.Mbox, At: m.At, Raw: m.Raw})
	}
	_, err := c.Store.Receive(ctx, arrivals)
	return err
}

// DecidePast decides at most so many of the mails that are kept and of the
// instants that are due by now, in order, and tells whether some may be left.
// It stops around what may change the letters that are owed so far, so that
// these can be written as they would have been.
func (c *Clerk) DecidePast(ctx context.Context, most int) (more bool, err error) {
	c.desk.Lock()
	defer c.desk.Unlock()
	more, _, err = c.batch(ctx, most)
	return more, err
}

// stirs tells whether a request may change what letters say that are owed
// already: how somebody is named or reached, what still awaits a vote. Votes
// and talk do not.
func stirs(r *governance.Request) bool {
	switch r.Kind {
	case governance.KindTick, governance.KindIntervention, governance.KindFault:
		return true
	}
	return r.Verb != governance.VerbNone || r.Proposal != nil || r.Held != nil
}

// fresh is what was decided last, as it would be read from the register. It is
// read while letters are composed, and rewritten while the next is decided.
type fresh struct {
	sync.Mutex
	events   map[int64]governance.Record
	requests map[int64]governance.Request
}

func (f *fresh) forget() {
	f.Lock()
	defer f.Unlock()
	f.events, f.requests = map[int64]governance.Record{}, map[int64]governance.Request{}
}

func (f *fresh) add(r *governance.Request, records []governance.Record) {
	f.Lock()
	defer f.Unlock()
	if r.Arrival != 0 {
		f.requests[r.Arrival] = *r
	}
	for _, record := range records {
		f.events[record.Seq] = record
	}
}

func (f *fresh) event(seq int64) (r governance.Record, is bool) {
	f.Lock()
	defer f.Unlock()
	r, is = f.events[seq]
	return r, is
}

func (f *fresh) request(arrival int64) (r governance.Request, is bool) {
	f.Lock()
	defer f.Unlock()
	r, is = f.requests[arrival]
	return r, is
}
