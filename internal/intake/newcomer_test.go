package intake

import (
	"strings"
	"testing"
	"time"

	"toutdoux/internal/address"
)

// The mail that the button of an arrival opens is a proposal with its effect,
// and proves who sends it.
func TestTheButtonOfAnArrival(t *testing.T) {
	list, err := address.ParseListAddress("tdc@picasoft.test", "")
	if err != nil {
		t.Fatal(err)
	}
	reader := Reader{Lists: []address.List{list}, Prefixes: []string{"Picasoft"}}
	for _, name := range []string{"Erin Blanc", "Erin (2)"} {
		raw := "From: Bob <bob@exemple.test>\nTo: tdc@picasoft.test\nSubject: [EXTRA] Droit de vote\u00a0: " + name + " (professionnelles)\nMessage-ID: <1@exemple.test>\n" +
			"Content-Type: text/plain; charset=utf-8\n\nDroit de vote\u00a0: " + name + "\n\nElle nous aide déjà.\n"
		reading := reader.Read([]byte(strings.ReplaceAll(raw, "\n", "\r\n")), nil, time.Now())
		p := reading.Request.Proposal
		if p == nil || p.Problem != "" || len(p.Effects) != 1 || p.Effects[0].Type != "waive_delay" || p.Effects[0].Member != name || p.Text != "Elle nous aide déjà." {
			t.Errorf("%s: %+v", name, p)
		}
		if reading.Button != "professionnelles" || p != nil && strings.Contains(p.Title, "(prof") {
			t.Errorf("%s: the proof is %q, the title %q", name, reading.Button, p.Title)
		}
	}
}
