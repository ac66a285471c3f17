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
	return append(relayScenes(), []scene{
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
	}...)
}

// relayScenes are the letters of a mandate's mail, and of its conclusion.
func relayScenes() []scene {
	const kind = g.LetterMandate
	toThem := g.Request{Kind: g.KindReply, Mandate: 1, Subject: "Le calendrier", Words: "Je propose mardi soir.\n\n- au local\n- ou chez moi", MessageID: "<1@exemple.test>"}
	wrote := func(r g.Request, who string) func(*testing.T) *world {
		return func(t *testing.T) *world { return decide(newWorld(t), r).ask(day3, from(who, toThem)) }
	}
	again := func(t *testing.T) *world {
		w := wrote(ministry, "Bob Durand")(t)
		r := toThem
		r.Mandate, r.Words, r.Answers = 0, "Mardi, oui.", g.Answered{Letter: 9, Kind: kind, Mandate: 1}
		return w.ask(day3, from("Claire Petit", r))
	}
	outside := toThem
	outside.Words, outside.Subject = "Je peux vous aider, si vous voulez.", "Votre site"
	unproven := outside
	unproven.From, unproven.Name, unproven.Stranger = "inconnu@ailleurs.test", "Inconnu", "hash"
	ended := func(r g.Request) func(*testing.T) *world {
		return func(t *testing.T) *world {
			return decide(newWorld(t), r).through("2026-12-31 23:59").through("2027-01-01 00:00")
		}
	}
	asked := func(t *testing.T) *world {
		w := decide(newWorld(t), website)
		return w.through("2026-12-25 08:00")
	}
	concludes := g.Request{Verb: g.VerbConclude, Target: 1, Reason: "Le site est refait.\n\nIl manque encore les photos.", Words: "CONCLUSION #1"}
	concluded := func(t *testing.T) *world {
		return decide(newWorld(t), website).ask(day3, from("Bob Durand", concludes))
	}
	publish := func(t *testing.T) *world {
		r := concludes
		r.Mandate, r.Target, r.Words = 1, 0, "Conclusion, je ne vois pas la fin."
		return decide(newWorld(t), website).ask(day3, from("Bob Durand", r))
	}
	digest := func(t *testing.T) *world {
		w := decide(decide(newWorld(t), website), technician)
		w.ask(day3, from("Bob Durand", g.Request{Verb: g.VerbResign, Reason: "technique"}))
		return w
	}
	turns := func(t *testing.T) *world {
		w := decide(decide(newWorld(t), website), technician)
		w.state.Statutes.RotationEvery = g.Delay{N: 1, Unit: g.Days}
		return w
	}
	out := func(r g.Request) func(t *testing.T) *world {
		return func(t *testing.T) *world {
			m := toThem
			m.Outward, m.Words, m.Subject = "greffe@ministere.test", "À : greffe@ministere.test\n\nMadame, Monsieur,\n\nvotre demande doit passer par la justice.", "Votre demande"
			return decide(newWorld(t), r).ask(day3, from("Bob Durand", m))
		}
	}
	empty := g.Request{Verb: g.VerbConclude, Target: 1}
	return []scene{
		{kind, "mail among the holders", func(t *testing.T) Order { return wrote(website, "Bob Durand")(t).letter(kind, claire) }},
		{kind, "mail among the holders, its author's copy", func(t *testing.T) Order { return wrote(website, "Bob Durand")(t).letter(kind, bob) }},
		{kind, "an answer among the holders of a confidential one", func(t *testing.T) Order { return again(t).letter(kind, bob) }},
		{kind, "mail of another member", func(t *testing.T) Order { return wrote(website, "Dave Roux")(t).letter(kind, bob) }},
		{kind, "mail of another member, their copy", func(t *testing.T) Order { return wrote(website, "Dave Roux")(t).letter(kind, dave) }},
		{kind, "mail from outside", func(t *testing.T) Order {
			return decide(newWorld(t), website).ask(day3, stranger(outside)).letter(kind, bob)
		}},
		{kind, "mail from outside, unproven", func(t *testing.T) Order { return decide(newWorld(t), website).ask(day3, unproven).letter(kind, bob) }},
		{kind, "mail that goes out, to the holders", func(t *testing.T) Order { return out(ministry)(t).letter(kind, claire) }},
		{kind, "mail that goes out", func(t *testing.T) Order { return out(website)(t).letter(kind, 0) }},
		{kind, "mail that goes out, of a confidential mandate", func(t *testing.T) Order { return out(ministry)(t).letter(kind, 0) }},
		{kind, "mail that is kept no more", func(t *testing.T) Order {
			o := wrote(website, "Bob Durand")(t).letter(kind, claire)
			o.Request = nil
			return o
		}},
		{g.LetterRefusal, "mail to no mandate", func(t *testing.T) Order { return wrote(ministry, "Dave Roux")(t).letter(g.LetterRefusal, dave) }},
		{g.LetterRefusal, "mail to no mandate, from outside", func(t *testing.T) Order {
			return decide(newWorld(t), ministry).ask(day3, stranger(outside)).letter(g.LetterRefusal, 0)
		}},
		{g.LetterRefusal, "mail to a mandate that is over", func(t *testing.T) Order {
			return ended(website)(t).ask("2027-01-02 09:00", from("Dave Roux", toThem)).letter(g.LetterRefusal, dave)
		}},
		{kind, "a conclusion is asked for", func(t *testing.T) Order { return asked(t).letter(kind, bob) }},
		{kind, "its date has passed", func(t *testing.T) Order { return ended(website)(t).letter(kind, bob) }},
		{kind, "its date has passed, confidential", func(t *testing.T) Order { return ended(ministry)(t).letter(kind, bob) }},
		{kind, "concluded", func(t *testing.T) Order { return concluded(t).letter(kind, dave) }},
		{kind, "concluded, to who did", func(t *testing.T) Order { return concluded(t).letter(kind, bob) }},
		{g.LetterAskVote, "CONCLUSION among the holders", func(t *testing.T) Order { return publish(t).letter(g.LetterAskVote, bob) }},
		{g.LetterAskVote, "a conclusion of which mandate", func(t *testing.T) Order {
			r := concludes
			r.Target = 0
			return decide(decide(newWorld(t), website), ministry).ask(day3, from("Bob Durand", r)).letter(g.LetterAskVote, bob)
		}},
		{g.LetterRefusal, "none to conclude", func(t *testing.T) Order {
			return decide(newWorld(t), website).ask(day3, from("Dave Roux", concludes)).letter(g.LetterRefusal, dave)
		}},
		{g.LetterRefusal, "a conclusion without words", func(t *testing.T) Order {
			return decide(newWorld(t), website).ask(day3, from("Bob Durand", empty)).letter(g.LetterRefusal, bob)
		}},
		{g.LetterDigest, "a vacant role", func(t *testing.T) Order { return digest(t).through("2026-02-09 08:00").letter(g.LetterDigest, alice) }},
		{g.LetterDigest, "a role and a mandate to pass on", func(t *testing.T) Order { return turns(t).through("2026-02-09 08:00").letter(g.LetterDigest, alice) }},
		{g.LetterDigest, "a mandate without its conclusion", func(t *testing.T) Order {
			return ended(website)(t).through("2027-01-04 08:00").letter(g.LetterDigest, alice)
		}},
	}
}
