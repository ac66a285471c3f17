package clerk_test

import (
	"context"
	"database/sql"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	_ "github.com/mattn/go-sqlite3"

	"toutdoux/internal/address"
	"toutdoux/internal/clerk"
	"toutdoux/internal/governance"
	"toutdoux/internal/intake"
	"toutdoux/internal/mailtest"
	"toutdoux/internal/store"
	"toutdoux/internal/trust"
)

// office is a clerk's, on a register of its own in a folder of the test's.
type office struct {
	t       testing.TB
	folder  string
	clerk   *clerk.Clerk
	changes atomic.Int64
}

type wall struct{}

func (wall) Now() time.Time { return time.Now() }

// open founds an association of Alice, Bob and Carol.
func open(t testing.TB) *office {
	t.Helper()
	o := &office{t: t, folder: t.TempDir()}
	register := o.register()
	now := time.Now().UTC().Truncate(time.Second)
	var founders []governance.Founder
	for _, name := range []string{"alice", "bob", "carol"} {
		founders = append(founders, governance.Founder{Name: name, Address: name + "@asso.test", VotesFrom: now})
	}
	b, err := register.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	err = b.Handle(store.Decision{
		Request: governance.Request{Kind: governance.KindIntervention, At: now},
		Records: governance.Found(governance.New(time.UTC), governance.DefaultStatutes(), founders, now),
	})
	if err == nil {
		err = b.Commit()
	}
	if err != nil {
		t.Fatal(err)
	}
	o.sit(register, slog.DiscardHandler)
	return o
}

func (o *office) register() *store.Store {
	o.t.Helper()
	keys := address.Keys{Current: address.Key{1}}
	register, err := store.Open(o.folder, store.Options{Proofs: func(letter int64, member int) (reply, bounce string) {
		return keys.Proof(address.Reply, letter, int64(member)), keys.Proof(address.Bounce, letter, int64(member))
	}})
	if err != nil {
		o.t.Fatal(err)
	}
	o.t.Cleanup(func() { register.Close() })
	return register
}

// sit opens the clerk.
func (o *office) sit(register *store.Store, log slog.Handler) {
	o.t.Helper()
	list, err := address.ParseListAddress("tdc@asso.test", "+")
	if err != nil {
		o.t.Fatal(err)
	}
	o.clerk, err = clerk.Open(o.t.Context(), clerk.Office{
		Store: register, Reader: intake.Reader{Lists: []address.List{list}}, List: list, Zone: time.UTC, Clock: wall{},
		Policy: trust.Policy{AuthservID: "mx.asso.test"}, Keys: address.Keys{Current: address.Key{1}},
		Changed: func(time.Time) { o.changes.Add(1) }, Log: slog.New(log),
	})
	if err != nil {
		o.t.Fatal(err)
	}
}

// post is a mail of a member's, which our boundary vouches for.
func post(n int, who, subject, body string) clerk.Mail {
	return clerk.Mail{Source: store.LMTP, From: fmt.Sprintf("%d@client.test", n), To: []string{"tdc@asso.test"}, Raw: mailtest.Mail{
		From: who + "@asso.test", To: "tdc@asso.test", Subject: subject, ID: fmt.Sprintf("<%d@client.test>", n), Body: body,
		Header: []string{"Authentication-Results: mx.asso.test; dmarc=pass header.from=asso.test"},
	}.Bytes()}
}

// beside opens the register's database behind the clerk's back.
func (o *office) beside() *sql.DB {
	o.t.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(o.folder, "toutdoux.db")+"?mode=ro&_busy_timeout=5000")
	if err != nil {
		o.t.Fatal(err)
	}
	o.t.Cleanup(func() { db.Close() })
	return db
}

// commits counts the commits in the write-ahead log: its frames whose header
// gives the size of the database (SQLite file format, section 4.1).
func (o *office) commits() int {
	o.t.Helper()
	wal, err := os.ReadFile(filepath.Join(o.folder, "toutdoux.db-wal"))
	if err != nil {
		o.t.Fatal(err)
	}
	page := int(binary.BigEndian.Uint32(wal[8:]))
	n := 0
	for at := 32; at+24 <= len(wal); at += 24 + page {
		if binary.BigEndian.Uint32(wal[at+4:]) > 0 {
			n++
		}
	}
	return n
}

// Mails that come at once share a commit, and each sender hears of theirs only
// once it is written.
func TestManyAtOnceShareCommits(t *testing.T) {
	o := open(t)
	db := o.beside()
	reader, err := db.BeginTx(t.Context(), nil) // it sees all commits, since the log cannot be rewound beneath it
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Rollback()
	var n int
	if err := reader.QueryRow("SELECT count(*) FROM mail").Scan(&n); err != nil {
		t.Fatal(err)
	}
	before := o.commits()
	const mails = 500
	var all sync.WaitGroup
	start := make(chan bool)
	for i := range mails {
		all.Go(func() {
			<-start
			m := post(i, "bob", "Bonjour", fmt.Sprintf("Message %d.\n", i))
			if err := o.clerk.Receive(t.Context(), m); err != nil {
				t.Error(err)
			}
			var kept int
			if err := db.QueryRow("SELECT count(*) FROM mail WHERE sender = ?", m.From).Scan(&kept); err != nil || kept != 1 {
				t.Errorf("mail %d is acknowledged, and the register holds %d of it: %v", i, kept, err)
			}
		})
	}
	close(start)
	all.Wait()
	if err := o.clerk.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := o.commits() - before; n > mails/5 {
		t.Errorf("%d mails took %d commits", mails, n)
	}
	if err := db.QueryRow("SELECT count(*) FROM mail WHERE outcome = 'talk'").Scan(&n); err != nil || n != mails {
		t.Errorf("%d mails are decided, want %d: %v", n, mails, err)
	}
}

