package mailtest

import (
	"errors"
	"io"
	"slices"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

func (h *Smarthost) greet(c *smtp.Conn) (smtp.Session, error) {
	s := &session{host: h, conn: c}
	_, s.mail.TLS = c.TLSConnectionState()
	if err := s.ask(Hello, c.Hostname()); err != nil {
		return nil, err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.open++
	return s, nil
}

// session is one client's session with a Smarthost.
type session struct {
	host  *Smarthost
	conn  *smtp.Conn
	mail  Received
	begun bool // MAIL was accepted, and no RSET or DATA came since
}

// ask lets the script decide, and carries out what cannot be said as an answer.
func (s *session) ask(step Step, arg string) error {
	return s.carryOut(s.decide(step, arg))
}

func (s *session) decide(step Step, arg string) error {
	if s.host.Script == nil {
		return nil
	}
	return s.host.Script(step, arg)
}

func (s *session) carryOut(err error) error {
	switch {
	case errors.Is(err, ErrDrop):
		s.conn.Conn().Close()
	case errors.Is(err, ErrHang):
		<-s.host.over
	case isClosing(err):
		s.conn.Reject()
	}
	return err
}

func isClosing(err error) bool {
	refusal, ok := errors.AsType[*smtp.SMTPError](err)
	return ok && refusal.Code == 421
}

func (s *session) Reset() {
	s.mail = Received{TLS: s.mail.TLS, User: s.mail.User}
	s.begun = false
}

func (s *session) Logout() error {
	s.host.mu.Lock()
	defer s.host.mu.Unlock()
	s.host.open--
	return nil
}

func (s *session) Mail(from string, opts *smtp.MailOptions) error {
	if s.begun { // go-smtp does not mind; Postfix does
		return Refuse(503, [3]int{5, 5, 1}, "nested MAIL command")
	}
	s.mail.From, s.mail.UTF8 = from, opts.UTF8
	err := s.ask(Sender, from)
	s.begun = err == nil
	return err
}

func (s *session) Rcpt(to string, options *smtp.RcptOptions) error {
	err := s.ask(Recipient, to)
	if err == nil {
		s.mail.Quiet = slices.Contains(options.Notify, smtp.DSNNotifyNever)
		s.mail.To = append(s.mail.To, to)
	}
	return err
}

func (s *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	s.mail.Raw = raw
	err = s.decide(Body, string(raw))
	if err == nil || errors.Is(err, ErrDrop) {
		s.host.mu.Lock()
		s.host.mails = append(s.host.mails, s.mail)
		s.host.mu.Unlock()
	}
	return s.carryOut(err)
}

func (s *session) AuthMechanisms() []string {
	if s.host.Mechanism == "" {
		return nil
	}
	return []string{s.host.Mechanism}
}

func (s *session) Auth(mechanism string) (sasl.Server, error) {
	if mechanism == "LOGIN" {
		return &loginServer{session: s}, nil
	}
	return sasl.NewPlainServer(func(_, user, _ string) error { return s.login(user) }), nil
}

func (s *session) login(user string) error {
	s.mail.User = user
	return s.ask(Login, user)
}

// loginServer is the server's side of the LOGIN mechanism.
type loginServer struct {
	session *session
	user    []byte
}

func (l *loginServer) Next(response []byte) (challenge []byte, done bool, err error) {
	switch {
	case response == nil:
		return []byte("Username:"), false, nil
	case l.user == nil:
		l.user = response
		return []byte("Password:"), false, nil
	}
	return nil, true, l.session.login(string(l.user))
}
