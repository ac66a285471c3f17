package association

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode/utf8"

	"toutdoux/internal/address"
	"toutdoux/internal/config"
	"toutdoux/internal/governance"
	"toutdoux/internal/store"
)

// keyFile holds the installation's secret, beside the register.
const keyFile = "toutdoux.key"

// ErrFounded is returned by Found for an association that exists already.
var ErrFounded = errors.New("this association is founded already: nothing was changed")

// Founder is a member from the start.
type Founder struct{ Name, Address string }

// Found makes the data folder, its key and its register, and writes the first
// page of the log: the statutes, and the founders, who are voters from the
// start (rules.md, Members). It changes nothing where that was done before.
func Found(ctx context.Context, cfg *config.Config, founders []Founder, now time.Time) error {
	return found(ctx, cfg, founders, now, false)
}

// FoundAndWelcome is Found, and a welcome for each founder, which waits in the
// register and leaves when the daemon first starts.
func FoundAndWelcome(ctx context.Context, cfg *config.Config, founders []Founder, now time.Time) error {
	return found(ctx, cfg, founders, now, true)
}

// Founded tells whether there is a register with an association in it. It makes
// no register.
func Founded(ctx context.Context, cfg *config.Config) (bool, error) {
	if !store.Exists(cfg.Organisation.Data) {
		return false, nil
	}
	register, err := store.Open(cfg.Organisation.Data, store.Options{})
	if errors.Is(err, store.ErrLocked) { // a daemon serves it
		return true, nil
	}
	if err != nil {
		return false, err
	}
	head, err := register.Head(ctx)
	return head.Seq > 0, errors.Join(err, register.Close())
}

func found(ctx context.Context, cfg *config.Config, founders []Founder, now time.Time, welcome bool) error {
	if err := os.MkdirAll(cfg.Organisation.Data, 0o750); err != nil {
		return fmt.Errorf("make the data folder: %w", err)
	}
	var keys address.Keys // once there are some
	register, err := store.Open(cfg.Organisation.Data, store.Options{Proofs: func(letter int64, member int) (string, string) {
		return proofs(keys)(letter, member)
	}})
	if err != nil {
		return err
	}
	if err = makeKey(ctx, cfg.Organisation.Data, register); err == nil {
		keys, err = readKeys(cfg.Organisation.Data)
	}
	if err == nil {
		err = firstPage(ctx, register, cfg, founders, now.UTC().Truncate(time.Second), welcome)
	}
	return errors.Join(err, register.Close())
}

// firstPage checks what an association begins with, and writes it.
func firstPage(ctx context.Context, register *store.Store, cfg *config.Config, founders []Founder, now time.Time, welcome bool) error {
	if head, err := register.Head(ctx); err != nil || head.Seq > 0 {
		return cmp.Or(err, ErrFounded)
	}
	if len(founders) == 0 {
		return errors.New("an association needs a founder: give --founder \"Alice <alice@example.org>\"")
	}
	voters := make([]governance.Founder, len(founders))
	seen := map[string]bool{}
	for i, f := range founders {
		normal, err := address.Normalize(f.Address)
		if err != nil {
			return fmt.Errorf("read the founder's address %q: %w", f.Address, err)
		}
		if seen[normal] {
			return fmt.Errorf("two founders have the address %s: name each once", normal)
		}
		seen[normal] = true
		voters[i] = governance.Founder{Name: f.Name, Address: normal, VotesFrom: now}
	}
	charter, err := FirstCharter(cfg.Organisation.Charter)
	if err != nil {
		return err
	}
	return begin(ctx, register, cfg, charter, voters, now, welcome)
}

// FirstCharter reads the association's own text, "" where no file is named.
func FirstCharter(file string) (string, error) {
	if file == "" {
		return "", nil
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		return "", fmt.Errorf("read organisation.charter: %w; write that file, or name none", err)
	}
	text := strings.TrimSpace(strings.ReplaceAll(string(raw), "\r\n", "\n"))
	switch {
	case !utf8.Valid(raw) || strings.ContainsRune(text, 0):
		return "", fmt.Errorf("read organisation.charter: %s is no plain text in UTF-8: save it as such", file)
	case len(text) > governance.LongestCharter:
		return "", fmt.Errorf("read organisation.charter: %s is longer than %d bytes: shorten it", file, governance.LongestCharter)
	}
	return text, nil
}

// begin writes the first page of an empty log, and the founders' welcomes where
// these are wanted.
func begin(ctx context.Context, register *store.Store, cfg *config.Config, charter string, founders []governance.Founder, now time.Time, welcome bool) error {
	at := now.UTC().Truncate(time.Second)
	state := governance.New(cfg.Zone())
	records := governance.Found(state, cfg.Statutes, founders, at)
	if charter != "" {
		records = append(records, governance.FirstCharter(state, charter, at))
	}
	var letters []governance.Letter
	if welcome {
		letters = governance.Welcomes(records)
	}
	b, err := register.Begin(ctx)
	if err != nil {
		return err
	}
	err = b.Handle(store.Decision{
		Request: governance.Request{Kind: governance.KindIntervention, At: at, Why: "founding"}, Records: records, Letters: letters,
	})
	if err != nil {
		return errors.Join(err, b.Rollback())
	}
	return b.Commit()
}

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
