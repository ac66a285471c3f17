package clerk_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"toutdoux/internal/address"
	"toutdoux/internal/clerk"
	"toutdoux/internal/governance"
	"toutdoux/internal/intake"
	"toutdoux/internal/mailtest"
	"toutdoux/internal/store"
	"toutdoux/internal/trust"
)

// stopped is a clock that stands until it is set.
type stopped struct{ now time.Time }

func (c *stopped) Now() time.Time { return c.now }

// keep keeps a mail that our boundary vouches for, a second later, and leaves
// it to Work.
func keep(t *testing.T, c *clerk.Clerk, clock *stopped, n int, who, subject, body string) {
	t.Helper()
	clock.now = clock.now.Add(time.Second)
	raw := mailtest.Mail{
		From: who + "@asso.test", To: "tdc@asso.test", Subject: subject, ID: fmt.Sprintf("<%d@client.test>", n), Body: body,
		Header: []string{"Authentication-Results: mx.asso.test; dmarc=pass header.from=asso.test"},
	}.Bytes()
	_, err := c.Store.Receive(t.Context(), []store.Arrival{{
		Source: store.LMTP, At: clock.now, Accepted: clock.now, To: []string{"tdc@asso.test"}, Raw: raw, Proven: true, Identity: intake.Identity(raw),
	}})
	if err != nil {
		t.Fatal(err)
	}
}

// propose has Alice open an extraordinary action, now.
func propose(t *testing.T, c *clerk.Clerk, clock *stopped) {
	t.Helper()
	keep(t, c, clock, 1, "alice", "[EXTRA] Adhérer", "Coût : 60 €\n")
	c.Work(t.Context())
}

// A vote of before the deadline counts though more mail waits before it than is
// read at a time.
func TestVoteBehindLargeMails(t *testing.T) {
	clock := &stopped{time.Date(2026, 2, 2, 9, 0, 0, 0, time.UTC)}
	c := desk(t, clock, "alice", "bob", "carol")
	propose(t, c, clock)
	clock.now = clock.now.AddDate(0, 0, 9)
	keep(t, c, clock, 2, "carol", "Photos", string(bytes.Repeat([]byte("photo\n"), store.WaitingBytes/6+1)))
	keep(t, c, clock, 3, "bob", "Re: #1", "Contre.\n")
	keep(t, c, clock, 4, "carol", "Re: #1", "Contre.\n")
	clock.now = clock.now.AddDate(0, 0, 2)
	c.Work(t.Context())
	c.View(func(s *governance.State) {
		if a := s.Action(1); a == nil || a.State != "rejected" {
			t.Errorf("the action is %+v, want it rejected by the two votes", a)
		}
	})
}

// While mail cannot be kept the clerk says so to whoever watches, until it can.
func TestUnkeptMailIsTold(t *testing.T) {
	c := desk(t, &stopped{time.Date(2026, 2, 2, 9, 0, 0, 0, time.UTC)}, "alice")
	mail := clerk.Mail{Source: "a wire that the register does not know", Raw: []byte("Subject: x\r\n\r\nx\r\n")}
	if err := c.Receive(t.Context(), mail); err == nil || c.Stuck() == nil {
		t.Errorf("a mail that was not kept: %v, told as %v", err, c.Stuck())
	}
	mail.Source = store.LMTP
	if err := c.Receive(t.Context(), mail); err != nil || c.Stuck() != nil {
		t.Errorf("a mail that was kept: %v, told as %v", err, c.Stuck())
	}
	if err := c.Close(t.Context()); err != nil {
		t.Error(err)
	}
}

// A closing waits for the mail of a sender who was asked to come back, and not
// for ever where somebody is asked again and again.
func TestClosingAfterDeferredMail(t *testing.T) {
	for name, c := range map[string]struct {
		asked []time.Duration // from the deadline
		want  time.Duration
	}{
		"nobody":       {nil, 2 * time.Minute},
		"before":       {[]time.Duration{-10 * time.Minute}, 65 * time.Minute},
		"long before":  {[]time.Duration{-2 * time.Hour}, 2 * time.Minute},
		"again and on": {[]time.Duration{-time.Minute, time.Hour}, 77 * time.Minute},
	} {
		clock := &stopped{time.Date(2026, 2, 2, 9, 0, 0, 0, time.UTC)}
		k := desk(t, clock, "alice", "bob", "carol")
		k.Settle, k.CatchUp = 2*time.Minute, 75*time.Minute
		propose(t, k, clock)
		deadline := clock.now.AddDate(0, 0, 10)
		for _, after := range c.asked {
			clock.now = deadline.Add(after)
			k.Deferred()
		}
		for _, step := range []struct {
			at   time.Time
			open bool
		}{{deadline.Add(c.want - time.Second), true}, {deadline.Add(c.want), false}} {
			clock.now = step.at
			k.Work(t.Context())
			k.View(func(s *governance.State) {
				if open := s.Action(1).IsOpen(); open != step.open {
					t.Errorf("%s: open is %t, %v after the deadline", name, open, step.at.Sub(deadline))
				}
			})
		}
	}
}

