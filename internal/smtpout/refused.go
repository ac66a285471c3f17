package smtpout

import (
	"context"
	"errors"
	"fmt"
	"net/textproto"
	"regexp"
	"strings"
)

// Refused is why a mail did not leave.
type Refused struct {
	// Permanent tells that this recipient will never get this mail. Only what
	// was said of the recipient or the mail can be permanent: a smarthost out
	// of order, or a login refused, is nobody's fault but ours to mend.
	Permanent bool
	// Code is the smarthost's answer, 0 where there was none.
	Code int
	// Enhanced is its status (RFC 3463), such as "5.1.1"; "" where there was
	// none. 5.7.x is a policy, often about the sender rather than the mailbox.
	Enhanced string
	// Recipient tells that the answer was about the recipient or the mail (to
	// RCPT or DATA); else it concerns the whole session, so every other mail.
	Recipient bool
	// Doubtful tells that the mail had gone out whole when the connection
	// broke: it may have arrived, and sending it again may double it.
	Doubtful bool
	// Text is for the operator: what was said, or what happened and what to
	// mend. A smarthost's words may quote an address.
	Text string
	// What went wrong with the session, and what to try, where that is known:
	// they are in Text too, before the smarthost's own words.
	What, Mend string

	cause error
	token bool // it is our token that is refused for good
}

// Error returns the answer and the text.
func (r *Refused) Error() string {
	said := strings.TrimSpace(r.Enhanced + " " + r.Text)
	if r.Code == 0 {
		return "send mail: " + said
	}
	return fmt.Sprintf("send mail: %d %s", r.Code, said)
}

// Unwrap returns the error below, where there is one.
func (r *Refused) Unwrap() error { return r.cause }

// session is a Refused that concerns the whole session: what went wrong, and
// what to try, "" where nobody knows.
func session(what, mend string, err error) *Refused {
	text := what
	if mend != "" {
		text += "; " + mend
	}
	r := &Refused{Text: fmt.Sprintf("%s: %v", text, err), What: what, Mend: mend, cause: err}
	if said, ok := errors.AsType[*textproto.Error](err); ok {
		r.Code = said.Code
		var words string
		r.Enhanced, words = enhanced(said.Msg)
		r.Text = fmt.Sprintf("%s: %s", text, words)
	}
	return r
}

// recipient is a Refused by an answer to RCPT or DATA. A broken connection, a
// smarthost that closes (421) or wants a login (530, 535, 538, RFC 4954) is no
// answer about the recipient.
func recipient(text string, err error) *Refused {
	r := session(text, "", err)
	switch r.Code {
	case 0, 421, 530, 535, 538:
	default:
		r.Recipient = true
		r.Permanent = r.Code >= 500
	}
	return r
}

// stopped is a Refused because ctx is done; err is what that did to the
// sending, if it had begun.
func stopped(ctx context.Context, err error) *Refused {
	r := &Refused{Text: "stopped: " + context.Cause(ctx).Error(), cause: ctx.Err()}
	if under, ok := errors.AsType[*Refused](err); ok {
		r.Doubtful = under.Doubtful
	}
	return r
}

// status is one of RFC 3463 section 2.
var status = regexp.MustCompile(`^[245]\.[0-9]{1,3}\.[0-9]{1,3}$`)

// enhanced splits a status code (RFC 2034) from the words behind it.
func enhanced(said string) (code, words string) {
	first, rest, _ := strings.Cut(said, " ")
	if !status.MatchString(first) {
		return "", oneLine(said)
	}
	return first, oneLine(strings.ReplaceAll(rest, "\n"+first+" ", "\n"))
}

func oneLine(said string) string { return strings.Join(strings.Fields(said), " ") }

// check refuses for good what can never be said in SMTP.
func (m Mail) check() error {
	if strings.ContainsFunc(m.To+m.From, notInAddress) || m.To == "" {
		return &Refused{Permanent: true, Code: 553, Enhanced: "5.1.3", Recipient: true,
			Text: "an address of the envelope is none: it is empty, or holds a space, a control character or an angle bracket"}
	}
	return nil
}

// notInAddress tells what could end an address or a command early.
func notInAddress(r rune) bool { return r <= ' ' || r == 0x7f || r == '<' || r == '>' }
