package clerk

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"toutdoux/internal/governance"
	"toutdoux/internal/store"
)

// Refused is an intervention that the rules do not allow.
type Refused struct{ Why governance.Why }

func (r *Refused) Error() string { return "the rules refuse it: " + string(r.Why) }

// Intervene takes an operator's command through the same door as the mails: a
// row of the intake, decided in its turn. It returns a *Refused where the
// rules do not allow it.
func (c *Clerk) Intervene(ctx context.Context, r governance.Request) error {
	now := c.Clock.Now().UTC()
	r.Kind, r.At = governance.KindIntervention, now.Truncate(time.Second)
	raw, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("write command: %w", err)
	}
	identity := sha256.Sum256(fmt.Appendf(raw, "%d", now.UnixNano()))
	numbers, err := c.Store.Receive(ctx, []store.Arrival{{
		Source: store.Command, At: r.At, Accepted: r.At, Raw: raw, Identity: identity,
	}})
	if err != nil {
		return err
	}
	c.Work(ctx)
	return c.verdict(ctx, numbers[0])
}

// verdict tells whether a command was obeyed.
func (c *Clerk) verdict(ctx context.Context, arrival int64) error {
	refused := ErrWaits
	err := c.Store.Caused(ctx, arrival, func(r governance.Record) {
		if declined, ok := r.Event.(*governance.Declined); ok {
			refused = &Refused{declined.Why}
		} else if refused == ErrWaits {
			refused = nil
		}
	})
	return errors.Join(err, refused)
}

// ErrWaits is returned for a command that is kept and not decided yet: it waits
// behind a closing, or until the clock is accepted.
var ErrWaits error = errors.New("kept; it is carried out in its turn, see toutdoux mail list")

// readCommand reads what Intervene wrote.
func readCommand(m *store.Mail) (*governance.Request, error) {
	var r governance.Request
	if err := json.Unmarshal(m.Raw, &r); err != nil {
		return nil, &poison{fmt.Errorf("read command %d: %w", m.Number, err)}
	}
	r.Arrival, r.At = m.Number, m.At
	return &r, nil
}

// Retry runs a mail again that was set aside, with its own instant.
func (c *Clerk) Retry(ctx context.Context, arrival int64) error {
	err := c.Store.Retry(ctx, arrival)
	if errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("run mail %d again: it is not set aside: see toutdoux mail list --aside", arrival)
	}
	if err != nil {
		return fmt.Errorf("run mail %d again: %w", arrival, err)
	}
	c.Work(ctx)
	return nil
}

// AcceptClock believes the wall clock as it stands, after a jump. That is kept:
// the next start knows it too.
func (c *Clerk) AcceptClock(ctx context.Context) error {
	if err := c.believe(ctx); err != nil {
		return err
	}
	c.Work(ctx)
	return nil
}

// TrustsClock looks at the clock, and tells whether timers fire; see
// AcceptClock.
func (c *Clerk) TrustsClock() bool {
	c.desk.Lock()
	defer c.desk.Unlock()
	return c.watch.check(c.Clock.Now(), c.state.At)
}

// snapshot keeps the state as it stands, so that the next start need not read
// the whole log. The caller holds view, or is alone.
func (c *Clerk) snapshot(ctx context.Context) error {
	body, err := json.Marshal(c.state)
	if err != nil {
		return fmt.Errorf("write snapshot of the state: %w", err)
	}
	if err := c.Store.SaveSnapshot(ctx, c.state.Seq, snapshotVersion, body); err != nil {
		return err
	}
	c.snapped = c.state.Seq
	return nil
}

// Bounced tells the rules of a recipient whom the next server refused for
// good, as if the refusal had come back as a bounce of that letter. It returns
// an error where that could not be written down: it is to be told again.
func (c *Clerk) Bounced(ctx context.Context, d store.Delivery, status string) error {
	if d.Member == store.Stranger || d.Member == store.Owner || d.Body.Whisper { // of whom nothing is kept
		return nil
	}
	r := &governance.Request{
		Kind:    governance.KindBounce,
		Answers: governance.Answered{Letter: d.Letter, Member: d.Member},
		Bounces: []governance.Bounce{{Permanent: true, Status: status}},
	}
	r.Answers.Author, r.Answers.Alone = d.Body.Author()
	c.desk.Lock()
	c.own = append(c.own, r)
	c.desk.Unlock()
	c.Work(ctx)
	c.desk.Lock()
	defer c.desk.Unlock()
	if i := slices.Index(c.own, r); i >= 0 {
		c.own = slices.Delete(c.own, i, i+1)
		return errors.Join(errUntold, c.Stuck())
	}
	return nil
}

// Trouble has the owner told of what only they can mend.
func (c *Clerk) Trouble(ctx context.Context, why governance.Why) {
	c.desk.Lock()
	c.own = append(c.own, &governance.Request{Kind: governance.KindFault, Fault: why})
	c.desk.Unlock()
	c.Work(ctx)
}

// errUntold is for what happened to us while nothing is decided.
var errUntold = errors.New("note a refused letter: nothing is decided for now")
