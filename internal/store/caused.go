package store

import (
	"context"
	"fmt"

	"toutdoux/internal/governance"
)

// Caused gives the events that an arrival caused, in order; none where it was
// not decided yet.
func (s *Store) Caused(ctx context.Context, arrival int64, each func(governance.Record)) error {
	return s.causedBy(ctx, arrival, plain, func(r *Row) error {
		record, err := r.Record()
		if err == nil {
			each(record)
		}
		return err
	})
}

// causedBy gives the rows that an arrival caused. They stand close together:
// between the first and the last there are few others.
func (s *Store) causedBy(ctx context.Context, arrival int64, what columns, each func(*Row) error) error {
	var first, last int64
	err := s.read().QueryRowContext(ctx, "SELECT coalesce(min(seq), 0), coalesce(max(seq), -1) FROM event WHERE arrival = ?", arrival).Scan(&first, &last)
	if err != nil {
		return fmt.Errorf("find the events of mail %d: %w", arrival, err)
	}
	return s.rows(ctx, first, last, what, func(r *Row) error {
		if r.Arrival != arrival {
			return nil
		}
		return each(r)
	})
}
