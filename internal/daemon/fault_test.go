package daemon_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"toutdoux/internal/daemon"
	"toutdoux/internal/governance"
)

// order has the running daemon carry an order out, over its control socket.
func (w *world) order(o daemon.Order) error {
	w.t.Helper()
	defer synctest.Wait()
	return daemon.AskOver(w.t.Context(), w.control.Dial, o)
}

// A mail that our own code cannot bear is set aside with its bytes, the owner
// is told, later mails go on, and what it might decide does not close before
// it was run again, with its own instant.
func TestMailSetAside(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, announced := opened(t)
		defer w.close()
		deadline := *w.action(1).Deadline
		until(deadline.Add(-time.Hour))
		w.letters()
		w.exec("CREATE TRIGGER poison BEFORE INSERT ON event WHEN new.kind = 'voted' AND new.author = 2 BEGIN SELECT raise(ABORT, 'poison'); END")
		came := time.Now()
		w.send(vouched(answer(w.to("bob", announced), "Contre.")))
		told := w.letters()
		if len(told) != 1 || told[0].to != "contact@asso.test" {
			t.Fatalf("the owner is not told: %v", told)
		}
		w.send(vouched(answer(w.to("carol", announced), "Blanc.")))
		want(t, w.letters(), "carol")
		if want := []string{"proposed", "aside", "counted"}; !slices.Equal(w.fates(), want) {
			t.Errorf("the mails ended as %v, want %v", w.fates(), want)
		}
		if n := w.number("SELECT count(*) FROM mail JOIN raw ON arrival = number WHERE state = 'aside' AND problem LIKE '%poison%' AND length(bytes) = size"); n != 1 {
			t.Error("the mail set aside lost its bytes or its fault")
		}

		until(deadline.Add(2 * day))
		w.send(vouched(w.from("erin", "Re: #1", "Pour.")))
		if a := w.action(1); a.State != "open" {
			t.Fatalf("it is %s though a mail of before its deadline is set aside", a.State)
		}
		w.letters()
		w.exec("DROP TRIGGER poison")
		if err := w.order(daemon.Order{Retry: 2}); err != nil {
			t.Fatal(err)
		}
		if n := outcomes(w.letters()); n != 5 {
			t.Errorf("%d outcomes, want 5", n)
		}
		w.wantBallots("bob against", "carol blank")
		a := w.action(1)
		if a.State != "adopted" || !a.ClosedAt.Equal(deadline) {
			t.Errorf("it is %s at %v, want adopted at %v", a.State, a.ClosedAt, deadline)
		}
		for _, b := range a.Ballots {
			if b.Member == "bob@asso.test" && !b.At.Equal(came) {
				t.Errorf("the vote ranks at %v, want the instant of its mail %v", b.At, came)
			}
		}
		if err := w.order(daemon.Order{Retry: 2}); err == nil {
			t.Error("a mail that is not set aside is run again")
		}
	})
}

// What is due and cannot be done, by a fault of ours, is tried again; the owner
// is told once a day. What came before it is decided all the same, what came
// after it waits, and all ends as if it had been done on time.
func TestHalted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, announced := opened(t)
		defer w.close()
		deadline := *w.action(1).Deadline
		until(deadline.Add(-time.Minute))
		w.letters()
		w.exec("CREATE TRIGGER poison BEFORE INSERT ON event WHEN new.kind = 'closed' BEGIN SELECT raise(ABORT, 'poison'); END")
		until(deadline.Add(time.Hour))
		told := w.letters()
		if len(told) != 1 || told[0].to != "contact@asso.test" || !strings.Contains(told[0].subject, "n’arrive plus à avancer") {
			t.Fatalf("the owner is told %v", told)
		}
		w.send(received(answer(w.to("bob", announced), "Contre."), deadline.Add(-time.Second)))
		w.send(vouched(answer(w.to("carol", announced), "Blanc.")))
		want(t, w.letters(), "bob")
		until(deadline.Add(24 * time.Hour))
		want(t, w.letters())
		until(deadline.Add(25 * time.Hour))
		want(t, w.letters(), "contact")
		if want := []string{"proposed", "counted", "waiting"}; !slices.Equal(w.fates(), want) {
			t.Errorf("the mails are %v, want %v", w.fates(), want)
		}
		w.exec("DROP TRIGGER poison")
		<-time.After(2 * time.Minute)
		if n := outcomes(w.letters()); n != 5 {
			t.Errorf("%d outcomes, want 5", n)
		}
		if a := w.action(1); a.State != "adopted" || !a.ClosedAt.Equal(deadline) {
			t.Errorf("it is %s at %v, want adopted at %v", a.State, a.ClosedAt, deadline)
		}
		w.wantBallots("bob against")
	})
}

