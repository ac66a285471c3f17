package intake

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"toutdoux/internal/governance"
)

// ownLetters gives every letter that compose writes, from its golden files:
// in text (each under a line of =====) and in HTML (each under a comment).
func ownLetters(t testing.TB) (text, html []string) {
	t.Helper()
	files, err := filepath.Glob("../compose/testdata/*/*.*")
	if err != nil || len(files) == 0 {
		t.Fatalf("no letters in ../compose/testdata: %v", err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		switch filepath.Ext(file) {
		case ".txt":
			for _, letter := range strings.Split("\n"+string(raw), "\n=====")[1:] {
				_, body, _ := strings.Cut(letter, "\n\n")
				_, body, _ = strings.Cut(body, "\n\n") // the subject
				text = append(text, body)
			}
		case ".html":
			html = append(html, strings.Split(string(raw), "<!-- ")[1:]...)
		}
	}
	return text, html
}

// TestOwnLetters: whatever a client does to a copy of our letter, its lines
// are nobody's vote and nobody's request.
func TestOwnLetters(t *testing.T) {
	text, html := ownLetters(t)
	reader := picasoft(t)
	if len(text) < 50 || len(html) < 50 {
		t.Fatalf("%d letters in text, %d in HTML", len(text), len(html))
	}
	for _, letter := range text {
		for _, body := range []string{letter, "Merci !\n\n" + letter, letter + "\n\nMerci !", strings.ReplaceAll(letter, "\n\n", "\n"), strings.ReplaceAll(letter, "\u00a0", " ")} {
			silent(t, reader, answer(body))
		}
	}
	for _, letter := range html {
		_, letter, _ = strings.Cut(letter, "-->")
		for _, body := range []string{letter, "<p>Merci !</p>" + letter, "<div>" + letter + "</div><p>Merci !</p>"} {
			silent(t, reader, htmlAnswer(body))
		}
	}
}

func htmlAnswer(body string) []byte {
	return []byte(strings.Replace(string(answer(body)), "text/plain", "text/html", 1))
}

// silent fails where a mail is read as a vote or a request for certain.
func silent(t *testing.T, reader Reader, raw []byte) {
	t.Helper()
	q := reader.Read(raw, nil, corpusTime).Request
	if len(q.Votes) > 0 || q.Verb != "" && !q.Uncertain || q.Proposal != nil {
		t.Errorf("%s in our own letter (%s), words %q:\n%s", saying(q), q.Why, q.Words, raw)
	}
}

// TestVotesAboveOwnLetters: a vote above an unmarked copy of our letter is
// that vote, or asked about.
func TestVotesAboveOwnLetters(t *testing.T) {
	text, _ := ownLetters(t)
	reader := picasoft(t)
	var certain score
	for _, letter := range text {
		q := reader.Read(answer("Contre, c'est trop tôt.\n\n"+letter), nil, corpusTime).Request
		if len(q.Votes) > 1 || len(q.Votes) == 1 && q.Votes[0].Choice != governance.Against || q.Verb != "" {
			t.Errorf("got %s: %q", saying(q), q.Words)
		}
		if !q.Uncertain && len(q.Votes) == 0 {
			t.Errorf("a vote got lost above:\n%s", letter)
		}
		certain.add(len(q.Votes) == 1)
	}
	certain.atLeast(t, "votes certain above an unmarked letter of any kind", 40)
}
