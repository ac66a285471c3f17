package compose

import (
	"strings"
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
		{g.LetterPublicDigest, "outcomes of all kinds", func(t *testing.T) Order { return followed(t).through(monday).letter(g.LetterPublicDigest, 0) }},
		{g.LetterConfirm, "who wants to follow", func(t *testing.T) Order {
			return newWorld(t).ask(day1, stranger(command(g.VerbFollow, ""))).letter(g.LetterConfirm, 0)
		}},
		{g.LetterReceipt, "who follows", func(t *testing.T) Order { return follower(t).letter(g.LetterReceipt, 0) }},
		{g.LetterReceipt, "a member who follows", func(t *testing.T) Order {
			return newWorld(t).ask(day1, from("Bob Durand", command(g.VerbFollow, ""))).letter(g.LetterReceipt, bob)
		}},
		{g.LetterReceipt, "who follows no more", func(t *testing.T) Order {
			return follower(t).ask(day3, stranger(command(g.VerbUnfollow, ""))).letter(g.LetterReceipt, 0)
		}},
		{g.LetterReceipt, "a member who follows no more", func(t *testing.T) Order {
			w := newWorld(t).ask(day1, from("Bob Durand", command(g.VerbFollow, "")))
			return w.ask(day2, from("Bob Durand", command(g.VerbUnfollow, ""))).letter(g.LetterReceipt, bob)
		}},
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

// follower is a world in which a stranger has come to follow.
func follower(t *testing.T) *world {
	w := newWorld(t).ask(day1, stranger(command(g.VerbFollow, "")))
	yes := stranger(g.Request{Kind: g.KindReply, Yes: true, Held: w.requests[1]})
	yes.Answers = g.Answered{Letter: 1, Kind: g.LetterConfirm, Arrival: 1, SentAt: at(day1)}
	return w.ask(day1, yes)
}

// followed is a week of outcomes that somebody follows: of one nothing may be
// said outside, of others not the title.
func followed(t *testing.T) *world {
	w := follower(t)
	for i, p := range []g.Proposal{
		{Type: g.Extraordinary, Title: "Adhérer à Framasoft"},
		{Type: g.Extraordinary, Title: "Répondre au ministère", Effects: []g.Field{
			valued("mandate", "réponse au ministère"), naming("mandate_holders", "Bob Durand"), mandateUntil("31/12/2026"), valued("mandate_confidential", "oui"),
		}},
		{Type: g.Extraordinary, Title: "Exclure Dave Roux", Effects: []g.Field{naming("exclusion", "Dave Roux")}},
		{Type: g.Ordinary, Title: "Ranger la salle"},
		{Type: g.Ordinary, Title: "Un cadeau pour Bob"},
	} {
		w.ask(day2, from("Alice Martin", propose(p, "Parce que.")))
		for _, name := range people[:3] {
			w.ask(day2, from(name, vote(i+1, map[bool]g.Choice{true: g.For, false: g.Against}[p.Type == g.Extraordinary], "")))
		}
	}
	return w
}

// What leaves the association names nobody, gives no reason, and says nothing of
// a confidential mandate.
func TestThePublicDigestNamesNobody(t *testing.T) {
	w := followed(t)
	w.ask(day2, from("Alice Martin", propose(g.Proposal{Type: g.Extraordinary, Title: "Acheter un serveur"}, "Notre fournisseur ferme.")))
	for _, name := range people[:3] {
		w.ask(day2, from(name, vote(6, g.For, "Parce que Dave le demande.")))
	}
	o := w.through("2026-02-09 08:00").letter(g.LetterPublicDigest, 0)
	for _, locale := range []string{"fr", "en"} {
		letter := compose(t, newComposer(t, locale, "vous"), o)
		if !strings.Contains(letter.Text, "Acheter un serveur") {
			t.Errorf("%s: the outcome is not told:\n%s", locale, letter.Text)
		}
		private := []string{"ministère", "Exclu", "cadeau", "Parce que", "fournisseur", "@exemple.test"}
		for _, m := range w.state.Members {
			private = append(private, strings.Fields(string(m.Name))...)
		}
		for _, word := range private {
			if strings.Contains(letter.Text+letter.HTML+letter.Subject, word) {
				t.Errorf("%s: %q has left the association:\n%s", locale, word, letter.Text)
			}
		}
	}
}
