package page

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"toutdoux/internal/sandbox"
)

// draft is a mail that is being written.
type draft struct {
	To, Subject, Text string
	Letter            int      // the letter whose button began it, 0 for none
	Kinds             []choice // of a new mail to the list; Link is the tag of its subject
	Kind, Error       string
}

// kinds are what a new mail to the list can be, in their order.
var kinds = []string{"extraordinary", "ordinary", "talk"}

// kind is that of kinds which is asked for, "" for none.
func kind(asked url.Values) string {
	if name := asked.Get("kind"); slices.Contains(kinds, name) {
		return name
	}
	return ""
}

// composer is a mail to write: ?to=, ?subject= and ?body= begin it, as those of a
// button in a letter do, else ?kind=.
func (s *site) composer(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	d := draft{To: q.Get("to"), Subject: q.Get("subject"), Text: strings.ReplaceAll(q.Get("body"), "\r\n", "\n"), Kind: kind(q)}
	d.Letter, _ = strconv.Atoi(q.Get("letter"))
	if d.To == "" {
		d.To = s.box.Config().List.Address
		if d.Kind == "" {
			d.Kind = kinds[0]
		}
	}
	return s.showDraft(w, r, d, http.StatusOK)
}

// showDraft shows a mail to write.
func (s *site) showDraft(w http.ResponseWriter, r *http.Request, d draft, status int) error {
	v, err := s.look(r)
	if err != nil {
		return err
	}
	for _, kind := range kinds {
		if d.Kind == "" {
			break // a button, or an address, began it
		}
		d.Kinds = append(d.Kinds, choice{kind, s.tag(kind), kind == d.Kind})
	}
	if d.Subject == "" && d.Kind != "" {
		d.Subject = s.tag(d.Kind)
	}
	v.Draft, v.Reading, v.Title = &d, true, s.say("title.write", "name", v.Me.Name)
	return s.show(w, status, "page", v)
}

// tag begins the subject of a kind of mail.
func (s *site) tag(kind string) string {
	if kind == "talk" {
		return ""
	}
	return s.say("tag."+kind) + " "
}

// tagged gives a subject the tag of its kind, and takes those of others away,
// before or after which its title was typed.
func (s *site) tagged(subject, kind string) string {
	for _, other := range kinds {
		if tag := strings.TrimSpace(s.tag(other)); kind != "" && tag != "" {
			subject = strings.ReplaceAll(subject, tag, " ")
		}
	}
	subject = strings.Join(strings.Fields(subject), " ")
	if kind == "" {
		return subject
	}
	return strings.TrimSpace(s.tag(kind) + subject)
}

// send sends a mail, as a mail program would; what is refused can be mended.
func (s *site) send(w http.ResponseWriter, r *http.Request) error {
	p, err := s.person(r)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return &fault{http.StatusBadRequest, "bad form", nil}
	}
	if answered := r.PostForm.Get("answers"); answered != "" {
		return s.reply(w, r, p, answered)
	}
	d := draft{Kind: kind(r.PostForm), To: strings.TrimSpace(r.PostForm.Get("to")), Text: body(r)}
	d.Subject = s.tagged(r.PostForm.Get("subject"), d.Kind)
	d.Letter, _ = strconv.Atoi(r.PostForm.Get("letter"))
	switch untitled := d.Kind == "ordinary" || d.Kind == "extraordinary"; {
	case d.To == "":
		d.Error = s.say("write.no address")
	case untitled && d.Subject == strings.TrimSpace(s.tag(d.Kind)):
		d.Error = s.say("write.no title")
	case d.Subject == "" && d.Text == "":
		d.Error = s.say("write.empty")
	default:
		before := len(s.box.Letters(p.User))
		err := s.write(r.Context(), p, sandbox.Draft{To: d.To, Subject: d.Subject, Text: d.Text})
		if err == nil {
			return s.sent(w, r, p, before)
		}
		d.Error = s.refusal(err)
	}
	return s.showDraft(w, r, d, http.StatusUnprocessableEntity)
}

// reply sends what answers a letter.
func (s *site) reply(w http.ResponseWriter, r *http.Request, p sandbox.Person, answered string) error {
	l, err := s.numbered(p, answered)
	if err != nil {
		return err
	}
	words, problem := body(r), s.say("reply.empty")
	if strings.TrimSpace(words) != "" {
		before := len(s.box.Letters(p.User))
		err := s.write(r.Context(), p, sandbox.Draft{Text: words, Answers: l.Number})
		if err == nil {
			return s.sent(w, r, p, before)
		}
		problem = s.refusal(err)
	}
	return s.showLetter(w, r, p, l, words, problem, http.StatusUnprocessableEntity)
}

func body(r *http.Request) string {
	return strings.ReplaceAll(r.PostForm.Get("text"), "\r\n", "\n")
}

// write has the sandbox send a mail, also where the browser does not wait for it.
func (s *site) write(ctx context.Context, p sandbox.Person, d sandbox.Draft) error {
	err := s.box.Write(context.WithoutCancel(ctx), p.User, d)
	if err != nil {
		return err
	}
	if s.did("send"); p != s.start.me {
		s.did("go on")
	}
	return nil
}

// refusal says why a mail could not leave.
func (s *site) refusal(err error) string {
	bad, ok := errors.AsType[*sandbox.AddressError](err)
	switch {
	case ok && bad.Unknown:
		return s.say("write.unknown", "to", bad.To)
	case ok:
		return s.say("write.bad address", "to", bad.To, "list", s.box.Config().List.Address)
	case errors.Is(err, sandbox.ErrLarge):
		return s.say("write.too large")
	}
	return s.say("write.refused", "why", err.Error())
}

// sent goes back to the mailbox, and says what came in answer.
func (s *site) sent(w http.ResponseWriter, r *http.Request, p sandbox.Person, before int) error {
	q := url.Values{"done": {"sent"}, "since": {strconv.Itoa(before)}}
	http.Redirect(w, r, "/mail/"+p.User+"?"+q.Encode(), http.StatusSeeOther)
	return nil
}

// flash says what came of what was just done.
type flash struct {
	Text    string
	Came    []button // the letters that came, the newest first
	Journal bool     // why it was read so stands there
}

// firstCame is how many letters are named that came.
const firstCame = 3

// flash reads from the address of a page what was just done: ?done=sent, with
// how many letters there were, or ?done=moved.
func (s *site) flash(r *http.Request, p sandbox.Person, w world) *flash {
	q := r.URL.Query()
	since, err := strconv.Atoi(q.Get("since"))
	if err != nil {
		return nil
	}
	f := &flash{}
	for _, l := range slices.Backward(s.box.Letters(p.User)) {
		if l.Number > since && !l.Sent {
			f.Came = append(f.Came, button{l.Subject, "/mail/" + p.User + "/" + strconv.Itoa(l.Number)})
		}
	}
	switch q.Get("done") {
	case "sent":
		f.Text, f.Journal = s.say("sent"), true
	case "moved":
		f.Text = s.say("moved", "when", s.speech.Instant(w.now, w.now))
	default:
		return nil
	}
	if n := len(f.Came); n > 0 {
		f.Text += " " + s.several("came", n, "n", strconv.Itoa(n), "name", s.named(w, p.Address))
		f.Came = f.Came[:min(n, firstCame)]
	}
	return f
}
