package specimen

import (
	g "toutdoux/internal/governance"
)

func technician() g.Request {
	return Propose(g.Proposal{Type: g.Extraordinary, Title: "Les clefs du serveur", Effects: []g.Field{
		valued("role", "responsable technique"), naming("role_person", "Bob Durand"),
	}}, "Bob les a déjà.")
}

func website() g.Request {
	return Propose(g.Proposal{Type: g.Extraordinary, Title: "Le site", Effects: []g.Field{
		valued("mandate", "refaire le site"), naming("mandate_holders", "Bob Durand, Claire Petit"), mandateUntil("31/12/2026"),
	}}, "Il a dix ans.")
}

func ministry() g.Request {
	return Propose(g.Proposal{Type: g.Extraordinary, Title: "Une demande délicate", Effects: []g.Field{
		valued("mandate", "répondre au ministère"), naming("mandate_holders", "Bob Durand, Claire Petit"), mandateUntil("31/12/2026"), valued("mandate_confidential", "oui"),
	}}, "On nous écrit.")
}

func resignation() g.Request {
	return g.Request{Verb: g.VerbResign, Reason: "Je ne veux pas couper ce service.", Words: "Démission."}
}

// decide has the others adopt what Alice proposes.
func decide(w *World, r g.Request) *World { return decideOn(Day2, w, r) }

func decideOn(when string, w *World, r g.Request) *World {
	w.Ask(when, From("Alice Martin", r))
	number := len(w.State.Actions)
	for _, name := range []string{"Alice Martin", "Dave Roux", "Émile Noël"} {
		w.Ask(when, From(name, Vote(number, g.For, "")))
	}
	return w
}

// resigned is a world in which Bob had the technical role, and resigns rather
// than carry out action 2.
func resigned(adopted bool) *World {
	w := decide(New(), technician())
	if adopted {
		decide(w, Framasoft())
	} else {
		w.Ask(Day2, From("Alice Martin", Framasoft()))
	}
	r := resignation()
	r.Target = 2
	return w.Ask(Day3, From("Bob Durand", r))
}

func chargeScenes() []Scene {
	mandateLeft := func(r g.Request) func() *World {
		return func() *World { return decide(New(), r).Ask(Day3, From("Bob Durand", resignation())) }
	}
	vacant := func(r g.Request) func() *World {
		return func() *World {
			return mandateLeft(r)().Ask(Day3, From("Claire Petit", g.Request{Verb: g.VerbResign}))
		}
	}
	leave := func() *World {
		return decide(New(), technician()).Ask(Day3, From("Bob Durand", Command(g.VerbLeave, "")))
	}
	both := func() *World { return decide(decide(New(), technician()), website()) }
	again := technician()
	p := *again.Proposal
	p.Effects = []g.Field{valued("role", "technique"), naming("role_person", "Claire Petit")}
	again.Proposal = &p
	return append(append(relayScenes(), conclusionScenes()...), []Scene{
		{g.LetterRole, "given", func() Owed { return decide(New(), technician()).Letter(g.LetterRole, Bob) }},
		{g.LetterRole, "given, an action waited for it", func() Owed {
			return decideOn("2026-02-07 09:00", resigned(true), again).Letter(g.LetterRole, Claire)
		}},
		{g.LetterOutcome, "a role is taken over, an action waited for it", func() Owed {
			return decideOn("2026-02-07 09:00", resigned(true), again).Letter(g.LetterOutcome, Bob)
		}},
		{g.LetterRole, "resigned, an adopted action waits", func() Owed { return resigned(true).Letter(g.LetterRole, Claire) }},
		{g.LetterRole, "resigned, an open action would wait", func() Owed { return resigned(false).Letter(g.LetterRole, Claire) }},
		{g.LetterOutcome, "adopted, and it waits", func() Owed {
			w := resigned(false)
			for _, name := range []string{"Alice Martin", "Dave Roux", "Émile Noël"} {
				w.Ask(Day3, From(name, Vote(2, g.For, "")))
			}
			return w.Letter(g.LetterOutcome, Alice)
		}},
		{g.LetterStatus, "the register of an action that waits", func() Owed {
			return resigned(true).Ask(Day3, From("Bob Durand", g.Request{Kind: g.KindCommand, Verb: g.VerbRegister, Target: 2})).Letter(g.LetterStatus, Bob)
		}},
		{g.LetterRole, "resigned, to who did", func() Owed { return resigned(true).Letter(g.LetterRole, Bob) }},
		{g.LetterRole, "its holder left", func() Owed { return leave().Letter(g.LetterRole, Claire) }},
		{g.LetterMandate, "given", func() Owed { return decide(New(), website()).Letter(g.LetterMandate, Bob) }},
		{g.LetterMandate, "given, confidential", func() Owed { return decide(New(), ministry()).Letter(g.LetterMandate, Bob) }},
		{g.LetterMandate, "resigned, to who did", func() Owed { return mandateLeft(website())().Letter(g.LetterMandate, Bob) }},
		{g.LetterMandate, "resigned, to who still holds it", func() Owed { return mandateLeft(website())().Letter(g.LetterMandate, Claire) }},
		{g.LetterMandate, "nobody holds it any more, to all", func() Owed { return vacant(website())().Letter(g.LetterMandate, Alice) }},
		{g.LetterMandate, "nobody holds a confidential one any more", func() Owed { return vacant(ministry())().Letter(g.LetterMandate, Claire) }},
		{g.LetterAskVote, "which role or mandate", func() Owed {
			return both().Ask(Day3, From("Bob Durand", g.Request{Verb: g.VerbResign})).Letter(g.LetterAskVote, Bob)
		}},
		{g.LetterStatus, "who holds a role and a mandate", func() Owed {
			return both().Ask(Day3, From("Bob Durand", Command(g.VerbStatus, ""))).Letter(g.LetterStatus, Bob)
		}},
	}...)
}

