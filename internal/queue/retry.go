package queue

import "time"

// The times of retrying (contract.md, Mail that goes out): within 30 s, then
// ever later, for five days.
const (
	firstRetry = 25 * time.Second // a fifth more with jitter
	lastRetry  = 4 * time.Hour
	lifetime   = 5 * 24 * time.Hour
	// lineRetry is the longest wait when no letter can leave at all: one
	// connection costs nobody anything, and letters are late.
	lineRetry = 15 * time.Minute
)

// backoff is how long to wait after so many failures, from 1: doubled each
// time, a fifth more or less, so that no wait is shorter than the one before.
func backoff(failures int, most time.Duration, jitter float64) time.Duration {
	wait := firstRetry << min(failures-1, 20)
	wait += time.Duration((jitter - 0.5) * 0.4 * float64(wait))
	return min(wait, most).Truncate(time.Second)
}

// line is what is known of the way to the server that takes our letters.
type line struct {
	up     bool           // the last that we heard of it was an answer
	fails  int            // how often it failed since
	until  time.Time      // no try before
	failed map[int64]bool // the deliveries on which it failed since
}

// answered: the line works.
func (l *line) answered() { *l = line{up: true} }

// broke: no letter leaves before the line was tried again. Several that break
// at once are one failure; it tells whether this is the first of them.
func (l *line) broke(now time.Time, id int64, jitter float64) bool {
	l.up = false
	if l.failed == nil {
		l.failed = map[int64]bool{}
	}
	l.failed[id] = true
	if now.Before(l.until) {
		return false
	}
	l.fails++
	l.until = now.Add(backoff(l.fails, lineRetry, jitter))
	return true
}
