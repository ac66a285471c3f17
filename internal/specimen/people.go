package specimen

import (
	"time"

	g "toutdoux/internal/governance"
)

// People are the founders; the fourth and fifth write least.
var People = []string{"Alice Martin", "Bob Durand", "Claire Petit", "Dave Roux", "Émile Noël"}

// The numbers of the founders and of who comes first after them, and the
// instants at which most happens, as At reads them.
const (
	Alice, Bob, Claire, Dave, emile, Erin = 1, 2, 3, 4, 5, 6

	Day1, Day2, Day3, Late = "2026-02-04 09:00", "2026-02-05 10:42", "2026-02-06 18:05", "2026-02-14 09:00"
)

const clock = "2006-01-02 15:04" // how instants are written here, on the clocks of Paris

// parisRule is the zone of Paris, as the footer of a zone file says it (RFC 8536
// section 3.3), behind what such a file must hold: so nothing is read from the
// machine.
const parisRule = "TZif2" + zeros15 + counts + typed + "TZif2" + zeros15 + counts + typed + "\nCET-1CEST,M3.5.0,M10.5.0/3\n"

const (
	zeros15 = "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
	counts  = "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x04" // one type, four letters
	typed   = "\x00\x00\x0e\x10\x00\x00CET\x00"                                                                  // an hour east, no summer time, its name
)

// Paris is the zone in which the samples live.
func Paris() *time.Location {
	zone, err := time.LoadLocationFromTZData("Europe/Paris", []byte(parisRule))
	if err != nil {
		return time.UTC
	}
	return zone
}

// At is an instant on the clocks of Paris, zero where it is not written so:
// "2026-02-04 09:00".
func At(text string) time.Time {
	t, err := time.ParseInLocation(clock, text, Paris())
	if err != nil {
		return time.Time{}
	}
	return t.UTC()
}

// mail is a person's address: their first name, in ASCII.
func mail(name string) string {
	var first []rune
	for _, r := range name {
		if r == ' ' {
			break
		}
		if r == 'É' {
			r = 'E'
		}
		first = append(first, r|0x20)
	}
	return string(first) + "@exemple.test"
}

// From is a request of somebody whose domain vouches for them.
func From(name string, r g.Request) g.Request {
	r.From, r.Name, r.Authenticated = mail(name), name, true
	if r.Kind == "" {
		r.Kind = g.KindReply
	}
	return r
}

// Vote answers an announcement.
func Vote(action int, c g.Choice, reason string) g.Request {
	return g.Request{
		Votes: []g.Vote{{Action: action, Choice: c, Reason: reason}}, Words: reason, Thread: action,
		Answers: g.Answered{Letter: 1, Kind: g.LetterAnnouncement, Action: action},
	}
}

// Verb is a word in the thread of an action, with a reason.
func Verb(action int, v g.Verb, reason string) g.Request {
	return g.Request{Verb: v, Thread: action, Reason: reason, Words: reason}
}

// Command is a command, with what follows it.
func Command(v g.Verb, argument string) g.Request {
	return g.Request{Kind: g.KindCommand, Verb: v, Argument: argument}
}

// Propose is a new action with its text.
func Propose(p g.Proposal, words string) g.Request {
	p.Text = words
	return g.Request{Kind: g.KindAction, Subject: p.Title, Proposal: &p, Words: words}
}

// Framasoft is an extraordinary action, that costs 60 €.
func Framasoft() g.Request {
	return Propose(g.Proposal{Type: g.Extraordinary, Title: "Adhérer à Framasoft", CostCents: 6000},
		"On en parle depuis l'assemblée de juin : l'adhésion soutient leurs services, et nous donne une voix dans ce qu'ils préparent.\n\nLe budget le permet : il nous reste 120 €.")
}

// peertube is an ordinary one.
func peertube() g.Request {
	return Propose(g.Proposal{Type: g.Ordinary, Title: "Activer le direct sur PeerTube"},
		"Un bouton à cliquer ; on pourra toujours le désactiver.")
}

// WithExtra is a world in which Alice has proposed to join Framasoft.
func WithExtra() *World {
	return New().Ask(Day1, From("Alice Martin", Framasoft()))
}

// WithOrdinary is a world in which Alice is about to switch live video on.
func WithOrdinary() *World {
	return New().Ask(Day1, From("Alice Martin", peertube()))
}
