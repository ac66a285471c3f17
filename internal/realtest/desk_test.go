package realtest

import (
	"errors"
	"io"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
)

// parcel is a mail with its envelope.
type parcel struct {
	from, raw string
	to        []string
}

// desk takes mail by SMTP or LMTP, or refuses it.
type desk struct {
	server  *smtp.Server
	ended   chan error
	parcels chan parcel

	mu      sync.Mutex
	answer  *smtp.SMTPError // nil: it is taken
	refused int
	closed  bool
}

// openDesk serves until it is closed, or the test ends.
func openDesk(t *testing.T, l net.Listener, lmtp bool) *desk {
	t.Helper()
	d := &desk{ended: make(chan error, 1), parcels: make(chan parcel, 100)}
	d.server = smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &visit{desk: d}, nil }))
	d.server.LMTP = lmtp
	d.server.MaxMessageBytes = 25 << 20
	go func() { d.ended <- d.server.Serve(l) }()
	t.Cleanup(func() { d.close(t) })
	return d
}

func (d *desk) close(t *testing.T) {
	if d.closed {
		return
	}
	d.closed = true
	d.server.Close()
	if err := <-d.ended; err != nil && !errors.Is(err, net.ErrClosed) && !errors.Is(err, smtp.ErrServerClosed) {
		t.Error(err)
	}
}

// answers has every mail answered that way from now on.
func (d *desk) answers(e *smtp.SMTPError) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.answer, d.refused = e, 0
}

func (d *desk) hasRefused() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.refused > 0
}

// take waits for a mail that fits; each second something is done about it.
func (d *desk) take(t *testing.T, what string, hurry func(), fits func(parcel) bool) parcel {
	t.Helper()
	late, again := time.After(patience), time.NewTicker(time.Second)
	defer again.Stop()
	for {
		select {
		case p := <-d.parcels:
			if fits(p) {
				return p
			}
			t.Logf("while waiting for %s came from %s to %q:\n%.600s", what, p.from, p.to, p.raw)
		case <-again.C:
			hurry()
		case <-late:
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

// visit is one conversation.
type visit struct {
	desk *desk
	parcel
}

func (v *visit) Mail(from string, _ *smtp.MailOptions) error {
	v.parcel = parcel{from: from}
	return nil
}

func (v *visit) Rcpt(to string, _ *smtp.RcptOptions) error {
	v.to = append(v.to, to)
	return nil
}

func (v *visit) Reset()        { v.parcel = parcel{} }
func (v *visit) Logout() error { return nil }

func (v *visit) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	v.desk.mu.Lock()
	defer v.desk.mu.Unlock()
	if v.desk.answer != nil {
		v.desk.refused++
		return v.desk.answer
	}
	v.raw = string(raw)
	v.desk.parcels <- v.parcel
	return nil
}

// addressed tells a mail by its recipient.
func addressed(to string) func(parcel) bool {
	return func(p parcel) bool {
		return slices.ContainsFunc(p.to, func(each string) bool { return strings.EqualFold(each, to) })
	}
}
