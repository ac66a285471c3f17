package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	sqlite3 "github.com/mattn/go-sqlite3"
)

// The errors of reading and writing.
var (
	// ErrNotFound: there is no such row.
	ErrNotFound = errors.New("no such entry in the register")
	// ErrGone: it was there, and was erased or purged.
	ErrGone = errors.New("erased from the register")
	// ErrAltered: no register held what a draft was given.
	ErrAltered = errors.New("this is not what was exported: copy the export once more, or write a new one")
	// ErrReadOnly: the register was opened for reading alone.
	ErrReadOnly = errors.New("the register is open for reading alone")
	// ErrDisk: the disk failed. What it holds is no longer known, so nothing is
	// written any more, and trying again would lie: stop.
	ErrDisk = errors.New("the disk failed: stop, check the disk, and start again")
)

// begin opens a transaction of the one writer, after waiting for its turn. A
// write that began is never cancelled: SQLite would roll it back, and take the
// statements that follow outside of any transaction.
func (s *Store) begin(ctx context.Context) (*sql.Tx, error) {
	if s.writer == nil {
		return nil, ErrReadOnly
	}
	if err := errors.Join(s.Broken(), ctx.Err()); err != nil {
		return nil, err
	}
	tx, err := s.writer.BeginTx(context.WithoutCancel(ctx), nil)
	return tx, s.fault(err)
}

// write runs one transaction.
func (s *Store) write(ctx context.Context, do func(*sql.Tx) error) error {
	tx, err := s.begin(ctx)
	if err != nil {
		return err
	}
	if err := do(tx); err != nil {
		_ = tx.Rollback() // fails only where SQLite rolled back by itself
		return s.fault(err)
	}
	return s.fault(tx.Commit())
}

// fault notes a failure of the disk, after which nothing is written any more.
func (s *Store) fault(err error) error {
	var failure sqlite3.Error
	if !errors.As(err, &failure) || (failure.Code != sqlite3.ErrIoErr && failure.Code != sqlite3.ErrCorrupt) {
		return err
	}
	err = fmt.Errorf("%w (%w)", ErrDisk, err)
	s.broken.CompareAndSwap(nil, &err)
	return err
}

// Broken is the failure of the disk after which nothing is written any more,
// or nil.
func (s *Store) Broken() error {
	if err := s.broken.Load(); err != nil {
		return *err
	}
	return nil
}
