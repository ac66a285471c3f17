package daemon_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"toutdoux/internal/mailtest"
)

// A smarthost that never answers does not hold up the end of the daemon, and
// what was on its way leaves after the next start.
func TestBlackHoleAtShutdown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := found(t, "Alice", "Bob")
		hang := true
		w.smarthost.Script = func(step mailtest.Step, _ string) error {
			if hang && step == mailtest.Body {
				return mailtest.ErrHang
			}
			return nil
		}
		w.start()
		w.send(vouched(w.from("alice", "[EXTRA] Adhérer", "Coût : 60 €\n")))
		asked := time.Now()
		w.halt()
		if took := time.Since(asked); took > 30*time.Second {
			t.Errorf("the daemon took %v to end", took)
		}
		w.smarthost.Close()
		hang = false
		w.relay = nil
		w.smarthost = &mailtest.Smarthost{}
		w.start()
		defer w.close()
		<-time.After(time.Minute)
		want(t, w.letters(), "alice", "bob")
	})
}

// A mailbox that is no more, twice and three days apart, takes its member out
// of the electorate until they write.
func TestRefusedRecipient(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := found(t, "Alice", "Bob", "Carol")
		w.smarthost.Script = func(step mailtest.Step, arg string) error {
			if step == mailtest.Recipient && strings.HasPrefix(arg, "bob@") {
				return mailtest.Refuse(550, [3]int{5, 1, 1}, "no such mailbox")
			}
			return nil
		}
		w.start()
		defer w.close()
		w.propose("alice")
		standing := func() string { return w.state().Member(2).Standing(time.Now()) }
		if standing() != "voter" {
			t.Errorf("after one refusal Bob is %s", standing())
		}
		<-time.After(3*day + time.Hour)
		w.letters()
		w.send(vouched(w.from("alice", "Une question", "Qui vient ce soir ?\n")))
		if standing() != "unreachable" {
			t.Errorf("after two refusals, three days apart, Bob is %s", standing())
		}
		if n := w.action(1).Electorate; n != 2 {
			t.Errorf("the electorate is %d, want 2", n)
		}
		want(t, w.letters(), "alice", "alice", "carol", "carol")
		w.send(vouched(w.from("bob", "Re: #1", "Me revoilà, avec une adresse réparée.\n")))
		if standing() != "voter" {
			t.Errorf("Bob wrote and is %s", standing())
		}
	})
}

// A receipt leaves next, however many letters of a fan-out wait.
func TestReceiptOvertakesFanOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := found(t, "Alice", "Bob", "Carol", "Dave", "Erin")
		w.smarthost.Script = func(step mailtest.Step, _ string) error {
			if step == mailtest.Body {
				<-time.After(time.Second) // a slow one: the letters pile up
			}
			return nil
		}
		w.start()
		defer w.close()
		for i := range 60 {
			w.send(vouched(w.from("alice", fmt.Sprintf("Message %d", i), "Bonjour tout le monde.\n")))
		}
		waiting := w.number("SELECT count(*) FROM delivery WHERE state = 'waiting'")
		w.letters()
		w.send(vouched(w.from("bob", "AIDE", "")))
		<-time.After(3 * time.Second)
		left := w.letters()
		found := false
		for _, l := range left {
			found = found || l.to == "bob@asso.test" && !strings.Contains(l.subject, "Message")
		}
		if !found || waiting < 200 {
			t.Errorf("of %d letters waiting, %d left, and the answer was not among them", waiting, len(left))
		}
	})
}

// bounce is a report that a letter did not arrive (RFC 3464).
func bounce(to, about string) []byte {
	return []byte(strings.ReplaceAll("From: MAILER-DAEMON@mx.asso.test\nTo: "+to+"\nSubject: Undelivered Mail Returned to Sender\n"+
		fmt.Sprintf("Message-ID: <%d.%s>\n", time.Now().UnixNano(), to)+
		"MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"+
		"--b\nContent-Type: text/plain\n\nIt did not arrive.\n\n--b\nContent-Type: message/delivery-status\n\n"+
		"Reporting-MTA: dns; mx.asso.test\n\nFinal-Recipient: rfc822; "+about+"\nAction: failed\nStatus: 5.1.1\n"+
		"Diagnostic-Code: smtp; 550 5.1.1 no such user\n\n--b--\n", "\n", "\r\n"))
}

// A bounce counts that comes back to the letter's own address, and no other.
func TestBounces(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, announced := opened(t)
		defer w.close()
		standing := func() string { return w.state().Member(2).Standing(time.Now()) }
		bob := w.to("bob", announced)
		if !strings.HasPrefix(bob.from, "tdc+b-") {
			t.Fatalf("the letter left from %s: no bounce would tell whose it was", bob.from)
		}
		forged := func() {
			w.offer("", bounce("tdc@asso.test", "bob@asso.test"), "tdc@asso.test")
			w.offer("", bounce("tdc+b-aaaaaaaaaaaaaaaa@asso.test", "bob@asso.test"), "tdc+b-aaaaaaaaaaaaaaaa@asso.test")
		}
		forged()
		<-time.After(4 * day)
		forged()
		if n := w.number("SELECT count(*) FROM event WHERE kind = 'bounced'"); n != 0 {
			t.Errorf("%d forged bounces count", n)
		}
		w.offer("", bounce(bob.from, "bob@asso.test"), bob.from)
		if n := w.number("SELECT count(*) FROM delivery WHERE state = 'returned'"); n != 1 || standing() != "voter" {
			t.Errorf("%d letters are counted as returned, and Bob is %s", n, standing())
		}
		<-time.After(4 * day)
		w.offer("", bounce(bob.from, "bob@asso.test"), bob.from)
		if standing() != "unreachable" {
			t.Errorf("after two bounces Bob is %s", standing())
		}
	})
}

// What else comes to a letter's own address marks nobody and votes for nobody:
// a mailbox that is full, an answer that a machine wrote, and a bounce in which
// the member's ballot came back, with their proof.
func TestBouncesThatSayNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, announced := opened(t)
		defer w.close()
		bob := w.to("bob", announced)
		ballot := answer(bob, "Contre.").Bytes()
		come := func() {
			soft := strings.NewReplacer("failed", "delayed", "5.1.1", "4.2.2", "550", "452").Replace(string(bounce(bob.from, "bob@asso.test")))
			w.offer("", []byte(soft), bob.from)
			away := answer(bob, "Je suis en vacances. POUR tout renseignement, 5.1.1, voyez Alice.")
			away.To, away.Header = bob.from, append(away.Header, "Auto-Submitted: auto-replied")
			w.offer("", away.Bytes(), bob.from)
			quoting := strings.Replace(string(bounce("tdc@asso.test", "carol@asso.test")), "\r\n--b--", "\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n"+string(ballot)+"\r\n--b--", 1)
			w.offer("", []byte(quoting), "tdc@asso.test")
		}
		come()
		want(t, w.letters())
		<-time.After(4 * day)
		w.letters() // the week's digest
		come()
		want(t, w.letters())
		w.wantBallots()
		for member := range 5 {
			if standing := w.state().Member(member + 1).Standing(time.Now()); standing != "voter" {
				t.Errorf("member %d is %s", member+1, standing)
			}
		}
	})
}
