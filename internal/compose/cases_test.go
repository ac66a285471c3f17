package compose

import (
	"testing"
	"time"

	g "toutdoux/internal/governance"
)

// scene is one letter that the goldens show.
type scene struct {
	kind g.LetterKind
	name string
	make func(t *testing.T) Order
}

// scenes are every letter that is owed, by what makes it owed. The refusals and
// the questions, whose reasons are many, are added from the table of reasons.
func scenes() []scene {
	var all []scene
	for _, some := range [][]scene{
		announcementScenes(), effectScenes(), receiptScenes(), discussionScenes(), outcomeScenes(), memberScenes(), ghostScenes(), unsignedScenes(),
		confirmScenes(), answerScenes(), ownerScenes(), questionScenes(), refusalScenes(), fieldScenes(), digestScenes(),
		assemblyScenes(), meetingScenes(), chargeScenes(),
	} {
		all = append(all, some...)
	}
	return all
}

func announcementScenes() []scene {
	const kind = g.LetterAnnouncement
	dear := propose(g.Proposal{Type: g.Ordinary, Title: "Louer une salle", CostCents: 120050}, "Pour l'assemblée de printemps.")
	urgent := propose(g.Proposal{Type: g.Extraordinary, Title: "Renouveler le nom de domaine", Urgent: true}, "Il expire dans douze jours.")
	hint := propose(g.Proposal{Type: g.Ordinary, Title: "Acheter un disque", ProseCents: 8000}, "Il coûte 80 € en magasin.")
	again := propose(g.Proposal{Type: g.Extraordinary, Title: "Adhérer à Framasoft pour un an", CostCents: 6000, Replaces: 1}, "Un an seulement.")
	show := func(p g.Request, member int) func(*testing.T) Order {
		return func(t *testing.T) Order { return newWorld(t).ask(day1, from("Alice Martin", p)).letter(kind, member) }
	}
	return []scene{
		{kind, "extraordinary", show(framasoft, bob)},
		{kind, "extraordinary, its proposer's copy", show(framasoft, alice)},
		{kind, "ordinary", show(peertube, bob)},
		{kind, "ordinary, its proposer's copy, an amount in the prose", show(hint, alice)},
		{kind, "extraordinary because of its cost", show(dear, bob)},
		{kind, "extraordinary because of its effect", func(t *testing.T) Order {
			return withNewcomer(t).ask(day2, from("Alice Martin", waiver)).letter(kind, bob)
		}},
		{kind, "urgent", show(urgent, bob)},
		{kind, "replaces another", func(t *testing.T) Order {
			return withExtra(t).ask(day2, from("Alice Martin", again)).letter(kind, bob)
		}},
		{kind, "to a newcomer", func(t *testing.T) Order {
			return withNewcomer(t).ask(day2, from("Alice Martin", framasoft)).letter(kind, erin)
		}},
		{kind, "ordinary, to a newcomer", func(t *testing.T) Order {
			return withNewcomer(t).ask(day2, from("Alice Martin", peertube)).letter(kind, erin)
		}},
		{kind, "nobody can vote yet", func(t *testing.T) Order {
			w := allOnLeave(t)
			return w.ask(day2, from("Alice Martin", framasoft)).letter(kind, alice)
		}},
		{kind, "voting can begin", func(t *testing.T) Order {
			w := allOnLeave(t).ask(day2, from("Alice Martin", framasoft))
			return w.ask(day3, from("Bob Durand", command(g.VerbBack, ""))).letter(kind, bob)
		}},
		{g.LetterDryRun, "ordinary", show2(g.LetterDryRun, dry(peertube))},
		{g.LetterDryRun, "extraordinary because of its cost", show2(g.LetterDryRun, dry(dear))},
		{g.LetterDryRun, "an amount in the prose", show2(g.LetterDryRun, dry(hint))},
		{g.LetterRequalified, "to all", func(t *testing.T) Order { return requalify(t).letter(g.LetterRequalified, bob) }},
		{g.LetterRequalified, "to its proposer", func(t *testing.T) Order { return requalify(t).letter(g.LetterRequalified, alice) }},
	}
}

