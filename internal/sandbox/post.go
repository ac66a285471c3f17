package sandbox

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"slices"
	"strings"
	"time"

	"github.com/emersion/go-smtp"
)

// post is the village's mail server: it keeps letters in mailboxes, and hands
// the list's mail over to the daemon by LMTP.
type post struct {
	boxes   []*mailbox
	clock   *clock
	owns    func(recipient string) bool // the list's own addresses
	lmtp    string                      // the daemon's socket
	largest int64                       // mail that the daemon takes, in bytes
	came    func()                      // called after each mail
	rests   func()                      // called after each of a mail program, to wait for what comes of it
}

// envelope is a mail on its way.
type envelope struct {
	by      *mailbox // who sent it, nil for the daemon
	program bool     // by a mail program, which keeps what it sends by itself
	from    string
	to      []string
	raw     []byte
}

// knows tells whether a mail can reach a recipient: nothing leaves this world.
func (p *post) knows(recipient string) bool {
	return p.owns(recipient) || find(p.boxes, recipient) != nil
}

// take delivers a mail. It returns once each recipient has it, the daemon on
// its disk.
func (p *post) take(ctx context.Context, e envelope) error {
	now := p.clock.Now()
	raw := p.stamp(e, now)
	defer p.came()
	if e.by != nil {
		if err := e.by.keep(now, direction{out: true, program: e.program}, e.raw); err != nil {
			return err
		}
	}
	var ours, others []string
	for _, to := range e.to {
		if box := find(p.boxes, to); p.owns(to) && !slices.Contains(ours, to) {
			ours = append(ours, to)
		} else if box != nil && !slices.Contains(others, box.Address) {
			others = append(others, box.Address)
			if err := box.keep(now, direction{}, append([]byte("Delivered-To: "+box.Address+"\r\n"), raw...)); err != nil {
				return err
			}
		}
	}
	if len(ours) == 0 {
		return nil
	}
	return p.hand(ctx, e.from, ours, raw)
}

// stamp writes above a mail how it came here and, of a person's, whether they
// are who they say (RFC 8601): a mail program may write any From.
func (p *post) stamp(e envelope, now time.Time) []byte {
	var top bytes.Buffer
	fmt.Fprintf(&top, "Return-Path: <%s>\r\n", e.from)
	protocol, sender := "ESMTP", "toutdoux"
	if e.by != nil {
		protocol, sender = "ESMTPA", e.by.User
		verdict, from := "fail", author(e.raw)
		if strings.EqualFold(from, e.by.Address) {
			verdict = "pass"
		}
		_, domain, _ := strings.Cut(from, "@")
		fmt.Fprintf(&top, "Authentication-Results: %s;\r\n auth=pass smtp.auth=%s;\r\n dmarc=%s header.from=%s\r\n", host, e.by.User, verdict, domain)
	}
	fmt.Fprintf(&top, "Received: from %s by %s with %s;\r\n %s\r\n", sender, host, protocol, now.Format(time.RFC1123Z))
	return append(top.Bytes(), e.raw...)
}

// author is the address of a mail's From, "nobody@invalid" where it has none
// that can be read.
func author(raw []byte) string {
	if m, err := mail.ReadMessage(bytes.NewReader(raw)); err == nil {
		if from, err := mail.ParseAddress(m.Header.Get("From")); err == nil {
			return from.Address
		}
	}
	return "nobody@invalid"
}

// hand gives a mail to the daemon.
func (p *post) hand(ctx context.Context, from string, to []string, raw []byte) error {
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, "unix", p.lmtp)
	if err != nil {
		return fmt.Errorf("reach the daemon: %w", err)
	}
	client := smtp.NewClientLMTP(conn)
	defer client.Close()
	if err := errors.Join(client.Hello(host), client.Mail(from, nil)); err != nil {
		return fmt.Errorf("hand a mail to the daemon: %w", err)
	}
	for _, recipient := range to {
		if err := client.Rcpt(recipient, nil); err != nil {
			return fmt.Errorf("hand a mail to the daemon: %w", err)
		}
	}
	body, err := client.Data()
	if err != nil {
		return fmt.Errorf("hand a mail to the daemon: %w", err)
	}
	_, err = body.Write(raw)
	if err := errors.Join(err, body.Close()); err != nil {
		return fmt.Errorf("hand a mail to the daemon: %w", err)
	}
	return nil
}
