package store

import (
	"context"
	"database/sql"
	"fmt"
)

// Folder is a folder of a mailbox at one count of its mails (RFC 3501,
// UIDVALIDITY). The name says whose mailbox it is.
type Folder struct {
	Name     string
	Validity uint32
}

// Fetched gives the mails of a folder that need no other look. What is known
// of it under another count is forgotten: it says nothing any more.
func (s *Store) Fetched(ctx context.Context, f Folder) (map[uint32]bool, error) {
	uids := map[uint32]bool{}
	err := s.write(ctx, func(tx *sql.Tx) error {
		if _, err := tx.Exec(`DELETE FROM fetched WHERE folder = ? AND validity <> ?`, f.Name, f.Validity); err != nil {
			return err
		}
		rows, err := tx.Query(`SELECT uid FROM fetched WHERE folder = ? AND validity = ?`, f.Name, f.Validity)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var uid uint32
			if err := rows.Scan(&uid); err != nil {
				return err
			}
			uids[uid] = true
		}
		return rows.Err()
	})
	if err != nil {
		return nil, fmt.Errorf("read what was fetched: %w", err)
	}
	return uids, nil
}

// NoteFetched notes mails of a folder that need no other look.
func (s *Store) NoteFetched(ctx context.Context, f Folder, uids []uint32) error {
	return s.eachFetched(ctx, `INSERT OR IGNORE INTO fetched (folder, validity, uid) VALUES (?, ?, ?)`, f, uids)
}

// ForgetFetched forgets mails that are in a folder no more.
func (s *Store) ForgetFetched(ctx context.Context, f Folder, uids []uint32) error {
	return s.eachFetched(ctx, `DELETE FROM fetched WHERE folder = ? AND validity = ? AND uid = ?`, f, uids)
}

func (s *Store) eachFetched(ctx context.Context, query string, f Folder, uids []uint32) error {
	if len(uids) == 0 {
		return nil
	}
	err := s.write(ctx, func(tx *sql.Tx) error {
		statement, err := tx.Prepare(query)
		if err != nil {
			return err
		}
		defer statement.Close()
		for _, uid := range uids {
			if _, err := statement.Exec(f.Name, f.Validity, uid); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("note what was fetched: %w", err)
	}
	return nil
}
