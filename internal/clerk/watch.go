package clerk

import (
	"time"

	"toutdoux/internal/governance"
)

// Beyond these the wall clock is not believed (safety.md, Clock).
const (
	jump = time.Hour           // against the monotonic clock
	gap  = 60 * 24 * time.Hour // after the last event, at start
	// slack is how far before the last event it may stand: time servers correct
	// clocks by seconds.
	slack = time.Minute
)

// watch notices a wall clock that jumps. While it is not trusted no timer
// fires: deadlines hold, mail is kept and not decided, since its instant may be
// wrong, and the owner is told.
type watch struct {
	seen   time.Time // when the clock was last found right
	jumped bool      // until the operator accepts the clock
	behind bool      // it stands before the last event
	known  time.Time // the event ahead of the clock that the operator accepted
	told   bool
	ignore bool // mails of the past carry their own time
}

func newWatch(now, last time.Time, past bool) *watch {
	return &watch{seen: now, ignore: past, jumped: !last.IsZero() && now.Sub(last) > gap}
}

// trusted tells whether timers may fire.
func (w *watch) trusted() bool { return w.ignore || !w.jumped && !w.behind }

// check compares the clock with its monotonic reading and the last event, and
// tells whether it is trusted.
func (w *watch) check(now, last time.Time) bool {
	drift := now.Round(0).Sub(w.seen.Round(0)) - now.Sub(w.seen)
	if drift.Abs() > jump {
		w.jumped = true
	}
	w.behind = last.Sub(now) > slack && !last.Equal(w.known)
	if w.trusted() {
		w.seen, w.told = now, false
	}
	return w.trusted()
}

// look checks the clock, and gives what the owner must be told, once.
func (w *watch) look(now, last time.Time) governance.Why {
	if w.check(now, last) || w.told {
		return ""
	}
	w.told = true
	return governance.WhyClock
}

// again is when to look again without being asked: a clock that is behind
// catches up by itself.
func (w *watch) again(last time.Time) time.Time {
	if w.jumped {
		return time.Time{}
	}
	return last
}

// accept believes the clock as it stands.
func (w *watch) accept(now, last time.Time) {
	*w = watch{seen: now, known: last, ignore: w.ignore}
}
