package imapin

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"
)

// Reader reads one mailbox.
type Reader struct {
	config Config
	door   Door
	clock  Clock
	woken  chan struct{} // holds one element when the mailbox is to be looked at

	lost time.Time        // since when the mailbox is out of reach, zero while it is not
	told map[Trouble]bool // what the owner was told since

	past past
}

// past is what one session leaves to those after it.
type past struct {
	stuck    bool           // what was copied could not be deleted: nothing is moved
	early    map[string]int // by folder, the mails of before Config.Since that the log told of
	spamless bool           // the folder for spam could not be opened, and the owner was told
}

// New is a reader of a mailbox; Run starts it.
func New(config Config, door Door, clock Clock) *Reader {
	return &Reader{config: config, door: own{door}, told: map[Trouble]bool{}, past: past{early: map[string]int{}}, clock: clock, woken: make(chan struct{}, 1)}
}

// Wake has the mailbox looked at soon. It never blocks.
func (r *Reader) Wake() {
	select {
	case r.woken <- struct{}{}:
	default:
	}
}

// Run reads until ctx ends, connecting again whenever the connection is lost.
func (r *Reader) Run(ctx context.Context) {
	wait := firstRetry
	for {
		began := time.Now()
		err := r.visit(ctx)
		if ctx.Err() != nil {
			return
		}
		switch {
		case refused(err):
			wait = afterLogin
		case wait > lastRetry || time.Since(began) > lastRetry:
			wait = firstRetry
		default:
			wait = min(2*wait, lastRetry)
		}
		r.report(ctx, err)
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait/2 + rand.N(wait/2)): // so that a server that comes back is not stormed
		}
	}
}

// report tells the owner what they must mend, each trouble once until the
// mailbox has been read again. Of a fault of our own there is no letter: it could
// not be kept either.
func (r *Reader) report(ctx context.Context, err error) {
	if _, ours := errors.AsType[*unkept](err); ours {
		r.config.Log.Error("what is in the mailbox cannot be kept: it stays there", "mailbox", r.config.Mailbox, "err", err)
		r.lost = time.Time{}
		return
	}
	r.config.Log.Warn("the mailbox is out of reach", "mailbox", r.config.Mailbox, "err", err)
	if r.lost.IsZero() {
		r.lost = time.Now()
	}
	what := Away
	if refused(err) {
		what = Refused
	}
	if r.told[what] || what == Away && time.Since(r.lost) < awayFor {
		return
	}
	r.told[what] = true
	r.door.Tell(ctx, what, err)
}

func refused(err error) bool {
	_, yes := errors.AsType[*Refusal](err)
	return yes
}

// visit connects, and reads the mailbox until the connection or ctx ends.
func (r *Reader) visit(ctx context.Context) error {
	s, err := connect(ctx, r.config)
	if err != nil {
		return err
	}
	s.door, s.woken, s.past = r.door, r.woken, &r.past
	defer s.client.Close()
	defer context.AfterFunc(ctx, s.line.cut)()
	for {
		at := r.clock.Now()
		if err := s.sweep(ctx); err != nil {
			return err
		}
		r.lost = time.Time{}
		clear(r.told)
		r.door.Read(at)
		if err := s.wait(ctx); err != nil {
			return err
		}
	}
}
