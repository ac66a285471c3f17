package page_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"toutdoux/internal/page"
	"toutdoux/internal/sandbox"
)

// noon is that of a Sunday in Paris.
var noon = time.Date(2026, 11, 22, 11, 0, 0, 0, time.UTC)

// slow is how long a day takes, so that it is noon for as long as a test may
// take on a busy machine.
const slow = 1000 * 24 * time.Hour

// visit is a browser before a sandbox, without its script.
type visit struct {
	*testing.T
	box  *sandbox.Sandbox
	base string
}

func open(t *testing.T, locale string) visit {
	t.Helper()
	box, err := sandbox.Open(t.Context(), sandbox.Options{Locale: locale, Now: noon, Day: slow})
	must(t, err)
	t.Cleanup(func() { must(t, box.Close()) })
	server := httptest.NewUnstartedServer(page.New(box, page.Options{IMAP: "127.0.0.1:1143", SMTP: "127.0.0.1:1587"}))
	server.Config.BaseContext = func(net.Listener) context.Context { return t.Context() } // whoever listens ends with the test
	server.Start()
	t.Cleanup(server.Close)
	return visit{t, box, server.URL}
}

// seen is a page as it came.
type seen struct {
	status int
	path   string // of the page that redirects led to, with its query
	source string
	words  string // what it says, each space one
	header http.Header
	tree   *html.Node
}

func (v visit) get(path string) seen { return v.do(http.MethodGet, path) }

// post sends a form; fields are a name and its value each.
func (v visit) post(path string, fields ...string) seen {
	return v.do(http.MethodPost, path, fields...)
}

func (v visit) do(method, path string, fields ...string) seen {
	v.Helper()
	form := url.Values{}
	for i := 0; i < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	r, err := http.NewRequestWithContext(v.Context(), method, v.base+path, strings.NewReader(form.Encode()))
	must(v.T, err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return v.ask(r)
}

func (v visit) ask(r *http.Request) seen {
	v.Helper()
	response, err := http.DefaultClient.Do(r)
	must(v.T, err)
	defer response.Body.Close()
	source, err := io.ReadAll(response.Body)
	must(v.T, err)
	tree, err := html.Parse(strings.NewReader(string(source)))
	must(v.T, err)
	var words strings.Builder
	for n := range tree.Descendants() {
		if n.Type == html.TextNode {
			words.WriteString(n.Data + " ")
		}
	}
	return seen{response.StatusCode, response.Request.URL.RequestURI(), string(source), plain(words.String()), response.Header, tree}
}

// plain makes every space one, and no-break spaces usual ones.
func plain(words string) string { return strings.Join(strings.Fields(words), " ") }

// says complains about words that a page lacks.
func (v visit) says(s seen, words ...string) {
	v.Helper()
	for _, w := range words {
		if !strings.Contains(s.words, plain(w)) {
			v.Errorf("%s lacks %q:\n%s", s.path, w, s.words)
		}
	}
}

// has complains about pieces that a page's source lacks.
func (v visit) has(s seen, pieces ...string) {
	v.Helper()
	for _, p := range pieces {
		if !strings.Contains(s.source, p) {
			v.Errorf("%s lacks %s:\n%s", s.path, p, s.source)
		}
	}
}

// link is where the first link of a page leads that is called so.
func (v visit) link(s seen, words string) string {
	v.Helper()
	for n := range s.tree.Descendants() {
		var said strings.Builder
		for d := range n.Descendants() {
			if d.Type == html.TextNode {
				said.WriteString(d.Data)
			}
		}
		if n.Data == "a" && plain(said.String()) == words {
			return attribute(n, "href")
		}
	}
	v.Fatalf("%s has no link %q:\n%s", s.path, words, s.source)
	return ""
}

// field is what a field of a form holds.
func (v visit) field(s seen, name string) string {
	v.Helper()
	for n := range s.tree.Descendants() {
		switch {
		case attribute(n, "name") != name:
		case n.Data == "input":
			return attribute(n, "value")
		case n.Data == "textarea" && n.FirstChild != nil:
			return n.FirstChild.Data
		case n.Data == "textarea":
			return ""
		}
	}
	v.Fatalf("%s has no field %q:\n%s", s.path, name, s.source)
	return ""
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// announcement is the path of the letter by which somebody learnt of an action.
func (v visit) announcement(user, number string) string {
	v.Helper()
	for _, l := range v.box.Letters(user) {
		if !l.Sent && strings.Contains(l.Subject, number+"]") {
			return path(user, l)
		}
	}
	v.Fatalf("%s has no letter about %s", user, number)
	return ""
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
