package governance

import (
	"slices"
	"time"
)

// Ghost is a member of whom nothing was heard for long, from the review that
// named them until somebody hears of them or they are taken off the list
// (rules.md, Ghosts).
type Ghost struct {
	Member int       `json:"member"`
	Named  time.Time `json:"named"`          // when all were told
	Next   time.Time `json:"next"`           // when the next step is due
	Until  time.Time `json:"until,omitzero"` // end of their time to answer, zero before they were asked
}

// ghost is the ghost of that member, nil for none.
func (s *State) ghost(member int) *Ghost {
	if i := slices.IndexFunc(s.Ghosts, func(g *Ghost) bool { return g.Member == member }); i >= 0 {
		return s.Ghosts[i]
	}
	return nil
}

// unhaunt stops the machine for some members until the next review.
func (s *State) unhaunt(members ...int) {
	if len(s.Ghosts) > 0 {
		s.Ghosts = slices.DeleteFunc(s.Ghosts, func(g *Ghost) bool { return slices.Contains(members, g.Member) })
	}
}

// lives notes a sign of life: any mail that a person wrote from an address on
// file. It need not be proven: a forged one only leaves somebody on the list.
func (s *State) lives(m *Member, at time.Time) {
	m.LastSign = latest(m.LastSign, at)
	s.unhaunt(m.ID)
}

// SilentSince is when a member last gave a sign of life: one who never wrote is
// silent since joining.
func (m *Member) SilentSince() time.Time { return latest(m.LastSign, m.Joined) }

// NextReview is when ghosts are looked for next, zero for never. Dates that
// went by while nothing ran are one review, done late.
func (s *State) NextReview() time.Time {
	var next time.Time
	year := s.Reviewed.In(s.zone).Year()
	for _, day := range s.Statutes.GhostReview {
		for y := year; y <= year+1; y++ {
			at := wallClock(y, day.Month, day.Day, s.digestHour(), s.zone)
			if at.After(s.Reviewed) && (next.IsZero() || at.Before(next)) {
				next = at
			}
		}
	}
	return next
}

// dueGhosts tells when something is due of ghosts. While the owner is asked why
// so much mail comes back, nothing is: silence then says nothing.
func (s *State) dueGhosts(add func(time.Time, bool)) {
	if !s.Alarm.IsZero() {
		return
	}
	add(s.NextReview(), false)
	for _, g := range s.Ghosts {
		add(s.step(g), g.last()) // an answer on its way counts
	}
}

// last tells whether the next step takes them off the list.
func (g *Ghost) last() bool { return !g.Until.IsZero() && !g.Next.Before(g.Until) }

// step is when the next step can be taken: a question waits for a day that
// brought its reader no such letter before (rules.md, Information is power).
func (s *State) step(g *Ghost) time.Time {
	at, m := g.Next, s.Member(g.Member)
	for !g.last() && (m.WrittenAt.After(at) || s.sameDay(m.WrittenAt, at)) {
		at = Delay{1, Days}.After(at, s.zone)
	}
	return at
}

// silentAt are the members whom a review at an instant finds silent, although
// they may vote, are not on leave, and an action was open to them.
func (d *decision) silentAt(at time.Time) []int {
	silence := d.Statutes.GhostSilence
	since := silence.Before(at, d.zone)
	actions := slices.DeleteFunc(slices.Clone(d.Actions), func(a *Action) bool {
		from, to := a.openBetween(since, at)
		return !from.Before(to)
	})
	var ghosts []int
	for _, m := range d.Members {
		voter := m.Departed.IsZero() && !m.OnLeave && !m.VotesFrom.After(at)
		if !voter || d.ghost(m.ID) != nil || silence.After(m.SilentSince(), d.zone).After(at) || d.heard(m.ID, since) {
			continue
		}
		if slices.ContainsFunc(actions, func(a *Action) bool { return a.openTo(m, since, at) }) {
			ghosts = append(ghosts, m.ID)
		}
	}
	return ghosts
}

