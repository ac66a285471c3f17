package intake

import (
	"slices"
	"testing"
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
