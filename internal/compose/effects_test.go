package compose

import (
	"strings"
	"testing"

	g "toutdoux/internal/governance"
)

func naming(kind, who string) g.Field { return g.Field{Type: kind, Member: who} }

func valued(kind, value string) g.Field { return g.Field{Type: kind, Value: value} }

func mandateUntil(text string) g.Field {
	return g.Field{Type: "mandate_until", Value: text, Until: at("2027-01-01 00:00")}
}

var (
	waiver = propose(g.Proposal{Type: g.Ordinary, Title: "Dispenser Erin d'attente", Effects: []g.Field{naming("waive_delay", "Erin Blanc")}},
		"Erin nous aide déjà.")
	several = propose(g.Proposal{Type: g.Extraordinary, Title: "Réorganiser la technique", Effects: []g.Field{
		valued("mandate", "refaire le site"), naming("mandate_holders", "Bob Durand, Claire Petit"), mandateUntil("31/12/2026"), valued("mandate_confidential", "oui"),
		valued("role", "responsable technique"), naming("role_person", "Dave Roux"),
		valued("rule", "extraordinary.window = 7 jours"), valued("rule", "extraordinary.reject = >= 2/3"), valued("rule", "digest = Tuesday 18:30"), valued("rule", "reminders = 2 jours"),
	}}, "Tout le monde y gagne.")
	exclusion = propose(g.Proposal{Type: g.Extraordinary, Title: "Se séparer", Effects: []g.Field{naming("exclusion", "Bob Durand")}}, "Nous n’arrivons plus à nous entendre.")
	charter   = propose(g.Proposal{Type: g.Ordinary, Title: "Une charte", Effects: []g.Field{valued("charter", "oui")}, Charter: firstCharter}, "")
	revision  = propose(g.Proposal{Type: g.Extraordinary, Title: "Aider aussi", Effects: []g.Field{valued("charter", "oui")},
		Charter: strings.Replace(firstCharter, "laissons faire.", "laissons faire, et nous aidons.", 1) + "\n\nArticle 4. On peut toujours en reparler."}, "Relue à plusieurs.")
	closure = propose(g.Proposal{Type: g.Extraordinary, Title: "Fermer l’association", Effects: []g.Field{valued("dissolution", "oui")}}, "Nous avons fait notre temps.")
)

// adopt has three of the five vote for action 1.
func adopt(w *world) *world {
	for _, name := range []string{"Alice Martin", "Claire Petit", "Dave Roux"} {
		w.ask(day2, from(name, vote(1, g.For, "")))
	}
	return w
}

const firstCharter = "Article 1. Nous faisons, et nous laissons faire.\n\nArticle 2. Chacun peut agir, et prévient.\n\nArticle 3. L’avis de chacun compte."

// withCharter has adopted a first charter.
func withCharter(t *testing.T) *world {
	return adopt(withNewcomer(t).ask(day2, from("Alice Martin", charter)))
}

// revised has adopted a second one.
func revised(t *testing.T) *world {
	w := withCharter(t).ask(day3, from("Alice Martin", revision))
	for _, name := range []string{"Alice Martin", "Claire Petit", "Dave Roux"} {
		w.ask(day3, from(name, vote(2, g.For, "")))
	}
	return w
}

func effectScenes() []scene {
	opened := func(r g.Request) func(*testing.T) *world {
		return func(t *testing.T) *world { return withNewcomer(t).ask(day2, from("Alice Martin", r)) }
	}
	left := func(t *testing.T) *world {
		w := opened(several)(t)
		w.ask(day2, from("Bob Durand", command(g.VerbLeave, ""))).ask(day2, from("Dave Roux", command(g.VerbLeave, "")))
		return w.ask(day2, from("Émile Noël", vote(1, g.For, ""))).ask(day2, from("Alice Martin", vote(1, g.For, "")))
	}
	return []scene{
		{g.LetterAnnouncement, "several effects", func(t *testing.T) Order { return opened(several)(t).letter(g.LetterAnnouncement, bob) }},
		{g.LetterAnnouncement, "an exclusion, to the others", func(t *testing.T) Order { return opened(exclusion)(t).letter(g.LetterAnnouncement, claire) }},
		{g.LetterAnnouncement, "an exclusion, to whom it concerns", func(t *testing.T) Order { return opened(exclusion)(t).letter(g.LetterAnnouncement, bob) }},
		{g.LetterAnnouncement, "an exclusion, to whom it concerns, on leave", func(t *testing.T) Order {
			w := newWorld(t).ask(day1, from("Bob Durand", command(g.VerbVacation, "")))
			return w.ask(day2, from("Alice Martin", exclusion)).letter(g.LetterAnnouncement, bob)
		}},
		{g.LetterAnnouncement, "a dissolution", func(t *testing.T) Order { return opened(closure)(t).letter(g.LetterAnnouncement, bob) }},
		{g.LetterDryRun, "effects", func(t *testing.T) Order {
			return withNewcomer(t).ask(day2, from("Alice Martin", dry(waiver))).letter(g.LetterDryRun, alice)
		}},
		{g.LetterOutcome, "an effect carried out", func(t *testing.T) Order { return adopt(opened(waiver)(t)).letter(g.LetterOutcome, alice) }},
		{g.LetterVotingRight, "by decision", func(t *testing.T) Order { return adopt(opened(waiver)(t)).letter(g.LetterVotingRight, erin) }},
		{g.LetterOutcome, "effects, some no longer possible", func(t *testing.T) Order { return left(t).letter(g.LetterOutcome, alice) }},
		{g.LetterOutcome, "a dissolution", func(t *testing.T) Order { return adopt(opened(closure)(t)).letter(g.LetterOutcome, bob) }},
		{g.LetterAnnouncement, "a first charter", func(t *testing.T) Order { return opened(charter)(t).letter(g.LetterAnnouncement, bob) }},
		{g.LetterOutcome, "a first charter", func(t *testing.T) Order { return adopt(opened(charter)(t)).letter(g.LetterOutcome, bob) }},
		{g.LetterAnnouncement, "a new charter", func(t *testing.T) Order {
			return withCharter(t).ask(day3, from("Alice Martin", revision)).letter(g.LetterAnnouncement, bob)
		}},
		{g.LetterDryRun, "a new charter", func(t *testing.T) Order {
			return withCharter(t).ask(day3, from("Alice Martin", dry(revision))).letter(g.LetterDryRun, alice)
		}},
		{g.LetterOutcome, "a new charter", func(t *testing.T) Order { return revised(t).letter(g.LetterOutcome, bob) }},
		{g.LetterStatus, "the register of a new charter", func(t *testing.T) Order {
			return revised(t).ask(day3, from("Bob Durand", g.Request{Kind: g.KindCommand, Verb: g.VerbRegister, Target: 2})).letter(g.LetterStatus, bob)
		}},
		{g.LetterStatus, "the register of effects, some no longer possible", func(t *testing.T) Order {
			return left(t).ask(day3, from("Alice Martin", g.Request{Kind: g.KindCommand, Verb: g.VerbRegister, Target: 1})).letter(g.LetterStatus, alice)
		}},
		{g.LetterHelp, "with the charter", func(t *testing.T) Order {
			return withCharter(t).ask(day3, from("Bob Durand", command(g.VerbHelp, ""))).letter(g.LetterHelp, bob)
		}},
		{g.LetterWelcome, "with the charter", func(t *testing.T) Order {
			return withCharter(t).ask(day3, from("Zoe Lin", command(g.VerbJoin, ""))).letter(g.LetterWelcome, 7)
		}},
		{g.LetterFarewell, "by exclusion", func(t *testing.T) Order { return adopt(opened(exclusion)(t)).letter(g.LetterFarewell, bob) }},
	}
}

