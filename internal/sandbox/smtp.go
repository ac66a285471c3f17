package sandbox

import (
	"context"
	"errors"
	"io"
	"log"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// stamps is how many bytes at most the village's server adds to a mail: one that
// it takes is not too large for the daemon then.
const stamps = 4 << 10

// smtpServer takes mail from members' mail programs, who log in, or from the
// daemon alone, who need not.
func (p *post) smtpServer(login bool) *smtp.Server {
	s := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) {
		open := &session{post: p}
		if login {
			return &loginSession{open}, nil
		}
		return open, nil
	}))
	s.Domain = host
	s.AllowInsecureAuth = true // loopback
	s.EnableSMTPUTF8 = true
	s.MaxMessageBytes = p.largest - stamps
	s.MaxLineLength = 1 << 20
	s.ReadTimeout, s.WriteTimeout = 10*time.Minute, time.Minute
	s.ErrorLog = log.New(io.Discard, "", 0)
	return s
}

// session is one connection of the daemon.
type session struct {
	post *post
	mail envelope
}

// Mail implements smtp.Session.
func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	s.mail.from = from
	return nil
}

// Rcpt implements smtp.Session.
func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	if !s.post.knows(to) {
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "Nobody in this sandbox has that address"}
	}
	s.mail.to = append(s.mail.to, to)
	return nil
}

// Data implements smtp.Session. The daemon's own answer is passed on.
func (s *session) Data(r io.Reader) error {
	var err error
	if s.mail.raw, err = io.ReadAll(r); err != nil {
		return err
	}
	err = s.post.take(context.Background(), s.mail)
	if answer, ok := errors.AsType[*smtp.SMTPError](err); ok {
		return answer
	}
	if err != nil {
		return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "Not taken for now, try again later"}
	}
	if s.mail.program {
		go s.post.rests()
	}
	return nil
}

// Reset implements smtp.Session.
func (s *session) Reset() { s.mail = envelope{by: s.mail.by, program: s.mail.program} }

// Logout implements smtp.Session.
func (s *session) Logout() error { return nil }

// loginSession is one connection of a mail program.
type loginSession struct{ *session }

// Mail implements smtp.Session.
func (s *loginSession) Mail(from string, options *smtp.MailOptions) error {
	if s.mail.by == nil {
		return smtp.ErrAuthRequired
	}
	return s.session.Mail(from, options)
}

// AuthMechanisms implements smtp.AuthSession.
func (s *loginSession) AuthMechanisms() []string { return []string{sasl.Plain, sasl.Login} }

// Auth implements smtp.AuthSession.
func (s *loginSession) Auth(mechanism string) (sasl.Server, error) {
	if mechanism == sasl.Login {
		return &login{session: s.session}, nil
	}
	return sasl.NewPlainServer(func(_, user, password string) error { return s.enter(user, password) }), nil
}

// enter lets a person in by user name or address.
func (s *session) enter(user, password string) error {
	box := named(s.post.boxes, user)
	if box == nil || password != Password {
		return smtp.ErrAuthFailed
	}
	s.mail.by, s.mail.program = box, true
	return nil
}

// login is the server's side of LOGIN, which Outlook wants
// (draft-murchison-sasl-login).
type login struct {
	session *session
	user    []byte
}

// Next implements sasl.Server.
func (l *login) Next(response []byte) (challenge []byte, done bool, err error) {
	switch {
	case response == nil:
		return []byte("Username:"), false, nil
	case l.user == nil:
		l.user = response
		return []byte("Password:"), false, nil
	}
	return nil, true, l.session.enter(string(l.user), string(response))
}
