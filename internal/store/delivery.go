package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"toutdoux/internal/governance"
)

// DeliveryState is where a delivery stands; the names are stored.
type DeliveryState string

// The states of a delivery. Returned is a letter that was sent and bounced.
const (
	Waiting  DeliveryState = "waiting"
	Sent     DeliveryState = "sent"
	Failed   DeliveryState = "failed"  // refused for good, or given up
	Dropped  DeliveryState = "dropped" // no longer owed
	Returned DeliveryState = "returned"
)

// Delivery is one letter to one recipient.
type Delivery struct {
	ID       int64
	Letter   int64
	Body     governance.Letter // without its recipients
	Member   int               // Stranger, Owner
	Proof    string            // what an answer carries; "" where none is kept
	Bounce   string            // what a bounce carries
	Personal bool              // an answer to a person: before any fan-out
	Attempts int               // answers so far that put it off
	FirstTry time.Time         // zero: never tried
	Due      time.Time
}

// Result is what became of one attempt to send.
type Result struct {
	Delivery int64
	State    DeliveryState // Waiting: to be tried again
	At       time.Time     // Sent: when; Waiting: when again, zero for no change
	Doubtful bool          // Waiting: it may have left all the same
	Counted  bool          // an attempt of this recipient; else the line's trouble
	Status   string        // enhanced status (RFC 3463)
	Error    string        // the other server's words
}

// Due gives the deliveries to be sent by now, answers to persons before all
// others and then the longest due, at most limit of them.
func (s *Store) Due(ctx context.Context, now time.Time, limit int) ([]Delivery, error) {
	var due []Delivery
	for _, personal := range []bool{true, false} {
		rows, err := s.read().QueryContext(ctx, `SELECT d.id, letter, body, member, coalesce(proof, ''), coalesce(bounce_proof, ''), personal, attempts, first_try, due
			FROM delivery d JOIN letter ON letter.id = letter
			WHERE state = 'waiting' AND personal = ? AND due <= ? ORDER BY due, d.id LIMIT ?`, personal, now.Unix(), limit-len(due))
		if err == nil {
			due, err = scanDeliveries(rows, due)
		}
		if err != nil {
			return nil, fmt.Errorf("list due deliveries: %w", err)
		}
	}
	return due, nil
}

func scanDeliveries(rows *sql.Rows, list []Delivery) ([]Delivery, error) {
	defer rows.Close()
	for rows.Next() {
		var d Delivery
		var body string
		var first, due stamp
		err := rows.Scan(&d.ID, &d.Letter, &body, &d.Member, &d.Proof, &d.Bounce, &d.Personal, &d.Attempts, &first, &due)
		if err == nil {
			err = json.Unmarshal([]byte(body), &d.Body)
		}
		if err != nil {
			return nil, err
		}
		d.FirstTry, d.Due = first.Time, due.Time
		list = append(list, d)
	}
	return list, rows.Err()
}

// NextDue is the instant of the delivery that is due first; the zero time when
// none waits.
func (s *Store) NextDue(ctx context.Context) (time.Time, error) {
	var due stamp
	err := s.read().QueryRowContext(ctx, `SELECT min(due) FROM (
		SELECT min(due) AS due FROM delivery WHERE state = 'waiting' AND personal = 0
		UNION ALL SELECT min(due) FROM delivery WHERE state = 'waiting' AND personal = 1)`).Scan(&due)
	if err != nil {
		return time.Time{}, fmt.Errorf("find the next delivery: %w", err)
	}
	return due.Time, nil
}

// NextAnswer is the instant, after now, of the answer to a person that is due
// first; the zero time when none was put off until later.
func (s *Store) NextAnswer(ctx context.Context, now time.Time) (time.Time, error) {
	var due stamp
	err := s.read().QueryRowContext(ctx, "SELECT min(due) FROM delivery WHERE state = 'waiting' AND personal = 1 AND due > ?", now.Unix()).Scan(&due)
	if err != nil {
		return time.Time{}, fmt.Errorf("find the next answer: %w", err)
	}
	return due.Time, nil
}

// Settle notes, in one transaction, what became of attempts that have ended,
// and which deliveries are on their way from now: those are the ones that may
// arrive twice after a crash (promise F).
func (s *Store) Settle(ctx context.Context, now time.Time, results []Result, starts []int64) error {
	if len(results)+len(starts) == 0 {
		return nil
	}
	forgot := false
	err := s.write(ctx, func(tx *sql.Tx) (err error) {
		for i := range results {
			if err := settle(tx, &results[i]); err != nil {
				return err
			}
		}
		for _, id := range starts {
			if _, err := tx.Exec("UPDATE delivery SET started = ? WHERE id = ? AND state = 'waiting'", now.Unix(), id); err != nil {
				return err
			}
		}
		forgot, err = forgetWhispers(tx)
		return err
	})
	if err != nil {
		return fmt.Errorf("note deliveries: %w", err)
	}
	if forgot {
		s.emptyLog()
	}
	return nil
}

// settle leaves a delivery alone that is no longer waiting: its bounce was
// quicker than we.
func settle(tx *sql.Tx, r *Result) error {
	var sent, due any
	switch r.State {
	case Sent:
		sent = instant(r.At)
	case Waiting:
		due = instant(r.At)
	}
	_, err := tx.Exec(`UPDATE delivery SET state = ?, due = coalesce(?, due), sent_at = ?, status = ?, error = ?, attempts = attempts + ?,
		first_try = CASE WHEN ? THEN coalesce(first_try, started) ELSE first_try END, started = CASE WHEN ? THEN started END
		WHERE id = ? AND state = 'waiting'`, string(r.State), due, sent, legible(r.Status), legible(r.Error), r.Counted, r.Counted, r.Doubtful, r.Delivery)
	return err
}

// WakeAll makes every delivery that was put off due now: a daemon tries each
// once at every start. It tells how many were on their way when the daemon
// stopped, or may have left before: those may arrive twice.
func (s *Store) WakeAll(ctx context.Context, now time.Time) (interrupted int64, err error) {
	err = s.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.Exec("UPDATE delivery SET due = min(due, ?) WHERE state = 'waiting' AND attempts > 0", now.Unix())
		if err != nil {
			return err
		}
		result, err := tx.Exec("UPDATE delivery SET started = NULL WHERE started IS NOT NULL")
		if err != nil {
			return err
		}
		interrupted, err = result.RowsAffected()
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("wake deliveries: %w", err)
	}
	return interrupted, nil
}

// SentSince lists the instants at which letters left since then, or may have
// left, in order: a provider's quota counts them.
func (s *Store) SentSince(ctx context.Context, since time.Time) ([]time.Time, error) {
	rows, err := s.read().QueryContext(ctx, `SELECT sent_at AS at FROM delivery WHERE sent_at >= ?1
		UNION ALL SELECT started FROM delivery WHERE started >= ?1 ORDER BY at`, since.Unix())
	if err != nil {
		return nil, fmt.Errorf("list letters sent: %w", err)
	}
	defer rows.Close()
	var instants []time.Time
	for rows.Next() {
		var at stamp
		if err := rows.Scan(&at); err != nil {
			return nil, fmt.Errorf("list letters sent: %w", err)
		}
		instants = append(instants, at.Time)
	}
	return instants, rows.Err()
}
