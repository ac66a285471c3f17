package association

import (
	"context"
	"errors"

	"toutdoux/internal/clerk"
	"toutdoux/internal/config"
	"toutdoux/internal/store"
)

// Rehearse tells what would come of a mail, were it received now, its sender
// vouched for by their domain or not. It only reads, also while a daemon runs.
func Rehearse(ctx context.Context, cfg *config.Config, clock clerk.Clock, raw []byte, proven bool) (*clerk.Rehearsal, error) {
	keys, err := readKeys(cfg.Organisation.Data)
	if err != nil {
		return nil, err
	}
	reader, err := Reader(cfg)
	if err != nil {
		return nil, err
	}
	composer, err := Letters(cfg)
	if err != nil {
		return nil, err
	}
	register, err := store.Open(cfg.Organisation.Data, store.Options{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	r, err := clerk.Rehearse(ctx, clerk.Office{
		Store: register, Reader: reader, Keys: keys, Composer: composer, List: reader.Lists[0], Owner: cfg.List.Owner, Zone: cfg.Zone(), Clock: clock,
	}, raw, proven)
	return r, errors.Join(err, register.Close())
}
