package page

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"toutdoux/internal/sandbox"
)

// letter is a letter as it is read.
type letter struct {
	Number                  int
	From, To, Subject, When string
	Sent                    bool
	Views                   []choice
	Frame                   bool       // the HTML is shown, in its frame
	Sandbox                 string     // of the frame
	Lines                   [][]stroke // the text
	Raw                     string
	Buttons                 []button
	Reply, Error            string // what is being answered, and what was wrong with it
}

// choice is one of several ways to look at something.
type choice struct {
	Name, Link string
	Here       bool
}

// stroke is a piece of a line: words, or an address that can be written to.
type stroke struct{ Text, Link string }

// button is a link of a letter that opens a mail to write.
type button struct{ Text, Link string }

// letterOf finds the letter that a request is about.
func (s *site) letterOf(r *http.Request) (sandbox.Person, sandbox.Letter, error) {
	p, err := s.person(r)
	if err != nil {
		return p, sandbox.Letter{}, err
	}
	l, err := s.numbered(p, r.PathValue("number"))
	return p, l, err
}

// numbered finds a letter of a mailbox.
func (s *site) numbered(p sandbox.Person, number string) (sandbox.Letter, error) {
	letters := s.box.Letters(p.User)
	i := slices.IndexFunc(letters, func(l sandbox.Letter) bool { return strconv.Itoa(l.Number) == number })
	if i < 0 {
		return sandbox.Letter{}, &fault{http.StatusNotFound, "no letter", []string{"of", s.speech.Of(first(p.Name)), "number", number}}
	}
	return letters[i], nil
}

// letter shows a letter; ?view= is html, text or raw.
func (s *site) letter(w http.ResponseWriter, r *http.Request) error {
	p, l, err := s.letterOf(r)
	if err != nil {
		return err
	}
	s.open(p.User, l.Number)
	if p == s.start.me && l.Number == s.start.letter.Number {
		s.did("open")
	}
	return s.showLetter(w, r, p, l, "", "", http.StatusOK)
}

// showLetter shows a letter with what was written below it so far.
func (s *site) showLetter(w http.ResponseWriter, r *http.Request, p sandbox.Person, l sandbox.Letter, reply, problem string, status int) error {
	v, err := s.look(r)
	if err != nil {
		return err
	}
	v.Letter = s.read(p, l, r.URL.Query().Get("view"), v)
	v.Letter.Reply, v.Letter.Error, v.Reading = reply, problem, true
	v.Title = s.say("title.letter", "subject", v.Letter.Subject, "name", v.Me.Name)
	for i := range v.Rows {
		v.Rows[i].Selected = v.Rows[i].Number == l.Number
	}
	return s.show(w, status, "page", v)
}

// read lays a letter out as a mail program would.
func (s *site) read(p sandbox.Person, l sandbox.Letter, form string, v *view) *letter {
	x := &letter{
		Number: l.Number, From: l.From, To: l.To, Subject: l.Subject, Sent: l.Sent,
		When: s.speech.Instant(l.At, s.box.Now()), Sandbox: letterSandbox,
	}
	if x.Subject == "" {
		x.Subject = s.say("no subject")
	}
	path := "/mail/" + p.User + "/" + strconv.Itoa(l.Number)
	var forms []string
	for _, f := range []struct{ name, words string }{{"html", l.HTML}, {"text", l.Text}, {"raw", string(l.Raw)}} {
		if f.words != "" {
			forms = append(forms, f.name)
		}
	}
	if !slices.Contains(forms, form) && len(forms) > 0 {
		form = forms[0]
	}
	for _, name := range forms {
		x.Views = append(x.Views, choice{s.say("view." + name), path + "?view=" + name, name == form})
	}
	switch form {
	case "html":
		x.Frame = true
	case "text":
		x.Lines, x.Buttons = written(l.Text, p), buttons(l.HTML, p, l.Number)
	default:
		x.Raw = strings.ToValidUTF8(string(l.Raw), "\uFFFD")
	}
	return x
}
