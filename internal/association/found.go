package association

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"
	"unicode/utf8"

	"toutdoux/internal/address"
	"toutdoux/internal/config"
	"toutdoux/internal/governance"
	"toutdoux/internal/store"
)

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

// Standing is what a register says of the association in it: when it was founded,
// and how many members it has now.
func Standing(ctx context.Context, cfg *config.Config) (founded time.Time, members int, err error) {
	register, err := store.Open(cfg.Organisation.Data, store.Options{ReadOnly: true})
	if err != nil {
		return founded, 0, err
	}
	state := governance.New(cfg.Zone())
	err = register.Load(ctx, 0, func(r governance.Record) error {
		if founded.IsZero() {
			founded = r.At
		}
		state.Apply(r)
		return nil
	})
	for _, m := range state.Members {
		if m.Departed.IsZero() {
			members++
		}
	}
	return founded, members, errors.Join(err, register.Close())
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
	head, err := register.Head(ctx)
	if _, missing := os.Stat(KeyPath(cfg.Organisation.Data)); err == nil && head.Seq > 0 && missing != nil {
		err = ErrNoKey
	}
	if err == nil {
		err = makeKey(ctx, cfg.Organisation.Data, register)
	}
	if err == nil {
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
