package smtpout

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net/smtp"
	"slices"
	"strings"

	"toutdoux/internal/bearer"
)

var (
	errNoLogin = errors.New("neither PLAIN nor LOGIN")
	errNoToken = errors.New("no XOAUTH2")
)

// login proves who we are (RFC 4954), where a user name is set.
func (c *Courier) login(l *line, token string) error {
	if c.config.Username == "" {
		return nil
	}
	_, offered := l.client.Extension("AUTH")
	mechanisms := strings.Fields(strings.ToUpper(offered))
	l.allow(c.config.Command)
	tokens := slices.Contains(mechanisms, "XOAUTH2")
	switch {
	case token != "" && tokens:
		return c.loginByToken(l, token)
	case token != "":
		return session(fmt.Sprintf("%s offers no login by token (it has %q)", c.config.Address, offered), "give [send.smtp] password_file in the place of token_command", errNoToken)
	}
	for _, known := range []string{"PLAIN", "LOGIN"} {
		if !slices.Contains(mechanisms, known) {
			continue
		}
		if err := l.client.Auth(&credentials{known, c.config.Username, c.config.Password}); err != nil {
			return session(c.config.Address+" refuses the login", "check [send.smtp] username and password", err)
		}
		return nil
	}
	mend := "leave [send.smtp] username empty if it needs none"
	if tokens {
		mend = "it takes tokens: give [send.smtp] token_command in the place of a password"
	}
	return session(fmt.Sprintf("%s offers no login we know (it has %q)", c.config.Address, offered), mend, errNoLogin)
}

func (c *Courier) loginByToken(l *line, token string) error {
	login := &byToken{Login: bearer.Login{Username: c.config.Username, Token: token}}
	err := l.client.Auth(login)
	if err == nil {
		return nil
	}
	r := session(c.config.Address+" refuses the token", "try [send.smtp] token_command by hand", err)
	r.Text = login.Refused(r.Text)
	r.token = r.Code >= 500
	return r
}

// byToken is a login by XOAUTH2 as net/smtp wants it.
type byToken struct {
	bearer.Login
	first []byte // what is still to be said
}

// longestCommand is how much may stand on the line of a command, in octets with
// its end (RFC 5321, section 4.5.3.1.4).
const longestCommand = 512

// Start implements smtp.Auth. Most tokens are too long for the command's own
// line, and go on the next (RFC 4954, section 4).
func (b *byToken) Start(*smtp.ServerInfo) (mechanism string, first []byte, err error) {
	mechanism, first, err = b.Login.Start()
	if len("AUTH "+mechanism+" \r\n")+base64.StdEncoding.EncodedLen(len(first)) > longestCommand {
		b.first, first = first, nil
	}
	return mechanism, first, err
}

// Next implements smtp.Auth.
func (b *byToken) Next(challenge []byte, more bool) ([]byte, error) {
	if first := b.first; more && first != nil {
		b.first = nil
		return first, nil
	}
	if !more {
		return nil, nil
	}
	return b.Login.Next(challenge)
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
