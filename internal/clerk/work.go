package clerk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"toutdoux/internal/governance"
	"toutdoux/internal/intake"
	"toutdoux/internal/store"
)

// batchSize is how many requests share a commit at most, so that those who
// wait to read the state never wait long.
const batchSize = 256

// retryAfter is how long a fault of the disk is left alone.
const retryAfter = time.Minute

// Work decides all that waits and all that is due, and says through
// Office.Changed when it wants to be called again. Where ctx ends first, or the
// clerk is closed, it leaves the rest for the next time, and never stops within
// a batch.
func (c *Clerk) Work(ctx context.Context) {
	c.desk.Lock()
	defer c.desk.Unlock()
	whole := context.WithoutCancel(ctx)
	for {
		again, next, err := c.batch(whole, batchSize)
		if err != nil {
			c.Log.Error("decide", "err", err)
			next = c.Clock.Now().Add(retryAfter)
		}
		if !again || err != nil || ctx.Err() != nil || c.leaving.Load() {
			c.counter.Lock()
			c.stuck = err
			c.counter.Unlock()
			c.Changed(c.scrub(whole, next))
			return
		}
	}
}

// Idle tells whether the clerk has nothing in hand: no mail to keep, and no
// batch to decide. What is due, it learns from Work.
func (c *Clerk) Idle() bool {
	if !c.desk.TryLock() {
		return false
	}
	defer c.desk.Unlock()
	c.counter.Lock()
	defer c.counter.Unlock()
	return !c.taking
}

// scrub has the disk forget what was erased, and gives the next instant at which
// to call Work again.
func (c *Clerk) scrub(ctx context.Context, next time.Time) time.Time {
	err := c.Store.Scrub(ctx)
	if err == nil {
		return next
	}
	c.Log.Warn("erased words are still on the disk", "err", err)
	if again := c.Clock.Now().Add(retryAfter); next.IsZero() || again.Before(next) {
		return again
	}
	return next
}

// Stuck is why the last mail could not be kept, or the last Work not decide all
// that it should; nil where they could. Both are tried again.
func (c *Clerk) Stuck() error {
	c.counter.Lock()
	defer c.counter.Unlock()
	return cmp.Or(c.unkept, c.stuck)
}

// batch decides at most so many requests in one transaction, one after another
// on the live state, and lets nothing out before the commit. Where anything
// fails, the state is thrown away and read from the log again.
func (c *Clerk) batch(ctx context.Context, most int) (again bool, next time.Time, err error) {
	if c.before > 0 {
		most, c.before = min(most, c.before), 0
	}
	mails, err := c.Store.Waiting(ctx, most)
	if err != nil {
		return false, next, err
	}
	aside, err := c.Store.OldestAside(ctx)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return false, next, err
	}
	c.view.Lock()
	defer c.view.Unlock()
	if c.dirty {
		if err := c.reload(ctx); err != nil {
			return false, next, err
		}
	}
	b, err := c.Store.Begin(ctx)
	if err != nil {
		return false, next, err
	}
	t := newTurns(c, b, mails, aside.At, c.Clock.Now())
	t.rest = len(mails) == most || weight(mails) >= store.WaitingBytes
	done, more, err := c.some(ctx, b, t, most)
	if err != nil {
		return c.fail(ctx, b, t.mail, done, err)
	}
	if done == 0 && !more {
		return false, t.until, b.Rollback()
	}
	if err := b.Commit(); err != nil {
		c.dirty = true
		return false, next, errors.Join(err, c.reload(ctx))
	}
	if b.Erased() {
		if err := c.forget(ctx); err != nil {
			return false, next, err
		}
	}
	c.own = c.own[t.taken:]
	return more || t.rest, t.until, nil
}

// some decides at most so many requests, and tells how many and whether one is
// left.
func (c *Clerk) some(ctx context.Context, b *store.Batch, t *turns, most int) (done int, more bool, err error) {
	if c.Past {
		c.fresh.forget()
	}
	stirred := false
	for done = range most {
		request, err := t.next(ctx)
		if request == nil || err != nil {
			return done, false, err
		}
		if c.Past && done > 0 && (stirred || stirs(request)) {
			break
		}
		stirred = stirs(request)
		records, err := c.decide(b, request, t.mail)
		if err == nil && len(records) == 0 {
			err = &poison{fmt.Errorf("decide: nothing came of what is due at %v", request.At)}
		}
		if err != nil {
			return done, false, err
		}
	}
	return done, true, nil
}

// decide takes one request through the rules and writes down what came of it.
func (c *Clerk) decide(b *store.Batch, request *governance.Request, mail *store.Mail) (records []governance.Record, err error) {
	defer guard(&err)
	request.Mark = c.Keys.Unsigned
	records = governance.Step(c.state, *request)
	kept, forgotten := governance.Forget(*request, records)
	fate := governance.Fate(records)
	err = b.Handle(store.Decision{
		Arrival: request.Arrival, Outcome: fate, Request: kept, Version: intake.Version,
		Records: records, Letters: governance.Letters(c.state, records), Now: c.Clock.Now(), Forget: forgotten,
	})
	if err != nil {
		return nil, err
	}
	if mail != nil {
		sender := mail.Grounds
		if forgotten.Author() {
			sender = ""
		}
		c.Log.Info("decided", "mail", mail.Number, "kind", request.Kind, "sender", sender, "fate", fate, "events", len(records))
	}
	if c.Past {
		c.fresh.add(&kept, records)
	}
	return records, nil
}
