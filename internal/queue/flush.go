package queue

import (
	"context"
	"errors"
	"time"

	"toutdoux/internal/store"
)

// round is what the running goroutine knows; it outlives it.
type round struct {
	awake   bool           // put-off letters were tried once since the start
	line    line           //
	quota   *quota         // nil: none
	sending map[int64]bool // the deliveries on their way, and those of results
	ended   chan attempt   // those that came back
	results []store.Result // what became of them, to be noted
}

// attempt is one delivery that was handed to the courier, and what it said.
type attempt struct {
	delivery store.Delivery
	written  bool // the writer wrote it, so that err is the courier's
	err      error
}

// flush sends all that is due and returns when to look again: the zero time
// when nothing waits.
//
// Each turn notes in one commit what became of the letters that came back and
// which ones leave in their place. So a letter leaves only after the one before
// it on its connection was noted, and a letter that has just become due leaves
// next, however many wait.
func (q *Queue) flush() time.Time {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	quit, letGo := q.quit, q.cancel
	for {
		next, err := q.turn(ctx)
		if err != nil {
			q.options.Log.Error("letters cannot be noted: none leaves until they can", "err", err)
			next = q.clock.Now().Add(firstRetry)
		}
		if q.busy() == 0 {
			return next
		}
		select {
		case a := <-q.ended:
			q.collect(a)
		case <-q.wake:
		case <-quit:
			quit = nil
		case <-letGo:
			letGo = nil
			cancel()
		}
	}
}

// turn notes what came back and sends what may leave. Where nothing can, it
// tells when to try again.
func (q *Queue) turn(ctx context.Context) (next time.Time, err error) {
	now := q.clock.Now()
	if err := q.prepare(now); err != nil {
		return next, err
	}
	for {
		noted := len(q.results)
		picked, next, err := q.pick(now)
		if err := errors.Join(err, q.note(now, picked)); err != nil {
			return next, err
		}
		for _, d := range picked {
			q.sending[d.ID] = true
			go q.send(ctx, d)
		}
		if len(picked) > 0 || noted == 0 {
			return next, nil
		}
		// What was noted may have changed what is due next.
	}
}

// busy is how many letters are on their way.
func (q *Queue) busy() int { return len(q.sending) - len(q.results) }

// prepare does once what a start asks for.
func (q *Queue) prepare(now time.Time) error {
	if q.awake {
		return nil
	}
	sent, err := q.shelf.SentSince(context.Background(), now.Add(-2*day)) // before it is forgotten which were on their way
	if err != nil {
		return err
	}
	interrupted, err := q.shelf.WakeAll(context.Background(), now)
	if err != nil {
		return err
	}
	if interrupted > 0 {
		q.options.Log.Warn("letters were on their way when the daemon stopped, or had no answer: they may arrive twice", "letters", interrupted)
	}
	q.doubtful.Add(interrupted)
	q.quota, q.awake = newQuota(q.options.PerDay, sent, now), true
	return nil
}
