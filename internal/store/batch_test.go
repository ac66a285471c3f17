package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"toutdoux/internal/governance"

	sqlite3 "github.com/mattn/go-sqlite3"

	"github.com/google/go-cmp/cmp"
)

func TestDecisionIsKept(t *testing.T) {
	folder := t.TempDir()
	s, err := Open(folder, Options{})
	must(t, err)
	d := vote(1, receive1(t, s, arrival("vote")), "parce que")
	must(t, decideAll(s, t, d))
	must(t, s.Close())
	s = open(t, folder)
	request, err := s.Request(t.Context(), 1)
	must(t, err)
	if diff := cmp.Diff(d.Request, request); diff != "" {
		t.Error(diff)
	}
	record, err := s.Event(t.Context(), 1)
	must(t, err)
	if diff := cmp.Diff(d.Records[0], record); diff != "" {
		t.Error(diff)
	}
	if mails, err := s.Waiting(t.Context(), 10); err != nil || len(mails) != 0 {
		t.Errorf("a decided mail waits: %v %v", mails, err)
	}
	if _, err := s.Event(t.Context(), 2); !errors.Is(err, ErrNotFound) {
		t.Errorf("no such event: got %v", err)
	}
	if _, err := s.Request(t.Context(), 2); !errors.Is(err, ErrNotFound) {
		t.Errorf("no such request: got %v", err)
	}
}

// Promise B: whatever the clerk does, a mail is decided once.
func TestMailIsDecidedOnce(t *testing.T) {
	s := open(t, t.TempDir())
	voted(t, s, "")
	if err := decideAll(s, t, vote(2, 1, "")); !errors.Is(err, ErrNotFound) {
		t.Errorf("decided twice: got %v", err)
	}
	if h, err := s.Head(t.Context()); err != nil || h.Seq != 1 {
		t.Errorf("the log ends at %d (%v), want 1", h.Seq, err)
	}
}

func TestEventsLeaveNoGap(t *testing.T) {
	s := open(t, t.TempDir())
	if err := decideAll(s, t, tick(2, 1)); err == nil || !strings.Contains(err.Error(), "next is 1") {
		t.Errorf("got %v", err)
	}
}

// One poisonous mail does not sink the others of its batch.
func TestPoisonInABatch(t *testing.T) {
	s := open(t, t.TempDir())
	for i := range 3 {
		receive1(t, s, arrival(fmt.Sprint(i)))
	}
	b, err := s.Begin(t.Context())
	must(t, err)
	must(t, b.Handle(vote(1, 1, "fine")))
	poison := vote(2, 2, "poison")
	poison.Letters = append(poison.Letters, governance.Letter{Kind: governance.LetterOwner, At: noon, Event: 99})
	if err := b.Handle(poison); err == nil {
		t.Fatal("a letter of no event was taken")
	}
	must(t, b.Aside(2, "poison"))
	must(t, b.Handle(vote(2, 3, "fine too")))
	must(t, b.Commit())
	report, err := s.Verify(t.Context())
	must(t, err)
	due, err := s.Due(t.Context(), noon, 10)
	must(t, err)
	aside, err := s.OldestAside(t.Context())
	must(t, err)
	if report.Head.Seq != 2 || len(report.Faults) > 0 || len(due) != 2 || aside.Number != 2 {
		t.Errorf("got %+v, %d letters, %+v aside", report, len(due), aside)
	}
}

func TestRollbackLeavesNothing(t *testing.T) {
	s := open(t, t.TempDir())
	receive1(t, s, arrival("vote"))
	b, err := s.Begin(t.Context())
	must(t, err)
	must(t, b.Handle(vote(1, 1, "")))
	must(t, b.Rollback())
	if h, err := s.Head(t.Context()); err != nil || h.Seq != 0 {
		t.Errorf("the log ends at %d (%v), want 0", h.Seq, err)
	}
	must(t, decideAll(s, t, vote(1, 1, "")))
}

