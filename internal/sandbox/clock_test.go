package sandbox

import (
	"testing"
	"testing/synctest"
	"time"
)

// A quick clock runs at its pace, and rings its timers by it.
func TestClockRuns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
		c := newClock(start, 8640) // a day in ten seconds
		c.release()
		rang := make(chan time.Time, 1)
		c.AfterFunc(24*time.Hour, func() { rang <- c.Now() })
		stopped := c.AfterFunc(time.Hour, func() { t.Error("it was stopped") })
		if !stopped() || stopped() {
			t.Error("a timer is stopped once")
		}
		if at := <-rang; !at.Equal(start.Add(24 * time.Hour)) {
			t.Errorf("it rang at %v", at)
		}
		if now := c.Now(); now != now.Round(0) {
			t.Error("the instant carries a monotonic reading")
		}
	})
}

// While it is held it stands, and goes where it is set, never back; then it runs
// on from there.
func TestClockIsHeld(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
		c := newClock(start, 1)
		c.release()
		rang := make(chan time.Time, 2)
		c.AfterFunc(time.Minute, func() { rang <- c.Now() })
		c.hold()
		c.AfterFunc(0, func() { rang <- c.Now() })
		if at := <-rang; !at.Equal(start) {
			t.Errorf("what is due at once rang at %v", at)
		}
		<-time.After(time.Hour)
		if !c.Now().Equal(start) {
			t.Errorf("it is held at %v", c.Now())
		}
		c.set(start.Add(2 * time.Hour))
		if at := <-rang; !at.Equal(start.Add(2 * time.Hour)) {
			t.Errorf("the timer rang at %v", at)
		}
		c.set(start)
		c.AfterFunc(time.Minute, func() { rang <- c.Now() })
		c.release()
		if at := <-rang; !at.Equal(start.Add(2*time.Hour + time.Minute)) {
			t.Errorf("released, it rang at %v", at)
		}
	})
}
