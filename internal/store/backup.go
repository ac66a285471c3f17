package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// BackupSetting is the setting that a backup bears: the instant at which it was
// taken, in RFC 3339. Where a register has it, letters that wait may have left
// after that instant.
const BackupSetting = "backup"

// Backup writes a consistent copy while the register is in use. The file must
// not exist; it is there whole, on the disk, or not at all.
func (s *Store) Backup(ctx context.Context, file string, now time.Time) error {
	if _, err := os.Lstat(file); err == nil {
		return fmt.Errorf("back up to %s: it exists: choose another name", file)
	}
	part := file + ".part"
	err := s.copyTo(ctx, part, now)
	if err == nil {
		err = os.Rename(part, file)
	}
	if err == nil {
		err = syncFile(filepath.Dir(file))
	}
	if err != nil {
		return errors.Join(fmt.Errorf("back up to %s: %w", file, err), os.RemoveAll(part))
	}
	return nil
}

// copyTo writes the copy, notes in it that it is one, and syncs it.
func (s *Store) copyTo(ctx context.Context, part string, now time.Time) error {
	if err := os.RemoveAll(part); err != nil {
		return err
	}
	if err := makePrivate(part); err != nil {
		return err
	}
	if _, err := s.reader.ExecContext(ctx, "VACUUM INTO ?", part); err != nil {
		return err
	}
	db, err := connect(part, 1, "_journal_mode=DELETE")
	if err != nil {
		return err
	}
	_, err = db.Exec("INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)", BackupSetting, now.UTC().Format(time.RFC3339))
	return errors.Join(err, db.Close(), syncFile(part))
}

// syncFile writes a file or folder to the disk.
func syncFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
