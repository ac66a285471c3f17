package specimen

import (
	g "toutdoux/internal/governance"
)

func memberScenes() []Scene {
	leave := Command(g.VerbVacation, "")
	leave.Until = At("2026-03-02 00:00")
	gone := func(At string) func(*World) {
		return func(w *World) {
			w.Ask(At, g.Request{Kind: g.KindBounce, Answers: g.Answered{Letter: 1, Member: Bob},
				Bounces: []g.Bounce{{Recipient: mail("Bob Durand"), Permanent: true, Status: "5.1.1"}}})
		}
	}
	unreachable := func() *World {
		w := New()
		gone(Day1)(w)
		gone("2026-02-08 09:00")(w)
		return w
	}
	added := g.Request{Kind: g.KindIntervention, Verb: g.VerbAddMember, From: "erin@exemple.test", Name: "Erin Blanc", Reason: "Erin ne recevait pas la confirmation."}
	return []Scene{
		{g.LetterWelcome, "who asked", func() Owed { return withNewcomer().Letter(g.LetterWelcome, Erin) }},
		{g.LetterWelcome, "a founder", func() Owed { return New().Welcome().Letter(g.LetterWelcome, Alice) }},
		{g.LetterWelcome, "who founds alone", func() Owed { return Of("Alice Martin").Welcome().Letter(g.LetterWelcome, Alice) }},
		{g.LetterWelcome, "added by the operator", func() Owed { return New().Ask(Day1, added).Letter(g.LetterWelcome, Erin) }},
		{g.LetterArrival, "one of them", func() Owed {
			return withNewcomer().Through("2026-02-05 08:00").Letter(g.LetterArrival, Alice)
		}},
		{g.LetterArrival, "several on one day", func() Owed {
			w := withNewcomer().Ask("2026-02-04 21:00", From("Frank", Command(g.VerbJoin, "")))
			return w.Through("2026-02-05 08:00").Letter(g.LetterArrival, Alice)
		}},
		{g.LetterArrival, "to one who came that day too", func() Owed {
			w := withNewcomer().Ask("2026-02-04 21:00", From("Frank", Command(g.VerbJoin, "")))
			return w.Through("2026-02-05 08:00").Letter(g.LetterArrival, Erin)
		}},
		{g.LetterVotingRight, "the delay has passed", func() Owed {
			return withNewcomer().Through("2026-02-20 09:00").Letter(g.LetterVotingRight, Erin)
		}},
		{g.LetterVacation, "until a day", func() Owed {
			return New().Ask(Day1, From("Bob Durand", leave)).Letter(g.LetterVacation, Bob)
		}},
		{g.LetterVacation, "until they say", func() Owed {
			return New().Ask(Day1, From("Bob Durand", Command(g.VerbVacation, ""))).Letter(g.LetterVacation, Bob)
		}},
		{g.LetterDigest, "back from leave, by asking", func() Owed {
			w := WithExtra().Ask(Day2, From("Bob Durand", leave))
			return w.Ask(Day3, From("Bob Durand", Command(g.VerbBack, ""))).Letter(g.LetterDigest, Bob)
		}},
		{g.LetterDigest, "back from leave, at the date", func() Owed {
			return WithExtra().Ask(Day2, From("Bob Durand", leave)).Through("2026-03-02 08:00").Letter(g.LetterDigest, Bob)
		}},
		{g.LetterVacation, "unreachable", func() Owed { return unreachable().Letter(g.LetterVacation, Alice) }},
		{g.LetterFarewell, "who asked", func() Owed {
			return New().Ask(Day1, From("Bob Durand", Command(g.VerbLeave, ""))).Letter(g.LetterFarewell, Bob)
		}},
		{g.LetterFarewell, "forgotten", func() Owed { return forgotten(true).Letter(g.LetterFarewell, Bob) }},
		{g.LetterReceipt, "not to be forgotten after all", func() Owed { return forgotten(false).Letter(g.LetterReceipt, Bob) }},
		{g.LetterFarewell, "removed by the operator", func() Owed {
			return withNewcomer().Ask(Day2, intervene(g.VerbDropMember, "")).Letter(g.LetterFarewell, Erin)
		}},
		{g.LetterIntervention, "a member added", func() Owed { return New().Ask(Day1, added).Letter(g.LetterIntervention, Alice) }},
		{g.LetterIntervention, "a member added, to them", func() Owed { return New().Ask(Day1, added).Letter(g.LetterIntervention, Erin) }},
		{g.LetterIntervention, "members imported", func() Owed {
			People := []g.Person{{Name: "Erin Blanc", Address: "erin@exemple.test"}, {Name: "Fred Noir", Address: "fred@exemple.test"}}
			some := g.Request{Kind: g.KindIntervention, Verb: g.VerbImport, People: People, Reason: "Ce sont les abonnés de notre ancienne liste."}
			return New().Ask(Day1, some).Letter(g.LetterIntervention, Alice)
		}},
		{g.LetterIntervention, "a newcomer removed", func() Owed {
			return withNewcomer().Ask(Day2, intervene(g.VerbDropMember, "")).Letter(g.LetterIntervention, Alice)
		}},
		{g.LetterIntervention, "an address changed", func() Owed {
			return withNewcomer().Ask(Day2, intervene(g.VerbSetAddress, "erin@ailleurs.test")).Letter(g.LetterIntervention, Alice)
		}},
		{g.LetterIntervention, "an address changed, to whose it is", func() Owed {
			return withNewcomer().Ask(Day2, intervene(g.VerbSetAddress, "erin@ailleurs.test")).Letter(g.LetterIntervention, Erin)
		}},
		{g.LetterIntervention, "decisions resume", func() Owed {
			return Alarmed().Ask(Day3, g.Request{Kind: g.KindIntervention, Verb: g.VerbResume, Reason: "Le DNS était en panne."}).Letter(g.LetterIntervention, Alice)
		}},
	}
}

func intervene(v g.Verb, argument string) g.Request {
	return g.Request{Kind: g.KindIntervention, Verb: v, From: "erin@exemple.test", Argument: argument, Reason: "Erin l'a demandé par téléphone."}
}

func Alarmed() *World {
	w := New()
	for id, name := range People[:2] {
		w.Ask(Day1, g.Request{Kind: g.KindBounce, Answers: g.Answered{Letter: 1, Member: id + 1},
			Bounces: []g.Bounce{{Recipient: mail(name), Permanent: true, Status: "5.1.1"}}})
	}
	return w
}

// forgotten is a world in which Bob says whether he means to be.
func forgotten(yes bool) *World {
	w := New().Ask(Day1, From("Bob Durand", Command(g.VerbErase, "")))
	asked := w.Letter(g.LetterConfirm, Bob)
	answer := g.Request{Yes: yes, No: !yes, Held: asked.Request,
		Answers: g.Answered{Letter: 1, Kind: g.LetterConfirm, Member: Bob, Arrival: asked.Letter.Arrival, SentAt: At(Day1)}}
	return w.Ask(Day2, From("Bob Durand", answer))
}
