package association

import (
	"context"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"toutdoux/internal/address"
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

// Whom a mail of the mailbox was for is read from its header, however badly that
// is written: what is for the holders of a mandate is not for everyone.
func TestRecipientsInAMailbox(t *testing.T) {
	list, err := address.ParseListAddress("tdc@asso.test", "+")
	if err != nil {
		t.Fatal(err)
	}
	m := &mailbox{a: &Association{List: list, lists: []address.List{list}}}
	for header, want := range map[string]string{
		"To: tdc@asso.test": "tdc@asso.test",
		"To: Liste <TDC+m-4@asso.test>\nCc: bob@asso.test":                                                           "tdc+m-4@asso.test",
		"Delivered-To: tdc+m-4@asso.test\nTo: undisclosed-recipients:;":                                              "tdc+m-4@asso.test",
		"garbage line\nDelivered-To: tdc+m-4@asso.test\nTo: undisclosed-recipients:;":                                "tdc+m-4@asso.test",
		"Delivered-To: tdc+m-4@asso.test\ngarbage line\n and more\nTo: undisclosed-recipients:;":                     "tdc+m-4@asso.test",
		"Delivered-To: <tdc+m-4@asso.test\nTo: undisclosed-recipients:;":                                             "tdc+m-4@asso.test",
		"To: undisclosed-recipients:;\nX-Delivered-To: tdc+m-4@asso.test":                                            "tdc+m-4@asso.test",
		"Received: from a.test by b.test\n\tfor <tdc+m-4@asso.test>; Mon, 2 Feb 2026 09:00:00 +0000\nTo: eve@a.test": "tdc+m-4@asso.test",
		"Delivered-To: tdc@asso.test\nTo: tdc+m-4@asso.test":                                                         "tdc@asso.test tdc+m-4@asso.test",
		"To: undisclosed-recipients:;":                                                                               "tdc@asso.test",
		"To: \"tdc+m-4@asso.test\" <eve@a.test>, tdc@asso.test":                                                      "tdc@asso.test",
		"": "tdc@asso.test",
	} {
		raw := strings.ReplaceAll(header+"\n\nDelivered-To: tdc+m-9@asso.test\n", "\n", "\r\n")
		if got := m.recipients([]byte(raw)); !slices.Equal(got, strings.Fields(want)) {
			t.Errorf("%q is for %q, want %q", header, got, want)
		}
	}
}
