package compose

import (
	"strings"
	"testing"

	g "toutdoux/internal/governance"
)

// surveyed is a world in which Framasoft was joined by the silence of all but
// Alice, and Bob, Claire and Dave are asked why.
func surveyed(t *testing.T) *world { return withExtra(t).through(late) }

// why says why somebody was silent.
func why(name string, answer g.Answer) g.Request {
	return from(name, g.Request{Answer: answer, Thread: 1, Words: "…"})
}

func unsignedScenes() []scene {
	worry := g.Request{Verb: g.VerbConcern, Thread: 1, Reason: "Je crains que ce soit trop tôt.\n\nEt qui suivra le dossier ?", Words: "RÉSERVE\nJe crains que ce soit trop tôt."}
	result := func(t *testing.T) *world {
		w := surveyed(t).ask("2026-02-15 10:00", why("Bob Durand", g.NotSure)).ask("2026-02-15 11:00", why("Claire Petit", g.NotSure))
		return w.ask("2026-02-15 12:00", why("Dave Roux", g.DidNotDare)).through("2026-02-24 09:00")
	}
	unproven := worry
	unproven.From, unproven.Kind = mail("Bob Durand"), g.KindReply
	away := func(t *testing.T) *world {
		return withExtra(t).ask(day2, from("Bob Durand", command(g.VerbVacation, "")))
	}
	list := []scene{
		{g.LetterConcern, "to all", func(t *testing.T) Order {
			return withExtra(t).ask(day2, from("Bob Durand", worry)).letter(g.LetterConcern, alice)
		}},
		{g.LetterReceipt, "an unsigned concern, of somebody on leave", func(t *testing.T) Order {
			return away(t).ask(day3, from("Bob Durand", worry)).letter(g.LetterReceipt, bob)
		}},
		{g.LetterConfirm, "unsigned", func(t *testing.T) Order { return withExtra(t).ask(day2, unproven).letter(g.LetterConfirm, bob) }},
		{g.LetterSurvey, "to the silent", func(t *testing.T) Order { return surveyed(t).letter(g.LetterSurvey, bob) }},
		{g.LetterReceipt, "why they were silent", func(t *testing.T) Order {
			return surveyed(t).ask("2026-02-15 10:00", why("Bob Durand", g.NotSure)).letter(g.LetterReceipt, bob)
		}},
		{g.LetterDigest, "an unsigned concern", func(t *testing.T) Order {
			return withExtra(t).ask(day3, from("Bob Durand", worry)).through("2026-02-09 08:00").letter(g.LetterDigest, alice)
		}},
		{g.LetterDigest, "why they were silent", func(t *testing.T) Order {
			w := surveyed(t)
			for i, name := range people[1:4] {
				w.ask("2026-02-15 10:00", why(name, []g.Answer{g.NotSure, g.NotSure, g.DidNotDare}[i]))
			}
			return w.through("2026-02-28 08:00").through("2026-03-02 08:00").letter(g.LetterDigest, alice)
		}},
		{g.LetterSurveyResult, "three of them", func(t *testing.T) Order { return result(t).letter(g.LetterSurveyResult, alice) }},
	}
	for _, c := range []struct {
		why    g.Why
		action int
	}{
		{g.WhyConcernsOff, 0}, {g.WhyConcernUnclear, 0}, {g.WhyConcernWhich, 0}, {g.WhyConcernWhich, 99}, {g.WhyConcernClosed, 1},
		{g.WhyConcernEmpty, 1}, {g.WhyConcernTwice, 1}, {g.WhySurveyOver, 1}, {g.WhySurveyUnclear, 0}, {g.WhySurveyTwice, 1}, {g.WhyNotRelayed, 0},
	} {
		name := string(c.why)
		if c.action == 99 {
			name += ", no such action"
		}
		list = append(list, scene{g.LetterRefusal, name, func(t *testing.T) Order {
			return because(g.LetterRefusal, c.why, withExtra(t), c.action, g.Request{})
		}})
	}
	return list
}

// What answers something unsigned comes back to nobody, and neither its subject
// nor that of an answer to it tells what it is about.
func TestAWhisper(t *testing.T) {
	c := newComposer(t, "fr", "vous")
	for _, s := range unsignedScenes() {
		o := s.order(t)
		if s.kind == g.LetterRefusal {
			o.Letter.Whisper = true
		}
		letter := compose(t, c, o)
		private := s.kind == g.LetterRefusal || s.kind == g.LetterReceipt || s.kind == g.LetterConfirm
		if o.Letter.Whisper != private || (letter.From == "") != private || private != strings.HasPrefix(letter.Subject, "[Picasoft] Entre nous") {
			t.Errorf("%s %s is a whisper: %v, from %q, subject %q", s.kind, s.name, o.Letter.Whisper, letter.From, letter.Subject)
		}
	}
}
