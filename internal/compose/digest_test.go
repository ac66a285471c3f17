package compose

import (
	"testing"

	g "toutdoux/internal/governance"
)

func digestScenes() []scene {
	const kind, monday = g.LetterDigest, "2026-02-09 08:00"
	show := func(member int) func(*testing.T) Order {
		return func(t *testing.T) Order { return week(t).through(monday).letter(kind, member) }
	}
	return []scene{
		{kind, "a full week, two votes awaited", show(claire)},
		{kind, "a full week, to a member who has voted", show(bob)},
		{kind, "a full week, to a member who gets nothing else", show(dave)},
		{kind, "strangers wrote", func(t *testing.T) Order { return knocks(t).through(monday).letter(kind, claire) }},
		{g.LetterPost, "a stranger's, let through", func(t *testing.T) Order { return letThrough(t).letter(g.LetterPost, claire) }},
		{kind, "a stranger's mail was let through", func(t *testing.T) Order { return letThrough(t).through(monday).letter(kind, claire) }},
		{g.LetterStatus, "everything", chosen("all")},
		{g.LetterStatus, "decisions only", chosen("decisions")},
		{g.LetterStatus, "the digest only", chosen("digest")},
		{kind, "one vote awaited, and nothing else", func(t *testing.T) Order {
			return newWorld(t).ask("2026-02-06 09:00", from("Alice Martin", framasoft)).through("2026-02-15 12:00").through("2026-02-16 08:00").letter(kind, claire)
		}},
		{kind, "somebody's right to vote begins", func(t *testing.T) Order {
			w := newWorld(t).ask("2026-02-06 12:00", from("Erin Blanc", command(g.VerbJoin, "")))
			return w.through("2026-02-15 12:00").through("2026-02-16 08:00").letter(kind, erin)
		}},
		{kind, "what was awaited is answered meanwhile", func(t *testing.T) Order {
			o := withExtra(t).through(monday)
			order := o.letter(kind, claire)
			o.ask("2026-02-09 08:01", from("Claire Petit", vote(1, g.Blank, "")))
			return order
		}},
	}
}

// week is a week in which nearly everything happened. Dave gets the digest
// only, Émile is on leave, and Bob has voted.
func week(t *testing.T) *world {
	w := newWorld(t)
	old := propose(g.Proposal{Type: g.Extraordinary, Title: "Refaire le site"}, "Il a dix ans.")
	w.ask("2026-02-02 08:30", from("Claire Petit", old))
	for _, name := range people[:3] {
		w.ask("2026-02-02 09:00", from(name, vote(1, g.For, "")))
	}
	w.ask("2026-02-02 10:00", from("Dave Roux", command(g.VerbDelivery, "digest")))
	w.ask("2026-02-03 09:00", from("Alice Martin", framasoft)).ask("2026-02-03 10:00", from("Bob Durand", peertube))
	w.ask("2026-02-03 11:00", from("Alice Martin", propose(g.Proposal{Type: g.Ordinary, Title: "Ranger la salle"}, "Samedi, à trois.")))
	w.ask("2026-02-03 12:00", from("Bob Durand", vote(2, g.Against, "C’est la moitié de ce qui nous reste.")))
	w.ask("2026-02-03 13:00", from("Bob Durand", vote(3, g.For, "")))
	w.ask("2026-02-04 09:00", from("Alice Martin", verb(3, g.VerbPause, "Voyons la bande passante.")))
	for i, name := range []string{"Alice Martin", "Bob Durand", "Alice Martin"} {
		post := g.Request{Kind: g.KindPost, Subject: []string{"Quel pad pour l’assemblée", "quel pad pour l’assemblée", "Bilan"}[i], Words: "Bonjour"}
		w.ask("2026-02-04 10:00", from(name, post))
	}
	w.ask("2026-02-04 11:00", from("Claire Petit", g.Request{Kind: g.KindPost, Words: "Qui s'en charge ?", Thread: 3}))
	w.ask("2026-02-05 09:00", from("Erin Blanc", command(g.VerbJoin, "")))
	leave := command(g.VerbVacation, "")
	leave.Until = at("2026-03-02 00:00")
	w.ask("2026-02-05 10:00", from("Émile Noël", leave))
	w.ask("2026-02-05 11:00", from("Frank Petit", command(g.VerbJoin, ""))).ask("2026-02-05 12:00", from("Frank Petit", command(g.VerbLeave, "")))
	added := g.Request{Kind: g.KindIntervention, Verb: g.VerbAddMember, From: "gina@exemple.test", Name: "Gina Leroy", Reason: "Elle a téléphoné."}
	w.ask("2026-02-05 13:00", added)
	w.ask("2026-02-06 09:00", from("Alice Martin", verb(4, g.VerbDone, "Tout est propre.")))
	w.ask("2026-02-06 10:00", from("Alice Martin", propose(g.Proposal{Type: g.Extraordinary, Title: "Louer une salle", CostCents: 12000}, "À l'année.")))
	w.ask("2026-02-06 11:00", from("Bob Durand", vote(5, g.Blank, "")))
	return w.ask("2026-02-07 11:00", from("Alice Martin", verb(5, g.VerbWithdraw, "On en reparle.")))
}

// chosen is the answer to RÉCEPTION.
func chosen(delivery string) func(*testing.T) Order {
	return func(t *testing.T) Order {
		return newWorld(t).ask(day1, from("Bob Durand", command(g.VerbDelivery, delivery))).letter(g.LetterStatus, bob)
	}
}

// knocks is a world in which strangers wrote to the list.
func knocks(t *testing.T) *world {
	zoe := g.Request{Kind: g.KindPost, From: "zoe@exemple.test", Name: "Zoé Garnier", Subject: "Visiter l’atelier", Words: "Bonjour,\n\npeut-on venir samedi", Authenticated: true}
	spam := g.Request{Kind: g.KindPost, From: "yan@exemple.test", Name: "Alice Martin", Subject: "Urgent, relevé de compte", Words: "Cliquez ici"}
	bare := g.Request{Kind: g.KindPost, From: "xavier@exemple.test", Words: "Bonjour"}
	return newWorld(t).ask(day1, spam).ask(day2, zoe).ask(day3, bare)
}

func letThrough(t *testing.T) *world {
	w := knocks(t)
	return w.ask("2026-02-07 09:00", from("Bob Durand", g.Request{Verb: g.VerbAccept, Target: 2, Held: w.requests[2]}))
}
