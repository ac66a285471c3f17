package mailin

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"io"
	"net"
	"net/netip"
	"sync"
	"time"
)

// wire is a client's connection as go-smtp sees it. It watches over what
// go-smtp would get wrong (package comment). It tells commands from mails by
// what go-smtp does: before each command it sets a read deadline, before each
// mail it writes 354.
type wire struct {
	net.Conn             // the client; deadlines and cuts go to it directly
	stream   net.Conn    // the same, or TLS over it
	tls      *tls.Config // offered by STARTTLS, nil for none
	timeout  time.Duration
	peer     netip.Addr
	gone     func() // called once closed, maybe several times

	in      *bufio.Reader // over stream
	line    []byte        // what is left of the command line being read
	broken  bool          // a read has failed: nothing more is read
	secure  bool          // stream is TLS
	greeted bool          // the client has said EHLO since stream began

	mu       sync.Mutex // drain comes from another goroutine
	mail     bool       // a mail is under way: bytes are no commands
	draining bool
}

func newWire(conn net.Conn, c Config) *wire {
	return &wire{Conn: conn, stream: conn, tls: c.TLS, timeout: c.Timeout, in: bufio.NewReader(conn)}
}

// Read passes on a mail as it comes, and commands line by line. After its first
// error it never returns a byte: otherwise what is left of a mail whose reading
// timed out would be obeyed (github.com/emersion/go-smtp issue 196).
func (w *wire) Read(p []byte) (int, error) {
	if w.broken {
		return 0, io.EOF
	}
	n, err := w.read(p)
	w.broken = err != nil
	return n, err
}

func (w *wire) read(p []byte) (int, error) {
	if w.inMail() {
		return w.in.Read(p)
	}
	if len(w.line) == 0 {
		line, err := w.command()
		if err != nil {
			return 0, err
		}
		w.line = line
	}
	n := copy(p, w.line)
	w.line = w.line[n:]
	return n, nil
}

// Write sends an answer. go-smtp writes line by line, and offers CHUNKING to
// everybody: that line is left out, or says STARTTLS instead.
func (w *wire) Write(p []byte) (int, error) {
	switch {
	case bytes.Equal(p, []byte("250-CHUNKING\r\n")):
		if !w.offersTLS() {
			return len(p), nil
		}
		if _, err := w.stream.Write([]byte("250-STARTTLS\r\n")); err != nil {
			return 0, err
		}
		return len(p), nil
	case bytes.HasPrefix(p, []byte("354 ")):
		w.beginMail()
	}
	return w.stream.Write(p)
}

// beginMail gives the mail its own whole time.
func (w *wire) beginMail() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.mail = true
	w.Conn.SetReadDeadline(time.Now().Add(w.timeout))
}

func (w *wire) inMail() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.mail
}

// SetReadDeadline is called by go-smtp before each command, and only then.
func (w *wire) SetReadDeadline(t time.Time) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.mail = false
	if w.draining {
		t = time.Unix(1, 0)
	}
	return w.Conn.SetReadDeadline(t)
}

// drain ends the connection as if it had been idle for too long, at once or
// after the mail under way.
func (w *wire) drain() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.draining = true
	if !w.mail {
		w.Conn.SetReadDeadline(time.Unix(1, 0))
	}
}

// Close hangs up and gives the place to another client.
func (w *wire) Close() error {
	defer w.gone()
	return w.stream.Close()
}
