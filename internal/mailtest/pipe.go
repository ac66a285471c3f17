package mailtest

import (
	"errors"
	"io"
	"net"
	"os"
	"sync"
	"syscall"
	"time"
)

// window is how many bytes one direction of a pipe holds before its writer
// waits, as the buffers of a TCP connection do. (net.Pipe holds none: two ends
// that both write, as in a TLS 1.3 handshake, would wait for ever.)
const window = 64 << 10

// Pipe returns the two ends of an in-memory connection that behaves like TCP:
// buffered, with deadlines, and with the end of file after the last byte. Its
// waits are durable in the sense of testing/synctest.
func Pipe() (client, server net.Conn) {
	return pipe(pipeAddr{}, pipeAddr{})
}

func pipe(clientAddr, serverAddr net.Addr) (client, server *conn) {
	up, down := newFlow(), newFlow()
	client = &conn{in: down, out: up, local: clientAddr, remote: serverAddr}
	server = &conn{in: up, out: down, local: serverAddr, remote: clientAddr}
	return client, server
}

type pipeAddr struct{}

func (pipeAddr) Network() string { return "pipe" }
func (pipeAddr) String() string  { return "pipe" }

// conn is one end of a pipe.
type conn struct {
	in, out       *flow
	local, remote net.Addr
}

func (c *conn) Read(p []byte) (int, error)  { return c.in.read(p) }
func (c *conn) Write(p []byte) (int, error) { return c.out.write(p) }
func (c *conn) LocalAddr() net.Addr         { return c.local }
func (c *conn) RemoteAddr() net.Addr        { return c.remote }

func (c *conn) Close() error {
	c.out.close(&c.out.ended)
	c.in.close(&c.in.left)
	return nil
}

func (c *conn) SetDeadline(t time.Time) error {
	return errors.Join(c.SetReadDeadline(t), c.SetWriteDeadline(t))
}

func (c *conn) SetReadDeadline(t time.Time) error {
	c.in.set(&c.in.reader, t)
	return nil
}

func (c *conn) SetWriteDeadline(t time.Time) error {
	c.out.set(&c.out.writer, t)
	return nil
}

// flow is one direction of a pipe.
type flow struct {
	mu             sync.Mutex
	moved          *sync.Cond
	held           []byte // written, not yet read
	ended, left    bool   // the writer, the reader has closed
	reader, writer alarm
}

// alarm is one deadline.
type alarm struct {
	timer *time.Timer
	rung  bool
}

func newFlow() *flow {
	f := &flow{}
	f.moved = sync.NewCond(&f.mu)
	return f
}

func (f *flow) read(p []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for len(f.held) == 0 && !f.ended && !f.left && !f.reader.rung {
		f.moved.Wait()
	}
	switch {
	case f.left:
		return 0, net.ErrClosed
	case f.reader.rung:
		return 0, os.ErrDeadlineExceeded
	case len(f.held) == 0:
		return 0, io.EOF
	}
	n := copy(p, f.held)
	f.held = f.held[n:]
	f.moved.Broadcast()
	return n, nil
}

func (f *flow) write(p []byte) (n int, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for {
		switch {
		case f.ended:
			return n, net.ErrClosed
		case f.left:
			return n, syscall.EPIPE
		case f.writer.rung:
			return n, os.ErrDeadlineExceeded
		case n == len(p):
			return n, nil
		}
		some := min(window-len(f.held), len(p)-n)
		if some == 0 {
			f.moved.Wait()
			continue
		}
		f.held = append(f.held, p[n:n+some]...)
		n += some
		f.moved.Broadcast()
	}
}

func (f *flow) close(end *bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	*end = true
	f.moved.Broadcast()
}

func (f *flow) set(a *alarm, t time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if a.timer != nil {
		a.timer.Stop()
	}
	*a = alarm{rung: !t.IsZero() && !time.Now().Before(t)}
	if !t.IsZero() && !a.rung {
		a.timer = f.wake(a, time.Until(t))
	}
	f.moved.Broadcast()
}

// wake rings a after d, unless another deadline has replaced it by then.
func (f *flow) wake(a *alarm, d time.Duration) *time.Timer {
	var own *time.Timer
	own = time.AfterFunc(d, func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		if a.timer == own {
			a.rung = true
			f.moved.Broadcast()
		}
	})
	return own
}
