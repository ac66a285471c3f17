package daemon_test

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// A vote of ten days, from a proposal over LMTP to the outcome over SMTP, with
// SQLite in between: silence is consent.
func TestTenDays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := open(t, "Alice", "Bob", "Carol", "Dave", "Erin")
		defer w.close()
		w.send(w.from("alice", "[EXTRA] Adhérer à Framasoft", "Coût : 60 €\n\nOn leur doit bien ça.\n"))
		asked := w.letters()
		want(t, asked, "alice")
		w.send(answer(asked[0], "OUI"))
		opened := w.letters()
		want(t, opened, "alice", "bob", "carol", "dave", "erin")
		for _, l := range opened {
			if l.subject != "[Picasoft] [EXTRA #1] Adhérer à Framasoft" {
				t.Errorf("announcement to %s is %q", l.to, l.subject)
			}
		}
		w.send(answer(opened[1], "Pour, bonne idée.\n"))
		receipt := w.letters()
		want(t, receipt, "bob")
		if !strings.Contains(receipt[0].subject, "#1") || !strings.Contains(receipt[0].subject, "POUR") {
			t.Errorf("receipt is %q", receipt[0].subject)
		}

		<-time.After(10*24*time.Hour - time.Hour)
		for _, l := range w.letters() {
			if l.to == "bob@asso.test" && l.subject != "[Picasoft] Cette semaine" {
				t.Errorf("Bob voted and is reminded: %q", l.subject)
			}
		}
		<-time.After(2 * time.Hour)
		closed := w.letters()
		silent := slices.DeleteFunc(slices.Clone(closed), func(l letter) bool {
			return l.subject == "[Picasoft] [EXTRA #1] Adhérer à Framasoft : adoptée"
		})
		closed = slices.DeleteFunc(closed, func(l letter) bool { return l.subject == "[Picasoft] #1 : une question, si vous voulez bien" })
		want(t, closed, "alice", "bob", "carol", "dave", "erin") // the outcome
		want(t, silent, "carol", "dave", "erin")                 // why they did not vote
		if a := w.action(1); a.How != "silence" || !a.ClosedAt.Equal(*a.Deadline) || !slices.Equal(w.ballots(1), []string{"bob for"}) {
			t.Errorf("it closed as %+v", a)
		}
	})
}
