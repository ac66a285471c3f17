package store

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"toutdoux/internal/governance"
)

// told is all that a register holds, for another one.
func told(t *testing.T, s *Store, d *Draft) {
	t.Helper()
	must(t, s.Tell(t.Context(), func(story Story) error {
		for k, err := range story.Arrivals {
			must(t, err)
			must(t, d.Keep(k))
		}
		for r, err := range story.Log {
			must(t, err)
			must(t, d.Log(r))
		}
		for decided, err := range story.Decisions {
			must(t, err)
			must(t, d.Decide(decided))
		}
		for o, err := range story.Letters {
			must(t, err)
			must(t, d.Owe(o))
		}
		return nil
	}))
}

func draft(t *testing.T, folder string) *Draft {
	t.Helper()
	d, err := NewDraft(folder)
	must(t, err)
	t.Cleanup(func() { must(t, d.Drop()) })
	return d
}

// A draft is nowhere until it is published, and then a register in which no
// number of a letter is used again and mails of any bytes are as they came.
func TestDraft(t *testing.T) {
	s := open(t, t.TempDir())
	voted(t, s, "parce \xe9 que")
	for _, raw := range []string{"", "\x00\xff", "fin"} {
		a := arrival(raw)
		a.Raw, a.Hello = []byte(raw), "\xe9"
		receive1(t, s, a)
	}
	b, err := s.Begin(t.Context())
	must(t, err)
	must(t, b.Handle(Decision{Outcome: "tick", Request: governance.Request{Kind: governance.KindTick, At: noon},
		Letters: []governance.Letter{{Kind: governance.LetterReceipt, At: noon, To: []int{1}, Whisper: true}}})) // it leaves no row
	must(t, b.Commit())
	due, err := s.Due(t.Context(), noon, 10)
	must(t, err)
	must(t, s.Settle(t.Context(), noon, []Result{{Delivery: due[1].ID, State: Sent, At: noon}}, nil))

	folder := filepath.Join(t.TempDir(), "data")
	d := draft(t, folder)
	told(t, s, d)
	if Exists(folder) {
		t.Error("it is there before it is whole")
	}
	if _, err := NewDraft(folder); !errors.Is(err, ErrLocked) {
		t.Errorf("two at once: %v", err)
	}
	_, err = d.Finish(2, noon)
	must(t, err)
	placed, err := d.Publish()
	if must(t, err); !placed {
		t.Error("it is not in its place")
	}
	if info, err := os.Stat(filepath.Join(folder, fileName)); err != nil || info.Mode().Perm() != 0o600 || len(files(t, folder)) != 2 {
		t.Errorf("%v, %v, beside %d files", info, err, len(files(t, folder)))
	}
	if _, err := NewDraft(folder); err == nil || !strings.Contains(err.Error(), "toutdoux.db is there") {
		t.Errorf("a register that is there: %v", err)
	}
	made := open(t, folder)
	report, err := made.Verify(t.Context())
	if must(t, err); len(report.Faults) > 0 || report.Mails != 4 || report.Texts != 1 {
		t.Errorf("%+v", report)
	}
	for number, want := range []string{"vote", "", "\x00\xff", "fin"} {
		if raw, err := made.Raw(t.Context(), int64(number+1)); err != nil || string(raw) != want {
			t.Errorf("mail %d is %q, %v", number+1, raw, err)
		}
	}
	must(t, decideAll(made, t, vote(2, 2, "")))
	if id, err := made.LetterOf(t.Context(), 2, governance.LetterReceipt); err != nil || id != 3 {
		t.Errorf("the next letter is %d, %v: a number was used again", id, err)
	}
}

// What other servers say may be of any bytes: it is kept so that an export of an
// import is the same again.
func TestWordsOfOthersAreUTF8(t *testing.T) {
	s := open(t, t.TempDir())
	voted(t, s, "parce que")
	a := arrival("dit")
	a.From, a.To, a.Hello, a.Grounds = "a\xe9@x.test", []string{"b\xe9@x.test"}, "caf\xe9\xff", "signed by \xe9"
	must(t, setAside(t, s, receive1(t, s, a), "read \xff"))
	due, err := s.Due(t.Context(), noon, 10)
	must(t, err)
	must(t, s.Settle(t.Context(), noon, []Result{{Delivery: due[0].ID, State: Sent, At: noon, Status: "2\xe9", Error: "d\xe9j\xe0"}}, nil))
	again := func(first any, into any) {
		once, err := json.Marshal(first)
		must(t, err)
		must(t, json.Unmarshal(once, into))
		twice, err := json.Marshal(into)
		must(t, err)
		if diff := cmp.Diff(string(once), string(twice)); diff != "" {
			t.Errorf("(-once +twice)\n%s", diff)
		}
	}
	must(t, s.Tell(t.Context(), func(story Story) error {
		for k, err := range story.Arrivals {
			must(t, err)
			again(k, new(Kept))
		}
		for o, err := range story.Letters {
			must(t, err)
			again(o, new(Owed))
		}
		return nil
	}))
}

