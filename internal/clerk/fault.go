package clerk

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"toutdoux/internal/governance"
	"toutdoux/internal/store"
)

// poison is what our own code cannot bear.
type poison struct{ error }

// guard makes a panic of our own code the error of one request.
func guard(err *error) {
	if fault := recover(); fault != nil {
		*err = &poison{fmt.Errorf("panic: %v\n%s", fault, debug.Stack())}
	}
}

// ours tells a fault of our own code from one of the disk.
func ours(fault error) bool {
	var bad *poison
	return errors.As(fault, &bad) || store.Unstorable(fault)
}

// fail undoes a batch in which so many requests were decided before one that
// failed: again tells whether to go on at once. A fault of the disk is left to
// the next try; of one of ours the owner is told.
func (c *Clerk) fail(ctx context.Context, b *store.Batch, mail *store.Mail, done int, cause error) (again bool, next time.Time, err error) {
	c.dirty = true
	if err := errors.Join(b.Rollback(), c.reload(ctx)); err != nil {
		return false, next, errors.Join(cause, err)
	}
	switch {
	case !ours(cause):
		return false, next, cause
	case mail != nil:
		c.Log.Error("set mail aside: run it again with toutdoux mail retry", "mail", mail.Number, "err", cause)
		if err := c.setAside(ctx, mail.Number, cause); err != nil {
			return false, next, errors.Join(cause, err)
		}
		return true, next, nil
	case done > 0:
		c.before = done // what comes before it stands by itself
		return true, next, nil
	}
	return false, next, errors.Join(cause, c.halt(ctx))
}

// setAside sets a mail aside that our own code cannot bear, with its bytes, to
// be run again once that is mended.
func (c *Clerk) setAside(ctx context.Context, mail int64, cause error) error {
	return c.confess(ctx, governance.Request{Fault: governance.WhyAside, Answers: governance.Answered{Arrival: mail}}, func(b *store.Batch) error {
		return b.Aside(mail, cause.Error())
	})
}

// halt has the owner told, once a day, that what is due cannot be done. It is
// tried again, and what is of a later instant waits behind it.
func (c *Clerk) halt(ctx context.Context) error {
	if c.Past {
		return nil
	}
	return c.confess(ctx, governance.Request{Fault: governance.WhyHalted}, nil)
}

// confess has the owner told of a fault of ours, where that is news, and writes
// down with it what else there is; all or nothing.
func (c *Clerk) confess(ctx context.Context, fault governance.Request, also func(*store.Batch) error) error {
	b, err := c.Store.Begin(ctx)
	if err != nil {
		return err
	}
	if also != nil {
		err = also(b)
	}
	fault.Kind, fault.At = governance.KindFault, c.Clock.Now().UTC().Truncate(time.Second)
	var told []governance.Record
	if err == nil {
		told, err = c.decide(b, &fault, nil)
	}
	if err == nil && len(told) == 0 && also == nil {
		return b.Rollback()
	}
	if err == nil {
		err = b.Commit()
	}
	if err != nil {
		c.dirty = true
		return errors.Join(err, b.Rollback(), c.reload(ctx))
	}
	return nil
}