func dry(r g.Request) g.Request {
	p := *r.Proposal
	p.DryRun = true
	r.Proposal = &p
	return r
}

func show2(kind g.LetterKind, r g.Request) func(*testing.T) Order {
	return func(t *testing.T) Order { return newWorld(t).ask(day1, from("Alice Martin", r)).letter(kind, alice) }
}

func requalify(t *testing.T) *world {
	w := withOrdinary(t).ask(day2, from("Bob Durand", vote(1, g.For, "")))
	return w.ask(day3, from("Alice Martin", verb(1, g.VerbRequalify, "Vous avez raison, cela nous engage.")))
}

const erin = 6

func withNewcomer(t *testing.T) *world {
	return newWorld(t).ask(day1, from("Erin Blanc", command(g.VerbJoin, "")))
}

func allOnLeave(t *testing.T) *world {
	w := newWorld(t)
	for _, name := range people {
		w.ask(day1, from(name, command(g.VerbVacation, "")))
	}
	return w
}

func receiptScenes() []scene {
	const kind = g.LetterReceipt
	return []scene{
		{kind, "a vote with its reason", func(t *testing.T) Order {
			return withExtra(t).ask(day2, from("Bob Durand", vote(1, g.For, "On leur doit bien ça."))).letter(kind, bob)
		}},
		{kind, "the vote that adopts", func(t *testing.T) Order {
			w := withExtra(t).ask(day2, from("Bob Durand", vote(1, g.For, ""))).ask(day2, from("Claire Petit", vote(1, g.For, "")))
			return w.ask(day3, from("Dave Roux", vote(1, g.For, ""))).letter(kind, dave)
		}},
		{kind, "against an ordinary action", func(t *testing.T) Order {
			return withOrdinary(t).ask(day2, from("Bob Durand", vote(1, g.Against, "Et la bande passante ?"))).letter(kind, bob)
		}},
		{kind, "support of an ordinary action", func(t *testing.T) Order {
			return withOrdinary(t).ask(day2, from("Bob Durand", vote(1, g.For, "Enfin !"))).letter(kind, bob)
		}},
		{kind, "a blank vote on an ordinary action", func(t *testing.T) Order {
			return withOrdinary(t).ask(day2, from("Bob Durand", vote(1, g.Blank, ""))).letter(kind, bob)
		}},
		{kind, "a vote while on leave", func(t *testing.T) Order {
			leave := command(g.VerbVacation, "")
			leave.Until = at("2026-03-02 00:00")
			return withExtra(t).ask(day2, from("Bob Durand", leave)).ask(day3, from("Bob Durand", vote(1, g.Blank, ""))).letter(kind, bob)
		}},
		{kind, "contested, to its member", func(t *testing.T) Order { return contest(t).letter(kind, bob) }},
		{kind, "contested, to the others", func(t *testing.T) Order { return contest(t).letter(kind, claire) }},
		{kind, "contested once closed, to its member", func(t *testing.T) Order { return contestLate(t).letter(kind, bob) }},
		{kind, "contested once closed, to the others", func(t *testing.T) Order { return contestLate(t).letter(kind, claire) }},
		{kind, "a held mail was not theirs", func(t *testing.T) Order {
			w := withExtra(t)
			held := vote(1, g.For, "")
			held.From, held.Kind = mail("Bob Durand"), g.KindReply
			w.ask(day2, held)
			arrival := w.letter(g.LetterConfirm, bob).Letter.Arrival
			no := g.Request{Kind: g.KindReply, From: mail("Bob Durand"), No: true, Held: w.requests[arrival]}
			no.Answers = g.Answered{Letter: 2, Kind: g.LetterConfirm, Member: bob, Arrival: arrival, SentAt: at(day2)}
			return w.ask(day3, no).letter(kind, bob)
		}},
		{kind, "done, without a report", func(t *testing.T) Order {
			return withOrdinary(t).ask(day2, from("Alice Martin", verb(1, g.VerbDone, ""))).letter(kind, alice)
		}},
	}
}

func contest(t *testing.T) *world {
	w := withExtra(t).ask(day2, from("Bob Durand", vote(1, g.For, "")))
	return w.ask(day3, from("Bob Durand", verb(1, g.VerbContest, "")))
}

