package recount_test

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	_ "github.com/mattn/go-sqlite3"

	"toutdoux/internal/association"
	"toutdoux/internal/clerk"
	"toutdoux/internal/config"
	"toutdoux/internal/governance"
	"toutdoux/internal/intake"
	"toutdoux/internal/mailtest"
	"toutdoux/internal/recount"
	"toutdoux/internal/store"
)

var start = time.Date(2026, 2, 2, 8, 0, 0, 0, time.UTC)

// desk decides mails on a register, and lets itself be bribed.
type desk struct {
	t        *testing.T
	cfg      *config.Config
	register *store.Store
	reader   intake.Reader
	mails    int
}

func open(t *testing.T) *desk {
	t.Helper()
	cfg, err := config.Parse("toutdoux.toml", fmt.Appendf(nil, "[organisation]\nname = \"Picasoft\"\ndata = %q\n[list]\naddress = \"tdc@asso.test\"\n", t.TempDir()))
	d := &desk{t: t, cfg: cfg}
	d.must(err)
	var founders []association.Founder
	for _, name := range []string{"alice", "bob", "carol"} {
		founders = append(founders, association.Founder{Name: name, Address: name + "@asso.test"})
	}
	d.must(association.Found(t.Context(), cfg, founders, start))
	d.register, err = store.Open(cfg.Organisation.Data, store.Options{})
	d.must(err)
	t.Cleanup(func() { d.must(d.register.Close()) })
	d.reader, err = association.Reader(cfg)
	d.must(err)
	return d
}

func (d *desk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

// mail is what somebody writes a minute after the mail before.
func (d *desk) mail(who, subject, body string) store.Arrival {
	d.mails++
	at := start.Add(time.Duration(d.mails) * time.Minute)
	raw := mailtest.Mail{From: who + "@asso.test", To: "tdc@asso.test", Subject: subject, Body: body, ID: fmt.Sprintf("<%d@asso.test>", d.mails), Date: at}.Bytes()
	return store.Arrival{Source: store.LMTP, At: at, Accepted: at, To: []string{"tdc@asso.test"}, Raw: raw, Identity: sha256.Sum256(raw), Proven: true}
}

// take decides a mail. A bribe changes what it was read as, or what comes of it.
func (d *desk) take(a store.Arrival, misread func(*governance.Request), forge func([]governance.Record) []governance.Record) {
	d.t.Helper()
	numbers, err := d.register.Receive(d.t.Context(), []store.Arrival{a})
	d.must(err)
	r := clerk.Read(d.reader, a.Raw, a.To, a.At).Request
	r.At, r.Arrival, r.Authenticated = a.At, numbers[0], true
	if misread != nil {
		misread(&r)
	}
	d.decide(r, forge)
}

func (d *desk) decide(r governance.Request, forge func([]governance.Record) []governance.Record) {
	d.t.Helper()
	state, err := clerk.ReadState(d.t.Context(), d.register, d.cfg.Zone())
	d.must(err)
	r.Mark = marks
	records := governance.Step(state, r)
	if forge != nil {
		records = forge(records)
	}
	b, err := d.register.Begin(d.t.Context())
	d.must(err)
	kept, forget := governance.Forget(r, records)
	d.must(b.Handle(store.Decision{Arrival: r.Arrival, Outcome: "tried", Request: kept, Version: intake.Version, Records: records, Forget: forget}))
	d.must(b.Commit())
}

// spoil changes the file behind the program's back.
func (d *desk) spoil(statements string) {
	d.t.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(d.cfg.Organisation.Data, "toutdoux.db")+"?_busy_timeout=5000")
	d.must(err)
	_, err = db.Exec(statements)
	d.must(errors.Join(err, db.Close()))
}

func (d *desk) prove(heads ...string) recount.Report {
	d.t.Helper()
	report, err := recount.Prove(d.t.Context(), d.register, recount.Question{Reader: d.reader, Zone: d.cfg.Zone(), Heads: heads})
	d.must(err)
	return report
}

