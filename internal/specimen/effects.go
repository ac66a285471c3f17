package specimen

import (
	"strings"

	g "toutdoux/internal/governance"
)

func naming(kind, who string) g.Field { return g.Field{Type: kind, Member: who} }

func valued(kind, value string) g.Field { return g.Field{Type: kind, Value: value} }

func mandateUntil(text string) g.Field {
	return g.Field{Type: "mandate_until", Value: text, Until: At("2027-01-01 00:00")}
}

func waiver() g.Request {
	return Propose(g.Proposal{Type: g.Ordinary, Title: "Dispenser Erin d'attente", Effects: []g.Field{naming("waive_delay", "Erin Blanc")}},
		"Erin nous aide déjà.")
}

func several() g.Request {
	return Propose(g.Proposal{Type: g.Extraordinary, Title: "Réorganiser la technique", Effects: []g.Field{
		valued("mandate", "refaire le site"), naming("mandate_holders", "Bob Durand, Claire Petit"), mandateUntil("31/12/2026"), valued("mandate_confidential", "oui"),
		valued("role", "responsable technique"), naming("role_person", "Dave Roux"),
		valued("rule", "extraordinary.window = 7 jours"), valued("rule", "extraordinary.reject = >= 2/3"), valued("rule", "digest = Tuesday 18:30"), valued("rule", "reminders = 2 jours"),
	}}, "Tout le monde y gagne.")
}

func exclusion() g.Request {
	return Propose(g.Proposal{Type: g.Extraordinary, Title: "Se séparer", Effects: []g.Field{naming("exclusion", "Bob Durand")}}, "Nous n’arrivons plus à nous entendre.")
}

func charter() g.Request {
	return Propose(g.Proposal{Type: g.Ordinary, Title: "Une charte", Effects: []g.Field{valued("charter", "oui")}, Charter: FirstCharter}, "")
}

func Revision() g.Request {
	return Propose(g.Proposal{Type: g.Extraordinary, Title: "Aider aussi", Effects: []g.Field{valued("charter", "oui")},
		Charter: strings.Replace(FirstCharter, "laissons faire.", "laissons faire, et nous aidons.", 1) + "\n\nArticle 4. On peut toujours en reparler."}, "Relue à plusieurs.")
}

func closure() g.Request {
	return Propose(g.Proposal{Type: g.Extraordinary, Title: "Fermer l’association", Effects: []g.Field{valued("dissolution", "oui")}}, "Nous avons fait notre temps.")
}

// adopt has three of the five vote for action 1.
func adopt(w *World) *World {
	for _, name := range []string{"Alice Martin", "Claire Petit", "Dave Roux"} {
		w.Ask(Day2, From(name, Vote(1, g.For, "")))
	}
	return w
}

const FirstCharter = "Article 1. Nous faisons, et nous laissons faire.\n\nArticle 2. Chacun peut agir, et prévient.\n\nArticle 3. L’avis de chacun compte."

// WithCharter has adopted a first charter.
func WithCharter() *World {
	return adopt(withNewcomer().Ask(Day2, From("Alice Martin", charter())))
}

// Revised has adopted a second one.
func Revised() *World {
	w := WithCharter().Ask(Day3, From("Alice Martin", Revision()))
	for _, name := range []string{"Alice Martin", "Claire Petit", "Dave Roux"} {
		w.Ask(Day3, From(name, Vote(2, g.For, "")))
	}
	return w
}

