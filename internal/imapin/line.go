package imapin

import (
	"errors"
	"net"
	"os"
	"sync/atomic"
	"time"
)

// line is a connection on which the other side must make progress: go-imap lets
// it be silent for half an hour, and sets no limit on one command.
type line struct {
	net.Conn
	silence atomic.Int64 // nanoseconds
}

func newLine(conn net.Conn) *line {
	l := &line{Conn: conn}
	l.silence.Store(int64(silence))
	return l
}

// expect changes how long the other side may be silent, from now on.
func (l *line) expect(d time.Duration) {
	l.silence.Store(int64(d))
	l.Conn.SetReadDeadline(time.Now().Add(d))
}

func (l *line) Read(p []byte) (int, error) {
	l.Conn.SetReadDeadline(time.Now().Add(time.Duration(l.silence.Load())))
	n, err := l.Conn.Read(p)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		l.cut() // go-imap would read again
		err = errSilent
	}
	return n, err
}

// errSilent is a server that no longer answers.
var errSilent = errors.New("the server fell silent")

func (l *line) Write(p []byte) (int, error) {
	l.Conn.SetWriteDeadline(time.Now().Add(silence))
	return l.Conn.Write(p)
}

// The library's own deadlines give way to these.

func (l *line) SetDeadline(time.Time) error      { return nil }
func (l *line) SetReadDeadline(time.Time) error  { return nil }
func (l *line) SetWriteDeadline(time.Time) error { return nil }

// cut ends all that waits on this connection.
func (l *line) cut() { l.Conn.Close() }