// A register that was kept honestly proves itself, and every count.
func TestHonestRegister(t *testing.T) {
	d := open(t)
	d.take(d.mail("alice", "[EXTRA] Adhérer à Framasoft", "Coût : 60 €\n\nOn y va ?\n"), nil, nil)
	d.take(d.mail("bob", "Re: #1", "Contre, trop cher.\n"), nil, nil)
	d.take(d.mail("bob", "Re: #1", "Pour, finalement.\n"), nil, nil)
	d.take(d.mail("carol", "Re: #1", "Pour.\n"), nil, nil)
	head, err := d.register.Head(t.Context())
	d.must(err)
	d.take(d.mail("zoe", "INSCRIPTION", ""), nil, nil)
	report := d.prove(hex.EncodeToString(head.Hash[:]))
	want := []recount.Outcome{{Number: 1, State: governance.Adopted, Tally: governance.Tally{Electorate: 3, For: 2}}}
	if diff := cmp.Diff(want, report.Actions); diff != "" || len(report.Faults) > 0 || report.Decisions != 5 || report.Ballots != 3 || report.Heads != 1 {
		t.Errorf("%s\n%+v", diff, report)
	}
}

// Whoever holds the file and the program could write a log whose hashes hold.
// What was asked, as it was kept, tells all the same.
func TestForgeryShows(t *testing.T) {
	against := func(records []governance.Record) []governance.Record {
		records[0].Event.(*governance.Voted).Choice = governance.Against
		return records
	}
	cases := []struct {
		name  string
		do    func(*desk)
		fault string
	}{
		{"another choice", func(d *desk) { d.take(d.mail("bob", "Re: #1", "Pour.\n"), nil, against) },
			"mail 3: what follows from it (voted) is not what the log says, up to event 9"},
		{"a vote left out", func(d *desk) {
			d.take(d.mail("bob", "Re: #1", "Pour.\n"), nil, func([]governance.Record) []governance.Record { return nil })
		}, "mail 3: what follows from it (voted) is not what the log says, up to event 8"},
		{"a vote more", func(d *desk) {
			d.take(d.mail("bob", "Bonjour", "On se voit jeudi ?\n"), nil, func(r []governance.Record) []governance.Record {
				vote := r[0]
				vote.Seq++
				vote.Event = &governance.Voted{Action: 1, Member: 3, Choice: governance.For, Rank: r[0].At}
				return append(r, vote)
			})
		}, "mail 3: the log says more of it than follows, up to event 10"},
		{"a vote of nobody's", func(d *desk) {
			d.decide(governance.Request{Kind: governance.KindTick, At: start.Add(time.Hour)}, func([]governance.Record) []governance.Record {
				return []governance.Record{{Seq: 9, At: start.Add(time.Hour), Event: &governance.Voted{Action: 1, Member: 3, Choice: governance.For, Rank: start}}}
			})
		}, "what came at 2026-02-02T09:00:00Z: the log says more of it than follows, up to event 9"},
		{"a voter removed", func(d *desk) {
			d.decide(governance.Request{Kind: governance.KindIntervention, Verb: governance.VerbDropMember, From: "bob@asso.test", At: start.Add(time.Hour)}, func([]governance.Record) []governance.Record {
				return []governance.Record{{Seq: 9, At: start.Add(time.Hour), Event: &governance.Departed{Member: 2, Origin: "intervention"}}}
			})
		}, "what came at 2026-02-02T09:00:00Z: what follows from it (declined) is not what the log says, up to event 9"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d := open(t)
			d.take(d.mail("alice", "[EXTRA] Adhérer à Framasoft", "Coût : 60 €\n\nOn y va ?\n"), nil, nil)
			d.take(d.mail("bob", "Bonjour", "Merci Alice.\n"), nil, nil)
			c.do(d)
			if got := d.prove().Faults; !slices.Contains(got, c.fault) {
				t.Errorf("got %q, want %q", got, c.fault)
			}
		})
	}
}

// marks are keyed hashes, as the installation's key gives them.
func marks(about string) string { return "hash of " + about }

