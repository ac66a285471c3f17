package check

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"net/textproto"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"toutdoux/internal/config"
)

// monitor looks at what those ask who watch over the daemon.
func (c *checker) monitor(ctx context.Context, s *sheet) {
	at := c.cfg.Monitor.Listen
	c.reached(s, at, Warning, "", `write listen = "127.0.0.1:9424" in [monitor], and have whoever watches come in by this machine`)
	if !c.served() {
		c.free(s, at)
		return
	}
	conn := c.reach(ctx, s, at)
	if conn == nil {
		return
	}
	defer conn.Close()
	if err := askHealth(ctx, conn); err != nil {
		s.fault("see what else listens there (ss -ltnp), and look at the daemon's log", "what answers at %s is not the daemon: %s", at, unreached(ctx, err))
		return
	}
	s.ok("the daemon answers at %s, to /healthz and /metrics", at)
}

// askHealth wants an answer to /healthz as the daemon gives it, well or not: how
// it is, the daemon has said already.
func askHealth(ctx context.Context, conn net.Conn) error {
	asked, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://localhost/healthz", nil)
	if err != nil {
		return err
	}
	way := http.Transport{DisableKeepAlives: true, DialContext: func(context.Context, string, string) (net.Conn, error) { return conn, nil }}
	answer, err := way.RoundTrip(asked)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK && answer.StatusCode != http.StatusServiceUnavailable {
		return errors.New("it answers " + answer.Status + " to /healthz")
	}
	return nil
}

// lmtp looks at the server for the mail system beside us.
func (c *checker) lmtp(ctx context.Context, s *sheet) {
	at := c.cfg.Receive.LMTP.Listen
	c.reached(s, at, Fault, ": whoever hands mail over there is believed, and could write in any member's name",
		`write listen = "127.0.0.1:2424" in [receive.lmtp], or "unix:/run/toutdoux/lmtp.sock"; for mail from the world there is [receive.smtp]`)
	c.listens(ctx, s, at)
}

// reached tells of an address that others than this machine reach, which is as bad
// as said where the world does, and less so in a network of one's own.
func (c *checker) reached(s *sheet, at config.Endpoint, bad Level, why, mend string) {
	reach := at.Reach()
	if everywhere(at) && len(c.public()) == 0 { // as in a container
		reach = config.Near
	}
	if reach == config.Near {
		bad = map[Level]Level{Fault: Warning, Warning: Note}[bad]
	}
	if reach > config.Here {
		s.add(bad, mend, "others than this machine reach "+at.String()+why)
	}
}

// everywhere tells an endpoint at all of this machine's addresses.
func everywhere(at config.Endpoint) bool {
	host, _, err := net.SplitHostPort(at.Address)
	ip, none := netip.ParseAddr(host)
	return at.Network != "unix" && err == nil && (host == "" || none == nil && ip.IsUnspecified())
}

// smtp looks at the server for the world.
func (c *checker) smtp(ctx context.Context, s *sheet) {
	in := c.cfg.Receive.SMTP
	c.listens(ctx, s, in.Listen)
	if in.TLSCert != "" {
		c.ownCertificate(s, in)
	} else if !loopback(in.Listen) {
		s.note("give tls_cert and tls_key in [receive.smtp]; certbot makes them for free", "mail comes in unencrypted: there is no certificate")
	}
}

