package smtpout

import (
	"bytes"
	"context"
	"slices"
	"sync"
	"time"
)

// Mail is one composed mail for one recipient.
type Mail struct {
	From string // the envelope's sender, "" for <>
	To   string
	Raw  []byte // 7-bit; line ends are made CRLF
	// Enclosed follows Raw, and goes as it is: 7-bit, CRLF, no line of it begins
	// with a dot. It may be large, and shared with other mails; nil for nothing.
	Enclosed []byte
	// Quiet asks that nobody is told where it cannot be delivered, of servers that
	// have DSN (RFC 3461, section 4.1).
	Quiet bool
}

// Courier sends mails. It may be used by many goroutines, and has none of its
// own.
type Courier struct {
	config     Config
	host, port string
	turns      chan struct{} // one for each mail that may be under way

	mu     sync.Mutex
	idle   []*line
	closed bool
}

// New returns a Courier; it connects when there is something to send.
func New(c Config) (*Courier, error) {
	c, host, port, err := c.withDefaults()
	if err != nil {
		return nil, err
	}
	return &Courier{config: c, host: host, port: port, turns: make(chan struct{}, c.Connections)}, nil
}

// Send returns nil once the smarthost has taken the mail over, else a *Refused.
// It waits for its turn where Connections mails are under way. When ctx is done
// it returns at once, whatever the smarthost does; errors.Is then finds the
// error of ctx.
func (c *Courier) Send(ctx context.Context, m Mail) error {
	if err := m.check(); err != nil {
		return err
	}
	m.Raw = canonical(m.Raw)
	select {
	case c.turns <- struct{}{}:
		defer func() { <-c.turns }()
	case <-ctx.Done():
	}
	if ctx.Err() != nil {
		return stopped(ctx, nil)
	}
	if l := c.take(); l != nil {
		if err := c.sendOver(ctx, l, m); !l.unsent {
			return err
		}
	} // the smarthost had closed it meanwhile: once more, over a fresh one
	l, err := c.connect(ctx)
	if err != nil {
		return err
	}
	return c.sendOver(ctx, l, m)
}

// sendOver sends over that connection, and keeps it where it is still good.
func (c *Courier) sendOver(ctx context.Context, l *line, m Mail) error {
	release := context.AfterFunc(ctx, l.cut)
	err := l.send(m)
	switch {
	case !release(): // ctx is done, so the connection is cut
		if err != nil {
			return stopped(ctx, err)
		}
	case l.broken:
		l.cut()
	case !c.keep(l):
		l.quit()
	}
	return err
}

// take returns the kept connection that was used last, or nil.
func (c *Courier) take() *line {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.idle) == 0 {
		return nil
	}
	l := c.idle[len(c.idle)-1]
	c.idle = c.idle[:len(c.idle)-1]
	l.expiry.Stop()
	return l
}

// keep puts a connection by until it is needed or expires, unless the Courier
// is closed.
func (c *Courier) keep(l *line) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return false
	}
	l.expiry = time.AfterFunc(c.config.Idle, func() { c.expire(l) })
	c.idle = append(c.idle, l)
	return true
}

func (c *Courier) expire(l *line) {
	c.mu.Lock()
	i := slices.Index(c.idle, l)
	if i >= 0 {
		c.idle = slices.Delete(c.idle, i, i+1)
	}
	c.mu.Unlock()
	if i >= 0 {
		l.quit()
	}
}

// Close says goodbye on the kept connections, within seconds. Mails under way
// end as their own contexts say, and their connections are not kept.
func (c *Courier) Close() error {
	c.mu.Lock()
	idle := c.idle
	c.idle, c.closed = nil, true
	c.mu.Unlock()
	var all sync.WaitGroup
	for _, l := range idle {
		l.expiry.Stop()
		all.Go(l.quit)
	}
	all.Wait()
	return nil
}

// canonical returns the mail with every line end made CRLF.
func canonical(raw []byte) []byte {
	out := bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n"))
	out = bytes.ReplaceAll(out, []byte("\r"), []byte("\n"))
	out = bytes.ReplaceAll(out, []byte("\n"), []byte("\r\n"))
	return out
}
