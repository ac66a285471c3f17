package governance

import (
	"fmt"
	"testing"
	"time"
)

// crowd is an association of many with open actions that all have voted on.
func crowd(b *testing.B, members, actions int) *State {
	b.Helper()
	s := New(paris)
	start := utc(2026, 2, 2, 8, 0)
	var founders []Founder
	for i := range members {
		founders = append(founders, Founder{Name: fmt.Sprint("m", i), Address: fmt.Sprintf("m%d@exemple.test", i), VotesFrom: start})
	}
	Found(s, DefaultStatutes(), founders, start)
	choices := []Choice{Blank, Against, Blank, For, Blank}
	for n := range actions {
		Step(s, Request{Kind: KindAction, At: start, From: "m0@exemple.test", Authenticated: true, Proposal: &Proposal{Type: Extraordinary, Title: "t"}})
		for i := range members {
			s.Apply(Record{Seq: s.Seq + 1, At: start, Event: &Voted{Action: n + 1, Member: i + 1, Choice: choices[i%5], Rank: start}})
		}
	}
	return s
}

// BenchmarkVote is one vote, its letters, and what is due next, among ten
// thousand members with twenty open actions of ten thousand ballots each.
func BenchmarkVote(b *testing.B) {
	s := crowd(b, 10_000, 20)
	at := s.At
	for i := 0; b.Loop(); i++ {
		r := Request{Kind: KindReply, At: at.Add(time.Duration(i/1000+1) * time.Second), From: fmt.Sprintf("m%d@exemple.test", i%10_000), Authenticated: true}
		r.Votes = []Vote{{Action: i%20 + 1, Choice: Blank}}
		if records := Step(s, r); len(Letters(s, records)) == 0 || Due(s).At.IsZero() {
			b.Fatal("nothing came of it")
		}
	}
}

// BenchmarkLeave is a vacation there, which touches every open action.
func BenchmarkLeave(b *testing.B) {
	s := crowd(b, 10_000, 20)
	for i := 0; b.Loop(); i++ {
		verb := []Verb{VerbVacation, VerbBack}[i%2]
		Step(s, Request{Kind: KindCommand, Verb: verb, At: s.At, From: fmt.Sprintf("m%d@exemple.test", i/2%10_000), Authenticated: true})
	}
}

// BenchmarkReplay reads a log of two hundred thousand ballots again.
func BenchmarkReplay(b *testing.B) {
	var log []Record
	s := crowd(b, 10_000, 0)
	for n := range 20 {
		for i := range 10_000 {
			log = append(log, Record{At: s.At, Event: &Voted{Action: n + 1, Member: i + 1, Choice: Blank, Rank: s.At}})
		}
	}
	for b.Loop() {
		b.StopTimer()
		s := crowd(b, 10_000, 0)
		for range 20 {
			Step(s, Request{Kind: KindAction, At: s.At, From: "m0@exemple.test", Authenticated: true, Proposal: &Proposal{Type: Extraordinary, Title: "t"}})
		}
		b.StartTimer()
		s.Apply(log...)
	}
}