// relayScenes are the letters of a mandate's mail.
func relayScenes() []Scene {
	const kind = g.LetterMandate
	toThem := g.Request{Kind: g.KindReply, Mandate: 1, Subject: "Le calendrier", Words: "Je propose mardi soir.\n\n- au local\n- ou chez moi", MessageID: "<1@exemple.test>"}
	wrote := func(r g.Request, who string) func() *World {
		return func() *World { return decide(New(), r).Ask(Day3, From(who, toThem)) }
	}
	again := func() *World {
		w := wrote(ministry(), "Bob Durand")()
		r := toThem
		r.Mandate, r.Words, r.Answers = 0, "Mardi, oui.", g.Answered{Letter: 9, Kind: kind, Mandate: 1}
		return w.Ask(Day3, From("Claire Petit", r))
	}
	outside := toThem
	outside.Words, outside.Subject = "Je peux vous aider, si vous voulez.", "Votre site"
	out := func(r g.Request) *World {
		m := toThem
		m.Outward, m.Words, m.Subject = "greffe@ministere.test", "À : greffe@ministere.test\n\nMadame, Monsieur,\n\nvotre demande doit passer par la justice.", "Votre demande"
		return decide(New(), r).Ask(Day3, From("Bob Durand", m))
	}
	unproven := outside
	unproven.From, unproven.Name, unproven.Stranger = "inconnu@ailleurs.test", "Inconnu", "hash"
	return []Scene{
		{kind, "mail among the holders", func() Owed { return wrote(website(), "Bob Durand")().Letter(kind, Claire) }},
		{kind, "mail among the holders, its author's copy", func() Owed { return wrote(website(), "Bob Durand")().Letter(kind, Bob) }},
		{kind, "an answer among the holders of a confidential one", func() Owed { return again().Letter(kind, Bob) }},
		{kind, "mail of another member", func() Owed { return wrote(website(), "Dave Roux")().Letter(kind, Bob) }},
		{kind, "mail of another member, their copy", func() Owed { return wrote(website(), "Dave Roux")().Letter(kind, Dave) }},
		{kind, "mail from outside", func() Owed {
			return decide(New(), website()).Ask(Day3, Stranger(outside)).Letter(kind, Bob)
		}},
		{kind, "mail from outside, unproven", func() Owed { return decide(New(), website()).Ask(Day3, unproven).Letter(kind, Bob) }},
		{kind, "mail that goes out, to the holders", func() Owed { return out(ministry()).Letter(kind, Claire) }},
		{kind, "mail that goes out", func() Owed { return out(website()).Letter(kind, 0) }},
		{kind, "mail that goes out, of a confidential mandate", func() Owed { return out(ministry()).Letter(kind, 0) }},
		{kind, "mail that is kept no more", func() Owed {
			o := wrote(website(), "Bob Durand")().Letter(kind, Claire)
			o.Request = nil
			return o
		}},
		{g.LetterRefusal, "mail to no mandate", func() Owed { return wrote(ministry(), "Dave Roux")().Letter(g.LetterRefusal, Dave) }},
		{g.LetterRefusal, "mail to no mandate, from outside", func() Owed {
			return decide(New(), ministry()).Ask(Day3, Stranger(outside)).Letter(g.LetterRefusal, 0)
		}},
		{g.LetterRefusal, "mail to a mandate that is over", func() Owed {
			return ended(website()).Ask("2027-01-02 09:00", From("Dave Roux", toThem)).Letter(g.LetterRefusal, Dave)
		}},
	}
}

