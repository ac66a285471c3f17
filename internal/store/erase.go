package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// erasures are what stands about a member outside of the log, in the order in
// which it goes: their words and data, what they wrote as it was read and as it
// came, and other servers' words about their address. Snapshots hold copies.
var erasures = []string{
	`CREATE TEMP TABLE wrote AS SELECT DISTINCT arrival FROM event LEFT JOIN text ON event = seq
		WHERE arrival IS NOT NULL AND (author = ?1 OR member = ?1)`,
	`UPDATE text SET salt = NULL, value = NULL WHERE member = ?1`,
	`UPDATE decision SET request = NULL WHERE arrival IN wrote AND request IS NOT NULL`,
	`DELETE FROM raw WHERE arrival IN wrote`,
	`UPDATE mail SET sender = '', recipients = '[]', peer = '', hello = '' WHERE number IN wrote`,
	`UPDATE delivery SET error = '' WHERE member = ?1`,
	`DELETE FROM snapshot`,
	`DROP TABLE wrote`,
}

// Erase forgets a member's words and data. The log stays, verifies, and counts
// as before: it holds numbers and salted hashes, and the salts are gone. The
// caller forgets its own copy of the state.
func (s *Store) Erase(ctx context.Context, member int) error {
	err := s.write(ctx, func(tx *sql.Tx) error {
		for _, statement := range erasures {
			if _, err := tx.Exec(statement, member); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("erase member %d: %w", member, err)
	}
	busy, err := s.emptied(ctx)
	if err == nil && busy {
		err = errors.New("somebody reads it: erase once more")
	}
	if err != nil {
		return fmt.Errorf("erase member %d from the write-ahead log: %w", member, err)
	}
	return nil
}

// emptied moves the write-ahead log into the database, since it still holds old
// pages. That waits for those who read it, in vain where they are busy.
func (s *Store) emptied(ctx context.Context) (busy bool, err error) {
	var pages, moved int
	err = s.writer.QueryRowContext(context.WithoutCancel(ctx), "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &pages, &moved)
	return busy, s.fault(err)
}
