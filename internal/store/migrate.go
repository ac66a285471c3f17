package store

import (
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"strings"
)

// ErrNewer is returned by Open for a register that a newer program wrote.
var ErrNewer = errors.New("a newer toutdoux wrote it: install that version again, or restore a backup")

// migrate brings the schema up to date, one transaction a step: whatever
// happens, the database has its old version or the next one, whole.
func migrate(db *sql.DB, steps fs.FS) error {
	version, names, err := versions(db, steps)
	if err != nil {
		return err
	}
	for i := version; i < len(names); i++ {
		if err := applyStep(db, steps, names[i], i+1); err != nil {
			return fmt.Errorf("bring its schema to version %d: %w", i+1, err)
		}
	}
	return nil
}

func applyStep(db *sql.DB, steps fs.FS, name string, version int) error {
	if !strings.HasPrefix(name, fmt.Sprintf("%04d_", version)) {
		return fmt.Errorf("%s is not numbered %04d", name, version)
	}
	script, err := fs.ReadFile(steps, name)
	if err != nil {
		return err
	}
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	if _, err := tx.Exec(string(script) + fmt.Sprintf("\n;PRAGMA user_version = %d", version)); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// checkVersion refuses any other version than the program's own.
func checkVersion(db *sql.DB, steps fs.FS) error {
	version, names, err := versions(db, steps)
	if err == nil && version < len(names) {
		return fmt.Errorf("an older toutdoux wrote it (version %d, this program needs %d): start the daemon once to bring it up to date", version, len(names))
	}
	return err
}

// versions is the version of the schema, and the names of all steps.
func versions(db *sql.DB, steps fs.FS) (version int, names []string, err error) {
	if names, err = fs.Glob(steps, "*.sql"); err != nil {
		return 0, nil, err
	}
	if err := db.QueryRow("PRAGMA user_version").Scan(&version); err != nil {
		return 0, nil, fmt.Errorf("read the version of its schema: %w", err)
	}
	if version > len(names) {
		return 0, nil, fmt.Errorf("its schema has version %d, this program knows %d: %w", version, len(names), ErrNewer)
	}
	return version, names, nil
}