func contestLate(t *testing.T) *world {
	w := withExtra(t).ask(day2, from("Bob Durand", vote(1, g.For, ""))).through(late)
	return w.ask("2026-02-15 10:00", from("Bob Durand", verb(1, g.VerbContest, "")))
}

func discussionScenes() []scene {
	pause := func(t *testing.T) *world {
		return withOrdinary(t).ask(day2, from("Bob Durand", verb(1, g.VerbPause, "Je ne suis pas sûr pour la bande passante, venez, on en parle.")))
	}
	counter := func(t *testing.T) *world {
		return withExtra(t).ask(day2, from("Bob Durand", vote(1, g.Against, "Ce n'est pas l'objet de l'association, et 60 € sont la moitié de ce qui nous reste.")))
	}
	talk := g.Request{Kind: g.KindPost, Subject: "Quel pad pour l'assemblée ?", Words: "Bonjour,\n\non en a déjà deux :\n- le nôtre\n- celui de Framasoft\n\n> lequel ?\nLe nôtre, je dirais.", MessageID: "<1@exemple.test>"}
	onAction := talk
	onAction.Thread = 1
	return []scene{
		{g.LetterPause, "to all", func(t *testing.T) Order { return pause(t).letter(g.LetterPause, claire) }},
		{g.LetterPause, "to its proposer", func(t *testing.T) Order { return pause(t).letter(g.LetterPause, alice) }},
		{g.LetterPause, "a second one, without a word", func(t *testing.T) Order {
			return pause(t).ask(day3, from("Dave Roux", verb(1, g.VerbPause, ""))).letter(g.LetterPause, claire)
		}},
		{g.LetterCounterVote, "to all", func(t *testing.T) Order { return counter(t).letter(g.LetterCounterVote, claire) }},
		{g.LetterCounterVote, "to who opposes", func(t *testing.T) Order { return counter(t).letter(g.LetterCounterVote, bob) }},
		{g.LetterCounterVote, "on an ordinary action, without a reason", func(t *testing.T) Order {
			return withOrdinary(t).ask(day2, from("Bob Durand", vote(1, g.Against, ""))).letter(g.LetterCounterVote, bob)
		}},
		{g.LetterCounterVote, "on an ordinary action, to its proposer", func(t *testing.T) Order {
			return withOrdinary(t).ask(day2, from("Bob Durand", vote(1, g.Against, ""))).letter(g.LetterCounterVote, alice)
		}},
		{g.LetterPost, "outside any action", func(t *testing.T) Order {
			return newWorld(t).ask(day1, from("Bob Durand", talk)).letter(g.LetterPost, alice)
		}},
		{g.LetterPost, "in the thread of an extraordinary action", func(t *testing.T) Order {
			return withExtra(t).ask(day2, from("Bob Durand", onAction)).letter(g.LetterPost, alice)
		}},
		{g.LetterPost, "in the thread of an ordinary action", func(t *testing.T) Order {
			return withOrdinary(t).ask(day2, from("Bob Durand", onAction)).letter(g.LetterPost, alice)
		}},
		{g.LetterPost, "its author's copy, a file left out", func(t *testing.T) Order {
			return enclosing(newWorld(t).ask(day1, from("Bob Durand", talk)).letter(g.LetterPost, bob), setupFile)
		}},
		{g.LetterPost, "files and no words", func(t *testing.T) Order {
			r := talk
			r.Words, r.Files = "", []g.File{pdfFile.File, zipFile.File}
			return enclosing(newWorld(t).ask(day1, from("Bob Durand", r)).letter(g.LetterPost, alice), pdfFile, zipFile, setupFile)
		}},
		{g.LetterPost, "files that are kept no more", func(t *testing.T) Order {
			o := newWorld(t).ask(day1, from("Bob Durand", talk)).letter(g.LetterPost, alice)
			o.Enclosed = Gone()
			return o
		}},
		{g.LetterAnnouncement, "with files, one left out", func(t *testing.T) Order {
			return enclosing(withExtra(t).letter(g.LetterAnnouncement, bob), pdfFile, zipFile)
		}},
		{g.LetterAnnouncement, "nothing but a file", func(t *testing.T) Order {
			r := peertube
			r.Words, r.Files = "", []g.File{pdfFile.File}
			return enclosing(newWorld(t).ask(day1, from("Alice Martin", r)).letter(g.LetterAnnouncement, bob), pdfFile)
		}},
		{g.LetterPause, "a file left out", func(t *testing.T) Order { return enclosing(pause(t).letter(g.LetterPause, claire), zipFile) }},
		{g.LetterReceipt, "a vote with a file", func(t *testing.T) Order {
			r := vote(1, g.For, "")
			r.Files = []g.File{pdfFile.File}
			return withExtra(t).ask(day2, from("Bob Durand", r)).letter(g.LetterReceipt, bob)
		}},
		{g.LetterReminder, "one action", func(t *testing.T) Order {
			return withExtra(t).through("2026-02-11 09:00").letter(g.LetterReminder, bob)
		}},
		{g.LetterReminder, "two actions", func(t *testing.T) Order {
			urgent := propose(g.Proposal{Type: g.Extraordinary, Title: "Renouveler le nom de domaine", Urgent: true}, "Il expire.")
			w := withExtra(t).ask("2026-02-04 11:00", from("Claire Petit", urgent))
			w.through("2026-02-11 12:00")
			for _, o := range w.last {
				if o.To.Member == bob && len(o.Letter.Actions) == 2 {
					return o
				}
			}
			t.Fatal("no reminder of two actions is owed")
			return Order{}
		}},
		{g.LetterReminder, "answered meanwhile", func(t *testing.T) Order {
			w := withExtra(t).through("2026-02-11 09:00")
			o := w.letter(g.LetterReminder, bob)
			w.ask("2026-02-11 09:01", from("Bob Durand", vote(1, g.For, "")))
			return o
		}},
	}
}

