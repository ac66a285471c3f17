package compose

import (
	"slices"
	"strconv"
	"strings"

	"toutdoux/internal/governance"
)

// side is one choice and those who made it.
type side struct {
	Word  string
	Names Words
}

// voice is one ballot with its reason.
type voice struct {
	Person Words
	Word   string
	Reason Words
}

// arrived is somebody who joined, and when their right to vote begins: nil where
// it has begun.
type arrived struct {
	Person    *person
	VotesFrom *moment
}

// certificate are the ballots that count: at closing, or now while it is open.
func (v *view) certificate() []*governance.Ballot {
	if v.action == nil {
		return nil
	}
	var ballots []*governance.Ballot
	latest := v.latest()
	for i := range v.action.Ballots {
		b := &v.action.Ballots[i]
		if b.Counted && !v.Open() || latest[b.Member] == b {
			ballots = append(ballots, b)
		}
	}
	return ballots
}

// latest is the ballot of each member of the electorate, while the action is
// open. It is built once, since there may be thousands.
func (v *view) latest() map[int]*governance.Ballot {
	latest := map[int]*governance.Ballot{}
	if !v.Open() {
		return latest
	}
	for i := range v.action.Ballots {
		b := &v.action.Ballots[i]
		last := latest[b.Member]
		if !b.Void && v.action.InElectorate(v.o.State.Member(b.Member)) && (last == nil || !b.Rank.Before(last.Rank)) {
			latest[b.Member] = b
		}
	}
	return latest
}

// Sides are those who said for, blank and against, with their names.
func (v *view) Sides() []side {
	names, called := map[governance.Choice][]string{}, v.names()
	for _, b := range v.certificate() {
		names[b.Choice] = append(names[b.Choice], called[b.Member])
	}
	var sides []side
	for _, choice := range []governance.Choice{governance.For, governance.Blank, governance.Against} {
		if len(names[choice]) > 0 {
			sides = append(sides, side{v.c.tongue.choices[choice], Words(strings.Join(names[choice], ", "))})
		}
	}
	return sides
}

// names are all members' names by their number, as State.Display gives one:
// asking it for thousands would take the square of their number.
func (v *view) names() map[int]string {
	names, seen := map[int]string{}, map[governance.Text]int{}
	for _, m := range v.o.State.Members {
		name := string(lineWords(string(m.Name)))
		switch {
		case name == "":
			name = v.c.tongue.someone
		case seen[m.Name] > 0:
			name += " (" + strconv.Itoa(seen[m.Name]+1) + ")"
		}
		names[m.ID] = name
		if m.Departed.IsZero() {
			seen[m.Name]++
		}
	}
	return names
}

// Voices are the ballots that came with a reason.
func (v *view) Voices() []voice {
	var voices []voice
	called := v.names()
	for _, b := range v.certificate() {
		if b.Reason != "" {
			voices = append(voices, voice{Words(called[b.Member]), v.c.tongue.choices[b.Choice], textWords(string(b.Reason))})
		}
	}
	return voices
}

// Silent are the names of those of the electorate who did not answer.
func (v *view) Silent() Words {
	if v.action == nil {
		return ""
	}
	voted := map[int]bool{}
	for _, b := range v.certificate() {
		voted[b.Member] = true
	}
	var names []string
	called := v.names()
	for _, m := range v.o.State.Members {
		elector := v.action.InElectorate(m)
		if !v.action.IsOpen() {
			elector = slices.Contains(v.action.Electors, m.ID)
		}
		if elector && !voted[m.ID] {
			names = append(names, called[m.ID])
		}
	}
	return Words(strings.Join(names, ", "))
}

// SilentCount is how many of the electorate did not answer.
func (v *view) SilentCount() int { return v.tally().Silent() }

// Announced is to how many members the announcement was sent.
func (v *view) Announced() int { return v.o.Announced }

// Reached is to how many of them it was delivered.
func (v *view) Reached() int { return v.o.Reached }

// on is the same view of another action.
func (v *view) on(a *governance.Action) *view {
	other := *v
	other.action = a
	other.o.Letter.Action = a.Number
	other.o.Letter.Tally, other.o.Letter.Deadline = governance.Tally{}, a.Deadline
	return &other
}

// Arrived are those who joined: without the reader, whom a letter of their own
// welcomes, or all whom an operator imported.
func (v *view) Arrived() []*arrived {
	var members []int
	reader := v.o.To.Member
	switch e := v.event.(type) {
	case *governance.Introduced:
		members = e.Members
	case *governance.Intervened:
		members, reader = e.Members, 0
	}
	var people []*arrived
	for _, id := range members {
		if m := v.o.State.Member(id); id != reader {
			people = append(people, &arrived{v.person(id), v.coming(m.VotesFrom)})
		}
	}
	return people
}

