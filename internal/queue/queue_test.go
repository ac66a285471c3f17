package queue

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"toutdoux/internal/governance"
	"toutdoux/internal/store"
)

// wall is the bubble's clock.
type wall struct{}

func (wall) Now() time.Time { return time.Now() }

// sent is one mail that a courier was given.
type sent struct {
	to string
	at time.Duration // since the start
}

// post is a world with a queue in it: a courier that answers as told, a timer
// that wakes the queue as a daemon does, and what came of it all.
type post struct {
	*Queue
	t     *testing.T
	store *store.Store
	start time.Time
	// answer is what the courier says to a mail; nil is 250.
	answer func(ctx context.Context, m Mail) error

	mu       sync.Mutex
	sent     []sent
	refused  []string // to, status
	givenUp  []string
	atOnce   int // mails on their way now
	mostOnce int
	timer    *time.Timer
}

// open makes a post in a bubble. Its register is in that folder.
func open(t *testing.T, folder string, options Options) *post {
	t.Helper()
	s, err := store.Open(folder, store.Options{})
	must(t, err)
	p := &post{t: t, store: s, start: time.Now(), answer: func(context.Context, Mail) error { return nil }}
	options.Log = slog.New(slog.DiscardHandler)
	if options.Jitter == nil {
		options.Jitter = func() float64 { return 0.999 }
	}
	options.Next = p.next
	options.Refused = func(d store.Delivery, status string) error {
		p.refused = append(p.refused, fmt.Sprint(d.Member, " ", status))
		return nil
	}
	options.GivenUp = func(d store.Delivery, status string) error {
		p.givenUp = append(p.givenUp, fmt.Sprint(d.Member, " ", status))
		return nil
	}
	p.Queue = New(s, p, p, wall{}, options)
	return p
}

func (p *post) next(at time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.timer != nil {
		p.timer.Stop()
	}
	if !at.IsZero() {
		p.timer = time.AfterFunc(time.Until(at), p.Wake)
	}
}

// close ends the post as a daemon ends.
func (p *post) close() {
	p.Close(p.t.Context())
	p.next(time.Time{})
	must(p.t, p.store.Close())
}

// Compose names the member in the address.
func (p *post) Compose(_ context.Context, d store.Delivery) (Mail, error) {
	return Mail{To: fmt.Sprint(d.Body.Kind, " ", d.Member)}, nil
}

// Send takes a second, as mail does.
func (p *post) Send(ctx context.Context, m Mail) error {
	p.mu.Lock()
	p.sent = append(p.sent, sent{m.To, time.Since(p.start)})
	p.atOnce++
	p.mostOnce = max(p.mostOnce, p.atOnce)
	p.mu.Unlock()
	defer func() {
		p.mu.Lock()
		p.atOnce--
		p.mu.Unlock()
	}()
	select {
	case <-time.After(time.Second):
	case <-ctx.Done():
	}
	return p.answer(ctx, m)
}

// pass lets time pass, and all that happens in it end.
func pass(d time.Duration) {
	<-time.After(d)
	synctest.Wait()
}

// tries are the mails that the courier was given so far.
func (p *post) tries() []sent {
	synctest.Wait()
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.sent)
}

// owe adds letters to the register.
func (p *post) owe(letters ...governance.Letter) {
	p.t.Helper()
	for i := range letters {
		letters[i].At = time.Now()
	}
	b, err := p.store.Begin(p.t.Context())
	must(p.t, err)
	must(p.t, b.Handle(store.Decision{Request: governance.Request{Kind: governance.KindTick, At: time.Now()}, Letters: letters}))
	must(p.t, b.Commit())
}

