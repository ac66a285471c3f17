package queue

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"toutdoux/internal/store"
)

// send writes one letter and hands it to the courier.
func (q *Queue) send(ctx context.Context, d store.Delivery) {
	a := attempt{delivery: d}
	var mail Mail
	if mail, a.err = q.writer.Compose(ctx, d); a.err == nil {
		a.written = true
		a.err = q.courier.Send(ctx, mail)
	}
	q.ended <- a
}

// collect takes back a letter that was on its way, and decides what becomes of
// it. Of one that was let go nobody knows: it stays as it is, due and started.
func (q *Queue) collect(a attempt) {
	doubtful := errors.Is(a.err, ErrDoubtful)
	switch {
	case doubtful: // it has its token: the provider may count it
		q.doubtful.Add(1)
		q.options.Log.Warn("a letter may arrive twice: no answer came after the whole of it", "letter", a.delivery.Letter, "delivery", a.delivery.ID)
	case a.err != nil:
		q.quota.giveBack()
	}
	if a.err != nil && q.letGo() {
		delete(q.sending, a.delivery.ID)
		return
	}
	now := q.clock.Now()
	result := q.judge(now, a)
	result.Delivery, result.Doubtful = a.delivery.ID, doubtful
	q.results = append(q.results, result)
}

// letGo tells whether Close cancelled what was on its way.
func (q *Queue) letGo() bool {
	select {
	case <-q.cancel:
		return true
	default:
		return false
	}
}

func (q *Queue) judge(now time.Time, a attempt) store.Result {
	var refusal Refusal
	switch {
	case a.err == nil:
		q.line.answered()
		return store.Result{State: store.Sent, At: now, Counted: true}
	case errors.Is(a.err, ErrNotOwed):
		return store.Result{State: store.Dropped}
	case !a.written:
		q.options.Log.Error("write letter", "letter", a.delivery.Letter, "kind", a.delivery.Body.Kind, "err", a.err)
		return q.putOff(now, a.delivery, "", a.err)
	case !errors.As(a.err, &refusal) || !refusal.Recipient():
		return q.troubled(now, a.delivery, a.err)
	}
	q.line.answered()
	if refusal.Permanent() {
		return q.fail(now, a.delivery, refusal.Status(), a.err, q.options.Refused)
	}
	return q.putOff(now, a.delivery, refusal.Status(), a.err)
}

// troubled is for a letter that met no answer of its own. One failure of a line
// that worked may be this letter's doing, and counts for it; the next one is
// the line's, and counts for nobody.
func (q *Queue) troubled(now time.Time, d store.Delivery, err error) store.Result {
	if q.line.up {
		q.line.up = false
		return q.putOff(now, d, "", err)
	}
	if q.line.broke(now, d.ID, q.options.Jitter()) {
		q.options.Log.Warn("no letter can leave", "err", discreet(words(err)), "again", q.line.until)
	}
	return store.Result{State: store.Waiting, Error: words(err)}
}

// putOff tries a letter again later, or gives it up once five days have passed
// since its first try; the last try is at their very end.
func (q *Queue) putOff(now time.Time, d store.Delivery, status string, err error) store.Result {
	if d.FirstTry.IsZero() {
		d.FirstTry = now
	}
	end := d.FirstTry.Add(lifetime)
	if !now.Before(end) {
		return q.fail(now, d, status, err, q.options.GivenUp)
	}
	again := now.Add(backoff(d.Attempts+1, lastRetry, q.options.Jitter()))
	if again.After(end) {
		again = end
	}
	return store.Result{State: store.Waiting, At: again, Counted: true, Status: status, Error: words(err)}
}

// fail ends a delivery that did not arrive, once somebody was told.
func (q *Queue) fail(now time.Time, d store.Delivery, status string, err error, tell func(store.Delivery, string) error) store.Result {
	if failed := tell(d, status); failed != nil {
		q.options.Log.Error("tell of a letter that did not arrive: it is tried again", "letter", d.Letter, "delivery", d.ID, "err", failed)
		return store.Result{State: store.Waiting, At: now.Add(lastRetry), Counted: true, Status: status, Error: words(err)}
	}
	q.options.Log.Warn("letter did not arrive", "letter", d.Letter, "delivery", d.ID, "status", status)
	return store.Result{State: store.Failed, Counted: true, Status: status, Error: words(err)}
}

// note writes down what became of letters and which ones leave now. Where that
// fails nothing leaves, and it is tried again before anything else: else a
// crash would send again all that was never noted.
func (q *Queue) note(now time.Time, picked []store.Delivery) error {
	starts := make([]int64, len(picked))
	for i, d := range picked {
		starts[i] = d.ID
	}
	if err := q.shelf.Settle(context.Background(), now, q.results, starts); err != nil {
		for range picked {
			q.quota.giveBack()
		}
		return fmt.Errorf("after %d letters: %w", len(q.results), err)
	}
	for _, r := range q.results {
		delete(q.sending, r.Delivery)
	}
	q.results = nil
	return nil
}

// words is what is kept of an error: the other server wrote it.
func words(err error) string {
	const most = 300
	text := strings.ToValidUTF8(err.Error(), "")
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most], "")
	}
	return text
}

// discreet leaves out the addresses that another server quotes: a log holds
// none, and that of our sender bears the proof of a letter.
func discreet(text string) string {
	said := strings.Fields(text)
	for i, word := range said {
		if strings.Contains(word, "@") {
			said[i] = "(address)"
		}
	}
	return strings.Join(said, " ")
}
