package association

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"toutdoux/internal/address"
	"toutdoux/internal/config"
	"toutdoux/internal/store"
)

// keyFile holds the installation's secret, beside the register.
const keyFile = "toutdoux.key"

// ErrNoKey is returned by Found for an association whose key is lost: it may be
// beside the backups, and NewKey makes another where it is not.
var ErrNoKey = errors.New("the key of this association is missing")

// makeKey writes a new key where there is none, which the register is to know.
func makeKey(ctx context.Context, folder string, register *store.Store) error {
	path := filepath.Join(folder, keyFile)
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	key, err := address.KeyFrom(random(32))
	if err != nil {
		return err
	}
	keys := address.Keys{Current: key}
	if err := writeKey(path, keys.Text()); err != nil {
		return fmt.Errorf("write the key: %w", err)
	}
	return register.SetSetting(ctx, keySetting, keys.Mark())
}

// NewKey makes a key where there is none, which the register in that folder is to
// know. Answers to letters sent before then prove nothing by themselves.
func NewKey(ctx context.Context, folder string) error {
	register, err := store.Open(folder, store.Options{})
	if err != nil {
		return err
	}
	return errors.Join(makeKey(ctx, folder, register), register.Close())
}

// writeKey returns once the key, and its name in the folder, are on the disk:
// letters will bear its proofs.
func writeKey(path, text string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// keySetting is where a register keeps the mark of its key.
const keySetting = "key"

// checkKey refuses the key of another register: answers to the letters sent so
// far would prove nothing. A new one beside the known one, while rotating, becomes known.
func checkKey(ctx context.Context, register *store.Store, keys address.Keys, folder string) error {
	kept, err := register.Setting(ctx, keySetting)
	switch {
	case err != nil:
		return err
	case kept == keys.Mark():
		return nil
	case kept != "" && !keys.Marked(kept):
		return otherKey(folder)
	}
	return register.SetSetting(ctx, keySetting, keys.Mark())
}

// KeyPath is where the installation's secret is kept in a data folder.
func KeyPath(folder string) string { return filepath.Join(folder, keyFile) }

func otherKey(folder string) error {
	return fmt.Errorf("%s is the key of another register: put back the one that was kept with the backup; where it is lost, remove this one and run toutdoux init for a new one", KeyPath(folder))
}

// TryKey says why the key in a data folder would be refused, by itself or by
// the register there, nil where it would not. It changes nothing.
func TryKey(ctx context.Context, register *store.Store, folder string) error {
	keys, err := readKeys(folder)
	if err != nil {
		return err
	}
	kept, err := register.Setting(ctx, keySetting)
	if err == nil && kept != "" && kept != keys.Mark() && !keys.Marked(kept) {
		return otherKey(folder)
	}
	return err
}

func random(n int) []byte {
	b := make([]byte, n)
	rand.Read(b) // never fails: see its documentation
	return b
}

// Marks gives the installation's keyed hashes, nil where its key is not at hand,
// as beside a copy of a register.
func Marks(cfg *config.Config) func(about string) string {
	keys, err := readKeys(cfg.Organisation.Data)
	if err != nil {
		return nil
	}
	return keys.Unsigned
}

// readKeys reads the secret. Without the one with which letters were sent, no
// answer to them proves anything.
func readKeys(folder string) (address.Keys, error) {
	path := filepath.Join(folder, keyFile)
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		if store.Exists(folder) {
			return address.Keys{}, fmt.Errorf("read the key: %s is missing: put it back from where it was kept with the backup, or run toutdoux init for a new one: answers to the letters sent so far will then have to be confirmed", path)
		}
		return address.Keys{}, fmt.Errorf("no association in %s: run toutdoux init", folder)
	}
	if errors.Is(err, fs.ErrPermission) {
		return address.Keys{}, fmt.Errorf("read the key: %w: run this as the daemon's user", err)
	}
	if err != nil {
		return address.Keys{}, fmt.Errorf("read the key: %w", err)
	}
	keys, err := address.ParseKeys(string(raw))
	if err != nil {
		return keys, fmt.Errorf("%s is damaged: %w: put it back from where it was kept with the backup", path, err)
	}
	return keys, nil
}
