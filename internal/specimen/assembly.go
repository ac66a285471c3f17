package specimen

import (
	g "toutdoux/internal/governance"
)

// spring is a call to an assembly on 14 March 2026.
func spring() g.Request {
	return convene(g.Call{
		Type: g.Ordinary, Title: "Assemblée de printemps", At: At("2026-03-14 14:00"), Minutes: 150, Place: "12 rue des Lilas",
		Text: "Au programme\n1. les comptes\n2. la suite",
	})
}

func convene(c g.Call) g.Request {
	return g.Request{Kind: g.KindAction, Subject: c.Title, Call: &c, Words: c.Text}
}

func WithAssembly() *World { return New().Ask(Day1, From("Alice Martin", spring())) }

// Reply is a reply to the call.
func Reply(v g.Verb, reason string) g.Request {
	return g.Request{Verb: v, Reason: reason, Words: reason, Answers: g.Answered{Letter: 1, Kind: g.LetterAssembly, Assembly: 1}}
}

func ProxyTo(who string) g.Request {
	r := Reply(g.VerbProxy, "")
	r.Argument = who
	return r
}

func toAgenda(points ...string) g.Request {
	r := Reply(g.VerbAgenda, "")
	r.Points = points
	return r
}

func Rewrite(c g.Call) g.Request {
	r := Reply("", c.Text)
	r.Call = &c
	return r
}

// WithAnswers is a world in which most have answered the call, and added to its
// agenda.
func WithAnswers() *World {
	w := WithAssembly().Ask(Day2, From("Bob Durand", Reply(g.VerbPresent, "avec un peu de retard"))).Ask(Day2, From("Claire Petit", ProxyTo("Bob Durand")))
	w.Ask(Day2, From("Dave Roux", Reply(g.VerbAbsent, ""))).Ask(Day2, From("Alice Martin", Reply(g.VerbPresent, "")))
	return w.Ask(Day3, From("Bob Durand", toAgenda("Le pot de départ de Dave", "Les clefs du local")))
}

