package intake

import "testing"

// TestCounts: a letter that lists actions is answered by their numbers alone; in
// the thread of one action they may as well be numbers of votes.
func TestCounts(t *testing.T) {
	const from, digest = "From: Alice Martin <alice@exemple.test>\r\nTo: tdc@picasoft.test\r\n", "In-Reply-To: <12.k7f3qzm2xwp4r6ta@picasoft.test>\r\nSubject: Re: [Picasoft] Cette semaine\r\n\r\n"
	for mail, want := range map[string]string{
		digest + "12 pour\r\n13 contre\r\n":                          "12 for, 13 against",
		digest + "12 pour, 13 contre\r\n":                            "12 for, 13 against",
		digest + "12 [ ] pour\r\n12 [x] contre\r\n":                  "against",
		digest + "12 pour, 0 contre\r\n":                             "ask",
		"Subject: Re: [Picasoft] Lundi\r\n\r\n15 pour, 3 contre\r\n": "15 for, 3 against",
		"Subject: Re: [EXTRA #15] X\r\n\r\n15 pour\r\n3 contre\r\n":  "ask",
		"Subject: 12 POUR, 13 CONTRE\r\n\r\n":                        "12 for, 13 against",
	} {
		if got := saying(picasoft(t).Read([]byte(from+mail), nil, corpusTime).Request); got != want {
			t.Errorf("%s: %s, want %s", mail, got, want)
		}
	}
}