func outcomeScenes() []scene {
	const kind = g.LetterOutcome
	votes := func(w *world, choices ...g.Choice) *world {
		for i, c := range choices {
			w.ask(day2, from(people[i], vote(1, c, []string{"On leur doit bien ça.", "", "À voir.", "", ""}[i])))
		}
		return w
	}
	adopted := func(t *testing.T) *world { return votes(withExtra(t), g.For, g.For, g.For) }
	soft := func(t *testing.T) *world { return votes(withExtra(t), g.For, g.Blank).through(late) }
	return []scene{
		{kind, "adopted by majority, to its proposer", func(t *testing.T) Order { return adopted(t).letter(kind, alice) }},
		{kind, "adopted by majority", func(t *testing.T) Order { return adopted(t).letter(kind, bob) }},
		{kind, "adopted by soft consensus, to its proposer", func(t *testing.T) Order { return soft(t).letter(kind, alice) }},
		{kind, "adopted by soft consensus", func(t *testing.T) Order { return soft(t).letter(kind, bob) }},
		{kind, "adopted by silence, some against", func(t *testing.T) Order {
			return votes(withExtra(t), g.Against, g.For, g.Against).through(late).letter(kind, bob)
		}},
		{kind, "rejected", func(t *testing.T) Order {
			return votes(withExtra(t), g.Against, g.Against, g.Against).through(late).letter(kind, bob)
		}},
		{kind, "rejected, to its proposer", func(t *testing.T) Order {
			return votes(withExtra(t), g.Against, g.Against, g.Against).through(late).letter(kind, alice)
		}},
		{kind, "stopped", func(t *testing.T) Order {
			return votes(withOrdinary(t), g.Against, g.Against, g.Against).letter(kind, bob)
		}},
		{kind, "settled", func(t *testing.T) Order { return withOrdinary(t).through(late).letter(kind, bob) }},
		{kind, "settled, to its proposer", func(t *testing.T) Order { return withOrdinary(t).through(late).letter(kind, alice) }},
		{kind, "adopted, its proposer left", func(t *testing.T) Order {
			w := votes(withExtra(t), g.Against, g.For).ask(day3, from("Alice Martin", command(g.VerbLeave, "")))
			return w.ask(day3, from("Claire Petit", vote(1, g.For, ""))).letter(kind, bob)
		}},
		{kind, "withdrawn", func(t *testing.T) Order {
			return withExtra(t).ask(day2, from("Alice Martin", verb(1, g.VerbWithdraw, "On en reparle à l'automne."))).letter(kind, bob)
		}},
		{kind, "withdrawn, to its proposer", func(t *testing.T) Order {
			return withExtra(t).ask(day2, from("Alice Martin", verb(1, g.VerbWithdraw, ""))).letter(kind, alice)
		}},
		{kind, "withdrawn once adopted", func(t *testing.T) Order {
			return adopted(t).ask(day3, from("Alice Martin", verb(1, g.VerbWithdraw, ""))).letter(kind, bob)
		}},
		{kind, "withdrawn for another", func(t *testing.T) Order {
			again := propose(g.Proposal{Type: g.Extraordinary, Title: "Adhérer pour un an", Replaces: 1}, "Un an seulement.")
			return withExtra(t).ask(day2, from("Alice Martin", again)).letter(kind, bob)
		}},
		{kind, "done", func(t *testing.T) Order {
			return adopted(t).ask(day3, from("Alice Martin", verb(1, g.VerbDone, "C'est payé, et le reçu est dans le dossier partagé."))).letter(kind, bob)
		}},
		{kind, "done, to its proposer", func(t *testing.T) Order {
			return adopted(t).ask(day3, from("Alice Martin", verb(1, g.VerbDone, "C'est payé."))).letter(kind, alice)
		}},
	}
}

