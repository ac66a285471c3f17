package imapin

import (
	"bytes"
	"context"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// wire is the network between a reader and Dovecot: what a connection says is
// heard, and the first one fails as a test wants.
type wire struct {
	mu   sync.Mutex
	fail func(net.Conn) net.Conn // the first connection, nil for a good one
	used int
	all  bytes.Buffer // all that the server said on the first connection
}

func (w *wire) dial(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := new(net.Dialer).DialContext(ctx, network, address)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.used++
	if err != nil || w.used > 1 {
		return conn, err
	}
	if w.fail != nil {
		conn = w.fail(conn)
	}
	return &overheard{conn, w}, nil
}

// fetches is where the server's first answer to a FETCH begins, and its last one
// ends, among the bytes of the first connection.
func (w *wire) fetches() (first, last int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	first = bytes.Index(w.all.Bytes(), []byte("* 1 FETCH"))
	last = bytes.LastIndex(w.all.Bytes(), []byte("Fetch completed"))
	return first, last + bytes.IndexByte(w.all.Bytes()[last:], '\n') + 1
}

// overheard is a connection of which a wire keeps what the server says.
type overheard struct {
	net.Conn
	wire *wire
}

func (c *overheard) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.wire.mu.Lock()
	defer c.wire.mu.Unlock()
	c.wire.all.Write(p[:n])
	return n, err
}

// visit has a reader read until it has, or until its first connection ended.
func (s *dovecot) visit(t *testing.T, d *realDoor, w *wire, lost <-chan struct{}) {
	t.Helper()
	r := New(Config{
		Address: s.address, Username: "tdc@asso.test", Mailbox: "INBOX", Size: 1 << 20, Log: slog.New(slog.DiscardHandler), Dial: w.dial,
		Secret: func(context.Context) (string, bool, error) { return "secret", false, nil },
	}, d, wall{})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { r.Run(ctx); close(done) }()
	select {
	case <-d.swept:
	case <-lost:
	case <-time.After(time.Minute):
		t.Error("the mailbox was not read")
	}
	cancel()
	<-done
}

