package smtpd_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"toutdoux/internal/mailin"
	"toutdoux/internal/mailtest"
	"toutdoux/internal/smtpd"
)

// ours is a Post that takes mail for one list.
type ours chan mailin.Envelope

func (o ours) Knows(recipient string) bool { return recipient == "asso@list.test" }

func (o ours) Deliver(_ context.Context, e mailin.Envelope) []error {
	o <- e
	return make([]error, len(e.To))
}

// files are a certificate and a key on disk.
type files struct{ cert, key string }

// write renews the pair, as if at the given instant, and returns who trusts it.
func (f files) write(t *testing.T, at time.Time) *tls.Config {
	t.Helper()
	made, pool := mailtest.Certificate(t, "mx.list.test")
	key, err := x509.MarshalPKCS8PrivateKey(made.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	f.put(t, f.cert, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: made.Certificate[0]}), at)
	f.put(t, f.key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key}), at)
	return &tls.Config{RootCAs: pool, ServerName: "mx.list.test"}
}

func (f files) put(t *testing.T, name string, text []byte, at time.Time) {
	t.Helper()
	if err := os.WriteFile(name, text, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(name, at, at); err != nil {
		t.Fatal(err)
	}
}

// serve runs an SMTP server with that certificate until the test ends.
func serve(t *testing.T, f files, log *slog.Logger) (string, ours) {
	t.Helper()
	config, err := smtpd.TLS(f.cert, f.key, log)
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	post := make(ours, 10)
	server := smtpd.New(mailin.Config{Name: "mx.list.test", TLS: config}, post)
	go server.Serve(l)
	t.Cleanup(func() {
		if err := server.Shutdown(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return l.Addr().String(), post
}

// secure connects and encrypts with who is trusted.
func secure(t *testing.T, address string, trusts *tls.Config) *mailtest.Talk {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	k := mailtest.NewTalk(t, conn)
	k.Hear(220)
	k.Ask(250, "EHLO client.test")
	k.Ask(220, "STARTTLS")
	k.Secure(trusts)
	k.Ask(250, "EHLO client.test")
	return k
}

func TestEncryptedMail(t *testing.T) {
	f := files{filepath.Join(t.TempDir(), "cert.pem"), filepath.Join(t.TempDir(), "key.pem")}
	trusts := f.write(t, time.Unix(1_000_000_000, 0))
	address, post := serve(t, f, slog.New(slog.DiscardHandler))
	k := secure(t, address, trusts)
	k.Ask(250, "MAIL FROM:<alice@client.test>")
	k.Ask(550, "RCPT TO:<bob@elsewhere.test>")
	k.Ask(250, "RCPT TO:<asso@list.test>")
	k.Ask(354, "DATA")
	k.Send("Subject: x\r\n\r\n.\r\n")
	k.Hear(250)
	if e := <-post; !e.Peer.IsLoopback() {
		t.Errorf("got %+v", e)
	}
}

func TestRenewedCertificateIsPickedUp(t *testing.T) {
	var log bytes.Buffer
	f := files{filepath.Join(t.TempDir(), "cert.pem"), filepath.Join(t.TempDir(), "key.pem")}
	old := f.write(t, time.Unix(1_000_000_000, 0))
	address, _ := serve(t, f, slog.New(slog.NewTextHandler(&log, nil)))
	secure(t, address, old)

	f.put(t, f.cert, []byte("half writ"), time.Unix(1_000_000_100, 0))
	secure(t, address, old) // the old one serves on
	secure(t, address, old)
	if n := strings.Count(log.String(), "renewed certificate not usable"); n != 1 {
		t.Errorf("said %d times: %s", n, log.String())
	}
	secure(t, address, f.write(t, time.Unix(1_000_000_200, 0)))
}

func TestNoCertificateNoStart(t *testing.T) {
	_, err := smtpd.TLS("/nowhere/cert.pem", "/nowhere/key.pem", nil)
	if err == nil || !strings.Contains(err.Error(), "/nowhere/cert.pem") {
		t.Errorf("got %v", err)
	}
}
