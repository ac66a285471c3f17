package compose

import (
	"testing"

	g "toutdoux/internal/governance"
)

// spring is a call to an assembly on 14 March 2026.
var spring = convene(g.Call{
	Type: g.Ordinary, Title: "Assemblée de printemps", At: at("2026-03-14 14:00"), Minutes: 150, Place: "12 rue des Lilas",
	Text: "Au programme\n1. les comptes\n2. la suite",
})

func convene(c g.Call) g.Request {
	return g.Request{Kind: g.KindAction, Subject: c.Title, Call: &c, Words: c.Text}
}

func withAssembly(t *testing.T) *world { return newWorld(t).ask(day1, from("Alice Martin", spring)) }

// reply is a reply to the call.
func reply(v g.Verb, reason string) g.Request {
	return g.Request{Verb: v, Reason: reason, Words: reason, Answers: g.Answered{Letter: 1, Kind: g.LetterAssembly, Assembly: 1}}
}

func proxyTo(who string) g.Request {
	r := reply(g.VerbProxy, "")
	r.Argument = who
	return r
}

func toAgenda(points ...string) g.Request {
	r := reply(g.VerbAgenda, "")
	r.Points = points
	return r
}

func rewrite(c g.Call) g.Request {
	r := reply("", c.Text)
	r.Call = &c
	return r
}

// withAnswers is a world in which most have answered the call, and added to its
// agenda.
func withAnswers(t *testing.T) *world {
	w := withAssembly(t).ask(day2, from("Bob Durand", reply(g.VerbPresent, "avec un peu de retard"))).ask(day2, from("Claire Petit", proxyTo("Bob Durand")))
	w.ask(day2, from("Dave Roux", reply(g.VerbAbsent, ""))).ask(day2, from("Alice Martin", reply(g.VerbPresent, "")))
	return w.ask(day3, from("Bob Durand", toAgenda("Le pot de départ de Dave", "Les clefs du local")))
}

func assemblyScenes() []scene {
	const kind = g.LetterAssembly
	moved := g.Call{At: at("2026-03-21 10:00"), Place: "salle C", Text: "La salle était prise."}
	bare := convene(g.Call{Type: g.Extraordinary, Urgent: true, At: at("2027-01-09 18:30")})
	trial := *spring.Call
	trial.DryRun = true
	return []scene{
		{kind, "to all", func(t *testing.T) Order { return withAssembly(t).letter(kind, bob) }},
		{kind, "to its convener", func(t *testing.T) Order { return withAssembly(t).letter(kind, alice) }},
		{kind, "extraordinary, urgent, without a title", func(t *testing.T) Order {
			return newWorld(t).ask(day1, from("Alice Martin", bare)).letter(kind, bob)
		}},
		{kind, "to who joins after the call", func(t *testing.T) Order {
			return withAnswers(t).ask(day3, from("Erin Blanc", command(g.VerbJoin, ""))).letter(kind, erin)
		}},
		{kind, "moved to another date", func(t *testing.T) Order {
			return withAnswers(t).ask(day3, from("Alice Martin", rewrite(moved))).letter(kind, bob)
		}},
		{kind, "moved to another place, to who had answered", func(t *testing.T) Order {
			return withAnswers(t).ask(day3, from("Alice Martin", rewrite(g.Call{Place: "salle C"}))).letter(kind, bob)
		}},
		{kind, "moved to another place, to who had not answered", func(t *testing.T) Order {
			return withAnswers(t).ask(day3, from("Alice Martin", rewrite(g.Call{Place: "salle C"}))).letter(kind, 5)
		}},
		{kind, "cancelled", func(t *testing.T) Order {
			return withAnswers(t).ask(day3, from("Alice Martin", reply(g.VerbWithdraw, "Il y a grève ce jour-là."))).letter(kind, bob)
		}},
		{kind, "cancelled, to who was away", func(t *testing.T) Order {
			w := withAnswers(t).ask(day3, from("Bob Durand", command(g.VerbVacation, ""))).ask(day3, from("Alice Martin", reply(g.VerbWithdraw, "")))
			return w.ask("2026-02-10 10:00", from("Bob Durand", command(g.VerbBack, ""))).letter(kind, bob)
		}},
		{kind, "the agenda, to who has answered", func(t *testing.T) Order { return withAnswers(t).through("2026-03-07 14:00").letter(kind, bob) }},
		{kind, "the agenda, to who has not answered", func(t *testing.T) Order { return withAnswers(t).through("2026-03-07 14:00").letter(kind, 5) }},
		{kind, "the agenda, and half a year", func(t *testing.T) Order { return halfYear(t).letter(kind, bob) }},
		{kind, "a proxy is given", func(t *testing.T) Order {
			return withAssembly(t).ask(day2, from("Bob Durand", proxyTo("Claire"))).letter(kind, claire)
		}},
		{kind, "a proxy is taken back", func(t *testing.T) Order {
			return withAnswers(t).ask(day3, from("Claire Petit", reply(g.VerbPresent, ""))).letter(kind, bob)
		}},
		{kind, "a proxy will not come", func(t *testing.T) Order {
			return withAnswers(t).ask(day3, from("Bob Durand", reply(g.VerbAbsent, ""))).letter(kind, claire)
		}},
		{kind, "a proxy has left", func(t *testing.T) Order {
			return withAnswers(t).ask(day3, from("Bob Durand", command(g.VerbLeave, ""))).letter(kind, claire)
		}},
		{g.LetterReceipt, "present", func(t *testing.T) Order {
			return withAssembly(t).ask(day2, from("Bob Durand", reply(g.VerbPresent, "avec un peu de retard"))).letter(g.LetterReceipt, bob)
		}},
		{g.LetterReceipt, "a proxy", func(t *testing.T) Order {
			return withAssembly(t).ask(day2, from("Bob Durand", proxyTo("Claire"))).letter(g.LetterReceipt, bob)
		}},
		{g.LetterReceipt, "a point for the agenda", func(t *testing.T) Order {
			return withAssembly(t).ask(day2, from("Bob Durand", toAgenda("Le pot de départ de Dave\n- qui apporte quoi"))).letter(g.LetterReceipt, bob)
		}},
		{g.LetterDryRun, "an assembly", show2(g.LetterDryRun, convene(trial))},
	}
}