func memberScenes() []scene {
	leave := command(g.VerbVacation, "")
	leave.Until = at("2026-03-02 00:00")
	gone := func(at string) func(*world) {
		return func(w *world) {
			w.ask(at, g.Request{Kind: g.KindBounce, Answers: g.Answered{Letter: 1, Member: bob},
				Bounces: []g.Bounce{{Recipient: mail("Bob Durand"), Permanent: true, Status: "5.1.1"}}})
		}
	}
	unreachable := func(t *testing.T) *world {
		w := newWorld(t)
		gone(day1)(w)
		gone("2026-02-08 09:00")(w)
		return w
	}
	added := g.Request{Kind: g.KindIntervention, Verb: g.VerbAddMember, From: "erin@exemple.test", Name: "Erin Blanc", Reason: "Erin ne recevait pas la confirmation."}
	return []scene{
		{g.LetterWelcome, "who asked", func(t *testing.T) Order { return withNewcomer(t).letter(g.LetterWelcome, erin) }},
		{g.LetterWelcome, "added by the operator", func(t *testing.T) Order { return newWorld(t).ask(day1, added).letter(g.LetterWelcome, erin) }},
		{g.LetterArrival, "one of them", func(t *testing.T) Order {
			return withNewcomer(t).through("2026-02-05 08:00").letter(g.LetterArrival, alice)
		}},
		{g.LetterArrival, "several on one day", func(t *testing.T) Order {
			w := withNewcomer(t).ask("2026-02-04 21:00", from("Frank", command(g.VerbJoin, "")))
			return w.through("2026-02-05 08:00").letter(g.LetterArrival, alice)
		}},
		{g.LetterArrival, "to one who came that day too", func(t *testing.T) Order {
			w := withNewcomer(t).ask("2026-02-04 21:00", from("Frank", command(g.VerbJoin, "")))
			return w.through("2026-02-05 08:00").letter(g.LetterArrival, erin)
		}},
		{g.LetterVotingRight, "the delay has passed", func(t *testing.T) Order {
			return withNewcomer(t).through("2026-02-20 09:00").letter(g.LetterVotingRight, erin)
		}},
		{g.LetterVacation, "until a day", func(t *testing.T) Order {
			return newWorld(t).ask(day1, from("Bob Durand", leave)).letter(g.LetterVacation, bob)
		}},
		{g.LetterVacation, "until they say", func(t *testing.T) Order {
			return newWorld(t).ask(day1, from("Bob Durand", command(g.VerbVacation, ""))).letter(g.LetterVacation, bob)
		}},
		{g.LetterDigest, "back from leave, by asking", func(t *testing.T) Order {
			w := withExtra(t).ask(day2, from("Bob Durand", leave))
			return w.ask(day3, from("Bob Durand", command(g.VerbBack, ""))).letter(g.LetterDigest, bob)
		}},
		{g.LetterDigest, "back from leave, at the date", func(t *testing.T) Order {
			return withExtra(t).ask(day2, from("Bob Durand", leave)).through("2026-03-02 08:00").letter(g.LetterDigest, bob)
		}},
		{g.LetterVacation, "unreachable", func(t *testing.T) Order { return unreachable(t).letter(g.LetterVacation, alice) }},
		{g.LetterFarewell, "who asked", func(t *testing.T) Order {
			return newWorld(t).ask(day1, from("Bob Durand", command(g.VerbLeave, ""))).letter(g.LetterFarewell, bob)
		}},
		{g.LetterFarewell, "removed by the operator", func(t *testing.T) Order {
			return withNewcomer(t).ask(day2, intervene(g.VerbDropMember, "")).letter(g.LetterFarewell, erin)
		}},
		{g.LetterIntervention, "a member added", func(t *testing.T) Order { return newWorld(t).ask(day1, added).letter(g.LetterIntervention, alice) }},
		{g.LetterIntervention, "members imported", func(t *testing.T) Order {
			people := []g.Person{{Name: "Erin Blanc", Address: "erin@exemple.test"}, {Name: "Fred Noir", Address: "fred@exemple.test"}}
			some := g.Request{Kind: g.KindIntervention, Verb: g.VerbImport, People: people, Reason: "Ce sont les abonnés de notre ancienne liste."}
			return newWorld(t).ask(day1, some).letter(g.LetterIntervention, alice)
		}},
		{g.LetterIntervention, "a newcomer removed", func(t *testing.T) Order {
			return withNewcomer(t).ask(day2, intervene(g.VerbDropMember, "")).letter(g.LetterIntervention, alice)
		}},
		{g.LetterIntervention, "an address changed", func(t *testing.T) Order {
			return withNewcomer(t).ask(day2, intervene(g.VerbSetAddress, "erin@ailleurs.test")).letter(g.LetterIntervention, alice)
		}},
		{g.LetterIntervention, "decisions resume", func(t *testing.T) Order {
			return alarmed(t).ask(day3, g.Request{Kind: g.KindIntervention, Verb: g.VerbResume, Reason: "Le DNS était en panne."}).letter(g.LetterIntervention, alice)
		}},
	}
}

