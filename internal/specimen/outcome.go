package specimen

import (
	g "toutdoux/internal/governance"
)

func outcomeScenes() []Scene {
	const kind = g.LetterOutcome
	votes := func(w *World, choices ...g.Choice) *World {
		for i, c := range choices {
			w.Ask(Day2, From(People[i], Vote(1, c, []string{"On leur doit bien ça.", "", "À voir.", "", ""}[i])))
		}
		return w
	}
	adopted := func() *World { return votes(WithExtra(), g.For, g.For, g.For) }
	soft := func() *World { return votes(WithExtra(), g.For, g.Blank).Through(Late) }
	return []Scene{
		{kind, "adopted by majority, to its proposer", func() Owed { return adopted().Letter(kind, Alice) }},
		{kind, "adopted by majority", func() Owed { return adopted().Letter(kind, Bob) }},
		{kind, "adopted by soft consensus, to its proposer", func() Owed { return soft().Letter(kind, Alice) }},
		{kind, "adopted by soft consensus", func() Owed { return soft().Letter(kind, Bob) }},
		{kind, "adopted by silence, some against", func() Owed {
			return votes(WithExtra(), g.Against, g.For, g.Against).Through(Late).Letter(kind, Bob)
		}},
		{kind, "rejected", func() Owed {
			return votes(WithExtra(), g.Against, g.Against, g.Against).Through(Late).Letter(kind, Bob)
		}},
		{kind, "rejected, to its proposer", func() Owed {
			return votes(WithExtra(), g.Against, g.Against, g.Against).Through(Late).Letter(kind, Alice)
		}},
		{kind, "stopped", func() Owed {
			return votes(WithOrdinary(), g.Against, g.Against, g.Against).Letter(kind, Bob)
		}},
		{kind, "settled", func() Owed { return WithOrdinary().Through(Late).Letter(kind, Bob) }},
		{kind, "settled, to its proposer", func() Owed { return WithOrdinary().Through(Late).Letter(kind, Alice) }},
		{kind, "adopted, its proposer left", func() Owed {
			w := votes(WithExtra(), g.Against, g.For).Ask(Day3, From("Alice Martin", Command(g.VerbLeave, "")))
			return w.Ask(Day3, From("Claire Petit", Vote(1, g.For, ""))).Letter(kind, Bob)
		}},
		{kind, "withdrawn", func() Owed {
			return WithExtra().Ask(Day2, From("Alice Martin", Verb(1, g.VerbWithdraw, "On en reparle à l'automne."))).Letter(kind, Bob)
		}},
		{kind, "withdrawn, to its proposer", func() Owed {
			return WithExtra().Ask(Day2, From("Alice Martin", Verb(1, g.VerbWithdraw, ""))).Letter(kind, Alice)
		}},
		{kind, "withdrawn once adopted", func() Owed {
			return adopted().Ask(Day3, From("Alice Martin", Verb(1, g.VerbWithdraw, ""))).Letter(kind, Bob)
		}},
		{kind, "withdrawn for another", func() Owed {
			again := Propose(g.Proposal{Type: g.Extraordinary, Title: "Adhérer pour un an", Replaces: 1}, "Un an seulement.")
			return WithExtra().Ask(Day2, From("Alice Martin", again)).Letter(kind, Bob)
		}},
		{kind, "done", func() Owed {
			return adopted().Ask(Day3, From("Alice Martin", Verb(1, g.VerbDone, "C'est payé, et le reçu est dans le dossier partagé."))).Letter(kind, Bob)
		}},
		{kind, "done, to its proposer", func() Owed {
			return adopted().Ask(Day3, From("Alice Martin", Verb(1, g.VerbDone, "C'est payé."))).Letter(kind, Alice)
		}},
	}
}
