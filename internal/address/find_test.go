package address

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// carriers are texts that carry someProof, and for what.
var carriers = map[string]Purpose{
	"<12." + someProof + "@asso.fr>":                                              Reply,
	"&lt;12." + someProof + "@asso.fr&gt;":                                        Reply,
	"<a@b> <12.K7F3QZM2XWP4R6TA@ASSO.FR>":                                         Reply,
	"tdc+p-" + someProof + "@asso.fr":                                             Reply,
	"tdc-p-" + someProof + "@asso.fr":                                             Reply,
	"TDC+P-K7F3QZM2XWP4R6TA@ASSO.FR":                                              Reply,
	"mailto:tdc%2Bp-" + someProof + "%40asso.fr":                                  Reply,
	"tdc+b-" + someProof + "@asso.fr":                                             Bounce,
	"SRS0=x=tt=asso.fr=tdc+b-" + someProof + "@relay.fr":                          Bounce,
	"tdc+t-" + someProof + "@asso.fr":                                             ToAuthor,
	"Re: POUR #12 (" + someProof + ")":                                            Reply,
	`<a href="mailto:tdc@asso.fr?subject=POUR%20%2312%20%28k7f3qzm2xwp4r6ta%29">`: Reply,
	"RETOUR &#40;" + someProof + "&#41;":                                          Reply,
	"Picasoft · secrétariat automatique · AIDE · réf. 12-" + someProof:            Reply,
	"ref. 12-" + someProof:                                                        Reply,
	"> AIDE · RÉF.\u00a012-K7F3QZM2XWP4R6TA\r\n":                                  Reply,
	"réf.&nbsp;12-" + someProof + "<br>":                                          Reply,
	"> > réf.\n> > 12-" + someProof:                                               Reply,
	"> réf. 12-\r\n> " + someProof:                                                Reply,
	"r\ufffdf. 12-" + someProof + ".":                                             Reply,
}

