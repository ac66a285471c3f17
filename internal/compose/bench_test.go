package compose

import (
	"fmt"
	"testing"

	g "toutdoux/internal/governance"
)

// BenchmarkDigest is one copy of a digest for ten thousand members, with three
// votes awaited, and a full week behind it.
func BenchmarkDigest(b *testing.B) {
	s := g.New(paris)
	var founders []g.Founder
	for i := range 10_000 {
		founders = append(founders, g.Founder{Name: fmt.Sprint("m", i), Address: fmt.Sprintf("m%d@exemple.test", i), VotesFrom: at(day1)})
	}
	g.Found(s, g.DefaultStatutes(), founders, at(day1))
	news := &News{}
	step := func(when string, r g.Request) {
		r.At, r.Authenticated = at(when), true
		news.Records = append(news.Records, g.Step(s, r)...)
	}
	for i := range 3 {
		p := propose(g.Proposal{Type: g.Extraordinary, Title: "Adhérer à Framasoft"}, "Pourquoi pas.")
		p.From = fmt.Sprintf("m%d@exemple.test", 5000+i)
		step(day1, p)
	}
	for i := range 200 {
		step(day2, g.Request{Kind: g.KindPost, From: fmt.Sprintf("m%d@exemple.test", i), Subject: fmt.Sprint("sujet ", i%30), Words: "Bonjour"})
		step(day3, g.Request{Kind: g.KindCommand, From: fmt.Sprintf("x%d@exemple.test", i), Verb: g.VerbJoin, Name: "Nouveau"})
	}
	records := g.Step(s, g.Request{Kind: g.KindTick, At: g.Due(s).At})
	letter := g.Letters(s, records)[len(records)-1]
	c := newComposer(b, "fr", "vous")
	for i := 0; b.Loop(); i++ {
		id := i%10_000 + 1
		o := Order{Number: 1, Letter: letter, State: s, Event: records[len(records)-1], News: news, Proof: testProof, Date: letter.At}
		o.To = Recipient{Member: id, Name: "m", Address: s.Member(id).Primary()}
		if _, err := c.Compose(o); err != nil {
			b.Fatal(err)
		}
	}
}
