package association

import (
	"context"
	"errors"
	"fmt"
	"os"

	"toutdoux/internal/clerk"
	"toutdoux/internal/config"
	"toutdoux/internal/export"
	"toutdoux/internal/recount"
	"toutdoux/internal/store"
)

// Imported is what an import made.
type Imported struct {
	recount.Report        // of the new register, which it proved
	List           string // the list's address where the export was written
	Held           bool   // letters waited, and will not be sent
	Undecided      int64  // mails that nobody decided yet
	NewKey         bool   // no key was put beside: answers to earlier letters must be confirmed
}

// Import makes a register in the data folder from one that was exported, with
// all that matters of it, or changes nothing. It believes only what proves
// itself, as verify does, and refuses a configuration that would not start on
// it. The list may have another address than it had: an association that moves
// takes its decisions along, and only mail to the old address has to follow.
// What takes long is told meanwhile.
func Import(ctx context.Context, cfg *config.Config, folder string, tell func(doing string)) (Imported, error) {
	from, err := export.Open(folder)
	if err != nil {
		return Imported{}, fmt.Errorf("import: %w", err)
	}
	from.Tell = tell
	data := cfg.Organisation.Data
	draft, err := store.NewDraft(data)
	if err != nil {
		return Imported{}, fmt.Errorf("import: %w", err)
	}
	done, err := fill(ctx, cfg, from, draft)
	if err != nil {
		return imported(ctx, data, done, false, errors.Join(err, draft.Drop()))
	}
	placed, err := draft.Publish()
	return imported(ctx, data, done, placed, err)
}

// imported tells what became of an import, and makes the key that a register
// needs once it is in its place, whatever failed then.
func imported(ctx context.Context, folder string, done Imported, placed bool, err error) (Imported, error) {
	if !placed {
		return Imported{}, fmt.Errorf("import: %w; nothing was imported", err)
	}
	if err != nil {
		err = fmt.Errorf("the register is imported, but: %w: look at the disk, then run toutdoux verify", err)
	}
	if done.NewKey {
		if lost := NewKey(ctx, folder); lost != nil {
			err = errors.Join(err, fmt.Errorf("the register is imported, but has no key: %w: run toutdoux init for one", lost))
		}
	}
	return done, err
}

// fill writes a draft and looks whether it holds.
func fill(ctx context.Context, cfg *config.Config, from *export.Folder, draft *store.Draft) (done Imported, err error) {
	done.List = from.List
	if err := from.Into(ctx, draft); err != nil {
		return done, err
	}
	register, err := draft.Finish(from.Letter, from.Since)
	if err != nil {
		return done, err
	}
	if done.NewKey, err = keyBeside(ctx, register, cfg.Organisation.Data); err != nil {
		return done, err
	}
	state, err := clerk.ReadState(ctx, register, cfg.Zone())
	if err != nil {
		return done, err
	}
	if err := CheckStatutes(cfg, state); err != nil {
		return done, err
	}
	from.Tell("proving all of it again")
	if done.Report, err = recounted(ctx, cfg, register); err != nil {
		return done, err
	}
	census, err := register.Census(ctx)
	for _, c := range census.Mails {
		if c.Label != string(store.MailHandled) {
			done.Undecided += c.N
		}
	}
	done.Held = !census.Overdue.IsZero()
	return done, err
}

// recounted refuses a register that does not prove itself.
func recounted(ctx context.Context, cfg *config.Config, register *store.Store) (recount.Report, error) {
	reader, err := Reader(cfg)
	if err != nil {
		return recount.Report{}, err
	}
	report, err := recount.Prove(ctx, register, recount.Question{Reader: reader, Zone: cfg.Zone(), Mark: Marks(cfg)})
	if err == nil && len(report.Faults) > 0 {
		err = fmt.Errorf("%s: %w", report.Faults[0], store.ErrAltered)
	}
	return report, err
}

// keyBeside tells whether a new key is needed, none having been put beside the
// register, and refuses that of another register.
func keyBeside(ctx context.Context, register *store.Store, folder string) (missing bool, err error) {
	if _, err := os.Lstat(KeyPath(folder)); errors.Is(err, os.ErrNotExist) {
		return true, nil
	}
	keys, err := readKeys(folder)
	if err != nil {
		return false, err
	}
	kept, err := register.Setting(ctx, keySetting)
	if err == nil && kept != "" && !keys.Marked(kept) {
		err = fmt.Errorf("%s is the key of another register: put the one there that was beside the exported register; where it is lost, remove this one and import again, which makes a new one", KeyPath(folder))
	}
	return false, err
}