// state counts the deliveries that are in a state.
func (p *post) count() (counts map[string]int64) {
	p.t.Helper()
	census, err := p.store.Census(p.t.Context())
	must(p.t, err)
	counts = map[string]int64{}
	for _, c := range census.Deliveries {
		counts[c.Label] = c.N
	}
	return counts
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func members(n int) (list []int) {
	for i := range n {
		list = append(list, i+1)
	}
	return list
}

func announcement(to ...int) governance.Letter {
	return governance.Letter{Kind: governance.LetterAnnouncement, To: to}
}

func receipt(to int) governance.Letter {
	return governance.Letter{Kind: governance.LetterReceipt, To: []int{to}, Personal: true}
}

// said is a server's answer.
type said struct {
	status    string
	permanent bool
	recipient bool
}

// lost is a line that broke after the whole mail, before the answer.
type lost struct{}

func (lost) Error() string        { return "connection lost" }
func (lost) Is(target error) bool { return target == ErrDoubtful }

func (s said) Error() string   { return s.status + " not today" }
func (s said) Permanent() bool { return s.permanent }
func (s said) Recipient() bool { return s.recipient }
func (s said) Status() string  { return s.status }

// bubble runs a test in made-up time.
func bubble(t *testing.T, do func(t *testing.T, folder string)) {
	folder := t.TempDir()
	synctest.Test(t, func(t *testing.T) { do(t, folder) })
}

func TestEverybodyGetsTheirLetter(t *testing.T) {
	bubble(t, func(t *testing.T, folder string) {
		p := open(t, folder, Options{Connections: 4})
		defer p.close()
		p.owe(announcement(members(21)...))
		p.Wake()
		pass(time.Minute)
		if len(p.tries()) != 21 || p.count()["sent"] != 21 || p.mostOnce != 4 {
			t.Errorf("sent %d, noted %v, %d at once; want 21 by four", len(p.tries()), p.count(), p.mostOnce)
		}
	})
}

// A receipt that is written while ten thousand letters wait leaves next.
func TestReceiptOvertakesFanOut(t *testing.T) {
	bubble(t, func(t *testing.T, folder string) {
		p := open(t, folder, Options{Connections: 4})
		defer p.close()
		p.owe(announcement(members(10_000)...))
		p.Wake()
		pass(20*time.Second + time.Second/2)
		before := len(p.tries())
		p.owe(receipt(7))
		p.Wake()
		pass(time.Second)
		if next := p.tries()[before].to; next != "receipt 7" {
			t.Errorf("%s left next, %d others had left", next, before)
		}
		if before < 40 || before > 100 {
			t.Errorf("%d letters had left: no fan-out was under way", before)
		}
	})
}

// Contract: put off within 30 s, then ever later, for five days; then the owner
// is told.
func TestPutOffForFiveDays(t *testing.T) {
	for _, jitter := range []float64{0, 0.5, 0.999} {
		bubble(t, func(t *testing.T, folder string) {
			p := open(t, folder, Options{Jitter: func() float64 { return jitter }})
			defer p.close()
			p.answer = func(context.Context, Mail) error { return said{status: "4.2.1", recipient: true} }
			p.owe(announcement(1))
			p.Wake()
			pass(6 * 24 * time.Hour)
			var last time.Duration
			for i := range p.tries()[1:] {
				wait := p.tries()[i+1].at - p.tries()[i].at - time.Second
				if i == 0 && wait > 30*time.Second || wait > 4*time.Hour || wait+time.Second < last && i+2 < len(p.tries()) {
					t.Errorf("try %d came %v after the one before it, that one %v", i+2, wait, last)
				}
				last = wait
			}
			if end := p.tries()[len(p.tries())-1].at; end < lifetime-time.Minute || end > lifetime+time.Minute {
				t.Errorf("the last try was after %v", end)
			}
			if len(p.givenUp) != 1 || p.givenUp[0] != "1 4.2.1" || p.count()["failed"] != 1 || len(p.refused) > 0 {
				t.Errorf("given up %q, refused %q, %v", p.givenUp, p.refused, p.count())
			}
		})
	}
}

func TestThreeDaysOfLater(t *testing.T) {
	bubble(t, func(t *testing.T, folder string) {
		p := open(t, folder, Options{})
		defer p.close()
		p.answer = func(_ context.Context, m Mail) error {
			if time.Since(p.start) < 3*24*time.Hour && m.To == "announcement 2" {
				return said{status: "4.7.1", recipient: true}
			}
			return nil
		}
		p.owe(announcement(1, 2, 3))
		p.Wake()
		pass(time.Minute)
		if p.count()["sent"] != 2 {
			t.Errorf("one letter put off holds up the others: %v", p.count())
		}
		pass(3*24*time.Hour + lastRetry)
		if p.count()["sent"] != 3 || len(p.givenUp) > 0 {
			t.Errorf("after three days: %v, given up %q", p.count(), p.givenUp)
		}
	})
}

func TestOneRecipientRefused(t *testing.T) {
	bubble(t, func(t *testing.T, folder string) {
		p := open(t, folder, Options{Connections: 2})
		defer p.close()
		p.answer = func(_ context.Context, m Mail) error {
			if m.To == "announcement 2" {
				return fmt.Errorf("send mail: %w", said{status: "5.1.1", permanent: true, recipient: true})
			}
			return nil
		}
		p.owe(announcement(1, 2, 3))
		p.Wake()
		pass(6 * 24 * time.Hour)
		if len(p.tries()) != 3 || len(p.refused) != 1 || p.refused[0] != "2 5.1.1" {
			t.Errorf("%d tries, refused %q", len(p.tries()), p.refused)
		}
		if c := p.count(); c["sent"] != 2 || c["failed"] != 1 {
			t.Errorf("got %v", c)
		}
	})
}

// A refusal that nobody could be told of is not forgotten.
func TestRefusalThatCannotBeTold(t *testing.T) {
	bubble(t, func(t *testing.T, folder string) {
		p := open(t, folder, Options{})
		defer p.close()
		p.answer = func(context.Context, Mail) error { return said{status: "5.1.1", permanent: true, recipient: true} }
		told := 0
		p.options.Refused = func(store.Delivery, string) error {
			if told++; told == 1 {
				return errors.New("the disk is full")
			}
			return nil
		}
		p.owe(announcement(1))
		p.Wake()
		pass(24 * time.Hour)
		if told != 2 || p.count()["failed"] != 1 {
			t.Errorf("told %d times, %v", told, p.count())
		}
	})
}

func TestLetterNoLongerOwed(t *testing.T) {
	bubble(t, func(t *testing.T, folder string) {
		p := open(t, folder, Options{})
		defer p.close()
		p.writer = unwritten{fmt.Errorf("compose: %w", ErrNotOwed)}
		p.owe(announcement(1))
		p.Wake()
		pass(time.Hour)
		if c := p.count(); c["dropped"] != 1 || len(p.tries()) > 0 {
			t.Errorf("got %v, sent %v", c, p.tries())
		}
	})
}

// A letter that our own templates cannot write waits for them to be mended.
func TestLetterThatCannotBeWritten(t *testing.T) {
	bubble(t, func(t *testing.T, folder string) {
		p := open(t, folder, Options{})
		defer p.close()
		good := p.writer
		p.writer = unwritten{errors.New("no template")}
		p.owe(announcement(1))
		p.Wake()
		pass(time.Hour)
		if c := p.count(); c["waiting"] != 1 {
			t.Errorf("got %v", c)
		}
		p.writer = good
		p.Wake()
		pass(lastRetry)
		if c := p.count(); c["sent"] != 1 {
			t.Errorf("once mended: %v", c)
		}
	})
}

type unwritten struct{ err error }

func (u unwritten) Compose(context.Context, store.Delivery) (Mail, error) { return Mail{}, u.err }

func TestRestsWhileNothingIsDue(t *testing.T) {
	bubble(t, func(t *testing.T, folder string) {
		p := open(t, folder, Options{})
		defer p.close()
		later := receipt(1)
		later.After = time.Now().Add(3 * time.Hour).Truncate(time.Second)
		p.owe(later)
		p.Wake()
		synctest.Wait()
		p.Queue.mu.Lock()
		running := p.Queue.resting != nil
		p.Queue.mu.Unlock()
		if running || len(p.tries()) > 0 {
			t.Errorf("a goroutine runs: %v; sent %v", running, p.tries())
		}
		pass(3*time.Hour + time.Minute)
		if len(p.tries()) != 1 || p.tries()[0].at < 3*time.Hour-time.Second {
			t.Errorf("sent %v", p.tries())
		}
	})
}

// Wake may be called by everybody at once.
func TestWakeFromEverywhere(t *testing.T) {
	bubble(t, func(t *testing.T, folder string) {
		p := open(t, folder, Options{Connections: 3})
		defer p.close()
		var group sync.WaitGroup
		p.owe(announcement(members(30)...))
		for range 50 {
			group.Go(p.Wake)
		}
		group.Wait()
		pass(time.Minute)
		if len(p.tries()) != 30 || p.mostOnce > 3 {
			t.Errorf("sent %d, %d at once", len(p.tries()), p.mostOnce)
		}
	})
}
