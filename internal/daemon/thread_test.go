package daemon_test

import (
	"net/mail"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// above are the Message-IDs of a letter's References; In-Reply-To must be the
// last of them.
func above(t *testing.T, l letter) []string {
	t.Helper()
	m, err := mail.ReadMessage(strings.NewReader(l.text))
	if err != nil {
		t.Fatal(err)
	}
	ids := strings.Fields(m.Header.Get("References"))
	if len(ids) > 0 && m.Header.Get("In-Reply-To") != ids[len(ids)-1] {
		t.Errorf("%s to %s answers %s, and its thread is %v", l.subject, l.to, m.Header.Get("In-Reply-To"), ids)
	}
	return ids
}

// A reply to a relayed post stands below it in everyone's client, whose copies
// all have Message-IDs of their own; so does what its author adds to it.
func TestThreadsHold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := open(t, "Alice", "Bob", "Carol", "Dave")
		defer w.close()
		proposal := vouched(w.from("alice", "[EXTRA] Adhérer à Framasoft", "Coût : 60 €\n"))
		w.send(proposal)
		announced := w.letters()
		first := answer(w.to("bob", announced), "Je me demande à quoi cela sert.\n")
		w.send(vouched(first))
		asked := w.letters()
		<-time.After(time.Minute)
		second := answer(w.to("carol", asked), "À soutenir leurs services.\n")
		w.send(vouched(second))
		told := w.letters()
		<-time.After(time.Minute)
		third := vouched(w.from("bob", "Re: Adhérer à Framasoft", "Et combien de temps.\n"))
		third.Header = append(third.Header, "In-Reply-To: "+first.ID, "References: "+first.ID)
		w.send(third) // to his own mail, as one adds what one forgot
		added := w.letters()
		for _, who := range []string{"alice", "bob", "carol", "dave"} {
			root := []string{w.to(who, announced).id}
			if who == "alice" {
				root = []string{proposal.ID, root[0]}
			}
			question := slices.Concat(root)
			if who == "bob" {
				question = append(question, first.ID)
			}
			thread := above(t, w.to(who, asked))
			if !slices.Equal(thread, question) {
				t.Errorf("%s: the first post stands below %v, want %v", who, thread, question)
			}
			answered := append(question, w.to(who, asked).id)
			for name, l := range map[string]letter{"the reply": w.to(who, told), "what Bob adds": w.to(who, added)} {
				want := slices.Clone(answered)
				switch {
				case who == "carol" && name == "the reply":
					want = append(want, second.ID)
				case who == "bob" && name == "what Bob adds":
					want = append(want, third.ID)
				}
				if thread := above(t, l); !slices.Equal(thread, want) {
					t.Errorf("%s: %s stands below %v, want %v", who, name, thread, want)
				}
				if l.subject != "Re: [Picasoft] [EXTRA #1] Adhérer à Framasoft" {
					t.Errorf("%s: %s is called %q", who, name, l.subject)
				}
			}
		}
	})
}

// Talk outside any action is a thread of its own, under its own subject.
func TestTalkIsAThread(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := open(t, "Alice", "Bob")
		defer w.close()
		mine := vouched(w.from("alice", "Quel pad ?", "Le nôtre ?\n"))
		w.send(mine)
		asked := w.letters()
		w.send(vouched(answer(w.to("bob", asked), "Le nôtre.\n")))
		told := w.letters()
		for _, who := range []string{"alice", "bob"} {
			if s := w.to(who, asked).subject; s != "[Picasoft] Quel pad ?" {
				t.Errorf("%s: the post is called %q", who, s)
			}
			if s := w.to(who, told).subject; s != "Re: [Picasoft] Quel pad ?" {
				t.Errorf("%s: the reply is called %q", who, s)
			}
		}
		if thread := above(t, w.to("alice", asked)); !slices.Equal(thread, []string{mine.ID}) {
			t.Errorf("Alice’s own copy stands below %v, not her mail", thread)
		}
		if thread := above(t, w.to("bob", asked)); len(thread) > 0 {
			t.Errorf("a new thread stands below %v", thread)
		}
		if thread := above(t, w.to("alice", told)); !slices.Equal(thread, []string{mine.ID, w.to("alice", asked).id}) {
			t.Errorf("the reply stands below %v", thread)
		}
	})
}

// Whoever answers their own proposal, out of the folder of sent mail, votes on
// it as if they had answered its announcement.
func TestAVoteBelowOnesOwnProposal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := open(t, "Alice", "Bob", "Carol")
		defer w.close()
		proposal := vouched(w.from("alice", "[EXTRA] Adhérer à Framasoft", "Coût : 60 €\n"))
		w.send(proposal)
		w.letters()
		vote := vouched(w.from("alice", "Re: [EXTRA] Adhérer à Framasoft", "Pour.\n"))
		vote.Header = append(vote.Header, "In-Reply-To: "+proposal.ID)
		w.send(vote)
		want(t, w.letters(), "alice")
		w.wantBallots("alice for")
	})
}
