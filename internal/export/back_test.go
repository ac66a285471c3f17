package export_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"toutdoux/internal/export"
	"toutdoux/internal/governance"
	"toutdoux/internal/store"
)

var noon = time.Date(2026, 2, 10, 12, 0, 0, 0, time.UTC)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// said is the export of a register in which somebody said that, by a mail whose
// server could not spell.
func said(t *testing.T, words governance.Text) (folder string) {
	t.Helper()
	s, err := store.Open(t.TempDir(), store.Options{})
	must(t, err)
	defer s.Close()
	_, err = s.Receive(t.Context(), []store.Arrival{{Source: store.LMTP, At: noon, Accepted: noon, Hello: "caf\xe9", Raw: []byte("a\r\nFrom b\n\x00\xff")}})
	must(t, err)
	b, err := s.Begin(t.Context())
	must(t, err)
	must(t, b.Handle(store.Decision{
		Arrival: 1, Outcome: "talk", Request: governance.Request{Kind: governance.KindReply, Arrival: 1, At: noon},
		Records: []governance.Record{{Seq: 1, At: noon, Arrival: 1, By: 1, Event: &governance.Posted{Member: 1, Words: words}}},
	}))
	must(t, b.Commit())
	folder = filepath.Join(t.TempDir(), "out")
	must(t, export.Whole(t.Context(), s, time.UTC, "tdc@asso.test", noon, folder))
	return folder
}

func into(t *testing.T, folder string) (*store.Store, error) {
	t.Helper()
	from, err := export.Open(folder)
	must(t, err)
	d, err := store.NewDraft(t.TempDir())
	must(t, err)
	t.Cleanup(func() { must(t, d.Drop()) })
	if err := from.Into(t.Context(), d); err != nil {
		return nil, err
	}
	return d.Finish(from.Letter, from.Since)
}

// Words come back as they were sealed, and mails as they came, also where they
// are no UTF-8.
func TestWordsComeBack(t *testing.T) {
	for _, words := range []governance.Text{"parce que <b> & \u2028 \"", "d\xe9sol\xe9", "\x00\xff"} {
		register, err := into(t, said(t, words))
		must(t, err)
		report, err := register.Verify(t.Context())
		must(t, err)
		event, err := register.Event(t.Context(), 1)
		if got := event.Event.(*governance.Posted).Words; err != nil || got != words || len(report.Faults) > 0 || report.Texts != 1 || report.Mails != 1 {
			t.Errorf("%q came back as %q: %v %+v", words, got, err, report)
		}
	}
}

// What is broken is named with its file and line.
func TestBrokenLines(t *testing.T) {
	for want, change := range map[string]func(text string) string{
		"log.jsonl, line 1: there is more than one thing on it": func(text string) string {
			return strings.Replace(text, "\n", strings.TrimSpace(text)+"\n", 1)
		},
		"log.jsonl, line 2: event 1: the one before it is missing": func(text string) string { return text + text },
		"log.jsonl, line 1: it is broken (unexpected EOF)":         func(text string) string { return text[:len(text)/2] },
		"log.jsonl, line 1: it is broken (EOF)":                    func(text string) string { return "\n" + text },
		`log.jsonl, line 1: event 1: "ab" is no hash`: func(text string) string {
			return text[:strings.Index(text, `"hash":"`)+8] + "ab" + text[strings.Index(text, `"hash":"`)+8+64:]
		},
		"log.jsonl: a line is gone, or another": func(text string) string { return strings.TrimSpace(text) },
	} {
		folder := said(t, "parce que")
		path := filepath.Join(folder, "log.jsonl")
		text, err := os.ReadFile(path)
		must(t, err)
		must(t, os.WriteFile(path, []byte(change(string(text))), 0o600))
		if _, err := into(t, folder); !errors.Is(err, store.ErrAltered) || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}