func assemblyScenes() []Scene {
	const kind = g.LetterAssembly
	moved := g.Call{At: At("2026-03-21 10:00"), Place: "salle C", Text: "La salle était prise."}
	bare := convene(g.Call{Type: g.Extraordinary, Urgent: true, At: At("2027-01-09 18:30")})
	trial := *spring().Call
	trial.DryRun = true
	return []Scene{
		{kind, "to all", func() Owed { return WithAssembly().Letter(kind, Bob) }},
		{kind, "to its convener", func() Owed { return WithAssembly().Letter(kind, Alice) }},
		{kind, "extraordinary, urgent, without a title", func() Owed {
			return New().Ask(Day1, From("Alice Martin", bare)).Letter(kind, Bob)
		}},
		{kind, "to who joins after the call", func() Owed {
			return WithAnswers().Ask(Day3, From("Erin Blanc", Command(g.VerbJoin, ""))).Letter(kind, Erin)
		}},
		{kind, "moved to another date", func() Owed {
			return WithAnswers().Ask(Day3, From("Alice Martin", Rewrite(moved))).Letter(kind, Bob)
		}},
		{kind, "moved to another place, to who had answered", func() Owed {
			return WithAnswers().Ask(Day3, From("Alice Martin", Rewrite(g.Call{Place: "salle C"}))).Letter(kind, Bob)
		}},
		{kind, "moved to another place, to who had not answered", func() Owed {
			return WithAnswers().Ask(Day3, From("Alice Martin", Rewrite(g.Call{Place: "salle C"}))).Letter(kind, 5)
		}},
		{kind, "moved to another date, to its convener", func() Owed {
			return WithAnswers().Ask(Day3, From("Alice Martin", Rewrite(moved))).Letter(kind, Alice)
		}},
		{kind, "moved to another place, to its convener", func() Owed {
			return WithAnswers().Ask(Day3, From("Alice Martin", Rewrite(g.Call{Place: "salle C"}))).Letter(kind, Alice)
		}},
		{kind, "cancelled, to its convener", func() Owed {
			return WithAnswers().Ask(Day3, From("Alice Martin", Reply(g.VerbWithdraw, ""))).Letter(kind, Alice)
		}},
		{kind, "cancelled", func() Owed {
			return WithAnswers().Ask(Day3, From("Alice Martin", Reply(g.VerbWithdraw, "Il y a grève ce jour-là."))).Letter(kind, Bob)
		}},
		{kind, "cancelled, to who was away", func() Owed {
			w := WithAnswers().Ask(Day3, From("Bob Durand", Command(g.VerbVacation, ""))).Ask(Day3, From("Alice Martin", Reply(g.VerbWithdraw, "")))
			return w.Ask("2026-02-10 10:00", From("Bob Durand", Command(g.VerbBack, ""))).Letter(kind, Bob)
		}},
		{kind, "the agenda, to who has answered", func() Owed { return WithAnswers().Through("2026-03-07 14:00").Letter(kind, Bob) }},
		{kind, "the agenda, to who has not answered", func() Owed { return WithAnswers().Through("2026-03-07 14:00").Letter(kind, 5) }},
		{kind, "the agenda, and half a year", func() Owed { return HalfYear().Letter(kind, Bob) }},
		{kind, "a proxy is given", func() Owed {
			return WithAssembly().Ask(Day2, From("Bob Durand", ProxyTo("Claire"))).Letter(kind, Claire)
		}},
		{kind, "a proxy is taken back", func() Owed {
			return WithAnswers().Ask(Day3, From("Claire Petit", Reply(g.VerbPresent, ""))).Letter(kind, Bob)
		}},
		{kind, "a proxy will not come", func() Owed {
			return WithAnswers().Ask(Day3, From("Bob Durand", Reply(g.VerbAbsent, ""))).Letter(kind, Claire)
		}},
		{kind, "a proxy has left", func() Owed {
			return WithAnswers().Ask(Day3, From("Bob Durand", Command(g.VerbLeave, ""))).Letter(kind, Claire)
		}},
		{g.LetterReceipt, "present", func() Owed {
			return WithAssembly().Ask(Day2, From("Bob Durand", Reply(g.VerbPresent, "avec un peu de retard"))).Letter(g.LetterReceipt, Bob)
		}},
		{g.LetterReceipt, "a proxy", func() Owed {
			return WithAssembly().Ask(Day2, From("Bob Durand", ProxyTo("Claire"))).Letter(g.LetterReceipt, Bob)
		}},
		{g.LetterReceipt, "a point for the agenda", func() Owed {
			return WithAssembly().Ask(Day2, From("Bob Durand", toAgenda("Le pot de départ de Dave\n- qui apporte quoi"))).Letter(g.LetterReceipt, Bob)
		}},
		{g.LetterDryRun, "an assembly", show2(g.LetterDryRun, convene(trial))},
	}
}

