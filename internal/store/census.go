package store

import (
	"context"
	"fmt"
	"time"
)

// Count is how many rows share two labels.
type Count struct {
	Label, Sublabel string
	N               int64
}

// Census counts the register.
type Census struct {
	Mails      []Count // by state and outcome
	Deliveries []Count // by state
	Repeats    int64   // mails that came again
	Events     int64
	Overdue    time.Time // since when the most overdue letter waits, zero for none
}

// Census counts what the register holds.
func (s *Store) Census(ctx context.Context) (Census, error) {
	var c Census
	var due int64
	err := s.read().QueryRowContext(ctx, `SELECT coalesce((SELECT sum(repeats) FROM mail), 0),
		coalesce((SELECT max(seq) FROM event), 0),
		coalesce((SELECT min(due) FROM delivery WHERE state = 'waiting'), 0)`).Scan(&c.Repeats, &c.Events, &due)
	if err == nil {
		c.Mails, err = s.counts(ctx, "SELECT state, outcome, count(*) FROM mail WHERE source <> 'command' GROUP BY 1, 2")
	}
	if err == nil {
		c.Deliveries, err = s.counts(ctx, "SELECT state, '', count(*) FROM delivery GROUP BY 1")
	}
	if err != nil {
		return c, fmt.Errorf("count the register: %w", err)
	}
	if due > 0 {
		c.Overdue = time.Unix(due, 0).UTC()
	}
	return c, nil
}

func (s *Store) counts(ctx context.Context, query string) ([]Count, error) {
	rows, err := s.read().QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var counts []Count
	for rows.Next() {
		var c Count
		if err := rows.Scan(&c.Label, &c.Sublabel, &c.N); err != nil {
			return nil, err
		}
		counts = append(counts, c)
	}
	return counts, rows.Err()
}
