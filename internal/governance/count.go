package governance

import "time"

// The count of every open action is kept up to date event by event, so that a
// vote costs the same whether ten people or ten thousand can vote. It is no
// part of a snapshot: Restore counts anew.

// Away is a time during which a member counted in no electorate: on leave, or
// out of reach. To is zero while it lasts.
type Away struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to,omitzero"`
}

// mark notes since when a member is away, or until when they were.
func (m *Member) mark(at time.Time) {
	last := len(m.Away) - 1
	lasting := last >= 0 && m.Away[last].To.IsZero()
	switch away := m.OnLeave || m.Unreachable; {
	case away && !lasting:
		m.Away = append(m.Away, Away{From: at})
	case !away && lasting:
		m.Away[last].To = at
	}
}

// presentAt tells whether a member was neither departed nor away at an
// instant; the zero instant, and one to come, stand for now.
func (m *Member) presentAt(t time.Time) bool {
	if t.IsZero() {
		return m.Departed.IsZero() && !m.OnLeave && !m.Unreachable
	}
	if !m.Departed.IsZero() && !m.Departed.After(t) {
		return false
	}
	for _, away := range m.Away {
		if !away.From.After(t) && (away.To.IsZero() || away.To.After(t)) {
			return false
		}
	}
	return true
}

// entitled tells whether a member had the right to vote when the action opened
// and has been a member since; a right that began in that instant counts.
func (a *Action) entitled(m *Member) bool {
	return m.Departed.IsZero() && !m.VotesFrom.After(a.Base)
}

// InElectorate tells whether a member is in the electorate of an action now
// (rules.md, Actions). Once the deadline has passed, now is the deadline: who
// comes or goes while its closing waits for late mail changes nothing.
func (a *Action) InElectorate(m *Member) bool {
	return !m.VotesFrom.After(a.Base) && m.presentAt(a.Deadline)
}

// Ballot is a member's latest ballot that is not void, nil for none.
func (a *Action) Ballot(member int) *Ballot {
	if a.IsOpen() {
		if member < len(a.latest) && a.latest[member] > 0 {
			return &a.Ballots[a.latest[member]-1]
		}
		return nil
	}
	return a.findBallot(member)
}

func (a *Action) findBallot(member int) *Ballot { return a.without(member, 0) }

// without is a member's latest ballot that is not void, but for one, nil for
// none.
func (a *Action) without(member int, seq int64) *Ballot {
	var last *Ballot
	for i := range a.Ballots {
		b := &a.Ballots[i]
		if b.Member == member && b.Seq != seq && !b.Void && (last == nil || !b.Rank.Before(last.Rank)) {
			last = b
		}
	}
	return last
}

// ballotsOf are the indices of a member's ballots on an open action.
func (a *Action) ballotsOf(member int) []int {
	if member < len(a.mine) {
		return a.mine[member]
	}
	return nil
}

// index makes the i-th ballot its member's latest, where it is.
func (a *Action) index(i int) {
	b := &a.Ballots[i]
	for len(a.latest) <= b.Member {
		a.latest, a.mine = append(a.latest, 0), append(a.mine, nil)
	}
	if mine := a.mine[b.Member]; len(mine) == 0 || mine[len(mine)-1] < i {
		a.mine[b.Member] = append(mine, i)
	}
	if last := a.Ballot(b.Member); !b.Void && (last == nil || !b.Rank.Before(last.Rank)) {
		a.latest[b.Member] = i + 1
	}
}

// reindex finds a member's latest ballot again.
func (a *Action) reindex(member int) {
	if member >= len(a.latest) {
		return
	}
	a.latest[member] = 0
	for _, i := range a.mine[member] {
		a.index(i)
	}
}

// recount counts an open action from its ballots.
func (s *State) recount(a *Action) {
	a.tally, a.latest, a.mine = Tally{}, nil, nil
	for i := range a.Ballots {
		a.index(i)
	}
	for _, m := range s.Members {
		a.count(m, +1)
	}
}

// count adds a member of the electorate, and their ballot, or takes them away.
func (a *Action) count(m *Member, by int) {
	if !a.InElectorate(m) {
		return
	}
	a.tally.Electorate += by
	if b := a.Ballot(m.ID); b != nil {
		a.tally.add(b.Choice, by)
	}
}

// change lets a member change, and counts what is open with them as they are
// then.
func (s *State) change(member int, how func(*Member)) {
	m := s.Members[member-1]
	s.countAll(m, -1)
	how(m)
	s.countAll(m, +1)
}

func (s *State) countAll(m *Member, by int) {
	for _, a := range s.Actions {
		if a.IsOpen() {
			a.count(m, by)
		}
	}
}

// cast lets the ballots of a member change, and counts what they are then.
func (s *State) cast(a *Action, member int, how func()) {
	m := s.Members[member-1]
	if !a.IsOpen() {
		how()
		return
	}
	a.count(m, -1)
	how()
	a.count(m, +1)
}

// voters counts the members who have a ballot, counted now or not.
func (a *Action) voters() int {
	n := 0
	for _, i := range a.latest {
		n += min(i, 1)
	}
	return n
}

// counted maps each member of the electorate who has a ballot to its number.
func (s *State) counted(a *Action) map[int]int64 {
	counted := map[int]int64{}
	for member, i := range a.latest {
		if i > 0 && a.InElectorate(s.Members[member-1]) {
			counted[member] = a.Ballots[i-1].Seq
		}
	}
	return counted
}

// Tally counts an action: as it stands now while it is open, as it closed
// afterwards.
func (s *State) Tally(a *Action) Tally {
	if a.IsOpen() {
		return a.tally
	}
	return a.Final
}

func (t *Tally) add(c Choice, by int) {
	switch c {
	case For:
		t.For += by
	case Blank:
		t.Blank += by
	case Against:
		t.Against += by
	}
}

// canVote counts who could vote on an action that opened at an instant.
func (s *State) canVote(base time.Time) int {
	n := 0
	for _, m := range s.Members {
		if !m.VotesFrom.After(base) && m.presentAt(time.Time{}) {
			n++
		}
	}
	return n
}
