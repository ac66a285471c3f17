package sandbox

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/mail"

	"github.com/emersion/go-smtp"
)

// ErrNobody is returned for a user, or a letter, that there is none of.
var ErrNobody = errors.New("there is no such mailbox, or no such letter in it")

// ErrLarge is returned for a mail over the daemon's limit.
var ErrLarge = errors.New("the mail is too large")

// overLimit is how a server refuses such a mail (RFC 1870 section 6).
const overLimit = 552

// AddressError is returned for what a mail cannot be sent to.
type AddressError struct {
	To      string // as it was written
	Unknown bool   // it is an address, and nobody in this world has it
}

// Error implements error.
func (e *AddressError) Error() string {
	if e.Unknown {
		return fmt.Sprintf("nobody in this sandbox has the address %s", e.To)
	}
	return fmt.Sprintf("%q is no address", e.To)
}

// Write sends a mail as somebody's mail program would, and returns once it was
// decided, and its letters have come. A refusal of the mail server is an error:
// ErrLarge, or an AddressError, where it can be mended.
func (s *Sandbox) Write(ctx context.Context, user string, d Draft) error {
	box := named(s.boxes, user)
	if box == nil {
		return ErrNobody
	}
	var header []string
	if d.Answers != 0 {
		letters := box.all()
		if d.Answers < 1 || d.Answers > len(letters) {
			return ErrNobody
		}
		var err error
		if header, err = d.reply(letters[d.Answers-1], s.cfg.Organisation.Locale); err != nil {
			return err
		}
	}
	raw, err := d.write(box.Person, s.Now(), header)
	if err != nil {
		return err
	}
	if err := s.submit(ctx, box, raw); err != nil {
		return err
	}
	_, err = s.rest(ctx)
	s.changed()
	return err
}

// submit takes a mail as the SMTP server does.
func (s *Sandbox) submit(ctx context.Context, by *mailbox, raw []byte) error {
	parsed, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return fmt.Errorf("read what was written: %w", err)
	}
	to, err := parsed.Header.AddressList("To")
	if err != nil {
		return fmt.Errorf("read the recipients: %w", err)
	}
	e := envelope{by: by, from: by.Address, raw: raw}
	for _, a := range to {
		if !s.post.knows(a.Address) {
			return &AddressError{To: a.Address, Unknown: true}
		}
		e.to = append(e.to, a.Address)
	}
	err = s.post.take(ctx, e)
	if answer, ok := errors.AsType[*smtp.SMTPError](err); ok && answer.Code == overLimit {
		return ErrLarge
	}
	return err
}
