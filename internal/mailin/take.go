package mailin

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"sync/atomic"

	"github.com/emersion/go-smtp"
)

// take reads one mail and delivers it: an error for each recipient, or one why
// there is no mail.
func (s *session) take(r io.Reader) ([]error, error) {
	bounded := &ration{Reader: r, left: &s.server.memory}
	defer bounded.giveBack()
	raw, err := s.read(bounded)
	if err != nil {
		if refusalOf(err).Code < 500 {
			s.server.config.Deferred()
		}
		return nil, err
	}
	return s.deliver(raw), nil
}

// read returns a whole mail, or why there is none. It holds at most one byte
// over the limit; go-smtp throws away what follows.
func (s *session) read(r io.Reader) ([]byte, error) {
	if !s.wire.inMail() { // not DATA, so a BDAT sent right behind an earlier mail
		return nil, notOffered
	}
	var raw bytes.Buffer
	n, err := io.Copy(&raw, io.LimitReader(r, s.server.config.Size+1))
	switch {
	case n > s.server.config.Size:
		return nil, TooLarge
	case errors.Is(err, smtp.ErrTooLongLine):
		return nil, lineTooLong
	case errors.Is(err, busy):
		return nil, busy
	case err != nil:
		s.server.config.Log.Info("mail broken off", "bytes", n, "err", err)
		return nil, brokenOff
	}
	return raw.Bytes(), nil
}

// deliver hands the mail to the Post. An answer that the Post forgot is not a
// yes.
func (s *session) deliver(raw []byte) []error {
	errs := s.server.post.Deliver(s.server.ctx, Envelope{
		From:  s.from,
		To:    slices.Clone(s.to),
		Peer:  s.wire.peer,
		Hello: s.conn.Hostname(),
		Raw:   raw,
	})
	if len(errs) != len(s.to) {
		errs = slices.Repeat([]error{errors.New("deliver: not one answer for each recipient")}, len(s.to))
	}
	for _, err := range errs {
		if _, named := errors.AsType[Refusal](err); err != nil && !named {
			s.server.config.Log.Error("mail not taken, its sender will try again", "lmtp", s.server.config.LMTP, "err", err)
		}
	}
	return errs
}

// ration counts the memory that a mail takes while it is read and delivered.
type ration struct {
	io.Reader
	left  *atomic.Int64 // of the whole server, in bytes
	taken int64
}

// Read returns busy once the server has taken in too much at a time. It counts
// the room before it is filled: a slow client holds it all the same.
func (m *ration) Read(p []byte) (n int, err error) {
	room := int64(len(p))
	defer func() { m.take(int64(n) - room) }()
	if m.take(room) < 0 {
		return 0, busy
	}
	return m.Reader.Read(p)
}

func (m *ration) take(n int64) (left int64) {
	m.taken += n
	return m.left.Add(-n)
}

func (m *ration) giveBack() { m.left.Add(m.taken) }