// meetingScenes are the questions and refusals about assemblies.
func meetingScenes() []scene {
	call := func(c g.Call) g.Request { return convene(c) }
	closed := func(t *testing.T) *world { return withAssembly(t).through("2026-03-07 14:00") }
	over := func(t *testing.T) *world { return withAssembly(t).through("2026-03-15 14:00") }
	off := func(t *testing.T) *world {
		return withAssembly(t).ask(day2, from("Alice Martin", reply(g.VerbWithdraw, "")))
	}
	two := func(t *testing.T) *world {
		return withAssembly(t).ask(day1, from("Bob Durand", convene(g.Call{Type: g.Extraordinary, Title: "Déménager", At: at("2026-03-21 10:00")})))
	}
	var list []scene
	for _, c := range []struct {
		kind  g.LetterKind
		why   g.Why
		name  string
		world func(*testing.T) *world
		r     g.Request
	}{
		{g.LetterAskVote, g.WhyAttend, "", withAssembly, g.Request{Words: "Je serai là, sauf imprévu."}},
		{g.LetterAskVote, g.WhyWhichAssembly, "", two, reply(g.VerbPresent, "")},
		{g.LetterAskVote, g.WhyWhichAgenda, "", two, g.Request{Words: "Ordre du jour, le café"}},
		{g.LetterAskVote, g.WhyUnsureTag, "an assembly", newWorld, g.Request{Proposal: &g.Proposal{Unsure: "AG] [EXTRA"}}},
		{g.LetterRefusal, g.WhyNoDate, "none", newWorld, call(g.Call{})},
		{g.LetterRefusal, g.WhyNoDate, "unreadable, of a call", newWorld, call(g.Call{Field: "bientôt"})},
		{g.LetterRefusal, g.WhyNoDate, "unreadable, of a move", withAssembly, rewrite(g.Call{Field: "bientôt"})},
		{g.LetterRefusal, g.WhyNoHour, "", newWorld, call(g.Call{Field: "14/03/2026"})},
		{g.LetterRefusal, g.WhyWeekday, "of a call", newWorld, call(g.Call{Field: "dimanche 14/03/2026 14:00"})},
		{g.LetterRefusal, g.WhyWeekday, "of a move", withAssembly, rewrite(g.Call{Field: "dimanche 14/03/2026 14:00"})},
		{g.LetterRefusal, g.WhyBadLength, "", newWorld, call(g.Call{Field: "longtemps"})},
		{g.LetterRefusal, g.WhyTooSoon, "of a call", newWorld, call(g.Call{})},
		{g.LetterRefusal, g.WhyTooSoon, "of a move", withAssembly, rewrite(g.Call{})},
		{g.LetterRefusal, g.WhyNoAssembly, "", newWorld, reply(g.VerbPresent, "")},
		{g.LetterRefusal, g.WhyNotConvener, "", withAssembly, reply(g.VerbWithdraw, "")},
		{g.LetterRefusal, g.WhyAssemblyOver, "", over, reply(g.VerbPresent, "")},
		{g.LetterRefusal, g.WhyCalledOff, "", off, reply(g.VerbPresent, "")},
		{g.LetterRefusal, g.WhyNothingMoved, "", withAssembly, rewrite(g.Call{Place: "12 rue des Lilas"})},
		{g.LetterRefusal, g.WhyAnsweredSince, "", withAssembly, reply(g.VerbPresent, "")},
		{g.LetterRefusal, g.WhyAgendaClosed, "", closed, toAgenda("le pot")},
		{g.LetterRefusal, g.WhyNoPoint, "", withAssembly, toAgenda()},
		{g.LetterRefusal, g.WhyProxyWho, "unknown", withAssembly, proxyTo("Zoé")},
		{g.LetterRefusal, g.WhyProxyWho, "nobody", withAssembly, proxyTo("")},
		{g.LetterRefusal, g.WhyProxySelf, "", withAssembly, proxyTo("Bob Durand")},
		{g.LetterRefusal, g.WhyProxyAway, "", withAssembly, proxyTo("Dave Roux")},
		{g.LetterRefusal, g.WhyProxyHeld, "", withAssembly, proxyTo("Dave Roux")},
		{g.LetterRefusal, g.WhyProxyChain, "", withAssembly, proxyTo("Dave Roux")},
	} {
		list = append(list, scene{c.kind, string(c.why) + " " + c.name, func(t *testing.T) Order {
			o := because(c.kind, c.why, c.world(t), 0, c.r)
			if len(o.State.Assemblies) > 0 {
				o.Letter.Assembly = 1
			}
			return o
		}})
	}
	return list
}
