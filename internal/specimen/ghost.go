package specimen

import (
	g "toutdoux/internal/governance"
)

// emile is the founder who never wrote.
// Quiet is a world in which Dave wrote last in February, Émile never, and
// which has come to the end of the semester that follows an action in October.
func Quiet(silent ...string) *World {
	w := WithExtra().Ask(Day2, From("Dave Roux", Vote(1, g.Blank, "")))
	w.Ask("2026-10-05 09:00", From("Alice Martin", peertube()))
	writes := map[string]bool{"Bob Durand": true, "Claire Petit": true, "Émile Noël": true}
	for _, name := range silent {
		writes[name] = false
	}
	for name, is := range writes {
		if is {
			w.Ask("2026-10-06 09:00", From(name, Vote(2, g.Blank, "")))
		}
	}
	return w.Through("2027-01-31 08:00")
}

func ghostScenes() []Scene {
	two := func() *World { return Quiet("Émile Noël") }
	asked := func() *World { return two().Through("2027-02-07 08:00") }
	answer := func(w *World, member int, r g.Request) *World {
		r.Answers = g.Answered{Letter: 1, Kind: g.LetterGhostPing, Member: member, SentAt: At("2027-02-07 08:00")}
		return w.Ask("2027-02-08 09:00", From(People[member-1], r))
	}
	care := g.Request{Kind: g.KindCommand, Verb: g.VerbAlive, Cares: []string{"Dave", "Émile Noël"}}
	return []Scene{
		{g.LetterGhostNotice, "one ghost", func() Owed { return Quiet().Letter(g.LetterGhostNotice, Alice) }},
		{g.LetterGhostNotice, "two ghosts", func() Owed { return two().Letter(g.LetterGhostNotice, Alice) }},
		{g.LetterGhostNotice, "to a ghost", func() Owed { return two().Letter(g.LetterGhostNotice, Dave) }},
		{g.LetterGhostNotice, "to the only ghost", func() Owed { return Quiet().Letter(g.LetterGhostNotice, Dave) }},
		{g.LetterGhostNotice, "one out of reach", func() Owed {
			w := two()
			w.State.Member(Dave).Unreachable = true
			return w.Letter(g.LetterGhostNotice, Alice)
		}},
		{g.LetterGhostPing, "once", func() Owed { return asked().Letter(g.LetterGhostPing, Dave) }},
		{g.LetterGhostPing, "one who never wrote", func() Owed { return asked().Letter(g.LetterGhostPing, emile) }},
		{g.LetterGhostPing, "once more", func() Owed {
			return two().Through("2027-02-14 08:00").pick(g.LetterGhostPing, g.WhyLastCall, Dave)
		}},
		{g.LetterFarewell, "no news", func() Owed {
			return two().Through("2027-02-22 08:00").Letter(g.LetterFarewell, Dave)
		}},
		{g.LetterDigest, "two ghosts were named", func() Owed {
			return two().Through("2027-02-01 08:00").Letter(g.LetterDigest, Alice)
		}},
		{g.LetterReceipt, "still here", func() Owed {
			return answer(asked(), Dave, g.Request{Yes: true, Words: "Oui"}).Letter(g.LetterReceipt, Dave)
		}},
		{g.LetterReceipt, "still here, in more words", func() Owed {
			return answer(asked(), Dave, g.Request{Words: "Désolé, beaucoup de travail en ce moment."}).Letter(g.LetterReceipt, Dave)
		}},
		{g.LetterReceipt, "who asks after two ghosts", func() Owed {
			return two().Ask("2027-02-01 09:00", From("Alice Martin", care)).Letter(g.LetterReceipt, Alice)
		}},
		{g.LetterRefusal, "no ghost", func() Owed {
			return because(g.LetterRefusal, g.WhyNoGhost, New(), 0, g.Request{})
		}},
		{g.LetterAskVote, "after whom", func() Owed {
			return because(g.LetterAskVote, g.WhyWhichGhost, two(), 0, g.Request{Words: "Je m'en occupe."})
		}},
	}
}

// pick is the order of that kind and reason to a member.
func (w *World) pick(kind g.LetterKind, why g.Why, member int) Owed {
	for _, o := range w.last {
		if o.Letter.Kind == kind && o.Letter.Why == why && o.To.Member == member {
			return o
		}
	}
	return Owed{}
}
