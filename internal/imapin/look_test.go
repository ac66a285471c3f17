package imapin

import (
	"context"
	"log/slog"
	"testing"
	"testing/synctest"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
)

// Looking finds what came, and changes nothing.
func TestLook(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := serve(t, offer(imap.CapIdle), nil)
		p.create("Junk")
		p.deliver("INBOX", mail(1, "alice@asso.test"))
		config := Config{
			Address: "127.0.0.1:1143", Username: "tdc@asso.test", Size: 1 << 10, Dial: p.dial, Log: slog.New(slog.DiscardHandler),
			Secret: func(context.Context) (string, bool, error) { return "secret", false, nil },
		}
		look, err := Open(t.Context(), config)
		if err != nil {
			t.Fatal(err)
		}
		defer look.Close()
		mails, next, there, err := look.Folder("INBOX")
		if mails != 1 || next != 2 || !there || err != nil {
			t.Errorf("INBOX: %d, %d, %v, %v", mails, next, there, err)
		}
		if _, _, there, err := look.Folder("Nowhere"); there || err != nil {
			t.Errorf("Nowhere: %v, %v", there, err)
		}
		if found, err := look.Since("INBOX", next); len(found) != 0 || err != nil {
			t.Errorf("before it came: %v, %v", found, err)
		}
		p.deliver("INBOX", mail(2, "bob@asso.test"))
		p.deliver("INBOX", mail(3, string(make([]byte, 2<<10))))
		found, err := look.Since("INBOX", next)
		if len(found) != 1 || err != nil || string(found[0].Raw) != mail(2, "bob@asso.test") || found[0].At.IsZero() {
			t.Errorf("after it came: %v, %v", found, err)
		}
		if names := look.Names(t.Context()); names != "INBOX, Junk" {
			t.Errorf("folders: %s", names)
		}
		if name, err := look.Junk(); name != "Junk" || err != nil {
			t.Errorf("spam goes to %q, %v", name, err)
		}
		status, err := p.user.Status("INBOX", &imap.StatusOptions{NumUnseen: true})
		if err != nil || *status.NumUnseen != 3 {
			t.Errorf("unseen: %v, %v", status, err)
		}
	})
}

// shy does not say which UID comes next.
type shy struct{ imapserver.Session }

func (s shy) Select(name string, options *imap.SelectOptions) (*imap.SelectData, error) {
	selected, err := s.Session.Select(name, options)
	if err == nil {
		selected.UIDNext = 0
	}
	return selected, err
}

func TestLookWithoutUIDNext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := serve(t, offer(), func(s imapserver.Session) imapserver.Session { return shy{s} })
		for n := range 3 {
			p.deliver("INBOX", mail(n, "alice@asso.test"))
		}
		look, err := Open(t.Context(), Config{
			Address: "127.0.0.1:1143", Username: "tdc@asso.test", Size: 1 << 10, Dial: p.dial,
			Secret: func(context.Context) (string, bool, error) { return "secret", false, nil },
		})
		if err != nil {
			t.Fatal(err)
		}
		defer look.Close()
		if _, next, _, err := look.Folder("INBOX"); next != 4 || err != nil {
			t.Errorf("the next one is %d, %v", next, err)
		}
	})
}
