// Package smtpd receives mail by SMTP (RFC 5321) straight from the Internet,
// for an association whose MX is this machine. It takes mail for its lists only
// and relays nothing.
//
// The protocol and its protections are mailin's; here is only what SMTP has of
// its own: STARTTLS (RFC 3207) with a certificate that is renewed on disk.
package smtpd

import (
	"crypto/tls"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"

	"toutdoux/internal/mailin"
)

// New returns an SMTP server, which offers STARTTLS where c.TLS is set (see
// TLS).
func New(c mailin.Config, post mailin.Post) *mailin.Server {
	c.LMTP = false
	return mailin.New(c, post)
}

// TLS returns the configuration for a certificate and key in PEM files, which
// are read now and again whenever one has changed. An unreadable renewal, which
// may be half written, is logged, and the certificate in use stays.
func TLS(cert, key string, log *slog.Logger) (*tls.Config, error) {
	p := &pair{cert: cert, key: key, log: log}
	if err := p.load(); err != nil {
		return nil, fmt.Errorf("read the certificate %s: %w", cert, err)
	}
	return &tls.Config{GetCertificate: p.current}, nil
}

// pair is a certificate and its key on disk.
type pair struct {
	cert, key string
	log       *slog.Logger

	mu     sync.Mutex
	loaded *tls.Certificate
	stamps [2]time.Time // when the two files were last changed, as last tried
}

func (p *pair) current(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.changed() {
		if err := p.load(); err != nil {
			p.log.Error("renewed certificate not usable, the old one stays: check the files", "cert", p.cert, "err", err)
		}
	}
	return p.loaded, nil
}

func (p *pair) load() error {
	p.stamps = p.read()
	loaded, err := tls.LoadX509KeyPair(p.cert, p.key)
	if err != nil {
		return err
	}
	p.loaded = &loaded
	return nil
}

func (p *pair) changed() bool { return p.read() != p.stamps }

// read returns when the files were changed, zero for one that is away.
func (p *pair) read() (stamps [2]time.Time) {
	for i, name := range []string{p.cert, p.key} {
		if file, err := os.Stat(name); err == nil {
			stamps[i] = file.ModTime()
		}
	}
	return stamps
}
