package queue

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"toutdoux/internal/store"
)

// Mail is one mail as it leaves.
type Mail struct {
	From, To string // of the envelope
	Raw      []byte
	Enclosed []byte // what follows, shared with other mails; nil for nothing
}

// ErrDoubtful is what an error of a Courier is (errors.Is) where the mail had
// gone out whole when the line broke: it may have arrived, and sending it again
// may double it (promise F).
var ErrDoubtful = errors.New("the letter may have left")

// Courier sends one mail, and returns nil once the other server has taken it
// over (250 after the last dot). An error that is a [Refusal] is that server's
// answer; with any other one, no answer came. It is called from several
// goroutines, and returns soon after its context is cancelled.
type Courier interface {
	Send(ctx context.Context, m Mail) error
}

// Refusal is an answer of the server that letters are handed to.
type Refusal interface {
	error
	// Permanent is true for 5xx, false for 4xx.
	Permanent() bool
	// Recipient is true where the answer is about this one mail (to RCPT, or
	// after the last dot), false where it is about us (greeting, TLS, login,
	// MAIL FROM, 421 anywhere).
	Recipient() bool
	// Status is the enhanced status (RFC 3463), or "".
	Status() string
}

// ErrNotOwed is returned by a Writer for a letter that is no longer owed: its
// recipient has left.
var ErrNotOwed = errors.New("the letter is no longer owed")

// Writer composes a letter for its recipient, at the moment of sending.
type Writer interface {
	Compose(ctx context.Context, d store.Delivery) (Mail, error)
}

// Clock tells the time.
type Clock interface {
	Now() time.Time
}

// Options are what may be left out.
type Options struct {
	Connections int // mails on their way at once; 0 is one
	PerDay      int // the provider's quota in any 24 hours; 0 is none
	// Jitter gives numbers from 0 up to 1 that spread the retries; nil: chance.
	Jitter func() float64
	// Refused is told of a recipient that is refused for good, GivenUp of one
	// that was not reached in five days. They are told before the delivery is
	// marked, so perhaps twice around a crash; when they return an error the
	// delivery is tried again later. They must not wait for the queue.
	Refused, GivenUp func(d store.Delivery, status string) error
	// Next is told when to call Wake again, each time the queue comes to rest;
	// the zero time when no letter waits. It must not wait for the queue.
	Next func(time.Time)
	Log  *slog.Logger // nil: the default one
}

// Queue sends the letters of one association.
type Queue struct {
	shelf   *store.Store
	writer  Writer
	courier Courier
	clock   Clock
	options Options

	wake   chan struct{} // holds one wish to look again
	quit   chan struct{} // closed by Close
	cancel chan struct{} // closed when the mails on their way must be let go

	mu      sync.Mutex
	closed  bool
	resting chan struct{} // closed when the running goroutine ends; nil when none runs

	doubtful atomic.Int64

	round // of the running goroutine alone
}

// New makes a queue at rest. Wake it once at the start: it then tries once each
// letter that was put off.
func New(shelf *store.Store, w Writer, c Courier, clock Clock, options Options) *Queue {
	options.Connections = max(options.Connections, 1)
	if options.Jitter == nil {
		options.Jitter = rand.Float64
	}
	if options.Log == nil {
		options.Log = slog.Default()
	}
	for _, tell := range []*func(store.Delivery, string) error{&options.Refused, &options.GivenUp} {
		if *tell == nil {
			*tell = func(store.Delivery, string) error { return nil }
		}
	}
	if options.Next == nil {
		options.Next = func(time.Time) {}
	}
	return &Queue{shelf: shelf, writer: w, courier: c, clock: clock, options: options,
		wake: make(chan struct{}, 1), quit: make(chan struct{}), cancel: make(chan struct{}),
		round: round{sending: map[int64]bool{}, ended: make(chan attempt)}}
}

// Wake has the queue look for letters that are due. It returns at once, may be
// called from anywhere at any time, and does nothing after Close.
func (q *Queue) Wake() {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed {
		return
	}
	if q.resting != nil {
		select {
		case q.wake <- struct{}{}:
		default: // somebody wished so already
		}
		return
	}
	q.resting = make(chan struct{})
	go q.run()
}

// Doubtful is how many letters of ours may arrive twice (promise F), as far as
// this queue knows: the line broke, or the daemon stopped, after they had gone
// out, so that they are sent again.
func (q *Queue) Doubtful() int64 { return q.doubtful.Load() }

// Idle tells whether the queue is at rest: no letter is on its way, and nobody
// wishes that it look for some.
func (q *Queue) Idle() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.resting == nil
}

// run flushes until nobody wishes more, then ends.
func (q *Queue) run() {
	for {
		q.options.Next(q.flush())
		q.mu.Lock()
		select {
		case <-q.wake:
			if !q.closed {
				q.mu.Unlock()
				continue
			}
		default:
		}
		close(q.resting)
		q.resting = nil
		q.mu.Unlock()
		return
	}
}

// Close sends no other letter and waits for those on their way. When the
// context ends first it lets them go: nobody knows whether they arrived, so
// they are sent again after the next start.
func (q *Queue) Close(ctx context.Context) {
	q.mu.Lock()
	resting, closed := q.resting, q.closed
	if !closed {
		q.closed = true
		close(q.quit)
	}
	q.mu.Unlock()
	if resting == nil || closed {
		return
	}
	select {
	case <-resting:
	case <-ctx.Done():
		close(q.cancel)
		<-resting
	}
}