func TestFindProofs(t *testing.T) {
	for text, purpose := range carriers {
		if diff := cmp.Diff([]Found{{someProof, purpose}}, FindProofs(text)); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}

func TestLettersOnlyProofsAreFoundWhereAnnounced(t *testing.T) {
	for text, want := range map[string]bool{
		"POUR #12 (professionnelles)":                           true,
		"POUR%20%2312%20%28professionnelles%29":                 true,
		"réf. 12-professionnelles":                              true,
		"RETOUR (zqkfwmxrtplsdhgb)":                             true,
		"RETOUR (professionnelles)":                             true,
		"JE M'EN OCCUPE (professionnelles)":                     true,
		"[EXTRA] Droit de vote : Erin Blanc (professionnelles)": true,
		"[EXTRA] Rencontre : jeudi (professionnelles)":          false,
		"OUI%20%28professionnelles%29":                          true,
		"les formations (professionnelles)":                     false,
		"en 2024-professionnelles":                              false,
		"(internationales)":                                     false,
		"(instrumentations)":                                    false,
		"12 (professionnelles)":                                 false,
	} {
		if got := len(FindProofs(text)) == 1; got != want {
			t.Errorf("%q: found is %v", text, got)
		}
		if got := Scrub(text) != text; got != want {
			t.Errorf("%q: scrubbed is %v", text, got)
		}
	}
}

// One proof in twenty-five has no digit, and one in three hundred reads like a
// word: each must work in the subject of each button.
func TestEveryProofWorksInEveryButton(t *testing.T) {
	k := keys(t, 1)
	for letter := range int64(5000) {
		proof := k.Proof(Reply, letter, 1)
		for _, words := range []string{"POUR #12", "RETOUR", "JE M’EN OCCUPE", "Re: [Picasoft] CONTESTER #3"} {
			subject := words + " (" + proof + ")"
			if rest, got := CutButton(subject); rest != words || got != proof {
				t.Fatalf("%q: %q, %q", subject, rest, got)
			}
			if len(FindProofs(subject)) != 1 {
				t.Fatalf("%q: no proof found", subject)
			}
		}
	}
	for _, subject := range []string{"", "POUR #12", "(k7f3qzm2xwp4r6ta) POUR (1)", "les formations (professionnelles)"} {
		if rest, got := CutButton(subject); rest != subject || got != "" {
			t.Errorf("%q: %q, %q", subject, rest, got)
		}
	}
}

func TestWhatIsNoProofStays(t *testing.T) {
	for _, text := range []string{
		"",
		someProof,
		"https://example.org/" + someProof,
		"(k7f3qzm2xwp4r6t)",
		"(k7f3qzm2xwp4r6tab)",
		"(k7f3qzm2xwp4r6t1)",
		"x.k7f3qzm2xwp4r6ta@asso.fr",
		"tdc+x-k7f3qzm2xwp4r6ta@asso.fr",
		"version 1.k7f3qzm2xwp4r6ta",
		"tdcxp-k7f3qzm2xwp4r6ta@asso.fr",
		"12-k7f3qzm2xwp4r6taa",
		"12- k7f3qzm2xwp4r6ta",
	} {
		if found := FindProofs(text); len(found) != 0 || Scrub(text) != text {
			t.Errorf("%q: %v, %q", text, found, Scrub(text))
		}
	}
}

func TestFindProofsEachOnceAndAtMostFifty(t *testing.T) {
	k := Keys{Current: Key{1}}
	var b strings.Builder
	for i := range 80 {
		fmt.Fprintf(&b, "<%d.%s@asso.fr> (%[2]s)\n", i, k.Proof(Reply, int64(i), 1))
	}
	found := FindProofs(b.String())
	if len(found) != 50 || found[0].Proof != k.Proof(Reply, 0, 1) || found[49].Proof != k.Proof(Reply, 49, 1) {
		t.Errorf("%d found", len(found))
	}
	if left := FindProofs(Scrub(b.String())); len(left) != 0 {
		t.Errorf("%d left", len(left))
	}
}

// drawCarrier writes a proof the way one of its carriers does.
func drawCarrier(t *rapid.T) string {
	l := List{Local: "tdc", Domain: "asso.fr", Delimiter: "+"}
	letter := rapid.Int64Range(1, 1<<40).Draw(t, "letter")
	proof := Keys{Current: Key{1}}.Proof(Reply, letter, rapid.Int64Range(1, 500).Draw(t, "member"))
	forms := []string{
		l.MessageID(letter, proof),
		l.With("p-" + proof), l.With("b-" + proof), l.With("t-" + proof),
		fmt.Sprintf("POUR #%d (%s)", letter, proof),
		fmt.Sprintf("mailto:tdc@asso.fr?subject=POUR%%20%%23%d%%20%%28%s%%29", letter, proof),
		fmt.Sprintf("réf. %d-%s", letter, proof),
		fmt.Sprintf("> réf.\u00a0%d-\r\n> %s", letter, proof),
	}
	text := rapid.SampledFrom(forms).Draw(t, "form")
	if rapid.Bool().Draw(t, "upper") {
		text = strings.ToUpper(text)
	}
	return text
}

func TestNothingIsLeftAfterScrub(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		piece := rapid.OneOf(
			rapid.Custom(drawCarrier),
			rapid.SampledFrom([]string{" ", "\n", "> ", "(", ")", "<", "@", "-", ".", "+p-", "12", "%28", "%29", "=\n", someProof, "ré", "<b>", "é", "…"}),
			rapid.StringN(0, 6, -1),
		)
		text := strings.Join(rapid.SliceOf(piece).Draw(t, "pieces"), "")
		scrubbed := Scrub(text)
		if left := FindProofs(scrubbed); len(left) != 0 {
			t.Fatalf("%q is scrubbed to %q, which still has %v", text, scrubbed, left)
		}
		for _, f := range FindProofs("\n" + text) {
			if strings.Count(strings.ToLower(scrubbed), f.Proof) >= strings.Count(strings.ToLower(text), f.Proof) {
				t.Fatalf("%s stays in %q", f.Proof, scrubbed)
			}
		}
	})
}

func TestEveryCarrierIsFoundAndScrubbed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := drawCarrier(t)
		found := FindProofs(text)
		if len(found) != 1 {
			t.Fatalf("%q: found %v", text, found)
		}
		if strings.Contains(strings.ToLower(Scrub(text)), found[0].Proof) {
			t.Fatalf("%q: scrubbed to %q", text, Scrub(text))
		}
	})
}
