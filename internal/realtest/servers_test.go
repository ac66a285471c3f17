package realtest

import (
	"errors"
	"io"
	"net"
	"strings"
	"testing"

	"github.com/emersion/go-smtp"
)

// TestServersVouchForLoginsOnly proves the ground that the association stands
// on: what Postfix says of a sender, and that nobody else can say it.
func TestServersVouchForLoginsOnly(t *testing.T) {
	needReal(t)
	w := newTown(t, []string{"bob@asso.test", "frank@asso.test"}, []string{"bob@asso.test"})
	list := newStub(t, w.lmtp)
	const claim = "Authentication-Results: mx.asso.test; dmarc=pass header.from=asso.test"
	mail := compose("Bob <bob@asso.test>", "tdc+p-x@asso.test", "Bonjour", plain("Bonjour"), claim)

	w.submit(t, mail)
	if raw := <-list; strings.Count(raw, claim) != 1 || !strings.HasPrefix(raw, claim) {
		t.Errorf("from a login, the claim should stand once, on top:\n%s", raw)
	}
	w.inject(t, mail)
	if raw := <-list; strings.Contains(raw, "Authentication-Results") {
		t.Errorf("from outside, no claim should stand:\n%s", raw)
	}
	if err := send(w.submission, mail, "frank@asso.test"); err == nil {
		t.Error("Frank may submit as Bob")
	}

	w.inject(t, compose("Eve <tdc@asso.test>", "frank@asso.test", "Bonjour", plain("Bonjour")))
	if raw := <-list; !strings.Contains(raw, "Status: 5.1.1") {
		t.Errorf("Frank has no mailbox, and this came back:\n%s", raw)
	}
	w.inject(t, compose("Eve <eve@ailleurs.test>", "bob@asso.test", "Été", alternative("Bonjour\n", "<p>Bonjour</p>\n")))
	inbox := w.open(t, "bob@asso.test")
	await(t, "Bob's mail", func() bool { inbox.look(t); return len(inbox.letters) > 0 })
	if got := inbox.find(t, "Été"); got.text != "Bonjour\n" {
		t.Errorf("Bob reads %q", got.text)
	}
}

// stub takes mail by LMTP where the program would.
type stub chan string

func newStub(t *testing.T, at string) stub {
	t.Helper()
	s := make(stub, 8)
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return stubSession{s}, nil }))
	server.LMTP = true
	l, err := net.Listen("tcp", at)
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
	t.Cleanup(func() {
		server.Close()
		if err := <-ended; err != nil && !errors.Is(err, net.ErrClosed) && !errors.Is(err, smtp.ErrServerClosed) {
			t.Error(err)
		}
	})
	return s
}

type stubSession struct{ stub }

func (stubSession) Mail(string, *smtp.MailOptions) error { return nil }
func (stubSession) Rcpt(string, *smtp.RcptOptions) error { return nil }
func (stubSession) Reset()                               {}
func (stubSession) Logout() error                        { return nil }

func (s stubSession) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	s.stub <- string(raw)
	return err
}
