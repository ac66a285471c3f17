package store

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"toutdoux/internal/governance"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestLogIsAppendOnly(t *testing.T) {
	s := open(t, t.TempDir())
	voted(t, s, "parce que")
	for _, statement := range []string{
		"UPDATE event SET body = '{}'", "UPDATE event SET seq = 2", "DELETE FROM event", "REPLACE INTO event SELECT * FROM event",
		"UPDATE decision SET request = '{}'", "UPDATE decision SET arrival = NULL", "DELETE FROM decision", "REPLACE INTO decision SELECT * FROM decision",
	} {
		if _, err := s.writer.Exec(statement); err == nil {
			t.Errorf("%s was done", statement)
		}
	}
}

// Somebody with the file and a tool can change it, not unseen.
func TestTamperingShows(t *testing.T) {
	cases := []struct{ name, statement, fault string }{
		{"a choice", `UPDATE event SET body = replace(body, 'for', 'against') WHERE seq = 1`, "event 1: it is not what was written"},
		{"an instant", `UPDATE event SET at = at + 1 WHERE seq = 2`, "event 2: it is not what was written"},
		{"an author", `UPDATE event SET author = 2 WHERE seq = 1`, "event 1: it is not what was written"},
		{"a row", `DELETE FROM text; DELETE FROM letter; DELETE FROM event WHERE seq = 1`, "event 2: the one before it is missing"},
		{"a link", `UPDATE event SET prev = zeroblob(32) WHERE seq = 2`, "event 2: it does not follow the one before it"},
		{"a kind", `UPDATE event SET kind = 'nothing' WHERE seq = 1`, "event 1: it is not what was written"},
		{"a reason", `UPDATE text SET value = 'autre chose'`, "event 1: text 0 is not what was written"},
		{"a salt", `UPDATE text SET salt = zeroblob(16)`, "event 1: text 0 is not what was written"},
		{"a text", `DELETE FROM text`, "event 1: text 0 is missing"},
		{"a mail", `UPDATE raw SET bytes = CAST('CONTRE' AS BLOB)`, "mail 1: it is not what was received"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := open(t, t.TempDir())
			voted(t, s, "parce que")
			must(t, decideAll(s, t, tick(2, 2)))
			_, err := s.writer.Exec("DROP TRIGGER event_stays; DROP TRIGGER event_remains; PRAGMA foreign_keys = OFF; " + c.statement)
			must(t, err)
			report, err := s.Verify(t.Context())
			must(t, err)
			if len(report.Faults) == 0 || report.Faults[0] != c.fault {
				t.Errorf("got %q, want %q first", report.Faults, c.fault)
			}
		})
	}
}

// Anybody can recompute the chain from the schema's comment.
func TestHashIsTheDocumentedOne(t *testing.T) {
	row := Row{Seq: 1, At: 1770724800, Arrival: 5, By: 2, Kind: "voted", Version: 1, Body: []byte(`{"action":12}`)}
	// printf '%064d\n1\n1770724800\n5\n2\nvoted\n1\n{"action":12}' 0 | sha256sum
	const want = "2b6694887db0c8b5de0350fed65f3f62aa882ee38f00dc40b5e394ada900cd01"
	if got := fmt.Sprintf("%x", row.sum()); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// Whatever happened, what is loaded is what was written, and it verifies.
func TestLogRoundTrip(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s, err := Open("", Options{Memory: true})
		must(t, err)
		defer s.Close()
		want := []governance.Record{}
		for i, e := range rapid.SliceOfN(anyEvent(), 1, 600).Draw(r, "events") {
			want = append(want, governance.Record{Seq: int64(i + 1), At: noon.Add(time.Duration(i) * time.Second), By: i % 3, Event: e})
		}
		cut := rapid.IntRange(0, len(want)).Draw(r, "cut")
		for _, part := range [][]governance.Record{want[:cut], want[cut:]} {
			d := tick(1, 0)
			d.Records = part
			if err := decideAll(s, t, d); err != nil {
				r.Fatal(err)
			}
		}
		after := rapid.IntRange(0, len(want)).Draw(r, "after")
		got := []governance.Record{}
		err = s.Load(t.Context(), int64(after), func(r governance.Record) error { got = append(got, r); return nil })
		if diff := cmp.Diff(want[after:], got); err != nil || diff != "" {
			r.Fatalf("%v\n%s", err, diff)
		}
		report, err := s.Verify(t.Context())
		if err != nil || len(report.Faults) > 0 || report.Head.Seq != int64(len(want)) {
			r.Fatalf("%+v %v", report, err)
		}
	})
}