func intervene(v g.Verb, argument string) g.Request {
	return g.Request{Kind: g.KindIntervention, Verb: v, From: "erin@exemple.test", Argument: argument, Reason: "Erin l'a demandé par téléphone."}
}

func alarmed(t *testing.T) *world {
	w := newWorld(t)
	for id, name := range people[:2] {
		w.ask(day1, g.Request{Kind: g.KindBounce, Answers: g.Answered{Letter: 1, Member: id + 1},
			Bounces: []g.Bounce{{Recipient: mail(name), Permanent: true, Status: "5.1.1"}}})
	}
	return w
}

func confirmScenes() []scene {
	const kind = g.LetterConfirm
	unproven := func(r g.Request) g.Request {
		r.From, r.Kind = mail("Bob Durand"), g.KindReply
		return r
	}
	show := func(r g.Request) func(*testing.T) Order {
		return func(t *testing.T) Order { return withExtra(t).ask(day2, r).letter(kind, bob) }
	}
	other := vote(1, g.For, "On leur doit bien ça.")
	other.From, other.Kind = "bob@ailleurs.test", g.KindReply
	other.Answers = g.Answered{Letter: 1, Kind: g.LetterAnnouncement, Member: bob, Action: 1, SentAt: at(day1)}
	return []scene{
		{kind, "a vote", show(unproven(vote(1, g.Against, "Contre, c'est trop cher.")))},
		{kind, "an action", show(unproven(propose(g.Proposal{Type: g.Ordinary, Title: "Repeindre le local"}, "En bleu.")))},
		{kind, "a command", show(unproven(command(g.VerbLeave, "")))},
		{kind, "talk", show(unproven(g.Request{Words: "Je trouve ça bien.\n\nEt vous ?"}))},
		{kind, "another address", show(other)},
		{kind, "somebody who wants to join", func(t *testing.T) Order {
			join := command(g.VerbJoin, "")
			join.From, join.Name, join.Stranger = "erin@exemple.test", "Erin <script>", "hash"
			return newWorld(t).ask(day1, join).letter(kind, 0)
		}},
	}
}

