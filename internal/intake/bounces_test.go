package intake

import (
	"os"
	"strings"
	"testing"

	"toutdoux/internal/governance"
)

// TestBounces: what could not be delivered is told in every dialect, with who
// failed and whether for good, and nothing that people write about it.
func TestBounces(t *testing.T) {
	text, err := os.ReadFile("testdata/bounces.txt")
	if err != nil {
		t.Fatal(err)
	}
	var found, others score
	for _, block := range strings.Split(string(text), "\n##### ")[1:] {
		first, raw, _ := strings.Cut(block, "\n")
		want, about, _ := strings.Cut(first, " | ")
		q := picasoft(t).Read([]byte(raw), nil, corpusTime).Request
		got := fate(q)
		if strings.HasPrefix(want, "person") || want == "machine" {
			others.add(got == want)
		} else {
			found.add(got == want)
		}
		if got != want {
			t.Errorf("%s: got %s, want %s (%s)", about, got, want, q.Why)
		}
	}
	found.atLeast(t, "bounces read", 100)
	others.atLeast(t, "other mail left alone", 100)
}

// fate writes what a request says as testdata/bounces.txt does.
func fate(q governance.Request) string {
	switch q.Kind {
	case governance.KindBounce:
	case governance.KindAutoReply:
		return "machine"
	default:
		return "person"
	}
	got := "gone"
	for _, b := range q.Bounces {
		if !b.Permanent {
			got = "late"
		}
	}
	for _, b := range q.Bounces {
		got += " " + b.Recipient
	}
	return got
}
