package clerk

import (
	"context"
	"net/netip"
	"time"

	"toutdoux/internal/address"
	"toutdoux/internal/governance"
	"toutdoux/internal/intake"
	"toutdoux/internal/store"
	"toutdoux/internal/trust"
)

// Mail is one mail as it came in.
type Mail struct {
	Source store.Source
	From   string   // MAIL FROM, "" for <>
	To     []string // RCPT TO
	Peer   netip.Addr
	Hello  string
	Raw    []byte
	At     time.Time // its instant where it is given (a mailbox); zero: found out here
}

// arriving is a mail whose sender waits for our answer.
type arriving struct {
	mail store.Arrival
	kept chan error
}

// Receive keeps a mail. It returns once the commit has reached the disk, with
// an error where it has not: the sender must then be asked to come back.
// Deciding goes on behind its back.
func (c *Clerk) Receive(ctx context.Context, m Mail) error {
	a := &arriving{c.arrival(ctx, m), make(chan error, 1)}
	c.counter.Lock()
	c.pile = append(c.pile, a)
	if !c.taking {
		c.taking = true
		c.busy.Go(func() { c.take(context.WithoutCancel(ctx)) })
	}
	c.counter.Unlock()
	select {
	case err := <-a.kept:
		return err
	case <-ctx.Done(): // it may be kept all the same: the repeat is recognised
		return ctx.Err()
	}
}

// arrival finds out a mail's instant, its identity, and who wrote it.
func (c *Clerk) arrival(ctx context.Context, m Mail) store.Arrival {
	accepted := c.Clock.Now().UTC().Truncate(time.Second)
	facts := trust.Arrival{Accepted: accepted, Peer: m.Peer, LMTP: m.Source == store.LMTP, Replay: c.Past}
	at := m.At
	if at.IsZero() {
		at = trust.Instant(m.Raw, c.Policy, facts)
	}
	var verdict trust.Verdict
	if c.Prover != nil {
		verdict = c.Prover.Prove(ctx, trust.Evidence{Raw: m.Raw, At: at, Arrival: facts, From: m.From, Hello: m.Hello})
	} else {
		verdict = trust.Judge(m.Raw, c.Policy, facts)
	}
	return store.Arrival{
		Source: m.Source, At: at, Accepted: accepted, From: m.From, To: m.To, Peer: peerText(m.Peer), Hello: m.Hello,
		Raw: m.Raw, Identity: c.Keys.Identity(intake.Identity(m.Raw)), MessageID: intake.MessageID(m.Raw),
		Proven: verdict.Authenticated, Grounds: verdict.Why,
	}
}

func peerText(peer netip.Addr) string {
	if !peer.IsValid() {
		return ""
	}
	return peer.String()
}

// take keeps what has piled up, all in one commit, and then decides it, until
// nothing is left. While it works the next mails pile up, so that speed is not
// bound to one disk sync a mail.
func (c *Clerk) take(ctx context.Context) {
	for {
		c.counter.Lock()
		pile := c.pile
		c.pile = nil
		c.taking = len(pile) > 0
		c.counter.Unlock()
		if len(pile) == 0 {
			return
		}
		c.keep(ctx, pile)
		c.Work(ctx)
	}
}

// keep writes a pile down and answers each sender.
func (c *Clerk) keep(ctx context.Context, pile []*arriving) {
	arrivals := make([]store.Arrival, len(pile))
	for i, a := range pile {
		arrivals[i] = a.mail
	}
	_, err := c.Store.Receive(ctx, arrivals)
	if err != nil && len(pile) > 1 && store.Unstorable(err) { // one of them: the others shall not wait for it
		for i := range pile {
			c.keep(ctx, pile[i:i+1])
		}
		return
	}
	c.counter.Lock()
	c.unkept = err
	c.counter.Unlock()
	if err != nil {
		c.Deferred()
	}
	for _, a := range pile {
		a.kept <- err
	}
}

// Deferred notes that a sender was asked to come back: closings wait for that
// mail (rules.md, Time).
func (c *Clerk) Deferred() {
	c.counter.Lock()
	defer c.counter.Unlock()
	c.deferred = c.Clock.Now()
}

// Read reads a mail, and takes for unreadable what a person sent in a shape
// that proves nothing (safety.md, Shape). It is the whole of reading: what
// `explain` tells is what the clerk would decide on.
func Read(reader intake.Reader, raw []byte, to []string, at time.Time) intake.Reading {
	reading := reader.Read(raw, to, at)
	r := &reading.Request
	if shape := trust.Shape(raw, trust.DefaultLimits()); shape != nil && r.Human() {
		reading.Request = governance.Request{
			Kind: governance.KindUnreadable, From: r.From, Subject: r.Subject, MessageID: r.MessageID,
			Problem: shape.Error(), Why: shape.Error(),
		}
		reading.Evidence = intake.Evidence{Why: intake.WhyUnsafe}
	}
	return reading
}

// read makes a request of a kept mail, or of an operator's command.
func (c *Clerk) read(ctx context.Context, m *store.Mail, find passedOn) (_ *governance.Request, err error) {
	defer guard(&err)
	if m.Source == store.Command {
		return readCommand(m)
	}
	reading := Read(c.Reader, m.Raw, m.To, m.At)
	r := &reading.Request
	r.At, r.Arrival = m.At, m.Number
	r.Authenticated, r.Doubled = m.Proven, trust.Doubled(m.Raw)
	if r.From != "" {
		r.Stranger = c.Keys.Stranger(r.From)
	}
	if r.Verb == governance.VerbConcern { // it is told to all, and stays
		r.Reason = address.Scrub(r.Reason)
	}
	if r.Answers, err = c.answered(ctx, reading); err != nil {
		return nil, err
	}
	if r.Answers.Letter == 0 && r.Human() {
		if r.Follows, err = followed(reading, find); err != nil {
			return nil, err
		}
	}
	r.Seal()
	return r, c.fillHeld(ctx, r)
}