// listens sees that the daemon answers at an address, or could.
func (c *checker) listens(ctx context.Context, s *sheet, at config.Endpoint) {
	if !c.served() {
		c.free(s, at)
		return
	}
	conn := c.reach(ctx, s, at)
	if conn == nil {
		return
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	talk := textproto.NewReader(bufio.NewReader(conn))
	if _, _, err := talk.ReadResponse(220); err != nil {
		s.fault("see what else listens there (ss -ltnp), and look at the daemon's log", "what answers at %s is no mail server: %s", at, unreached(ctx, err))
		return
	}
	conn.Write([]byte("QUIT\r\n"))
	s.ok("the daemon answers at %s", at)
}

// reach connects to the daemon, or says that it cannot.
func (c *checker) reach(ctx context.Context, s *sheet, at config.Endpoint) net.Conn {
	conn, err := c.Dial(ctx, at.Network, at.Address)
	if err != nil {
		s.fault("restart the daemon: it may run with another configuration", "the daemon runs, and %s is not reached: %s", at, unreached(ctx, err))
		return nil
	}
	return conn
}

// free sees that the daemon could listen at an address.
func (c *checker) free(s *sheet, at config.Endpoint) {
	if at.Network == "unix" {
		canMake(s, at)
		return
	}
	l, err := c.Listen(at.Network, at.Address)
	switch {
	case errors.Is(err, syscall.EACCES):
		s.note("the systemd unit in contrib lets the daemon do it; by hand, use a port above 1023", "whether %s can be listened on cannot be known: ports below 1024 are not for this user", at)
	case errors.Is(err, syscall.EADDRINUSE):
		s.fault("see what does (ss -ltnp), and stop it, or change listen", "something else listens on %s", at)
	case err != nil:
		s.fault("give an address of this machine in listen", "%s cannot be listened on: %v", at, err)
	default:
		l.Close()
		s.ok("%s is free to be listened on", at)
	}
}

// canMake looks at the folder of a socket that is a file: an old one is replaced.
// A service's folder below /run is there only while it runs (systemd.exec,
// RuntimeDirectory).
func canMake(s *sheet, at config.Endpoint) {
	const write = 0x2
	folder := filepath.Dir(at.Address)
	switch err := syscall.Access(folder, write); {
	case err == nil:
		s.ok("the socket %s can be made", at)
	case errors.Is(err, syscall.ENOENT) && strings.HasPrefix(folder, "/run/"):
		s.note("without the systemd unit, make that folder for the daemon's user", "the folder %s is not there: the systemd unit in contrib makes /run/toutdoux as the service starts", folder)
	default:
		s.fault("make that folder, for the daemon's user", "the socket %s cannot be made: %v", at, err)
	}
}

// soon is how long before its end a certificate is spoken of: Let's Encrypt's are
// renewed a month before.
const soon = 14 * 24 * time.Hour

// ownCertificate looks at what we show to other servers.
func (c *checker) ownCertificate(s *sheet, in *config.SMTP) {
	pair, err := tls.LoadX509KeyPair(in.TLSCert, in.TLSKey)
	if err != nil {
		s.fault("check tls_cert and tls_key of [receive.smtp]; the daemon's user must be able to read both", "the certificate cannot be used: %v", err)
		return
	}
	leaf := pair.Leaf
	if leaf == nil {
		if leaf, err = x509.ParseCertificate(pair.Certificate[0]); err != nil {
			s.fault("", "the certificate cannot be read: %v", err)
			return
		}
	}
	now, name := c.Now(), c.cfg.HelloName()
	day := leaf.NotAfter.In(c.cfg.Zone()).Format("2006-01-02")
	switch left := leaf.NotAfter.Sub(now); {
	case left < 0:
		s.fault("renew it (certbot renew); the daemon picks it up", "the certificate has expired on %s", day)
	case left < soon:
		s.warn("renew it (certbot renew), and see why that was not done by itself", "the certificate expires on %s", day)
	case now.Before(leaf.NotBefore):
		s.fault("check the clock of this machine", "the certificate is not valid yet")
	default:
		s.ok("the certificate is valid until %s", day)
	}
	if err := leaf.VerifyHostname(name); err != nil {
		s.warn("have one made for that name, or set hello in [send.smtp] to a name it has", "the certificate is not for %s, the name that we say", name)
	}
}

// loopback tells whether only this machine reaches an address.
func loopback(at config.Endpoint) bool { return at.Reach() == config.Here }