// However much waits, the clerk leaves when it must: the rest stays, and is
// decided after the next start.
func TestLeavesInTheMiddle(t *testing.T) {
	clock := &stopped{time.Date(2026, 2, 2, 9, 0, 0, 0, time.UTC)}
	c := desk(t, clock, "alice", "bob")
	const mails = 2000
	for n := range mails {
		keep(t, c, clock, n, "bob", "Bonjour", "Un mot.\n")
	}
	if err := c.Receive(t.Context(), clerk.Mail{Source: store.LMTP, Raw: []byte("Subject: x\r\n\r\nx\r\n")}); err != nil {
		t.Fatal(err)
	}
	now, cancel := context.WithCancel(t.Context())
	cancel()
	if err := c.Close(now); err != nil {
		t.Fatal(err)
	}
	if left, err := c.Store.Waiting(t.Context(), mails); err != nil || len(left) == 0 {
		t.Errorf("%d mails are left to the next start: %v", len(left), err)
	}
}

// A refusal that is heard while the clock is not believed is told again, and
// noted once.
func TestRefusalWhileTheClockIsWrong(t *testing.T) {
	clock := &stopped{time.Date(2026, 2, 2, 9, 0, 0, 0, time.UTC)}
	c := desk(t, clock, "alice", "bob")
	refused := store.Delivery{Letter: 1, Member: 2}
	right := clock.now
	clock.now = right.Add(-2 * time.Hour)
	if err := c.Bounced(t.Context(), refused, "5.1.1"); err == nil {
		t.Error("a refusal is taken for noted, and is not")
	}
	clock.now = right.Add(time.Second)
	if err := c.Bounced(t.Context(), refused, "5.1.1"); err != nil {
		t.Error(err)
	}
	bounces := 0
	err := c.Store.Load(t.Context(), 0, func(r governance.Record) error {
		if _, ok := r.Event.(*governance.Bounced); ok {
			bounces++
		}
		return nil
	})
	if err != nil || bounces != 1 {
		t.Errorf("%d refusals are noted, want 1: %v", bounces, err)
	}
}

// desk is the clerk of a new association of these founders.
func desk(t *testing.T, clock clerk.Clock, names ...string) *clerk.Clerk {
	t.Helper()
	return deskIn(t, t.TempDir(), store.Options{}, clock, names...)
}

// deskIn is the same in a folder, with a register opened so.
func deskIn(t *testing.T, folder string, options store.Options, clock clerk.Clock, names ...string) *clerk.Clerk {
	t.Helper()
	register, err := store.Open(folder, options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { register.Close() })
	now := clock.Now()
	var founders []governance.Founder
	for _, name := range names {
		founders = append(founders, governance.Founder{Name: name, Address: name + "@asso.test", VotesFrom: now})
	}
	b, err := register.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	err = b.Handle(store.Decision{
		Request: governance.Request{Kind: governance.KindIntervention, At: now},
		Records: governance.Found(governance.New(time.UTC), governance.DefaultStatutes(), founders, now),
	})
	if err == nil {
		err = b.Commit()
	}
	if err != nil {
		t.Fatal(err)
	}
	list, err := address.ParseListAddress("tdc@asso.test", "+")
	if err != nil {
		t.Fatal(err)
	}
	c, err := clerk.Open(t.Context(), clerk.Office{
		Store: register, Reader: intake.Reader{Lists: []address.List{list}}, List: list, Zone: time.UTC, Clock: clock,
		Policy: trust.Policy{AuthservID: "mx.asso.test"}, Keys: address.Keys{Current: address.Key{1}},
		Changed: func(time.Time) {}, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}
