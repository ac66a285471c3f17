package specimen

import (
	g "toutdoux/internal/governance"
)

// HalfYear is a world in which things happened before the assembly of 14 March
// 2026, whose agenda is closed on the 7th.
func HalfYear() *World {
	site := Propose(g.Proposal{Type: g.Extraordinary, Title: "Refaire le site", Effects: []g.Field{
		valued("mandate", "le site"), naming("mandate_holders", "Bob Durand, Claire Petit"), mandateUntil("31/12/2026"),
		valued("role", "responsable technique"), naming("role_person", "Dave Roux"),
	}}, "Il en a besoin.")
	secret := Propose(g.Proposal{Type: g.Extraordinary, Title: "Répondre au ministère", Effects: []g.Field{
		valued("mandate", "le ministère"), naming("mandate_holders", "Alice Martin"), mandateUntil("31/12/2026"), valued("mandate_confidential", "oui"),
	}}, "À quelques-uns.")
	w := New().Ask("2026-01-05 09:00", From("Alice Martin", site)).Ask("2026-01-05 10:00", From("Bob Durand", secret))
	for _, number := range []int{1, 2} {
		for i, name := range []string{"Bob Durand", "Claire Petit", "Dave Roux"} {
			w.Ask("2026-01-06 09:00", From(name, Vote(number, g.For, []string{"", "Enfin.", ""}[i])))
		}
	}
	w.Ask("2026-01-07 09:00", From("Alice Martin", Framasoft())).Ask("2026-01-08 09:00", From("Bob Durand", peertube()))
	w.Ask("2026-01-09 09:00", From("Bob Durand", Vote(3, g.Against, "Trop cher."))).Ask("2026-01-09 09:01", From("Claire Petit", Vote(3, g.Blank, "")))
	w.Through("2026-01-20 09:00").Ask("2026-01-20 10:00", From("Dave Roux", Verb(3, g.VerbResign, "Pas de bon cœur.")))
	w.Ask("2026-01-21 09:00", From("Erin Blanc", Command(g.VerbJoin, ""))).Ask("2026-01-22 09:00", From("Émile Noël", Command(g.VerbLeave, "")))
	w.Ask("2026-01-23 09:00", From("Claire Petit", Propose(g.Proposal{Type: g.Ordinary, Title: "Repeindre le local <vite>"}, "En bleu.")))
	w.Ask("2026-01-24 09:00", From("Claire Petit", Verb(5, g.VerbWithdraw, "")))
	w.Ask("2026-01-25 09:00", From("Dave Roux", Propose(g.Proposal{Type: g.Ordinary, Title: "Ranger la cave"}, "Samedi.")))
	w.Ask(Day1, From("Alice Martin", spring()))
	w.Ask(Day2, From("Bob Durand", Reply(g.VerbPresent, ""))).Through("2026-03-07 14:00")
	return w
}
