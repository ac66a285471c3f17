package intake

import (
	"os"
	"strings"
	"testing"
)

// TestQuotes: what mail programs write around somebody's words is told from
// them in every language, and nothing else is.
func TestQuotes(t *testing.T) {
	text, err := os.ReadFile("testdata/quotes.txt")
	if err != nil {
		t.Fatal(err)
	}
	var exact score
	for l := range strings.Lines(string(text)) {
		want, body, ok := strings.Cut(strings.TrimRight(l, "\n"), " | ")
		if !ok || strings.HasPrefix(l, "#") {
			continue
		}
		want, body = strings.ReplaceAll(want, `\n`, "\n"), strings.ReplaceAll(body, `\n`, "\n")
		got := Reader{}.Read(answer(body), nil, corpusTime).Request.Words
		exact.add(got == want)
		if got != want {
			t.Errorf("%q:\ngot  %q\nwant %q", body, got, want)
		}
	}
	exact.atLeast(t, "own words exact", 100)
}
