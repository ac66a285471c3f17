package mailin

import (
	"cmp"
	"crypto/tls"
	"log/slog"
	"time"
)

// maxLine is the longest line of a mail, in bytes: real HTML mail goes far
// beyond the 1000 of RFC 5321 section 4.5.3.1.6.
const maxLine = 1 << 20

// atOnce is how many mails of full size may be in memory together; when many
// large ones come at once, the last are told to come back.
const atOnce = 8

// Config is what a Server may be told. Zero values mean the defaults named.
type Config struct {
	Name        string        // said in the greeting; "localhost"
	LMTP        bool          // speak LMTP instead of SMTP
	Size        int64         // most bytes of a mail, 25 MiB; more is refused with 552
	Recipients  int           // most recipients of a mail, 100 (the least RFC 5321 allows)
	Connections int           // most connections in all, 200
	PerAddress  int           // most from one IPv4 address or IPv6 /64, 20
	Timeout     time.Duration // for each command, each answer and each whole mail, 5 minutes
	TLS         *tls.Config   // when set, STARTTLS is offered
	Log         *slog.Logger  // faults of ours; discarded when nil
	// Deferred is called when a client is told to come back, beside what the
	// Post answers itself: its mail is late through no fault of its own. It must
	// not wait; nil where nobody asks.
	Deferred func()
}

func (c Config) withDefaults() Config {
	c.Name = cmp.Or(c.Name, "localhost")
	c.Size = cmp.Or(c.Size, 25<<20)
	c.Recipients = cmp.Or(c.Recipients, 100)
	c.Connections = cmp.Or(c.Connections, 200)
	c.PerAddress = cmp.Or(c.PerAddress, 20)
	c.Timeout = cmp.Or(c.Timeout, 5*time.Minute)
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Deferred == nil {
		c.Deferred = func() {}
	}
	return c
}
