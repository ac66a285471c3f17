package specimen

import (
	g "toutdoux/internal/governance"
)

func ownerScenes() []Scene {
	const kind = g.LetterOwner
	show := func(why g.Why) func() Owed {
		return func() Owed {
			w := New()
			w.owe(g.Letter{Kind: kind, Why: why, Owner: true, At: At(Day1)}, nil)
			return w.Letter(kind, 0)
		}
	}
	return []Scene{
		{kind, "many messages come back", func() Owed { return Alarmed().Letter(kind, 0) }},
		{kind, "a server refuses", func() Owed {
			r := g.Request{Kind: g.KindBounce, Answers: g.Answered{Letter: 1, Member: Bob},
				Bounces: []g.Bounce{{Recipient: mail("Bob Durand"), Permanent: true, Status: "5.7.26"}}}
			return New().Ask(Day1, r).Letter(kind, 0)
		}},
		{kind, "a mail set aside", show(g.WhyAside)},
		{kind, "what is due cannot be done", show(g.WhyHalted)},
		{kind, "the clock", show(g.WhyClock)},
		{kind, "the mailbox is out of reach", show(g.WhyMailbox)},
		{kind, "the mailbox refuses the login", show(g.WhyLogin)},
		{kind, "no folder for spam", show(g.WhySpam)},
		{kind, "two hours of arrival", show(g.WhyHours)},
		{kind, "somebody writes to the owner", func() Owed {
			w := New()
			w.requests[70] = &g.Request{From: "zoe@exemple.test", Name: "Zoé", Words: "Bonjour,\nje cherche la salle de la réunion."}
			w.owe(g.Letter{Kind: kind, Why: g.WhyWritten, Owner: true, Arrival: 70, At: At(Day1)}, nil)
			return w.Letter(kind, 0)
		}},
	}
}

// because is a letter owed for one reason, whatever led to it.
func because(kind g.LetterKind, why g.Why, w *World, action int, r g.Request) Owed {
	r.From, r.Arrival = mail("Bob Durand"), int64(len(w.requests)+1)
	w.requests[r.Arrival] = &r
	l := g.Letter{Kind: kind, Why: why, To: []int{Bob}, Member: Bob, Personal: true, At: At("2026-02-16 10:00"), Action: action, Arrival: r.Arrival}
	if a := w.State.Action(action); a != nil {
		l.Tally, l.Deadline = w.State.Tally(a), a.Deadline
	}
	w.owe(l, nil)
	return w.last[len(w.last)-1]
}

func questionScenes() []Scene {
	said := func(words string) g.Request { return g.Request{Words: words} }
	var list []Scene
	for _, c := range []struct {
		why    g.Why
		action int
		r      g.Request
	}{
		{g.WhyUnclear, 1, said("Pour ma part je trouve ça raisonnable.")},
		{g.WhyUnclear, 0, said("Pour ma part je trouve ça raisonnable.")},
		{g.WhySameSecond, 1, said("")},
		{g.WhyTwoChoices, 1, said("Pour.\nEnfin, contre.")},
		{g.WhyEarlier, 1, said("Contre")},
		{g.WhyWhichAction, 0, said("Pour")},
		{g.WhyLostLetter, 0, said("Pour")},
		{g.WhyToAPerson, 1, said("+1")},
		{g.WhyToUs, 1, said("Ok")},
		{g.WhyToUs, 2, said("Oui")},
		{g.WhyUnclearYes, 1, said("Peut-être bien.")},
		{g.WhyUnsureTag, 0, g.Request{Proposal: &g.Proposal{Unsure: "ORDINARE"}}},
		{g.WhyWord, 0, g.Request{Verb: g.VerbVacation, Words: "Vacances : qui garde les clefs ?"}},
		{g.WhyWord, 1, g.Request{Verb: g.VerbVacation, Words: "Vacances jusqu’au 15 mars\n\nPour, si Claire vient."}},
		{g.WhyBeside, 1, g.Request{Beside: g.VerbVacation, Words: "Pour.\n\nVACANCES jusqu’au 15 mars"}},
	} {
		name := string(c.why)
		if c.action == 0 {
			name += ", outside any action"
		}
		list = append(list, Scene{g.LetterAskVote, name, func() Owed {
			w := WithExtra().Ask(Day2, From("Claire Petit", peertube())).Ask(Day2, From("Bob Durand", Vote(1, g.Blank, "")))
			return because(g.LetterAskVote, c.why, w, c.action, c.r)
		}})
	}
	return list
}

