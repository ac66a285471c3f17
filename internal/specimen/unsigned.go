package specimen

import (
	g "toutdoux/internal/governance"
)

// surveyed is a world in which Framasoft was joined by the silence of all but
// Alice, and Bob, Claire and Dave are asked why.
func surveyed() *World { return WithExtra().Through(Late) }

// why says why somebody was silent.
func why(name string, answer g.Answer) g.Request {
	return From(name, g.Request{Answer: answer, Thread: 1, Words: "…"})
}

// UnsignedScenes are those of what somebody writes unsigned.
func UnsignedScenes() []Scene {
	worry := g.Request{Verb: g.VerbConcern, Thread: 1, Reason: "Je crains que ce soit trop tôt.\n\nEt qui suivra le dossier ?", Words: "RÉSERVE\nJe crains que ce soit trop tôt."}
	result := func() *World {
		w := surveyed().Ask("2026-02-15 10:00", why("Bob Durand", g.NotSure)).Ask("2026-02-15 11:00", why("Claire Petit", g.NotSure))
		return w.Ask("2026-02-15 12:00", why("Dave Roux", g.DidNotDare)).Through("2026-02-24 09:00")
	}
	unproven := worry
	unproven.From, unproven.Kind = mail("Bob Durand"), g.KindReply
	away := func() *World {
		return WithExtra().Ask(Day2, From("Bob Durand", Command(g.VerbVacation, "")))
	}
	list := []Scene{
		{g.LetterConcern, "to all", func() Owed {
			return WithExtra().Ask(Day2, From("Bob Durand", worry)).Letter(g.LetterConcern, Alice)
		}},
		{g.LetterReceipt, "an unsigned concern, of somebody on leave", func() Owed {
			return away().Ask(Day3, From("Bob Durand", worry)).Letter(g.LetterReceipt, Bob)
		}},
		{g.LetterConfirm, "unsigned", func() Owed { return WithExtra().Ask(Day2, unproven).Letter(g.LetterConfirm, Bob) }},
		{g.LetterSurvey, "to the silent", func() Owed { return surveyed().Letter(g.LetterSurvey, Bob) }},
		{g.LetterReceipt, "why they were silent", func() Owed {
			return surveyed().Ask("2026-02-15 10:00", why("Bob Durand", g.NotSure)).Letter(g.LetterReceipt, Bob)
		}},
		{g.LetterDigest, "an unsigned concern", func() Owed {
			return WithExtra().Ask(Day3, From("Bob Durand", worry)).Through("2026-02-09 08:00").Letter(g.LetterDigest, Alice)
		}},
		{g.LetterDigest, "why they were silent", func() Owed {
			w := surveyed()
			for i, name := range People[1:4] {
				w.Ask("2026-02-15 10:00", why(name, []g.Answer{g.NotSure, g.NotSure, g.DidNotDare}[i]))
			}
			return w.Through("2026-02-28 08:00").Through("2026-03-02 08:00").Letter(g.LetterDigest, Alice)
		}},
		{g.LetterSurveyResult, "three of them", func() Owed { return result().Letter(g.LetterSurveyResult, Alice) }},
	}
	for _, c := range []struct {
		why    g.Why
		action int
	}{
		{g.WhyConcernsOff, 0}, {g.WhyConcernUnclear, 0}, {g.WhyConcernWhich, 0}, {g.WhyConcernWhich, 99}, {g.WhyConcernClosed, 1},
		{g.WhyConcernEmpty, 1}, {g.WhyConcernTwice, 1}, {g.WhySurveyOver, 1}, {g.WhySurveyUnclear, 0}, {g.WhySurveyTwice, 1}, {g.WhyNotRelayed, 0},
	} {
		name := string(c.why)
		if c.action == 99 {
			name += ", no such action"
		}
		list = append(list, Scene{g.LetterRefusal, name, func() Owed {
			return because(g.LetterRefusal, c.why, WithExtra(), c.action, g.Request{})
		}})
	}
	return list
}
