package check

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"time"

	"toutdoux/internal/address"
	"toutdoux/internal/association"
	"toutdoux/internal/imapin"
	"toutdoux/internal/intake"
	"toutdoux/internal/smtpout"
)

// How long a mail may take to come back: the first, the one to an address with a
// suffix once the first one has come, and the whole round.
const (
	firstBack = 2 * time.Minute
	nextBack  = time.Minute
	round     = 6 * time.Minute
	firstLook = time.Second / 8
	looks     = 2 * time.Second  // at most between two looks into the letterbox
	afterLoss = 10 * time.Second // and after one that failed
)

// trip is a round trip of mails from the list to itself.
type trip struct {
	*checker
	*sheet
	box     letterbox
	courier *smtpout.Courier
	token   string // stands in every mail of this trip
}

// travel sends mails from the list to itself, and reads them back. They are
// the list's own, so that nothing is made of them.
func (c *checker) travel(ctx context.Context, s *sheet) {
	box, ok := c.letterbox(ctx, s)
	if !ok {
		return
	}
	defer box.close()
	courier, err := c.courier()
	if err != nil {
		s.fault("", "%v", err)
		return
	}
	defer courier.Close()
	token := make([]byte, 8)
	rand.Read(token) // never fails: see its documentation
	t := &trip{c, s, box, courier, hex.EncodeToString(token)}
	t.run(ctx)
}

// letterbox opens the place where mail to the list is found again.
func (c *checker) letterbox(ctx context.Context, s *sheet) (letterbox, bool) {
	if c.cfg.Receive.IMAP != nil {
		m, err := c.openMailbox(ctx)
		if err != nil {
			s.fault("see what is said of receive.imap above", "the mailbox cannot be looked at: %v", err)
			return nil, false
		}
		return m, true
	}
	if !c.served() {
		s.fault("start it, and run this again", "a mail cannot come back: the daemon takes it in, and none serves this association")
		return nil, false
	}
	a, err := c.openArrivals(ctx)
	if err != nil {
		s.fault("", "%v", err)
		return nil, false
	}
	return a, true
}

// run sends the mails one after another: what the first one met on its way says
// what the second one shall try.
func (t *trip) run(ctx context.Context) {
	pinned := t.cfg.Trust.AuthservID
	first, sent := t.mail(ctx, 1, t.cfg.List.Address, pinned, firstBack)
	if first == nil {
		return
	}
	t.arrival(first, sent)
	t.opinion(first)
	forge := pinned
	if forge == "" && !first.how.Direct(association.Policy(t.cfg)) {
		forge = t.candidate(first)
	}
	second := t.suffixed(ctx, forge)
	switch {
	case pinned != "":
		t.pinned(first)
	case forge != "":
		t.unpinned(ctx, second, forge)
	}
	if t.cfg.Receive.IMAP != nil && !t.served() {
		t.note("", "the mails of this trial stay in the mailbox until a daemon runs, which makes nothing of them")
	}
}

// mail sends one, and waits for it to come back; nil where it does not, and that
// is said.
func (t *trip) mail(ctx context.Context, n int, to, forge string, patience time.Duration) (*arrived, time.Time) {
	raw, err := t.compose(n, to, forge)
	if err != nil {
		t.fault("see what is said of dkim above", "the mail cannot be signed: %v", err)
		return nil, time.Time{}
	}
	sent := t.Now()
	if err := t.send(ctx, to, raw); err != nil {
		t.fault("see what is said of send.smtp above", "the mail to %s cannot be sent: %v", to, err)
		return nil, sent
	}
	back, err := t.wait(ctx, n, to, patience)
	switch {
	case err != nil:
		t.fault("see what is said of mail that comes in above", "the mail to %s cannot be looked for: %v", to, err)
	case back == nil:
		t.fault("look for it in the log of the server that sends letters, and in the spam folder; see MX in the DNS, and where the list's address leads", "the mail to %s has not come back in %.0f seconds", to, patience.Seconds())
	case back.where == returned:
		t.fault("see that this address is one that the server takes mail for, and leads here", "the mail to %s could not be delivered: a server sent it back", to)
		return nil, sent
	}
	return back, sent
}