func refusalScenes() []Scene {
	closed := func() *World { return WithExtra().Through(Late) }
	rejected := func() *World {
		w := WithExtra()
		for _, name := range People[:3] {
			w.Ask(Day2, From(name, Vote(1, g.Against, "")))
		}
		return w.Through(Late)
	}
	done := func() *World {
		return WithOrdinary().Ask(Day2, From("Alice Martin", Verb(1, g.VerbDone, "")))
	}
	gone := func() *World {
		return WithExtra().Ask(Day2, From("Alice Martin", Verb(1, g.VerbWithdraw, "")))
	}
	left := func() *World { return WithOrdinary().Ask(Day2, From("Alice Martin", Command(g.VerbLeave, ""))) }
	paused := func() *World { return WithOrdinary().Ask(Day2, From("Bob Durand", Verb(1, g.VerbPause, ""))) }
	var list []Scene
	for _, c := range []struct {
		why    g.Why
		name   string
		world  func() *World
		action int
		r      g.Request
	}{
		{g.WhyClosed, "", closed, 1, Vote(1, g.For, "")},
		{g.WhyDeadlinePassed, "", WithExtra, 1, Vote(1, g.For, "")},
		{g.WhyNoSuchAction, "", WithExtra, 99, Vote(99, g.For, "")},
		{g.WhyNoSuchAction, "none is open", New, 99, Vote(99, g.For, "")},
		{g.WhyNoSuchAction, "no number", WithExtra, 0, Command(g.VerbRegister, "")},
		{g.WhyPauseExtra, "", WithExtra, 1, Verb(1, g.VerbPause, "")},
		{g.WhyPausedAlready, "", WithOrdinary, 1, Verb(1, g.VerbPause, "")},
		{g.WhyNotProposer, "", WithExtra, 1, Verb(1, g.VerbWithdraw, "")},
		{g.WhyDoneAlready, "", done, 1, Verb(1, g.VerbDone, "")},
		{g.WhyNotProposer, "of what is done", done, 1, Verb(1, g.VerbWithdraw, "")},
		{g.WhyNotProposer, "who has left", left, 1, Verb(1, g.VerbWithdraw, "")},
		{g.WhyRequalifyAsk, "", WithOrdinary, 1, Verb(1, g.VerbRequalify, "")},
		{g.WhyRequalifyAsk, "of who has left", left, 1, Verb(1, g.VerbRequalify, "")},
		{g.WhyRequalifyAsk, "asked already", paused, 1, Verb(1, g.VerbRequalify, "")},
		{g.WhyNotAdopted, "", WithExtra, 1, Verb(1, g.VerbDone, "")},
		{g.WhyRejected, "", rejected, 1, Verb(1, g.VerbWithdraw, "")},
		{g.WhyWithdrawn, "", gone, 1, Verb(1, g.VerbDone, "")},
		{g.WhyAlreadyExtra, "", WithExtra, 1, Verb(1, g.VerbRequalify, "")},
		{g.WhyTooLate, "", closed, 1, Verb(1, g.VerbRequalify, "")},
		{g.WhyNotReplaceable, "", WithExtra, 1, g.Request{}},
		{g.WhyNotReplaceable, "no such action", WithExtra, 99, g.Request{}},
		{g.WhyNoTitle, "", New, 0, g.Request{}},
		{g.WhyNotSupported, "", New, 0, g.Request{}},
		{g.WhyNotOnLeave, "", New, 0, g.Request{}},
		{g.WhyBadDate, "", New, 0, g.Request{}},
		{g.WhyAddressTaken, "", New, 0, Command(g.VerbAddress, "alice@exemple.test")},
		{g.WhyBadAddress, "", New, 0, g.Request{}},
		{g.WhyBadName, "", New, 0, g.Request{}},
		{g.WhyAlreadyMember, "", New, 0, g.Request{}},
		{g.WhyNothingToContest, "", WithExtra, 1, g.Request{}},
		{g.WhyNotARoleHolder, "", New, 0, g.Request{}},
		{g.WhyNothingThere, "", New, 0, g.Request{}},
		{g.WhyLeftOut, "", New, 0, g.Request{Files: []g.File{{Name: "setup.exe", Left: g.LeftProgram}, {Name: "photos.zip", Left: g.LeftArchive}}}},
		{g.WhyEncrypted, "", New, 0, g.Request{}},
		{g.WhyMisshapen, "", New, 0, g.Request{}},
		{g.WhyNotAMember, "", New, 0, g.Request{}},
		{g.WhyNotAMember, "whose mail waits", New, 0, g.Request{Kind: g.KindPost, Words: "Bonjour"}},
		{g.WhyNoKnock, "", New, 0, g.Request{}},
		{g.WhyVotersAccept, "", New, 0, g.Request{}},
		{g.WhyBadDelivery, "", New, 0, Command(g.VerbDelivery, "parfois")},
		{g.WhyExpired, "", New, 0, g.Request{}},
		{g.WhyVoterStays, "", New, 0, g.Request{}},
		{g.WhyNoSuchMember, "", New, 0, g.Request{}},
		{g.WhyCarriedOut, "", closed, 1, Verb(1, g.VerbWithdraw, "")},
		{g.WhyDissolved, "", New, 0, g.Request{}},
	} {
		list = append(list, Scene{g.LetterRefusal, string(c.why) + " " + c.name, func() Owed {
			return because(g.LetterRefusal, c.why, c.world(), c.action, c.r)
		}})
	}
	return list
}
