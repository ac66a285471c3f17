package export_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"toutdoux/internal/export"
	"toutdoux/internal/governance"
	"toutdoux/internal/store"
)

// What is written while mail goes on coming in is of one instant, and whole: it
// is read back, whichever part was written first.
func TestExportBesideTheDaemon(t *testing.T) {
	data := t.TempDir()
	s, err := store.Open(data, store.Options{})
	must(t, err)
	defer s.Close()
	done, stopped := make(chan struct{}), make(chan error, 1)
	busy := make(chan struct{})
	go func() {
		for n := int64(1); ; n++ {
			if err := talk(t, s, n); err != nil {
				stopped <- err
				return
			}
			if n == 20 {
				close(busy)
			}
			select {
			case <-done:
				stopped <- nil
				return
			default:
			}
		}
	}()
	<-busy
	for range 5 {
		beside, err := store.Open(data, store.Options{ReadOnly: true})
		must(t, err)
		folder := filepath.Join(t.TempDir(), "out")
		must(t, export.Whole(t.Context(), beside, time.UTC, "tdc@asso.test", noon, folder))
		must(t, beside.Close())
		register, err := into(t, folder)
		must(t, err)
		report, err := register.Verify(t.Context())
		must(t, err)
		if undecided := int64(report.Mails) - report.Head.Seq; undecided < 0 || undecided > 1 || report.Mails < 20 || len(report.Faults) > 0 {
			t.Errorf("%d mails and %d events of those that were decided: %q", report.Mails, report.Head.Seq, report.Faults)
		}
		wantMembersOfTheLog(t, folder)
		must(t, os.RemoveAll(folder))
	}
	close(done)
	must(t, <-stopped)
}

// wantMembersOfTheLog compares what is for people with what is for programs:
// whoever joined by the log is a member, and nobody else.
func wantMembersOfTheLog(t *testing.T, folder string) {
	t.Helper()
	lines := func(name, of string) (n int) {
		text, err := os.ReadFile(filepath.Join(folder, name))
		must(t, err)
		return strings.Count(string(text), of)
	}
	if joined, members := lines("log.jsonl", `"kind":"joined"`), lines("members.csv", "@asso.test"); joined != members {
		t.Errorf("%d joined by log.jsonl, and members.csv has %d", joined, members)
	}
}

// talk is a mail that comes in and is decided, in two commits: somebody joins.
func talk(t *testing.T, s *store.Store, n int64) error {
	raw := []byte{byte(n), byte(n >> 8)}
	numbers, err := s.Receive(t.Context(), []store.Arrival{{Source: store.LMTP, At: noon, Accepted: noon, Raw: raw, Identity: [32]byte{byte(n), byte(n >> 8)}}})
	if err != nil {
		return err
	}
	b, err := s.Begin(t.Context())
	if err != nil {
		return err
	}
	err = b.Handle(store.Decision{
		Arrival: numbers[0], Outcome: "joined", Request: governance.Request{Kind: governance.KindReply, Arrival: numbers[0], At: noon},
		Records: []governance.Record{{Seq: n, At: noon, Arrival: numbers[0], Event: &governance.Joined{
			Member: int(n), Name: "Alice", Address: governance.Text(fmt.Sprintf("alice%d@asso.test", n)), VotesFrom: noon, Origin: "asked",
		}}},
		Letters: []governance.Letter{{Kind: governance.LetterReceipt, At: noon, Event: n, Arrival: numbers[0], To: []int{1, 2}}},
	})
	if err != nil {
		return err
	}
	return b.Commit()
}
