package store

import (
	"context"
	"errors"

	"toutdoux/internal/governance"
)

// loadAhead is how many rows one batch of Load holds, and how many batches are
// read ahead: enough that reading and deciding go on at the same time.
const loadAhead = 256

// Load gives every event after a number, in order, for the state to be rebuilt.
// Rows are read from the disk while those before them are decoded.
func (s *Store) Load(ctx context.Context, after int64, each func(governance.Record) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	batches := make(chan []*Row, 4)
	failed := make(chan error, 1)
	go func() {
		defer close(batches)
		failed <- s.readAhead(ctx, after, batches)
	}()
	err := apply(batches, each)
	if err != nil {
		cancel()
		for range batches { // let the reader see it
		}
		<-failed
		return err
	}
	return <-failed
}

// readAhead sends the rows after a number, some at a time.
func (s *Store) readAhead(ctx context.Context, after int64, batches chan<- []*Row) error {
	var batch []*Row
	send := func() error {
		select {
		case batches <- batch:
			batch = make([]*Row, 0, loadAhead)
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	err := s.rows(ctx, after+1, 1<<62, plain, func(r *Row) error {
		if batch = append(batch, r); len(batch) == loadAhead {
			return send()
		}
		return nil
	})
	return errors.Join(err, send())
}

func apply(batches <-chan []*Row, each func(governance.Record) error) error {
	for batch := range batches {
		for _, row := range batch {
			record, err := row.Record()
			if err == nil {
				err = each(record)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}
