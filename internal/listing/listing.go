// Package listing gives members, actions and the rest as programs read them:
// the objects of `replay`, and of every listing with --json. What it gives is
// read from a state and changes nothing.
package listing

import (
	"time"

	"toutdoux/internal/governance"
)

// Member is a member, named by their primary address.
type Member struct {
	Email     string    `json:"email"`
	Name      string    `json:"name"`
	State     string    `json:"state"`
	VotesFrom time.Time `json:"votes_from"`
}

// Ballot is one member's ballot, or one that another replaced.
type Ballot struct {
	Member  string            `json:"member"`
	Choice  governance.Choice `json:"choice"`
	At      time.Time         `json:"at"`
	Reason  string            `json:"reason"`
	Counted bool              `json:"counted"`
}

// Action is an action. Instants that have not come are null.
type Action struct {
	Number     int                    `json:"number"`
	Type       governance.ActionType  `json:"type"`
	Title      string                 `json:"title"`
	Proposer   string                 `json:"proposer"`
	State      governance.ActionState `json:"state"`
	How        governance.How         `json:"how"`
	OpenedAt   time.Time              `json:"opened_at"`
	PausedAt   *time.Time             `json:"paused_at"`
	Deadline   *time.Time             `json:"deadline"`
	ClosedAt   *time.Time             `json:"closed_at"`
	DoneAt     *time.Time             `json:"done_at"`
	Electorate int                    `json:"electorate"`
	For        int                    `json:"for"`
	Blank      int                    `json:"blank"`
	Against    int                    `json:"against"`
	Ballots    []Ballot               `json:"ballots"`
}

// Members lists the members as they stand at an instant, the departed too.
func Members(s *governance.State, at time.Time) []Member {
	members := []Member{}
	for _, m := range s.Members {
		members = append(members, Member{m.Primary(), s.Display(m.ID), m.Standing(at), m.VotesFrom})
	}
	return members
}

// Actions lists the actions by number.
func Actions(s *governance.State) []Action {
	actions := []Action{}
	for _, a := range s.Actions {
		actions = append(actions, action(s, a))
	}
	return actions
}

func action(s *governance.State, a *governance.Action) Action {
	t := s.Tally(a)
	row := Action{
		Number: a.Number, Type: a.Type, Title: string(a.Title), Proposer: person(s, a.Proposer), State: a.State, How: a.How,
		OpenedAt: a.OpenedAt, PausedAt: instant(a.PausedAt), Deadline: instant(a.Deadline), ClosedAt: instant(a.ClosedAt),
		DoneAt: instant(a.DoneAt), Electorate: t.Electorate, For: t.For, Blank: t.Blank, Against: t.Against, Ballots: []Ballot{},
	}
	for i := range a.Ballots {
		b := &a.Ballots[i]
		counted := b.Counted
		if a.IsOpen() {
			counted = a.Ballot(b.Member) == b && a.InElectorate(s.Member(b.Member))
		}
		row.Ballots = append(row.Ballots, Ballot{person(s, b.Member), b.Choice, b.Rank, string(b.Reason), counted})
	}
	return row
}

// person names somebody as programs do: by primary address.
func person(s *governance.State, id int) string {
	if m := s.Member(id); m != nil {
		return m.Primary()
	}
	return ""
}

func instant(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
