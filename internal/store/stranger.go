package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// strangers are the events, of before an instant, of mails from strangers that
// made nobody a member by themselves. The words of some stay: a member's new
// address, that of a follower.
const (
	strangers = ` FROM event WHERE kind IN ('stranger_wrote', 'knocked', 'held', 'followed', 'unfollowed') AND at < ? AND author = 0 AND arrival IS NOT NULL
		AND coalesce(json_extract(body, '$.member'), 0) = 0` // what may be a member's own mail, from another address, stays
	theirs = strangers + ` AND kind IN ('stranger_wrote', 'knocked')`
)

// ForgetStrangers erases what strangers wrote before an instant: their mails as
// they came, as they were read, and the words of theirs beside the log. What a
// voter let through has its words in an event of its own. It tells how many
// mails it erased.
func (s *Store) ForgetStrangers(ctx context.Context, before time.Time) (forgotten int64, err error) {
	err = s.write(ctx, func(tx *sql.Tx) error {
		if _, err := tx.Exec("DELETE FROM raw WHERE arrival IN (SELECT arrival"+strangers+")", before.Unix()); err != nil {
			return err
		}
		result, err := tx.Exec("UPDATE decision SET request = NULL WHERE request IS NOT NULL AND arrival IN (SELECT arrival"+strangers+")", before.Unix())
		if err != nil {
			return err
		}
		if forgotten, err = result.RowsAffected(); err != nil {
			return err
		}
		_, err = tx.Exec("UPDATE text SET salt = NULL, value = NULL WHERE salt IS NOT NULL AND event IN (SELECT seq"+theirs+")", before.Unix())
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("forget strangers' mail: %w", err)
	}
	if forgotten > 0 {
		s.emptyLog()
	}
	return forgotten, nil
}
