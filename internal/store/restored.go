package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// Restored drops the letters that waited when the backup was made that this
// register was restored from: they may have left since, and nobody sends old
// letters again blindly. Others may have been written since: new ones have
// numbers from now's Unix time on, so that no two have the same proof. It gives
// the instant of the backup (RFC 3339) and how many letters it dropped; "" for
// a register that is no backup.
func (s *Store) Restored(ctx context.Context, now time.Time) (since string, dropped int64, err error) {
	if since, err = s.Setting(ctx, BackupSetting); err != nil || since == "" {
		return "", 0, err
	}
	err = s.write(ctx, func(tx *sql.Tx) error {
		result, err := tx.Exec("UPDATE delivery SET state = 'dropped' WHERE state = 'waiting'")
		if err != nil {
			return err
		}
		if dropped, err = result.RowsAffected(); err != nil {
			return err
		}
		if err := raiseLetters(tx.Exec, now.Unix()); err != nil {
			return err
		}
		_, err = tx.Exec("DELETE FROM setting WHERE key = ?", BackupSetting)
		return err
	})
	if err != nil {
		return since, 0, fmt.Errorf("start from a backup: %w", err)
	}
	return since, dropped, nil
}

// raiseLetters has the next letter numbered above last.
func raiseLetters(exec func(query string, args ...any) (sql.Result, error), last int64) error {
	_, err := exec("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = 'letter'", last)
	if err == nil {
		_, err = exec("INSERT INTO sqlite_sequence (name, seq) SELECT 'letter', ? WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'letter')", last)
	}
	return err
}
