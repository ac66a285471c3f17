package specimen

import (
	g "toutdoux/internal/governance"
)

// newcomerScenes are what Erin reads, who joined yesterday: of what is announced
// until her right to vote begins, no letter offers her to vote.
func newcomerScenes() []Scene {
	extra := func() *World { return withNewcomer().Ask(Day2, From("Alice Martin", Framasoft())) }
	ordinary := func() *World { return withNewcomer().Ask(Day2, From("Alice Martin", peertube())) }
	talk := g.Request{Kind: g.KindPost, Words: "On en parle samedi.", Thread: 1}
	one := g.Person{Name: "Erin Blanc", Address: "erin@exemple.test"}
	pause, withdraw := Verb(1, g.VerbPause, ""), Verb(1, g.VerbWithdraw, "")
	show := func(kind g.LetterKind, name string, w func() *World, then ...g.Request) Scene {
		return Scene{kind, name, func() Owed {
			world := w()
			for _, r := range then {
				world.Ask(Day3, r)
			}
			return world.Letter(kind, Erin)
		}}
	}
	return []Scene{
		show(g.LetterPost, "in the thread of an extraordinary action, to a newcomer", extra, From("Bob Durand", talk)),
		show(g.LetterPost, "in the thread of an ordinary action, to a newcomer", ordinary, From("Bob Durand", talk)),
		show(g.LetterPost, "in the thread of an ordinary action, to who asked for a pause", ordinary, From("Erin Blanc", pause), From("Bob Durand", talk)),
		show(g.LetterPause, "to a newcomer", ordinary, From("Bob Durand", pause)),
		show(g.LetterCounterVote, "to a newcomer", extra, From("Bob Durand", Vote(1, g.Against, "Trop cher."))),
		show(g.LetterRequalified, "to a newcomer", ordinary, From("Bob Durand", Vote(1, g.For, "")), From("Alice Martin", Verb(1, g.VerbRequalify, ""))),
		show(g.LetterRefusal, "pause_extra, to a newcomer", extra, From("Erin Blanc", pause)),
		show(g.LetterRefusal, "paused_already, to a newcomer", ordinary, From("Erin Blanc", pause), From("Erin Blanc", pause)),
		show(g.LetterRefusal, "not_proposer, to a newcomer", extra, From("Erin Blanc", withdraw)),
		show(g.LetterRefusal, "not_yet", extra, From("Erin Blanc", Vote(1, g.For, ""))),
		show(g.LetterRefusal, "not_yet, whose right to vote has begun since", waived, From("Erin Blanc", Vote(1, g.For, ""))),
		show(g.LetterRefusal, "not_on_leave, to a newcomer", withNewcomer, From("Erin Blanc", Command(g.VerbBack, ""))),
		show(g.LetterVacation, "a newcomer's", withNewcomer, From("Erin Blanc", Command(g.VerbVacation, ""))),
		show(g.LetterStatus, "where a newcomer on leave stands", withNewcomer, From("Erin Blanc", Command(g.VerbVacation, "")), From("Erin Blanc", Command(g.VerbStatus, ""))),
		show(g.LetterDigest, "a newcomer is back from leave", withNewcomer, From("Erin Blanc", Command(g.VerbVacation, "")), From("Erin Blanc", Command(g.VerbBack, ""))),
		{g.LetterDigest, "strangers wrote, to a newcomer", func() Owed {
			return knocks().Ask("2026-02-07 09:00", From("Erin Blanc", Command(g.VerbJoin, ""))).Through("2026-02-09 08:00").Letter(g.LetterDigest, Erin)
		}},
		{g.LetterIntervention, "a member added, who votes at once", func() Owed {
			return atOnce().Ask(Day1, g.Request{Kind: g.KindIntervention, Verb: g.VerbAddMember, From: one.Address, Name: one.Name, Reason: "Sa demande s’est perdue."}).Letter(g.LetterIntervention, Alice)
		}},
		{g.LetterIntervention, "members imported, who vote at once", func() Owed {
			return atOnce().Ask(Day1, g.Request{Kind: g.KindIntervention, Verb: g.VerbImport, People: []g.Person{one}, Reason: "Ce sont nos abonnés."}).Letter(g.LetterIntervention, Alice)
		}},
		{g.LetterAnnouncement, "ordinary, where a pause moves no deadline", func() Owed {
			w := New()
			w.State.Statutes.OrdinaryPause = g.Delay{}
			return w.Ask(Day1, From("Alice Martin", peertube())).Letter(g.LetterAnnouncement, Bob)
		}},
		{g.LetterArrival, "of who votes already", func() Owed {
			return atOnce().Ask(Day1, From("Erin Blanc", Command(g.VerbJoin, ""))).Through("2026-02-05 08:00").Letter(g.LetterArrival, Bob)
		}},
		{g.LetterWelcome, "with one other", func() Owed {
			return Of("Alice Martin").Ask(Day1, From("Erin Blanc", Command(g.VerbJoin, ""))).Letter(g.LetterWelcome, 2)
		}},
		{g.LetterDigest, "to a newcomer who gets nothing else", func() Owed {
			w := ordinary().Ask(Day2, From("Alice Martin", Framasoft())).Ask(Day3, From("Erin Blanc", Command(g.VerbDelivery, "digest")))
			return w.Through("2026-02-09 08:00").Letter(g.LetterDigest, Erin)
		}},
	}
}

// waived is a world in which the others did not let Erin wait, once Alice had
// proposed to join Framasoft.
func waived() *World {
	w := withNewcomer().Ask(Day1, From("Alice Martin", Framasoft())).Ask(Day2, From("Alice Martin", waiver()))
	for _, name := range People[:3] {
		w.Ask(Day2, From(name, Vote(2, g.For, "")))
	}
	return w
}

// atOnce is a world in which newcomers do not wait to vote.
func atOnce() *World {
	w := New()
	w.State.Statutes.VotingDelay = g.Delay{}
	return w
}
