package sandbox

import (
	"context"
	"sync"
)

// revision counts what changed, for those who look.
type revision struct {
	mu     sync.Mutex
	n      int64
	bumped chan struct{} // closed at the next change; nil until somebody waits
}

// changed tells those who look to look again.
func (r *revision) changed() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.n++
	if r.bumped != nil {
		close(r.bumped)
		r.bumped = nil
	}
}

// Wait gives the number of the sandbox's present state as soon as it is not seen:
// it grows whenever a mail came, was decided, or the clock was set. It gives
// seen where ctx ends first.
func (r *revision) Wait(ctx context.Context, seen int64) int64 {
	for {
		r.mu.Lock()
		n := r.n
		if r.bumped == nil {
			r.bumped = make(chan struct{})
		}
		bumped := r.bumped
		r.mu.Unlock()
		if n != seen {
			return n
		}
		select {
		case <-bumped:
		case <-ctx.Done():
			return seen
		}
	}
}
