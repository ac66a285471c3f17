package clerk

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"sync"

	"toutdoux/internal/address"
	"toutdoux/internal/compose"
	"toutdoux/internal/governance"
	"toutdoux/internal/store"
)

// ErrNobody is returned for a letter whose recipient is no more: it is to be
// dropped.
var ErrNobody = errors.New("nobody to write to any more")

// Compose writes one delivery, at the moment of sending. It returns ErrNobody
// where its recipient has no address left.
func (c *Clerk) Compose(ctx context.Context, d store.Delivery) (compose.Mail, error) {
	order, thread, err := c.order(ctx, d)
	if err == nil {
		order.References = c.references(d, order, thread)
	}
	if err == nil {
		order.Enclosed, err = c.enclosed(ctx, order)
	}
	if err == nil && d.Body.Kind == governance.LetterOutcome {
		order.Reached, order.Announced, err = c.reached(ctx, order.Opening.Seq)
	}
	if err != nil {
		return compose.Mail{}, err
	}
	c.view.RLock()
	defer c.view.RUnlock()
	order.State = c.state
	return c.Composer.Compose(order)
}

// Subject is the subject of one delivery.
func (c *Clerk) Subject(ctx context.Context, d store.Delivery) (to, subject string, err error) {
	order, _, err := c.order(ctx, d)
	if err != nil {
		return "", "", err
	}
	c.view.RLock()
	defer c.view.RUnlock()
	order.State = c.state
	subject, err = c.Composer.Subject(order)
	return order.To.Address, subject, err
}

// order gathers what one delivery is composed from.
func (c *Clerk) order(ctx context.Context, d store.Delivery) (compose.Order, []knot, error) {
	order, thread, err := c.shared(ctx, d)
	if err != nil {
		return order, nil, fmt.Errorf("gather letter %d: %w", d.Letter, err)
	}
	if d.Body.Kind == governance.LetterStatus {
		head, err := c.Store.Head(ctx)
		if err != nil {
			return order, nil, err
		}
		order.Head = hex.EncodeToString(head.Hash[:])
	}
	order.Proof, order.Date = d.Proof, c.Clock.Now()
	if d.Body.Whisper && d.Proof == "" {
		order.Proof = c.Keys.Proof(address.Whisper, 0, int64(d.Member))
	}
	if c.VERP {
		order.Bounce = d.Bounce
	}
	order.To, err = c.recipient(d, order.Request)
	return order, thread, err
}

// recipient is who a delivery goes to, at the address they have now.
func (c *Clerk) recipient(d store.Delivery, answered *governance.Request) (compose.Recipient, error) {
	var to compose.Recipient
	switch d.Member {
	case store.Owner:
		to.Address = c.Owner
	case store.Stranger:
		if answered != nil {
			to.Address = answered.From
		}
		if answered != nil && d.Body.Why == governance.WhyOutward {
			to.Address = answered.Outward
		}
	default:
		c.View(func(s *governance.State) {
			if f := s.Follower(d.Member); f != nil {
				to = compose.Recipient{Follower: true, Address: string(f.Address)}
			}
			m := s.Member(d.Member)
			if m == nil {
				return
			}
			to = compose.Recipient{Member: m.ID, Name: s.Display(m.ID), Address: m.Primary()}
		})
	}
	if to.Address == "" {
		return to, ErrNobody
	}
	return to, nil
}

// letterCache keeps what all the copies of one letter share, and the last
// opening that was read: a fan-out composes one letter many times, with answers
// to persons in between, and a vote many letters about one action.
type letterCache struct {
	sync.Mutex
	letter  int64
	order   compose.Order
	thread  []knot
	opening governance.Record
}

