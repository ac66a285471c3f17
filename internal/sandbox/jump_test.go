package sandbox

import (
	"errors"
	"sync"
	"testing"
	"time"
)

// Two jumps at once go as far as one after the other, however they meet.
func TestTwoJumps(t *testing.T) {
	s := open(t, Options{Locale: "fr"})
	before := s.Now()
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() {
			if err := s.Jump(t.Context(), func(now time.Time) time.Time { return now.AddDate(0, 0, 10) }); err != nil {
				t.Error(err)
			}
		})
	}
	both.Wait()
	if gone := s.Now().Sub(before); gone < 19*24*time.Hour || gone > 21*24*time.Hour {
		t.Errorf("the clock went on by %s", gone)
	}
}

// A clock is set to where it stands, or forward.
func TestNoJumpBack(t *testing.T) {
	s := open(t, Options{Locale: "en"})
	if err := s.Jump(t.Context(), func(now time.Time) time.Time { return now.Add(-time.Second) }); !errors.Is(err, ErrPast) {
		t.Errorf("back in time: %v", err)
	}
}
