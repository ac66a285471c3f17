package daemon_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"toutdoux/internal/mailtest"
)

// opened is an association of five with an action of Alice's, and the copies
// of its announcement.
func opened(t *testing.T) (*world, []letter) {
	t.Helper()
	w := open(t, "Alice", "Bob", "Carol", "Dave", "Erin")
	return w, w.propose("alice")
}

// The same mail again and again, by whichever way, is one ballot and one
// receipt.
func TestSameMailAThousandTimes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, announced := opened(t)
		defer w.close()
		bob := w.to("bob", announced)
		mail := answer(bob, "Pour.")
		addresses := []string{"tdc@asso.test", address(bob.replyTo), "tdc+help@asso.test"}
		for i := range 1000 {
			again := mail
			again.Header = append([]string{fmt.Sprintf("Received: from a%d by b%d; Mon, 3 Jan 2000 09:00:%02d +0000", i, i, i%60)}, mail.Header...)
			if got := w.offer("bob@asso.test", again.Bytes(), addresses[i%3]); !strings.HasPrefix(got[0], "250") {
				t.Fatalf("copy %d is answered %q", i, got)
			}
		}
		if got := w.offer("bob@asso.test", mail.Bytes(), addresses...); len(got) != 3 || !strings.HasPrefix(got[2], "250") {
			t.Errorf("three recipients are answered %q", got)
		}
		want(t, w.letters(), "bob")
		w.wantBallots("bob for")
		if rows, repeats := w.number("SELECT count(*) FROM mail"), w.number("SELECT sum(repeats) FROM mail"); rows != 2 || repeats != 1000 {
			t.Errorf("%d mails kept, %d repeats; want 2 and 1000", rows, repeats)
		}
		if n := w.number("SELECT count(*) FROM event WHERE kind = 'voted'"); n != 1 {
			t.Errorf("%d votes in the log, want 1", n)
		}
	})
}

// What tells two mails apart is not their Message-ID.
func TestMessageIDs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, announced := opened(t)
		defer w.close()
		nameless := answer(w.to("bob", announced), "Pour.")
		nameless.ID = ""
		w.send(nameless)
		w.send(nameless)
		want(t, w.letters(), "bob")
		w.wantBallots("bob for")

		<-time.After(time.Minute)
		first, other := answer(w.to("carol", announced), "Pour."), answer(w.to("carol", announced), "Contre.")
		other.ID = first.ID
		w.send(first)
		<-time.After(time.Minute)
		w.send(other)
		w.wantBallots("bob for", "carol against")
		if n := w.number("SELECT count(*) FROM mail WHERE twin IS NOT NULL"); n != 1 {
			t.Errorf("%d mails are flagged as having another's Message-ID, want 1", n)
		}
		w.letters()

		<-time.After(time.Minute)
		again := other
		again.ID = "<another@client.test>"
		w.send(again)
		w.wantBallots("bob for", "carol against")
		want(t, w.letters(), "carol")
	})
}

// Mails that come in the wrong order are ranked by their instants; a ballot
// that counts is not replaced by an older one without a word.
func TestOrderOfArrival(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, announced := opened(t)
		defer w.close()
		start := time.Now()
		<-time.After(time.Hour)
		bob := w.to("bob", announced)
		w.send(received(answer(bob, "Contre."), start.Add(3*time.Minute)))
		want(t, w.letters(), "alice", "bob", "bob", "carol", "dave", "erin") // the receipt, and the counter-vote
		w.send(received(answer(bob, "Blanc."), start.Add(2*time.Minute)))
		asked := w.letters()
		want(t, asked, "bob")
		w.wantBallots("bob against")
		if strings.Contains(asked[0].subject, "enregistré") {
			t.Errorf("an older vote has the receipt %q", asked[0].subject)
		}

		// The same, while a closing is far and the mails wait together.
		first, second := received(answer(w.to("carol", announced), "Pour."), start.Add(4*time.Minute)), received(answer(w.to("carol", announced), "Blanc."), start.Add(5*time.Minute))
		w.send(first)
		w.send(second)
		w.wantBallots("bob against", "carol blank")

		// An old mail that somebody sends again after a change of mind.
		w.letters()
		w.send(first)
		want(t, w.letters())
		replayed := first
		replayed.ID = "<replayed@evil.test>"
		w.send(replayed)
		w.wantBallots("bob against", "carol blank")
		want(t, w.letters(), "carol")
	})
}

// Two votes of one second that differ count neither, and their author is asked.
func TestTwoInOneSecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, announced := opened(t)
		defer w.close()
		bob := w.to("bob", announced)
		w.send(answer(bob, "Pour."))
		w.letters()
		w.send(answer(bob, "Contre."))
		w.wantBallots()
		asked := w.letters()
		want(t, asked, "bob")
		<-time.After(time.Minute)
		w.send(answer(asked[0], "BLANC"))
		w.wantBallots("bob blank")

		carol := w.to("carol", announced)
		w.send(answer(carol, "Pour."))
		w.send(answer(carol, "Pour, vraiment."))
		w.wantBallots("bob blank", "carol for")
	})
}

// A letter that a member forwards to another lets that one vote for nobody.
func TestForwardedProof(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, announced := opened(t)
		defer w.close()
		theirs := w.to("bob", announced)
		stolen := answer(theirs, "Contre.")
		stolen.From = "carol@asso.test"
		w.send(stolen)
		held := w.letters()
		want(t, held, "carol")
		w.wantBallots()
		w.send(answer(held[0], "OUI"))
		w.wantBallots("carol against")
	})
}

// A reply to all reaches the list by several addresses, and once each of the
// others: it is one vote, and is relayed to nobody.
func TestReplyToAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, announced := opened(t)
		defer w.close()
		bob := w.to("bob", announced)
		mail := answer(bob, "Pour.\n\n> Alice propose\n> CONTRE\n")
		mail.To = "tdc@asso.test, " + address(bob.replyTo) + ", alice@asso.test"
		got := w.offer("bob@asso.test", mail.Bytes(), "tdc@asso.test", address(bob.replyTo))
		if len(got) != 2 || !strings.HasPrefix(got[0], "250") || !strings.HasPrefix(got[1], "250") {
			t.Errorf("it is answered %q", got)
		}
		want(t, w.letters(), "bob")
		w.wantBallots("bob for")
	})
}

// Every mail ends in one named state, and the funnel of an action adds up.
func TestFunnel(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, announced := opened(t)
		defer w.close()
		bob, carol := w.to("bob", announced), w.to("carol", announced)
		for _, m := range []mailtest.Mail{
			answer(bob, "Pour."), answer(carol, "Je me demande."), answer(carol, "Pour ma part je trouve ça bien."),
			{From: "eve@evil.test", To: "tdc@asso.test", Subject: "Re: #1", Body: "CONTRE"},
			{From: "dave@asso.test", To: "tdc@asso.test", Subject: "Re: #1", Body: "CONTRE"},
			{From: "dave@asso.test", To: "tdc@asso.test", Subject: "Absent", Header: []string{"Auto-Submitted: auto-replied"}, Body: "CONTRE"},
		} {
			w.send(m)
			<-time.After(time.Second)
		}
		if want := []string{"proposed", "counted", "talk", "asked", "refused", "held", "ignored"}; !slices.Equal(w.fates(), want) {
			t.Errorf("the mails ended as %v, want %v", w.fates(), want)
		}
		w.wantBallots("bob for")
	})
}
