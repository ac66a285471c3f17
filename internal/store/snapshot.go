package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// SaveSnapshot keeps the state as it was after event seq; version is that of
// the body's form. The one before it is kept too, older ones are not. A
// snapshot spares the reading of the log and is never the truth.
func (s *Store) SaveSnapshot(ctx context.Context, seq int64, version int, body []byte) error {
	err := s.write(ctx, func(tx *sql.Tx) error {
		err := one(tx.Exec(`INSERT OR REPLACE INTO snapshot (seq, hash, version, body)
			SELECT seq, hash, ?, ? FROM event WHERE seq = ?`, version, body, seq))
		if err != nil {
			return err
		}
		_, err = tx.Exec("DELETE FROM snapshot WHERE seq NOT IN (SELECT seq FROM snapshot ORDER BY seq DESC LIMIT 2)")
		return err
	})
	if err != nil {
		return fmt.Errorf("save snapshot at event %d: %w", seq, err)
	}
	return nil
}

// Snapshot gives the latest snapshot of that version whose hash is the log's;
// seq is 0 where there is none.
func (s *Store) Snapshot(ctx context.Context, version int) (seq int64, body []byte, err error) {
	err = s.read().QueryRowContext(ctx, `SELECT seq, snapshot.body FROM snapshot JOIN event USING (seq, hash)
		WHERE snapshot.version = ? ORDER BY seq DESC LIMIT 1`, version).Scan(&seq, &body)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil, nil
	}
	if err != nil {
		return 0, nil, fmt.Errorf("read snapshot: %w", err)
	}
	return seq, body, nil
}

// Setting is a small fact of this installation, "" where it was never set.
func (s *Store) Setting(ctx context.Context, key string) (value string, err error) {
	err = s.read().QueryRowContext(ctx, "SELECT value FROM setting WHERE key = ?", key).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("read setting %s: %w", key, err)
	}
	return value, nil
}

// SetSetting keeps a small fact of this installation.
func (s *Store) SetSetting(ctx context.Context, key, value string) error {
	err := s.write(ctx, func(tx *sql.Tx) error {
		_, err := tx.Exec("INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value", key, value)
		return err
	})
	if err != nil {
		return fmt.Errorf("keep setting %s: %w", key, err)
	}
	return nil
}
