package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// MailState is where an arrival stands; the names are stored.
type MailState string

// The states of an arrival.
const (
	MailWaiting MailState = "waiting"
	MailHandled MailState = "handled"
	MailAside   MailState = "aside"
)

// Entry is an arrival as a list shows it: neither what it says nor who wrote
// it.
type Entry struct {
	Number  int64
	At      time.Time // instant of receipt
	Source  Source
	Size    int64 // bytes, as received
	State   MailState
	Outcome string // what became of it, once handled
	Problem string // why it was set aside last, "" for never
	Twin    int64  // the first arrival with the same Message-ID and other words, 0 for none
	Proven  bool   // as in Arrival
	Grounds string
}

// Mails gives every arrival by number, operators' commands among them; only
// those set aside where aside is set.
func (s *Store) Mails(ctx context.Context, aside bool, each func(Entry) error) error {
	return s.entries(ctx, "WHERE state = 'aside' OR NOT ?", aside, each)
}

// Entry gives one arrival; ErrNotFound where there is none of that number.
func (s *Store) Entry(ctx context.Context, number int64) (Entry, error) {
	return s.entry(ctx, "WHERE number = ?", number)
}

// Known gives the arrival of that identity; ErrNotFound where there is none.
func (s *Store) Known(ctx context.Context, identity [32]byte) (Entry, error) {
	return s.entry(ctx, "WHERE identity = ?", identity[:])
}

func (s *Store) entry(ctx context.Context, which string, arg any) (Entry, error) {
	entry, err := Entry{}, ErrNotFound
	failed := s.entries(ctx, which, arg, func(e Entry) error {
		entry, err = e, nil
		return nil
	})
	if failed != nil {
		err = failed
	}
	return entry, err
}

func (s *Store) entries(ctx context.Context, which string, arg any, each func(Entry) error) error {
	return entriesOf(ctx, s.read(), which, arg, each)
}

func entriesOf(ctx context.Context, q querier, which string, arg any, each func(Entry) error) error {
	rows, err := q.QueryContext(ctx, "SELECT number, at, source, size, state, outcome, problem, coalesce(twin, 0), proven, grounds FROM mail "+which+" ORDER BY number", arg)
	if err != nil {
		return fmt.Errorf("list mails: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		e, err := scanEntry(rows)
		if err != nil {
			return fmt.Errorf("list mails: %w", err)
		}
		if err := each(e); err != nil {
			return err
		}
	}
	return rows.Err()
}

func scanEntry(rows *sql.Rows) (Entry, error) {
	var e Entry
	var at stamp
	err := rows.Scan(&e.Number, &at, &e.Source, &e.Size, &e.State, &e.Outcome, &e.Problem, &e.Twin, &e.Proven, &e.Grounds)
	e.At = at.Time
	return e, err
}

// LogOf gives the rows of the log that an arrival caused, as Log does.
func (s *Store) LogOf(ctx context.Context, arrival int64, each func(*Row) error) error {
	return s.causedBy(ctx, arrival, proven, each)
}
