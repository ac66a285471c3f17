package clerk_test

import (
	"bytes"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"toutdoux/internal/address"
	"toutdoux/internal/clerk"
	"toutdoux/internal/governance"
	"toutdoux/internal/intake"
	"toutdoux/internal/mailtest"
	"toutdoux/internal/store"
)

// zeros are salts that are the same each time.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// secretary is a clerk whose letters leave as soon as they are owed.
type secretary struct {
	*clerk.Clerk
	t      *testing.T
	folder string
	clock  *stopped
	mails  int
	keys   address.Keys
	log    bytes.Buffer
}

func newSecretary(t *testing.T) *secretary {
	s := &secretary{t: t, folder: t.TempDir(), clock: &stopped{time.Date(2026, 2, 3, 9, 0, 0, 0, time.UTC)}, keys: address.Keys{Current: address.Key{1}}}
	options := store.Options{Random: zeros{}, Proofs: func(letter int64, member int) (string, string) {
		return s.keys.Proof(address.Reply, letter, int64(member)), s.keys.Proof(address.Bounce, letter, int64(member))
	}}
	s.Clerk = deskIn(t, s.folder, options, s.clock, "alice", "bobby", "carol", "david", "ellen", "frank")
	s.Log = slog.New(slog.NewTextHandler(&s.log, &slog.HandlerOptions{ReplaceAttr: untimed}))
	return s
}

// untimed leaves out when a line was written.
func untimed(_ []string, a slog.Attr) slog.Attr {
	if a.Key == slog.TimeKey {
		return slog.Attr{}
	}
	return a
}

// mark stands in every mail that must be forgotten: all but Alice's.
const mark = "X-Marked: by the test"

// writes keeps a mail a minute later, decides it, and lets the letters leave.
func (s *secretary) writes(who, subject, body string, proven bool) {
	s.t.Helper()
	s.clock.now = s.clock.now.Add(time.Minute)
	s.mails++
	mail := mailtest.Mail{From: who + "@asso.test", To: "tdc@asso.test", Subject: subject, ID: fmt.Sprintf("<%d@%s.test>", s.mails, who), Body: body}
	if who != "alice" {
		mail.Header = []string{mark}
	}
	raw := mail.Bytes()
	_, err := s.Store.Receive(s.t.Context(), []store.Arrival{{
		Source: store.LMTP, At: s.clock.now, Accepted: s.clock.now, From: who + "@asso.test", To: []string{"tdc@asso.test"}, Hello: who + ".test",
		Raw: raw, Proven: proven, Grounds: "DKIM of " + who, Identity: intake.Identity(raw), MessageID: intake.MessageID(raw),
	}})
	if err != nil {
		s.t.Fatal(err)
	}
	s.passes(0)
	if proven {
		s.forgot()
	}
}

// forgot looks for what must be forgotten in the register's files.
func (s *secretary) forgot() {
	s.t.Helper()
	for _, name := range []string{"toutdoux.db", "toutdoux.db-wal"} {
		raw, err := os.ReadFile(filepath.Join(s.folder, name))
		if err != nil {
			s.t.Fatal(err)
		}
		for _, gone := range []string{mark, "et trop cher", "CONTRE SANS OSER", "PAS S"} {
			if bytes.Contains(raw, []byte(gone)) {
				s.t.Errorf("after mail %d %s still holds %q", s.mails, name, gone)
			}
		}
	}
}

// passes lets time pass, and all that is due be done and sent.
func (s *secretary) passes(d time.Duration) {
	s.t.Helper()
	s.clock.now = s.clock.now.Add(d)
	s.Work(s.t.Context())
	due, err := s.Store.Due(s.t.Context(), s.clock.now, 1000)
	if err != nil {
		s.t.Fatal(err)
	}
	var results []store.Result
	for _, letter := range due {
		results = append(results, store.Result{Delivery: letter.ID, State: store.Sent, At: s.clock.now})
	}
	if err := s.Store.Settle(s.t.Context(), s.clock.now, results, nil); err != nil {
		s.t.Fatal(err)
	}
}

// proof is that of the letter to a member that asks about an unsigned mail.
func (s *secretary) proof() string {
	s.t.Helper()
	var proof string
	err := s.open().QueryRow("SELECT proof FROM delivery JOIN letter ON letter.id = letter WHERE kind = 'confirm' ORDER BY letter.id DESC LIMIT 1").Scan(&proof)
	if err != nil {
		s.t.Fatal(err)
	}
	return proof
}

func (s *secretary) open() *sql.DB {
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(s.folder, "toutdoux.db")+"?mode=ro&_busy_timeout=5000")
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { db.Close() })
	return db
}

