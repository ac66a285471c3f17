package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Source is the wire by which something arrived; the names are stored.
type Source string

// The sources.
const (
	LMTP    Source = "lmtp"
	SMTP    Source = "smtp"
	IMAP    Source = "imap"
	Mbox    Source = "mbox"
	Command Source = "command"
)

// WaitingBytes bounds what Waiting holds in memory: its list ends with the mail
// that reaches it.
const WaitingBytes = 64 << 20

// Arrival is a mail, or an operator's command, as it came in.
type Arrival struct {
	Source   Source
	At       time.Time // instant of receipt (rules.md, Time)
	Accepted time.Time // when this program took it
	From     string    // MAIL FROM
	To       []string  // RCPT TO
	Peer     string    // the client's address
	Hello    string    // the name it gave
	Raw      []byte
	// Identity is one for each mail, whatever its trace headers: a hash of
	// Message-ID, From, Subject, Date and body (safety.md, Votes).
	Identity [32]byte
	// Proven says that the From wrote it, as far as could be found out at
	// reception, and Grounds by what or why not. Whoever decides the mail, now
	// or again, goes by that.
	Proven  bool
	Grounds string
	// MessageID may be empty; only a hash of it is kept.
	MessageID string
}

// Mail is an arrival in the register.
type Mail struct {
	Arrival        // without its Message-ID
	Number  int64  //
	Problem string // why it was set aside, before it was run again
}

