package compose

import (
	"strings"
	"testing"

	g "toutdoux/internal/governance"
)

// emile is the founder who never wrote.
const emile = 5

// quiet is a world in which Dave wrote last in February, Émile never, and
// which has come to the end of the semester that follows an action in October.
func quiet(t *testing.T, silent ...string) *world {
	w := withExtra(t).ask(day2, from("Dave Roux", vote(1, g.Blank, "")))
	w.ask("2026-10-05 09:00", from("Alice Martin", peertube))
	writes := map[string]bool{"Bob Durand": true, "Claire Petit": true, "Émile Noël": true}
	for _, name := range silent {
		writes[name] = false
	}
	for name, is := range writes {
		if is {
			w.ask("2026-10-06 09:00", from(name, vote(2, g.Blank, "")))
		}
	}
	return w.through("2027-01-31 08:00")
}

func ghostScenes() []scene {
	two := func(t *testing.T) *world { return quiet(t, "Émile Noël") }
	asked := func(t *testing.T) *world { return two(t).through("2027-02-07 08:00") }
	answer := func(w *world, member int, r g.Request) *world {
		r.Answers = g.Answered{Letter: 1, Kind: g.LetterGhostPing, Member: member, SentAt: at("2027-02-07 08:00")}
		return w.ask("2027-02-08 09:00", from(people[member-1], r))
	}
	care := g.Request{Kind: g.KindCommand, Verb: g.VerbAlive, Cares: []string{"Dave", "Émile Noël"}}
	return []scene{
		{g.LetterGhostNotice, "one ghost", func(t *testing.T) Order { return quiet(t).letter(g.LetterGhostNotice, alice) }},
		{g.LetterGhostNotice, "two ghosts", func(t *testing.T) Order { return two(t).letter(g.LetterGhostNotice, alice) }},
		{g.LetterGhostNotice, "to a ghost", func(t *testing.T) Order { return two(t).letter(g.LetterGhostNotice, dave) }},
		{g.LetterGhostNotice, "one out of reach", func(t *testing.T) Order {
			w := two(t)
			w.state.Member(dave).Unreachable = true
			return w.letter(g.LetterGhostNotice, alice)
		}},
		{g.LetterGhostPing, "once", func(t *testing.T) Order { return asked(t).letter(g.LetterGhostPing, dave) }},
		{g.LetterGhostPing, "one who never wrote", func(t *testing.T) Order { return asked(t).letter(g.LetterGhostPing, emile) }},
		{g.LetterGhostPing, "once more", func(t *testing.T) Order {
			return two(t).through("2027-02-14 08:00").pick(g.LetterGhostPing, g.WhyLastCall, dave)
		}},
		{g.LetterFarewell, "no news", func(t *testing.T) Order {
			return two(t).through("2027-02-22 08:00").letter(g.LetterFarewell, dave)
		}},
		{g.LetterDigest, "two ghosts were named", func(t *testing.T) Order {
			return two(t).through("2027-02-01 08:00").letter(g.LetterDigest, alice)
		}},
		{g.LetterReceipt, "still here", func(t *testing.T) Order {
			return answer(asked(t), dave, g.Request{Yes: true, Words: "Oui"}).letter(g.LetterReceipt, dave)
		}},
		{g.LetterReceipt, "still here, in more words", func(t *testing.T) Order {
			return answer(asked(t), dave, g.Request{Words: "Désolé, beaucoup de travail en ce moment."}).letter(g.LetterReceipt, dave)
		}},
		{g.LetterReceipt, "who asks after two ghosts", func(t *testing.T) Order {
			return two(t).ask("2027-02-01 09:00", from("Alice Martin", care)).letter(g.LetterReceipt, alice)
		}},
		{g.LetterRefusal, "no ghost", func(t *testing.T) Order {
			return because(g.LetterRefusal, g.WhyNoGhost, newWorld(t), 0, g.Request{})
		}},
		{g.LetterAskVote, "after whom", func(t *testing.T) Order {
			return because(g.LetterAskVote, g.WhyWhichGhost, two(t), 0, g.Request{Words: "Je m'en occupe."})
		}},
	}
}

// pick is the order of that kind and reason to a member.
func (w *world) pick(kind g.LetterKind, why g.Why, member int) Order {
	w.t.Helper()
	for _, o := range w.last {
		if o.Letter.Kind == kind && o.Letter.Why == why && o.To.Member == member {
			return o
		}
	}
	w.t.Fatalf("no letter %s %s to %d is owed", kind, why, member)
	return Order{}
}

// The button for each ghost bears the name, and leads to a subject that the
// reader of mails reads.
func TestAGhostsButton(t *testing.T) {
	letter := compose(t, newComposer(t, "fr", "vous"), quiet(t).letter(g.LetterGhostNotice, alice))
	want := "JE%20M%E2%80%99EN%20OCCUPE%C2%A0%3A%20Dave%20Roux%20%28" + testProof + "%29"
	if !strings.Contains(letter.HTML, want) {
		t.Errorf("no button leads to %s in %s", want, letter.HTML)
	}
}
