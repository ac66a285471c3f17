package daemon_test

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

const day = 24 * time.Hour

// until waits, inside the bubble, for an instant.
func until(at time.Time) { <-time.After(time.Until(at)) }

// deadline opens an action by Alice, and tells when it closes.
func (w *world) deadline() (announcements []letter, at time.Time) {
	w.t.Helper()
	announcements = w.propose("alice")
	return announcements, *w.action(1).Deadline
}

// outcomes are the letters among some that tell how an action ended.
func outcomes(letters []letter) int {
	n := 0
	for _, l := range letters {
		if strings.HasSuffix(l.subject, "adoptée") || strings.HasSuffix(l.subject, "rejetée") {
			n++
		}
	}
	return n
}

// A mail that was on its way at the deadline counts; one that was received
// after it waits for the closing, and is answered with the outcome.
func TestClosingWaitsForMailOnItsWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := open(t, "Alice", "Bob", "Carol")
		defer w.close()
		announced, deadline := w.deadline()
		until(deadline.Add(30 * time.Second))
		w.letters()
		w.send(received(answer(w.to("carol", announced), "Pour."), deadline.Add(10*time.Second)))
		if l := w.letters(); len(l) != 0 {
			t.Fatalf("a mail from behind the deadline is answered before the closing: %q", l[0].subject)
		}
		until(deadline.Add(90 * time.Second))
		w.send(received(answer(w.to("bob", announced), "Contre, trop cher."), deadline.Add(-5*time.Second)))
		w.send(received(answer(w.to("alice", announced), "Contre."), deadline))
		if a := w.action(1); a.State != "open" {
			t.Fatalf("it closed within the time to settle: %+v", a)
		}
		w.letters()
		until(deadline.Add(2*time.Minute + time.Second))
		closed := w.letters()
		if outcomes(closed) != 3 {
			t.Errorf("%d outcomes, want 3", outcomes(closed))
		}
		a := w.action(1)
		if a.State != "rejected" || !a.ClosedAt.Equal(deadline) {
			t.Errorf("it is %s at %v, want rejected at its deadline %v", a.State, a.ClosedAt, deadline)
		}
		w.wantBallots("alice against", "bob against")
		late := slices.IndexFunc(closed, func(l letter) bool { return l.to == "carol@asso.test" && !strings.HasSuffix(l.subject, "rejetée") })
		if late < 0 || !strings.Contains(closed[late].subject, "#1") {
			t.Errorf("the late vote is not answered: %v", closed)
		}
		if want := []string{"proposed", "refused", "counted", "counted"}; !slices.Equal(w.fates(), want) {
			t.Errorf("the mails ended as %v, want %v", w.fates(), want)
		}
	})
}

// After an outage across a deadline the closing waits until a relay has had
// the time to try again, and bears the deadline's own instant.
func TestClosingWaitsAfterAnOutage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := open(t, "Alice", "Bob", "Carol")
		defer w.close()
		announced, deadline := w.deadline()
		until(deadline.Add(-time.Hour))
		w.halt()
		w.letters()
		until(deadline.Add(5 * time.Hour))
		w.start()
		back := time.Now()
		until(back.Add(74 * time.Minute))
		if a := w.action(1); a.State != "open" || outcomes(w.letters()) != 0 {
			t.Fatalf("it closed before the relay had the time to come back: %+v", a)
		}
		w.send(received(answer(w.to("bob", announced), "Contre."), deadline.Add(-time.Minute)))
		w.send(received(answer(w.to("carol", announced), "Contre."), deadline.Add(-time.Second)))
		w.letters()
		until(back.Add(75*time.Minute + time.Second))
		if n := outcomes(w.letters()); n != 3 {
			t.Errorf("%d outcomes, want 3", n)
		}
		if a := w.action(1); a.State != "rejected" || !a.ClosedAt.Equal(deadline) {
			t.Errorf("it is %s at %v, want rejected at %v", a.State, a.ClosedAt, deadline)
		}
		w.wantBallots("bob against", "carol against")
	})
}

// Whoever was asked to come back later is waited for.
func TestClosingWaitsAfterWeRefusedMail(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := open(t, "Alice", "Bob", "Carol")
		defer w.close()
		announced, deadline := w.deadline()
		until(deadline.Add(-time.Minute))
		w.exec("CREATE TRIGGER broken BEFORE INSERT ON raw BEGIN SELECT raise(ABORT, 'no room'); END")
		mail := received(answer(w.to("bob", announced), "Contre."), deadline.Add(-time.Minute))
		if got := w.offer("bob@asso.test", mail.Bytes(), "tdc@asso.test"); !strings.HasPrefix(got[0], "451 ") {
			t.Fatalf("a mail that could not be kept is answered %q", got)
		}
		w.exec("DROP TRIGGER broken")
		until(deadline.Add(70 * time.Minute))
		if a := w.action(1); a.State != "open" {
			t.Fatalf("it closed while a mail was on its way back: %+v", a)
		}
		w.send(mail)
		until(deadline.Add(76 * time.Minute))
		if a := w.action(1); a.State != "adopted" || !a.ClosedAt.Equal(deadline) {
			t.Errorf("it is %s at %v", a.State, a.ClosedAt)
		}
		w.wantBallots("bob against")
	})
}

// A mail cannot be given an instant in the future, nor one of long ago, and a
// Received line of another host gives none.
func TestInstantIsNotTheSendersToChoose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := open(t, "Alice", "Bob", "Carol")
		defer w.close()
		announced, deadline := w.deadline()
		until(deadline.Add(time.Minute))
		mail := answer(w.to("bob", announced), "Contre.")
		mail.Header = append(mail.Header, "Received: from client.test by mx.asso.evil; "+deadline.Add(-day).UTC().Format(time.RFC1123Z))
		w.send(vouched(mail))
		w.send(received(answer(w.to("carol", announced), "Contre."), deadline.Add(-6*day)))
		until(deadline.Add(3 * time.Minute))
		w.wantBallots()
	})
}
