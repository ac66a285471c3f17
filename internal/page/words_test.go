package page

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"toutdoux/internal/sandbox"
)

// Both languages say the same things, with the same values in them.
func TestTonguesAgree(t *testing.T) {
	value := regexp.MustCompile(`\{\w+\}`)
	for _, key := range slices.Sorted(maps.Keys(french)) {
		a, b := value.FindAllString(french[key], -1), value.FindAllString(english[key], -1)
		slices.Sort(a)
		slices.Sort(b)
		if _, known := english[key]; !known || !slices.Equal(slices.Compact(a), slices.Compact(b)) {
			t.Errorf("%s: %q and %q", key, french[key], english[key])
		}
	}
	if len(french) != len(english) {
		t.Errorf("there are %d words in French, %d in English", len(french), len(english))
	}
}

// Every word that a template or the code asks for is there.
func TestWordsAreThere(t *testing.T) {
	asked := regexp.MustCompile(`\bs\.(?:say|several)\("([^"]+)"|\{say "([^"]+)"|\(say "([^"]+)"`)
	names, err := filepath.Glob("*.*")
	if err != nil || len(names) < 10 {
		t.Fatalf("%d files: %v", len(names), err)
	}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range asked.FindAllStringSubmatch(string(source), -1) {
			key := strings.Join(found[1:], "")
			if _, known := french[key]; !known && !strings.HasSuffix(key, ".") {
				t.Errorf("%s asks for %q", name, key)
			}
		}
	}
}

// Every word is asked for: by its key, or by what its key begins with, or goes on
// from.
func TestWordsAreAskedFor(t *testing.T) {
	var sources strings.Builder
	for _, pattern := range []string{"*.go", "*.html"} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") || strings.HasPrefix(name, "words_") {
				continue
			}
			source, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			sources.Write(source)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(french)) {
		family, _, _ := strings.Cut(key, ".")
		whole := strings.TrimSuffix(strings.TrimSuffix(key, ".one"), ".text")
		if !slices.ContainsFunc([]string{key, whole, family + "."}, func(asked string) bool { return strings.Contains(sources.String(), `"`+asked+`"`) }) {
			t.Errorf("nobody asks for %q", key)
		}
	}
}

// Every kind of event has its sentence.
func TestEventsHaveSentences(t *testing.T) {
	kind := regexp.MustCompile(`\) kind\(\) string +\{ return "(\w+)" \}`)
	names, err := filepath.Glob("../governance/*.go")
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	for _, name := range names {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range kind.FindAllStringSubmatch(string(source), -1) {
			count++
			if _, known := french["event."+found[1]]; !known {
				t.Errorf("no sentence says %s", found[1])
			}
		}
	}
	if count < 60 {
		t.Errorf("only %d kinds of event were found", count)
	}
}

// In a letter's frame nothing acts: its buttons alone lead anywhere, and that is
// to a mail to write.
func TestFramed(t *testing.T) {
	p := sandbox.Person{User: "alice"}
	got, err := framed(`<html><head><base href="https://evil/"><meta http-equiv="refresh" content="0;url=https://evil/"><script>x()</script></head>
<body><form action="https://evil/"><button>send</button></form><iframe src="https://evil/"></iframe>
<a href="https://evil/" target="_blank" ping="https://evil/">elsewhere</a> <a href=" MAILTO:l%2Bx@a.example?Subject=POUR%20%234%20(a%2Bb+c)&BODY=a%0D%0Ab&cc=x@y">POUR</a>
<a href="javascript:alert(1)">no</a>
<noscript><a href="https://evil/" target=_top>a</a> &lt;a href="https://evil/" target=_top&gt;</noscript>
<svg><a><animate attributeName="href" values="https://evil/"></animate><text>b</text></a></svg><math href="https://evil/"></math></body></html>`, p, 7)
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"evil", "script", "<form", "<base", "ping"} {
		if strings.Contains(got, bad) {
			t.Errorf("it has %q:\n%s", bad, got)
		}
	}
	want := `<a href="/mail/alice/write?body=a%0D%0Ab&amp;letter=7&amp;subject=POUR+%234+%28a%2Bb%2Bc%29&amp;to=l%2Bx%40a.example" target="_top">POUR</a>`
	if !strings.Contains(got, want) || !strings.Contains(got, "elsewhere") {
		t.Errorf("it lacks %s:\n%s", want, got)
	}
}

// An address in a text can be written to, and what stands around it is kept.
func TestWritten(t *testing.T) {
	got := written("À tdc+m-4@sureau.example, ou <zoe@ailleurs.example>.\nVoilà @ vous\n", sandbox.Person{User: "bob"})
	var all []string
	for _, line := range got {
		var words strings.Builder
		for _, s := range line {
			if s.Link != "" {
				s.Text = "[" + s.Text + " " + s.Link + "]"
			}
			words.WriteString(s.Text)
		}
		all = append(all, words.String())
	}
	want := []string{
		"À [tdc+m-4@sureau.example /mail/bob/write?to=tdc%2Bm-4%40sureau.example], ou <[zoe@ailleurs.example /mail/bob/write?to=zoe%40ailleurs.example]>.",
		"Voilà @ vous",
	}
	if !slices.Equal(all, want) {
		t.Errorf("%q", all)
	}
}
