package page

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"toutdoux/internal/listing"
	"toutdoux/internal/sandbox"
)

// view is what the page of a mailbox shows, whatever stands in its middle.
type view struct {
	Lang, Title, House, List string
	Here                     string // path and query of this page, to come back to
	Reading                  bool   // something stands in the middle: a letter, or one to write
	Revision                 int64  // of the sandbox, before anything else was read

	Me     resident
	People []resident
	Rows   []row
	Hidden int // letters, and entries of the journal, that are left out
	Older  int

	Letter *letter
	Draft  *draft

	Clock   hands
	Actions []action
	Journal []entry
	Steps   []step
	Ideas   []idea
	Flash   *flash
}

// row is a letter in the list of a mailbox.
type row struct {
	Number                 int
	Who, Subject, When     string
	Sent, Unread, Selected bool
}

// How many letters, and entries of the journal, a page shows unless it is asked
// for all.
const (
	firstLetters = 40
	firstEntries = 15
)

// look gathers what a page of somebody's mailbox shows beside its middle.
func (s *site) look(r *http.Request) (*view, error) {
	me, err := s.person(r)
	if err != nil {
		return nil, err
	}
	cfg := s.box.Config()
	v := &view{
		Lang: s.lang, House: cfg.Organisation.Name, List: cfg.List.Address, Here: r.URL.RequestURI(), Revision: s.revision(r.Context()),
	}
	w, err := s.observe(r.Context())
	if err != nil {
		return nil, err
	}
	all := r.URL.Query().Has("all")
	v.People, v.Rows = s.residents(w, me), s.rows(me, w.now)
	v.Me = v.People[slices.IndexFunc(v.People, func(p resident) bool { return p.Here })]
	v.Title = s.say("title.mailbox", "of", v.Me.Of, "house", v.House)
	v.Clock, v.Actions, v.Journal, v.Steps = s.hands(w), s.actions(w), s.journal(w), s.steps(w, me)
	if !all {
		v.Rows, v.Hidden = shorten(v.Rows, firstLetters)
		v.Journal, v.Older = shorten(v.Journal, firstEntries)
	}
	v.Flash, v.Ideas = s.flash(r, me, w), s.ideas(w, me)
	return v, nil
}

func shorten[T any](all []T, most int) (shown []T, left int) {
	n := min(len(all), most)
	return all[:n], len(all) - n
}

// world is the sandbox as one page sees it.
type world struct {
	now, deadline time.Time
	members       []listing.Member
	actions       []listing.Action
	events        []sandbox.Event
	mails         []sandbox.Mail
	ghosts        []string // addresses
}

func (s *site) observe(ctx context.Context) (world, error) {
	w := world{now: s.box.Now()}
	var errs [6]error
	w.deadline, errs[0] = s.box.Deadline(ctx)
	w.members, errs[1] = s.box.Members(ctx)
	w.actions, errs[2] = s.box.Actions(ctx)
	w.events, errs[3] = s.box.Events(ctx)
	w.mails, errs[4] = s.box.Mails(ctx)
	w.ghosts, errs[5] = s.box.Ghosts(ctx)
	return w, errors.Join(errs[:]...)
}

// rows are the letters of a mailbox, newest first.
func (s *site) rows(p sandbox.Person, now time.Time) []row {
	var rows []row
	for _, l := range slices.Backward(s.box.Letters(p.User)) {
		x := row{Number: l.Number, Who: l.From, Subject: l.Subject, When: s.speech.Instant(l.At, now), Sent: l.Sent, Unread: s.unread(p.User, l)}
		if l.Sent {
			x.Who = s.say("to", "name", s.recipient(l.To))
		}
		if x.Subject == "" {
			x.Subject = s.say("no subject")
		}
		rows = append(rows, x)
	}
	return rows
}

// recipient is the association, for any of its addresses, as people call it.
func (s *site) recipient(to string) string {
	cfg := s.box.Config()
	local, domain, _ := strings.Cut(cfg.List.Address, "@")
	if strings.HasSuffix(to, "@"+domain) && (to == cfg.List.Address || strings.HasPrefix(to, local+"+")) {
		return cfg.Organisation.Name
	}
	return to
}

// unread tells whether a letter came, and was never opened here.
func (s *site) unread(user string, l sandbox.Letter) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return !l.Sent && !s.opened[user][l.Number]
}

// open notes that a letter was looked at.
func (s *site) open(user string, number int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.opened[user] == nil {
		s.opened[user] = map[int]bool{}
	}
	s.opened[user][number] = true
}

// remember notes where the first minute begins, and takes the letters as read
// that came before anything that is open now was: whoever lives here has had the
// time.
func (s *site) remember() {
	s.start.me = s.box.People()[0]
	w, err := s.observe(context.Background())
	if err != nil {
		return // the first page says so
	}
	s.start = s.begin(w)
	since := w.now
	for _, a := range w.actions {
		if isOpen(a) && a.OpenedAt.Before(since) {
			since = a.OpenedAt
		}
	}
	for _, p := range s.box.People() {
		for _, l := range s.box.Letters(p.User) {
			if l.At.Before(since) {
				s.open(p.User, l.Number)
			}
		}
	}
}
