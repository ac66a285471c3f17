package clerk

import (
	"context"
	"errors"
	"sync"

	"toutdoux/internal/compose"
	"toutdoux/internal/governance"
	"toutdoux/internal/store"
)

// enclosureCache keeps the attachments of one mail, as all the copies of its
// letter carry them: a fan-out reads and encodes them once.
type enclosureCache struct {
	sync.Mutex
	mail     int64
	enclosed *compose.Enclosure
}

// Rest lets go of what only spares time while letters leave, and may be large.
func (c *Clerk) Rest() {
	c.enclosures.Lock()
	defer c.enclosures.Unlock()
	c.enclosures.mail, c.enclosures.enclosed = 0, nil
}

// enclosed is what travels with a letter: the attachments of the mail that it
// tells of, or of the proposal that it shows again; nil for none.
func (c *Clerk) enclosed(ctx context.Context, order compose.Order) (*compose.Enclosure, error) {
	if replied, is := order.Event.Event.(*governance.Replied); is && replied.What == governance.VerbExport {
		return c.export(ctx, replied.Member)
	}
	mail := order.Event.Enclosed()
	switch order.Event.Event.(type) {
	case *governance.WindowStarted, *governance.Requalified:
		if mail == 0 {
			mail = order.Opening.Enclosed()
		}
	}
	if order.Letter.Why == governance.WhyInvited {
		mail = order.Opening.Enclosed()
	}
	fitting := !order.Letter.Personal || order.Letter.Kind == governance.LetterDryRun || order.Letter.Kind == governance.LetterPost
	if mail == 0 || !fitting {
		return nil, nil
	}
	c.enclosures.Lock()
	defer c.enclosures.Unlock()
	if c.enclosures.mail == mail {
		return c.enclosures.enclosed, nil
	}
	raw, err := c.Store.Raw(ctx, mail)
	if errors.Is(err, store.ErrGone) || errors.Is(err, store.ErrNotFound) {
		return compose.Gone(), nil
	}
	if err != nil {
		return nil, err
	}
	var files []compose.File
	for _, a := range c.Reader.Attachments(raw) {
		files = append(files, compose.File{File: a.File, Charset: a.Charset, Content: a.Content})
	}
	c.enclosures.mail, c.enclosures.enclosed = mail, compose.Enclose(files, c.Reader.Room())
	return c.enclosures.enclosed, nil
}