// While the register takes nothing no mail is acknowledged and nothing is half
// written; once it does all goes on.
func TestMailThatCannotBeKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, announced := opened(t)
		defer w.close()
		events := w.number("SELECT count(*) FROM event")
		mail := vouched(answer(w.to("bob", announced), "Pour."))
		w.exec("CREATE TRIGGER full BEFORE INSERT ON raw BEGIN SELECT raise(ABORT, 'no room'); END")
		for range 3 {
			if got := w.offer("bob@asso.test", mail.Bytes(), "tdc@asso.test"); !strings.HasPrefix(got[0], "451 ") {
				t.Errorf("a mail that was not kept is answered %q", got)
			}
		}
		if mails, now := w.number("SELECT count(*) FROM mail"), w.number("SELECT count(*) FROM event"); mails != 1 || now != events {
			t.Errorf("%d mails and %d events, want 1 and %d", mails, now, events)
		}
		w.exec("DROP TRIGGER full")
		w.send(mail)
		w.wantBallots("bob for")
		want(t, w.letters(), "bob")
	})
}

// corrupt overwrites the register's pages, as a failing disk does.
func (w *world) corrupt() {
	w.t.Helper()
	w.exec("INSERT INTO setting (key, value) VALUES ('touched', 'so that nobody goes by what they remember')")
	w.exec("PRAGMA wal_checkpoint(TRUNCATE)")
	path := filepath.Join(w.configs[0].Organisation.Data, "toutdoux.db")
	whole, err := os.ReadFile(path)
	if err == nil {
		err = os.WriteFile(path, append(whole[:4096:4096], bytes.Repeat([]byte("?"), len(whole)-4096)...), 0o600)
	}
	if err != nil {
		w.t.Fatal(err)
	}
}

// When the disk fails the daemon stops with an error, rather than to try again
// what the disk may have lost.
func TestDiskFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, announced := opened(t)
		w.corrupt()
		mail := vouched(answer(w.to("bob", announced), "Pour."))
		got := w.offer("bob@asso.test", mail.Bytes(), "tdc@asso.test")
		if !strings.HasPrefix(got[0], "451 ") {
			t.Errorf("the mail is answered %q", got)
		}
		select {
		case err := <-w.done:
			if err == nil || !strings.Contains(err.Error(), "disk") {
				t.Errorf("the daemon ends with %v", err)
			}
		case <-time.After(time.Minute):
			t.Error("the daemon goes on")
			w.stop()
			<-w.done
		}
		w.smarthost.Close()
	})
}

// An intervention goes through the running daemon, is told to everyone, and
// obeys the rules.
func TestIntervention(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, _ := opened(t)
		defer w.close()
		add := governance.Request{Verb: governance.VerbAddMember, From: "frank@asso.test", Name: "Frank", Reason: "asked by telephone"}
		if err := w.order(daemon.Order{Intervene: &add}); err != nil {
			t.Fatal(err)
		}
		told := w.letters()
		if n := len(told); n < 6 {
			t.Errorf("%d letters, want one for each member", n)
		}
		if m := w.state().Member(6); m == nil || m.Standing(time.Now()) != "newcomer" {
			t.Errorf("the member added is %+v", m)
		}
		drop := governance.Request{Verb: governance.VerbDropMember, From: "bob@asso.test", Reason: "no reason"}
		err := w.order(daemon.Order{Intervene: &drop})
		if err == nil || fmt.Sprint(err) != "the rules refuse it: voter_stays" {
			t.Errorf("a voter is removed from the command line: %v", err)
		}
	})
}
