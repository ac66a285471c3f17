package page

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"toutdoux/internal/sandbox"
)

// farthest is how far ahead one jump may lead.
const farthest = 400 * 24 * time.Hour

// jump moves the clock: to is "hour", "day", "ten days", or an instant (RFC 3339).
func (s *site) jump(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return &fault{http.StatusBadRequest, "bad form", nil}
	}
	to, err := s.target(r.PostForm.Get("to"))
	if err != nil {
		return &fault{http.StatusUnprocessableEntity, "bad instant", nil}
	}
	if now := s.box.Now(); to(now).Sub(now) > farthest {
		return &fault{http.StatusUnprocessableEntity, "too far", nil}
	}
	back, user := backTo(r.PostForm.Get("here"))
	before := len(s.box.Letters(user))
	err = s.box.Jump(context.WithoutCancel(r.Context()), to)
	if errors.Is(err, sandbox.ErrPast) {
		now := s.box.Now()
		return &fault{http.StatusUnprocessableEntity, "past", []string{"when", s.speech.Instant(to(now), now), "now", s.speech.Instant(now, now)}}
	} else if err != nil {
		return err
	}
	s.did("go on")
	q := back.Query()
	q.Set("done", "moved")
	q.Set("since", strconv.Itoa(before))
	back.RawQuery = q.Encode()
	http.Redirect(w, r, back.String(), http.StatusSeeOther)
	return nil
}

// target is where a button of the clock leads from the present time. A day is
// one of the calendar.
func (s *site) target(to string) (func(now time.Time) time.Time, error) {
	days := func(n int) func(time.Time) time.Time {
		return func(now time.Time) time.Time { return now.In(s.box.Config().Zone()).AddDate(0, 0, n) }
	}
	switch to {
	case "hour":
		return func(now time.Time) time.Time { return now.Add(time.Hour) }, nil
	case "day":
		return days(1), nil
	case "ten days":
		return days(10), nil
	}
	at, err := time.Parse(time.RFC3339, to)
	return func(time.Time) time.Time { return at }, err
}

// backTo is the page of a mailbox that a form was sent from, and whose it is;
// the first page where it is none of ours.
func backTo(here string) (*url.URL, string) {
	back, err := url.Parse(here)
	if err != nil || back.IsAbs() || back.Host != "" || !strings.HasPrefix(back.Path, "/mail/") {
		return &url.URL{Path: "/"}, ""
	}
	user, _, _ := strings.Cut(strings.TrimPrefix(back.Path, "/mail/"), "/")
	q := back.Query()
	q.Del("done")
	q.Del("since")
	back.RawQuery = q.Encode()
	return back, user
}

// revision is that of the sandbox now.
func (s *site) revision(ctx context.Context) int64 {
	ctx, cancel := context.WithCancel(ctx)
	cancel() // nothing is waited for
	return s.box.Wait(ctx, -1)
}

// live tells a page, for as long as it listens (server-sent events), what the
// clock says whenever that is something else, and that something changed: the
// page then asks for itself again. ?seen= is the revision that it shows.
func (s *site) live(w http.ResponseWriter, r *http.Request) error {
	seen, err := strconv.ParseInt(r.URL.Query().Get("seen"), 10, 64)
	if err != nil {
		return &fault{http.StatusBadRequest, "no page", nil}
	}
	wire := http.NewResponseController(w)
	_ = wire.SetWriteDeadline(time.Time{}) // who has none to set needs none lifted
	w.Header().Set("Content-Type", "text/event-stream")
	said := ""
	for r.Context().Err() == nil {
		revision := s.wait(r.Context(), seen)
		now := s.box.Now()
		if text := s.speech.Instant(now, now); text != said {
			said = text
			fmt.Fprintf(w, "event: clock\ndata: %s\n\n", text)
		}
		if revision != seen {
			seen = revision
			fmt.Fprintf(w, "event: change\ndata: %d\n\n", revision)
		}
		if wire.Flush() != nil {
			return nil // nobody listens any more
		}
	}
	return nil
}

// wait waits for a change, for as long as a clock in a hurry may stand.
func (s *site) wait(ctx context.Context, seen int64) int64 {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	return s.box.Wait(ctx, seen)
}
