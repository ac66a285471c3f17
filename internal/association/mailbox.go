package association

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"toutdoux/internal/address"
	"toutdoux/internal/bearer"
	"toutdoux/internal/config"
	"toutdoux/internal/governance"
	"toutdoux/internal/imapin"
	"toutdoux/internal/intake"
	"toutdoux/internal/store"
	"toutdoux/internal/trust"
)

// mailbox is the ordinary mailbox that an association's mail comes to. It is
// the door of its reader.
type mailbox struct {
	a      *Association
	reader *imapin.Reader
	stop   context.CancelFunc
	done   sync.WaitGroup

	apart time.Time // last time the owner was told of dates that differ

	mu    sync.Mutex // for what follows
	read  time.Time  // when all that was there was read last, zero for not yet
	ailed error      // what the owner was told of since, nil for nothing
}

// newMailbox refuses to begin without a password: it would be missed only later.
func newMailbox(a *Association) (*mailbox, error) {
	login := a.Config.Receive.IMAP.Login
	if login.TokenCommand == "" {
		if _, err := login.Secret("receive.imap.password"); err != nil {
			return nil, err
		}
	}
	in := Mailbox(a.Config, a.world)
	m := &mailbox{a: a, stop: func() {}}
	a.Clerk.View(func(s *governance.State) { in.Since = s.Founded })
	m.reader = imapin.New(in, m, a.world.Clock)
	return m, nil
}

// Mailbox is how a configuration has its mailbox read; it must have
// [receive.imap]. Since when it is read, the register knows.
func Mailbox(cfg *config.Config, world World) imapin.Config {
	in := cfg.Receive.IMAP
	secret := func(ctx context.Context) (word string, token bool, err error) {
		if in.TokenCommand != "" {
			word, err = askToken(ctx, in.Login, "receive.imap.token_command")
			return word, true, err
		}
		word, err = in.Secret("receive.imap.password")
		return word, false, err
	}
	return imapin.Config{
		Address: in.Address, Username: in.Username, Secret: secret, Mailbox: in.Mailbox, Spam: in.Spam,
		Size: int64(cfg.Limits.MailSize), Dial: world.Dial, Log: world.Log,
	}
}

// askToken has the command of that key print a token.
func askToken(ctx context.Context, l config.Login, key string) (string, error) {
	token, err := bearer.Token(ctx, l.TokenCommand)
	if err != nil {
		return "", fmt.Errorf("%s gives no token: %w; run it by hand, as the daemon's user, to see why", key, err)
	}
	return token, nil
}

func (m *mailbox) start(ctx context.Context) {
	ctx, m.stop = context.WithCancel(ctx)
	m.done.Go(func() { m.reader.Run(ctx) })
}

// close ends the reading, and waits no longer for that than it may take.
func (m *mailbox) close() error {
	m.stop()
	ended := make(chan struct{})
	go func() { m.done.Wait(); close(ended) }()
	select {
	case <-ended:
		return nil
	case <-time.After(closeTime):
		return errors.New("end reading the mailbox: it does not end, and is left")
	}
}

// sweep has the mailbox read soon; where no daemon runs, the next one will.
func (a *Association) sweep() {
	if a.mailbox != nil {
		a.mailbox.reader.Wake()
	}
}

// folder names a folder as it is noted: whose mailbox it is in, too.
func (m *mailbox) folder(f imapin.Folder) store.Folder {
	in := m.a.Config.Receive.IMAP
	return store.Folder{Name: in.Username + "@" + in.Address + "/" + f.Name, Validity: f.Validity}
}

// Handled implements imapin.Door.
func (m *mailbox) Handled(ctx context.Context, f imapin.Folder) (map[uint32]bool, error) {
	return m.a.Store.Fetched(ctx, m.folder(f))
}

// Keep implements imapin.Door. A mail that is fetched again, because the note
// of it was lost, is recognised.
func (m *mailbox) Keep(ctx context.Context, f imapin.Folder, mails []imapin.Mail) error {
	errs := make([]error, len(mails))
	uids := make([]uint32, len(mails))
	var all sync.WaitGroup
	for i, one := range mails {
		uids[i] = one.UID
		arriving := Arriving{Source: store.IMAP, To: m.recipients(one.Raw), Raw: one.Raw, At: m.instant(ctx, one)}
		all.Go(func() { errs[i] = m.a.Receive(ctx, arriving) }) // together, so that they share a commit
	}
	all.Wait()
	if err := errors.Join(errs...); err != nil {
		return err
	}
	return m.a.Store.NoteFetched(ctx, m.folder(f), uids)
}