// A bug that panics costs one mail, which is set aside and run again once it is
// mended.
func TestPanicSetsOneMailAside(t *testing.T) {
	o := open(t)
	o.reopen(clumsy{slog.DiscardHandler}) // which panics at the decision on mail 2
	for i, m := range []clerk.Mail{
		post(1, "alice", "Bonjour", "Un mot.\n"), post(2, "bob", "[EXTRA] Adhérer", "Coût : 60 €\n"), post(3, "carol", "Bonsoir", "Un autre.\n"),
	} {
		if err := o.clerk.Receive(t.Context(), m); err != nil {
			t.Fatalf("mail %d: %v", i, err)
		}
	}
	o.wantFates("talk", "aside", "talk")
	o.clerk.View(func(s *governance.State) {
		if len(s.Actions) != 0 {
			t.Errorf("half a decision stays: %d actions", len(s.Actions))
		}
	})
	o.reopen(slog.DiscardHandler)
	if err := o.clerk.Retry(t.Context(), 2); err != nil {
		t.Fatal(err)
	}
	o.wantFates("talk", "proposed", "talk")
	if err := o.clerk.Stuck(); err != nil {
		t.Error(err)
	}
}

// clumsy is a log that panics when mail 2 is decided, within the decision.
type clumsy struct{ slog.Handler }

func (clumsy) Enabled(context.Context, slog.Level) bool { return true }

func (clumsy) Handle(_ context.Context, r slog.Record) error {
	r.Attrs(func(a slog.Attr) bool {
		if r.Message == "decided" && a.Key == "mail" && a.Value.Int64() == 2 {
			panic("a bug")
		}
		return true
	})
	return nil
}

// reopen starts again with another log.
func (o *office) reopen(log slog.Handler) {
	o.t.Helper()
	if err := o.clerk.Close(o.t.Context()); err != nil {
		o.t.Fatal(err)
	}
	if err := o.clerk.Store.Close(); err != nil {
		o.t.Fatal(err)
	}
	o.sit(o.register(), log)
}

// wantFates waits until all is decided, and checks what became of the mails.
func (o *office) wantFates(want ...string) {
	o.t.Helper()
	if err := o.clerk.Close(context.Background()); err != nil {
		o.t.Fatal(err)
	}
	db := o.beside()
	for i, fate := range want {
		var got string
		err := db.QueryRow("SELECT CASE state WHEN 'handled' THEN outcome ELSE state END FROM mail WHERE number = ?", i+1).Scan(&got)
		if err != nil || got != fate {
			o.t.Errorf("mail %d ended as %q, want %q: %v", i+1, got, fate, err)
		}
	}
}

// A snapshot gives the same state as the log.
func TestSnapshotIsTheLog(t *testing.T) {
	o := open(t)
	o.clerk.Work(t.Context())
	if err := o.clerk.Receive(t.Context(), post(1, "bob", "[EXTRA] Adhérer", "Coût : 60 €\n")); err != nil {
		t.Fatal(err)
	}
	o.wantFates("proposed")
	whole, err := clerk.ReadState(t.Context(), o.clerk.Store, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	if err := o.clerk.Store.SaveSnapshot(t.Context(), whole.Seq, 1, written(t, whole)); err != nil {
		t.Fatal(err)
	}
	if err := o.clerk.Receive(t.Context(), post(2, "carol", "Re: #1", "Contre.\n")); err != nil {
		t.Fatal(err)
	}
	o.wantFates("proposed", "counted")
	var live []byte
	o.clerk.View(func(s *governance.State) { live = written(t, s) })
	after, err := clerk.ReadState(t.Context(), o.clerk.Store, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	if got := written(t, after); string(got) != string(live) || after.Tally(after.Action(1)) != (governance.Tally{Electorate: 3, Against: 1}) {
		t.Errorf("from the snapshot:\n%s\nlive:\n%s", got, live)
	}
}

func written(t *testing.T, s *governance.State) []byte {
	t.Helper()
	text, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// BenchmarkReceive counts accepted mails a second, with 50 senders at once and
// every mail on the disk before it is acknowledged.
func BenchmarkReceive(b *testing.B) {
	o := open(b)
	var n atomic.Int64
	b.SetParallelism(25)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			i := int(n.Add(1))
			if err := o.clerk.Receive(b.Context(), post(i, "bob", "Bonjour", "Un mot.\n")); err != nil {
				b.Error(err)
			}
		}
	})
	if err := o.clerk.Close(b.Context()); err != nil {
		b.Error(err)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "mails/s")
}
