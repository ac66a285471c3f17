package compose

import (
	"fmt"
	"strconv"
	"time"

	"toutdoux/internal/governance"
	"toutdoux/internal/report"
)

// balance is a report as the letters tell it, and its page.
type balance struct {
	r     *report.Report
	v     *view
	whole bool // every line of it, for the page: a letter gives the first ones
}

// balanceMax is how many lines a part of a report gives in a letter.
const balanceMax = 20

// some are the first of many, or all.
func some[T any](b *balance, list []T) []T {
	if b.whole {
		return list
	}
	return list[:min(len(list), balanceMax)]
}

// tenure is a role or a mandate, and for how long it has been held.
type tenure struct {
	Number      int   // of a mandate
	Name        Words // of a role, or what a mandate is about
	People      Words
	From, Ended *moment // Ended is nil while it lasts
	Held        string
}

// way is one way in which actions were closed, and how many were.
type way struct {
	State governance.ActionState
	How   governance.How
	Count int
	Extra int // how many of these are extraordinary
}

// crossing is somebody who came or left.
type crossing struct {
	Person *person
	When   *moment
}

// From is the instant after which it reports.
func (b *balance) From() *moment { return b.v.moment(b.r.Since) }

// To is the instant until which it reports.
func (b *balance) To() *moment { return b.v.moment(b.r.Until) }

// House is the association's name.
func (b *balance) House() Words { return b.v.House() }

// Whole tells whether it is written for its page.
func (b *balance) Whole() bool { return b.whole }

// First tells whether it begins with the founding.
func (b *balance) First() bool { return b.r.First }

// Members is how many members there are at its end.
func (b *balance) Members() int { return b.r.Members }

// Before is how many there were at its beginning.
func (b *balance) Before() int { return b.r.Before }

// Proposed is how many actions were proposed.
func (b *balance) Proposed() int { return len(b.r.Opened) }

// ProposedExtra is how many of these are extraordinary.
func (b *balance) ProposedExtra() int {
	n := 0
	for _, a := range b.r.Opened {
		if a.Type == governance.Extraordinary {
			n++
		}
	}
	return n
}

// Ways are the outcomes, and how many actions had each.
func (b *balance) Ways() []way {
	var ways []way
	for _, o := range b.r.Outcomes() {
		ways = append(ways, way{o.State, o.How, o.Ordinary + o.Extraordinary, o.Extraordinary})
	}
	return ways
}

// Turnout is the share of ballots in those that there might have been, "" where
// nothing was voted on.
func (b *balance) Turnout() string {
	if b.r.Asked == 0 {
		return ""
	}
	return b.v.c.tongue.portion(b.r.Answers, b.r.Asked)
}

// Polls are the actions that people voted on.
func (b *balance) Polls() []*view { return b.views(some(b, b.r.Voted)) }

// Decisions are the other actions that were closed.
func (b *balance) Decisions() []*view {
	voted := map[*governance.Action]bool{}
	for _, a := range b.r.Voted {
		voted[a] = true
	}
	var others []*governance.Action
	for _, a := range b.r.Decided {
		if !voted[a] {
			others = append(others, a)
		}
	}
	return b.views(some(b, others))
}

// Left is how many lines of a letter's report stand in its page only.
func (b *balance) Left() int {
	if b.whole {
		return 0
	}
	n := max(len(b.r.Voted)-balanceMax, 0) + max(len(b.r.Decided)-len(b.r.Voted)-balanceMax, 0) + max(len(b.r.ToDo)-balanceMax, 0)
	return n + max(len(b.r.Joined)-balanceMax, 0) + max(len(b.r.Left)-balanceMax, 0)
}

// Undone are the actions that were adopted and are not done.
func (b *balance) Undone() []*view { return b.views(some(b, b.r.ToDo)) }

// Ongoing is how many actions are still open.
func (b *balance) Ongoing() int { return len(b.r.Open) }

func (b *balance) views(actions []*governance.Action) []*view {
	var list []*view
	for _, a := range actions {
		list = append(list, b.v.on(a))
	}
	return list
}

// Arrivals is how many joined, Departures how many left.
func (b *balance) Arrivals() int   { return len(b.r.Joined) }
func (b *balance) Departures() int { return len(b.r.Left) }

// Came are those who joined.
func (b *balance) Came() []crossing {
	var list []crossing
	for _, id := range some(b, b.r.Joined) {
		list = append(list, crossing{b.v.person(id), b.v.moment(b.v.o.State.Member(id).Joined)})
	}
	return list
}

// Went are those who left.
func (b *balance) Went() []crossing {
	var list []crossing
	for _, id := range some(b, b.r.Left) {
		list = append(list, crossing{b.v.person(id), b.v.moment(b.v.o.State.Member(id).Departed)})
	}
	return list
}

// Posts are the roles, and for how long each has been held.
func (b *balance) Posts() []tenure {
	var list []tenure
	for _, r := range b.r.Roles {
		t := b.tenure(r.Since, r.Ended)
		t.Name, t.People = b.v.roleName(r.Name), Words(b.v.person(r.Person).full())
		list = append(list, t)
	}
	return list
}

// Charges are the mandates, and for how long each has been held.
func (b *balance) Charges() []tenure {
	var list []tenure
	for _, m := range b.r.Mandates {
		t := b.tenure(m.Since, m.Ended)
		t.Number, t.Name = m.Number, lineWords(string(m.Subject))
		t.People = b.v.among(m.Holders)
		if len(m.Holders) == 0 {
			t.People = b.v.among(m.Given)
		}
		list = append(list, t)
	}
	return list
}

func (b *balance) tenure(since, ended time.Time) tenure {
	t, until := tenure{From: b.v.moment(since)}, b.r.Until
	if !ended.IsZero() && !ended.After(b.r.Until) {
		t.Ended, until = b.v.moment(ended), ended
	}
	t.Held = b.v.c.tongue.elapsed(since, until, b.v.c.house.Zone)
	return t
}

// Leading are the names of the most active, each with how many actions they
// proposed.
func (b *balance) Leading() Words {
	most, _ := b.r.Top()
	var names []string
	for _, x := range most {
		names = append(names, fmt.Sprintf("%s (%d)", b.v.person(x.Member).full(), x.Actions))
	}
	return Words(b.v.c.tongue.list(names))
}

// LeadingCount is how many people these are.
func (b *balance) LeadingCount() int {
	most, _ := b.r.Top()
	return len(most)
}

// LeadingActions is how many actions they proposed, LeadingShare which share of
// all.
func (b *balance) LeadingActions() int {
	_, actions := b.r.Top()
	return actions
}

// LeadingShare is which share of all actions they proposed.
func (b *balance) LeadingShare() string {
	return b.v.c.tongue.portion(b.LeadingActions(), b.Proposed())
}

// Proposers is how many people proposed an action.
func (b *balance) Proposers() int { return len(b.r.Active) }

// portion writes a part of a whole: "62 %".
func (t *tongue) portion(part, whole int) string {
	return strconv.Itoa(report.Percent(part, whole)) + t.percent
}

// elapsed writes how long something lasted: "onze mois", "trois jours".
func (t *tongue) elapsed(since, until time.Time, zone *time.Location) string {
	months := 0
	for !(governance.Delay{N: months + 1, Unit: governance.Months}).After(since, zone).After(until) {
		months++
	}
	if months > 0 {
		return t.delay(governance.Delay{N: months, Unit: governance.Months})
	}
	days := 0
	for !(governance.Delay{N: days + 1, Unit: governance.Days}).After(since, zone).After(until) {
		days++
	}
	return t.delay(governance.Delay{N: days, Unit: governance.Days})
}