// instant is when the mailbox got a mail.
func (m *mailbox) instant(ctx context.Context, one imapin.Mail) time.Time {
	now := m.a.world.Clock.Now()
	at, apart := trust.MailboxInstant(one.Raw, Policy(m.a.Config), one.At, now)
	if apart && now.Sub(m.apart) >= 24*time.Hour {
		m.apart = now
		m.a.Clerk.Trouble(ctx, governance.WhyHours)
	}
	return at
}

// delivered are the fields by which mail systems say whom they delivered to.
var delivered = []string{
	"delivered-to", "x-delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-rcpt-to", "apparently-to", "to", "cc",
}

// recipients are the addresses of ours that a mail of the mailbox names: there
// is no envelope any more. Where nothing in it names one, it was for the list:
// what was for the holders of a mandate, or for one person, names their address.
func (m *mailbox) recipients(raw []byte) []string {
	to := m.ours(address.ParseList(intake.Fields(raw, delivered...)...))
	if len(to) == 0 {
		to = m.ours(passedFor(raw))
	}
	if len(to) == 0 {
		to = []string{m.a.List.String()}
	}
	return to
}

// ours are those of some addresses that are ours, each once.
func (m *mailbox) ours(all []string) (to []string) {
	for _, one := range all {
		if m.a.Claim(one) > 0 && !slices.Contains(to, one) {
			to = append(to, one)
		}
	}
	return to
}

// passedFor are the addresses for which servers say that they passed a mail on
// (RFC 5321, section 4.4): of a blind copy, often nothing else does.
func passedFor(raw []byte) (to []string) {
	for _, trace := range intake.Fields(raw, "received") {
		said := false
		for word := range strings.FieldsSeq(trace) {
			if said {
				to = append(to, address.ParseList(strings.TrimSuffix(word, ";"))...)
			}
			said = strings.EqualFold(word, "for")
		}
	}
	return to
}

// Pass implements imapin.Door.
func (m *mailbox) Pass(ctx context.Context, f imapin.Folder, uids []uint32) error {
	return m.a.Store.NoteFetched(ctx, m.folder(f), uids)
}

// Forget implements imapin.Door.
func (m *mailbox) Forget(ctx context.Context, f imapin.Folder, uids []uint32) error {
	return m.a.Store.ForgetFetched(ctx, m.folder(f), uids)
}

// Knows implements imapin.Door.
func (m *mailbox) Knows(from string) (known bool) {
	m.a.Clerk.View(func(s *governance.State) { known = s.ByAddress(from) != nil })
	return known
}

// Read implements imapin.Door.
func (m *mailbox) Read(at time.Time) {
	m.mu.Lock()
	m.read, m.ailed = at, nil
	m.mu.Unlock()
	m.a.Clerk.MailboxRead(context.Background(), at)
}

// troubles are those of a mailbox, as its owner is told of them.
var troubles = map[imapin.Trouble]governance.Why{
	imapin.Refused:  governance.WhyLogin,
	imapin.Away:     governance.WhyMailbox,
	imapin.Spamless: governance.WhySpam,
}

// Tell implements imapin.Door.
func (m *mailbox) Tell(ctx context.Context, what imapin.Trouble, cause error) {
	m.a.world.Log.Error("read the mailbox", "err", cause)
	if ails, unread := map[imapin.Trouble]string{imapin.Refused: "it refuses the login", imapin.Away: "it is out of reach"}[what]; unread {
		m.mu.Lock()
		m.ailed = fmt.Errorf("%w: %s: run toutdoux check", ErrUnread, ails)
		m.mu.Unlock()
	}
	m.a.Clerk.Trouble(ctx, troubles[what])
}

// ErrUnread is a mailbox that refuses the login, or has been out of reach for so
// long that the owner was told. What comes there waits.
var ErrUnread = errors.New("the mailbox is not read")

// MailboxRead tells when all that was in the mailbox was last read, zero for not
// since the start, and what has kept it from being read since, if anything:
// ErrUnread. mailbox is false where there is none.
func (a *Association) MailboxRead() (at time.Time, mailbox bool, unread error) {
	if a.mailbox == nil {
		return at, false, nil
	}
	a.mailbox.mu.Lock()
	defer a.mailbox.mu.Unlock()
	return a.mailbox.read, true, a.mailbox.ailed
}
