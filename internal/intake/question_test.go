package intake

import (
	"slices"
	"strings"
	"testing"

	"toutdoux/internal/governance"
)

// TestCare: after whom somebody asks, line by line, and in the subject of the
// button that bears the name.
func TestCare(t *testing.T) {
	for _, c := range []struct {
		subject, body string
		want          []string
	}{
		{"Re: [Picasoft] Qui a des nouvelles ?", "Je m'en occupe (Dave Roux)", []string{"Dave Roux"}},
		{"Re: [Picasoft] Qui a des nouvelles ?", "JE M’EN OCCUPE : Dave (2)", []string{"Dave (2)"}},
		{"Re: [Picasoft] Qui a des nouvelles ?", "je m'en occupe pour Dave.\nJe m'en occupe : Erin", []string{"Dave", "Erin"}},
		{"Re: [Picasoft] Qui a des nouvelles ?", "Je m'en occupe !", []string{""}},
		{"Re: [Picasoft] Any news?", "I'll ask Dave", []string{"Dave"}},
		{"Re: [Picasoft] Any news?", "Dave is fine.\nI'LL ASK (Erin)", []string{"Erin"}},
		{"JE M’EN OCCUPE\u00a0: Dave Roux (k7f3qzm2xwp4r6ta)", "", []string{"Dave Roux"}},
		{"JE M'EN OCCUPE : Dave (2) (k7f3qzm2xwp4r6ta)", "Envoyé de mon iPhone", []string{"Dave (2)"}},
		{"I'LL ASK: Émile Noël (professionnelles)", "", []string{"Émile Noël"}},
		{"Re: [Picasoft] Qui a des nouvelles ?", "Dave va bien.", nil},
	} {
		raw := "From: Alice <alice@exemple.test>\r\nTo: tdc@exemple.test\r\nSubject: " + c.subject +
			"\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + c.body + "\r\n"
		reading := Reader{}.Read([]byte(raw), nil, corpusTime)
		if got := reading.Request.Cares; !slices.Equal(got, c.want) {
			t.Errorf("%q, %q: asks after %q, want %q", c.subject, c.body, got, c.want)
		}
		if c.body == "" && reading.Button == "" {
			t.Errorf("%q: its proof was not found", c.subject)
		}
	}
}

// TestAnswer: why somebody did not vote, as the whole of their words or in the
// subject of a button.
func TestAnswer(t *testing.T) {
	for _, c := range []struct {
		subject, body string
		want          governance.Answer
	}{
		{"Re: [Picasoft] #12", "Pas sûre.\n\nAlice", governance.NotSure},
		{"Re: [Picasoft] #12", "Bonjour,\nPAS AU COURANT\nMerci !", governance.DidNotKnow},
		{"Re: [Picasoft] #12", "not my field", governance.NotMyField},
		{"Re: [Picasoft] #12", "Autre", governance.OtherReason},
		{"PAS MON DOMAINE #12 (k7f3qzm2xwp4r6ta)", "", governance.NotMyField},
		{"CONTRE SANS OSER #12 (k7f3qzm2xwp4r6ta)", "Envoyé de mon iPhone", governance.DidNotDare},
		{"AUTRE #12 (k7f3qzm2xwp4r6ta)", "J'étais en voyage.", governance.OtherReason},
		{"DID NOT KNOW #12 (k7f3qzm2xwp4r6ta)", "", governance.DidNotKnow},
		{"Re: [Picasoft] #12", "Pas sûr ?", ""},
		{"Re: [Picasoft] #12", "Pas sûr que ce soit une bonne idée.", ""},
		{"Autre", "Voici un autre sujet.", ""},
		{"Re: Autre", "", ""},
	} {
		raw := "From: Alice <alice@exemple.test>\r\nTo: tdc@exemple.test\r\nSubject: " + c.subject +
			"\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + strings.ReplaceAll(c.body, "\n", "\r\n") + "\r\n"
		q := Reader{}.Read([]byte(raw), nil, corpusTime).Request
		if q.Answer != c.want || len(q.Votes) > 0 {
			t.Errorf("%q, %q: %q, %d votes, want %q", c.subject, c.body, q.Answer, len(q.Votes), c.want)
		}
	}
}

// TestConcern: the text of an unsigned concern, and what it is about.
func TestConcern(t *testing.T) {
	for _, c := range []struct {
		subject, body, reason string
		target                int
	}{
		{"Re: [Picasoft] [EXTRA #12] X", "RÉSERVE\nTrop tôt.\n\nTrop cher.\n\nAlice", "Trop tôt.\n\nTrop cher.", 0},
		{"RÉSERVE #12 (k7f3qzm2xwp4r6ta)", "Trop tôt.\nBises\nAlice", "Trop tôt.", 12},
		{"RÉSERVE #12 : trop tôt", "", "trop tôt", 12},
		{"Re: [Picasoft] [EXTRA #12] X", "Réserve : trop tôt", "trop tôt", 0},
		{"CONCERN #12 (k7f3qzm2xwp4r6ta)", "", "", 12},
	} {
		raw := "From: Alice <alice@exemple.test>\r\nTo: tdc@exemple.test\r\nSubject: " + c.subject +
			"\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + strings.ReplaceAll(c.body, "\n", "\r\n") + "\r\n"
		q := Reader{}.Read([]byte(raw), nil, corpusTime).Request
		if q.Verb != governance.VerbConcern || q.Uncertain || q.Reason != c.reason || q.Target != c.target {
			t.Errorf("%q, %q: %s %q about #%d, unsure %v", c.subject, c.body, q.Verb, q.Reason, q.Target, q.Uncertain)
		}
	}
}
