package association

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"toutdoux/internal/clerk"
	"toutdoux/internal/config"
	"toutdoux/internal/queue"
	"toutdoux/internal/smtpout"
	"toutdoux/internal/store"
)

// closeTime is how long each may take when the daemon stops: the mailbox that is
// being read, then mails that are being decided, then letters on their way.
const closeTime = 5 * time.Second

// post is how an association's letters leave: the queue, the wire, and the
// instant at which the queue wants to be woken.
type post struct {
	queue   *queue.Queue
	courier *smtpout.Courier

	mu sync.Mutex
	at time.Time
}

func newPost(a *Association) (*post, error) {
	out := a.Config.Send.SMTP
	if out == nil {
		return nil, fmt.Errorf("%s: [send.smtp] is missing: name the server that letters leave through", a.Config.File)
	}
	smarthost, err := Smarthost(a.Config, a.world)
	if err != nil {
		return nil, err
	}
	courier, err := smtpout.New(smarthost)
	if err != nil {
		return nil, err
	}
	sign, err := newSigner(a.Config.DKIM)
	if err != nil {
		return nil, err
	}
	p := &post{courier: courier}
	p.queue = queue.New(a.Store, writer{a.Clerk, sign}, wire{courier}, a.world.Clock, queue.Options{
		Connections: out.Connections, PerDay: out.PerDay, Log: a.world.Log,
		Refused: func(d store.Delivery, status string) error {
			return a.Clerk.Bounced(context.Background(), d, status)
		},
		GivenUp: func(d store.Delivery, _ string) error {
			return a.Clerk.Bounced(context.Background(), d, expired)
		},
		Next: func(at time.Time) {
			p.mu.Lock()
			p.at = at
			p.mu.Unlock()
			a.Clerk.Rest()
			a.world.changed()
		},
	})
	return p, nil
}

// expired is the status of a letter that was tried for five days (RFC 3463,
// "delivery time expired").
const expired = "5.4.7"

// Smarthost is how a configuration has its letters sent; it must have
// [send.smtp].
func Smarthost(cfg *config.Config, world World) (smtpout.Config, error) {
	out := cfg.Send.SMTP
	to := smtpout.Config{
		Address: out.Address, Username: out.Username, Hello: cfg.HelloName(), Connections: out.Connections, Dial: world.Dial,
	}
	switch {
	case out.TokenCommand != "":
		to.Token = func(ctx context.Context) (string, error) {
			return askToken(ctx, out.Login, "send.smtp.token_command")
		}
	case out.Username != "":
		var err error
		if to.Password, err = out.Secret("send.smtp.password"); err != nil {
			return to, err
		}
	}
	return to, nil
}

// next is when the queue wants to be woken, zero for never.
func (p *post) next() time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.at
}

// tend wakes the queue where that instant has come.
func (p *post) tend(now time.Time) {
	if at := p.next(); !at.IsZero() && !at.After(now) {
		p.mu.Lock()
		p.at = time.Time{}
		p.mu.Unlock()
		p.queue.Wake()
	}
}

func (p *post) close() error {
	limit, cancel := context.WithTimeout(context.Background(), closeTime)
	defer cancel()
	p.queue.Close(limit)
	return p.courier.Close()
}

// writer composes and signs the letters of the queue.
type writer struct {
	clerk *clerk.Clerk
	sign  *signer
}

func (w writer) Compose(ctx context.Context, d store.Delivery) (queue.Mail, error) {
	m, err := w.clerk.Compose(ctx, d)
	if errors.Is(err, clerk.ErrNobody) {
		return queue.Mail{}, queue.ErrNotOwed
	}
	if err != nil {
		return queue.Mail{}, err
	}
	raw, err := w.sign.sign(m.Raw, m.Enclosed)
	return queue.Mail{From: m.From, To: m.To, Raw: raw, Enclosed: m.Enclosed}, err
}

// wire is the courier as the queue sees it.
type wire struct{ courier *smtpout.Courier }

func (w wire) Send(ctx context.Context, m queue.Mail) error {
	err := w.courier.Send(ctx, smtpout.Mail{From: m.From, To: m.To, Raw: m.Raw, Enclosed: m.Enclosed})
	var refused *smtpout.Refused
	switch {
	case !errors.As(err, &refused):
		return err
	case refused.Doubtful:
		return doubt{refused}
	case refused.Code != 0:
		return answer{refused}
	}
	return err
}

// doubt is the queue's ErrDoubtful, with what happened.
type doubt struct{ *smtpout.Refused }

func (doubt) Is(target error) bool { return target == queue.ErrDoubtful }

// answer is the smarthost's refusal as the queue sees it.
type answer struct{ *smtpout.Refused }

func (a answer) Permanent() bool { return a.Refused.Permanent }
func (a answer) Recipient() bool { return a.Refused.Recipient }
func (a answer) Status() string  { return a.Enhanced }
