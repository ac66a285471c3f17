package intake

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"html"
	"mime/quotedprintable"
	"os"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
)

// wrapping is what one mail program puts around an answer.
type wrapping struct{ media, encoding, client, body string }

func wrappings(t *testing.T) []wrapping {
	t.Helper()
	text, err := os.ReadFile("testdata/wrappings.txt")
	if err != nil {
		t.Fatal(err)
	}
	var all []wrapping
	for _, block := range strings.Split(string(text), "\n##### ")[1:] {
		first, body, _ := strings.Cut(block, "\n")
		var w wrapping
		for _, encoding := range []string{"quoted-printable", "base64", "8bit", "7bit"} {
			if media, client, ok := strings.Cut(first, " "+encoding+" "); ok {
				w = wrapping{media, encoding, client, body}
			}
		}
		if w.client == "" || !strings.Contains(body, "{words}") && !strings.Contains(body, "{html}") {
			t.Fatalf("not a wrapping: %q", first)
		}
		all = append(all, w)
	}
	return all
}

// charsets are those of the wrappings that are not UTF-8.
var charsets = map[string]*charmap.Charmap{
	"iso-8859-1": charmap.ISO8859_1, "iso-8859-15": charmap.ISO8859_15, "windows-1252": charmap.Windows1252,
}

// around makes the mail of some words. Words that its charset lacks are sent
// in UTF-8, as programs do.
func (w wrapping) around(words string) []byte {
	row := strings.ReplaceAll(html.EscapeString(words), "\n", "<br>")
	body := strings.NewReplacer("{words}", words, "{html}", row).Replace(w.body)
	media, encoded := w.media, body
	for name, set := range charsets {
		if strings.HasSuffix(media, "="+name) {
			var err error
			if encoded, err = set.NewEncoder().String(body); err != nil {
				media, encoded = strings.Replace(media, name, "utf-8", 1), body
			}
		}
	}
	media = strings.Replace(media, "us-ascii", "utf-8", 1)
	head := "From: Alice Martin <alice@exemple.test>\r\nTo: tdc@exemple.test\r\nSubject: Re: [Picasoft] [EXTRA #12] X\r\n" +
		"Message-ID: <1@exemple.test>\r\nIn-Reply-To: <a@exemple.test>\r\nMIME-Version: 1.0\r\nContent-Type: " + media + "\r\nContent-Transfer-Encoding: " + w.encoding + "\r\n\r\n"
	return append([]byte(head), transfer(w.encoding, encoded)...)
}

// transfer encodes a body.
func transfer(encoding, body string) []byte {
	body = strings.ReplaceAll(body, "\n", "\r\n")
	var b bytes.Buffer
	switch encoding {
	case "quoted-printable":
		q := quotedprintable.NewWriter(&b)
		fmt.Fprint(q, body)
		q.Close()
	case "base64":
		text := base64.StdEncoding.EncodeToString([]byte(body))
		for len(text) > 76 {
			b.WriteString(text[:76] + "\r\n")
			text = text[76:]
		}
		b.WriteString(text)
	default:
		b.WriteString(body)
	}
	return b.Bytes()
}

// unsigned cuts the formula of regards and the name off an answer.
func unsigned(words string) string {
	words, _, _ = strings.Cut(words, "\n\nCordialement,")
	words, _, _ = strings.Cut(words, "\n\nBest regards,")
	words, _, _ = strings.Cut(words, "\n\nBien à vous")
	return words
}

// TestReplies reads each answer in each wrapping: no vote is read that was not
// cast, and few clear ones are asked about.
func TestReplies(t *testing.T) {
	text, err := os.ReadFile("testdata/replies.txt")
	if err != nil {
		t.Fatal(err)
	}
	var read, none, exact score
	around := wrappings(t)
	for l := range strings.Lines(string(text)) {
		want, words, ok := strings.Cut(strings.TrimSpace(l), " | ")
		if !ok || strings.HasPrefix(want, "#") {
			continue
		}
		words = strings.ReplaceAll(words, `\n`, "\n")
		for _, w := range around {
			q := Reader{}.Read(w.around(words), nil, corpusTime).Request
			got := saying(q)
			certain := got != "ask" && got != "talk"
			if want == "no" {
				none.add(!certain)
			} else {
				read.add(got == want)
			}
			own := plainText(q.Words) == plainText(unsigned(words))
			exact.add(own)
			if !own {
				t.Logf("%q in %s: words %q", words, w.client, q.Words)
			}
			if certain && got != want || want != "no" && got != want {
				t.Errorf("%q in %s: got %s, want %s (%s), words %q", words, w.client, got, want, q.Why, q.Words)
			}
		}
	}
	t.Logf("%d replies, %d wrappings", read.n+none.n, len(around))
	exact.atLeast(t, "own words exact", 99)
	read.atLeast(t, "clear votes read", 98)
	none.atLeast(t, "no vote read that was not cast", 100)
}
