package queue

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// A refused login, a bad certificate, no route: letters wait for the line, as a
// whole, and none of them is counted or given up for it.
func TestLineDown(t *testing.T) {
	for name, trouble := range map[string]error{"login": said{status: "5.7.8", permanent: true}, "route": errors.New("no route to host")} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T, folder string) {
				p := open(t, folder, Options{Connections: 4})
				defer p.close()
				down := 6 * 24 * time.Hour
				p.answer = func(context.Context, Mail) error {
					if time.Since(p.start) < down {
						return trouble
					}
					return nil
				}
				p.owe(announcement(members(50)...))
				p.Wake()
				pass(down - time.Minute)
				if first := p.tries()[1].at - p.tries()[0].at; first > 31*time.Second {
					t.Errorf("first tried again after %v", first)
				}
				if tries := len(p.tries()); tries > 620 || p.mostOnce > 1 {
					t.Errorf("%d tries, %d at once: the line is tried by one letter, at most every quarter of an hour", tries, p.mostOnce)
				}
				if c := p.count(); c["waiting"] != 50 || len(p.refused)+len(p.givenUp) > 0 {
					t.Errorf("while it is down: %v, refused %q, given up %q", c, p.refused, p.givenUp)
				}
				pass(20 * time.Minute)
				if c := p.count(); c["sent"] != 50 {
					t.Errorf("twenty minutes after it is up again: %v", c)
				}
			})
		})
	}
}

// What a smarthost says to our sender quotes it, proof and all: the log does not.
func TestLogQuotesNoAddress(t *testing.T) {
	bubble(t, func(t *testing.T, folder string) {
		p := open(t, folder, Options{})
		defer p.close()
		var log strings.Builder
		p.options.Log = slog.New(slog.NewTextHandler(&log, nil))
		p.answer = func(context.Context, Mail) error {
			return errors.New("553 5.7.1 <tdc+b-abcdefghijklmnop@asso.test>: sender refused")
		}
		p.owe(announcement(members(1)...))
		p.Wake()
		pass(time.Minute)
		if !strings.Contains(log.String(), "sender refused") || strings.Contains(log.String(), "abcdefghijklmnop") {
			t.Errorf("the log says:\n%s", &log)
		}
	})
}

// A line that breaks while letters are on it is tried again within 30 s, by
// whichever of them.
func TestLineBreaksInAFanOut(t *testing.T) {
	bubble(t, func(t *testing.T, folder string) {
		p := open(t, folder, Options{Connections: 4})
		defer p.close()
		p.answer = func(context.Context, Mail) error {
			if at := time.Since(p.start); at > 10*time.Second && at < 15*time.Second {
				return errors.New("connection reset")
			}
			return nil
		}
		p.owe(announcement(members(100)...))
		p.Wake()
		pass(90 * time.Second)
		if c := p.count(); c["sent"] != 100 {
			t.Errorf("got %v", c)
		}
		if extra := len(p.tries()) - 100; extra < 1 || extra > 10 {
			t.Errorf("%d letters were tried again; at most those on their way are in doubt", extra)
		}
	})
}

// The connection drops after the last dot of one letter, each time: it may
// have arrived, nobody knows. The others get through, answers at once, and it
// is given up in the end.
func TestLetterThatBreaksTheLine(t *testing.T) {
	for _, connections := range []int{1, 4} {
		bubble(t, func(t *testing.T, folder string) {
			p := open(t, folder, Options{Connections: connections})
			defer p.close()
			p.answer = func(_ context.Context, m Mail) error {
				if m.To == "receipt 1" {
					return errors.New("connection closed after the last dot")
				}
				return nil
			}
			p.owe(receipt(1), announcement(2, 3, 4))
			p.Wake()
			pass(time.Minute)
			if c := p.count(); c["sent"] != 3 {
				t.Errorf("%d connections, after a minute: %v", connections, c)
			}
			for range 24 * 6 {
				p.owe(receipt(5))
				p.Wake()
				pass(time.Hour)
			}
			if c := p.count(); c["sent"] != 3+24*6 || c["failed"] != 1 || len(p.givenUp) != 1 {
				t.Errorf("%d connections, after six days: %v, given up %q", connections, c, p.givenUp)
			}
		})
	}
}

