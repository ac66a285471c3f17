package governance

import (
	"slices"
	"time"
)

// nextMorning is the hour of the digest on the local day after an instant:
// whoever joined on one day is told of in one letter (rules.md, Members).
func (s *State) nextMorning(at time.Time) time.Time {
	local := at.In(s.zone)
	return wallClock(local.Year(), local.Month(), local.Day()+1, s.digestHour(), s.zone)
}

// digestHour is the hour of the digest, on some day: only its clock counts.
func (s *State) digestHour() time.Time {
	return time.Date(2000, 1, 1, s.Statutes.Digest.Hour, s.Statutes.Digest.Minute, 0, 0, time.UTC)
}

// introduction is when the others are told that a member joined, zero where
// they know.
func (s *State) introduction(m *Member) time.Time { return s.calm(m.IntroduceAt) }

// reminds tells whether a reminder of an action falls on the day of an instant.
func (s *State) reminds(a *Action, day time.Time) bool {
	return slices.ContainsFunc(s.reminders(a), func(at time.Time) bool { return s.sameDay(at, day) })
}

// introduce tells of everyone who joined before today, in one letter.
func (d *decision) introduce() Event {
	var members []int
	for _, m := range d.Members {
		if at := d.introduction(m); m.Departed.IsZero() && !at.IsZero() && !at.After(d.r.At) {
			members = append(members, m.ID)
		}
	}
	if members == nil {
		return nil
	}
	return &Introduced{members}
}
