package specimen

import (
	g "toutdoux/internal/governance"
)

func announcementScenes() []Scene {
	const kind = g.LetterAnnouncement
	dear := Propose(g.Proposal{Type: g.Ordinary, Title: "Louer une salle", CostCents: 120050}, "Pour l'assemblée de printemps.")
	urgent := Propose(g.Proposal{Type: g.Extraordinary, Title: "Renouveler le nom de domaine", Urgent: true}, "Il expire dans douze jours.")
	hint := Propose(g.Proposal{Type: g.Ordinary, Title: "Acheter un disque", ProseCents: 8000}, "Il coûte 80 € en magasin.")
	again := Propose(g.Proposal{Type: g.Extraordinary, Title: "Adhérer à Framasoft pour un an", CostCents: 6000, Replaces: 1}, "Un an seulement.")
	show := func(p g.Request, member int) func() Owed {
		return func() Owed { return New().Ask(Day1, From("Alice Martin", p)).Letter(kind, member) }
	}
	return []Scene{
		{kind, "extraordinary", show(Framasoft(), Bob)},
		{kind, "extraordinary, its proposer's copy", show(Framasoft(), Alice)},
		{kind, "ordinary", show(peertube(), Bob)},
		{kind, "ordinary, its proposer's copy, an amount in the prose", show(hint, Alice)},
		{kind, "extraordinary because of its cost", show(dear, Bob)},
		{kind, "extraordinary because of its effect", func() Owed {
			return withNewcomer().Ask(Day2, From("Alice Martin", waiver())).Letter(kind, Bob)
		}},
		{kind, "urgent", show(urgent, Bob)},
		{kind, "replaces another", func() Owed {
			return WithExtra().Ask(Day2, From("Alice Martin", again)).Letter(kind, Bob)
		}},
		{kind, "to a newcomer", func() Owed {
			return withNewcomer().Ask(Day2, From("Alice Martin", Framasoft())).Letter(kind, Erin)
		}},
		{kind, "ordinary, to a newcomer", func() Owed {
			return withNewcomer().Ask(Day2, From("Alice Martin", peertube())).Letter(kind, Erin)
		}},
		{kind, "nobody can vote yet", func() Owed {
			w := allOnLeave()
			return w.Ask(Day2, From("Alice Martin", Framasoft())).Letter(kind, Alice)
		}},
		{kind, "voting can begin", func() Owed {
			w := allOnLeave().Ask(Day2, From("Alice Martin", Framasoft()))
			return w.Ask(Day3, From("Bob Durand", Command(g.VerbBack, ""))).Letter(kind, Bob)
		}},
		{g.LetterDryRun, "ordinary", show2(g.LetterDryRun, dry(peertube()))},
		{g.LetterDryRun, "extraordinary because of its cost", show2(g.LetterDryRun, dry(dear))},
		{g.LetterDryRun, "an amount in the prose", show2(g.LetterDryRun, dry(hint))},
		{g.LetterRequalified, "to all", func() Owed { return requalify().Letter(g.LetterRequalified, Bob) }},
		{g.LetterRequalified, "to its proposer", func() Owed { return requalify().Letter(g.LetterRequalified, Alice) }},
	}
}

func dry(r g.Request) g.Request {
	p := *r.Proposal
	p.DryRun = true
	r.Proposal = &p
	return r
}

func show2(kind g.LetterKind, r g.Request) func() Owed {
	return func() Owed { return New().Ask(Day1, From("Alice Martin", r)).Letter(kind, Alice) }
}

func requalify() *World {
	w := WithOrdinary().Ask(Day2, From("Bob Durand", Vote(1, g.For, "")))
	return w.Ask(Day3, From("Alice Martin", Verb(1, g.VerbRequalify, "Vous avez raison, cela nous engage.")))
}

func withNewcomer() *World {
	return New().Ask(Day1, From("Erin Blanc", Command(g.VerbJoin, "")))
}

func allOnLeave() *World {
	w := New()
	for _, name := range People {
		w.Ask(Day1, From(name, Command(g.VerbVacation, "")))
	}
	return w
}
