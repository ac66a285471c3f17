package store

import (
	"bytes"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestMailComesBackAsReceived(t *testing.T) {
	folder := t.TempDir()
	s, err := Open(folder, Options{})
	must(t, err)
	want := arrival("hello")
	want.Accepted, want.Proven, want.Grounds = noon.Add(time.Minute), true, "a DKIM signature of example.org holds"
	receive1(t, s, want)
	receive1(t, s, Arrival{Source: IMAP, At: noon, Accepted: noon})
	must(t, s.Close())
	mails, err := open(t, folder).Waiting(t.Context(), 10)
	must(t, err)
	want.MessageID = "" // a hash of it is kept
	if len(mails) != 2 {
		t.Fatalf("got %d mails", len(mails))
	}
	if diff := cmp.Diff(Mail{Arrival: want, Number: 1}, mails[0]); diff != "" {
		t.Error(diff)
	}
	if len(mails[1].Raw) != 0 || len(mails[1].To) != 0 || mails[1].Proven {
		t.Errorf("the empty mail came back as %+v", mails[1])
	}
}

// Whatever is redelivered, by whom and how often, is one mail.
func TestSameMailAThousandTimes(t *testing.T) {
	s := open(t, t.TempDir())
	var group sync.WaitGroup
	for client := range 4 {
		group.Go(func() {
			for i := range 250 {
				a := arrival("vote")
				a.At = noon.Add(time.Duration(client*250+i) * time.Second)
				a.Raw = fmt.Appendf(nil, "Received: %d\r\nvote", i)
				if _, err := s.Receive(t.Context(), []Arrival{a}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	mails, err := s.Waiting(t.Context(), 10)
	must(t, err)
	var repeats int
	must(t, s.reader.QueryRow("SELECT sum(repeats) FROM mail").Scan(&repeats))
	if len(mails) != 1 || repeats != 999 {
		t.Errorf("got %d mails and %d repeats", len(mails), repeats)
	}
}

func TestFirstInstantStays(t *testing.T) {
	s := open(t, t.TempDir())
	first, again := arrival("vote"), arrival("vote")
	again.At = noon.Add(-time.Hour)
	numbers, err := s.Receive(t.Context(), []Arrival{first, again})
	must(t, err)
	if diff := cmp.Diff([]int64{1, 1}, numbers); diff != "" {
		t.Error(diff)
	}
	mails, err := s.Waiting(t.Context(), 10)
	must(t, err)
	if len(mails) != 1 || !mails[0].At.Equal(noon) {
		t.Errorf("got %+v", mails)
	}
}

func TestSameMessageIDWithAnotherBody(t *testing.T) {
	s := open(t, t.TempDir())
	other := arrival("contre")
	other.MessageID = arrival("pour").MessageID
	nameless, nameless2 := arrival("a"), arrival("b")
	nameless.MessageID, nameless2.MessageID = "", ""
	numbers, err := s.Receive(t.Context(), []Arrival{arrival("pour"), other, nameless, nameless2})
	must(t, err)
	if diff := cmp.Diff([]int64{1, 2, 3, 4}, numbers); diff != "" {
		t.Error(diff)
	}
	var twins []int64
	must(t, s.Mails(t.Context(), false, func(e Entry) error {
		twins = append(twins, e.Twin)
		return nil
	}))
	if diff := cmp.Diff([]int64{0, 1, 0, 0}, twins); diff != "" {
		t.Error(diff)
	}
}

// Whatever the order of arrival, mails are decided in the order of their
// instants, and of their numbers within a second.
func TestWaitingInOrder(t *testing.T) {
	s := open(t, t.TempDir())
	next := 0
	rapid.Check(t, func(r *rapid.T) {
		var arrivals []Arrival
		for range rapid.IntRange(1, 8).Draw(r, "n") {
			next++
			a := arrival(fmt.Sprint("mail ", next))
			a.At = noon.Add(time.Duration(rapid.IntRange(-3, 3).Draw(r, "second")) * time.Second)
			arrivals = append(arrivals, a)
		}
		if _, err := s.Receive(t.Context(), arrivals); err != nil {
			r.Fatal(err)
		}
		mails, err := s.Waiting(t.Context(), 1000)
		if err != nil || len(mails) != min(next, 1000) {
			r.Fatalf("%d mails, %v; want %d", len(mails), err, next)
		}
		for i := range mails[1:] {
			a, b := mails[i], mails[i+1]
			if b.At.Before(a.At) || b.At.Equal(a.At) && b.Number <= a.Number {
				r.Fatalf("%d at %v comes after %d at %v", b.Number, b.At, a.Number, a.At)
			}
		}
	})
}

func TestWaitingBoundsMemory(t *testing.T) {
	s := open(t, t.TempDir())
	for i := range 4 {
		a := arrival(fmt.Sprint(i))
		a.Raw = make([]byte, 100_000)
		receive1(t, s, a)
	}
	for _, c := range []struct{ bytes, mails int }{{1, 1}, {150_000, 2}, {WaitingBytes, 4}} {
		if mails, err := s.waiting(t.Context(), 10, c.bytes); err != nil || len(mails) != c.mails {
			t.Errorf("within %d bytes: got %d mails (%v), want %d", c.bytes, len(mails), err, c.mails)
		}
	}
}

func TestMailSetAside(t *testing.T) {
	s := open(t, t.TempDir())
	receive1(t, s, arrival("poison"))
	if _, err := s.OldestAside(t.Context()); !errors.Is(err, ErrNotFound) {
		t.Errorf("none is aside: got %v", err)
	}
	must(t, setAside(t, s, 1, "it panics"))
	if err := setAside(t, s, 1, "again"); !errors.Is(err, ErrNotFound) {
		t.Errorf("set aside twice: got %v", err)
	}
	aside, err := s.OldestAside(t.Context())
	must(t, err)
	if diff := cmp.Diff(SetAside{Number: 1, At: noon, Problem: "it panics"}, aside); diff != "" {
		t.Error(diff)
	}
	if mails, err := s.Waiting(t.Context(), 10); err != nil || len(mails) != 0 {
		t.Errorf("it still waits: %v %v", mails, err)
	}
	must(t, s.Retry(t.Context(), 1))
	mails, err := s.Waiting(t.Context(), 10)
	must(t, err)
	if len(mails) != 1 || !mails[0].At.Equal(noon) || mails[0].Problem != "it panics" {
		t.Errorf("run again: got %+v", mails)
	}
}

// Retention: the words go, the hash stays, and what is not handled yet is kept.
func TestPurge(t *testing.T) {
	s := open(t, t.TempDir())
	voted(t, s, "")
	receive1(t, s, arrival("waiting"))
	young := arrival("young")
	young.At, young.Accepted = time.Date(1971, 1, 1, 0, 0, 0, 0, time.UTC), noon.Add(time.Hour) // a mailbox may say any date
	must(t, decideAll(s, t, vote(2, receive1(t, s, young), "")))
	purged, err := s.PurgeRaw(t.Context(), noon.Add(time.Minute))
	must(t, err)
	if purged != 1 {
		t.Errorf("purged %d mails, want 1", purged)
	}
	if _, err := s.Raw(t.Context(), 1); !errors.Is(err, ErrGone) {
		t.Errorf("purged mail: got %v", err)
	}
	if _, err := s.Raw(t.Context(), 9); !errors.Is(err, ErrNotFound) {
		t.Errorf("no such mail: got %v", err)
	}
	if raw, err := s.Raw(t.Context(), 3); err != nil || !bytes.Equal(raw, young.Raw) {
		t.Errorf("young mail: got %q, %v", raw, err)
	}
	report, err := s.Verify(t.Context())
	must(t, err)
	if report.Purged != 1 || report.Mails != 2 || len(report.Faults) > 0 {
		t.Errorf("got %+v", report)
	}
	if receive1(t, s, arrival("vote")) > 3 {
		t.Error("a purged mail that comes again counts as new")
	}
}
