package main

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	diff "github.com/google/go-cmp/cmp"

	"toutdoux/internal/association"
	"toutdoux/internal/clerk"
	"toutdoux/internal/config"
	"toutdoux/internal/export"
	"toutdoux/internal/replay"
	"toutdoux/internal/store"
)

// A whole year is exported and imported: it proves itself with the same head,
// is listed the same, and is exported the same, byte for byte.
func TestYearMoves(t *testing.T) {
	folder := t.TempDir()
	lived := liveYear(t)
	cfg := lived.Config
	head, err := lived.Store.Head(t.Context())
	must(t, err)
	first := filepath.Join(folder, "first")
	must(t, export.Whole(t.Context(), lived.Store, cfg.Zone(), cfg.List.Address, time.Now(), first))
	must(t, lived.Close())

	text, err := os.ReadFile(yearFile("toutdoux.toml"))
	must(t, err)
	statutes, err := os.ReadFile(filepath.Join(first, "statutes.toml")) // the members changed some
	must(t, err)
	path := filepath.Join(folder, "toutdoux.toml")
	must(t, os.WriteFile(path, append(bytes.Replace(text, []byte(`"nowhere"`), []byte(`"data"`), 1), statutes...), 0o600))
	run := func(args ...string) string {
		var out bytes.Buffer
		root := newRoot()
		root.SetOut(&out)
		root.SetArgs(append(args, "--config", path))
		must(t, root.ExecuteContext(t.Context()))
		return out.String()
	}
	began := time.Now()
	said := run("import", first)
	t.Logf("%d events are imported in %v", head.Seq, time.Since(began).Round(time.Millisecond))
	if !strings.Contains(said, "a new one was made") {
		t.Error(said)
	}
	second := filepath.Join(folder, "second")
	run("export", second)
	verdict := run("verify")
	cfg, err = config.Load(path)
	must(t, err)
	register, err := store.Open(cfg.Organisation.Data, store.Options{ReadOnly: true})
	must(t, err)
	defer register.Close()
	if again, err := register.Head(t.Context()); err != nil || again != head || head.Seq < 500 || strings.Contains(verdict, "WRONG") {
		t.Errorf("the log ends with %+v and not %+v: %v\n%s", again, head, err, verdict)
	}
	names, err := filepath.Glob(filepath.Join(first, "*"))
	must(t, err)
	for _, name := range names {
		was, err := os.ReadFile(name)
		must(t, err)
		is, err := os.ReadFile(filepath.Join(second, filepath.Base(name)))
		must(t, err)
		switch filepath.Base(name) {
		case "settings.jsonl", "export.json": // the mark of the new key, and when it was exported
			continue
		}
		if d := diff.Diff(strings.Split(string(was), "\n"), strings.Split(string(is), "\n")); d != "" {
			t.Errorf("%s is another: %s", filepath.Base(name), d)
		}
	}
}

// liveYear lets the year's mails come in and its letters leave, as a replay
// does, and keeps the register open.
func liveYear(t *testing.T) *association.Association {
	cfg, err := config.Load(yearFile("toutdoux.toml"))
	must(t, err)
	members, err := readMembers(yearFile("members.csv"))
	must(t, err)
	raw, err := os.ReadFile(yearFile("year.mbox"))
	must(t, err)
	mails, err := replay.ReadMbox(raw)
	must(t, err)
	clock := &calendar{}
	clock.now, err = time.Parse(time.RFC3339, yearBegins)
	must(t, err)
	lived, err := association.Past(t.Context(), cfg, members, clock.now, association.World{Clock: clock, Log: slog.New(slog.DiscardHandler)})
	must(t, err)
	decide := func() {
		for more := true; more; {
			more, err = lived.Clerk.DecidePast(t.Context(), 1)
			must(t, err)
			due, err := lived.Store.Due(t.Context(), clock.now, 1000)
			must(t, err)
			for _, d := range due {
				must(t, lived.Store.Settle(t.Context(), clock.now, []store.Result{{Delivery: d.ID, State: store.Sent, At: clock.now}}, nil))
			}
		}
	}
	for _, m := range mails {
		clock.now = m.At
		must(t, lived.Clerk.KeepPast(t.Context(), []clerk.Past{{At: m.At, Raw: m.Raw}}))
		decide()
	}
	clock.now, err = time.Parse(time.RFC3339, yearEnds)
	must(t, err)
	decide()
	return lived
}

// calendar is a clock that is set by hand.
type calendar struct{ now time.Time }

func (c *calendar) Now() time.Time { return c.now }

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