// fieldScenes are the answers to fields that cannot be used: each says which,
// what is wrong, and that nothing is open.
func fieldScenes() []scene {
	var list []scene
	for _, c := range []struct {
		name   string
		fields []g.Field
	}{
		{"nobody of that name", []g.Field{naming("waive_delay", "Zoé")}},
		{"somebody who votes already", []g.Field{naming("waive_delay", "Claire Petit")}},
		{"several of that name", []g.Field{naming("exclusion", "Bob Durand")}},
		{"a mandate without holders", []g.Field{valued("mandate", "refaire le site")}},
		{"a mandate without its date", []g.Field{valued("mandate", "refaire le site"), naming("mandate_holders", "Claire Petit")}},
		{"a mandate without its subject", []g.Field{naming("mandate_holders", "Claire Petit")}},
		{"two mandates", []g.Field{valued("mandate", "le site"), valued("mandate", "la cave"), naming("mandate_holders", "Claire Petit"), mandateUntil("31/12/2026")}},
		{"a date that cannot be read", []g.Field{valued("mandate", "refaire le site"), naming("mandate_holders", "Claire Petit"), valued("mandate_until", "la saint-glinglin")}},
		{"a date that has passed", []g.Field{valued("mandate", "refaire le site"), naming("mandate_holders", "Claire Petit"),
			{Type: "mandate_until", Value: "31 janvier 2025", Until: at("2025-02-01 00:00")}}},
		{"neither yes nor no", []g.Field{valued("dissolution", "peut-être")}},
		{"a role for nobody", []g.Field{valued("role", "technique")}},
		{"no such role", []g.Field{valued("revocation", "rôle financier")}},
		{"no such rule", []g.Field{valued("rule", "extraordinary.windo = sept jours")}},
		{"a rule without its value", []g.Field{valued("rule", "voting_delay")}},
		{"a value that cannot be read", []g.Field{valued("rule", "voting_delay = bientôt")}},
		{"a value that the rule cannot have", []g.Field{valued("rule", "extraordinary.window = 0 jours")}},
		{"a charter without its text", []g.Field{valued("charter", "oui")}},
		{"a line that says nothing", []g.Field{naming("exclusion", "")}},
		{"a name that is too long", []g.Field{valued("role", longName), naming("role_person", "Claire Petit")}},
	} {
		list = append(list, scene{g.LetterRefusal, "bad_field, " + c.name, func(t *testing.T) Order {
			w := newWorld(t).ask(day1, from("Dave Roux", command(g.VerbName, "Bob Durand")))
			p := g.Proposal{Type: g.Extraordinary, Title: "Essayer", Effects: c.fields}
			return w.ask(day2, from("Alice Martin", g.Request{Kind: g.KindAction, Proposal: &p})).letter(g.LetterRefusal, alice)
		}})
	}
	for _, problem := range []string{"cost", "replaces", "charter_text"} {
		list = append(list, scene{g.LetterRefusal, "bad_field, " + problem, func(t *testing.T) Order {
			p := g.Proposal{Type: g.Extraordinary, Title: "Essayer", Problem: problem}
			return newWorld(t).ask(day2, from("Alice Martin", g.Request{Kind: g.KindAction, Proposal: &p})).letter(g.LetterRefusal, alice)
		}})
	}
	return list
}

const longName = "chargée des relations avec les associations amies de toute la région et de celles qui s'y ajouteront, des invitations aux assemblées, des repas qui les suivent, et de tout ce qui n'a pas encore trouvé de nom"
