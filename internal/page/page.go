// Package page is the sandbox seen from a browser: whose mailbox it is, their
// letters, what they answer, what was decided, and a clock to move.
//
// It decides nothing and keeps nothing but which letters were opened. Whatever is
// done here is a mail, as from any mail program; the sandbox sends it. Pages work
// without their script, which only keeps them up to date.
package page

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"sync"

	"toutdoux/internal/compose"
	"toutdoux/internal/sandbox"
)

// files are the templates, the style and the script.
//
//go:embed *.html style.css page.js
var files embed.FS

// Options are what the page cannot find out by itself.
type Options struct {
	IMAP, SMTP string // host:port of the sandbox's mail servers, "" where it has none
}

// New gives the pages of a sandbox, for browsers on this machine: other hosts'
// names, and what other sites send, are refused.
func New(s *sandbox.Sandbox, o Options) http.Handler {
	cfg := s.Config()
	speech := compose.SpeechOf(cfg.Organisation.Locale, cfg.Zone())
	site := &site{
		box: s, options: o, lang: "en", speech: speech, words: tongues["en"],
		opened: map[string]map[int]bool{}, done: map[string]bool{},
	}
	if words, known := tongues[cfg.Organisation.Locale]; known {
		site.lang, site.words = cfg.Organisation.Locale, words
	}
	site.pages = template.Must(template.New("").Funcs(template.FuncMap{"say": site.say, "bar": bar}).ParseFS(files, "*.html"))
	site.remember()
	return guard(site.routes())
}

// site is the pages, and what is remembered from one to the next.
type site struct {
	box     *sandbox.Sandbox
	options Options
	lang    string
	speech  compose.Speech
	words   map[string]string
	pages   *template.Template
	start   beginning

	mu     sync.Mutex
	opened map[string]map[int]bool // by user, the numbers of the letters that were looked at
	done   map[string]bool         // what was tried: see steps
}

func (s *site) routes() http.Handler {
	mux := http.NewServeMux()
	for pattern, serve := range map[string]func(http.ResponseWriter, *http.Request) error{
		"GET /{$}":                       s.welcome,
		"GET /mail/{user}":               s.mailbox,
		"GET /mail/{user}/{number}":      s.letter,
		"GET /mail/{user}/{number}/html": s.frame,
		"GET /mail/{user}/write":         s.composer,
		"POST /mail/{user}/write":        s.send,
		"POST /clock":                    s.jump,
		"GET /programs":                  s.programs,
		"GET /live":                      s.live,
		"/":                              s.nowhere,
	} {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			if err := serve(w, r); err != nil {
				s.fail(w, err)
			}
		})
	}
	assets := http.FileServerFS(files)
	mux.Handle("GET /style.css", assets)
	mux.Handle("GET /page.js", assets)
	return mux
}

// fault is what went wrong by what a browser asked for, in words of the tables.
type fault struct {
	status int
	key    string
	pairs  []string
}

func (f *fault) Error() string { return f.key }

func (s *site) nowhere(http.ResponseWriter, *http.Request) error {
	return &fault{http.StatusNotFound, "no page", nil}
}

// failure is what the page of errors shows.
type failure struct{ Lang, Title, Heading, Text, Detail string }

// fail shows what went wrong.
func (s *site) fail(w http.ResponseWriter, err error) {
	status, f := http.StatusInternalServerError, failure{Lang: s.lang, Heading: s.say("failed"), Text: s.say("failed.text"), Detail: err.Error()}
	if known := (*fault)(nil); errors.As(err, &known) {
		status, f.Heading, f.Text, f.Detail = known.status, s.say(known.key, known.pairs...), s.say(known.key+".text", known.pairs...), ""
	}
	f.Title = f.Heading
	if err := s.show(w, status, "failure", f); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
	}
}

// show writes a page whole, or nothing.
func (s *site) show(w http.ResponseWriter, status int, name string, what any) error {
	var page bytes.Buffer
	if err := s.pages.ExecuteTemplate(&page, name, what); err != nil {
		return fmt.Errorf("write page %s: %w", name, err)
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = page.WriteTo(w) // who has gone needs no page
	return nil
}