// What was said unsigned stands as logged, for nothing is left to decide it by,
// and every count holds all the same, whether or not somebody lends the key.
func TestUnsigned(t *testing.T) {
	d := open(t)
	d.take(d.mail("alice", "[EXTRA] Adhérer à Framasoft", "Coût : 60 €\n\nOn y va ?\n"), nil, nil)
	d.take(d.mail("bob", "Re: #1", "RÉSERVE\nC'est tôt.\n"), nil, nil)
	d.take(d.mail("carol", "Re: #1", "RÉSERVE\nC'est cher.\n"), func(r *governance.Request) { r.Authenticated = false }, nil)
	d.take(d.mail("carol", "Re: #1", "Pour.\n"), nil, nil)
	for _, mark := range []func(string) string{nil, marks} {
		report, err := recount.Prove(t.Context(), d.register, recount.Question{Reader: d.reader, Zone: d.cfg.Zone(), Mark: mark})
		d.must(err)
		if len(report.Faults) > 0 || report.Gone != 1 || report.Chain.Purged != 1 || report.Decisions+report.Blind != 3 || report.Actions[0].Tally.For != 1 {
			t.Errorf("%+v", report)
		}
		if exact := report.Blind == 0; exact != (mark != nil) {
			t.Errorf("%d decisions stand as logged", report.Blind)
		}
	}
}

// What decided is how a mail was read then. That today's reader takes it
// otherwise is told apart, and changes nothing.
func TestReadOtherwise(t *testing.T) {
	d := open(t)
	d.take(d.mail("alice", "[EXTRA] Adhérer à Framasoft", "Coût : 60 €\n\nOn y va ?\n"), nil, nil)
	d.take(d.mail("bob", "Re: #1", "Contre.\n"), func(r *governance.Request) { r.Votes[0].Choice = governance.For }, nil)
	report := d.prove()
	if diff := cmp.Diff([]int64{2}, report.Unlike); diff != "" || len(report.Faults) > 0 || report.Actions[0].Tally.For != 1 {
		t.Errorf("%s\n%+v", diff, report)
	}
}

// A hash that somebody kept from REGISTRE is looked for: another log, however
// well made, does not have it.
func TestKeptHead(t *testing.T) {
	d := open(t)
	want := []string{"1 of the hashes asked for are of no event: the log was another one when they were given"}
	if diff := cmp.Diff(want, d.prove("00"+hex.EncodeToString(make([]byte, 31))).Faults); diff != "" {
		t.Error(diff)
	}
}

// Whoever asks is forgotten, and the count is proven without their words. What
// anybody else takes away shows.
func TestErasedByAsking(t *testing.T) {
	d := open(t)
	d.take(d.mail("alice", "[EXTRA] Adhérer à Framasoft", "Coût : 60 €\n\nOn y va ?\n"), nil, nil)
	d.take(d.mail("bob", "Re: #1", "Pour, bien sûr.\n"), nil, nil)
	d.take(d.mail("carol", "Re: #1", "Pour.\n"), nil, nil)
	d.take(d.mail("bob", "EFFACER", ""), nil, nil)
	state, err := clerk.ReadState(t.Context(), d.register, d.cfg.Zone())
	d.must(err)
	d.take(d.mail("bob", "OUI", "OUI"), func(r *governance.Request) {
		held, err := d.register.Request(t.Context(), 4)
		d.must(err)
		r.Answers, r.Held = governance.Answered{Letter: 1, Kind: governance.LetterConfirm, Member: 2, Arrival: 4, SentAt: state.At}, &held
	}, nil)
	d.decide(governance.Request{Kind: governance.KindTick, At: start.Add(24*time.Hour + 5*time.Minute)}, nil)
	report := d.prove()
	want := []recount.Outcome{{Number: 1, State: governance.Adopted, Tally: governance.Tally{Electorate: 3, For: 2}}}
	if diff := cmp.Diff(want, report.Actions); diff != "" || len(report.Faults) > 0 || report.Gone != 3 || report.Decisions != 3 {
		t.Errorf("%s\n%+v", diff, report)
	}
	d.spoil("UPDATE text SET salt = NULL, value = NULL WHERE event = 2; UPDATE decision SET request = NULL WHERE arrival = 3")
	got := d.prove().Faults
	for _, fault := range []string{
		"event 2: its words, or those it came of, were erased, and nobody asked for that",
		"event 10: its words, or those it came of, were erased, and nobody asked for that",
	} {
		if !slices.Contains(got, fault) {
			t.Errorf("got %q, want %q", got, fault)
		}
	}
}
