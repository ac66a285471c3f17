package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// Size is how many bytes a register takes on the disk, with what SQLite puts
// beside it.
func Size(folder string) (bytes int64) {
	for _, end := range []string{"", "-wal", "-shm"} {
		if f, err := os.Stat(filepath.Join(folder, fileName+end)); err == nil {
			bytes += f.Size()
		}
	}
	return bytes
}

// QuickCheck has SQLite look at the whole database (PRAGMA quick_check), and
// gives what is wrong with it, one line each; none: all is well.
func (s *Store) QuickCheck(ctx context.Context) (faults []string, err error) {
	rows, err := s.read().QueryContext(ctx, "PRAGMA quick_check(5)")
	if err != nil {
		return nil, fmt.Errorf("check the database: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return nil, fmt.Errorf("check the database: %w", err)
		}
		if line != "ok" {
			faults = append(faults, line)
		}
	}
	return faults, rows.Err()
}

// Delayed is what keeps letters from leaving.
type Delayed struct {
	Letters int       // deliveries that were put off
	Since   time.Time // the first try of the oldest, zero where none was tried to the end
	Words   string    // what the other server said of that one, or what happened
}

// Delayed tells of deliveries that were tried, and wait to be tried again.
func (s *Store) Delayed(ctx context.Context) (Delayed, error) {
	var d Delayed
	var since stamp
	err := s.read().QueryRowContext(ctx, `SELECT count(*) OVER (), first_try, error FROM delivery
		WHERE state = 'waiting' AND (attempts > 0 OR error <> '') ORDER BY first_try NULLS LAST, id LIMIT 1`).Scan(&d.Letters, &since, &d.Words)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return d, fmt.Errorf("count delayed letters: %w", err)
	}
	d.Since = since.Time
	return d, nil
}

// Arrived gives what came in after the arrival of that number, with its mail, at
// most limit of them; where the mail is gone already, it is left out.
func (s *Store) Arrived(ctx context.Context, after int64, limit int) (mails []Mail, err error) {
	rows, err := s.read().QueryContext(ctx, `SELECT number, source, at, accepted, sender, recipients, peer, hello, identity, proven, grounds, problem, bytes
		FROM mail JOIN raw ON arrival = number WHERE number > ? AND source <> 'command' ORDER BY number LIMIT ?`, after, limit)
	if err != nil {
		return nil, fmt.Errorf("list mails that arrived: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		m, err := scanMail(rows)
		if err != nil {
			return nil, fmt.Errorf("read a mail that arrived: %w", err)
		}
		mails = append(mails, m)
	}
	return mails, rows.Err()
}

// LastArrival is the number of what came in last, 0 for nothing.
func (s *Store) LastArrival(ctx context.Context) (n int64, err error) {
	if err = s.read().QueryRowContext(ctx, "SELECT coalesce(max(number), 0) FROM mail").Scan(&n); err != nil {
		return 0, fmt.Errorf("find the last arrival: %w", err)
	}
	return n, nil
}

// AsideCount is how many mails a fault of ours has set aside.
func (s *Store) AsideCount(ctx context.Context) (n int, err error) {
	if err = s.read().QueryRowContext(ctx, "SELECT count(*) FROM mail WHERE state = 'aside'").Scan(&n); err != nil {
		return 0, fmt.Errorf("count mails set aside: %w", err)
	}
	return n, nil
}
