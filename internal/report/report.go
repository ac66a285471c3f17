// Package report counts what an association did over some time: the report for
// an assembly (rules.md, Roles, mandates, assemblies). It also draws its plots.
//
// The package is pure. It reads a state and changes nothing; it leaves the
// words and the page to compose.
package report

import (
	"cmp"
	"slices"
	"time"

	"toutdoux/internal/governance"
)

// Report is what happened after an instant, until another one included.
type Report struct {
	Since, Until time.Time
	First        bool // since the founding: no assembly was held before

	Opened  []*governance.Action // proposed in that time
	Decided []*governance.Action // closed in that time, in that order
	Voted   []*governance.Action // of these, the extraordinary ones on which people voted
	Open    []*governance.Action // still open at its end
	ToDo    []*governance.Action // adopted, whenever that was, and not done

	Answers, Asked int // ballots on what was voted on, of how many there might have been

	Members, Before int   // at the end, and at the beginning
	Joined, Left    []int // members, in the order in which they did

	Active []Share // who proposed how many actions, the most first

	Roles    []*governance.Role    // held for some of that time
	Mandates []*governance.Mandate // likewise, but for the confidential ones
}

// Share is how many actions a member proposed.
type Share struct{ Member, Actions int }

// Outcome is one way in which actions were closed, and how many were.
type Outcome struct {
	State                   governance.ActionState
	How                     governance.How
	Ordinary, Extraordinary int
}

// Of counts what a state holds of the time after one instant, until another.
func Of(s *governance.State, since, until time.Time) *Report {
	r := &Report{Since: since, Until: until, First: !since.After(s.Founded)}
	for _, a := range s.Actions {
		r.action(a)
	}
	slices.SortStableFunc(r.Decided, func(a, b *governance.Action) int { return a.ClosedAt.Compare(b.ClosedAt) })
	slices.SortStableFunc(r.Voted, func(a, b *governance.Action) int { return a.ClosedAt.Compare(b.ClosedAt) })
	slices.SortStableFunc(r.Active, func(a, b Share) int { return cmp.Or(b.Actions-a.Actions, a.Member-b.Member) })
	r.people(s)
	for _, role := range s.Roles {
		if r.lasted(role.Since, role.Ended) {
			r.Roles = append(r.Roles, role)
		}
	}
	for _, m := range s.Mandates {
		if !m.Confidential && r.lasted(m.Since, m.Ended) {
			r.Mandates = append(r.Mandates, m)
		}
	}
	return r
}

// within tells whether an instant is in the report's time.
func (r *Report) within(at time.Time) bool { return at.After(r.Since) && !at.After(r.Until) }

// lasted tells whether what began and may have ended was there in that time.
func (r *Report) lasted(since, ended time.Time) bool {
	return !since.After(r.Until) && (ended.IsZero() || ended.After(r.Since))
}

func (r *Report) action(a *governance.Action) {
	if a.OpenedAt.After(r.Until) {
		return
	}
	if r.within(a.OpenedAt) {
		r.Opened = append(r.Opened, a)
		r.credit(a.Proposer)
	}
	closed := !a.IsOpen() && !a.ClosedAt.After(r.Until)
	switch {
	case !closed:
		r.Open = append(r.Open, a)
	case r.within(a.ClosedAt):
		r.Decided = append(r.Decided, a)
		r.vote(a)
	}
	if closed && a.State == governance.Adopted && a.Remains() {
		r.ToDo = append(r.ToDo, a)
	}
}

// vote counts who answered an extraordinary action that came to its end.
func (r *Report) vote(a *governance.Action) {
	if a.Type != governance.Extraordinary || a.State == governance.Retracted || a.Final.Electorate == 0 {
		return
	}
	r.Voted = append(r.Voted, a)
	r.Asked += a.Final.Electorate
	r.Answers += a.Final.Electorate - a.Final.Silent()
}

func (r *Report) credit(member int) {
	i := slices.IndexFunc(r.Active, func(x Share) bool { return x.Member == member })
	if i < 0 {
		r.Active = append(r.Active, Share{Member: member})
		i = len(r.Active) - 1
	}
	r.Active[i].Actions++
}

// people counts the members. Who left and came back in that time joined.
func (r *Report) people(s *governance.State) {
	var joined, left []*governance.Member
	for _, m := range s.Members {
		if member(m, r.Until) {
			r.Members++
		}
		if member(m, r.Since) {
			r.Before++
		} else if r.within(m.Joined) {
			joined = append(joined, m)
		}
		if r.within(m.Departed) {
			left = append(left, m)
		}
	}
	slices.SortStableFunc(joined, func(a, b *governance.Member) int { return a.Joined.Compare(b.Joined) })
	slices.SortStableFunc(left, func(a, b *governance.Member) int { return a.Departed.Compare(b.Departed) })
	r.Joined, r.Left = ids(joined), ids(left)
}

func member(m *governance.Member, at time.Time) bool {
	return !m.Joined.After(at) && (m.Departed.IsZero() || m.Departed.After(at))
}

func ids(members []*governance.Member) []int {
	var list []int
	for _, m := range members {
		list = append(list, m.ID)
	}
	return list
}

// Outcomes are the ways in which actions were closed, those that none was left
// out.
func (r *Report) Outcomes() []Outcome {
	all := []Outcome{
		{State: governance.Adopted, How: governance.ByMajority}, {State: governance.Adopted, How: governance.BySilence}, {State: governance.Rejected},
		{State: governance.Settled}, {State: governance.Stopped}, {State: governance.Retracted},
	}
	for _, a := range r.Decided {
		i := slices.IndexFunc(all, func(o Outcome) bool {
			return o.State == a.State && (o.How == a.How || a.State == governance.Retracted)
		})
		if a.Type == governance.Ordinary {
			all[i].Ordinary++
		} else {
			all[i].Extraordinary++
		}
	}
	return slices.DeleteFunc(all, func(o Outcome) bool { return o.Ordinary+o.Extraordinary == 0 })
}

// Top are the most active, at most three, and how many actions they proposed
// together.
func (r *Report) Top() (most []Share, actions int) {
	const three = 3
	most = r.Active[:min(len(r.Active), three)]
	for _, x := range most {
		actions += x.Actions
	}
	return most, actions
}

// Percent is a part of a whole in hundredths, rounded to the nearest; 0 of
// nothing.
func Percent(part, whole int) int {
	if whole == 0 {
		return 0
	}
	return (200*part + whole) / (2 * whole)
}