// openBetween is the part of a time during which the action could be voted on;
// it is empty where from is not before to.
func (a *Action) openBetween(since, until time.Time) (from, to time.Time) {
	from, to = latest(since, a.Base), until
	if !a.IsOpen() && a.ClosedAt.Before(to) {
		to = a.ClosedAt
	}
	return from, to
}

// openTo tells whether the action was open to a member within that time: one
// that began and ended while they were on leave was not.
func (a *Action) openTo(m *Member, since, until time.Time) bool {
	from, to := a.openBetween(since, until)
	if m.VotesFrom.After(a.Base) || !from.Before(to) {
		return false
	}
	away := slices.ContainsFunc(m.Away, func(away Away) bool {
		return !away.From.After(from) && (away.To.IsZero() || !away.To.Before(to))
	})
	return m.Unreachable || !away
}

// ghosts does what is due of ghosts, one step at a time.
func (d *decision) ghosts() []Event {
	if !d.Alarm.IsZero() {
		return nil
	}
	if at := d.NextReview(); !at.IsZero() && !at.After(d.r.At) {
		start := d.taken(at)
		return []Event{&Reviewed{Until: start, Ghosts: d.silentAt(at), Ask: d.Statutes.GhostNotice.After(start, d.zone)}}
	}
	for _, g := range d.Ghosts {
		if !d.step(g).After(d.r.At) {
			return d.haunt(*g)
		}
	}
	return nil
}

// haunt takes the next step for all who wait for the same one as a ghost: they
// are asked, asked once more half-way, and then taken off the list.
func (d *decision) haunt(g Ghost) []Event {
	var members []int
	for _, other := range d.Ghosts {
		if other.Next.Equal(g.Next) && other.Until.Equal(g.Until) && !d.step(other).After(d.r.At) {
			members = append(members, other.Member)
		}
	}
	start := d.taken(g.Next)
	switch {
	case g.Until.IsZero():
		until := d.Statutes.GhostGrace.After(start, d.zone)
		half := Delay{daysBetween(start, until) / 2, Days}
		if half.IsZero() {
			half = d.Statutes.GhostGrace
		}
		return []Event{&GhostsAsked{Members: members, Next: half.After(start, d.zone), Until: until}}
	case g.Next.Before(g.Until):
		until := Delay{daysBetween(g.Next, g.Until), Days}.After(start, d.zone)
		return []Event{&GhostsAsked{Members: members, Next: until, Until: until, Last: true}}
	}
	return d.depart(members, d.due(g.Next))
}

// depart takes ghosts off the list, but those who wrote something unsigned
// since they were named.
func (d *decision) depart(members []int, rank time.Time) []Event {
	var events []Event
	spared := &GhostsSpared{}
	for _, member := range members {
		if d.heard(member, d.ghost(member).Named) {
			spared.Ghosts = append(spared.Ghosts, member)
			continue
		}
		origin := "silent"
		if d.Member(member).Unreachable {
			origin = "unreachable"
		}
		events = append(events, &Departed{Member: member, Origin: origin, Rank: rank})
	}
	if len(spared.Ghosts) > 0 {
		events = append(events, spared)
	}
	return events
}

// unhurried is how late a step may be taken before the time that it leaves
// begins anew.
const unhurried = time.Hour

// taken is when a step that was due is really taken. A machine that was down,
// or an alarm, leaves nobody less time to answer.
func (d *decision) taken(due time.Time) time.Time {
	if now := latest(d.at, d.r.Now); now.Sub(due) > unhurried {
		return now
	}
	return due
}

// daysBetween counts the whole days from one instant to another, whatever
// changes of summer time lie between.
func daysBetween(from, to time.Time) int {
	return int((to.Sub(from) + 12*time.Hour) / (24 * time.Hour))
}
