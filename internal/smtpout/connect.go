package smtpout

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/netip"
	"net/smtp"
	"slices"
	"strings"
)

// connect opens a connection, encrypted and logged in as the configuration
// says.
func (c *Courier) connect(ctx context.Context) (*line, error) {
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
	err = c.open(l)
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
func (c *Courier) open(l *line) error {
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
		return session(c.config.Address+" does not greet as a mail server", "", err)
	}
	l.client = client
	l.allow(c.config.Command)
	if err := client.Hello(c.config.Hello); err != nil {
		return session(c.config.Address+" does not take the name "+c.config.Hello, "check [send.smtp] hello", err)
	}
	if err := c.encrypt(l); err != nil {
		return err
	}
	return c.login(l)
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

var (
	errNoTLS   = errors.New("no STARTTLS")
	errNoLogin = errors.New("neither PLAIN nor LOGIN")
)

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

// login proves who we are (RFC 4954), where a user name is set.
func (c *Courier) login(l *line) error {
	if c.config.Username == "" {
		return nil
	}
	_, offered := l.client.Extension("AUTH")
	mechanisms := strings.Fields(strings.ToUpper(offered))
	l.allow(c.config.Command)
	for _, known := range []string{"PLAIN", "LOGIN"} {
		if !slices.Contains(mechanisms, known) {
			continue
		}
		if err := l.client.Auth(&credentials{known, c.config.Username, c.config.Password}); err != nil {
			return session(c.config.Address+" refuses the login", "check [send.smtp] username and password", err)
		}
		return nil
	}
	return session(fmt.Sprintf("%s offers no login we know (it has %q)", c.config.Address, offered), "leave [send.smtp] username empty if it needs none", errNoLogin)
}

// credentials answer a PLAIN or LOGIN login. net/smtp has no LOGIN, and go-sasl's
// wants the server's questions letter by letter.
type credentials struct{ mechanism, username, password string }

// Start implements smtp.Auth.
func (a *credentials) Start(*smtp.ServerInfo) (mechanism string, first []byte, err error) {
	if a.mechanism == "PLAIN" {
		return a.mechanism, []byte("\x00" + a.username + "\x00" + a.password), nil
	}
	return a.mechanism, nil, nil
}

// Next implements smtp.Auth: LOGIN asks for the name, then for the password.
func (a *credentials) Next(question []byte, more bool) ([]byte, error) {
	switch {
	case !more:
		return nil, nil
	case a.mechanism == "PLAIN":
		return nil, errors.New("answer a login: the server asks on after PLAIN")
	case strings.HasPrefix(strings.ToLower(string(question)), "user"):
		return []byte(a.username), nil
	}
	return []byte(a.password), nil
}
