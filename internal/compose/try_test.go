package compose

import (
	"bytes"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"toutdoux/templates"
)

// own is what an operator would write: one of our letters with a change.
func own(t *testing.T, file, old, new string) fstest.MapFS {
	t.Helper()
	raw, err := fs.ReadFile(templates.FS, file)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(raw), old) {
		t.Fatalf("%s has no %q", file, old)
	}
	return fstest.MapFS{file: {Data: []byte(strings.Replace(string(raw), old, new, 1))}}
}

// Own letters are tried before anybody gets one: what is wrong in any of them,
// in either form of address, is named with its file and line, and what to do.
func TestOwnLettersAreTried(t *testing.T) {
	if err := Try(houseWith(t, own(t, "fr/pause.txt", "demande une pause", "[voudrait|veut] une pause"))); err != nil {
		t.Errorf("a good letter: %v", err)
	}
	for _, c := range []struct {
		name  string
		files fstest.MapFS
		want  []string
	}{
		{"a name that letters do not have", own(t, "fr/pause.txt", "{{.Title}}", "{{.Titel}}"), []string{"fr/pause.txt:4:", ".Titel"}},
		{"a name that this letter does not have", own(t, "fr/pause.txt", "{{.Title}}", "{{.Person}}"), []string{"fr/pause.txt:4:", "{{.Person}}: this letter has no such thing"}},
		{"what is not always there", own(t, "fr/concern.txt", "{{if .Deadline}}, jusqu’au {{.Deadline}}{{end}}", ", {{.Until}}"), []string{"fr/concern.txt:7:", "{{.Until}}: there is none in this letter"}},
		{"a block that is left out", own(t, "fr/refusal.txt", `{{define "closed"}}`, `{{define "clos"}}`), []string{"fr/refusal.txt:1", `{{define "closed"}}`}},
		{"a word to answer with", own(t, "fr/survey.txt", "* AUTRE ", "- AUTRE "), []string{"fr/survey.txt:1", "no longer offers AUTRE"}},
		{"a subject", own(t, "fr/concern.txt", "Subject: ", "Objet : "), []string{"fr/concern.txt:1", "Subject:"}},
		{"a slip in one form of address", own(t, "fr/pause.txt", "{{.Title}}", "[{{.Title}}|{{.Titel}}]"), []string{"fr/pause.txt:4"}},
		{"the layout", fstest.MapFS{"letter.html": {Data: []byte("<p>\n{{.Blok}}")}}, []string{"letter.html:2"}},
		{"what letters share", own(t, "fr/common.txt", `{{define "foot"}}`, `{{define "pied"}}`), []string{"foot"}},
	} {
		err := Try(houseWith(t, c.files))
		for _, want := range c.want {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v, want an error with %q", c.name, err, want)
			}
		}
	}
}

// The page of all letters has each of them in each manner, and nothing of it
// comes from elsewhere or runs.
func TestPreview(t *testing.T) {
	var page bytes.Buffer
	if err := Preview(&page, houseWith(t, own(t, "fr/pause.txt", "demande une pause", "[voudrait|veut] une pause"))); err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(&page)
	if err != nil {
		t.Fatal(err)
	}
	found, letters := map[string]int{}, map[string]int{}
	for n := range root.Descendants() {
		found[n.Data]++
		for _, a := range n.Attr {
			if n.Data == "iframe" && a.Key == "srcdoc" {
				for _, lang := range []string{`lang="fr"`, `lang="en"`} {
					letters[lang] += strings.Count(a.Val, "<html "+lang)
				}
			}
			if n.Data == "iframe" && a.Key == "src" || n.Data == "link" {
				t.Errorf("the page fetches %s", a.Val)
			}
		}
		for _, words := range []string{"voudrait une pause", "veut une pause", "asks for a pause"} {
			if n.Type == html.TextNode && n.Parent.Data == "pre" && strings.Contains(n.Data, words) {
				letters[words]++
			}
		}
	}
	n := len(scenes())
	if found["iframe"] != 3*n || found["pre"] != 3*n || letters[`lang="fr"`] != 2*n || letters[`lang="en"`] != n || found["script"] > 0 {
		t.Errorf("%v, %v on the page, of %d scenes", found, letters, n)
	}
	if letters["voudrait une pause"] == 0 || letters["veut une pause"] != letters["voudrait une pause"] {
		t.Errorf("own words: %v", letters)
	}
}