// ended is a world in which a mandate's date has passed.
func ended(r g.Request) *World {
	return decide(New(), r).Through("2026-12-31 23:59").Through("2027-01-01 00:00")
}

// conclusionScenes are the letters of a mandate's end, and of what is to pass on.
func conclusionScenes() []Scene {
	const kind = g.LetterMandate
	asked := func() *World {
		w := decide(New(), website())
		return w.Through("2026-12-25 08:00")
	}
	concludes := g.Request{Verb: g.VerbConclude, Target: 1, Reason: "Le site est refait.\n\nIl manque encore les photos.", Words: "CONCLUSION #1"}
	concluded := func() *World {
		return decide(New(), website()).Ask(Day3, From("Bob Durand", concludes))
	}
	publish := func() *World {
		r := concludes
		r.Mandate, r.Target, r.Words = 1, 0, "Conclusion, je ne vois pas la fin."
		return decide(New(), website()).Ask(Day3, From("Bob Durand", r))
	}
	digest := func() *World {
		w := decide(decide(New(), website()), technician())
		w.Ask(Day3, From("Bob Durand", g.Request{Verb: g.VerbResign, Reason: "technique"}))
		return w
	}
	turns := func() *World {
		w := decide(decide(New(), website()), technician())
		w.State.Statutes.RotationEvery = g.Delay{N: 1, Unit: g.Days}
		return w
	}
	empty := g.Request{Verb: g.VerbConclude, Target: 1}
	return []Scene{
		{kind, "a conclusion is asked for", func() Owed { return asked().Letter(kind, Bob) }},
		{kind, "its date has passed", func() Owed { return ended(website()).Letter(kind, Bob) }},
		{kind, "its date has passed, confidential", func() Owed { return ended(ministry()).Letter(kind, Bob) }},
		{kind, "concluded", func() Owed { return concluded().Letter(kind, Dave) }},
		{kind, "concluded, to who did", func() Owed { return concluded().Letter(kind, Bob) }},
		{g.LetterAskVote, "CONCLUSION among the holders", func() Owed { return publish().Letter(g.LetterAskVote, Bob) }},
		{g.LetterAskVote, "a conclusion of which mandate", func() Owed {
			r := concludes
			r.Target = 0
			return decide(decide(New(), website()), ministry()).Ask(Day3, From("Bob Durand", r)).Letter(g.LetterAskVote, Bob)
		}},
		{g.LetterRefusal, "none to conclude", func() Owed {
			return decide(New(), website()).Ask(Day3, From("Dave Roux", concludes)).Letter(g.LetterRefusal, Dave)
		}},
		{g.LetterRefusal, "a conclusion without words", func() Owed {
			return decide(New(), website()).Ask(Day3, From("Bob Durand", empty)).Letter(g.LetterRefusal, Bob)
		}},
		{g.LetterDigest, "a vacant role", func() Owed { return digest().Through("2026-02-09 08:00").Letter(g.LetterDigest, Alice) }},
		{g.LetterDigest, "a role and a mandate to pass on", func() Owed { return turns().Through("2026-02-09 08:00").Letter(g.LetterDigest, Alice) }},
		{g.LetterDigest, "a mandate without its conclusion", func() Owed {
			return ended(website()).Through("2027-01-04 08:00").Letter(g.LetterDigest, Alice)
		}},
	}
}