// unsigned is a history in which first writes all that can be written unsigned,
// and the others answer a survey.
func unsigned(t *testing.T, first, second, third string) *secretary {
	s := newSecretary(t)
	s.writes("alice", "[EXTRA] Adhérer", "Coût : 60 €\n", true)
	s.writes("alice", "[EXTRA] Louer", "Coût : 90 €\n", true)
	s.writes(first, "Re: #1", "RÉSERVE : je crains que ce soit trop tôt\n(k7f3qzm2xwp4r6ta)\n", true)
	s.writes(first, "Re: #1", "RÉSERVE : et trop cher\n", true)
	s.writes(first, "RÉSERVE #9", "Il n'y a rien de tel.\n", true)
	s.writes(first, "Re: #2", "RÉSERVE\nC'est loin.\n", false)
	s.writes(first, "OUI ("+s.proof()+")", "", true)
	s.passes(24 * time.Hour)
	s.writes(first, "Re: #2", "RÉSERVE\nUne autre.\n", false)
	s.writes(first, "NON ("+s.proof()+")", "", true)
	s.passes(8 * 24 * time.Hour)
	s.passes(3 * 24 * time.Hour)
	s.writes(first, "Re: #1", "RÉSERVE : trop tard\n", true)
	s.writes(first, "PAS SÛR #1", "", true)
	s.writes(second, "CONTRE SANS OSER #1", "", true)
	s.writes(third, "Re: #1", "Pas mon domaine.\n", true)
	s.writes(first, "AUTRE #1", "", true)
	s.passes(11 * 24 * time.Hour)
	s.passes(time.Hour)
	return s
}

// Whoever of the members wrote what unsigned, the register is the same, but for
// hashes: of the mails as they came, and those that stop a second one. Nothing in
// it, in its files, in the state, or in what is logged, tells one author from the
// other.
func TestNobodyKnowsWhoWroteUnsigned(t *testing.T) {
	one, other := unsigned(t, "bobby", "carol", "david"), unsigned(t, "carol", "david", "bobby")
	if diff := cmp.Diff(one.dump(), other.dump()); diff != "" {
		t.Errorf("the register tells who wrote:\n%s", diff)
	}
	if diff := cmp.Diff(one.stateText(), other.stateText()); diff != "" {
		t.Errorf("the state tells who wrote:\n%s", diff)
	}
	if diff := cmp.Diff(one.log.String(), other.log.String()); diff != "" || !strings.Contains(one.log.String(), "fate=talk") {
		t.Errorf("the log tells who wrote:\n%s", diff)
	}
	dump := one.dump()
	for _, want := range []string{"je crains que ce soit trop tôt", "C'est loin."} {
		if rows := holding(dump, want); len(rows) != 1 || !strings.HasPrefix(rows[0], "text ") {
			t.Errorf("the words %q stand in %q, want one row of texts", want, rows)
		}
	}
	for _, gone := range []string{"et trop cher", "rien de tel", "Une autre", "trop tard", "k7f3qzm2xwp4r6ta", "not_sure", "did_not_dare"} {
		if rows := holding(dump, gone); gone != "not_sure" && gone != "did_not_dare" && len(rows) > 0 {
			t.Errorf("%q stands in %q", gone, rows)
		} else if len(rows) > 1 { // the totals alone
			t.Errorf("%q stands in %q", gone, rows)
		}
	}
	one.View(func(s *governance.State) {
		if len(s.Surveys) > 0 {
			t.Error("the survey is still open")
		}
	})
	one.forgot()
}

// hashes are the columns, and the fields of events, that are hashes.
var (
	hashes = map[string]bool{"identity": true, "sha256": true, "hash": true, "prev": true}
	marked = regexp.MustCompile(`"mark":"[a-z2-7]+"`)
	keyed  = regexp.MustCompile(`"marks":\{[^}]*\}`)
)

// dump gives every row of every table, hashes left out.
func (s *secretary) dump() []string {
	s.t.Helper()
	db := s.open()
	var rows []string
	for _, table := range []string{"mail", "raw", "decision", "event", "text", "letter", "delivery", "snapshot", "setting", "sqlite_sequence"} {
		found, err := db.Query("SELECT * FROM " + table)
		if err != nil {
			s.t.Fatal(err)
		}
		columns, _ := found.Columns()
		for found.Next() {
			values, into := make([]any, len(columns)), make([]any, len(columns))
			for i := range values {
				into[i] = &values[i]
			}
			if err := found.Scan(into...); err != nil {
				s.t.Fatal(err)
			}
			rows = append(rows, table+" "+described(columns, values))
		}
		found.Close()
	}
	return rows
}

