package smtpout

import (
	"errors"
	"net"
	"net/smtp"
	"strings"
	"time"
)

// farewell is how long a smarthost may take to answer QUIT.
const farewell = 2 * time.Second

// line is one connection, ready for a mail.
type line struct {
	config Config
	raw    net.Conn // below TLS: deadlines and cuts go to it directly
	client *smtp.Client
	expiry *time.Timer // while it is kept

	broken bool // it is good for nothing more
	unsent bool // it broke before anything of the mail's text had gone out
}

// send carries out one mail transaction (RFC 5321 section 3.3).
func (l *line) send(m Mail) error {
	open, err := l.envelope(m)
	if err == nil {
		return l.body(m)
	}
	l.broken = isLost(err)
	l.unsent = l.broken
	if open && !l.broken { // a transaction is open: leave none to the next mail
		l.broken = l.ask(250, "RSET") != nil
	}
	return err
}

// envelope says from whom to whom, up to the answer to DATA, and whether it
// began a transaction.
func (l *line) envelope(m Mail) (open bool, err error) {
	params := ""
	if !isASCII(m.From + m.To) {
		if ok, _ := l.client.Extension("SMTPUTF8"); !ok {
			return false, &Refused{Permanent: true, Code: 553, Enhanced: "5.6.7", Recipient: true,
				Text: "the smarthost cannot send to an address that is not ASCII (it has no SMTPUTF8)"}
		}
		params = " SMTPUTF8"
	}
	if err := l.ask(250, "MAIL FROM:<%s>%s", m.From, params); err != nil {
		return false, session("the smarthost refuses the sender", "", err)
	}
	params = ""
	if dsn, _ := l.client.Extension("DSN"); dsn && m.Quiet {
		params = " NOTIFY=NEVER"
	}
	if err := l.ask(25, "RCPT TO:<%s>%s", m.To, params); err != nil { // 250, or 251: forwarded
		return true, recipient("recipient refused", err)
	}
	if err := l.ask(354, "DATA"); err != nil {
		return true, recipient("mail refused before its text", err)
	}
	return true, nil
}

// body sends the text and hears the verdict.
func (l *line) body(m Mail) error {
	l.allow(l.config.Submission)
	w := l.client.Text.DotWriter()
	_, err := w.Write(m.Raw)
	if err == nil { // below the writer that looks at each byte for a line with a dot
		_, err = l.client.Text.W.Write(m.Enclosed)
	}
	if err = errors.Join(err, w.Close()); err != nil {
		l.broken = true
		return session("connection lost in the middle of the mail", "", err)
	}
	l.allow(l.config.Submission)
	if _, _, err := l.client.Text.ReadResponse(250); err != nil {
		r := recipient("mail refused", err)
		if r.Code == 0 {
			r.Doubtful = true
			r.Text = "connection lost after the whole mail, which may have arrived: " + err.Error()
		}
		l.broken = isLost(r)
		return r
	}
	return nil
}

// isLost tells that no further command makes sense after err.
func isLost(err error) bool {
	r, ok := errors.AsType[*Refused](err)
	return ok && (r.Code == 0 || r.Code == 421)
}

// ask says a command and wants that code; 25 stands for any of 250 to 259.
func (l *line) ask(code int, format string, args ...any) error {
	l.allow(l.config.Command)
	text := l.client.Text
	id, err := text.Cmd(format, args...)
	if err != nil {
		return err
	}
	text.StartResponse(id)
	defer text.EndResponse(id)
	_, _, err = text.ReadResponse(code)
	return err
}

// allow gives the smarthost that long for its next answer.
func (l *line) allow(d time.Duration) { l.raw.SetDeadline(time.Now().Add(d)) }

// cut ends the connection without a word, at once.
func (l *line) cut() { l.raw.Close() }

// quit ends it politely.
func (l *line) quit() {
	l.allow(farewell)
	l.client.Quit()
	l.cut()
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > 0x7f })
}
