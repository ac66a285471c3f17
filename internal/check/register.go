package check

import (
	"context"
	"errors"
	"time"

	"toutdoux/internal/association"
	"toutdoux/internal/clerk"
	"toutdoux/internal/daemon"
	"toutdoux/internal/store"
)

// register looks at the register, and reads it as the daemon would at a start.
func (c *checker) register(ctx context.Context, s *sheet) {
	folder := c.cfg.Organisation.Data
	if !store.Exists(folder) {
		s.fault("run toutdoux init, or name another folder in organisation.data", "there is no register in %s", folder)
		return
	}
	r, err := store.Open(folder, store.Options{ReadOnly: true})
	if err != nil {
		s.fault("", "%v", err)
		return
	}
	defer r.Close()
	if err := association.TryKey(ctx, r, folder); err != nil {
		s.fault("", "%v", err)
	}
	c.sound(ctx, s, r)
	c.waits(ctx, s, r)
}

// founded is when the association was, zero where the register does not say:
// what is wrong with it is told elsewhere.
func (c *checker) founded(ctx context.Context) time.Time {
	folder := c.cfg.Organisation.Data
	if !store.Exists(folder) {
		return time.Time{}
	}
	r, err := store.Open(folder, store.Options{ReadOnly: true})
	if err != nil {
		return time.Time{}
	}
	defer r.Close()
	first, err := r.Event(ctx, 1)
	if err != nil {
		return time.Time{}
	}
	return first.At
}

// restore says how; what a crash left beside the register would be written into
// the backup.
const restore = "move toutdoux.db, toutdoux.db-wal and toutdoux.db-shm away together, and restore a backup that toutdoux verify proves"

// sound looks at the database itself, and at what stands in it.
func (c *checker) sound(ctx context.Context, s *sheet, r *store.Store) {
	state, err := clerk.ReadState(ctx, r, c.cfg.Zone())
	if err != nil {
		s.fault(restore, "the register cannot be read: %v", err)
		return
	}
	if err := association.CheckStatutes(c.cfg, state); err != nil {
		s.fault("", "%v", err)
	}
	faults, err := r.QuickCheck(ctx)
	switch {
	case ctx.Err() != nil:
		s.note("run toutdoux verify, which takes its time", "the database is too large to be looked through in a minute")
	case err != nil:
		s.fault(restore, "%v", err)
	case len(faults) > 0:
		s.fault("stop the daemon, and "+restore, "the database is damaged: %s", faults[0])
	default:
		s.ok("the register can be read, its schema is this program's, and the database is sound")
	}
}

// waits looks at mails and letters that wait for somebody to do something.
func (c *checker) waits(ctx context.Context, s *sheet, r *store.Store) {
	aside, err := r.AsideCount(ctx)
	switch {
	case err != nil:
		s.fault("", "%v", err)
	case aside > 0:
		s.fault("look at toutdoux mail list --aside; after an upgrade, toutdoux mail retry NUMBER. No action closes meanwhile", "a fault of this program has set aside %s", many(aside, "mail"))
	default:
		s.ok("no mail is set aside")
	}
	delayed, err := r.Delayed(ctx)
	switch {
	case err != nil:
		s.fault("", "%v", err)
	case delayed.Letters > 0:
		since := ""
		if !delayed.Since.IsZero() {
			since = ", the oldest since " + delayed.Since.In(c.cfg.Zone()).Format("2006-01-02 15:04")
		}
		s.warn("see what send.smtp says below; they are tried again by themselves for five days", "%s could not leave yet%s: %s", many(delayed.Letters, "letter"), since, delayed.Words)
	default:
		s.ok("no letter is held up")
	}
}

// daemon asks the one that runs, if one does, what keeps it from its work.
func (c *checker) daemon(_ context.Context, s *sheet) {
	err := c.running()
	switch {
	case errors.Is(err, errHidden):
		s.note("run this as the daemon's user", "whether a daemon runs cannot be known: its socket is another user's")
	case err == nil:
		s.ok("a daemon serves this association, and does its work")
	case errors.Is(err, association.ErrUnread):
		s.warn("see what is said of receive.imap below", "a daemon serves this association, but cannot read its mailbox: mail waits there, and no action closes")
	case errors.Is(err, daemon.ErrNotRunning):
		s.warn("start it: systemctl start toutdoux, or toutdoux serve", "no daemon serves this association: mail waits, and no deadline passes")
	case errors.Is(err, context.DeadlineExceeded):
		s.fault("look at its log (journalctl -u toutdoux), then restart it", "the daemon does not answer")
	default:
		s.fault("", "the daemon says: %v", err)
	}
}
