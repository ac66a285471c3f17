package specimen

import (
	g "toutdoux/internal/governance"
)

func discussionScenes() []Scene {
	pause := func() *World {
		return WithOrdinary().Ask(Day2, From("Bob Durand", Verb(1, g.VerbPause, "Je ne suis pas sûr pour la bande passante, venez, on en parle.")))
	}
	counter := func() *World {
		return WithExtra().Ask(Day2, From("Bob Durand", Vote(1, g.Against, "Ce n'est pas l'objet de l'association, et 60 € sont la moitié de ce qui nous reste.")))
	}
	talk := g.Request{Kind: g.KindPost, Subject: "Quel pad pour l'assemblée ?", Words: "Bonjour,\n\non en a déjà deux :\n- le nôtre\n- celui de Framasoft\n\n> lequel ?\nLe nôtre, je dirais.", MessageID: "<1@exemple.test>"}
	onAction := talk
	onAction.Thread = 1
	return []Scene{
		{g.LetterPause, "to all", func() Owed { return pause().Letter(g.LetterPause, Claire) }},
		{g.LetterPause, "to its proposer", func() Owed { return pause().Letter(g.LetterPause, Alice) }},
		{g.LetterPause, "to who asks for it", func() Owed { return pause().Letter(g.LetterPause, Bob) }},
		{g.LetterPause, "of what is done, to its proposer", func() Owed {
			w := WithOrdinary().Ask(Day2, From("Alice Martin", Verb(1, g.VerbDone, "")))
			return w.Ask(Day3, From("Bob Durand", Verb(1, g.VerbPause, ""))).Letter(g.LetterPause, Alice)
		}},
		{g.LetterPause, "its proposer left", func() Owed {
			w := WithOrdinary().Ask(Day2, From("Alice Martin", Command(g.VerbLeave, "")))
			return w.Ask(Day3, From("Bob Durand", Verb(1, g.VerbPause, ""))).Letter(g.LetterPause, Claire)
		}},
		{g.LetterPause, "a second one, without a word", func() Owed {
			return pause().Ask(Day3, From("Dave Roux", Verb(1, g.VerbPause, ""))).Letter(g.LetterPause, Claire)
		}},
		{g.LetterCounterVote, "to all", func() Owed { return counter().Letter(g.LetterCounterVote, Claire) }},
		{g.LetterCounterVote, "to who opposes", func() Owed { return counter().Letter(g.LetterCounterVote, Bob) }},
		{g.LetterCounterVote, "to who has voted", func() Owed {
			w := WithExtra().Ask(Day1, From("Claire Petit", Vote(1, g.For, "")))
			return w.Ask(Day2, From("Bob Durand", Vote(1, g.Against, "Trop cher."))).Letter(g.LetterCounterVote, Claire)
		}},
		{g.LetterCounterVote, "on an ordinary action, without a reason", func() Owed {
			return WithOrdinary().Ask(Day2, From("Bob Durand", Vote(1, g.Against, ""))).Letter(g.LetterCounterVote, Bob)
		}},
		{g.LetterCounterVote, "on an ordinary action, to its proposer", func() Owed {
			return WithOrdinary().Ask(Day2, From("Bob Durand", Vote(1, g.Against, ""))).Letter(g.LetterCounterVote, Alice)
		}},
		{g.LetterPost, "outside any action", func() Owed {
			return New().Ask(Day1, From("Bob Durand", talk)).Letter(g.LetterPost, Alice)
		}},
		{g.LetterPost, "in the thread of an extraordinary action", func() Owed {
			return WithExtra().Ask(Day2, From("Bob Durand", onAction)).Letter(g.LetterPost, Alice)
		}},
		{g.LetterPost, "in the thread of an ordinary action", func() Owed {
			return WithOrdinary().Ask(Day2, From("Bob Durand", onAction)).Letter(g.LetterPost, Alice)
		}},
		{g.LetterPost, "its author's copy, a file left out", func() Owed {
			return enclosing(New().Ask(Day1, From("Bob Durand", talk)).Letter(g.LetterPost, Bob), Setup())
		}},
		{g.LetterPost, "files and no words", func() Owed {
			r := talk
			r.Words, r.Files = "", []g.File{PDF().File, Zip().File}
			return enclosing(New().Ask(Day1, From("Bob Durand", r)).Letter(g.LetterPost, Alice), PDF(), Zip(), Setup())
		}},
		{g.LetterPost, "files that are kept no more", func() Owed {
			o := New().Ask(Day1, From("Bob Durand", talk)).Letter(g.LetterPost, Alice)
			o.Gone = true
			return o
		}},
		{g.LetterAnnouncement, "with files, one left out", func() Owed {
			return enclosing(WithExtra().Letter(g.LetterAnnouncement, Bob), PDF(), Zip())
		}},
		{g.LetterAnnouncement, "nothing but a file", func() Owed {
			r := peertube()
			r.Words, r.Files = "", []g.File{PDF().File}
			return enclosing(New().Ask(Day1, From("Alice Martin", r)).Letter(g.LetterAnnouncement, Bob), PDF())
		}},
		{g.LetterPause, "a file left out", func() Owed { return enclosing(pause().Letter(g.LetterPause, Claire), Zip()) }},
		{g.LetterReceipt, "a vote with a file", func() Owed {
			r := Vote(1, g.For, "")
			r.Files = []g.File{PDF().File}
			return WithExtra().Ask(Day2, From("Bob Durand", r)).Letter(g.LetterReceipt, Bob)
		}},
	}
}

// reminderScenes are what tells of deadlines.
func reminderScenes() []Scene {
	return []Scene{
		{g.LetterReminder, "one action", func() Owed {
			return WithExtra().Through("2026-02-11 09:00").Letter(g.LetterReminder, Bob)
		}},
		{g.LetterReminder, "two actions", func() Owed {
			urgent := Propose(g.Proposal{Type: g.Extraordinary, Title: "Renouveler le nom de domaine", Urgent: true}, "Il expire.")
			w := WithExtra().Ask("2026-02-04 11:00", From("Claire Petit", urgent))
			w.Through("2026-02-11 12:00")
			for _, o := range w.last {
				if o.To.Member == Bob && len(o.Letter.Actions) == 2 {
					return o
				}
			}
			return Owed{}
		}},
		{g.LetterReminder, "answered meanwhile", func() Owed {
			w := WithExtra().Through("2026-02-11 09:00")
			o := w.Letter(g.LetterReminder, Bob)
			w.Ask("2026-02-11 09:01", From("Bob Durand", Vote(1, g.For, "")))
			return o
		}},
	}
}
