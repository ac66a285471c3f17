package sandbox

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// ErrPast is returned by Jump for an instant that has passed.
var ErrPast = errors.New("that instant has passed: clocks are set forward only")

// restTime is how long the daemon may be busy at one instant.
const restTime = time.Minute

// Jump sets the clock forward to what follows from its present time, and lets
// everything that is due until then happen at its own instant. It returns once
// nothing is under way. Of two at once, the second begins where the first ends.
func (s *Sandbox) Jump(ctx context.Context, to func(now time.Time) time.Time) error {
	s.driving.Lock()
	defer s.driving.Unlock()
	s.clock.hold()
	defer s.changed()
	defer s.clock.release()
	return s.advance(ctx, to(s.clock.Now()))
}

// advance is Jump for a clock that is held.
func (s *Sandbox) advance(ctx context.Context, to time.Time) error {
	if to.Before(s.clock.Now()) {
		return ErrPast
	}
	for {
		next, err := s.rest(ctx)
		if err != nil {
			return err
		}
		if next.IsZero() || next.After(to) {
			s.clock.set(to)
			_, err := s.rest(ctx)
			return err
		}
		s.clock.set(next)
	}
}

// settle tells those who look of what came of a mail, once it has.
func (s *Sandbox) settle() {
	if _, err := s.rest(context.Background()); err == nil {
		s.changed()
	}
}

// rest waits until nothing is under way, and gives the next instant at which
// something is due, zero for none.
func (s *Sandbox) rest(ctx context.Context) (next time.Time, err error) {
	ctx, cancel := context.WithTimeout(ctx, restTime)
	defer cancel()
	look := time.NewTicker(time.Millisecond)
	defer look.Stop()
	for {
		next, idle := s.daemon.Idle()
		if idle {
			return next, nil
		}
		if !next.IsZero() && s.clock.held() {
			s.clock.set(next) // it is due, and the daemon may have looked before it was
		}
		select {
		case <-look.C:
		case <-s.ended:
			return next, fmt.Errorf("the daemon ended: %w", s.err)
		case <-ctx.Done():
			return next, fmt.Errorf("wait for the daemon: %w", context.Cause(ctx))
		}
	}
}

// Deadline is that of the action that closes next, zero for none.
func (s *Sandbox) Deadline(ctx context.Context) (at time.Time, err error) {
	state, err := s.state(ctx)
	if err != nil {
		return at, err
	}
	for _, a := range state.Actions {
		if due := a.Deadline; a.IsOpen() && !due.IsZero() && (at.IsZero() || due.Before(at)) {
			at = due
		}
	}
	return at, nil
}