// shared is what all the copies of a letter share.
func (c *Clerk) shared(ctx context.Context, d store.Delivery) (compose.Order, []knot, error) {
	opened := c.openedBy(d.Body) // before letters is locked
	c.letters.Lock()
	defer c.letters.Unlock()
	if c.letters.letter == d.Letter {
		return c.letters.order, c.letters.thread, nil
	}
	order := compose.Order{Number: d.Letter, Letter: d.Body}
	err := c.gather(ctx, &order, opened)
	var thread []knot
	if err == nil {
		thread, err = c.thread(ctx, order)
	}
	if err == nil && !d.Body.Personal {
		c.letters.letter, c.letters.order, c.letters.thread = d.Letter, order, thread
	}
	return order, thread, err
}

// gather reads the events and mails that a letter is made of, and the event that
// opened what it is about. The caller holds letters.
func (c *Clerk) gather(ctx context.Context, order *compose.Order, opened int64) (err error) {
	l := order.Letter
	if l.Event != 0 {
		if order.Event, err = c.event(ctx, l.Event); err != nil {
			return err
		}
	}
	switch e := order.Event.Event.(type) {
	case *governance.Digested:
		if order.News, err = c.news(ctx, e, l.Event); err != nil {
			return err
		}
	case *governance.AgendaClosed:
		order.Report = new(compose.Report)
	}
	if l.Arrival != 0 {
		request, err := c.request(ctx, l.Arrival)
		switch {
		case err == nil:
			order.Request = &request
		case !errors.Is(err, store.ErrGone) && !errors.Is(err, store.ErrNotFound):
			return err
		}
	}
	if opened != 0 && opened != c.letters.opening.Seq {
		if c.letters.opening, err = c.event(ctx, opened); err != nil {
			return err
		}
	}
	if opened != 0 {
		order.Opening = c.letters.opening
	}
	return nil
}

// news reads what a digest tells of: what happened since the one before, and
// the strangers' mails that it names.
func (c *Clerk) news(ctx context.Context, digest *governance.Digested, seq int64) (*compose.News, error) {
	records, err := c.Store.Between(ctx, digest.Since, seq, governance.NewsKinds())
	if err != nil {
		return nil, err
	}
	news := &compose.News{Records: records}
	for _, knock := range digest.Knocks {
		record, err := c.event(ctx, knock)
		if err != nil {
			return nil, err
		}
		news.Knocks = append(news.Knocks, record)
	}
	return news, nil
}

// event gives an event of the log.
func (c *Clerk) event(ctx context.Context, seq int64) (governance.Record, error) {
	if r, fresh := c.fresh.event(seq); fresh {
		return r, nil
	}
	return c.Store.Event(ctx, seq)
}

// request gives what decided a mail.
func (c *Clerk) request(ctx context.Context, arrival int64) (governance.Request, error) {
	if r, fresh := c.fresh.request(arrival); fresh {
		return r, nil
	}
	return c.Store.Request(ctx, arrival)
}

// reached counts the copies of an action's announcement that arrived, and all.
func (c *Clerk) reached(ctx context.Context, opened int64) (reached, all int, err error) {
	announcement, err := c.Store.LetterOf(ctx, opened, governance.LetterAnnouncement)
	if errors.Is(err, store.ErrNotFound) {
		return 0, 0, nil
	}
	if err != nil {
		return 0, 0, err
	}
	return c.Store.Reached(ctx, announcement)
}

// openedBy is the event that opened the action that a letter is about, or
// called the assembly; 0 for none.
func (c *Clerk) openedBy(l governance.Letter) (seq int64) {
	c.View(func(s *governance.State) {
		if a := s.Action(l.Action); a != nil {
			seq = a.OpenedSeq
		} else if a := s.Assembly(l.Assembly); a != nil {
			seq = a.CalledSeq
		}
	})
	return seq
}

// beginning is what a thread began with: a member's mail, and the letter that
// told everyone of it; no kind where it is no thread.
func beginning(opening governance.Record) (author int, mail governance.Text, kind governance.LetterKind) {
	switch e := opening.Event.(type) {
	case *governance.Opened:
		return e.Proposer, e.MessageID, governance.LetterAnnouncement
	case *governance.Convened:
		return e.Convener, e.MessageID, governance.LetterAssembly
	}
	return 0, "", ""
}
