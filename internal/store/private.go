package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// private are the mails of before an instant that are for one person alone, or
// are machines' answers to such, and that no letter waits to pass on.
const private = ` FROM decision WHERE request ->> '$.alone' = 1 AND at < ?1
	AND arrival NOT IN (SELECT letter.arrival FROM delivery JOIN letter ON letter.id = letter
		WHERE delivery.state = 'waiting' AND letter.arrival IS NOT NULL)`

// ForgetPrivate erases what members wrote to one person alone before an
// instant, as it came and as it was read, once no letter needs it any more. It
// tells how many mails it erased.
func (s *Store) ForgetPrivate(ctx context.Context, before time.Time) (forgotten int64, err error) {
	err = s.write(ctx, func(tx *sql.Tx) error {
		if _, err := tx.Exec("DELETE FROM raw WHERE arrival IN (SELECT arrival"+private+")", before.Unix()); err != nil {
			return err
		}
		result, err := tx.Exec("UPDATE decision SET request = NULL WHERE seq IN (SELECT seq"+private+")", before.Unix())
		if err == nil {
			forgotten, err = result.RowsAffected()
		}
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("forget private mail: %w", err)
	}
	if forgotten > 0 {
		s.emptyLog()
	}
	return forgotten, nil
}
