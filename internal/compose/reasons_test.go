package compose

import (
	"testing"

	g "toutdoux/internal/governance"
)

func ownerScenes() []scene {
	const kind = g.LetterOwner
	show := func(why g.Why) func(*testing.T) Order {
		return func(t *testing.T) Order {
			w := newWorld(t)
			w.owe(g.Letter{Kind: kind, Why: why, Owner: true, At: at(day1)}, nil)
			return w.letter(kind, 0)
		}
	}
	return []scene{
		{kind, "many messages come back", func(t *testing.T) Order { return alarmed(t).letter(kind, 0) }},
		{kind, "a server refuses", func(t *testing.T) Order {
			r := g.Request{Kind: g.KindBounce, Answers: g.Answered{Letter: 1, Member: bob},
				Bounces: []g.Bounce{{Recipient: mail("Bob Durand"), Permanent: true, Status: "5.7.26"}}}
			return newWorld(t).ask(day1, r).letter(kind, 0)
		}},
		{kind, "a mail set aside", show(g.WhyAside)},
		{kind, "what is due cannot be done", show(g.WhyHalted)},
		{kind, "the clock", show(g.WhyClock)},
		{kind, "the mailbox is out of reach", show(g.WhyMailbox)},
		{kind, "the mailbox refuses the login", show(g.WhyLogin)},
		{kind, "two hours of arrival", show(g.WhyHours)},
		{kind, "somebody writes to the owner", func(t *testing.T) Order {
			w := newWorld(t)
			w.requests[70] = &g.Request{From: "zoe@exemple.test", Name: "Zoé", Words: "Bonjour,\nje cherche la salle de la réunion."}
			w.owe(g.Letter{Kind: kind, Why: g.WhyWritten, Owner: true, Arrival: 70, At: at(day1)}, nil)
			return w.letter(kind, 0)
		}},
	}
}

// because is a letter owed for one reason, whatever led to it.
func because(kind g.LetterKind, why g.Why, w *world, action int, r g.Request) Order {
	r.From, r.Arrival = mail("Bob Durand"), int64(len(w.requests)+1)
	w.requests[r.Arrival] = &r
	l := g.Letter{Kind: kind, Why: why, To: []int{bob}, Member: bob, Personal: true, At: at("2026-02-16 10:00"), Action: action, Arrival: r.Arrival}
	if a := w.state.Action(action); a != nil {
		l.Tally, l.Deadline = w.state.Tally(a), a.Deadline
	}
	w.owe(l, nil)
	return w.last[len(w.last)-1]
}

func questionScenes() []scene {
	said := func(words string) g.Request { return g.Request{Words: words} }
	var list []scene
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
		{g.WhyToAPerson, 1, said("+1")},
		{g.WhyUnclearYes, 1, said("Peut-être bien.")},
		{g.WhyUnsureTag, 0, g.Request{Proposal: &g.Proposal{Unsure: "ORDINARE"}}},
		{g.WhyWord, 0, g.Request{Verb: g.VerbVacation, Words: "Vacances : qui garde les clefs ?"}},
	} {
		name := string(c.why)
		if c.action == 0 {
			name += ", outside any action"
		}
		list = append(list, scene{g.LetterAskVote, name, func(t *testing.T) Order {
			w := withExtra(t).ask(day2, from("Claire Petit", peertube)).ask(day2, from("Bob Durand", vote(1, g.Blank, "")))
			return because(g.LetterAskVote, c.why, w, c.action, c.r)
		}})
	}
	return list
}

