package mailin_test

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"toutdoux/internal/mailin"
	"toutdoux/internal/mailtest"
)

// post is a Post that remembers. It knows every recipient of list.test.
type post struct {
	answer func(ctx context.Context, e mailin.Envelope) []error // all nil when unset

	mu   sync.Mutex
	mine []mailin.Envelope
}

func (p *post) Knows(recipient string) bool { return strings.HasSuffix(recipient, "@list.test") }

func (p *post) Deliver(ctx context.Context, e mailin.Envelope) []error {
	p.mu.Lock()
	p.mine = append(p.mine, e)
	p.mu.Unlock()
	if p.answer != nil {
		return p.answer(ctx, e)
	}
	return make([]error, len(e.To))
}

func (p *post) mails() []mailin.Envelope {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.mine
}

// serve runs a server over pipes until the test ends.
func serve(t *testing.T, c mailin.Config, p *post) (*mailin.Server, *mailtest.Listener) {
	t.Helper()
	server, l := mailin.New(c, p), mailtest.Listen()
	served := make(chan error, 1)
	go func() { served <- server.Serve(l) }()
	t.Cleanup(func() {
		late, cancel := context.WithCancel(context.Background())
		cancel()
		if err := server.Shutdown(late); err != nil && !errors.Is(err, context.Canceled) {
			t.Errorf("shut down: %v", err)
		}
		if err := <-served; err != nil {
			t.Errorf("serve: %v", err)
		}
	})
	return server, l
}

// connect greets, and leaves the client ready for MAIL.
func connect(t *testing.T, l *mailtest.Listener, c mailin.Config) *mailtest.Talk {
	t.Helper()
	k := dial(t, l)
	k.Hear(220)
	k.Ask(250, hello(c))
	return k
}

func dial(t *testing.T, l *mailtest.Listener) *mailtest.Talk {
	t.Helper()
	conn, err := l.Dial(context.Background(), "", "")
	if err != nil {
		t.Fatal(err)
	}
	return mailtest.NewTalk(t, conn)
}

func dialFrom(t *testing.T, l *mailtest.Listener, address string) *mailtest.Talk {
	t.Helper()
	conn, err := l.DialFrom(context.Background(), netip.AddrPortFrom(netip.MustParseAddr(address), 4242))
	if err != nil {
		t.Fatal(err)
	}
	return mailtest.NewTalk(t, conn)
}

func hello(c mailin.Config) string {
	if c.LMTP {
		return "LHLO client.test"
	}
	return "EHLO client.test"
}

// begin opens a mail to the recipients, up to the server's 354.
func begin(k *mailtest.Talk, to ...string) {
	k.Ask(250, "MAIL FROM:<alice@client.test>")
	for _, address := range to {
		k.Ask(250, fmt.Sprintf("RCPT TO:<%s>", address))
	}
	k.Ask(354, "DATA")
}

// both runs a test over SMTP and over LMTP, in a bubble of its own time.
func both(t *testing.T, test func(t *testing.T, c mailin.Config)) {
	for name, lmtp := range map[string]bool{"SMTP": false, "LMTP": true} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { test(t, mailin.Config{LMTP: lmtp}) })
		})
	}
}