// Receive keeps arrivals, in one transaction, and gives their numbers: one that
// is here already is only counted, and has the number of the first. When it
// returns without an error they are on the disk, and may be acknowledged
// (promise A).
func (s *Store) Receive(ctx context.Context, arrivals []Arrival) ([]int64, error) {
	numbers := make([]int64, len(arrivals))
	err := s.write(ctx, func(tx *sql.Tx) (err error) {
		for i := range arrivals {
			if numbers[i], err = receive(tx, &arrivals[i]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("keep %d mails: %w", len(arrivals), err)
	}
	return numbers, nil
}

func receive(tx *sql.Tx, a *Arrival) (n int64, err error) {
	to, err := json.Marshal(append([]string{}, a.To...))
	if err != nil {
		return 0, err
	}
	var id any
	if a.MessageID != "" {
		sum := sha256.Sum256([]byte(a.MessageID))
		id = sum[:]
	}
	var twin int64
	if err := tx.QueryRow("SELECT coalesce(min(number), 0) FROM mail WHERE message_id = ?", id).Scan(&twin); err != nil {
		return 0, err
	}
	sum := sha256.Sum256(a.Raw)
	// No RETURNING and no DO UPDATE here: SQLite would look through all that
	// refers to mails, for each mail.
	result, err := tx.Exec(`INSERT INTO mail (source, at, accepted, sender, recipients, peer, hello, identity, message_id, proven, grounds, twin, size, sha256)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (identity) DO NOTHING`,
		string(a.Source), a.At.Unix(), a.Accepted.Unix(), legible(a.From), string(to), a.Peer, legible(a.Hello), a.Identity[:], id, a.Proven, legible(a.Grounds), number(twin), len(a.Raw), sum[:])
	if err != nil {
		return 0, err
	}
	if added, err := result.RowsAffected(); err != nil || added == 0 {
		return again(tx, a.Identity, err)
	}
	if n, err = result.LastInsertId(); err != nil {
		return 0, err
	}
	_, err = tx.Exec("INSERT INTO raw (arrival, bytes) VALUES (?, ?)", n, notNil(a.Raw))
	return n, err
}

// legible is what others said as UTF-8: JSON holds nothing else, and an export
// says what is kept.
func legible(said string) string { return strings.ToValidUTF8(said, "\uFFFD") }

// again counts a mail that is here already.
func again(tx *sql.Tx, identity [32]byte, err error) (n int64, _ error) {
	if err == nil {
		err = tx.QueryRow("UPDATE mail SET repeats = repeats + 1 WHERE identity = ? RETURNING number", identity[:]).Scan(&n)
	}
	return n, err
}

// notNil is the same bytes, never NULL.
func notNil(raw []byte) []byte { return append(make([]byte, 0, len(raw)), raw...) }

// Waiting gives the mails that nobody decided yet, in the order of their
// instants and numbers: at most limit of them, and fewer where they are large.
// Others may be left where they are so many, or of WaitingBytes together.
func (s *Store) Waiting(ctx context.Context, limit int) ([]Mail, error) {
	return s.waiting(ctx, limit, WaitingBytes)
}

func (s *Store) waiting(ctx context.Context, limit, bytes int) ([]Mail, error) {
	rows, err := s.read().QueryContext(ctx, `SELECT number, source, at, accepted, sender, recipients, peer, hello, identity, proven, grounds, problem, bytes
		FROM mail JOIN raw ON arrival = number WHERE state = 'waiting' ORDER BY at, number LIMIT ?`, limit)
	if err != nil {
		return nil, fmt.Errorf("list waiting mails: %w", err)
	}
	defer rows.Close()
	var mails []Mail
	for size := 0; size < bytes && rows.Next(); {
		m, err := scanMail(rows)
		if err != nil {
			return nil, fmt.Errorf("read waiting mail: %w", err)
		}
		size += len(m.Raw)
		mails = append(mails, m)
	}
	return mails, rows.Err()
}

func scanMail(rows *sql.Rows) (Mail, error) {
	var m Mail
	var at, accepted stamp
	var to string
	var identity []byte
	err := rows.Scan(&m.Number, &m.Source, &at, &accepted, &m.From, &to, &m.Peer, &m.Hello, &identity, &m.Proven, &m.Grounds, &m.Problem, &m.Raw)
	if err != nil {
		return m, err
	}
	m.At, m.Accepted, m.Identity = at.Time, accepted.Time, [32]byte(identity)
	return m, json.Unmarshal([]byte(to), &m.To)
}

// Retry lets a mail that was set aside wait again, with the same instant;
// ErrNotFound where it is not set aside.
func (s *Store) Retry(ctx context.Context, arrival int64) error {
	return s.write(ctx, func(tx *sql.Tx) error {
		return one(tx.Exec("UPDATE mail SET state = 'waiting' WHERE number = ? AND state = 'aside'", arrival))
	})
}

// one is ErrNotFound unless a statement changed exactly one row.
func one(result sql.Result, err error) error {
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n != 1 {
		return errors.Join(err, ErrNotFound)
	}
	return nil
}

// SetAside is a mail that was set aside.
type SetAside struct {
	Number  int64
	At      time.Time
	Problem string
}

// OldestAside is the mail set aside whose instant is the earliest: no action
// closes whose deadline is at or after it (safety.md, Promises). ErrNotFound
// when there is none.
func (s *Store) OldestAside(ctx context.Context) (SetAside, error) {
	var a SetAside
	var at stamp
	err := s.read().QueryRowContext(ctx, "SELECT number, at, problem FROM mail WHERE state = 'aside' ORDER BY at, number LIMIT 1").Scan(&a.Number, &at, &a.Problem)
	a.At = at.Time
	return a, missing(err)
}

// missing turns the absence of a row into ErrNotFound.
func missing(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNotFound
	}
	return err
}

// Raw gives a mail as it was received; ErrGone once it was purged.
func (s *Store) Raw(ctx context.Context, arrival int64) ([]byte, error) {
	var raw []byte
	var kept bool
	err := s.read().QueryRowContext(ctx, "SELECT bytes, bytes IS NOT NULL FROM mail LEFT JOIN raw ON arrival = number WHERE number = ?", arrival).Scan(&raw, &kept)
	if err == nil && !kept {
		err = ErrGone
	}
	if err != nil {
		return nil, fmt.Errorf("read raw mail %d: %w", arrival, missing(err))
	}
	return raw, nil
}

// PurgeRaw erases the raw mails accepted before an instant and handled; their
// hashes stay. It returns how many there were, and does some at a time so that
// arriving mail need not wait.
func (s *Store) PurgeRaw(ctx context.Context, before time.Time) (purged int64, err error) {
	defer func() {
		if purged > 0 {
			s.emptyLog()
		}
	}()
	for ctx.Err() == nil {
		var n int64
		err := s.write(ctx, func(tx *sql.Tx) error {
			result, err := tx.Exec(`DELETE FROM raw WHERE arrival IN (SELECT number FROM mail
				JOIN raw ON arrival = number WHERE accepted < ? AND state = 'handled' LIMIT 100)`, before.Unix())
			if err == nil {
				n, err = result.RowsAffected()
			}
			return err
		})
		purged += n
		if err != nil || n == 0 {
			return purged, err
		}
	}
	return purged, ctx.Err()
}
