package daemon_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"toutdoux/internal/mailtest"
)

// proof is the one that a letter carries.
func proof(l letter) string {
	return strings.TrimSuffix(strings.TrimPrefix(address(l.replyTo), "tdc+p-"), "@asso.test")
}

// Each carrier of a letter's proof alone proves a member whose mail no domain
// ever vouched for.
func TestEachCarrierProves(t *testing.T) {
	for name, carry := range map[string]func(m *mailtest.Mail, l letter){
		"In-Reply-To": func(m *mailtest.Mail, l letter) { m.Header = []string{"In-Reply-To: " + l.id} },
		"References":  func(m *mailtest.Mail, l letter) { m.Header = []string{"References: <x@y> " + l.id} },
		"Reply-To":    func(m *mailtest.Mail, l letter) { m.To = address(l.replyTo) },
		"button": func(m *mailtest.Mail, l letter) {
			m.Subject, m.Body = "POUR #1 ("+proof(l)+")", ""
		},
		"foot": func(m *mailtest.Mail, l letter) {
			m.Body += "\n> Picasoft · secrétariat automatique · AIDE · réf. 1-" + proof(l) + "\n"
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, announced := opened(t)
				defer w.close()
				m := w.from("bob", "Re: #1", "Pour.\n")
				carry(&m, w.to("bob", announced))
				w.send(m)
				want(t, w.letters(), "bob")
				w.wantBallots("bob for")
			})
		})
	}
}

// Once their domain vouched for a mail of theirs, a member's proof alone is
// held and confirmed; the confirmation is of one use, and of three days.
func TestProofAfterAuthentication(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, announced := opened(t)
		defer w.close()
		bob := w.to("bob", announced)
		w.send(vouched(answer(bob, "Blanc.")))
		w.letters()
		<-time.After(time.Hour)
		first := time.Now()
		w.send(answer(bob, "Contre."))
		asked := w.letters()
		want(t, asked, "bob")
		w.wantBallots("bob blank")
		<-time.After(2 * day)
		w.send(answer(asked[0], "OUI"))
		w.wantBallots("bob against")
		for _, b := range w.action(1).Ballots {
			if b.Counted && !b.At.Equal(first) {
				t.Errorf("a confirmed vote ranks at %v, want the instant it first came, %v", b.At, first)
			}
		}
		w.letters()
		<-time.After(time.Minute)
		w.send(answer(bob, "Pour."))
		again := w.letters()
		want(t, again, "bob")
		repeat := answer(asked[0], "Oui")
		w.send(repeat)
		if l := w.letters(); len(l) != 1 {
			t.Errorf("a confirmation used twice has %d answers", len(l))
		}
		w.wantBallots("bob against")
		<-time.After(73 * time.Hour)
		w.send(answer(again[0], "OUI"))
		w.wantBallots("bob against")
	})
}

// Another member's From with one's own proof is held, and asked of that member.
func TestSomebodyElsesFrom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, announced := opened(t)
		defer w.close()
		bob := w.to("bob", announced)
		m := answer(bob, "Contre.")
		m.From = "dave@asso.test"
		w.send(m)
		want(t, w.letters(), "dave")
		named := mailtest.Mail{From: "bob@asso.test <eve@evil.test>", To: "tdc@asso.test", Subject: "CONTRE #1", Body: "CONTRE"}
		w.offer("eve@evil.test", named.Bytes(), "tdc@asso.test")
		w.wantBallots()
		want(t, w.letters())
	})
}

// A vote from an address that is not on file, with a valid proof, is asked of
// the proof's member; their yes counts it and adds the address.
func TestAddressNotOnFile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, announced := opened(t)
		defer w.close()
		m := answer(w.to("bob", announced), "Pour.")
		m.From = "bob@work.test"
		w.send(m)
		asked := w.letters()
		want(t, asked, "bob")
		if asked[0].to != "bob@asso.test" {
			t.Errorf("the question goes to %s, not to the address on file", asked[0].to)
		}
		w.wantBallots()
		w.send(answer(asked[0], "OUI"))
		w.wantBallots("bob for")
		w.letters()
		<-time.After(time.Minute)
		m = answer(w.to("bob", announced), "Blanc.")
		m.From, m.ID = "bob@work.test", "<2@work.test>"
		w.send(m)
		w.wantBallots("bob blank")
		if to := w.letters(); len(to) != 1 || to[0].to != "bob@asso.test" {
			t.Errorf("the receipt goes to %v", to)
		}
	})
}

// CONTESTER takes a ballot back, tells everyone, and asks for a round trip of
// each later vote.
func TestContest(t *testing.T) {
	for name, contest := range map[string]func(receipt letter) mailtest.Mail{
		"by reply": func(receipt letter) mailtest.Mail { return answer(receipt, "CONTESTER") },
		"by button": func(receipt letter) mailtest.Mail {
			return mailtest.Mail{From: receipt.to, To: "tdc@asso.test", Subject: fmt.Sprintf("CONTESTER #1 (%s)", proof(receipt))}
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, announced := opened(t)
				defer w.close()
				w.send(answer(w.to("bob", announced), "Pour."))
				receipt := w.letters()
				want(t, receipt, "bob")
				<-time.After(time.Hour)
				w.send(contest(receipt[0]))
				want(t, w.letters(), "alice", "bob", "carol", "dave", "erin")
				w.wantBallots()
				<-time.After(time.Hour)
				w.send(vouched(answer(w.to("bob", announced), "Blanc.")))
				asked := w.letters()
				want(t, asked, "bob")
				w.wantBallots()
				w.send(answer(asked[0], "OUI"))
				w.wantBallots("bob blank")
			})
		})
	}
}

var proofLike = regexp.MustCompile(`\b[a-z2-7]{16}\b`)

// What is relayed of a member's mail holds no proof of theirs, and each copy
// only its reader's.
func TestNoProofIsRelayed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, announced := opened(t)
		defer w.close()
		bob := w.to("bob", announced)
		stolen := proof(bob)
		w.send(answer(bob, "Je me demande ce que vous en pensez.\nJ'ai reçu "+address(bob.replyTo)+" comme adresse.\n\n> réf. 1-"+stolen+"\n"))
		posts := w.letters()
		want(t, posts, "alice", "bob", "carol", "dave", "erin")
		for _, l := range posts {
			if l.to == bob.to {
				continue // their own thread carries it
			}
			if strings.Contains(strings.ReplaceAll(l.text, "=\r\n", ""), stolen) {
				t.Errorf("the copy of %s holds Bob's proof", l.to)
			}
			if !proofLike.MatchString(l.text) {
				t.Errorf("the copy of %s has no proof of its own", l.to)
			}
		}
	})
}
