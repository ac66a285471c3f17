package association

import (
	"context"
	"time"
)

// strangersKept is how long what strangers write is kept: the fourteen days
// that it waits for a voter to let it through (rules.md, Strangers' mail), and
// as long as a letter with its attachments may be tried behind that.
const strangersKept = 21 * 24 * time.Hour

// privateKept is how long a mail for one person alone is kept: the three days in
// which its author may confirm it. What waits longer to be delivered stays until
// it is, or is given up.
const privateKept = 3 * 24 * time.Hour

// purge erases, once a day, what strangers wrote weeks ago, what members wrote
// to one person alone, and the raw mails that the retention no longer keeps.
// Their hashes stay.
func (a *Association) purge(ctx context.Context, now time.Time) {
	a.mu.Lock()
	due := now.Sub(a.purged) >= 24*time.Hour
	if due {
		a.purged = now
	}
	a.mu.Unlock()
	if !due {
		return
	}
	if n, err := a.Store.ForgetStrangers(ctx, now.Add(-strangersKept)); err != nil {
		a.world.Log.Error("forget strangers' mail", "err", err)
	} else if n > 0 {
		a.world.Log.Info("forgot what strangers wrote", "mails", n)
	}
	if _, err := a.Store.ForgetDue(ctx, now); err != nil {
		a.world.Log.Error("forget unsigned mails that nobody confirmed", "err", err)
	}
	if n, err := a.Store.ForgetPrivate(ctx, now.Add(-privateKept)); err != nil {
		a.world.Log.Error("forget private mail", "err", err)
	} else if n > 0 {
		a.world.Log.Info("forgot what members wrote to one person alone", "mails", n)
	}
	before := a.Config.Retention.RawMail.Before(now, a.Config.Zone())
	if n, err := a.Store.PurgeRaw(ctx, before); err != nil {
		a.world.Log.Error("purge old mails", "err", err)
	} else if n > 0 {
		a.world.Log.Info("purged old mails, as retention.raw_mail says", "mails", n)
	}
}
