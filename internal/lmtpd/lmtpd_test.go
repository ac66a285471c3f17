package lmtpd_test

import (
	"context"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"toutdoux/internal/lmtpd"
	"toutdoux/internal/mailin"
	"toutdoux/internal/mailtest"
)

// everything is a Post that takes all mail.
type everything chan mailin.Envelope

func (e everything) Knows(string) bool { return true }

func (e everything) Deliver(_ context.Context, mail mailin.Envelope) []error {
	e <- mail
	return make([]error, len(mail.To))
}

// serve runs an LMTP server on the address until the test ends.
func serve(t *testing.T, address string) (net.Addr, everything) {
	t.Helper()
	l, err := lmtpd.Listen(address)
	if err != nil {
		t.Fatal(err)
	}
	post := make(everything, 100)
	server := lmtpd.New(mailin.Config{}, post)
	served := make(chan error, 1)
	go func() { served <- server.Serve(l) }()
	t.Cleanup(func() {
		if err := server.Shutdown(context.Background()); err != nil {
			t.Error(err)
		}
		if err := <-served; err != nil {
			t.Error(err)
		}
	})
	return l.Addr(), post
}

func connect(t *testing.T, addr net.Addr) *mailtest.Talk {
	t.Helper()
	conn, err := net.Dial(addr.Network(), addr.String())
	if err != nil {
		t.Fatal(err)
	}
	k := mailtest.NewTalk(t, conn)
	k.Hear(220)
	k.Ask(250, "LHLO relay.test")
	return k
}

func deliver(t *testing.T, addr net.Addr, post everything) mailin.Envelope {
	t.Helper()
	k := connect(t, addr)
	k.Say("MAIL FROM:<alice@client.test>", "RCPT TO:<a@list.test>", "RCPT TO:<b@list.test>", "DATA")
	for _, code := range []int{250, 250, 250, 354} {
		k.Hear(code)
	}
	k.Send("Subject: x\r\n\r\n.\r\n")
	k.Hear(250)
	k.Hear(250)
	k.Close()
	return <-post
}

func TestTCP(t *testing.T) {
	addr, post := serve(t, "127.0.0.1:0")
	if e := deliver(t, addr, post); !e.Peer.IsLoopback() || len(e.To) != 2 {
		t.Errorf("got %+v", e)
	}
}

func TestUnixSocket(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lmtp.sock")
	addr, post := serve(t, "unix:"+path)
	file, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if mode := file.Mode(); mode != fs.ModeSocket|0o660 {
		t.Errorf("mode %v, want a socket for its group", mode)
	}
	if e := deliver(t, addr, post); e.Peer.IsValid() {
		t.Errorf("a unix socket has no address, got %v", e.Peer)
	}
	if _, err := lmtpd.Listen("unix:" + path); err == nil || !strings.Contains(err.Error(), "another program listens") {
		t.Errorf("a second daemon on the socket: %v", err)
	}
	deliver(t, addr, post) // the first one still has it
}

func TestStaleSocketIsReplaced(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lmtp.sock")
	dead, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	dead.(*net.UnixListener).SetUnlinkOnClose(false)
	dead.Close()
	addr, post := serve(t, "unix:"+path)
	deliver(t, addr, post)
}

func TestOtherFilesAreLeftAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "letter")
	if err := os.WriteFile(path, []byte("dear"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := lmtpd.Listen("unix:" + path); err == nil || !strings.Contains(err.Error(), "no socket") {
		t.Errorf("listen on a file: %v", err)
	}
	if text, err := os.ReadFile(path); string(text) != "dear" {
		t.Errorf("the file holds %q, %v", text, err)
	}
}

func TestAddressInUse(t *testing.T) {
	addr, _ := serve(t, "127.0.0.1:0")
	if _, err := lmtpd.Listen(addr.String()); err == nil || !strings.Contains(err.Error(), addr.String()) {
		t.Errorf("listen twice: %v", err)
	}
}

func TestRelayMayOpenManyConnections(t *testing.T) {
	addr, _ := serve(t, "127.0.0.1:0")
	for range 30 {
		connect(t, addr)
	}
}
