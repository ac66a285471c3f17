package specimen

import (
	g "toutdoux/internal/governance"
)

// Confided is the world in which Alice writes to Bob alone, in answer to his
// post.
func Confided(r g.Request) *World {
	post := g.Request{Kind: g.KindPost, Subject: "Quel pad pour l'assemblée ?", Words: "On en a déjà deux."}
	r.Kind, r.Alone = g.KindReply, true
	r.Answers = g.Answered{Letter: 1, Kind: g.LetterPost, Member: Alice, Author: Bob}
	return New().Ask(Day1, From("Bob Durand", post)).Ask(Day2, From("Alice Martin", r))
}

func privateScenes() []Scene {
	said := g.Request{Subject: "Les pads", Words: "Le nôtre.\n\nJe peux le préparer.", Talk: "> On en a déjà deux.\nLe nôtre.\n\nJe peux le préparer."}
	refused := func(why g.Why) Scene {
		return Scene{g.LetterRefusal, "in private: " + string(why), func() Owed { return because(g.LetterRefusal, why, New(), 0, g.Request{}) }}
	}
	return []Scene{
		{g.LetterPost, "to one author alone", func() Owed { return Confided(said).Letter(g.LetterPost, Bob) }},
		{g.LetterPost, "to one author alone, a file and no subject", func() Owed {
			return enclosing(Confided(g.Request{Files: []g.File{PDF().File}}).Letter(g.LetterPost, Bob), PDF())
		}},
		{g.LetterReceipt, "of what went to one author alone", func() Owed { return Confided(said).Letter(g.LetterReceipt, Alice) }},
		{g.LetterRefusal, "in private: it came back", func() Owed {
			return Confided(said).Ask(Day3, g.Request{
				Kind: g.KindBounce, Answers: g.Answered{Letter: 2, Kind: g.LetterPost, Member: Bob, Author: Alice, Alone: true},
				Bounces: []g.Bounce{{Permanent: true, Status: "5.1.1"}},
			}).Letter(g.LetterRefusal, Alice)
		}},
		refused(g.WhyToWhom), refused(g.WhyNotThere), refused(g.WhyEnoughToday),
	}
}
