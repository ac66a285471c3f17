package compose

import (
	"strings"
	"testing"

	g "toutdoux/internal/governance"
	"toutdoux/internal/specimen"
)

// What one member writes to another alone shows no address, leads the answer to
// its author alone, and carries nobody's proof.
func TestAPrivateLetterShowsNoAddress(t *testing.T) {
	w := worldOf(t, specimen.Confided(g.Request{Subject: "Quel pad ?", Words: "Voici.\n\n-- \nréf. 12-k7f3qzm2xwp4r6ta\ntdc+t-k7f3qzm2xwp4r6ta@picasoft.test"}))
	o := w.letter(g.LetterPost, bob)
	o.Proof = "aaaabbbbccccdddd"
	mail := compose(t, newComposer(t, "fr", "vous"), o)
	head, _, _ := strings.Cut(string(mail.Raw), "\r\n\r\n")
	for _, want := range []string{"From: Alice Martin via Picasoft <tdc@picasoft.test>", "Reply-To: tdc+t-aaaabbbbccccdddd@picasoft.test", "To: Bob Durand <bob@exemple.test>"} {
		if !strings.Contains(head, want+"\r\n") {
			t.Errorf("no %s in\n%s", want, head)
		}
	}
	for _, secret := range []string{"alice@", testProof} {
		if strings.Contains(string(mail.Raw)+mail.Text+mail.HTML, secret) {
			t.Errorf("%q is shown:\n%s\n%s", secret, head, mail.Text)
		}
	}
	plain, err := New(House{Name: "Picasoft", Locale: "fr", List: testList(t, ""), Zone: paris})
	if err != nil {
		t.Fatal(err)
	}
	if raw := string(compose(t, plain, o).Raw); strings.Contains(raw, "Reply-To:") || !strings.Contains(raw, "(en priv") && !strings.Contains(raw, "priv=C3=A9)") {
		t.Errorf("without a delimiter, the subject and the Message-ID tell:\n%s", raw[:600])
	}
}
