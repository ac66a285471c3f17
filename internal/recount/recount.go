// Package recount proves a register again from what it keeps: each request is
// decided once more, in the order in which they were, and what comes of it must
// be what the log says. So whoever holds a copy can tell that every vote was
// counted as it was written, and that nobody wrote an event of their own.
//
// Whether the log is whole, and its texts and mails those that were sealed, is
// the store's to tell; the rules are governance's and the reading intake's.
package recount

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"time"

	"toutdoux/internal/clerk"
	"toutdoux/internal/governance"
	"toutdoux/internal/intake"
	"toutdoux/internal/store"
)

// Report is what was proven, and what was not.
type Report struct {
	Chain     store.Report // of the log, its texts and the mails
	Decisions int          // made once more, with the same events
	Gone      int          // whose request was erased: they stand as logged
	Blind     int          // that went by what was erased, or is not told: they stand as logged
	Ballots   int          // cast, changes of mind included
	Actions   []Outcome    // in the order of their numbers
	Unlike    []int64      // mails that would be read differently today
	Heads     int          // of those asked for, how many the log holds
	Faults    []string     // one line each; none: all holds
}

// Outcome is what an action comes to, counted once more.
type Outcome struct {
	Number int
	State  governance.ActionState
	Tally  governance.Tally
}

// Question is what to prove, and by which reading.
type Question struct {
	Reader intake.Reader
	Zone   *time.Location
	// Mark gives the installation's keyed hashes, nil where nobody lends its key:
	// what went by who wrote something unsigned then stands as logged.
	Mark func(about string) string
	// Heads are hashes that somebody kept, as REGISTRE gives them: each must be
	// that of an event of the log.
	Heads []string
}

// Prove proves a register. What it finds is in the report; an error means that
// it could not look.
func Prove(ctx context.Context, register *store.Store, q Question) (Report, error) {
	var report Report
	chain, err := register.Verify(ctx)
	if err != nil {
		return report, err
	}
	report.Chain, report.Faults = chain, chain.Faults
	if len(chain.Faults) > 0 {
		return report, nil // what follows from a broken log proves nothing
	}
	p := &proof{Question: q, Report: &report, state: governance.New(q.Zone), erased: map[int]int64{}, asked: map[int]bool{}}
	err = register.Tell(ctx, func(story store.Story) error {
		next, stop := iter.Pull2(story.Log)
		defer stop()
		p.story, p.next = story, next
		return p.walk()
	})
	if err == nil {
		p.conclude()
	}
	return report, err
}

// proof is a register on its way through the rules.
type proof struct {
	Question
	*Report
	story  store.Story
	state  *governance.State
	next   func() (*store.Row, error, bool)
	erased map[int]int64 // by member: the first event of which words of theirs are gone
	asked  map[int]bool  // members whose words went as they asked
	row    *store.Row    // the next of the log, nil where it was not read yet
}

func (p *proof) fault(format string, args ...any) {
	p.Faults = append(p.Faults, fmt.Sprintf(format, args...))
}

func (p *proof) walk() error {
	for d, err := range p.story.Decisions {
		if err != nil {
			return err
		}
		rows, err := p.until(d.Last)
		if err == nil {
			err = p.decide(d, rows)
		}
		if err != nil {
			return err
		}
		p.reread(d)
	}
	rows, err := p.until(1 << 62)
	if len(rows) > 0 {
		p.fault("event %d: nothing decided it", rows[0].row.Seq)
	}
	return err
}

// logged is a row of the log with its event.
type logged struct {
	row    *store.Row
	record governance.Record
}

// until takes the rows of the log up to a number.
func (p *proof) until(last int64) (rows []logged, err error) {
	for {
		if p.row == nil {
			row, err, more := p.next()
			if err != nil || !more {
				return rows, err
			}
			p.row = row
		}
		if p.row.Seq > last {
			return rows, nil
		}
		record, err := p.row.Record()
		if err != nil {
			return rows, err
		}
		p.see(p.row, record)
		rows = append(rows, logged{p.row, record})
		p.row = nil
	}
}

// see looks at an event by itself.
func (p *proof) see(row *store.Row, record governance.Record) {
	passing := false // words that are forgotten by themselves: strangers', followers' and a survey's
	switch e := record.Event.(type) {
	case *governance.Voted:
		p.Ballots++
	case *governance.Erased:
		p.asked[e.Member] = true
	case *governance.Knocked, *governance.Followed, *governance.SurveyAnswered:
		passing = true
	}
	for _, t := range row.Texts {
		if t.Salt == nil && !passing {
			p.gone(t.Member, row.Seq)
		}
	}
	if slices.Contains(p.Question.Heads, hex.EncodeToString(row.Hash[:])) {
		p.Report.Heads++
	}
}

// decide makes one decision once more, and goes by the log.
func (p *proof) decide(d *store.Decided, rows []logged) error {
	records := make([]governance.Record, len(rows))
	for i, r := range rows {
		records[i] = r.record
	}
	if p.state.Seq == 0 { // the founding: what it says is the beginning
		p.state.Apply(records...)
		return nil
	}
	kept := d.Request != nil
	if kept {
		var err error
		if kept, err = p.fill(d.Request); err != nil {
			return err
		}
	}
	if !kept {
		p.Gone++
		p.lack(rows)
		p.state.Apply(records...)
		return nil
	}
	d.Request.Mark = p.Mark
	var clash clash
	agree := governance.Again(p.state, *d.Request, records, func(i int, now governance.Record) bool {
		clash.now, clash.same = now.Event, false
		if i < len(rows) {
			clash = compare(rows[i], now)
		}
		return clash.same
	})
	switch {
	case agree:
		p.Decisions++
	case p.blind(clash, rows):
		p.Blind++
	default:
		p.complain(d, clash)
	}
	return nil
}

