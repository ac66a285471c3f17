package queue

import (
	"context"
	"time"

	"toutdoux/internal/store"
)

// pick chooses the deliveries that leave now. Where none can although nothing
// is on its way, it tells when to look again.
func (q *Queue) pick(now time.Time) (picked []store.Delivery, next time.Time, err error) {
	select {
	case <-q.quit:
		return nil, next, nil
	default:
	}
	free := q.options.Connections - q.busy()
	if !q.line.up {
		free = 1 - q.busy() // a line that failed is tried by one letter
	}
	if free <= 0 {
		return nil, next, nil
	}
	if now.Before(q.line.until) {
		return nil, q.line.until, nil
	}
	due, err := q.shelf.Due(context.Background(), now, free+len(q.sending)+len(q.line.failed))
	if err != nil {
		return nil, next, err
	}
	var held, answer bool // something, or an answer to a person, by the quota
	for _, d := range q.order(due) {
		if len(picked) == free {
			break
		}
		if q.quota.take(now, d.Personal) {
			picked = append(picked, d)
		} else {
			held, answer = true, answer || d.Personal
		}
	}
	switch {
	case len(picked) > 0:
	case held:
		next, err = q.refilled(now, answer)
	default:
		next, err = q.shelf.NextDue(context.Background())
	}
	return picked, next, err
}

// refilled is when to look again where the quota holds a letter back: when it
// would leave, or before that when an answer to a person is due that was put off
// and may leave all the same.
func (q *Queue) refilled(now time.Time, personal bool) (next time.Time, err error) {
	next = q.quota.ready(personal)
	answer, err := q.shelf.NextAnswer(context.Background(), now)
	if !answer.IsZero() && answer.Before(next) {
		next = answer
	}
	return next, err
}

// order leaves out what is on its way, and puts last what failed since the line
// did: it may be that letter on which the line fails, and the others get
// through.
func (q *Queue) order(due []store.Delivery) []store.Delivery {
	var first, last []store.Delivery
	for _, d := range due {
		switch {
		case q.sending[d.ID]:
		case q.line.failed[d.ID]:
			last = append(last, d)
		default:
			first = append(first, d)
		}
	}
	return append(first, last...)
}
