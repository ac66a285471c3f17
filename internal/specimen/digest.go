package specimen

import (
	g "toutdoux/internal/governance"
)

func digestScenes() []Scene {
	const kind, monday = g.LetterDigest, "2026-02-09 08:00"
	show := func(member int) func() Owed {
		return func() Owed { return week().Through(monday).Letter(kind, member) }
	}
	return []Scene{
		{kind, "a full week, two votes awaited", show(Claire)},
		{kind, "a full week, to a member who has voted", show(Bob)},
		{kind, "a full week, to a member who gets nothing else", show(Dave)},
		{kind, "a full week, to who asks for a pause", show(Alice)},
		{kind, "a vote against that was contested, to its member", func() Owed { return doubted().Through(monday).Letter(kind, Bob) }},
		{kind, "votes against that are no more", func() Owed {
			w := doubted().Ask(Day3, From("Claire Petit", Vote(1, g.Against, "Trop cher."))).Ask(Day3, From("Dave Roux", Vote(1, g.Against, "")))
			w.Ask("2026-02-07 09:00", From("Dave Roux", Command(g.VerbLeave, "")))
			return w.Ask("2026-02-07 10:00", From("Claire Petit", Vote(1, g.For, "On m’a convaincue."))).Through(monday).Letter(kind, Alice)
		}},
		{kind, "a pause that made it extraordinary", func() Owed { return requalifiedByPause().Through(monday).Letter(kind, Claire) }},
		{kind, "who gets nothing else has voted against", func() Owed {
			w := New().Ask(Day1, From("Bob Durand", Command(g.VerbDelivery, "digest"))).Ask(Day1, From("Alice Martin", Framasoft()))
			return w.Ask(Day2, From("Bob Durand", Vote(1, g.Against, "Trop cher."))).Through(monday).Letter(kind, Bob)
		}},
		{kind, "strangers wrote", func() Owed { return knocks().Through(monday).Letter(kind, Claire) }},
		{g.LetterPost, "a stranger's, let through", func() Owed { return letThrough().Letter(g.LetterPost, Claire) }},
		{kind, "a stranger's mail was let through", func() Owed { return letThrough().Through(monday).Letter(kind, Claire) }},
		{g.LetterStatus, "everything", chosen("all")},
		{g.LetterStatus, "decisions only", chosen("decisions")},
		{g.LetterStatus, "the digest only", chosen("digest")},
		{g.LetterPublicDigest, "outcomes of all kinds", func() Owed { return Followed().Through(monday).Letter(g.LetterPublicDigest, 0) }},
		{g.LetterPublicDigest, "to a member", func() Owed {
			w := WithOrdinary().Ask(Day1, From("Bob Durand", Command(g.VerbFollow, ""))).Ask(Day2, From("Alice Martin", Verb(1, g.VerbWithdraw, "")))
			return w.Through(monday).Letter(g.LetterPublicDigest, 0)
		}},
		{g.LetterConfirm, "who wants to follow", func() Owed {
			return New().Ask(Day1, Stranger(Command(g.VerbFollow, ""))).Letter(g.LetterConfirm, 0)
		}},
		{g.LetterReceipt, "who follows", func() Owed { return follower().Letter(g.LetterReceipt, 0) }},
		{g.LetterReceipt, "a member who follows", func() Owed {
			return New().Ask(Day1, From("Bob Durand", Command(g.VerbFollow, ""))).Letter(g.LetterReceipt, Bob)
		}},
		{g.LetterReceipt, "who follows no more", func() Owed {
			return follower().Ask(Day3, Stranger(Command(g.VerbUnfollow, ""))).Letter(g.LetterReceipt, 0)
		}},
		{g.LetterReceipt, "a member who follows no more", func() Owed {
			w := New().Ask(Day1, From("Bob Durand", Command(g.VerbFollow, "")))
			return w.Ask(Day2, From("Bob Durand", Command(g.VerbUnfollow, ""))).Letter(g.LetterReceipt, Bob)
		}},
		{kind, "one vote awaited, and nothing else", func() Owed {
			return New().Ask("2026-02-06 09:00", From("Alice Martin", Framasoft())).Through("2026-02-15 12:00").Through("2026-02-16 08:00").Letter(kind, Claire)
		}},
		{kind, "somebody's right to vote begins", func() Owed {
			w := New().Ask("2026-02-06 12:00", From("Erin Blanc", Command(g.VerbJoin, "")))
			return w.Through("2026-02-15 12:00").Through("2026-02-16 08:00").Letter(kind, Erin)
		}},
		{kind, "what was awaited is answered meanwhile", func() Owed {
			o := WithExtra().Through(monday)
			order := o.Letter(kind, Claire)
			o.Ask("2026-02-09 08:01", From("Claire Petit", Vote(1, g.Blank, "")))
			return order
		}},
	}
}