func refusalScenes() []scene {
	closed := func(t *testing.T) *world { return withExtra(t).through(late) }
	rejected := func(t *testing.T) *world {
		w := withExtra(t)
		for _, name := range people[:3] {
			w.ask(day2, from(name, vote(1, g.Against, "")))
		}
		return w.through(late)
	}
	done := func(t *testing.T) *world {
		return withOrdinary(t).ask(day2, from("Alice Martin", verb(1, g.VerbDone, "")))
	}
	gone := func(t *testing.T) *world {
		return withExtra(t).ask(day2, from("Alice Martin", verb(1, g.VerbWithdraw, "")))
	}
	var list []scene
	for _, c := range []struct {
		why    g.Why
		name   string
		world  func(*testing.T) *world
		action int
		r      g.Request
	}{
		{g.WhyClosed, "", closed, 1, vote(1, g.For, "")},
		{g.WhyDeadlinePassed, "", withExtra, 1, vote(1, g.For, "")},
		{g.WhyNotYet, "", withExtra, 1, vote(1, g.For, "")},
		{g.WhyNoSuchAction, "", withExtra, 99, vote(99, g.For, "")},
		{g.WhyNoSuchAction, "none is open", newWorld, 99, vote(99, g.For, "")},
		{g.WhyNoSuchAction, "no number", withExtra, 0, command(g.VerbRegister, "")},
		{g.WhyPauseExtra, "", withExtra, 1, verb(1, g.VerbPause, "")},
		{g.WhyPausedAlready, "", withOrdinary, 1, verb(1, g.VerbPause, "")},
		{g.WhyNotProposer, "", withExtra, 1, verb(1, g.VerbWithdraw, "")},
		{g.WhyDoneAlready, "", done, 1, verb(1, g.VerbDone, "")},
		{g.WhyRequalifyAsk, "", withOrdinary, 1, verb(1, g.VerbRequalify, "")},
		{g.WhyNotAdopted, "", withExtra, 1, verb(1, g.VerbDone, "")},
		{g.WhyRejected, "", rejected, 1, verb(1, g.VerbWithdraw, "")},
		{g.WhyWithdrawn, "", gone, 1, verb(1, g.VerbDone, "")},
		{g.WhyAlreadyExtra, "", withExtra, 1, verb(1, g.VerbRequalify, "")},
		{g.WhyTooLate, "", closed, 1, verb(1, g.VerbRequalify, "")},
		{g.WhyNotReplaceable, "", withExtra, 1, g.Request{}},
		{g.WhyNotReplaceable, "no such action", withExtra, 99, g.Request{}},
		{g.WhyNoTitle, "", newWorld, 0, g.Request{}},
		{g.WhyNotSupported, "", newWorld, 0, g.Request{}},
		{g.WhyNotOnLeave, "", newWorld, 0, g.Request{}},
		{g.WhyBadDate, "", newWorld, 0, g.Request{}},
		{g.WhyAddressTaken, "", newWorld, 0, command(g.VerbAddress, "alice@exemple.test")},
		{g.WhyBadAddress, "", newWorld, 0, g.Request{}},
		{g.WhyBadName, "", newWorld, 0, g.Request{}},
		{g.WhyAlreadyMember, "", newWorld, 0, g.Request{}},
		{g.WhyNothingToContest, "", withExtra, 1, g.Request{}},
		{g.WhyNotARoleHolder, "", newWorld, 0, g.Request{}},
		{g.WhyNothingThere, "", newWorld, 0, g.Request{}},
		{g.WhyLeftOut, "", newWorld, 0, g.Request{Files: []g.File{{Name: "setup.exe", Left: g.LeftProgram}, {Name: "photos.zip", Left: g.LeftArchive}}}},
		{g.WhyEncrypted, "", newWorld, 0, g.Request{}},
		{g.WhyMisshapen, "", newWorld, 0, g.Request{}},
		{g.WhyNotAMember, "", newWorld, 0, g.Request{}},
		{g.WhyNotAMember, "whose mail waits", newWorld, 0, g.Request{Kind: g.KindPost, Words: "Bonjour"}},
		{g.WhyNoKnock, "", newWorld, 0, g.Request{}},
		{g.WhyVotersAccept, "", newWorld, 0, g.Request{}},
		{g.WhyBadDelivery, "", newWorld, 0, command(g.VerbDelivery, "parfois")},
		{g.WhyExpired, "", newWorld, 0, g.Request{}},
		{g.WhyVoterStays, "", newWorld, 0, g.Request{}},
		{g.WhyNoSuchMember, "", newWorld, 0, g.Request{}},
		{g.WhyCarriedOut, "", closed, 1, verb(1, g.VerbWithdraw, "")},
		{g.WhyDissolved, "", newWorld, 0, g.Request{}},
	} {
		list = append(list, scene{g.LetterRefusal, string(c.why) + " " + c.name, func(t *testing.T) Order {
			return because(g.LetterRefusal, c.why, c.world(t), c.action, c.r)
		}})
	}
	return list
}
