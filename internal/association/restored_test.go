package association_test

import (
	"fmt"
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"toutdoux/internal/association"
	"toutdoux/internal/config"
	"toutdoux/internal/governance"
	"toutdoux/internal/store"
)

// After a backup was restored, what an operator does before the daemon starts
// is told to the members: only the letters of before are dropped.
func TestRestoredThenCommanded(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "data")
	cfg, err := config.Parse("toutdoux.toml", fmt.Appendf(nil, tended, folder))
	if err != nil {
		t.Fatal(err)
	}
	if err := association.Found(t.Context(), cfg, []association.Founder{{Name: "Alice", Address: "alice@asso.test"}}, time.Now()); err != nil {
		t.Fatal(err)
	}
	world := association.World{Clock: wallClock{}, Log: slog.New(slog.DiscardHandler)}
	open := func() *association.Association {
		t.Helper()
		h, err := association.OpenWithoutPost(t.Context(), cfg, world)
		if err != nil {
			t.Fatal(err)
		}
		return h
	}
	h := open()
	if err := h.Store.SetSetting(t.Context(), store.BackupSetting, "2026-02-02T09:00:00Z"); err != nil { // as a restored one has it
		t.Fatal(err)
	}
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	h = open()
	add := governance.Request{Verb: governance.VerbAddMember, From: "bob@asso.test", Name: "Bob", Reason: "asked by telephone"}
	if err := h.Clerk.Intervene(t.Context(), add); err != nil {
		t.Fatal(err)
	}
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	h = open()
	defer h.Close()
	due, err := h.Store.Due(t.Context(), time.Now().Add(time.Minute), 10)
	if err != nil || len(due) == 0 {
		t.Errorf("%d letters wait to tell of the new member: %v", len(due), err)
	}
}

type wallClock struct{}

func (wallClock) Now() time.Time { return time.Now() }
