package specimen

import (
	g "toutdoux/internal/governance"
)

func confirmScenes() []Scene {
	const kind = g.LetterConfirm
	unproven := func(r g.Request) g.Request {
		r.From, r.Kind = mail("Bob Durand"), g.KindReply
		return r
	}
	show := func(r g.Request) func() Owed {
		return func() Owed { return WithExtra().Ask(Day2, r).Letter(kind, Bob) }
	}
	other := Vote(1, g.For, "On leur doit bien ça.")
	other.From, other.Kind = "bob@ailleurs.test", g.KindReply
	other.Answers = g.Answered{Letter: 1, Kind: g.LetterAnnouncement, Member: Bob, Action: 1, SentAt: At(Day1)}
	return []Scene{
		{kind, "a vote", show(unproven(Vote(1, g.Against, "Contre, c'est trop cher.")))},
		{kind, "an action", show(unproven(Propose(g.Proposal{Type: g.Ordinary, Title: "Repeindre le local"}, "En bleu.")))},
		{kind, "a command", show(unproven(Command(g.VerbLeave, "")))},
		{kind, "talk", show(unproven(g.Request{Words: "Je trouve ça bien.\n\nEt vous ?"}))},
		{kind, "another address", show(other)},
		{kind, "somebody who wants to be forgotten", show(From("Bob Durand", Command(g.VerbErase, "")))},
		{kind, "somebody who left and wants to be forgotten", func() Owed {
			erase := From("Bob Durand", Command(g.VerbErase, ""))
			return New().Ask(Day1, From("Bob Durand", Command(g.VerbLeave, ""))).Ask(Day2, erase).Letter(kind, Bob)
		}},
		{kind, "somebody who wants to join", func() Owed {
			join := Command(g.VerbJoin, "")
			join.From, join.Name, join.Stranger = "erin@exemple.test", "Erin <script>", "hash"
			return New().Ask(Day1, join).Letter(kind, 0)
		}},
	}
}

func answerScenes() []Scene {
	const kind = g.LetterStatus
	status := Command(g.VerbStatus, "")
	register := Command(g.VerbRegister, "")
	register.Target = 1
	voted := func() *World {
		w := WithExtra().Ask(Day2, From("Claire Petit", peertube())).Ask(Day2, From("Bob Durand", Vote(2, g.For, "")))
		return w.Ask(Day2, From("Claire Petit", Vote(1, g.Against, "Trop cher pour nous.")))
	}
	return []Scene{
		{kind, "where a voter stands", func() Owed { return voted().Ask(Day3, From("Bob Durand", status)).Letter(kind, Bob) }},
		{kind, "where a newcomer stands", func() Owed {
			return withNewcomer().Ask(Day2, From("Erin Blanc", status)).Letter(kind, Erin)
		}},
		{kind, "where somebody on leave stands", func() Owed {
			return New().Ask(Day1, From("Bob Durand", Command(g.VerbVacation, ""))).Ask(Day2, From("Bob Durand", status)).Letter(kind, Bob)
		}},
		{kind, "the register of an open action", func() Owed { return voted().Ask(Day3, From("Bob Durand", register)).Letter(kind, Bob) }},
		{kind, "the register of a closed action", func() Owed {
			return voted().Through(Late).Ask("2026-02-16 09:00", From("Bob Durand", register)).Letter(kind, Bob)
		}},
		{kind, "everything about a member", func() Owed {
			return enclosing(voted().Ask(Day3, From("Claire Petit", Command(g.VerbExport, ""))).Letter(kind, Claire), export()...)
		}},
		{kind, "an address that must answer first", func() Owed {
			return New().Ask(Day1, From("Bob Durand", Command(g.VerbAddress, "bob@ailleurs.test"))).Letter(kind, Bob)
		}},
		{kind, "a new primary address", func() Owed {
			return New().Ask(Day1, From("Bob Durand", Command(g.VerbAddress, mail("Bob Durand")))).Letter(kind, Bob)
		}},
		{kind, "an address added", func() Owed {
			o := New().Ask(Day1, From("Bob Durand", Command(g.VerbAddress, mail("Bob Durand")))).Letter(kind, Bob)
			o.Event.Event = &g.AddressAdded{Member: Bob, Address: "bob@ailleurs.test"}
			return o
		}},
		{kind, "a new name", func() Owed {
			return New().Ask(Day1, From("Bob Durand", Command(g.VerbName, "Robert Durand"))).Letter(kind, Bob)
		}},
		{g.LetterHelp, "to a member", func() Owed {
			return New().Ask(Day1, From("Bob Durand", Command(g.VerbHelp, ""))).Letter(g.LetterHelp, Bob)
		}},
		{g.LetterHelp, "to a stranger", func() Owed {
			return New().Ask(Day1, Stranger(Command(g.VerbHelp, ""))).Letter(g.LetterHelp, 0)
		}},
		{g.LetterRefusal, "to a stranger", func() Owed {
			return New().Ask(Day1, Stranger(g.Request{Kind: g.KindPost, Subject: "Publicité", Words: "Achetez."})).Letter(g.LetterRefusal, 0)
		}},
	}
}

func Stranger(r g.Request) g.Request {
	r.From, r.Name, r.Authenticated, r.Stranger = "inconnu@ailleurs.test", "Inconnu", true, "hash"
	return r
}
