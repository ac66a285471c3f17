package governance

import (
	"encoding/json"
	"testing"
	"time"
)

// What lets a member's mail through is what is told of it.
func TestBelieved(t *testing.T) {
	w := founded(t, "alice", "bob")
	at := utc(2026, 2, 2, 8, 0)
	w.step(Request{Kind: KindAction, At: at, From: "alice@exemple.test", Authenticated: true, Proposal: &Proposal{Type: Extraordinary, Title: "X"}})
	mine := w.last("bob@exemple.test", LetterAnnouncement, 1).answering()
	hers := w.last("alice@exemple.test", LetterAnnouncement, 1).answering()
	old := Answered{Letter: 9, Kind: LetterPost, Member: 2, SentAt: at.AddDate(0, -4, 0)}
	r := Request{Kind: KindReply, At: at.Add(time.Hour), From: "bob@exemple.test", Votes: []Vote{{Action: 1, Choice: For}}}
	check := func(name string, want Belief, change func(*Request)) {
		t.Helper()
		q := r
		change(&q)
		if got := Believed(w.s, q); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
		copied, err := Restore(snapshotOf(t, w.s), w.s.zone)
		if err != nil {
			t.Fatal(err)
		}
		if fate := Fate(Step(copied, q)); want != NotOnFile && (fate == "counted") != want.Proves() {
			t.Errorf("%s: %s, though %s", name, fate, want)
		}
	}
	check("a stranger", NotOnFile, func(q *Request) { q.From = "zoe@exemple.test" })
	check("nothing", Unproven, func(*Request) {})
	check("their domain", ByDomain, func(q *Request) { q.Authenticated = true })
	check("a letter to them", ByLetter, func(q *Request) { q.Answers = mine })
	check("a letter to another", OthersLetter, func(q *Request) { q.Answers = hers })
	check("a letter of long ago", DeadLetter, func(q *Request) { q.Answers = old })
	check("a field twice", FieldTwice, func(q *Request) { q.Authenticated, q.Doubled = true, true })
	w.s.Members[1].Authenticated = true
	check("a letter to whom a domain vouched for", VouchedBefore, func(q *Request) { q.Answers = mine })
	w.s.Members[1].RoundTrip = true
	check("a vote after a contest", AfterContest, func(q *Request) { q.Authenticated = true })
	w.step(r)
	check("the answer to the question", ByConfirmation, func(q *Request) {
		q.Answers, q.Votes, q.Yes = w.last("bob@exemple.test", LetterConfirm, 1).answering(), nil, true
		held := r
		q.Held = &held
	})
}

func snapshotOf(t *testing.T, s *State) []byte {
	t.Helper()
	raw, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}