func (t *trip) send(ctx context.Context, to string, raw []byte) error {
	limited, cancel := context.WithTimeout(ctx, nextBack)
	defer cancel()
	return t.courier.Send(limited, smtpout.Mail{From: t.cfg.List.Address, To: to, Raw: raw, Quiet: true})
}

// compose writes a mail of the list to itself, signed as letters are, with what
// a forger would put on top of it.
func (t *trip) compose(n int, to, forge string) ([]byte, error) {
	list := t.cfg.List.Address
	domain := t.domain()
	mark := fmt.Sprintf("%s-%d", t.token, n)
	raw := strings.Join([]string{
		"From: <" + list + ">", "To: <" + to + ">", "Subject: toutdoux check " + mark,
		"Date: " + t.Now().Format(time.RFC1123Z), "Message-ID: " + t.messageID(n),
		"Auto-Submitted: auto-generated", intake.Check + ": " + mark,
		"MIME-Version: 1.0", "Content-Type: text/plain; charset=us-ascii", "",
		"The list sent this mail to itself, to try its way (toutdoux check --mail).",
		"La liste s'envoie ce message, pour essayer le chemin.", "",
	}, "\r\n")
	signed, err := association.Sign(t.cfg, []byte(raw))
	if err != nil || forge == "" {
		return signed, err
	}
	var lines strings.Builder
	for _, form := range forms(forge) {
		fmt.Fprintf(&lines, "Authentication-Results: %s; dmarc=pass\r\n\treason=%q\r\n\theader.from=%s\r\n", form, "check "+t.token, domain)
	}
	return append([]byte(lines.String()), signed...), nil
}

// forms are those in which a forger may write the name of a server, against whom
// strips one alone (RFC 8601 section 2.2): as it is, in capitals behind a
// comment, and in quotes, which nobody is believed in here.
func forms(id string) []string {
	return []string{id, "(mx) " + strings.ToUpper(id), quoted(id)}
}

func quoted(id string) string { return `"` + id + `"` }

func (t *trip) messageID(n int) string {
	return fmt.Sprintf("<check.%s-%d@%s>", t.token, n, t.domain())
}

// returned is where a mail is that a server sent back.
const returned = "returned"

// wait looks until the mail of that number has come back; nil where it does not
// in time. An error is that of the last look.
func (t *trip) wait(ctx context.Context, n int, to string, patience time.Duration) (*arrived, error) {
	began, over := t.Now(), time.NewTimer(patience)
	defer over.Stop()
	pause := firstLook
	for {
		all, err := t.box.came(ctx)
		for i := range all {
			if t.is(&all[i], n) {
				return &all[i], nil
			}
		}
		if t.Waiting != nil {
			t.Waiting([]string{fmt.Sprintf("a mail to come back, %.0f s of %.0f (to %s)", t.Now().Sub(began).Seconds(), patience.Seconds(), to)})
		}
		pause = min(2*pause, looks)
		switch {
		case errors.As(err, new(*imapin.Refusal)): // whoever insists is locked out
			return nil, err
		case err != nil:
			pause = afterLoss
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-over.C:
			return nil, err
		case <-time.After(pause):
		}
	}
}

// is tells whether a mail is that one, or speaks of it because it could not be
// delivered. Ours bears the mark in its own header, or comes from the list.
func (t *trip) is(a *arrived, n int) bool {
	mark := fmt.Sprintf("%s-%d", t.token, n)
	if !bytes.Contains(a.raw, []byte(mark)) {
		return false
	}
	parsed, err := mail.ReadMessage(bytes.NewReader(a.raw))
	if err != nil {
		return false
	}
	_, from, err := address.ParseFrom(parsed.Header.Get("From"))
	list, _ := address.Normalize(t.cfg.List.Address)
	switch ours := err == nil && from == list; {
	case ours:
	case parsed.Header.Get(intake.Check) == mark:
		a.author = from
	default:
		a.where = returned
	}
	return true
}
