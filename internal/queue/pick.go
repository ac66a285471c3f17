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
	for _, d := range q.order(due) {
		if len(picked) == free {
			break
		}
		if !q.quota.take(now, d.Personal) {
			return picked, q.quota.ready(d.Personal), nil
		}
		picked = append(picked, d)
	}
	if len(picked) == 0 {
		next, err = q.shelf.NextDue(context.Background())
	}
	return picked, next, err
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
