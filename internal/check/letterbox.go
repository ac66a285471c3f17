package check

import (
	"context"
	"net/netip"

	"toutdoux/internal/imapin"
	"toutdoux/internal/store"
	"toutdoux/internal/trust"
)

// letterbox is where mail to the list is found again.
type letterbox interface {
	// came gives the mails that came since the letterbox was opened; one may be
	// given more than once, or moved away before it is seen at all places.
	came(ctx context.Context) ([]arrived, error)
	close()
}

// arrived is a mail that came.
type arrived struct {
	raw    []byte
	where  string // in words
	spam   bool
	author string // whom From names instead of the list, "" where it names the list
	how    trust.Arrival
	proven bool   // found out here, by asking the DNS: see grounds
	why    string // the grounds; "" where that was not asked
}

// largest bounds what is fetched: the mails looked for are small.
const largest = 256 << 10

// mailboxes is the mailbox, with the folders in which a mail can be.
type mailboxes struct {
	config  imapin.Config
	look    *imapin.Look
	folders []folder
}

type folder struct {
	name string
	next uint32 // what comes has at least that UID
	spam bool
}

func (c *checker) openMailbox(ctx context.Context) (*mailboxes, error) {
	config, err := c.mailboxConfig(ctx)
	if err != nil {
		return nil, err
	}
	config.Size = largest
	look, err := imapin.Open(ctx, config)
	if err != nil {
		return nil, err
	}
	m := &mailboxes{config: config, look: look}
	handled, err := look.Handled()
	if err != nil {
		m.close()
		return nil, err
	}
	spam := config.Spam
	if spam == "" {
		if spam, err = look.Junk(); err != nil {
			m.close()
			return nil, err
		}
	}
	for _, f := range []folder{{name: config.Mailbox}, {name: spam, spam: true}, {name: handled}} {
		if f.name == "" {
			continue
		}
		if _, f.next, _, err = look.Folder(f.name); err != nil {
			m.close()
			return nil, err
		}
		m.folders = append(m.folders, f)
	}
	return m, nil
}

// came looks at where mail arrives first, and last at where the daemon moves it.
func (m *mailboxes) came(ctx context.Context) (all []arrived, err error) {
	if m.look == nil { // the connection was lost
		if m.look, err = imapin.Open(ctx, m.config); err != nil {
			return nil, err
		}
	}
	for _, f := range m.folders {
		mails, err := m.look.Since(f.name, f.next)
		if err != nil {
			m.close()
			return nil, err
		}
		for _, one := range mails {
			all = append(all, arrived{raw: one.Raw, where: "in the folder " + f.name, spam: f.spam})
		}
	}
	return all, nil
}

func (m *mailboxes) close() {
	if m.look != nil {
		m.look.Close()
		m.look = nil
	}
}

// arrivals is what a running daemon keeps as it takes it.
type arrivals struct {
	register *store.Store
	after    int64
	asks     bool // the daemon finds out who wrote a mail
}

func (c *checker) openArrivals(ctx context.Context) (*arrivals, error) {
	r, err := store.Open(c.cfg.Organisation.Data, store.Options{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	a := &arrivals{register: r, asks: c.cfg.Trust.AuthservID == ""}
	if a.after, err = r.LastArrival(ctx); err != nil {
		a.close()
		return nil, err
	}
	return a, nil
}

// most is how many mails are read at once.
const most = 64

func (a *arrivals) came(ctx context.Context) (all []arrived, err error) {
	mails, err := a.register.Arrived(ctx, a.after, most)
	for _, m := range mails {
		one := arrived{raw: m.Raw, where: "by " + string(m.Source), how: facts(m)}
		if a.asks {
			one.proven, one.why = m.Proven, m.Grounds
		}
		all = append(all, one)
		a.after = m.Number
	}
	return all, err
}

// facts are how a mail of the register came, as the clerk saw it.
func facts(m store.Mail) trust.Arrival {
	peer, _ := netip.ParseAddr(m.Peer) // none for a mailbox
	return trust.Arrival{Accepted: m.Accepted, Peer: peer, LMTP: m.Source == store.LMTP}
}

func (a *arrivals) close() { a.register.Close() }
