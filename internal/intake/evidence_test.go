package intake

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// The evidence names the lines that decided, and what was taken away.
func TestEvidence(t *testing.T) {
	const head, from = "From: Bob <bob@exemple.test>\nTo: tdc@picasoft.test\n", "From: Bob <bob@exemple.test>\n"
	for mail, want := range map[string]Evidence{
		head + "Subject: Re: [Picasoft] [EXTRA #12] X\n\nBonjour,\n\nPour, on leur doit bien ça.\n\nLe lundi 2 février 2026 à 9:00, Alice a écrit :\n> Répondez POUR\n> ou CONTRE\n\n-- \nBob\n06 12 34 56 78\n": {
			WhyVote, []string{"Pour, on leur doit bien ça."},
			[]Cut{{CutQuoted, 3, "Le lundi 2 février 2026 à 9:00, Alice a écrit :"}, {CutSignature, 3, "--"}},
		},
		head + "Subject: Re: x\n\n12 POUR\n13 CONTRE\n":                                       {WhyVote, []string{"12 POUR", "13 CONTRE"}, nil},
		head + "Subject: Re: [EXTRA #12] X\n\nUn mot.\n\nPour, si on reste sous 50 €.\n":      {WhyDoubtLine, []string{"Pour, si on reste sous 50 €."}, nil},
		head + "Subject: Re: [EXTRA #12] X\n\nUn mot.\n\nPour ma part je suis plutôt pour.\n": {WhyPerhaps, []string{"Pour ma part je suis plutôt pour."}, nil},
		head + "Subject: Re: [EXTRA #12] X\n\nPour.\nPS : en fait contre\n":                   {WhyContrary, []string{"PS : en fait contre"}, nil},
		head + "Subject: POUR #12 (k7f3qzm2xwp4r6ta)\n\n":                                     {WhyVote, []string{"Subject: POUR #12 (k7f3qzm2xwp4r6ta)"}, nil},
		head + "Subject: =?utf-8?q?=5BEXTRA=5D_Adh=C3=A9rer?=\n\nTexte.\n":                    {WhyTag, []string{"Subject: [EXTRA] Adhérer"}, nil},
		head + "Subject: Bonjour\n\nVACANCES jusqu'au 31/08/2027\n":                           {WhyFirst, []string{"VACANCES jusqu'au 31/08/2027"}, nil},
		head + "Subject: AIDE\n\n":                                                            {WhySubject, []string{"Subject: AIDE"}, nil},
		head + "Subject: Re: x\nAuto-Submitted: auto-replied\n\nPour\n":                       {WhyAutomatic, []string{"Auto-Submitted: auto-replied"}, nil},
		head + "Subject: =?utf-8?q?R=C3=A9ponse_automatique?= : x\n\nAbsent\n":                {WhyAutomatic, []string{"Subject: Réponse automatique : x"}, nil},
		head + "Subject: Absence\n\nBonjour\nJe suis absent jusqu'au 3.\nÀ mon retour.\n":     {WhyAway, []string{"Je suis absent jusqu'au 3."}, nil},
		head + "Subject: x\nList-Id: Chats <chats.liste.test>\n\nPour\n":                      {WhyOtherList, []string{"List-Id: Chats <chats.liste.test>"}, nil},
		"From: tdc@picasoft.test\nX-Toutdoux-Check: 1\nSubject: x\n\nPour\n":                  {WhyCheck, []string{"X-Toutdoux-Check: 1"}, nil},
		head + "X-Toutdoux-Check: 1\nSubject: x\n\nBonjour\n":                                 {WhyTalk, nil, nil},
		"From: tdc@picasoft.test\nSubject: x\n\nPour\n":                                       {WhyOurs, []string{"From: tdc@picasoft.test"}, nil},
		"From: MAILER-DAEMON@x.test\nSubject: failure notice\n\nSorry.\n<a@x.test>:\n":        {WhyBounce, []string{"Subject: failure notice"}, nil},
		head + from + "Subject: x\n\nPour\n":                                                  {WhyUnsafe, nil, nil},
		head + "Subject: x\n\nBonjour\n":                                                      {WhyTalk, nil, nil},
	} {
		got := picasoft(t).Read([]byte(strings.ReplaceAll(mail, "\n", "\r\n")), nil, corpusTime).Evidence
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: %s", mail, diff)
		}
	}
}

// Whatever a mail is, its evidence says the same as its request.
func TestEvidenceAgrees(t *testing.T) {
	for _, pattern := range []string{"testdata/mails/*.eml", filepath.Join(corpus, "*/*.eml")} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			r := picasoft(t).Read(raw, nil, corpusTime)
			if why := string(r.Evidence.Why); why == "" || !strings.HasPrefix(strings.TrimPrefix(r.Request.Why, "uncertain: "), why) {
				t.Errorf("%s: %q, %q", file, why, r.Request.Why)
			}
			for _, c := range r.Evidence.Cuts {
				if c.Lines < 1 || c.First == "" {
					t.Errorf("%s: %+v", file, c)
				}
			}
		}
	}
}