// Shutting down cancels contexts: a write that began is whole all the same.
func TestCancelledContext(t *testing.T) {
	s := open(t, t.TempDir())
	receive1(t, s, arrival("vote"))
	ctx, cancel := context.WithCancel(t.Context())
	b, err := s.Begin(ctx)
	must(t, err)
	must(t, b.Handle(vote(1, 1, "")))
	cancel()
	must(t, b.Commit())
	if h, err := s.Head(t.Context()); err != nil || h.Seq != 1 {
		t.Errorf("the log ends at %d (%v), want 1", h.Seq, err)
	}
	if _, err := s.Receive(ctx, []Arrival{arrival("late")}); !errors.Is(err, context.Canceled) {
		t.Errorf("a write after the end: got %v", err)
	}
}

// In memory there is one connection: what a batch wrote can be read in it.
func TestMemory(t *testing.T) {
	s, err := Open("", Options{Memory: true, Proofs: proofs})
	must(t, err)
	defer s.Close()
	receive1(t, s, arrival("vote"))
	b, err := s.Begin(t.Context())
	must(t, err)
	must(t, b.Handle(vote(1, 1, "")))
	if _, found, err := s.FindProof(t.Context(), "p1-1"); err != nil || !found {
		t.Errorf("within the batch: %v %v", found, err)
	}
	must(t, b.Commit())
	loaded := 0
	must(t, s.Load(t.Context(), 0, func(governance.Record) error { loaded++; return nil }))
	if loaded != 1 {
		t.Errorf("loaded %d events", loaded)
	}
}

// A full disk, met at each statement in turn: the call fails, nothing of it is
// written, and once there is room the same call succeeds.
func TestDiskFull(t *testing.T) {
	long := governance.Text(strings.Repeat("parce que ", 3000))
	big := arrival("vote")
	big.Raw = []byte(strings.Repeat("x", 50_000))
	steps := []struct {
		name string
		do   func(*Store) error
	}{
		{"receive", func(s *Store) error { _, err := s.Receive(t.Context(), []Arrival{big, arrival("b")}); return err }},
		{"decide", func(s *Store) error { return decideAll(s, t, vote(1, 1, long), tick(2, 500)) }},
		{"snapshot", func(s *Store) error { return s.SaveSnapshot(t.Context(), 1, 1, big.Raw) }},
		{"setting", func(s *Store) error { return s.SetSetting(t.Context(), "zone", string(long)) }},
	}
	s := open(t, t.TempDir())
	for _, step := range steps {
		failures := 0
		for room := 0; ; room++ {
			before := contents(t, s)
			limit(t, s, room)
			err := step.do(s)
			if err == nil {
				break
			}
			failures++
			var full sqlite3.Error
			if !errors.As(err, &full) || full.Code != sqlite3.ErrFull {
				t.Fatalf("%s with %d pages: got %v", step.name, room, err)
			}
			if diff := cmp.Diff(before, contents(t, s)); diff != "" {
				t.Fatalf("%s with %d pages was half-written:\n%s", step.name, room, diff)
			}
		}
		if failures < 3 {
			t.Errorf("%s failed %d times: the disk was not full", step.name, failures)
		}
	}
	report, err := s.Verify(t.Context())
	must(t, err)
	if report.Head.Seq != 501 || len(report.Faults) > 0 {
		t.Errorf("got %+v", report)
	}
}

// limit leaves so many free pages in the database.
func limit(t *testing.T, s *Store, room int) {
	t.Helper()
	var pages int
	must(t, s.writer.QueryRow("PRAGMA page_count").Scan(&pages))
	_, err := s.writer.Exec(fmt.Sprintf("PRAGMA max_page_count = %d", pages+room))
	must(t, err)
}

// contents counts the rows of every table.
func contents(t *testing.T, s *Store) map[string]int {
	t.Helper()
	counts := map[string]int{}
	for _, table := range []string{"mail", "raw", "decision", "event", "text", "letter", "delivery", "snapshot", "setting"} {
		var n int
		must(t, s.reader.QueryRow("SELECT count(*) FROM "+table).Scan(&n))
		counts[table] = n
	}
	return counts
}
