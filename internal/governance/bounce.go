package governance

import (
	"slices"
	"time"
)

// goneStatuses are the enhanced statuses of a mailbox that is no more (RFC
// 3463; rules.md, Members).
var goneStatuses = []string{"5.1.1", "5.1.2", "5.1.6", "5.2.1"}

const (
	bouncesApart  = 3 * 24 * time.Hour  // between the first and the one that marks
	bouncesForget = 30 * 24 * time.Hour // older ones say nothing any more
	bouncesBurst  = 24 * time.Hour      // when many at once mean a fault of ours
)

// bounce notes a letter that came back. Only one that carries the letter's own
// proof counts.
func (d *decision) bounce() []Event {
	if f := d.Follower(d.r.Answers.Member); f != nil && d.r.Answers.Letter != 0 && len(d.r.Bounces) > 0 {
		return d.followerBounce(f)
	}
	m := d.Member(d.r.Answers.Member)
	if d.r.Answers.Letter == 0 || m == nil || !m.Departed.IsZero() || len(d.r.Bounces) == 0 {
		return []Event{&Ignored{WhyUnprovenDSN}}
	}
	b := d.r.Bounces[0]
	gone := b.Permanent && slices.Contains(goneStatuses, b.Status)
	bounced := &Bounced{Member: m.ID, Letter: d.r.Answers.Letter, Status: b.Status, Gone: gone, Hard: b.Permanent}
	if !b.Permanent {
		return []Event{bounced}
	}
	if d.r.Answers.Alone {
		bounced.Author = d.r.Answers.Author
	}
	bounced.Owner = !gone && !d.asked(Owner, 0, d.at)
	events := []Event{bounced}
	if n := d.bouncing(m); d.Alarm.IsZero() && n > 1 && 10*n > d.present() {
		return append(events, &Alarmed{n})
	}
	if !gone {
		return events
	}
	since := m.FirstBounce
	if d.at.Sub(m.LastBounce) > bouncesForget {
		since = time.Time{}
	}
	if d.Alarm.IsZero() && !m.Unreachable && !since.IsZero() && d.at.Sub(since) >= bouncesApart {
		events = append(events, &BecameUnreachable{m.ID})
	}
	return events
}

// bouncing counts the members whose letters came back for good within a day, m
// included, whatever the reason: those who could not hear did not consent.
func (d *decision) bouncing(m *Member) int {
	n := 0
	for _, other := range d.Members {
		recent := !other.LastFailure.IsZero() && d.at.Sub(other.LastFailure) < bouncesBurst
		if other == m || recent && other.Departed.IsZero() {
			n++
		}
	}
	return n
}

// present counts the members.
func (s *State) present() int {
	n := 0
	for _, m := range s.Members {
		if m.Departed.IsZero() {
			n++
		}
	}
	return n
}
