// Package imapin reads an ordinary mailbox (IMAP, RFC 3501 and 9051): it fetches
// what arrives there, hands it over with the mailbox's own instant
// (INTERNALDATE), and moves what was kept out of the way where that is safe.
//
// What was handled is remembered by the one it hands mail to, by folder, its
// UIDVALIDITY and the mail's UID: flags are for people. Nothing is deleted but
// what the server itself says it has copied, and nothing is ever answered from
// here. What mails mean, and whose they are, is left to the clerk.
//
// go-imap has no time-outs to rely on, deletes where MOVE is missing, and waits
// for ever for who does not take all of a mail: all that is dealt with here. Its
// client is used nowhere else; its server gives the sandbox its mailboxes.
package imapin

import (
	"context"
	"crypto/tls"
	"log/slog"
	"net"
	"time"
)

// Config says which mailbox is read, and how.
type Config struct {
	Address  string // host:port; port 993 is implicit TLS, elsewhere STARTTLS
	Username string
	// Secret gives what each login needs: a password, or the token of a login
	// by XOAUTH2.
	Secret  func(ctx context.Context) (secret string, token bool, err error)
	Mailbox string // the folder that is read
	Spam    string // a folder in which only known members' mail is ours, "" for none
	// Since is when the mailbox became ours: what it got before stays where it is,
	// unread. Zero for always.
	Since time.Time
	// Size is the most that a mail may have, in bytes. Of a larger one a single
	// byte more is fetched, so that its author can be told.
	Size int64
	// Dial reaches the server; nil for the network.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
	// TLS is how its certificate is checked; nil for the machine's roots.
	TLS *tls.Config
	Log *slog.Logger
}

// Folder is a folder at one count of its mails: under another Validity the same
// UIDs mean others (RFC 3501, section 2.3.1.1).
type Folder struct {
	Name     string
	Validity uint32
}

// Mail is one mail of a folder.
type Mail struct {
	UID uint32
	At  time.Time // INTERNALDATE: when the mailbox got it; zero where the server has none
	Raw []byte
}

// Trouble is what the owner of the mailbox must mend.
type Trouble string

// The troubles.
const (
	Refused  Trouble = "login"   // the server refuses the login
	Away     Trouble = "mailbox" // the mailbox has been out of reach for a while
	Spamless Trouble = "spam"    // the folder for spam cannot be opened; the other one is read
)

// Door is whom a Reader hands mail to.
type Door interface {
	// Handled gives the mails of a folder that need no other look.
	Handled(ctx context.Context, f Folder) (map[uint32]bool, error)
	// Keep keeps mails, and remembers that they are handled. It returns without
	// an error once they are on the disk.
	Keep(ctx context.Context, f Folder, mails []Mail) error
	// Pass remembers mails that are none of ours.
	Pass(ctx context.Context, f Folder, uids []uint32) error
	// Forget forgets mails that are in the folder no more.
	Forget(ctx context.Context, f Folder, uids []uint32) error
	// Knows tells whether an address is a member's.
	Knows(address string) bool
	// Read is called when all that was in the mailbox at an instant is kept.
	Read(at time.Time)
	// Tell has the owner told of a trouble.
	Tell(ctx context.Context, what Trouble, cause error)
}

// Clock tells the instants that Door.Read is called with.
type Clock interface{ Now() time.Time }

// Paces. A mailbox is looked at every poll, however quiet the server is: IDLE is
// renewed by that too, well within the 29 minutes of RFC 2177.
const (
	poll      = 5 * time.Minute
	pollBlind = time.Minute // where the server has no IDLE
	silence   = time.Minute // of a server that has something to say
	oneMail   = 10 * time.Minute

	firstRetry = time.Second
	lastRetry  = 5 * time.Minute
	afterLogin = 15 * time.Minute // which was refused: providers lock out who insists
	awayFor    = 30 * time.Minute // until the owner is told
)