// What no register held is refused, and what stands in the way is named.
func TestDraftRefuses(t *testing.T) {
	s := open(t, t.TempDir())
	voted(t, s, "parce que")
	var row *Row
	var kept *Kept
	must(t, s.Tell(t.Context(), func(story Story) error {
		for row, _ = range story.Log {
		}
		for kept, _ = range story.Arrivals {
		}
		return nil
	}))
	change := func(do func(r *Row, k *Kept)) (*Row, *Kept) {
		r, k := *row, *kept
		r.Texts, k.Raw = slices.Clone(row.Texts), slices.Clone(kept.Raw)
		do(&r, &k)
		return &r, &k
	}
	for want, do := range map[string]func(r *Row, k *Kept){
		"not what was received":        func(_ *Row, k *Kept) { k.Raw[0]++ },
		"mail 1: it is not":            func(_ *Row, k *Kept) { k.SHA256 = k.SHA256[:1] },
		"CHECK constraint":             func(_ *Row, k *Kept) { k.State = "dreamt" },
		"NOT NULL":                     func(_ *Row, k *Kept) { k.Identity = nil },
		"numbered from 1":              func(_ *Row, k *Kept) { k.Number = 0 },
		"the one before it is missing": func(r *Row, _ *Kept) { r.Seq = 2 },
		"does not follow":              func(r *Row, _ *Kept) { r.Prev[0]++ },
		"event 1: it is not what":      func(r *Row, _ *Kept) { r.By = 2 },
		"text 0 is not what":           func(r *Row, _ *Kept) { r.Texts[0].Value = "parce" },
		"event 1: text 0 is not":       func(r *Row, _ *Kept) { r.Texts[0].Salt, r.Texts[0].Value = append(r.Texts[0].Salt, "parce "...), "que" },
		"text 0 is missing":            func(r *Row, _ *Kept) { r.Texts = nil },
		"FOREIGN KEY":                  func(r *Row, _ *Kept) { r.Arrival = 7; r.Hash = r.sum() },
	} {
		d := draft(t, t.TempDir())
		r, k := change(do)
		err := d.Keep(k)
		if err == nil {
			err = d.Log(r)
		}
		if !errors.Is(err, ErrAltered) || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
	for _, end := range []string{"", "-wal", "-journal"} {
		folder := t.TempDir()
		must(t, os.WriteFile(filepath.Join(folder, fileName+end), []byte("x"), 0o600))
		if _, err := NewDraft(folder); err == nil || !strings.Contains(err.Error(), fileName+end+" is there") {
			t.Errorf("%s: %v", end, err)
		}
		if diff := cmp.Diff("x", files(t, folder)[fileName+end]); diff != "" {
			t.Error(diff)
		}
	}
}

// What fails once the register is in its place does not undo that, and what
// fails before leaves nothing.
func TestPublishTellsWhatIsThere(t *testing.T) {
	finished := func(folder string) *Draft {
		d, err := NewDraft(folder)
		must(t, err)
		_, err = d.Finish(0, noon)
		must(t, err)
		return d
	}
	folder := t.TempDir()
	d := finished(folder)
	must(t, d.lock.Close()) // it cannot be given up
	if placed, err := d.Publish(); !placed || err == nil || !Exists(folder) {
		t.Errorf("%t, %v; there: %t", placed, err, Exists(folder))
	}
	folder = t.TempDir()
	d = finished(folder)
	must(t, os.Mkdir(filepath.Join(folder, fileName), 0o700)) // in the way
	placed, err := d.Publish()
	if _, left := os.Stat(filepath.Join(folder, draftName)); placed || err == nil || left == nil {
		t.Errorf("%t, %v; left there: %v", placed, err, left)
	}
}

// A draft of any size is written in transactions of a bearable one.
func TestDraftOfManyMails(t *testing.T) {
	d := draft(t, t.TempDir())
	raw := make([]byte, 1<<20)
	sum := sha256.Sum256(raw)
	open := 0
	for n := range int64(40) {
		identity := sha256.Sum256(fmt.Append(nil, n))
		must(t, d.Keep(&Kept{Number: n + 1, Source: LMTP, Identity: identity[:], Size: 1 << 20, SHA256: sum[:], State: MailHandled, Raw: raw}))
		if d.tx != nil {
			open++
		}
	}
	if open != 38 {
		t.Errorf("after %d of 40 mails of a MiB a transaction is open", open)
	}
}

// What an import that was killed has left goes when a register is next opened
// there, for it holds words and addresses.
func TestLeftDraftGoes(t *testing.T) {
	folder := t.TempDir()
	must(t, os.MkdirAll(filepath.Join(folder, draftName), 0o700))
	must(t, os.WriteFile(filepath.Join(folder, draftName, fileName), []byte("alice@example.org"), 0o600))
	open(t, folder)
	if _, err := os.Stat(filepath.Join(folder, draftName)); err == nil {
		t.Error("it is still there")
	}
}