// empty leaves nothing in the mailbox and its folders.
func (s *dovecot) empty(t *testing.T) {
	t.Helper()
	for _, pattern := range []string{"cur/*", "new/*", ".Toutdoux.handled/cur/*", ".Toutdoux.handled/new/*"} {
		files, err := filepath.Glob(filepath.Join(s.home, "home/Maildir", pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if err := os.Remove(file); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// ready waits for Dovecot to listen.
func (s *dovecot) ready(t *testing.T) {
	t.Helper()
	for range 200 {
		if conn, err := net.Dial("tcp", s.address); err == nil {
			conn.Close()
			return
		}
		<-time.After(50 * time.Millisecond)
	}
	t.Fatal("Dovecot does not listen")
}

// severed is a cutter that tells when it has cut.
type severed struct {
	cutter
	once sync.Once
	lost chan struct{}
}

func (c *severed) Read(p []byte) (int, error) {
	n, err := c.cutter.Read(p)
	if err != nil {
		c.once.Do(func() { close(c.lost) })
	}
	return n, err
}

// Wherever in a FETCH the connection is cut, both mails are kept, and moved when
// they are.
func TestDovecotCutAtEveryByteOfAFetch(t *testing.T) {
	s := startDovecot(t, "")
	s.ready(t)
	mails := []string{mail(1, "alice@asso.test"), mail(2, "bob@asso.test")}
	number := 0
	visit := func(cut int) *wire {
		s.empty(t)
		for _, raw := range mails {
			number++
			s.deliver(t, number, raw, time.Date(2026, 2, 2, 9, 0, 0, 0, time.UTC))
		}
		d, lost := newRealDoor(), make(chan struct{})
		w := &wire{fail: func(c net.Conn) net.Conn { return &severed{cutter: cutter{c, cut}, lost: lost} }}
		s.visit(t, d, w, lost)
		select {
		case <-lost: // another connection, later
			s.visit(t, d, &wire{}, nil)
		default:
		}
		d.has(t, mails...)
		if inbox, moved := s.holds(t, ""), s.holds(t, ".Toutdoux.handled"); inbox != 0 || moved < len(mails) {
			t.Errorf("cut after %d bytes: %d in the mailbox, %d in %s", cut, inbox, moved, ".Toutdoux.handled")
		}
		return w
	}
	whole := visit(1 << 20)
	first, last := whole.fetches()
	for cut := first; cut <= last && !t.Failed(); cut++ {
		visit(cut)
	}
	if last-first < 200 {
		t.Errorf("only %d bytes of conversation", last-first)
	}
}

// hasty is a connection on which a minute of silence is half a second.
type hasty struct{ net.Conn }

func (c hasty) SetReadDeadline(at time.Time) error {
	return c.Conn.SetReadDeadline(time.Now().Add(time.Until(at) / 120))
}

// A connection that dies without a word while Dovecot is waited for is found
// out, and what came meanwhile is kept.
func TestDovecotFallsSilent(t *testing.T) {
	s := startDovecot(t, "")
	s.ready(t)
	d, dead := newRealDoor(), make(chan struct{})
	w := &wire{fail: func(c net.Conn) net.Conn { return &deaf{hasty{c}, dead} }}
	r := New(Config{
		Address: s.address, Username: "tdc@asso.test", Mailbox: "INBOX", Size: 1 << 20, Log: slog.New(slog.DiscardHandler), Dial: w.dial,
		Secret: func(context.Context) (string, bool, error) { return "secret", false, nil },
	}, d, wall{})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { r.Run(ctx); close(done) }()
	defer func() { cancel(); <-done }()
	d.wait(t)
	close(dead)
	s.deliver(t, 1, mail(1, "alice@asso.test"), time.Date(2026, 2, 2, 9, 0, 0, 0, time.UTC))
	d.wait(t)
	d.has(t, mail(1, "alice@asso.test"))
	if w.used != 2 {
		t.Errorf("%d connections", w.used)
	}
}

// Where Dovecot counts UIDs anew, all is looked at again, and no mail is taken
// for another.
func TestDovecotCountsUIDsAnew(t *testing.T) {
	s := startDovecot(t, "imap_capability = IMAP4rev1 SASL-IR IDLE") // what was handled stays
	s.ready(t)
	at := time.Date(2026, 2, 2, 9, 0, 0, 0, time.UTC)
	d := newRealDoor()
	s.deliver(t, 1, mail(1, "alice@asso.test"), at)
	s.visit(t, d, &wire{}, nil)
	indexes, err := filepath.Glob(filepath.Join(s.home, "home/Maildir/dovecot*"))
	if err != nil || len(indexes) == 0 {
		t.Fatalf("%d files of Dovecot's: %v", len(indexes), err)
	}
	for _, file := range indexes {
		if err := os.RemoveAll(file); err != nil {
			t.Fatal(err)
		}
	}
	<-time.After(1100 * time.Millisecond) // the UIDVALIDITY of a new count is the second it begins in
	s.deliver(t, 2, mail(2, "bob@asso.test"), at)
	s.visit(t, d, &wire{}, nil)
	d.has(t, mail(1, "alice@asso.test"), mail(2, "bob@asso.test"))
	if len(d.handled) != 2 || d.twice() != 1 {
		t.Errorf("%d counts of UIDs are known, and %d mails came again", len(d.handled), d.twice())
	}
}

// Dovecot refuses a login, and the owner is told.
func TestDovecotRefusesTheLogin(t *testing.T) {
	s := startDovecot(t, "")
	s.ready(t)
	s.deliver(t, 1, mail(1, "alice@asso.test"), time.Now())
	d := newRealDoor()
	told := make(chan Trouble, 1)
	r := New(Config{
		Address: s.address, Username: "tdc@asso.test", Mailbox: "INBOX", Size: 1 << 20, Log: slog.New(slog.DiscardHandler),
		Secret: func(context.Context) (string, bool, error) { return "wrong", false, nil },
	}, telling{d, told}, wall{})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { r.Run(ctx); close(done) }()
	defer func() { cancel(); <-done }()
	if what := <-told; what != Refused {
		t.Errorf("the owner is told %q", what)
	}
	if n := s.holds(t, ""); n != 1 {
		t.Errorf("%d mails lie in the mailbox", n)
	}
}

// telling is a door that tells what the owner is told.
type telling struct {
	*realDoor
	told chan<- Trouble
}

func (d telling) Tell(_ context.Context, what Trouble, _ error) { d.told <- what }
