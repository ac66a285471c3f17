package mailtest

import (
	"bufio"
	"crypto/tls"
	"io"
	"net"
	"net/textproto"
	"strings"
	"testing"
)

// Talk is a client that says exactly what the test tells it, byte for byte,
// and fails the test when the answer is not the expected one.
type Talk struct {
	t    testing.TB
	conn net.Conn
	in   *textproto.Reader
}

// NewTalk talks over conn, and closes it when the test ends.
func NewTalk(t testing.TB, conn net.Conn) *Talk {
	t.Cleanup(func() { conn.Close() })
	return &Talk{t: t, conn: conn, in: textproto.NewReader(bufio.NewReader(conn))}
}

// Say sends each line with CRLF after it, in one write.
func (k *Talk) Say(lines ...string) {
	k.t.Helper()
	k.Send(strings.Join(lines, "\r\n") + "\r\n")
}

// Send sends the bytes as they are.
func (k *Talk) Send(raw string) {
	k.t.Helper()
	if _, err := io.WriteString(k.conn, raw); err != nil {
		k.t.Fatalf("send %.40q: %v", raw, err)
	}
}

// TrySend is Send to a server that may have hung up: it tells whether it could.
func (k *Talk) TrySend(raw string) bool {
	_, err := io.WriteString(k.conn, raw)
	return err == nil
}

// Hear reads one answer, which must have that code, and returns its text, the
// lines joined by \n.
func (k *Talk) Hear(code int) string {
	k.t.Helper()
	got, text, err := k.in.ReadResponse(-1)
	if err != nil {
		k.t.Fatalf("hear %d: %v", code, err)
	}
	if got != code {
		k.t.Fatalf("heard %d %s, want %d", got, text, code)
	}
	return text
}

// Ask says one line and hears one answer.
func (k *Talk) Ask(code int, line string) string {
	k.t.Helper()
	k.Say(line)
	return k.Hear(code)
}

// Rest reads until the server closes the connection, and returns what came.
func (k *Talk) Rest() string {
	rest, _ := io.ReadAll(k.in.R)
	return string(rest)
}

// Secure turns the connection into TLS, as after the answer to STARTTLS.
func (k *Talk) Secure(config *tls.Config) {
	k.t.Helper()
	conn := tls.Client(k.conn, config)
	if err := conn.Handshake(); err != nil {
		k.t.Fatalf("shake hands: %v", err)
	}
	k.conn, k.in = conn, textproto.NewReader(bufio.NewReader(conn))
}

// Close hangs up.
func (k *Talk) Close() { k.conn.Close() }
