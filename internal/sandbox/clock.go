package sandbox

import (
	"sync"
	"time"
)

// clock is a quick clock: it runs at its own pace, and while it is held it is
// set by hand. Its instants carry no monotonic reading, by which the daemon
// would take a leap for a fault of the machine's clock.
type clock struct {
	pace float64 // how many times faster than the machine's

	mu     sync.Mutex
	at     time.Time // at the instant since, or while held
	since  time.Time // of the machine; zero while held
	timers map[*timer]struct{}
}

// timer calls f once, at an instant of a quick clock.
type timer struct {
	due  time.Time
	f    func()
	wall *time.Timer // nil while the clock is held
}

// newClock gives a clock that is held at an instant.
func newClock(at time.Time, pace float64) *clock {
	return &clock{pace: pace, at: at.Round(0), timers: map[*timer]struct{}{}}
}

// Now is the time of this clock.
func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now()
}

func (c *clock) now() time.Time {
	if c.since.IsZero() {
		return c.at
	}
	return c.at.Add(time.Duration(float64(time.Since(c.since)) * c.pace))
}

// AfterFunc calls f in its own goroutine once d has passed on this clock; stop
// prevents it.
func (c *clock) AfterFunc(d time.Duration, f func()) (stop func() bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	t := &timer{due: c.now().Add(d), f: f}
	c.timers[t] = struct{}{}
	if !c.since.IsZero() {
		c.arm(t)
	} else if d <= 0 {
		c.ring(t)
	}
	return func() bool {
		c.mu.Lock()
		defer c.mu.Unlock()
		return c.drop(t)
	}
}

// arm has the machine's clock call for t. The caller holds mu.
func (c *clock) arm(t *timer) {
	wait := time.Duration(float64(t.due.Sub(c.now())) / c.pace)
	t.wall = time.AfterFunc(max(wait, 0), func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		if !c.since.IsZero() { // held meanwhile: it is armed again
			c.ring(t)
		}
	})
}

// drop forgets t, and tells whether it was still to come.
func (c *clock) drop(t *timer) bool {
	_, waits := c.timers[t]
	delete(c.timers, t)
	if t.wall != nil {
		t.wall.Stop()
	}
	return waits
}

// ring calls t, once.
func (c *clock) ring(t *timer) {
	if c.drop(t) {
		go t.f()
	}
}

// hold stops the clock.
func (c *clock) hold() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at, c.since = c.now(), time.Time{}
	for t := range c.timers {
		if t.wall != nil {
			t.wall.Stop()
		}
	}
}

// held tells whether the clock is.
func (c *clock) held() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.since.IsZero()
}

// release lets the clock run on.
func (c *clock) release() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.since = time.Now()
	for t := range c.timers {
		c.arm(t)
	}
}

// set moves a clock that is held, never back, and rings all timers: whoever
// waited for less than has passed looks again, and so does whoever had read the
// clock, and not yet set their timer by it.
func (c *clock) set(to time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if to.After(c.at) {
		c.at = to.Round(0)
	}
	for t := range c.timers {
		c.ring(t)
	}
}
