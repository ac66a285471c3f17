// Package clerk is the one door of one association. Whatever happens to it, a
// mail, an instant, an operator's command, comes through here: it is kept,
// read, decided in the order of instants, written down, and only then believed
// and told.
//
// The rules are governance's, the reading intake's and trust's, the wording
// compose's and the keeping store's; the clerk only holds the pen. It has no
// goroutine while nothing comes in.
package clerk

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"toutdoux/internal/address"
	"toutdoux/internal/compose"
	"toutdoux/internal/governance"
	"toutdoux/internal/intake"
	"toutdoux/internal/store"
	"toutdoux/internal/trust"
)

// Clock tells the time; in the daemon it also carries the monotonic reading by
// which jumps of the wall clock are noticed.
type Clock interface {
	Now() time.Time
}

// Prover finds out who wrote a mail, asking other machines, in a bounded time.
type Prover interface {
	Prove(ctx context.Context, mail trust.Evidence) trust.Verdict
}

// Office is all that a clerk works with.
type Office struct {
	Store  *store.Store
	Reader intake.Reader
	Policy trust.Policy
	// Prover finds out who wrote a mail; nil where Policy names a host that
	// does, or where nobody may be asked.
	Prover   Prover
	Keys     address.Keys
	Composer *compose.Composer
	List     address.List
	Owner    string // a human's address, "" for none
	Zone     *time.Location
	Clock    Clock
	// Settle and CatchUp are how long a closing waits for mail on its way: past
	// every deadline, and after an outage (rules.md, Time).
	Settle, CatchUp time.Duration
	// Sweep has the association's mailbox read soon, without blocking; nil where
	// it has none. Closings wait until it was read past their deadline: see
	// MailboxRead.
	Sweep func()
	// VERP: bounces come back to an address of their own.
	VERP bool
	// Past: mails of a mailbox are replayed; their instants are given, and
	// nothing is waited for.
	Past bool
	// Changed is called after each commit with the instant at which Work wants
	// to be called again, zero for not before new mail. It must not block.
	Changed func(next time.Time)
	Log     *slog.Logger
}

// Clerk holds the state of one association. Its methods may be called from any
// goroutine.
//
// Its locks are taken in this order: desk, view, letters, and last one of
// enclosures, fresh and counter. A batch that erases somebody holds the first
// two while it empties what the others guard: so nobody may wait for view who
// holds one of those.
type Clerk struct {
	Office

	desk       sync.Mutex // one batch at a time
	state      *governance.State
	view       sync.RWMutex          // guards state: writers hold it until their commit
	dirty      bool                  // state holds what was never written: it must be read again
	snapped    int64                 // the event of the latest snapshot
	own        []*governance.Request // what happened to us, to be decided like mail
	before     int                   // how many requests stand before one that failed, 0 for any number
	watch      *watch
	since      time.Time // opened
	busy       sync.WaitGroup
	leaving    atomic.Bool // no other batch is begun
	letters    letterCache
	enclosures enclosureCache
	fresh      fresh // of the last batch, when the past is replayed; empty otherwise

	counter  sync.Mutex // guards what follows
	pile     []*arriving
	taking   bool
	deferred time.Time // last time a sender was asked to come back
	swept    time.Time // all that was in the mailbox then is kept
	stuck    error     // why the last Work could not end
	unkept   error     // why the last mail was not kept
}

// Open gives the clerk of an association whose log has been founded. It reads
// the log, and leaves what waits to Work.
func Open(ctx context.Context, office Office) (*Clerk, error) {
	c := &Clerk{Office: office, since: office.Clock.Now()}
	if err := c.reload(ctx); err != nil {
		return nil, err
	}
	word, err := c.believed(ctx)
	if err != nil {
		return nil, err
	}
	c.watch = newWatch(c.since, c.state.At, office.Past)
	c.watch.recall(c.since, c.state.At, word)
	return c, nil
}

// Close waits until what came in is decided, or until ctx ends: the rest is
// kept, and left to the next start. It keeps a snapshot where that would have
// much to read. Nothing may be received afterwards.
func (c *Clerk) Close(ctx context.Context) error {
	defer context.AfterFunc(ctx, func() { c.leaving.Store(true) })()
	c.busy.Wait()
	ctx = context.WithoutCancel(ctx)
	c.view.Lock()
	defer c.view.Unlock()
	if c.dirty || c.Past || c.state.Seq-c.snapped < snapshotEvery {
		return nil
	}
	return c.snapshot(ctx)
}

// View lets do read the state. It must not keep it.
func (c *Clerk) View(do func(*governance.State)) {
	c.view.RLock()
	defer c.view.RUnlock()
	do(c.state)
}

// snapshotVersion is the form of the state's snapshots; a snapshot of another
// form is left aside and the log read instead.
const snapshotVersion = 1

// snapshotEvery is how many events are replayed at most when the log is read.
const snapshotEvery = 50_000

// reload reads the state from the log again. The caller holds view, or is
// alone.
func (c *Clerk) reload(ctx context.Context) error {
	state, from, err := readState(ctx, c.Store, c.Zone)
	if err != nil {
		return err
	}
	c.state, c.snapped, c.dirty = state, from, false
	if state.Seq-from >= snapshotEvery && !c.Past {
		if err := c.snapshot(ctx); err != nil { // it only spares time
			c.Log.Warn("the next start reads the whole log", "err", err)
		}
	}
	return nil
}

// forget lets go of every copy of what was erased. The caller holds view.
func (c *Clerk) forget(ctx context.Context) error {
	c.letters.Lock()
	c.letters.letter, c.letters.order, c.letters.thread, c.letters.opening = 0, compose.Order{}, nil, governance.Record{}
	c.letters.Unlock()
	c.Rest()
	c.fresh.forget()
	c.dirty = true
	return c.reload(ctx)
}

// ReadState gives the state that a register's log amounts to, for listings:
// it needs no clerk, and a register open for reading alone will do.
func ReadState(ctx context.Context, register *store.Store, zone *time.Location) (*governance.State, error) {
	state, _, err := readState(ctx, register, zone)
	return state, err
}

// readState builds the state from the latest snapshot, of which it gives the
// last event's number, and from what came after it.
func readState(ctx context.Context, register *store.Store, zone *time.Location) (state *governance.State, from int64, err error) {
	state = governance.New(zone)
	seq, body, err := register.Snapshot(ctx, snapshotVersion)
	if err != nil {
		return nil, 0, err
	}
	if seq > 0 {
		if state, err = governance.Restore(body, zone); err != nil {
			state = governance.New(zone)
		}
	}
	from = state.Seq
	err = register.Load(ctx, from, func(r governance.Record) error {
		state.Apply(r)
		return nil
	})
	if err != nil {
		return nil, 0, fmt.Errorf("read the log: %w", err)
	}
	if state.Seq == 0 {
		return nil, 0, ErrNotFounded
	}
	return state, from, nil
}

// ErrNotFounded is returned for a register in which nothing has happened.
var ErrNotFounded = errors.New("this association is not founded yet: run toutdoux init")
