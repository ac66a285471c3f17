package specimen

import (
	g "toutdoux/internal/governance"
)

func receiptScenes() []Scene {
	const kind = g.LetterReceipt
	return []Scene{
		{kind, "a vote with its reason", func() Owed {
			return WithExtra().Ask(Day2, From("Bob Durand", Vote(1, g.For, "On leur doit bien ça."))).Letter(kind, Bob)
		}},
		{kind, "the vote that adopts", func() Owed {
			w := WithExtra().Ask(Day2, From("Bob Durand", Vote(1, g.For, ""))).Ask(Day2, From("Claire Petit", Vote(1, g.For, "")))
			return w.Ask(Day3, From("Dave Roux", Vote(1, g.For, ""))).Letter(kind, Dave)
		}},
		{kind, "against an ordinary action", func() Owed {
			return WithOrdinary().Ask(Day2, From("Bob Durand", Vote(1, g.Against, "Et la bande passante ?"))).Letter(kind, Bob)
		}},
		{kind, "support of an ordinary action", func() Owed {
			return WithOrdinary().Ask(Day2, From("Bob Durand", Vote(1, g.For, "Enfin !"))).Letter(kind, Bob)
		}},
		{kind, "a blank vote on an ordinary action", func() Owed {
			return WithOrdinary().Ask(Day2, From("Bob Durand", Vote(1, g.Blank, ""))).Letter(kind, Bob)
		}},
		{kind, "a vote while on leave", func() Owed {
			leave := Command(g.VerbVacation, "")
			leave.Until = At("2026-03-02 00:00")
			return WithExtra().Ask(Day2, From("Bob Durand", leave)).Ask(Day3, From("Bob Durand", Vote(1, g.Blank, ""))).Letter(kind, Bob)
		}},
		{kind, "contested, to its member", func() Owed { return contest().Letter(kind, Bob) }},
		{kind, "contested, to the others", func() Owed { return contest().Letter(kind, Claire) }},
		{kind, "contested, an earlier vote stands, to its member", func() Owed { return contestBack().Letter(kind, Bob) }},
		{kind, "contested, an earlier vote stands, to the others", func() Owed { return contestBack().Letter(kind, Claire) }},
		{kind, "contested once closed, to its member", func() Owed { return contestLate().Letter(kind, Bob) }},
		{kind, "contested once closed, to the others", func() Owed { return contestLate().Letter(kind, Claire) }},
		{kind, "a held mail was not theirs", func() Owed {
			w := WithExtra()
			held := Vote(1, g.For, "")
			held.From, held.Kind = mail("Bob Durand"), g.KindReply
			w.Ask(Day2, held)
			arrival := w.Letter(g.LetterConfirm, Bob).Letter.Arrival
			no := g.Request{Kind: g.KindReply, From: mail("Bob Durand"), No: true, Held: w.requests[arrival]}
			no.Answers = g.Answered{Letter: 2, Kind: g.LetterConfirm, Member: Bob, Arrival: arrival, SentAt: At(Day2)}
			return w.Ask(Day3, no).Letter(kind, Bob)
		}},
		{kind, "done, without a report", func() Owed {
			return WithOrdinary().Ask(Day2, From("Alice Martin", Verb(1, g.VerbDone, ""))).Letter(kind, Alice)
		}},
	}
}

func contest() *World {
	w := WithExtra().Ask(Day2, From("Bob Durand", Vote(1, g.For, "")))
	return w.Ask(Day3, From("Bob Durand", Verb(1, g.VerbContest, "")))
}

func contestBack() *World {
	w := WithExtra().Ask(Day2, From("Bob Durand", Vote(1, g.For, ""))).Ask("2026-02-11 10:00", From("Bob Durand", Vote(1, g.Against, "")))
	return w.Ask(Day3, From("Bob Durand", Verb(1, g.VerbContest, "")))
}

func contestLate() *World {
	w := WithExtra().Ask(Day2, From("Bob Durand", Vote(1, g.For, ""))).Through(Late)
	return w.Ask("2026-02-15 10:00", From("Bob Durand", Verb(1, g.VerbContest, "")))
}