// lack notes whose words are gone with the request of a decision: no count may
// rest on what somebody else took away.
func (p *proof) lack(rows []logged) {
	for _, r := range rows {
		if decisive(r.record.Event) && r.record.By != 0 {
			p.gone(r.record.By, r.row.Seq)
		}
	}
}

// gone notes the first event of which words of a member are gone.
func (p *proof) gone(member int, event int64) {
	if p.erased[member] == 0 {
		p.erased[member] = event
	}
}

// fill gives a request the earlier one that it lets through, as the clerk does;
// not ok where that was erased.
func (p *proof) fill(r *governance.Request) (ok bool, err error) {
	earlier := p.state.Earlier(r)
	if earlier == 0 {
		return true, nil
	}
	held, err := p.story.Request(earlier)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return true, nil
	case errors.Is(err, store.ErrGone):
		return false, nil
	case err != nil:
		return false, err
	}
	r.Held = &held
	if r.Answers.Kind != governance.LetterConfirm {
		return true, nil
	}
	return p.fill(r.Held)
}

// clash is what would be written now, and whether the log says the same.
type clash struct {
	same bool
	now  governance.Event
}

// compare tells whether a row is what would be written now. What was erased of
// it proves nothing by itself.
func compare(was logged, now governance.Record) clash {
	erased := map[int]bool{}
	for _, t := range was.row.Texts {
		erased[t.Field] = t.Salt == nil
	}
	c := clash{now: now.Event}
	c.same = was.record.Seq == now.Seq && was.record.At.Equal(now.At) && was.record.Arrival == now.Arrival &&
		was.record.By == now.By && was.row.Kind == governance.KindOf(now.Event) &&
		bytes.Equal(plain(was.record.Event, erased), plain(now.Event, erased))
	return c
}

// plain is an event with its words, but for those that were erased.
func plain(e governance.Event, erased map[int]bool) []byte {
	body, err := governance.Encode(e, func(field int, text governance.Text) governance.Text {
		if erased[field] {
			return ""
		}
		return text
	})
	if err != nil {
		return nil
	}
	return body
}

// blind tells whether a decision may differ because it went by a name or an
// address that is no more, whom a word of somebody else's meant, or by who wrote
// something unsigned, which only the key tells. No ballot and no outcome ever
// does.
func (p *proof) blind(c clash, rows []logged) bool {
	if len(p.Chain.Erased)+len(p.state.Unsigned) == 0 || c.now != nil && decisive(c.now) {
		return false
	}
	return !slices.ContainsFunc(rows, func(r logged) bool { return decisive(r.record.Event) })
}

// decisive tells whether an event is part of a count.
func decisive(e governance.Event) bool {
	switch e.(type) {
	case *governance.Voted, *governance.BallotVoided, *governance.Closed, *governance.Withdrawn, *governance.Requalified:
		return true
	}
	return false
}

// complain says that the log is not what its requests come to.
func (p *proof) complain(d *store.Decided, c clash) {
	what := "what came at " + d.At.Format(time.RFC3339)
	if d.Arrival != 0 {
		what = fmt.Sprintf("mail %d", d.Arrival)
	}
	if c.same || c.now == nil {
		p.fault("%s: the log says more of it than follows, up to event %d", what, d.Last)
		return
	}
	p.fault("%s: what follows from it (%s) is not what the log says, up to event %d", what, governance.KindOf(c.now), d.Last)
}

// reread reads a mail as it would be read today: what decided stays, but
// whoever wants to know is told.
func (p *proof) reread(d *store.Decided) {
	if d.Request == nil || d.Raw == nil || d.Source == store.Command {
		return
	}
	was, now := *d.Request, clerk.Read(p.Reader, d.Raw, d.To, d.Request.At).Request
	now.At, now.Arrival, now.Authenticated, now.Doubled = was.At, was.Arrival, was.Authenticated, was.Doubled
	now.Stranger, now.Answers, now.Follows = was.Stranger, was.Answers, was.Follows
	now.Seal()
	before, err := json.Marshal(was)
	after, failed := json.Marshal(now)
	if err != nil || failed != nil || !bytes.Equal(before, after) {
		p.Unlike = append(p.Unlike, d.Arrival)
	}
}

func (p *proof) conclude() {
	for _, a := range p.state.Actions {
		p.Actions = append(p.Actions, Outcome{a.Number, a.State, p.state.Tally(a)})
	}
	for _, member := range slices.Sorted(maps.Keys(p.erased)) {
		if !p.asked[member] {
			p.fault("event %d: its words, or those it came of, were erased, and nobody asked for that", p.erased[member])
		}
	}
	if missing := len(p.Question.Heads) - p.Report.Heads; missing > 0 {
		p.fault("%d of the hashes asked for are of no event: the log was another one when they were given", missing)
	}
}
