package clerk

import (
	"strings"
	"testing"
	"time"

	"toutdoux/internal/governance"
	"toutdoux/internal/intake"
	"toutdoux/internal/trust"
)

// FuzzTwoReaders holds the reader of mails against the judge of senders: where
// the two saw another mail in the same bytes, somebody would be believed for
// what another one asks. What the judge finds misshapen asks for nothing, and
// whom he believes is the one who is read.
func FuzzTwoReaders(f *testing.F) {
	noon := time.Date(2026, 2, 3, 12, 0, 0, 0, time.UTC)
	policy := trust.Policy{AuthservID: "mx.asso.test", ReceivedBy: "mx.asso.test"}
	f.Fuzz(func(t *testing.T, raw []byte) {
		r := Read(intake.Reader{}, raw, nil, noon).Request
		if err := trust.Shape(raw, trust.DefaultLimits()); err != nil && (r.Human() || len(r.Votes) > 0 || r.Verb != governance.VerbNone) {
			t.Fatalf("%v, and read as %+v", err, r)
		}
		verdict := trust.Judge(raw, policy, trust.Arrival{Accepted: noon, LMTP: true})
		domain, _ := trust.Domain(raw)
		for _, believed := range []string{verdict.Domain, domain} {
			if believed != "" && !strings.HasSuffix(r.From, "@"+believed) {
				t.Fatalf("%s is believed, and %q is read", believed, r.From)
			}
		}
		if verdict.Authenticated && verdict.Domain == "" {
			t.Fatalf("%+v", verdict)
		}
	})
}