func anyEvent() *rapid.Generator[governance.Event] {
	text := rapid.Map(rapid.String(), func(s string) governance.Text { return governance.Text(strings.ToValidUTF8(s, "")) })
	member := rapid.IntRange(1, 50)
	return rapid.OneOf(
		rapid.Custom(func(r *rapid.T) governance.Event {
			return &governance.Joined{Member: member.Draw(r, "m"), Name: text.Draw(r, "name"), Address: text.Draw(r, "address"), VotesFrom: noon, Origin: "asked"}
		}),
		rapid.Custom(func(r *rapid.T) governance.Event {
			return &governance.Posted{Member: member.Draw(r, "m"), Subject: text.Draw(r, "subject"), Words: text.Draw(r, "words"), MessageID: text.Draw(r, "id")}
		}),
		rapid.Custom(func(r *rapid.T) governance.Event {
			return &governance.Voted{Action: 1, Member: member.Draw(r, "m"), Choice: governance.Blank, Reason: text.Draw(r, "reason"), Rank: noon}
		}),
		rapid.Just[governance.Event](&governance.Ignored{Why: governance.WhyLoop}),
	)
}

func TestLoadStopsAtAnError(t *testing.T) {
	s := open(t, t.TempDir())
	must(t, decideAll(s, t, tick(1, 3*loadAhead)))
	stop, seen := errors.New("stop"), 0
	err := s.Load(t.Context(), 0, func(r governance.Record) error {
		if seen++; r.Seq == 2 {
			return stop
		}
		return nil
	})
	if !errors.Is(err, stop) || seen != 2 {
		t.Errorf("got %v after %d events", err, seen)
	}
}

// A snapshot of another log, or another form, is never believed.
func TestSnapshot(t *testing.T) {
	s := open(t, t.TempDir())
	must(t, decideAll(s, t, tick(1, 4)))
	if seq, _, err := s.Snapshot(t.Context(), 1); err != nil || seq != 0 {
		t.Errorf("without any: got %d, %v", seq, err)
	}
	for seq := int64(1); seq <= 3; seq++ {
		must(t, s.SaveSnapshot(t.Context(), seq, 1, fmt.Append(nil, "state ", seq)))
	}
	if err := s.SaveSnapshot(t.Context(), 5, 1, nil); !errors.Is(err, ErrNotFound) {
		t.Errorf("beyond the log: got %v", err)
	}
	expect := func(version int, wantSeq int64, wantBody string) {
		t.Helper()
		seq, body, err := s.Snapshot(t.Context(), version)
		must(t, err)
		if seq != wantSeq || string(body) != wantBody {
			t.Errorf("version %d: got %d, %q; want %d, %q", version, seq, body, wantSeq, wantBody)
		}
	}
	expect(1, 3, "state 3")
	expect(2, 0, "")
	_, err := s.writer.Exec("UPDATE snapshot SET hash = zeroblob(32) WHERE seq = 3")
	must(t, err)
	expect(1, 2, "state 2")
	if n := contents(t, s)["snapshot"]; n != 2 {
		t.Errorf("%d snapshots are kept, want 2", n)
	}
}

// The digest reads what is news among much that is not: each event comes with
// its own texts, whatever texts stand between.
func TestBetween(t *testing.T) {
	s := open(t, t.TempDir())
	d := tick(1, 6)
	for i, e := range []governance.Event{
		&governance.Posted{Member: 1, Subject: "un", Words: "un"}, &governance.Voted{Action: 1, Member: 1, Choice: governance.For, Reason: "entre"},
		&governance.Posted{Member: 2, Subject: "deux", Words: "deux"}, &governance.VotingBegan{Member: 1},
		&governance.Renamed{Member: 3, Name: "trois"}, &governance.Posted{Member: 2, Subject: "quatre", Words: "quatre"},
	} {
		d.Records[i].Event = e
	}
	must(t, decideAll(s, t, d))
	got, err := s.Between(t.Context(), 1, 6, []string{"posted", "renamed"})
	must(t, err)
	if diff := cmp.Diff([]governance.Record{d.Records[2], d.Records[4]}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
