package mailin

import (
	"io"
	"strings"
	"unicode/utf8"

	"github.com/emersion/go-smtp"
)

// session is one client's dialogue, as go-smtp calls it.
type session struct {
	server *Server
	conn   *smtp.Conn
	wire   *wire
	from   string
	to     []string
	utf8   bool // MAIL bore SMTPUTF8
}

func (s *Server) session(c *smtp.Conn) (smtp.Session, error) {
	return &session{server: s, conn: c, wire: c.Conn().(*wire)}, nil
}

// Reset forgets the mail under way.
func (s *session) Reset() { s.from, s.to, s.utf8 = "", nil, false }

// Logout has nothing to free.
func (s *session) Logout() error { return nil }

// Mail takes the sender, whoever it is: who is believed is decided later.
func (s *session) Mail(from string, opts *smtp.MailOptions) error {
	if opts.Size > s.server.config.Size {
		return answer(TooLarge)
	}
	if err := checkAddress(from, opts.UTF8); err != nil {
		return answer(err)
	}
	s.from, s.utf8 = from, opts.UTF8
	return nil
}

// Rcpt takes a recipient that a list here owns.
func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	if err := checkAddress(to, s.utf8); err != nil {
		return answer(err)
	}
	if !s.server.post.Knows(to) {
		return answer(NoSuchList)
	}
	s.to = append(s.to, to)
	return nil
}

// checkAddress refuses what go-smtp lets through (RFC 6531 section 3.5).
func checkAddress(address string, unicode bool) error {
	ascii := !strings.ContainsFunc(address, func(r rune) bool { return r >= utf8.RuneSelf })
	switch {
	case ascii:
		return nil
	case !unicode:
		return needsUTF8
	case !utf8.ValidString(address):
		return badUTF8
	}
	return nil
}

// Data answers for all recipients at once (SMTP): a fault of ours for one has
// the whole mail come again, and the others recognise it.
func (s *session) Data(r io.Reader) error {
	errs, err := s.take(r)
	if err != nil {
		return answer(err)
	}
	return answer(worst(errs))
}

// LMTPData answers for each recipient (RFC 2033 section 4.2).
func (s *session) LMTPData(r io.Reader, status smtp.StatusCollector) error {
	errs, err := s.take(r)
	for i, err := range errs {
		status.SetStatus(s.to[i], answer(err))
	}
	return answer(err) // for all, where there is no mail
}
