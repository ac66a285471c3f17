package sandbox

import (
	"io"
	"log"
	"slices"
	"strings"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"
)

// imapServer shows each person their mailbox.
func imapServer(boxes []*mailbox) *imapserver.Server {
	return imapserver.New(&imapserver.Options{
		Caps:         imap.CapSet{imap.CapIMAP4rev1: {}, imap.CapIMAP4rev2: {}},
		InsecureAuth: true, // loopback
		Logger:       log.New(io.Discard, "", 0),
		NewSession: func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
			return &reading{boxes: boxes}, nil, nil
		},
	})
}

// reading is one connection of a mail program.
type reading struct {
	*imapmemserver.UserSession // nil before the login
	boxes                      []*mailbox
}

// Login implements imapserver.Session, by user name or address.
func (r *reading) Login(user, password string) error {
	box := named(r.boxes, user)
	if box == nil || password != Password {
		return imapserver.ErrAuthFailed
	}
	r.UserSession = imapmemserver.NewUserSession(box.imap)
	return nil
}

// Close implements imapserver.Session.
func (r *reading) Close() error {
	if r.UserSession == nil {
		return nil
	}
	return r.UserSession.Close()
}

// Select implements imapserver.Session. FLAGS lists the system flags, without
// which some programs do not mark what was read (RFC 9051, section 2.3.2).
func (r *reading) Select(mailbox string, options *imap.SelectOptions) (*imap.SelectData, error) {
	data, err := r.UserSession.Select(mailbox, options)
	if err != nil {
		return nil, err
	}
	for _, flag := range []imap.Flag{imap.FlagSeen, imap.FlagAnswered, imap.FlagFlagged, imap.FlagDeleted, imap.FlagDraft} {
		if !slices.ContainsFunc(data.Flags, func(f imap.Flag) bool { return strings.EqualFold(string(f), string(flag)) }) {
			data.Flags, data.PermanentFlags = append(data.Flags, flag), append(data.PermanentFlags, flag)
		}
	}
	return data, nil
}
