package crashtest

import (
	"crypto/sha256"
	"fmt"
	"net"
	"net/textproto"
	"strings"
	"time"

	"toutdoux/internal/mailtest"
)

// kind is what a mail of the tests asks for.
type kind string

const (
	proposal kind = "opened" // named after the event that it must cause
	vote     kind = "voted"
)

// mail is one mail of a member.
type mail struct {
	kind kind
	id   string // Message-ID
	from string
	raw  []byte
	kept bool // the client got a 250
}

// key is how the register knows the mail's Message-ID.
func (m *mail) key() string { return fmt.Sprintf("%X", sha256.Sum256([]byte(m.id))) }

// write makes a mail whose sender the association's mail system vouches for.
func write(k kind, number int, from, subject, body string) *mail {
	m := &mail{kind: k, id: fmt.Sprintf("<%s.%d@asso.test>", k, number), from: from}
	m.raw = mailtest.Mail{
		From: from, To: "tdc@asso.test", Subject: subject, ID: m.id, Date: time.Now(), Body: body,
		Header: []string{"Authentication-Results: mx.asso.test; dmarc=pass header.from=asso.test"},
	}.Bytes()
	return m
}

func propose(number int, from, tag string) *mail {
	return write(proposal, number, from, fmt.Sprintf("[%s] Acheter %d", tag, number), "On en parle depuis longtemps.\n")
}

func voteOn(action, number int, from, word string) *mail {
	return write(vote, number, from, fmt.Sprintf("Re: #%d", action), fmt.Sprintf("%s, parce que c'est la %de raison.\n", word, number))
}

// send hands a mail over by LMTP, or by SMTP on TCP, as a mail system does. It
// returns nil only after the 250 that follows the last dot. dot is called just
// before that dot leaves.
func send(network, address string, m *mail, dot func()) error {
	conn, err := net.Dial(network, address)
	if err != nil {
		return err
	}
	defer conn.Close()
	c := textproto.NewConn(conn)
	hello := "LHLO"
	if network == "tcp" {
		hello = "EHLO"
	}
	if _, _, err := c.ReadResponse(220); err != nil {
		return err
	}
	for _, step := range []struct {
		code int
		line string
	}{
		{250, hello + " mx.asso.test"}, {250, "MAIL FROM:<" + m.from + ">"}, {250, "RCPT TO:<tdc@asso.test>"}, {354, "DATA"},
	} {
		if err := c.PrintfLine("%s", step.line); err != nil {
			return err
		}
		if _, _, err := c.ReadResponse(step.code); err != nil {
			return fmt.Errorf("%s: %w", step.line, err)
		}
	}
	if _, err := conn.Write(dotted(m.raw)); err != nil {
		return err
	}
	if dot != nil {
		dot()
	}
	if _, err := conn.Write([]byte(".\r\n")); err != nil {
		return err
	}
	if _, _, err = c.ReadResponse(250); err != nil {
		return err
	}
	m.kept = true
	return nil
}

// dotted doubles the dots at the beginning of lines (RFC 5321 section 4.5.2).
func dotted(raw []byte) []byte {
	return []byte(strings.TrimPrefix(strings.ReplaceAll("\r\n"+string(raw), "\r\n.", "\r\n.."), "\r\n"))
}

// send hands a mail to the association.
func (a *asso) send(m *mail, dot func()) error { return send("unix", a.socket(), m, dot) }
