package association

import (
	"context"
	"errors"
	"io/fs"
	"time"

	"toutdoux/internal/address"
	"toutdoux/internal/config"
	"toutdoux/internal/governance"
	"toutdoux/internal/intake"
	"toutdoux/internal/store"
)

// Past opens an association in memory whose mails are given with their own
// instants: nothing is waited for, and the same mails give the same bytes. Its
// key is fixed, since nobody will answer its letters.
func Past(ctx context.Context, cfg *config.Config, members []governance.Founder, start time.Time, world World) (*Association, error) {
	keys := address.Keys{Current: address.Key{'r', 'e', 'p', 'l', 'a', 'y'}}
	register, err := store.Open("", store.Options{Memory: true, Proofs: proofs(keys), Plain: intake.Plain})
	if err != nil {
		return nil, err
	}
	charter, err := FirstCharter(cfg.Organisation.Charter)
	if errors.Is(err, fs.ErrNotExist) { // the past is told without it
		err = nil
	}
	if err == nil {
		err = begin(ctx, register, cfg, charter, members, start, false)
	}
	if err == nil {
		var a *Association
		if a, err = assemble(ctx, cfg, world, keys, register, true); err == nil {
			return a, nil
		}
	}
	return nil, errors.Join(err, register.Close())
}
