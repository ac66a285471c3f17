package check

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/netip"
	"os"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"

	"toutdoux/internal/association"
	"toutdoux/internal/config"
	"toutdoux/internal/mailtest"
)

// configuration is an association with a mailbox at a provider, under a domain
// of its own.
const configuration = `[organisation]
name = "Asso"
data = "data"
[list]
address = "tdc@asso.net"
[receive.imap]
address = "127.0.0.1:1143"
username = "tdc"
password = "sesame-imap"
[send.smtp]
address = "127.0.0.1:2525"
username = "tdc"
password = "sesame-smtp"
[monitor]
listen = ""
`

// place is an association, and all that it can reach.
type place struct {
	t       *testing.T
	cfg     *config.Config
	user    *imapmemserver.User
	smart   *mailtest.Smarthost
	reached map[string]*mailtest.Listener // by host:port
	dns     dns
	machine machine
	busy    error       // what listening says
	tls     *tls.Config // STARTTLS of mailboxes, nil for none
}

// settle founds an association of that configuration in a folder of its own,
// which becomes the working folder, and all that it needs.
func settle(t *testing.T, toml string) *place {
	t.Helper()
	t.Chdir(t.TempDir())
	p := &place{
		t: t, user: imapmemserver.NewUser("tdc", "sesame-imap"), smart: &mailtest.Smarthost{Mechanism: "PLAIN", DSN: true},
		reached: map[string]*mailtest.Listener{}, machine: machine{right: true, space: 10 << 30}, dns: goodDNS(),
	}
	p.configure(toml)
	if err := association.Found(t.Context(), p.cfg, []association.Founder{{Name: "Alice", Address: "alice@asso.net"}}, time.Now()); err != nil {
		t.Fatal(err)
	}
	p.smart.Serve(p.at("127.0.0.1:2525"))
	t.Cleanup(p.smart.Close)
	return p
}

func (p *place) configure(toml string) {
	p.t.Helper()
	p.write("asso.toml", toml, 0o600)
	var err error
	if p.cfg, err = config.Load("asso.toml"); err != nil {
		p.t.Fatal(err)
	}
}

func (p *place) write(path, text string, mode os.FileMode) {
	p.t.Helper()
	err := errors.Join(os.WriteFile(path, []byte(text), 0o600), os.Chmod(path, mode)) // whatever the umask
	if err != nil {
		p.t.Fatal(err)
	}
}

// at is what listens at an address; nobody answers there before it is served.
func (p *place) at(address string) *mailtest.Listener {
	if p.reached[address] == nil {
		p.reached[address] = mailtest.Listen()
	}
	return p.reached[address]
}

// serve opens the mailbox at an address, of a server with those capabilities,
// after what changes its sessions or its listener, nil for nothing.
func (p *place) serve(address string, caps imap.CapSet, change func(imapserver.Session) imapserver.Session, wrap func(net.Listener) net.Listener) {
	memory := imapmemserver.New()
	memory.AddUser(p.user)
	server := imapserver.New(&imapserver.Options{
		Caps: caps, InsecureAuth: true, TLSConfig: p.tls, Logger: log.New(io.Discard, "", 0),
		NewSession: func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
			s := imapserver.Session(memory.NewSession())
			if change != nil {
				s = change(s)
			}
			return s, nil, nil
		},
	})
	var l net.Listener = p.at(address)
	if wrap != nil {
		l = wrap(l)
	}
	go server.Serve(l)
	p.t.Cleanup(func() { server.Close() })
	synctest.Wait() // go-imap must not be closed before it has begun
}

// provider serves the mailbox as most do.
func (p *place) provider() {
	p.folder("INBOX")
	p.serve("127.0.0.1:1143", offer(imap.CapIdle, imap.CapMove, imap.CapUIDPlus), nil, nil)
}

func (p *place) folder(name string) {
	if err := p.user.Create(name, nil); err != nil {
		p.t.Fatal(err)
	}
}

// got has a folder hold a mail that came at an instant.
func (p *place) got(folder string, at time.Time) {
	raw := "From: alice@asso.net\r\nSubject: x\r\n\r\nx\r\n"
	if _, err := p.user.Append(folder, literal{strings.NewReader(raw), int64(len(raw))}, &imap.AppendOptions{Time: at}); err != nil {
		p.t.Fatal(err)
	}
}

