package intake

import (
	"os"
	"strings"
	"testing"
)

// TestInline: what is relayed of answers between the lines.
func TestInline(t *testing.T) {
	text, err := os.ReadFile("testdata/inline.txt")
	if err != nil {
		t.Fatal(err)
	}
	for l := range strings.Lines(string(text)) {
		want, body, ok := strings.Cut(strings.TrimRight(l, "\n"), " | ")
		if !ok || strings.HasPrefix(l, "#") {
			continue
		}
		want, body = strings.ReplaceAll(want, `\n`, "\n"), strings.ReplaceAll(body, `\n`, "\n")
		if want == "-" {
			want = ""
		}
		if got := (Reader{}).Read(answer(body), nil, corpusTime).Request.Talk; got != want {
			t.Errorf("%q:\ngot  %q\nwant %q", body, got, want)
		}
	}
}

// Gmail quotes by the structure of its HTML, and breaks it at each answer.
func TestInlineInHTML(t *testing.T) {
	const page = `<div dir="ltr"><div class="gmail_quote"><div class="gmail_attr">Le lun. 2 févr. 2026 à 09:00, Alice a écrit :<br></div>` +
		`<blockquote class="gmail_quote">On se voit mardi ?</blockquote><div>Oui.</div><blockquote class="gmail_quote">Et la clef ?</blockquote><div>Moi.</div></div></div>`
	const want = "> On se voit mardi ?\nOui.\n\n> Et la clef ?\nMoi."
	if got := (Reader{}).Read(htmlAnswer(page), nil, corpusTime).Request.Talk; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
