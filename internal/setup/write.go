package setup

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// write writes the password and then the configuration, which is there last and
// whole, or not at all: run again, init knows from it what was done.
func (t *talk) write(text []byte) error {
	if err := os.MkdirAll(t.Folder, 0o750); err != nil {
		return fmt.Errorf("make the folder: %w", err)
	}
	if t.secret != "" {
		if err := writeNew(t.passwordPath(), []byte(t.secret+"\n"), 0o600); err != nil {
			return fmt.Errorf("write the password: %w", err)
		}
		t.tell(said{"%s est écrit, pour vous seul·e", "wrote %s, for you alone"}, t.passwordPath())
	}
	if err := writeNew(t.configPath(), text, 0o640); err != nil {
		return fmt.Errorf("write the configuration: %w", err)
	}
	t.tell(said{"%s est écrit", "wrote %s"}, t.configPath())
	return nil
}

// writeNew writes a file that is there whole or not at all, and never
// overwrites one.
func writeNew(path string, text []byte, mode os.FileMode) error {
	file, err := os.CreateTemp(filepath.Dir(path), ".toutdoux-*")
	if err != nil {
		return err
	}
	_, err = file.Write(text)
	err = errors.Join(err, file.Chmod(mode), file.Sync(), file.Close())
	if err == nil {
		err = os.Link(file.Name(), path)
	}
	return errors.Join(err, os.Remove(file.Name()))
}
