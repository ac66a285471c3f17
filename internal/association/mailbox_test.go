package association

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

// A mailbox whose reading does not end keeps the program from its end for a few
// seconds only.
func TestClosingAMailboxThatHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m, free := &mailbox{}, make(chan struct{})
		defer close(free)
		stopped, stop := context.WithCancel(t.Context())
		m.stop = stop
		m.done.Go(func() { <-free })
		began := time.Now()
		if err := m.close(); err == nil {
			t.Error("it is said to have ended")
		}
		if took := time.Since(began); took > closeTime || stopped.Err() == nil {
			t.Errorf("it took %v, and is told to stop: %v", took, stopped.Err())
		}
	})
}