func offer(caps ...imap.Cap) imap.CapSet {
	set := imap.CapSet{imap.CapIMAP4rev1: {}}
	for _, one := range caps {
		set[one] = struct{}{}
	}
	return set
}

func (p *place) world() World {
	return World{
		Dial: func(ctx context.Context, network, address string) (net.Conn, error) {
			if l := p.reached[address]; l != nil {
				return l.Dial(ctx, network, address)
			}
			return nil, &net.OpError{Op: "dial", Net: network, Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}
		},
		Listen:   func(string, string) (net.Listener, error) { return mailtest.Listen(), p.busy },
		Resolver: p.dns, Machine: p.machine, Now: time.Now,
	}
}

func (p *place) check() []Finding { return Run(p.t.Context(), p.cfg, p.world(), false) }

// expect wants a finding on a subject, of a level, with those words in what it
// says and how it is mended.
func expect(t *testing.T, found []Finding, subject string, level Level, words ...string) {
	t.Helper()
	var said []string
	for _, f := range found {
		if f.Subject != subject {
			continue
		}
		said = append(said, fmt.Sprintf("%s: %s → %s", f.Level, f.What, f.Mend))
		missing := f.Level != level
		for _, word := range words {
			missing = missing || !strings.Contains(f.What+" → "+f.Mend, word)
		}
		if !missing {
			return
		}
	}
	t.Errorf("no %s on %s says %q, but\n%s", level, subject, words, strings.Join(said, "\n"))
}

// calm wants nothing of a subject but what is well, or to be known.
func calm(t *testing.T, found []Finding, subject string) {
	t.Helper()
	some := false
	for _, f := range found {
		if f.Subject == subject {
			some = true
			if f.Level == Warning || f.Level == Fault {
				t.Errorf("%s: %s: %s", subject, f.Level, f.What)
			}
		}
	}
	if !some {
		t.Errorf("nothing is said of %s", subject)
	}
}

// machine is one that the test makes.
type machine struct {
	right     bool
	space     int64
	addresses []netip.Addr
}

func (m machine) Synchronised() (bool, error)      { return m.right, nil }
func (m machine) Space(string) (int64, error)      { return m.space, nil }
func (m machine) Addresses() ([]netip.Addr, error) { return m.addresses, nil }

// dns is what the test says the DNS has. Nothing but the names in it is known,
// and the name "silent." is not answered at all.
type dns struct {
	txt, mx, ip, ptr map[string][]string
}

func goodDNS() dns {
	return dns{
		txt: map[string][]string{"asso.net.": {"v=spf1 mx -all", "other=1"}, "_dmarc.asso.net.": {"v=DMARC1; p=none"}},
		mx:  map[string][]string{"asso.net.": {"mx.asso.net."}},
		ip:  map[string][]string{"mx.asso.net.": {"203.0.113.7"}},
		ptr: map[string][]string{},
	}
}

func (d dns) find(in map[string][]string, name string) ([]string, error) {
	if found := in[name]; found != nil {
		if found[0] == "silent" {
			return nil, &net.DNSError{Err: "i/o timeout", Name: name, IsTimeout: true}
		}
		return found, nil
	}
	return nil, &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
}

func (d dns) LookupTXT(_ context.Context, name string) ([]string, error) {
	return d.find(d.txt, rooted(name))
}

func (d dns) LookupMX(_ context.Context, name string) ([]*net.MX, error) {
	hosts, err := d.find(d.mx, rooted(name))
	var all []*net.MX
	for _, host := range hosts {
		all = append(all, &net.MX{Host: host, Pref: 10})
	}
	return all, err
}

func (d dns) LookupIPAddr(_ context.Context, host string) ([]net.IPAddr, error) {
	texts, err := d.find(d.ip, rooted(host))
	var all []net.IPAddr
	for _, text := range texts {
		all = append(all, net.IPAddr{IP: net.ParseIP(text)})
	}
	return all, err
}

func (d dns) LookupAddr(_ context.Context, addr string) ([]string, error) { return d.find(d.ptr, addr) }

// secured puts TLS before a listener.
func secured(certificate tls.Certificate) func(net.Listener) net.Listener {
	return func(l net.Listener) net.Listener {
		return tls.NewListener(l, &tls.Config{Certificates: []tls.Certificate{certificate}})
	}
}