func answerScenes() []scene {
	const kind = g.LetterStatus
	status := command(g.VerbStatus, "")
	register := command(g.VerbRegister, "")
	register.Target = 1
	voted := func(t *testing.T) *world {
		w := withExtra(t).ask(day2, from("Claire Petit", peertube)).ask(day2, from("Bob Durand", vote(2, g.For, "")))
		return w.ask(day2, from("Claire Petit", vote(1, g.Against, "Trop cher pour nous.")))
	}
	return []scene{
		{kind, "where a voter stands", func(t *testing.T) Order { return voted(t).ask(day3, from("Bob Durand", status)).letter(kind, bob) }},
		{kind, "where a newcomer stands", func(t *testing.T) Order {
			return withNewcomer(t).ask(day2, from("Erin Blanc", status)).letter(kind, erin)
		}},
		{kind, "where somebody on leave stands", func(t *testing.T) Order {
			return newWorld(t).ask(day1, from("Bob Durand", command(g.VerbVacation, ""))).ask(day2, from("Bob Durand", status)).letter(kind, bob)
		}},
		{kind, "the register of an open action", func(t *testing.T) Order { return voted(t).ask(day3, from("Bob Durand", register)).letter(kind, bob) }},
		{kind, "the register of a closed action", func(t *testing.T) Order {
			return voted(t).through(late).ask("2026-02-16 09:00", from("Bob Durand", register)).letter(kind, bob)
		}},
		{kind, "an address that must answer first", func(t *testing.T) Order {
			return newWorld(t).ask(day1, from("Bob Durand", command(g.VerbAddress, "bob@ailleurs.test"))).letter(kind, bob)
		}},
		{kind, "a new primary address", func(t *testing.T) Order {
			return newWorld(t).ask(day1, from("Bob Durand", command(g.VerbAddress, mail("Bob Durand")))).letter(kind, bob)
		}},
		{kind, "an address added", func(t *testing.T) Order {
			o := newWorld(t).ask(day1, from("Bob Durand", command(g.VerbAddress, mail("Bob Durand")))).letter(kind, bob)
			o.Event.Event = &g.AddressAdded{Member: bob, Address: "bob@ailleurs.test"}
			return o
		}},
		{kind, "a new name", func(t *testing.T) Order {
			return newWorld(t).ask(day1, from("Bob Durand", command(g.VerbName, "Robert Durand"))).letter(kind, bob)
		}},
		{g.LetterHelp, "to a member", func(t *testing.T) Order {
			return newWorld(t).ask(day1, from("Bob Durand", command(g.VerbHelp, ""))).letter(g.LetterHelp, bob)
		}},
		{g.LetterHelp, "to a stranger", func(t *testing.T) Order {
			return newWorld(t).ask(day1, stranger(command(g.VerbHelp, ""))).letter(g.LetterHelp, 0)
		}},
		{g.LetterRefusal, "to a stranger", func(t *testing.T) Order {
			return newWorld(t).ask(day1, stranger(g.Request{Kind: g.KindPost, Subject: "Publicité", Words: "Achetez."})).letter(g.LetterRefusal, 0)
		}},
	}
}

func stranger(r g.Request) g.Request {
	r.From, r.Name, r.Authenticated, r.Stranger = "inconnu@ailleurs.test", "Inconnu", true, "hash"
	return r
}

// order numbers a scene's letter as if it were written at a fixed hour, so that
// nothing but the letter shows in the goldens.
func (s scene) order(t *testing.T) Order {
	o := s.make(t)
	o.Number, o.Date = 42, o.Letter.At.Add(5*time.Second)
	return o
}