// Nothing answers any more: a stop lets go of what is on its way within the
// time it was given, and that is sent again after the next start.
func TestBlackHoleAtShutdown(t *testing.T) {
	bubble(t, func(t *testing.T, folder string) {
		p := open(t, folder, Options{Connections: 2})
		p.answer = func(ctx context.Context, m Mail) error {
			if m.To == "announcement 1" {
				return nil
			}
			<-ctx.Done()
			return ctx.Err()
		}
		p.owe(announcement(1, 2, 3, 4))
		p.Wake()
		pass(time.Minute)
		before, tries := time.Now(), len(p.tries())
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		p.Close(ctx)
		if took := time.Since(before); took > 21*time.Second {
			t.Errorf("the stop took %v", took)
		}
		p.Wake()
		synctest.Wait()
		if len(p.tries()) != tries || p.count()["sent"] != 1 || p.count()["waiting"] != 3 {
			t.Errorf("after the stop: %d tries then %d, %v", tries, len(p.tries()), p.count())
		}
		interrupted, err := p.store.WakeAll(t.Context(), time.Now())
		must(t, err)
		if interrupted != 2 {
			t.Errorf("%d letters are known to be in doubt, want 2", interrupted)
		}
		p.close()

		p = open(t, folder, Options{Connections: 2})
		defer p.close()
		p.Wake()
		pass(time.Minute)
		if c := p.count(); c["sent"] != 4 || len(p.tries()) != 3 {
			t.Errorf("after the next start: %v, tried %v", c, p.tries())
		}
	})
}

// A stop waits for the answers to letters on their way, and starts no other.
func TestStopDrains(t *testing.T) {
	bubble(t, func(t *testing.T, folder string) {
		p := open(t, folder, Options{Connections: 3})
		p.owe(announcement(members(100)...))
		p.Wake()
		pass(10*time.Second + time.Second/2)
		p.Close(t.Context())
		if c := p.count(); int(c["sent"]) != len(p.tries()) || c["sent"] > 40 {
			t.Errorf("%d were given to the courier, %v", len(p.tries()), c)
		}
		p.close()
	})
}

// Contract: what was put off is tried once at every start.
func TestTriedAtEveryStart(t *testing.T) {
	bubble(t, func(t *testing.T, folder string) {
		for range 3 {
			p := open(t, folder, Options{})
			p.answer = func(context.Context, Mail) error { return said{status: "4.2.1", recipient: true} }
			if p.count()["waiting"] == 0 {
				p.owe(announcement(1))
			}
			p.Wake()
			pass(6 * time.Hour)
			if len(p.tries()) == 0 || p.tries()[0].at > time.Second {
				t.Errorf("at a start: tried %v", p.tries())
			}
			p.close()
		}
	})
}

// Promise F: whenever the daemon is killed, at most the letters on their way,
// one a connection, are not noted as sent.
func TestKilledInAFanOut(t *testing.T) {
	bubble(t, func(t *testing.T, folder string) {
		p := open(t, folder, Options{Connections: 4})
		defer p.close()
		p.owe(announcement(members(200)...))
		p.Wake()
		for range 40 {
			pass(time.Second)
			if doubt := len(p.tries()) - int(p.count()["sent"]); doubt > 4 {
				t.Fatalf("a crash now would send %d letters twice", doubt)
			}
		}
	})
}

// The register cannot be written: nothing more leaves, for it would leave
// again after a crash.
func TestNothingLeavesUnnoted(t *testing.T) {
	bubble(t, func(t *testing.T, folder string) {
		p := open(t, folder, Options{Connections: 4})
		p.owe(announcement(members(200)...))
		p.Wake()
		pass(5*time.Second + time.Second/2)
		must(t, p.store.Close())
		before := len(p.tries())
		pass(time.Hour)
		if after := len(p.tries()); after != before {
			t.Errorf("%d letters left after the register was gone", after-before)
		}
		p.Close(t.Context())
		p.next(time.Time{})
	})
}