func described(columns []string, values []any) string {
	var b strings.Builder
	for i, value := range values {
		if raw, is := value.([]byte); is {
			value = string(raw)
			if columns[i] != "bytes" {
				value = hex.EncodeToString(raw)
			}
		}
		if !hashes[columns[i]] {
			fmt.Fprintf(&b, "%s=%v ", columns[i], value)
		}
	}
	return marked.ReplaceAllString(b.String(), `"mark":"…"`)
}

func holding(rows []string, text string) (found []string) {
	for _, row := range rows {
		if strings.Contains(row, text) {
			found = append(found, row)
		}
	}
	return found
}

// stateText is the state as a snapshot would hold it, hashes left out.
func (s *secretary) stateText() (text string) {
	s.View(func(state *governance.State) {
		raw, err := json.Marshal(state)
		if err != nil {
			s.t.Fatal(err)
		}
		text = keyed.ReplaceAllString(string(raw), `"marks":"…"`)
	})
	return text
}

// A concern whose author was asked, and never answered, is forgotten after three
// days, and the question with it.
func TestUnconfirmedConcernIsForgotten(t *testing.T) {
	s := newSecretary(t)
	s.writes("alice", "[EXTRA] Adhérer", "Coût : 60 €\n", true)
	s.writes("bobby", "Re: #1", "RÉSERVE\nC'est loin.\n", false)
	for _, c := range []struct {
		after time.Duration
		want  int
	}{{71 * time.Hour, 0}, {2 * time.Hour, 1}, {time.Hour, 0}} {
		s.clock.now = s.clock.now.Add(c.after)
		if n, err := s.Store.ForgetDue(t.Context(), s.clock.now); err != nil || n != c.want {
			t.Errorf("%d mails are forgotten, want %d: %v", n, c.want, err)
		}
	}
	s.forgot()
	if rows := holding(s.dump(), "bobby"); len(rows) != 2 { // their name, and their address
		t.Errorf("Bobby stands in %q", rows)
	}
}

// A rehearsal is not lent the key: it answers alike for whoever wrote before and
// whoever did not, so that nobody is found out by a mail made up in their name.
func TestARehearsalFindsNobodyOut(t *testing.T) {
	s := newSecretary(t)
	s.writes("alice", "[EXTRA] Adhérer", "Coût : 60 €\n", true)
	s.writes("bobby", "Re: #1", "RÉSERVE : je crains que ce soit trop tôt\n", true)
	s.wording()
	comes := func(who string) []string {
		mail := mailtest.Mail{From: who + "@asso.test", To: "tdc@asso.test", Subject: "Re: #1", ID: "<made@up.test>", Body: "RÉSERVE : autre chose\n"}
		r, err := clerk.Rehearse(t.Context(), s.Office, mail.Bytes(), true)
		if err != nil {
			t.Fatal(err)
		}
		return kindsOf(r.Records)
	}
	want := []string{"concerned"}
	if wrote, silent := comes("bobby"), comes("ellen"); !slices.Equal(wrote, want) || !slices.Equal(silent, want) {
		t.Errorf("of who wrote would come %q, of who did not %q, want %q", wrote, silent, want)
	}
	s.writes("bobby", "Re: #1", "RÉSERVE : autre chose\n", true)
	if !strings.Contains(s.stateText(), `"what":"concern"`) || len(holding(s.dump(), "autre chose")) > 0 {
		t.Error("the second concern was not stopped")
	}
}

// What answers a letter of which nothing is kept is relayed to nobody; a vote in
// it counts, and the bytes that quote that letter are forgotten all the same.
func TestAnswersToAWhisper(t *testing.T) {
	s := newSecretary(t)
	s.writes("alice", "[EXTRA] Adhérer", "Coût : 60 €\n", true)
	proof := s.keys.Proof(address.Whisper, 0, 2)
	s.writes("bobby", "Re: [Picasoft] Entre nous ("+proof+")", "Merci beaucoup, c'est gentil.\n", true)
	s.writes("bobby", "Re: [Picasoft] Entre nous ("+proof+")", "1 CONTRE\n", true)
	s.writes("carol", "Re: [Picasoft] Entre nous ("+s.keys.Proof(address.Whisper, 0, 3)+")", "Bien reçu.\n", true)
	kinds := map[string]int{}
	if err := s.Store.Load(t.Context(), 0, func(r governance.Record) error {
		kinds[governance.KindOf(r.Event)]++
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	for _, trace := range []string{`"whisper":true`, "Entre nous", proof} {
		if rows := holding(s.dump(), trace); len(rows) > 0 {
			t.Errorf("%q tells that somebody wrote unsigned: %q", trace, rows)
		}
	}
	if kinds["posted"] != 0 || kinds["whispered"] != 2 || kinds["voted"] != 1 {
		t.Errorf("they made happen %v", kinds)
	}
}