func effectScenes() []Scene {
	opened := func(r g.Request) func() *World {
		return func() *World { return withNewcomer().Ask(Day2, From("Alice Martin", r)) }
	}
	left := func() *World {
		w := opened(several())()
		w.Ask(Day2, From("Bob Durand", Command(g.VerbLeave, ""))).Ask(Day2, From("Dave Roux", Command(g.VerbLeave, "")))
		return w.Ask(Day2, From("Émile Noël", Vote(1, g.For, ""))).Ask(Day2, From("Alice Martin", Vote(1, g.For, "")))
	}
	return []Scene{
		{g.LetterAnnouncement, "several effects", func() Owed { return opened(several())().Letter(g.LetterAnnouncement, Bob) }},
		{g.LetterAnnouncement, "an exclusion, to the others", func() Owed { return opened(exclusion())().Letter(g.LetterAnnouncement, Claire) }},
		{g.LetterAnnouncement, "an exclusion, to whom it concerns", func() Owed { return opened(exclusion())().Letter(g.LetterAnnouncement, Bob) }},
		{g.LetterAnnouncement, "an exclusion, to whom it concerns, on leave", func() Owed {
			w := New().Ask(Day1, From("Bob Durand", Command(g.VerbVacation, "")))
			return w.Ask(Day2, From("Alice Martin", exclusion())).Letter(g.LetterAnnouncement, Bob)
		}},
		{g.LetterAnnouncement, "a dissolution", func() Owed { return opened(closure())().Letter(g.LetterAnnouncement, Bob) }},
		{g.LetterDryRun, "effects", func() Owed {
			return withNewcomer().Ask(Day2, From("Alice Martin", dry(waiver()))).Letter(g.LetterDryRun, Alice)
		}},
		{g.LetterOutcome, "an effect carried out", func() Owed { return adopt(opened(waiver())()).Letter(g.LetterOutcome, Alice) }},
		{g.LetterVotingRight, "by decision", func() Owed { return adopt(opened(waiver())()).Letter(g.LetterVotingRight, Erin) }},
		{g.LetterOutcome, "effects, some no longer possible", func() Owed { return left().Letter(g.LetterOutcome, Alice) }},
		{g.LetterOutcome, "a dissolution", func() Owed { return adopt(opened(closure())()).Letter(g.LetterOutcome, Bob) }},
		{g.LetterAnnouncement, "a first charter", func() Owed { return opened(charter())().Letter(g.LetterAnnouncement, Bob) }},
		{g.LetterOutcome, "a first charter", func() Owed { return adopt(opened(charter())()).Letter(g.LetterOutcome, Bob) }},
		{g.LetterAnnouncement, "a new charter", func() Owed {
			return WithCharter().Ask(Day3, From("Alice Martin", Revision())).Letter(g.LetterAnnouncement, Bob)
		}},
		{g.LetterDryRun, "a new charter", func() Owed {
			return WithCharter().Ask(Day3, From("Alice Martin", dry(Revision()))).Letter(g.LetterDryRun, Alice)
		}},
		{g.LetterOutcome, "a new charter", func() Owed { return Revised().Letter(g.LetterOutcome, Bob) }},
		{g.LetterStatus, "the register of a new charter", func() Owed {
			return Revised().Ask(Day3, From("Bob Durand", g.Request{Kind: g.KindCommand, Verb: g.VerbRegister, Target: 2})).Letter(g.LetterStatus, Bob)
		}},
		{g.LetterStatus, "the register of effects, some no longer possible", func() Owed {
			return left().Ask(Day3, From("Alice Martin", g.Request{Kind: g.KindCommand, Verb: g.VerbRegister, Target: 1})).Letter(g.LetterStatus, Alice)
		}},
		{g.LetterHelp, "with the charter", func() Owed {
			return WithCharter().Ask(Day3, From("Bob Durand", Command(g.VerbHelp, ""))).Letter(g.LetterHelp, Bob)
		}},
		{g.LetterWelcome, "with the charter", func() Owed {
			return WithCharter().Ask(Day3, From("Zoe Lin", Command(g.VerbJoin, ""))).Letter(g.LetterWelcome, 7)
		}},
		{g.LetterFarewell, "by exclusion", func() Owed { return adopt(opened(exclusion())()).Letter(g.LetterFarewell, Bob) }},
	}
}

// fieldScenes are the answers to fields that cannot be used: each says which,
// what is wrong, and that nothing is open.
func fieldScenes() []Scene {
	var list []Scene
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
			{Type: "mandate_until", Value: "31 janvier 2025", Until: At("2025-02-01 00:00")}}},
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
		list = append(list, Scene{g.LetterRefusal, "bad_field, " + c.name, func() Owed {
			w := New().Ask(Day1, From("Dave Roux", Command(g.VerbName, "Bob Durand")))
			p := g.Proposal{Type: g.Extraordinary, Title: "Essayer", Effects: c.fields}
			return w.Ask(Day2, From("Alice Martin", g.Request{Kind: g.KindAction, Proposal: &p})).Letter(g.LetterRefusal, Alice)
		}})
	}
	for _, problem := range []string{"cost", "replaces", "charter_text"} {
		list = append(list, Scene{g.LetterRefusal, "bad_field, " + problem, func() Owed {
			p := g.Proposal{Type: g.Extraordinary, Title: "Essayer", Problem: problem}
			return New().Ask(Day2, From("Alice Martin", g.Request{Kind: g.KindAction, Proposal: &p})).Letter(g.LetterRefusal, Alice)
		}})
	}
	return list
}

const longName = "chargée des relations avec les associations amies de toute la région et de celles qui s'y ajouteront, des invitations aux assemblées, des repas qui les suivent, et de tout ce qui n'a pas encore trouvé de nom"
