package smtpout

import (
	"cmp"
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"os"
	"time"
)

// Config tells where and how to send. Zero values mean the defaults named.
type Config struct {
	// Address is the smarthost's "host:port". Port 465 is encrypted from the
	// start (RFC 8314); any other by STARTTLS, without which nothing is sent,
	// except to a loopback host on a port other than 587.
	Address string
	// Username and Password log in, where set.
	Username, Password string
	// Token gives a token to log in with by XOAUTH2, in the place of Password. It
	// is asked before each connection, and once more where the token is refused:
	// tokens expire.
	Token func(ctx context.Context) (string, error)
	// Hello is the name said in EHLO, this machine's.
	Hello string
	// Connections is how many mails may be under way at once, 4.
	Connections int

	Connect    time.Duration // longest wait for a connection, 30 seconds
	Command    time.Duration // longest wait for an answer to a command, 5 minutes
	Submission time.Duration // longest wait for the answer to a mail, 12 minutes: some scan it first
	Idle       time.Duration // how long an unused connection is kept, 1 minute

	// TLS replaces the usual checks of certificates, in tests.
	TLS *tls.Config
	// Dial replaces net.Dialer.DialContext, in tests.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
}

// withDefaults fills in what c leaves open, and splits the address.
func (c Config) withDefaults() (filled Config, host, port string, err error) {
	host, port, err = net.SplitHostPort(c.Address)
	if err != nil {
		return c, "", "", fmt.Errorf("read the smarthost's address %q: %w; write host:port", c.Address, err)
	}
	if c.Hello == "" {
		c.Hello, _ = os.Hostname()
	}
	c.Hello = cmp.Or(c.Hello, "localhost")
	c.Connections = cmp.Or(c.Connections, 4)
	c.Connect = cmp.Or(c.Connect, 30*time.Second)
	c.Command = cmp.Or(c.Command, 5*time.Minute)
	c.Submission = cmp.Or(c.Submission, 12*time.Minute)
	c.Idle = cmp.Or(c.Idle, time.Minute)
	if c.Dial == nil {
		c.Dial = (&net.Dialer{}).DialContext
	}
	return c, host, port, nil
}
