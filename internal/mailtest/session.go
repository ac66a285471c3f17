package mailtest

import (
	"encoding/base64"
	"errors"
	"io"
	"slices"
	"strings"

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
	switch mechanism {
	case "LOGIN":
		return &loginServer{session: s}, nil
	case "XOAUTH2":
		return &tokenServer{session: s}, nil
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

// tokenServer is the server's side of the XOAUTH2 mechanism, as the large
// providers have it: a refusal comes after its reasons, and an empty answer to
// them.
type tokenServer struct {
	session *session
	asked   bool // the answer is not on the command's own line
	refusal error
}

func (s *tokenServer) Next(response []byte) (challenge []byte, done bool, err error) {
	switch {
	case s.refusal != nil && len(response) > 0:
		return nil, true, Refuse(501, [3]int{5, 5, 2}, "an empty answer is wanted")
	case s.refusal != nil:
		return nil, true, s.session.carryOut(s.refusal)
	case response == nil:
		s.asked = true
		return nil, false, nil
	case !s.asked && len("AUTH XOAUTH2 \r\n")+base64.StdEncoding.EncodedLen(len(response)) > 512: // RFC 4954, section 4
		return nil, true, Refuse(500, [3]int{5, 5, 6}, "line too long")
	}
	said, ended := strings.CutSuffix(string(response), "\x01\x01")
	user, token, found := strings.Cut(said, "\x01auth=Bearer ")
	user, begun := strings.CutPrefix(user, "user=")
	if !ended || !found || !begun {
		return nil, true, Refuse(501, [3]int{5, 5, 2}, "this is no XOAUTH2")
	}
	s.session.mail.User = user
	if s.refusal = s.session.decide(Login, user+" "+token); s.refusal != nil {
		return []byte(`{"status":"401","schemes":"bearer","scope":"https://mail.test/"}`), false, nil
	}
	return nil, true, nil
}