// Early tells whether one of those who joined may not vote yet.
func (v *view) Early() bool {
	return slices.ContainsFunc(v.Arrived(), func(a *arrived) bool { return a.VotesFrom != nil })
}

// Waiting are those of the newcomers whom the letter names who may not vote yet,
// and whom no open action lets vote at once (rules.md, Members).
func (v *view) Waiting() []*arrived {
	var people []*arrived
	for _, id := range v.newcomers() {
		m := v.o.State.Member(id)
		if from := v.coming(m.VotesFrom); from != nil && m.Departed.IsZero() && !v.o.State.Waiving(id) {
			people = append(people, &arrived{v.person(id), from})
		}
	}
	return people
}

// newcomers are the members who joined of whom an arrival or a digest tells.
func (v *view) newcomers() []int {
	if e, is := v.event.(*governance.Introduced); is {
		return e.Members
	}
	var members []int
	for _, r := range v.records() {
		if e, is := r.Event.(*governance.Joined); is && e.Origin != "founder" && len(members) < factsMax {
			members = append(members, e.Member)
		}
	}
	return members
}

// Reminded are the actions that a reminder tells its reader of: those they
// can still answer, and have not.
func (v *view) Reminded() []*view {
	var actions []*view
	for _, number := range v.o.Letter.Actions {
		if a := v.o.State.Action(number); a != nil && v.awaits(a) {
			actions = append(actions, v.on(a))
		}
	}
	return actions
}

// Awaiting are the open actions that the reader may answer, and has not.
func (v *view) Awaiting() []*view {
	var actions []*view
	for _, a := range v.o.State.Actions {
		if a.Type == governance.Extraordinary && v.awaits(a) {
			actions = append(actions, v.on(a))
		}
	}
	return actions
}

func (v *view) awaits(a *governance.Action) bool {
	m := v.reader()
	return m != nil && a.IsOpen() && m.Departed.IsZero() && !m.VotesFrom.After(a.Base) && a.Ballot(m.ID) == nil
}

// overview is how many actions a summary of everything names at most, so that
// no provider cuts the letter: the rest is in what is attached.
const overview = 100

// EverVoted are the actions on which the reader has a ballot, the latest ones.
func (v *view) EverVoted() []*view {
	return v.latestOf(func(a *governance.Action) bool { return a.Ballot(v.o.To.Member) != nil })
}

// EverProposed are the actions that the reader proposed, the latest ones.
func (v *view) EverProposed() []*view {
	return v.latestOf(func(a *governance.Action) bool { return a.Proposer == v.o.To.Member })
}

func (v *view) latestOf(are func(*governance.Action) bool) []*view {
	var actions []*view
	for _, a := range v.o.State.Actions {
		if v.o.To.Member != 0 && are(a) {
			actions = append(actions, v.on(a))
		}
	}
	return actions[max(len(actions)-overview, 0):]
}

// Voted are the open actions on which the reader has a ballot.
func (v *view) Voted() []*view {
	var actions []*view
	for _, a := range v.o.State.Actions {
		if a.IsOpen() && v.o.To.Member != 0 && a.Ballot(v.o.To.Member) != nil {
			actions = append(actions, v.on(a))
		}
	}
	return actions
}

// Ongoing are the open actions, the latest ten.
func (v *view) Ongoing() []*view {
	const most = 10
	var actions []*view
	for _, a := range v.o.State.Actions {
		if a.IsOpen() {
			actions = append(actions, v.on(a))
		}
	}
	return actions[max(len(actions)-most, 0):]
}

// Addresses are the reader's own.
func (v *view) Addresses() Words {
	var addresses []string
	if m := v.reader(); m != nil {
		for _, a := range m.Addresses {
			addresses = append(addresses, string(lineWords(string(a))))
		}
	}
	return Words(strings.Join(addresses, ", "))
}

// Follows tells whether the public digest comes to an address of the reader's.
func (v *view) Follows() bool {
	m := v.reader()
	return m != nil && v.o.State.Follows(m)
}

// Seq is how many events the log holds.
func (v *view) Seq() int64 { return v.o.State.Seq }

// Head is the hash of the log's latest event: whoever keeps it can tell later
// that nothing before it was changed.
func (v *view) Head() string { return v.o.Head }
