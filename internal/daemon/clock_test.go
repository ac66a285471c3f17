package daemon_test

import (
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
	"unsafe"

	"toutdoux/internal/daemon"
)

// wrong is a machine's clock whose wall time somebody set by so many seconds;
// its timers go on as they did.
type wrong struct {
	daemon.Wall
	by atomic.Int64
}

// Now is the bubble's time as a machine tells it, with both readings: the wall
// clock's, shifted, and the monotonic one. A time.Time made by hand is the only
// way to tell them apart: the bubble's own has no monotonic reading. Its first
// word holds a mark, the seconds since 1885 and the nanoseconds; its second
// the monotonic nanoseconds.
func (c *wrong) Now() time.Time {
	t := time.Now()
	seconds := t.Unix() + c.by.Load() - time.Date(1885, 1, 1, 0, 0, 0, 0, time.UTC).Unix()
	words := (*[2]uint64)(unsafe.Pointer(&t))
	words[0], words[1] = 1<<63|uint64(seconds)<<30|uint64(t.Nanosecond()), uint64(t.UnixNano())
	return t
}

func (c *wrong) set(by time.Duration) { c.by.Store(int64(by / time.Second)) }

// A wall clock that jumps closes nothing. Mail is still taken, and decided once
// the operator has said that the clock is right; the owner is told, once.
func TestClockJumps(t *testing.T) {
	for name, jump := range map[string]time.Duration{
		"ten years ahead": 10 * 365 * day, "two hours back": -2 * time.Hour,
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				clock := &wrong{}
				w := found(t, "Alice", "Bob", "Carol")
				w.clock = clock
				w.start()
				defer w.close()
				announced, deadline := w.deadline()
				until(deadline.Add(-6 * time.Hour))
				w.letters()
				clock.set(jump)
				<-time.After(time.Hour)
				told := w.letters()
				if len(told) != 1 || told[0].to != "contact@asso.test" {
					t.Fatalf("the owner is told in %d letters, want one: %.900v", len(told), told)
				}
				w.send(vouched(answer(w.to("bob", announced), "Contre.")))
				w.send(vouched(answer(w.to("carol", announced), "Blanc.")))
				<-time.After(time.Hour)
				if want := []string{"proposed", "waiting", "waiting"}; !slices.Equal(w.fates(), want) {
					t.Errorf("the mails are %v, want %v", w.fates(), want)
				}
				if l := w.letters(); len(l) != 0 || w.action(1).State != "open" {
					t.Errorf("%d letters by a clock that is wrong, and the action is %s", len(l), w.action(1).State)
				}

				clock.set(0)
				if err := w.order(daemon.Order{AcceptClock: true}); err != nil {
					t.Fatal(err)
				}
				w.wantBallots("bob against", "carol blank")
				until(deadline.Add(3 * time.Hour))
				if a := w.action(1); a.State != "adopted" || !a.ClosedAt.Equal(deadline) {
					t.Errorf("it is %s at %v", a.State, a.ClosedAt)
				}
			})
		})
	}
}

// A clock that is set back by an hour, as some machines are with the season,
// alarms nobody: mail is decided, and the action closes when that clock has
// come to its deadline, and not before.
func TestClockOneHourBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		clock := &wrong{}
		w := found(t, "Alice", "Bob", "Carol")
		w.clock = clock
		w.start()
		defer w.close()
		announced, deadline := w.deadline()
		until(deadline.Add(-6 * time.Hour))
		w.letters()
		clock.set(-time.Hour)
		w.send(vouched(answer(w.to("bob", announced), "Blanc.")))
		want(t, w.letters(), "bob")
		w.wantBallots("bob blank")
		until(deadline.Add(59 * time.Minute))
		if a := w.action(1); a.State != "open" {
			t.Errorf("a minute before its deadline it is %s", a.State)
		}
		until(deadline.Add(time.Hour + 3*time.Minute))
		if a := w.action(1); a.State != "adopted" || !a.ClosedAt.Equal(deadline) {
			t.Errorf("it is %s at %v", a.State, a.ClosedAt)
		}
	})
}

// A daemon that starts long after the last event, or before it, waits for the
// operator's word, and keeps it.
func TestClockAtStart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := open(t, "Alice", "Bob", "Carol")
		defer w.close()
		announced, deadline := w.deadline()
		w.halt()
		<-time.After(61 * day)
		w.start()
		w.letters()
		<-time.After(3 * time.Hour)
		if a := w.action(1); a.State != "open" {
			t.Fatalf("it is %s by a clock that nobody vouched for", a.State)
		}
		w.send(vouched(answer(w.to("bob", announced), "Contre.")))
		if err := w.order(daemon.Order{AcceptClock: true}); err != nil {
			t.Fatal(err)
		}
		<-time.After(76 * time.Minute)
		if a := w.action(1); a.State != "adopted" || !a.ClosedAt.Equal(deadline) {
			t.Errorf("it is %s at %v, want adopted at %v", a.State, a.ClosedAt, deadline)
		}
		w.wantBallots()
		w.halt()
		w.start()
		w.letters()
		w.send(vouched(w.from("bob", "AIDE", "")))
		want(t, w.letters(), "bob")
	})
}

// A clock that stands before the last event catches up by itself.
func TestClockBeforeTheLastEvent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		clock := &wrong{}
		w := found(t, "Alice", "Bob", "Carol")
		w.clock = clock
		w.start()
		defer w.close()
		w.propose("alice")
		w.halt()
		clock.set(-30 * time.Minute)
		w.start()
		told := w.letters()
		if len(told) != 1 || told[0].to != "contact@asso.test" {
			t.Fatalf("the owner is told in %d letters, want one: %.900v", len(told), told)
		}
		w.send(vouched(w.from("bob", "AIDE", "")))
		want(t, w.letters())
		<-time.After(31 * time.Minute)
		want(t, w.letters(), "bob")
	})
}
