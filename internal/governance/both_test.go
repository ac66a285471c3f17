package governance

import (
	"slices"
	"testing"
	"time"
)

// "1 POUR" and "2 PAUSE" in one mail: each counts, on its own action.
func TestAVoteAndAPauseInOneMail(t *testing.T) {
	s := New(time.UTC)
	at := time.Date(2026, 2, 2, 8, 0, 0, 0, time.UTC)
	Found(s, DefaultStatutes(), []Founder{{Name: "Alice", Address: "alice@x.test", VotesFrom: at}, {Name: "Bob", Address: "bob@x.test", VotesFrom: at}, {Name: "Carol", Address: "carol@x.test", VotesFrom: at}}, at)
	ask := func(r Request) (names []string) {
		at = at.Add(time.Hour)
		r.From, r.At, r.Authenticated = "bob@x.test", at, true
		for _, record := range Step(s, r) {
			names = append(names, KindOf(record.Event))
		}
		return names
	}
	ask(Request{Kind: KindAction, Proposal: &Proposal{Type: Extraordinary, Title: "Un"}, Words: "…"})
	ask(Request{Kind: KindAction, Proposal: &Proposal{Type: Ordinary, Title: "Deux"}, Words: "…"})
	got := ask(Request{Kind: KindReply, Votes: []Vote{{Action: 1, Choice: For}}, Verb: VerbPause, Target: 2})
	if want := []string{"voted", "paused"}; !slices.Equal(got, want) {
		t.Errorf("decided %v, want %v", got, want)
	}
}
