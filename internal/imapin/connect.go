package imapin

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
	"github.com/emersion/go-sasl"

	"toutdoux/internal/bearer"
)

// Refusal is a login that the server refuses.
type Refusal struct {
	User string
	Said string // the server's words
	// Token tells that it was a token that the server refused.
	Token bool
	// Tokens tells that the server takes tokens (XOAUTH2), Passwords that it
	// says it takes passwords.
	Tokens, Passwords bool
}

func (r *Refusal) Error() string {
	if r.Token {
		return "log in as " + r.User + ": the server refuses the token; try [receive.imap] token_command by hand (" + r.Said + ")"
	}
	return "log in as " + r.User + ": the server refuses the login; check username of [receive.imap], and the password where password_file says: many providers want one made for programs (" + r.Said + ")"
}

// session is one connection that is logged in.
type session struct {
	config  Config
	door    Door
	woken   <-chan struct{}
	line    *line
	client  *imapclient.Client
	news    chan struct{} // holds one element when the server said that something came
	caps    imap.CapSet
	handled string // the folder for what was handled, "" until it is known
	stays   bool   // that folder cannot be made: nothing is moved
	past    *past  // what earlier sessions found out
}

// connect opens a connection, encrypted, and logs in.
func connect(ctx context.Context, config Config) (*session, error) {
	dial := config.Dial
	if dial == nil {
		dial = (&net.Dialer{}).DialContext
	}
	limited, cancel := context.WithTimeout(ctx, silence)
	defer cancel()
	raw, err := dial(limited, "tcp", config.Address)
	if err != nil {
		return nil, fmt.Errorf("connect to %s; check [receive.imap] address and the network: %w", config.Address, err)
	}
	s := &session{config: config, line: newLine(raw), news: make(chan struct{}, 1)}
	release := context.AfterFunc(ctx, s.line.cut)
	defer release()
	if err := s.greet(); err != nil {
		raw.Close()
		return nil, err
	}
	if err := s.login(ctx); err != nil {
		s.client.Close()
		return nil, err
	}
	s.caps = s.client.Caps()
	return s, nil
}

// greet begins the conversation, encrypted but on this machine.
func (s *session) greet() (err error) {
	host, port, err := net.SplitHostPort(s.config.Address)
	if err != nil {
		return fmt.Errorf("read [receive.imap] address: %w", err)
	}
	local := loopback(host)
	secure := s.config.TLS.Clone()
	if secure == nil {
		secure = &tls.Config{InsecureSkipVerify: local} // nobody stands between
	}
	if secure.ServerName == "" {
		secure.ServerName = host
	}
	options := &imapclient.Options{TLSConfig: secure, UnilateralDataHandler: &imapclient.UnilateralDataHandler{
		Mailbox: func(*imapclient.UnilateralDataMailbox) { s.something() },
	}}
	switch {
	case port == "993":
		encrypted := tls.Client(s.line, secure)
		if err = encrypted.Handshake(); err != nil { // here, since go-imap would tell it in words alone
			break
		}
		s.client = imapclient.New(encrypted, options)
		err = s.client.WaitGreeting()
	case local && port != "143":
		s.client = imapclient.New(s.line, options)
		err = s.client.WaitGreeting()
	default:
		s.client, err = imapclient.NewStartTLS(s.line, options)
	}
	if err != nil {
		return fmt.Errorf("greet %s; check that its port is that of IMAP, 993 or one with STARTTLS: %w", s.config.Address, err)
	}
	return nil
}

// something notes that the server spoke of the folder.
func (s *session) something() {
	select {
	case s.news <- struct{}{}:
	default:
	}
}

func loopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.Unmap().IsLoopback()
}

// passing are the codes (RFC 5530) of a server that would refuse anybody now.
var passing = []imap.ResponseCode{imap.ResponseCodeUnavailable, imap.ResponseCodeInUse, imap.ResponseCodeServerBug, imap.ResponseCodeLimit}

// passes tells a refusal that would be anybody's now, and passes.
func passes(err error) bool {
	no, ok := errors.AsType[*imap.Error](err)
	return ok && slices.Contains(passing, no.Code)
}

// login proves who we are.
func (s *session) login(ctx context.Context) error {
	secret, token, err := s.config.Secret(ctx)
	if err != nil {
		return err
	}
	caps, login := s.client.Caps(), &bearer.Login{Username: s.config.Username, Token: secret}
	switch {
	case token:
		err = s.client.Authenticate(login)
	case caps.Has(imap.CapLoginDisabled) || !ascii(s.config.Username+secret):
		err = s.client.Authenticate(sasl.NewPlainClient("", s.config.Username, secret))
	default:
		err = s.client.Login(s.config.Username, secret).Wait()
	}
	if no, ok := errors.AsType[*imap.Error](err); ok && !passes(err) {
		said := no.Text
		if token {
			said = login.Refused(said)
		}
		return &Refusal{
			User: s.config.Username, Said: said, Token: token,
			Tokens: caps.Has(imap.AuthCap("XOAUTH2")), Passwords: !caps.Has(imap.CapLoginDisabled) || caps.Has(imap.AuthCap("PLAIN")),
		}
	}
	if err != nil {
		return fmt.Errorf("log in: %w", err)
	}
	return nil
}

func ascii(s string) bool {
	return !slices.ContainsFunc([]byte(s), func(c byte) bool { return c >= 0x80 })
}
