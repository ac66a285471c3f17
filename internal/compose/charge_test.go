package compose

import (
	"testing"

	g "toutdoux/internal/governance"
)

var (
	technician = propose(g.Proposal{Type: g.Extraordinary, Title: "Les clefs du serveur", Effects: []g.Field{
		valued("role", "responsable technique"), naming("role_person", "Bob Durand"),
	}}, "Bob les a déjà.")
	website = propose(g.Proposal{Type: g.Extraordinary, Title: "Le site", Effects: []g.Field{
		valued("mandate", "refaire le site"), naming("mandate_holders", "Bob Durand, Claire Petit"), mandateUntil("31/12/2026"),
	}}, "Il a dix ans.")
	ministry = propose(g.Proposal{Type: g.Extraordinary, Title: "Une demande délicate", Effects: []g.Field{
		valued("mandate", "répondre au ministère"), naming("mandate_holders", "Bob Durand, Claire Petit"), mandateUntil("31/12/2026"), valued("mandate_confidential", "oui"),
	}}, "On nous écrit.")
	resignation = g.Request{Verb: g.VerbResign, Reason: "Je ne veux pas couper ce service.", Words: "Démission."}
)

// decide has the others adopt what Alice proposes.
func decide(w *world, r g.Request) *world { return decideOn(day2, w, r) }

func decideOn(when string, w *world, r g.Request) *world {
	w.ask(when, from("Alice Martin", r))
	number := len(w.state.Actions)
	for _, name := range []string{"Alice Martin", "Dave Roux", "Émile Noël"} {
		w.ask(when, from(name, vote(number, g.For, "")))
	}
	return w
}

// resigned is a world in which Bob had the technical role, and resigns rather
// than carry out action 2.
func resigned(t *testing.T, adopted bool) *world {
	w := decide(newWorld(t), technician)
	if adopted {
		decide(w, framasoft)
	} else {
		w.ask(day2, from("Alice Martin", framasoft))
	}
	r := resignation
	r.Target = 2
	return w.ask(day3, from("Bob Durand", r))
}

func chargeScenes() []scene {
	mandateLeft := func(r g.Request) func(t *testing.T) *world {
		return func(t *testing.T) *world { return decide(newWorld(t), r).ask(day3, from("Bob Durand", resignation)) }
	}
	vacant := func(r g.Request) func(t *testing.T) *world {
		return func(t *testing.T) *world {
			return mandateLeft(r)(t).ask(day3, from("Claire Petit", g.Request{Verb: g.VerbResign}))
		}
	}
	leave := func(t *testing.T) *world {
		return decide(newWorld(t), technician).ask(day3, from("Bob Durand", command(g.VerbLeave, "")))
	}
	both := func(t *testing.T) *world { return decide(decide(newWorld(t), technician), website) }
	again := technician
	p := *again.Proposal
	p.Effects = []g.Field{valued("role", "technique"), naming("role_person", "Claire Petit")}
	again.Proposal = &p
	return []scene{
		{g.LetterRole, "given", func(t *testing.T) Order { return decide(newWorld(t), technician).letter(g.LetterRole, bob) }},
		{g.LetterRole, "given, an action waited for it", func(t *testing.T) Order {
			return decideOn("2026-02-07 09:00", resigned(t, true), again).letter(g.LetterRole, claire)
		}},
		{g.LetterOutcome, "a role is taken over, an action waited for it", func(t *testing.T) Order {
			return decideOn("2026-02-07 09:00", resigned(t, true), again).letter(g.LetterOutcome, bob)
		}},
		{g.LetterRole, "resigned, an adopted action waits", func(t *testing.T) Order { return resigned(t, true).letter(g.LetterRole, claire) }},
		{g.LetterRole, "resigned, an open action would wait", func(t *testing.T) Order { return resigned(t, false).letter(g.LetterRole, claire) }},
		{g.LetterOutcome, "adopted, and it waits", func(t *testing.T) Order {
			w := resigned(t, false)
			for _, name := range []string{"Alice Martin", "Dave Roux", "Émile Noël"} {
				w.ask(day3, from(name, vote(2, g.For, "")))
			}
			return w.letter(g.LetterOutcome, alice)
		}},
		{g.LetterStatus, "the register of an action that waits", func(t *testing.T) Order {
			return resigned(t, true).ask(day3, from("Bob Durand", g.Request{Kind: g.KindCommand, Verb: g.VerbRegister, Target: 2})).letter(g.LetterStatus, bob)
		}},
		{g.LetterRole, "resigned, to who did", func(t *testing.T) Order { return resigned(t, true).letter(g.LetterRole, bob) }},
		{g.LetterRole, "its holder left", func(t *testing.T) Order { return leave(t).letter(g.LetterRole, claire) }},
		{g.LetterMandate, "given", func(t *testing.T) Order { return decide(newWorld(t), website).letter(g.LetterMandate, bob) }},
		{g.LetterMandate, "given, confidential", func(t *testing.T) Order { return decide(newWorld(t), ministry).letter(g.LetterMandate, bob) }},
		{g.LetterMandate, "resigned, to who did", func(t *testing.T) Order { return mandateLeft(website)(t).letter(g.LetterMandate, bob) }},
		{g.LetterMandate, "resigned, to who still holds it", func(t *testing.T) Order { return mandateLeft(website)(t).letter(g.LetterMandate, claire) }},
		{g.LetterMandate, "nobody holds it any more, to all", func(t *testing.T) Order { return vacant(website)(t).letter(g.LetterMandate, alice) }},
		{g.LetterMandate, "nobody holds a confidential one any more", func(t *testing.T) Order { return vacant(ministry)(t).letter(g.LetterMandate, claire) }},
		{g.LetterAskVote, "which role or mandate", func(t *testing.T) Order {
			return both(t).ask(day3, from("Bob Durand", g.Request{Verb: g.VerbResign})).letter(g.LetterAskVote, bob)
		}},
		{g.LetterStatus, "who holds a role and a mandate", func(t *testing.T) Order {
			return both(t).ask(day3, from("Bob Durand", command(g.VerbStatus, ""))).letter(g.LetterStatus, bob)
		}},
	}
}
