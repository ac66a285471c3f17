package sandbox

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"toutdoux/internal/clerk"
	"toutdoux/internal/config"
	"toutdoux/internal/explain"
	"toutdoux/internal/governance"
	"toutdoux/internal/intake"
	"toutdoux/internal/listing"
	"toutdoux/internal/store"
)

// Config is the association's configuration.
func (s *Sandbox) Config() *config.Config { return s.cfg }

// Folder is where everything is kept.
func (s *Sandbox) Folder() string { return s.folder }

// Now is the time of the quick clock, in the association's time zone.
func (s *Sandbox) Now() time.Time { return s.clock.Now() }

// People are the eight members, a neighbour who is none, and the volunteer.
func (s *Sandbox) People() []Person {
	var all []Person
	for _, m := range s.boxes {
		all = append(all, m.Person)
	}
	return all
}

// Letters are what a person got and sent, the newest last; none of nobody.
func (s *Sandbox) Letters(user string) []Letter {
	if box := named(s.boxes, user); box != nil {
		return box.all()
	}
	return nil
}

// state is what the log amounts to.
func (s *Sandbox) state(ctx context.Context) (*governance.State, error) {
	return clerk.ReadState(ctx, s.register, s.cfg.Zone())
}

// Actions lists the actions by number.
func (s *Sandbox) Actions(ctx context.Context) ([]listing.Action, error) {
	state, err := s.state(ctx)
	if err != nil {
		return nil, err
	}
	return listing.Actions(state), nil
}

// Members lists the members, as they stand now.
func (s *Sandbox) Members(ctx context.Context) ([]listing.Member, error) {
	state, err := s.state(ctx)
	if err != nil {
		return nil, err
	}
	return listing.Members(state, s.Now()), nil
}

// Ghosts gives the addresses of those of whom nothing was heard, and who will be
// asked, or were, whether they are still there.
func (s *Sandbox) Ghosts(ctx context.Context) ([]string, error) {
	state, err := s.state(ctx)
	if err != nil {
		return nil, err
	}
	var silent []string
	for _, g := range state.Ghosts {
		silent = append(silent, string(state.Member(g.Member).Addresses[0]))
	}
	return silent, nil
}

// Event is one line of the event log.
type Event struct {
	Seq  int64
	At   time.Time
	Kind string // as `log --json` has it
	By   string // whose mail caused it, "" for the clock's or the daemon's doing
	Body string // JSON
	Mail int64  // the number of that mail, 0 for none
	Hash string
}

// Events are those of the log.
func (s *Sandbox) Events(ctx context.Context) ([]Event, error) {
	state, err := s.state(ctx)
	if err != nil {
		return nil, err
	}
	var events []Event
	err = s.register.Log(ctx, 0, func(row *store.Row) error {
		record, err := row.Record()
		if err != nil {
			return err
		}
		body, err := json.Marshal(record.Event)
		if err != nil {
			return fmt.Errorf("read event %d: %w", row.Seq, err)
		}
		e := Event{row.Seq, record.At.In(s.cfg.Zone()), row.Kind, "", string(body), row.Arrival, hex.EncodeToString(row.Hash[:])}
		if row.By > 0 {
			e.By = state.Display(row.By)
		}
		events = append(events, e)
		return nil
	})
	return events, err
}

// Mail is one mail as the daemon took it.
type Mail struct {
	Number        int64
	At            time.Time
	From, Subject string   // "" where the mail was erased
	Outcome       string   // what became of it, as `mail list` has it; "" where it waits
	Why           []string // how it was read, and why, in the association's language, a line each
}

// Mails are those that the daemon took in. Of one that was erased, as what says
// nothing of its author is, or what somebody forgot wrote, number, instant and
// outcome are left.
func (s *Sandbox) Mails(ctx context.Context) ([]Mail, error) {
	var mails []Mail
	var entries []store.Entry
	err := s.register.Mails(ctx, false, func(e store.Entry) error {
		if e.Source != store.Command {
			entries = append(entries, e)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		m, err := s.mails.get(ctx, s, e)
		if err != nil {
			return nil, err
		}
		mails = append(mails, m)
	}
	return mails, nil
}

// mailCache holds the mails that were explained: what was decided stays.
type mailCache struct {
	sync.Mutex
	known map[int64]Mail
}

func (c *mailCache) get(ctx context.Context, s *Sandbox, e store.Entry) (Mail, error) {
	c.Lock()
	defer c.Unlock()
	m := Mail{Number: e.Number, At: e.At.In(s.cfg.Zone()), Outcome: e.Outcome}
	raw, err := s.register.Raw(ctx, e.Number)
	if errors.Is(err, store.ErrGone) {
		delete(c.known, e.Number)
		return m, nil
	}
	if err != nil {
		return m, err
	}
	if known, ok := c.known[e.Number]; ok {
		return known, nil
	}
	answer, err := explain.Read(s.cfg, s.cfg.Zone(), raw, e.At)
	if err != nil {
		return m, err
	}
	answer.Look(ctx)
	m.From, m.Subject, m.Why = answer.Request.From, intake.Subject(raw), answer.Tell(s.cfg.Organisation.Locale)
	if e.State == store.MailHandled {
		if c.known == nil {
			c.known = map[int64]Mail{}
		}
		c.known[e.Number] = m
	}
	return m, nil
}
