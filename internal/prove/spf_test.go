package prove

import (
	"net/netip"
	"testing"
	"testing/synctest"

	"toutdoux/internal/trust"
)

// SPF proves where the client's address is ours to see, and nowhere else.
func TestSPF(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newTown(t)
		w.texts["sub.exemple.test"] = []string{"v=spf1 include:exemple.test -all"}
		w.texts["evil.test"] = []string{"v=spf1 +all"}
		w.texts["hard.exemple.test"] = []string{"v=spf1 -all"}
		w.texts["two.exemple.test"] = []string{"v=spf1 +all", "v=spf1 +all"}
		for name, c := range map[string]struct {
			from, peer string
			lmtp       bool
			dmarc, why string
		}{
			"pass":                       {"alice@exemple.test", "192.0.2.7", false, "", ""},
			"pass, in IPv6's form":       {"alice@exemple.test", "::ffff:192.0.2.7", false, "", ""},
			"pass for a part":            {"alice@sub.exemple.test", "192.0.2.7", false, "v=DMARC1; p=reject", ""},
			"pass, strict":               {"alice@exemple.test", "192.0.2.7", false, "v=DMARC1; p=reject; aspf=s", ""},
			"pass for a part, strict":    {"alice@sub.exemple.test", "192.0.2.7", false, "v=DMARC1; p=reject; aspf=s", "DMARC fails"},
			"softfail":                   {"alice@exemple.test", "192.0.2.8", false, "", "SPF says softfail"},
			"fail":                       {"alice@hard.exemple.test", "192.0.2.7", false, "", "SPF says fail"},
			"none":                       {"alice@none.exemple.test", "192.0.2.7", false, "", "SPF says none"},
			"two records":                {"alice@two.exemple.test", "192.0.2.7", false, "", "SPF says permerror"},
			"of another organisation":    {"eve@evil.test", "192.0.2.7", false, "", "the envelope"},
			"an empty MAIL FROM":         {"", "192.0.2.7", false, "", "the envelope"},
			"a quoted local part":        {`"x@exemple.test"@evil.test`, "192.0.2.7", false, "", "the envelope"},
			"a quoted local part, ours":  {`"x@evil.test"@exemple.test`, "192.0.2.7", false, "", "the envelope"},
			"by LMTP":                    {"alice@exemple.test", "192.0.2.7", true, "", "no DKIM signature"},
			"from a trusted relay":       {"alice@exemple.test", "127.0.0.1", false, "", "no DKIM signature"},
			"from a mailbox, no address": {"alice@exemple.test", "", false, "", "no DKIM signature"},
		} {
			w.fresh(t)
			delete(w.texts, "_dmarc.exemple.test")
			if c.dmarc != "" {
				w.texts["_dmarc.exemple.test"] = []string{c.dmarc}
			}
			peer, _ := netip.ParseAddr(c.peer) // the zero address where it is empty
			want(t, name, w.prover.Prove(t.Context(), trust.Evidence{
				Raw: []byte(written), At: noon, From: c.from, Hello: "mail.exemple.test",
				Arrival: trust.Arrival{Accepted: noon, Peer: peer, LMTP: c.lmtp},
			}), c.why)
		}
	})
}
