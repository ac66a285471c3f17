package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"toutdoux/migrations"

	sqlite3 "github.com/mattn/go-sqlite3"
)

// The files of a data folder.
const (
	fileName = "toutdoux.db"
	lockName = "toutdoux.lock"
)

// oldestSQLite is the first version without the WAL fault that could corrupt a
// database (safety.md, Libraries).
const oldestSQLite = 3_051_003

// Options says how a register is opened. Its zero value is that of a daemon
// which sends no letters.
type Options struct {
	// ReadOnly takes no lock, changes nothing, and refuses writes: for listings
	// beside a running daemon.
	ReadOnly bool
	// Memory keeps the register in memory, for replay; the folder is ignored.
	// It is for one goroutine: everything goes through one connection.
	Memory bool
	// Proofs gives the two proofs of a delivery (see address): the one that an
	// answer carries, and the one that a bounce carries. Nil: none is kept.
	Proofs func(letter int64, member int) (reply, bounce string)
	// Plain gives what a raw mail says once it is decoded, in which the addresses
	// of somebody who is erased are looked for; nil: they are only looked for in
	// its bytes.
	Plain func(raw []byte) string
	// Random gives the salts of texts; nil is crypto/rand.
	Random io.Reader
}

// Store is an open register. Its methods may be called from any goroutine,
// except where Options.Memory is set.
type Store struct {
	writer, reader *sql.DB // the same one in memory
	lock           *os.File
	options        Options
	batch          atomic.Pointer[sql.Tx] // the open batch, in memory only
	unscrubbed     atomic.Bool            // erased words may stand in the write-ahead log
	broken         atomic.Pointer[error]  // the disk's failure, after which nothing is written
}

// Open opens the register in a data folder, creating it where there is none,
// and brings its schema up to date. It returns ErrLocked while another process
// has it open for writing, and ErrNewer when a newer program wrote it.
func Open(folder string, options Options) (*Store, error) {
	if options.Random == nil {
		options.Random = rand.Reader
	}
	if name, number, _ := sqlite3.Version(); number < oldestSQLite {
		return nil, fmt.Errorf("open register: SQLite %s can corrupt it: build with 3.51.3 or later", name)
	}
	s := &Store{options: options}
	if err := s.open(folder); err != nil {
		return nil, errors.Join(fmt.Errorf("open register in %s: %w", folder, advise(err)), s.Close())
	}
	return s, nil
}

// Exists tells whether a data folder holds a register.
func Exists(folder string) bool {
	_, err := os.Stat(filepath.Join(folder, fileName))
	return err == nil
}

// advise says what to try where SQLite or the system only says what is wrong.
func advise(err error) error {
	var failure sqlite3.Error
	errors.As(err, &failure)
	switch failure.Code {
	case sqlite3.ErrCantOpen, sqlite3.ErrReadonly, sqlite3.ErrPerm:
		return fmt.Errorf("%w: run this as the daemon's user", err)
	case sqlite3.ErrNotADB, sqlite3.ErrCorrupt:
		return fmt.Errorf("%w: restore a backup, once toutdoux.db, toutdoux.db-wal and toutdoux.db-shm are moved away together", err)
	}
	if errors.Is(err, fs.ErrPermission) {
		return fmt.Errorf("%w: run this as the daemon's user", err)
	}
	return err
}

func (s *Store) open(folder string) error {
	if s.options.Memory {
		return s.openMemory()
	}
	path := filepath.Join(folder, fileName)
	if s.options.ReadOnly {
		return s.openReader(path)
	}
	var err error
	if s.lock, err = takeLock(filepath.Join(folder, lockName)); err != nil {
		return err
	}
	if err := os.RemoveAll(filepath.Join(folder, draftName)); err != nil { // words and addresses, left by an import that was killed
		return err
	}
	if err := makePrivate(path); err != nil {
		return err
	}
	if s.writer, err = connect(path, 1, "_txlock=immediate&_journal_mode=WAL"); err != nil {
		return err
	}
	if err := checkSafe(s.writer); err != nil {
		return err
	}
	if err := migrate(s.writer, migrations.FS); err != nil {
		return err
	}
	s.unscrubbed.Store(true) // a process that was killed may have left something
	return s.openReader(path)
}

func (s *Store) openMemory() (err error) {
	if s.writer, err = connect(":memory:", 1, "_txlock=immediate"); err != nil {
		return err
	}
	s.reader = s.writer
	return migrate(s.writer, migrations.FS)
}

// openReader opens the read-only pool, and checks that the schema is one that
// this program knows.
func (s *Store) openReader(path string) (err error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w: run `toutdoux init` first, or name another data folder", err)
	}
	if s.reader, err = connect(path, 4, "mode=ro"); err != nil {
		return err
	}
	return checkVersion(s.reader, migrations.FS)
}

// connect opens a pool of at most n connections, each with the same pragmas.
func connect(path string, n int, more string) (*sql.DB, error) {
	escaped := strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(path)
	db, err := sql.Open("sqlite3", "file:"+escaped+
		"?_synchronous=FULL&_foreign_keys=on&_busy_timeout=10000&_secure_delete=on&_stmt_cache_size=32&"+more)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(n)
	db.SetMaxIdleConns(n)
	if n > 1 {
		db.SetMaxIdleConns(1)
	}
	return db, db.Ping()
}

// checkSafe refuses a database that would forget what it acknowledged.
func checkSafe(db *sql.DB) error {
	var synchronous, keys int
	var journal string
	err := db.QueryRow("SELECT (SELECT synchronous FROM pragma_synchronous), (SELECT foreign_keys FROM pragma_foreign_keys), (SELECT journal_mode FROM pragma_journal_mode)").Scan(&synchronous, &keys, &journal)
	if err != nil {
		return fmt.Errorf("read its pragmas: %w", err)
	}
	if synchronous != 2 || keys != 1 || journal != "wal" {
		return fmt.Errorf("it is not safe here (synchronous %d, foreign keys %d, journal %s; it must be 2, 1, wal): put the data folder on a local disk", synchronous, keys, journal)
	}
	return nil
}

// makePrivate creates the database file so that only its owner reads it; the
// files that SQLite puts beside it follow.
func makePrivate(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

// Close closes the register and lets another process open it.
func (s *Store) Close() error {
	var errs []error
	if s.reader != nil && s.reader != s.writer {
		errs = append(errs, s.reader.Close())
	}
	if s.writer != nil {
		errs = append(errs, s.writer.Close())
	}
	if s.lock != nil {
		errs = append(errs, leaveLock(s.lock))
	}
	return errors.Join(errs...)
}

// querier is what reads: a pool, or the open batch in memory.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// read is what to read with. In memory the one connection is the batch's while
// a batch is open.
func (s *Store) read() querier {
	if tx := s.batch.Load(); tx != nil {
		return tx
	}
	return s.reader
}

// instant is how a time is stored: whole seconds, nothing for the zero time.
func instant(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.Unix()
}

// number is how a reference is stored: nothing for 0.
func number(n int64) any {
	if n == 0 {
		return nil
	}
	return n
}

// stamp reads what instant stored.
type stamp struct{ time.Time }

// Scan implements sql.Scanner.
func (t *stamp) Scan(value any) error {
	switch v := value.(type) {
	case nil:
		t.Time = time.Time{}
	case int64:
		t.Time = time.Unix(v, 0).UTC()
	default:
		return fmt.Errorf("read instant: %T is no number of seconds", value)
	}
	return nil
}
