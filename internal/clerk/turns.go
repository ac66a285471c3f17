package clerk

import (
	"context"
	"time"

	"toutdoux/internal/governance"
	"toutdoux/internal/store"
)

// turns says whose turn it is, in the order of instants: a mail, a due
// instant, or something that happened to us.
type turns struct {
	c     *Clerk
	b     *store.Batch // in which they are decided
	mails []store.Mail
	rest  bool      // others wait behind these
	aside time.Time // instant of the oldest mail set aside, zero for none
	now   time.Time
	mail  *store.Mail // whose turn it is, nil where it is no mail's
	taken int         // how many of the clerk's own had their turn
	until time.Time   // when to look again, where nothing has its turn
}

// newTurns lets no mail be later than now: one that came while the clock stood
// too late is decided once that is mended.
func newTurns(c *Clerk, b *store.Batch, mails []store.Mail, aside, now time.Time) *turns {
	second := now.UTC().Truncate(time.Second)
	for i := range mails {
		if mails[i].At.After(second) {
			mails[i].At = second
		}
	}
	return &turns{c: c, b: b, mails: mails, aside: aside, now: now}
}

// weight is how large mails are together, in bytes.
func weight(mails []store.Mail) (bytes int) {
	for i := range mails {
		bytes += len(mails[i].Raw)
	}
	return bytes
}

// next takes the next turn and gives its request, nil where nothing has its
// turn. A mail at the very instant of a deadline goes before it. While a
// closing waits for mail on its way, mails of later instants wait too, so that
// what is counted at a deadline is what stood then.
func (t *turns) next(ctx context.Context) (_ *governance.Request, err error) {
	defer guard(&err)
	t.mail = nil
	if why := t.c.watch.look(t.now, t.c.state.At); why != "" {
		return &governance.Request{Kind: governance.KindFault, Fault: why, At: t.c.state.At}, nil
	}
	if !t.c.watch.trusted() {
		t.until = t.c.watch.again(t.c.state.At)
		return nil, nil
	}
	if r := t.own(); r != nil {
		return r, nil
	}
	if len(t.mails) == 0 && t.rest {
		return nil, nil // they come first in the next batch
	}
	due := governance.Due(t.c.state)
	ticking := !due.At.IsZero() && !due.At.After(t.now)
	if len(t.mails) > 0 && !(ticking && due.At.Before(t.mails[0].At)) {
		return t.first(ctx)
	}
	if due.At.IsZero() {
		return nil, nil
	}
	ripe := t.c.ripe(due)
	blocked := due.Closing && !t.aside.IsZero() && !t.aside.After(due.At)
	switch {
	case blocked && len(t.mails) > 0:
		return t.first(ctx)
	case blocked: // until the mail set aside is run again
		return nil, nil
	case ripe.After(t.now):
		t.until = ripe
		return nil, nil
	case due.Closing && t.c.unread(ripe):
		t.c.Sweep()
		t.until = t.now.Add(retryAfter)
		return nil, nil
	}
	tick := &governance.Request{Kind: governance.KindTick, At: due.At}
	if !t.c.Past {
		tick.Now = t.now.UTC().Truncate(time.Second)
	}
	return tick, nil
}

// first reads the first mail.
func (t *turns) first(ctx context.Context) (*governance.Request, error) {
	t.mail, t.mails = &t.mails[0], t.mails[1:]
	return t.c.read(ctx, t.mail, t.b.PassedOn)
}

// own is the next thing that happened to us. The clerk keeps it until the
// commit.
func (t *turns) own() *governance.Request {
	if t.taken == len(t.c.own) {
		return nil
	}
	r := *t.c.own[t.taken]
	t.taken++
	r.At = t.now.UTC().Truncate(time.Second)
	return &r
}

// ripe is when what is due may be done. A closing waits for mail on its way
// through the relay; after an outage, or after a sender was asked to come
// back, until the relay has had time to retry. Who is asked again and again
// does not put it off for ever.
func (c *Clerk) ripe(due governance.Coming) time.Time {
	if !due.Closing || c.Past {
		return due.At
	}
	ripe := due.At.Add(c.Settle)
	c.counter.Lock()
	defer c.counter.Unlock()
	deferred := c.deferred
	if deferred.After(ripe) {
		deferred = ripe
	}
	// Since then the clerk was open, and its clock right.
	for _, outage := range []time.Time{c.since, deferred} {
		if back := outage.Add(c.CatchUp); due.At.Before(back) && back.After(ripe) {
			ripe = back
		}
	}
	return ripe
}

// MailboxRead notes that all that was in the association's mailbox at an
// instant is kept, and closes what waited for that.
func (c *Clerk) MailboxRead(ctx context.Context, at time.Time) {
	c.counter.Lock()
	c.swept = at
	c.counter.Unlock()
	c.Work(ctx)
}

// unread tells whether mail of before an instant may still lie in the mailbox.
func (c *Clerk) unread(at time.Time) bool {
	if c.Sweep == nil || c.Past {
		return false
	}
	c.counter.Lock()
	defer c.counter.Unlock()
	return c.swept.Before(at)
}
