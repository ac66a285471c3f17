package prove

import (
	"bytes"
	"net/netip"
	"strings"
	"testing"

	"toutdoux/internal/trust"
)

// FuzzProve changes a signed mail: nothing crashes, and what is proven says
// what was signed.
func FuzzProve(f *testing.F) {
	w := newTown(f)
	signed := w.sign(f, written, w.edwardian)
	for _, mail := range []string{
		signed, w.sign(f, signed), strings.Replace(signed, "bh=", "l=1; bh=", 1), strings.Replace(signed, "\nFrom:", "\nFrom\u00a0:", 1), written,
		"Subject: x\n" + signed, "To: tdc@asso.test\nFrom: eve@exemple.test\n" + signed,
	} {
		f.Add([]byte(mail), "alice@exemple.test")
	}
	f.Fuzz(func(t *testing.T, mail []byte, from string) {
		w.fresh(t)
		v := w.prover.Prove(t.Context(), trust.Evidence{Raw: mail, At: noon, Arrival: trust.Arrival{LMTP: true}})
		said := bytes.Contains(mail, []byte("POUR")) && bytes.Contains(bytes.ToLower(mail), []byte("alice@")) && bytes.Contains(mail, []byte("#12]"))
		if v.Authenticated && (v.Domain != "exemple.test" || !said) {
			t.Fatalf("%+v", v)
		}
		w.prover.Prove(t.Context(), trust.Evidence{Raw: []byte(written), At: noon, From: from, Hello: from, Arrival: trust.Arrival{Peer: netip.MustParseAddr("192.0.2.9")}})
	})
}
