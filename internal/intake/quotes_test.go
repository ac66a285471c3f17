package intake

import (
	"os"
	"strings"
	"testing"
)

// TestQuotes: what mail programs write around somebody's words is told from
// them in every language, and nothing else is.
func TestQuotes(t *testing.T) {
	ownWordsOf(t, "testdata/quotes.txt", answer)
}

// TestPages: and in HTML, by the elements it stands in.
func TestPages(t *testing.T) {
	ownWordsOf(t, "testdata/pages.txt", htmlAnswer)
}

// ownWordsOf reads a list of "words | text of a mail".
func ownWordsOf(t *testing.T, file string, mail func(string) []byte) {
	t.Helper()
	text, err := os.ReadFile(file)
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
		got := Reader{}.Read(mail(body), nil, corpusTime).Request.Words
		exact.add(got == want)
		if got != want {
			t.Errorf("%q:\ngot  %q\nwant %q", body, got, want)
		}
	}
	exact.atLeast(t, "own words exact", 100)
}
