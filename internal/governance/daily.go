package governance

import "time"

// A day brings a member at most one letter that is neither an announcement, a
// notice, an outcome, talk, nor an answer to their own mail (rules.md,
// Information is power): the digest, a reminder, an arrival, a question of
// ours. The digest's day is its own, a reminder's day the reminder's; what can
// wait waits for a calm one, and goes to those who had nothing yet that day.

// free tells whether a member may get such a letter now.
func (s *State) free(m *Member, at time.Time) bool {
	return m.hears() && !s.sameDay(m.WrittenAt, at)
}

// write notes that an event owes a member such a letter.
func (s *State) write(m *Member, r Record) { m.WrittenAt, m.WrittenBy = r.At, r.Seq }

// written are those to whom an event owes such a letter.
func (s *State) written(r Record) []int {
	var members []int
	for _, m := range s.Members {
		if m.WrittenBy == r.Seq {
			members = append(members, m.ID)
		}
	}
	return members
}

// calm is the first instant from at on, at the same hour, of a day that is
// neither the digest's nor a reminder's. The zero instant stays zero.
func (s *State) calm(at time.Time) time.Time {
	for !at.IsZero() && s.busy(at) {
		at = Delay{1, Days}.After(at, s.zone)
	}
	return at
}

func (s *State) busy(day time.Time) bool {
	if s.digestDay(day) {
		return true
	}
	for _, a := range s.Actions {
		if a.IsOpen() && s.reminds(a, day) {
			return true
		}
	}
	return false
}
