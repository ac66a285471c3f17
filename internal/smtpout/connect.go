package smtpout

import (
	"context"
	"crypto/tls"
	"errors"
	"net/netip"
	"net/smtp"
)

// connect opens a connection, encrypted and logged in as the configuration
// says. A token that is refused may have expired: another is asked for, once.
func (c *Courier) connect(ctx context.Context) (*line, error) {
	if c.config.Token == nil {
		return c.dial(ctx, "")
	}
	token, err := c.token(ctx)
	if err != nil {
		return nil, err
	}
	l, err := c.dial(ctx, token)
	if refused, ok := errors.AsType[*Refused](err); !ok || !refused.token {
		return l, err
	}
	fresh, failed := c.token(ctx)
	switch {
	case failed != nil:
		return nil, failed
	case fresh == token: // providers lock out who insists
		return nil, err
	}
	return c.dial(ctx, fresh)
}

// token asks for one.
func (c *Courier) token(ctx context.Context) (string, error) {
	token, err := c.config.Token(ctx)
	if err == nil {
		return token, nil
	}
	r := session("there is no token to log in with", "", err)
	if ctx.Err() != nil {
		r.cause = ctx.Err()
	}
	return "", r
}

// dial is connect with a token, "" where none is wanted.
func (c *Courier) dial(ctx context.Context, token string) (*line, error) {
	limited, cancel := context.WithTimeout(ctx, c.config.Connect)
	raw, err := c.config.Dial(limited, "tcp", c.config.Address)
	cancel()
	if ctx.Err() != nil {
		if err == nil {
			raw.Close()
		}
		return nil, stopped(ctx, nil)
	}
	if err != nil {
		return nil, session("cannot connect to "+c.config.Address, "check [send.smtp] address and the network", err)
	}
	l := &line{config: c.config, raw: raw}
	release := context.AfterFunc(ctx, l.cut)
	err = c.open(l, token)
	if !release() {
		l.cut()
		return nil, stopped(ctx, nil)
	}
	if err != nil {
		l.cut()
		return nil, err
	}
	return l, nil
}

// open greets, encrypts and logs in. net/smtp sets no deadlines: each step has
// its own here.
func (c *Courier) open(l *line, token string) error {
	l.allow(c.config.Command)
	stream := l.raw
	if c.port == "465" {
		encrypted := tls.Client(l.raw, c.tls())
		if err := encrypted.Handshake(); err != nil {
			return c.tlsRefused(err)
		}
		stream = encrypted
	}
	client, err := smtp.NewClient(stream, c.host)
	if err != nil {
		return session(c.config.Address+" does not greet as a mail server", "check address of [send.smtp]: 465 or 587 is the usual port, and 993 that of mailboxes", err)
	}
	l.client = client
	l.allow(c.config.Command)
	if err := client.Hello(c.config.Hello); err != nil {
		return session(c.config.Address+" does not take the name "+c.config.Hello, "check [send.smtp] hello", err)
	}
	if err := c.encrypt(l); err != nil {
		return err
	}
	return c.login(l, token)
}

// encrypt does STARTTLS wherever it is offered, and allows its absence only on
// this machine: somebody on the way could have hidden the offer.
func (c *Courier) encrypt(l *line) error {
	if _, done := l.client.TLSConnectionState(); done {
		return nil
	}
	if offered, _ := l.client.Extension("STARTTLS"); !offered {
		if c.isLoopback() && c.port != "587" {
			return nil
		}
		return session(c.config.Address+" offers no encryption", "use port 465, or 587 where it has STARTTLS", errNoTLS)
	}
	l.allow(c.config.Command)
	if err := l.client.StartTLS(c.tls()); err != nil {
		return c.tlsRefused(err)
	}
	return nil
}

var errNoTLS = errors.New("no STARTTLS")

// tls returns how the smarthost's certificate is checked. On this machine it is
// not: nobody stands between, and a local Postfix has a self-signed one.
func (c *Courier) tls() *tls.Config {
	if c.config.TLS == nil {
		return &tls.Config{ServerName: c.host, InsecureSkipVerify: c.isLoopback()}
	}
	config := c.config.TLS.Clone()
	if config.ServerName == "" {
		config.ServerName = c.host
	}
	return config
}

func (c *Courier) tlsRefused(err error) error {
	if _, bad := errors.AsType[*tls.CertificateVerificationError](err); bad {
		return session("the certificate of "+c.host+" cannot be trusted", "set [send.smtp] address to the name it was made for, or have it renewed", err)
	}
	return session("no encrypted connection with "+c.config.Address, "check that its port is the one for mail programs", err)
}

func (c *Courier) isLoopback() bool {
	ip, err := netip.ParseAddr(c.host)
	return c.host == "localhost" || err == nil && ip.Unmap().IsLoopback()
}
