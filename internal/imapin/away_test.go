package imapin

import (
	"bytes"
	"log/slog"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"
)

// full is a server whose user has no room for another copy.
type full struct{ imapserver.Session }

func (full) Copy(imap.NumSet, string) (*imap.CopyData, error) {
	return nil, &imap.Error{Type: imap.StatusResponseTypeNo, Code: imap.ResponseCodeOverQuota, Text: "no room"}
}

// liar says that it copied, and did not.
type liar struct{ imapserver.Session }

func (liar) Copy(imap.NumSet, string) (*imap.CopyData, error) { return nil, nil }

// silent copies, and does not say what (UIDNOTSTICKY, RFC 4315).
type silent struct{ imapserver.Session }

func (s silent) Copy(set imap.NumSet, folder string) (*imap.CopyData, error) {
	_, err := s.Session.Copy(set, folder)
	return nil, err
}

// hurried is a server on which somebody deletes so many mails of the mailbox just
// before they are copied, once.
type hurried struct {
	imapserver.Session
	user  *imapmemserver.User
	mails *int
}

func (h hurried) Copy(set imap.NumSet, folder string) (*imap.CopyData, error) {
	uids, _ := set.(imap.UIDSet).Nums()
	gone := imap.UIDSetNum(uids[:*h.mails]...)
	if *h.mails = 0; len(gone) == 0 {
		return h.Session.Copy(set, folder)
	}
	other := imapmemserver.NewUserSession(h.user)
	if _, err := other.Select("INBOX", &imap.SelectOptions{}); err != nil {
		return nil, err
	}
	deleted := &imap.StoreFlags{Op: imap.StoreFlagsAdd, Silent: true, Flags: []imap.Flag{imap.FlagDeleted}}
	if err := other.Store(nil, gone, deleted, &imap.StoreOptions{}); err != nil {
		return nil, err
	}
	if err := other.Expunge(nil, &gone); err != nil {
		return nil, err
	}
	copied, err := h.Session.Copy(set, folder)
	if err == nil && len(copied.SourceUIDs) == 0 {
		return nil, nil // as servers say nothing of what is nothing (RFC 4315, section 3)
	}
	return copied, err
}

// What a person deletes while it is copied is not there to be moved, and ends
// nothing: what comes later is moved all the same.
func TestDeletedWhileItIsMoved(t *testing.T) {
	for gone := 1; gone <= 2; gone++ {
		synctest.Test(t, func(t *testing.T) {
			var p *provider
			left := gone
			p = serve(t, offer(imap.CapUIDPlus), func(s imapserver.Session) imapserver.Session { return hurried{s, p.user, &left} })
			d := newDoor()
			p.deliver("INBOX", mail(1, "alice@asso.test"))
			p.deliver("INBOX", mail(2, "alice@asso.test"))
			p.read(d, nil)
			<-time.After(2 * poll)
			p.deliver("INBOX", mail(3, "alice@asso.test"))
			<-time.After(3 * poll)
			if inbox, moved := p.holds("INBOX"), p.holds(handled); inbox != 0 || moved != 3-gone {
				t.Errorf("%d deleted while they are copied: %d mails stay, %d are moved", gone, inbox, moved)
			}
		})
	}
}

var errRights = &imap.Error{Type: imap.StatusResponseTypeNo, Code: imap.ResponseCodeNoPerm, Text: "not yours"}

// unmarked is a folder in which we may not mark mails, unerased one in which we
// may not delete them.
type unmarked struct{ imapserver.Session }

func (unmarked) Store(*imapserver.FetchWriter, imap.NumSet, *imap.StoreFlags, *imap.StoreOptions) error {
	return errRights
}

type unerased struct{ imapserver.Session }

func (unerased) Expunge(*imapserver.ExpungeWriter, *imap.UIDSet) error { return errRights }

// rigid is a server on which no folder can be made.
type rigid struct{ imapserver.Session }

func (rigid) Create(string, *imap.CreateOptions) error {
	return &imap.Error{Type: imap.StatusResponseTypeNo, Code: imap.ResponseCodeCannot, Text: "no more folders"}
}

// Where no folder can be made for it, what was handled stays, and is not looked
// at again.
func TestNoFolderForWhatWasHandled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, d := serve(t, offer(imap.CapUIDPlus), func(s imapserver.Session) imapserver.Session { return rigid{s} }), newDoor()
		p.deliver("INBOX", mail(1, "alice@asso.test"))
		p.read(d, nil)
		<-time.After(3 * poll)
		d.has(t, mail(1, "alice@asso.test"))
		if p.holds("INBOX") != 1 || d.twice() != 0 || p.visited() != 1 {
			t.Errorf("%d in the mailbox, %d came twice, %d connections", p.holds("INBOX"), d.twice(), p.visited())
		}
	})
}

// Where the folder for what was handled is itself the one that is read, nothing
// is moved into it, which servers may do, and give its mails new UIDs each time.
func TestWhatWasHandledIsRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, d := serve(t, offer(imap.CapMove, imap.CapUIDPlus), nil), newDoor()
		p.create(handled)
		p.deliver(handled, mail(1, "alice@asso.test"))
		var said bytes.Buffer
		p.read(d, func(c *Config) { c.Mailbox, c.Log = handled, slog.New(slog.NewTextHandler(&said, nil)) })
		<-time.After(3 * poll)
		synctest.Wait()
		d.has(t, mail(1, "alice@asso.test"))
		if log := said.String(); strings.Count(log, "stays in the mailbox") != 1 || !strings.Contains(log, "is one that is read") {
			t.Errorf("it says %s", log)
		}
	})
}

// What could not be copied is not deleted; and what was copied and cannot be
// deleted is not copied again and again, nor is another after it.
func TestNothingIsDeletedUncopied(t *testing.T) {
	for name, c := range map[string]struct {
		session func(imapserver.Session) imapserver.Session
		copies  int
	}{
		"no room":            {func(s imapserver.Session) imapserver.Session { return full{s} }, 0},
		"without a copy":     {func(s imapserver.Session) imapserver.Session { return liar{s} }, 0},
		"without a word":     {func(s imapserver.Session) imapserver.Session { return silent{s} }, 1},
		"no right to mark":   {func(s imapserver.Session) imapserver.Session { return unmarked{s} }, 1},
		"no right to delete": {func(s imapserver.Session) imapserver.Session { return unerased{s} }, 1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p, d := serve(t, offer(imap.CapUIDPlus), c.session), newDoor()
				p.deliver("INBOX", mail(1, "alice@asso.test"))
				var last net.Conn
				p.network(func(c net.Conn) net.Conn { last = c; return c })
				p.read(d, nil)
				<-time.After(3 * poll)
				last.Close() // what is known of the server outlives the connection
				<-time.After(3 * poll)
				p.deliver("INBOX", mail(2, "alice@asso.test"))
				<-time.After(3 * poll)
				d.has(t, mail(1, "alice@asso.test"), mail(2, "alice@asso.test"))
				if p.holds("INBOX") != 2 || p.holds(handled) != c.copies || d.twice() != 0 || p.visited() != 2 {
					t.Errorf("%d in the mailbox, %d in %s, want %d; %d came twice; %d connections", p.holds("INBOX"), p.holds(handled), handled, c.copies, d.twice(), p.visited())
				}
			})
		})
	}
}
