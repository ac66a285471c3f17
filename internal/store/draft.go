package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	sqlite3 "github.com/mattn/go-sqlite3"
)

// draftName is the folder, in a data folder, in which a register is drafted.
// What a killed process left there is thrown away by the next one.
const draftName = "toutdoux.part"

// draftBytes is about how much of a draft one transaction holds.
const draftBytes = 16 << 20

// Draft is a register that is written down from what another one held. Nothing
// of it is there for anybody else until Publish. It is for one goroutine; what
// refers to something comes after it: arrivals, the log, decisions, letters.
type Draft struct {
	folder string
	lock   *os.File
	store  *Store
	tx     *sql.Tx
	size   int    // about the bytes of the open transaction
	chain  Report // of the log so far
}

// NewDraft begins a register in a data folder, which it makes where there is
// none, and keeps others out of it. It refuses a folder that holds a register,
// and returns ErrLocked where another process is at work there.
func NewDraft(folder string) (*Draft, error) {
	if err := os.MkdirAll(folder, 0o750); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", err)
	}
	d := &Draft{folder: folder}
	if err := d.begin(); err != nil {
		return nil, errors.Join(fmt.Errorf("begin a register in %s: %w", folder, advise(err)), d.Drop())
	}
	return d, nil
}

func (d *Draft) begin() (err error) {
	if d.lock, err = takeLock(filepath.Join(d.folder, lockName)); err != nil {
		return err
	}
	for _, end := range []string{"", "-wal", "-journal"} { // a log left alone would be taken for the new register's
		if _, err := os.Lstat(filepath.Join(d.folder, fileName+end)); err == nil {
			return fmt.Errorf("%s is there, and is never replaced: name an empty folder as organisation.data, or move the register there away", fileName+end)
		}
	}
	part := filepath.Join(d.folder, draftName)
	if err := os.RemoveAll(part); err != nil {
		return err
	}
	if err := os.Mkdir(part, 0o700); err != nil {
		return err
	}
	d.store, err = Open(part, Options{})
	return err
}

// exec runs one statement, within a transaction of a bearable size.
func (d *Draft) exec(query string, args ...any) (result sql.Result, err error) {
	if d.tx == nil {
		if d.tx, err = d.store.begin(context.Background()); err != nil {
			return nil, err
		}
	}
	result, err = d.tx.Exec(query, args...)
	var failure sqlite3.Error
	if errors.As(err, &failure) && failure.Code == sqlite3.ErrConstraint {
		err = fmt.Errorf("%w: %w", err, ErrAltered)
	}
	return result, err
}

// wrote counts bytes, and ends the transaction when it holds enough.
func (d *Draft) wrote(bytes int) error {
	if d.size += bytes + 1<<10; d.size < draftBytes {
		return nil
	}
	return d.commit()
}

func (d *Draft) commit() error {
	if d.tx == nil {
		return nil
	}
	err := d.store.fault(d.tx.Commit())
	d.tx, d.size = nil, 0
	return err
}

// Finish ends the writing: no letter will have a number up to that of the last,
// and those that wait may have left since the instant given, as in a backup
// (see Restored). The register can then be read; it is closed with the draft.
func (d *Draft) Finish(lastLetter int64, since time.Time) (*Store, error) {
	err := raiseLetters(d.exec, lastLetter)
	if err == nil {
		err = d.Set(&Fact{BackupSetting, since.UTC().Format(time.RFC3339)})
	}
	if err == nil {
		err = d.commit()
	}
	if err != nil {
		return nil, fmt.Errorf("end the register: %w", err)
	}
	return d.store, nil
}

// Publish puts the finished register in its place. It is there whole, or not at
// all: placed tells, also where something fails once it is, such as bringing its
// name to the disk.
func (d *Draft) Publish() (placed bool, err error) {
	path := filepath.Join(d.folder, draftName, fileName)
	err = errors.Join(d.commit(), d.store.Close())
	d.store = nil
	if err == nil {
		_, open := os.Lstat(path + "-wal")
		if open == nil { // SQLite takes it away once all of it is in the database
			err = errors.New("its write-ahead log is left: try again")
		}
	}
	if err == nil {
		err = syncFile(path)
	}
	if err == nil {
		err = os.Rename(path, filepath.Join(d.folder, fileName))
	}
	if placed = err == nil; placed {
		err = syncFile(d.folder)
	}
	if err != nil {
		err = fmt.Errorf("put the register in its place: %w", err)
	}
	return placed, errors.Join(err, d.Drop())
}

// Drop throws the draft away where it was not published, and lets others into
// the folder. It can be called again.
func (d *Draft) Drop() error {
	var errs []error
	if d.tx != nil {
		_ = d.tx.Rollback() // the file goes with it
		d.tx = nil
	}
	if d.store != nil {
		errs = append(errs, d.store.Close())
		d.store = nil
	}
	if d.lock != nil {
		errs = append(errs, os.RemoveAll(filepath.Join(d.folder, draftName)), leaveLock(d.lock))
		d.lock = nil
	}
	return errors.Join(errs...)
}