// meetingScenes are the questions and refusals about assemblies.
func meetingScenes() []Scene {
	call := func(c g.Call) g.Request { return convene(c) }
	closed := func() *World { return WithAssembly().Through("2026-03-07 14:00") }
	over := func() *World { return WithAssembly().Through("2026-03-15 14:00") }
	off := func() *World {
		return WithAssembly().Ask(Day2, From("Alice Martin", Reply(g.VerbWithdraw, "")))
	}
	two := func() *World {
		return WithAssembly().Ask(Day1, From("Bob Durand", convene(g.Call{Type: g.Extraordinary, Title: "Déménager", At: At("2026-03-21 10:00")})))
	}
	anyDay := func() *World {
		w := New()
		w.State.Statutes.AssemblyNotice = g.Delay{}
		return w
	}
	var list []Scene
	for _, c := range []struct {
		kind  g.LetterKind
		why   g.Why
		name  string
		world func() *World
		r     g.Request
	}{
		{g.LetterAskVote, g.WhyAttend, "", WithAssembly, g.Request{Words: "Je serai là, sauf imprévu."}},
		{g.LetterAskVote, g.WhyWhichAssembly, "", two, Reply(g.VerbPresent, "")},
		{g.LetterAskVote, g.WhyWhichAgenda, "", two, g.Request{Words: "Ordre du jour, le café"}},
		{g.LetterAskVote, g.WhyUnsureTag, "an assembly", New, g.Request{Proposal: &g.Proposal{Unsure: "AG] [EXTRA"}}},
		{g.LetterRefusal, g.WhyNoDate, "none", New, call(g.Call{})},
		{g.LetterRefusal, g.WhyNoDate, "none, for any day", anyDay, call(g.Call{})},
		{g.LetterRefusal, g.WhyNoDate, "unreadable, of a call", New, call(g.Call{Field: "bientôt"})},
		{g.LetterRefusal, g.WhyNoDate, "unreadable, of a move", WithAssembly, Rewrite(g.Call{Field: "bientôt"})},
		{g.LetterRefusal, g.WhyNoHour, "", New, call(g.Call{Field: "14/03/2026"})},
		{g.LetterRefusal, g.WhyWeekday, "of a call", New, call(g.Call{Field: "dimanche 14/03/2026 14:00"})},
		{g.LetterRefusal, g.WhyWeekday, "of a move", WithAssembly, Rewrite(g.Call{Field: "dimanche 14/03/2026 14:00"})},
		{g.LetterRefusal, g.WhyBadLength, "", New, call(g.Call{Field: "longtemps"})},
		{g.LetterRefusal, g.WhyTooSoon, "of a call", New, call(g.Call{})},
		{g.LetterRefusal, g.WhyTooSoon, "of a call, past", anyDay, call(g.Call{})},
		{g.LetterRefusal, g.WhyTooSoon, "of a move", WithAssembly, Rewrite(g.Call{})},
		{g.LetterRefusal, g.WhyNoAssembly, "", New, Reply(g.VerbPresent, "")},
		{g.LetterRefusal, g.WhyNotConvener, "", WithAssembly, Reply(g.VerbWithdraw, "")},
		{g.LetterRefusal, g.WhyAssemblyOver, "", over, Reply(g.VerbPresent, "")},
		{g.LetterRefusal, g.WhyCalledOff, "", off, Reply(g.VerbPresent, "")},
		{g.LetterRefusal, g.WhyNothingMoved, "", WithAssembly, Rewrite(g.Call{Place: "12 rue des Lilas"})},
		{g.LetterRefusal, g.WhyAnsweredSince, "", WithAssembly, Reply(g.VerbPresent, "")},
		{g.LetterRefusal, g.WhyAgendaClosed, "", closed, toAgenda("le pot")},
		{g.LetterRefusal, g.WhyNoPoint, "", WithAssembly, toAgenda()},
		{g.LetterRefusal, g.WhyProxyWho, "unknown", WithAssembly, ProxyTo("Zoé")},
		{g.LetterRefusal, g.WhyProxyWho, "nobody", WithAssembly, ProxyTo("")},
		{g.LetterRefusal, g.WhyProxySelf, "", WithAssembly, ProxyTo("Bob Durand")},
		{g.LetterRefusal, g.WhyProxyAway, "", WithAssembly, ProxyTo("Dave Roux")},
		{g.LetterRefusal, g.WhyProxyHeld, "", WithAssembly, ProxyTo("Dave Roux")},
		{g.LetterRefusal, g.WhyProxyChain, "", WithAssembly, ProxyTo("Dave Roux")},
	} {
		list = append(list, Scene{c.kind, string(c.why) + " " + c.name, func() Owed {
			o := because(c.kind, c.why, c.world(), 0, c.r)
			if len(o.State.Assemblies) > 0 {
				o.Letter.Assembly = 1
			}
			return o
		}})
	}
	return list
}
