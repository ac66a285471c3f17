package imapin

import "context"

// unkept is an error of our own side, at which no mailbox is to blame.
type unkept struct{ error }

func (u *unkept) Unwrap() error { return u.error }

// own is a Door whose errors are known as its own.
type own struct{ Door }

func ours(err error) error {
	if err == nil {
		return nil
	}
	return &unkept{err}
}

func (o own) Handled(ctx context.Context, f Folder) (map[uint32]bool, error) {
	handled, err := o.Door.Handled(ctx, f)
	return handled, ours(err)
}

func (o own) Keep(ctx context.Context, f Folder, mails []Mail) error {
	return ours(o.Door.Keep(ctx, f, mails))
}

func (o own) Pass(ctx context.Context, f Folder, uids []uint32) error {
	return ours(o.Door.Pass(ctx, f, uids))
}

func (o own) Forget(ctx context.Context, f Folder, uids []uint32) error {
	return ours(o.Door.Forget(ctx, f, uids))
}
