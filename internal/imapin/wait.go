package imapin

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/emersion/go-imap/v2"
)

// wait waits until the mailbox is to be looked at again: the server says that
// something came, somebody asks, or a while has passed. A connection that died
// without a word is found out then, by the answer that does not come.
func (s *session) wait(ctx context.Context) error {
	if !s.caps.Has(imap.CapIdle) {
		return s.pause(ctx, pollBlind)
	}
	s.line.expect(poll + silence)
	idle, err := s.client.Idle()
	if err != nil {
		return fmt.Errorf("wait for mail: %w", err)
	}
	waited := s.pause(ctx, poll)
	s.line.expect(silence)
	if err := idle.Close(); err != nil {
		return fmt.Errorf("wait for mail: %w", err)
	}
	if err := idle.Wait(); err != nil {
		return fmt.Errorf("wait for mail: %w", err)
	}
	return waited
}

// errLost is a connection that the server ended.
var errLost = errors.New("the server closed the connection")

// pause is a wait of at most d.
func (s *session) pause(ctx context.Context, d time.Duration) error {
	late := time.NewTimer(d)
	defer late.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-s.client.Closed():
		return errLost
	case <-s.news:
	case <-s.woken:
	case <-late.C:
	}
	return nil
}