// week is a week in which nearly everything happened. Dave gets the digest
// only, Émile is on leave, and Bob has voted.
func week() *World {
	w := New()
	old := Propose(g.Proposal{Type: g.Extraordinary, Title: "Refaire le site"}, "Il a dix ans.")
	w.Ask("2026-02-02 08:30", From("Claire Petit", old))
	for _, name := range People[:3] {
		w.Ask("2026-02-02 09:00", From(name, Vote(1, g.For, "")))
	}
	w.Ask("2026-02-02 10:00", From("Dave Roux", Command(g.VerbDelivery, "digest")))
	w.Ask("2026-02-03 09:00", From("Alice Martin", Framasoft())).Ask("2026-02-03 10:00", From("Bob Durand", peertube()))
	w.Ask("2026-02-03 11:00", From("Alice Martin", Propose(g.Proposal{Type: g.Ordinary, Title: "Ranger la salle"}, "Samedi, à trois.")))
	w.Ask("2026-02-03 12:00", From("Bob Durand", Vote(2, g.Against, "C’est la moitié de ce qui nous reste.")))
	w.Ask("2026-02-03 13:00", From("Bob Durand", Vote(3, g.For, "")))
	w.Ask("2026-02-04 09:00", From("Alice Martin", Verb(3, g.VerbPause, "Voyons la bande passante.")))
	for i, name := range []string{"Alice Martin", "Bob Durand", "Alice Martin"} {
		post := g.Request{Kind: g.KindPost, Subject: []string{"Quel pad pour l’assemblée", "quel pad pour l’assemblée", "Bilan"}[i], Words: "Bonjour"}
		w.Ask("2026-02-04 10:00", From(name, post))
	}
	w.Ask("2026-02-04 11:00", From("Claire Petit", g.Request{Kind: g.KindPost, Words: "Qui s'en charge ?", Thread: 3}))
	w.Ask("2026-02-05 09:00", From("Erin Blanc", Command(g.VerbJoin, "")))
	leave := Command(g.VerbVacation, "")
	leave.Until = At("2026-03-02 00:00")
	w.Ask("2026-02-05 10:00", From("Émile Noël", leave))
	w.Ask("2026-02-05 11:00", From("Frank Petit", Command(g.VerbJoin, ""))).Ask("2026-02-05 12:00", From("Frank Petit", Command(g.VerbLeave, "")))
	added := g.Request{Kind: g.KindIntervention, Verb: g.VerbAddMember, From: "gina@exemple.test", Name: "Gina Leroy", Reason: "Elle a téléphoné."}
	w.Ask("2026-02-05 13:00", added)
	w.Ask("2026-02-06 09:00", From("Alice Martin", Verb(4, g.VerbDone, "Tout est propre.")))
	w.Ask("2026-02-06 10:00", From("Alice Martin", Propose(g.Proposal{Type: g.Extraordinary, Title: "Louer une salle", CostCents: 12000}, "À l'année.")))
	w.Ask("2026-02-06 11:00", From("Bob Durand", Vote(5, g.Blank, "")))
	return w.Ask("2026-02-07 11:00", From("Alice Martin", Verb(5, g.VerbWithdraw, "On en reparle.")))
}

// doubted is a week in which the first vote against was not its member's.
func doubted() *World {
	w := WithExtra().Ask(Day2, From("Bob Durand", Vote(1, g.Against, "Ce projet est une arnaque.")))
	return w.Ask(Day3, From("Bob Durand", Verb(1, g.VerbContest, "")))
}

// requalifiedByPause is a week in which Bob's pause moved Alice to ask everyone.
func requalifiedByPause() *World {
	w := WithOrdinary().Ask(Day2, From("Bob Durand", Verb(1, g.VerbPause, "Cela nous engage.")))
	return w.Ask(Day3, From("Alice Martin", Verb(1, g.VerbRequalify, "")))
}

// chosen is the answer to RÉCEPTION.
func chosen(delivery string) func() Owed {
	return func() Owed {
		return New().Ask(Day1, From("Bob Durand", Command(g.VerbDelivery, delivery))).Letter(g.LetterStatus, Bob)
	}
}

// knocks is a world in which strangers wrote to the list.
func knocks() *World {
	zoe := g.Request{Kind: g.KindPost, From: "zoe@exemple.test", Name: "Zoé Garnier", Subject: "Visiter l’atelier", Words: "Bonjour,\n\npeut-on venir samedi", Authenticated: true}
	spam := g.Request{Kind: g.KindPost, From: "yan@exemple.test", Name: "Alice Martin", Subject: "Urgent, relevé de compte", Words: "Cliquez ici"}
	bare := g.Request{Kind: g.KindPost, From: "xavier@exemple.test", Words: "Bonjour"}
	return New().Ask(Day1, spam).Ask(Day2, zoe).Ask(Day3, bare)
}

func letThrough() *World {
	w := knocks()
	return w.Ask("2026-02-07 09:00", From("Bob Durand", g.Request{Verb: g.VerbAccept, Target: 2, Held: w.requests[2]}))
}

// follower is a world in which a stranger has come to follow.
func follower() *World {
	w := New().Ask(Day1, Stranger(Command(g.VerbFollow, "")))
	yes := Stranger(g.Request{Kind: g.KindReply, Yes: true, Held: w.requests[1]})
	yes.Answers = g.Answered{Letter: 1, Kind: g.LetterConfirm, Arrival: 1, SentAt: At(Day1)}
	return w.Ask(Day1, yes)
}

// Followed is a week of outcomes that somebody follows: of one nothing may be
// said outside, of others not the title.
func Followed() *World {
	w := follower()
	for i, p := range []g.Proposal{
		{Type: g.Extraordinary, Title: "Adhérer à Framasoft"},
		{Type: g.Extraordinary, Title: "Répondre au ministère", Effects: []g.Field{
			valued("mandate", "réponse au ministère"), naming("mandate_holders", "Bob Durand"), mandateUntil("31/12/2026"), valued("mandate_confidential", "oui"),
		}},
		{Type: g.Extraordinary, Title: "Exclure Dave Roux", Effects: []g.Field{naming("exclusion", "Dave Roux")}},
		{Type: g.Ordinary, Title: "Ranger la salle"},
		{Type: g.Ordinary, Title: "Un cadeau pour Bob"},
	} {
		w.Ask(Day2, From("Alice Martin", Propose(p, "Parce que.")))
		for _, name := range People[:3] {
			w.Ask(Day2, From(name, Vote(i+1, map[bool]g.Choice{true: g.For, false: g.Against}[p.Type == g.Extraordinary], "")))
		}
	}
	return w
}
