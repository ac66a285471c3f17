package daemon

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"toutdoux/internal/association"
	"toutdoux/internal/config"
	"toutdoux/internal/lmtpd"
	"toutdoux/internal/mailin"
	"toutdoux/internal/smtpd"
	"toutdoux/internal/store"
)

// wire is something that listens.
type wire struct {
	name     string // as `serve` says it
	listener net.Listener
	server
}

// server serves one listener until it is shut down.
type server interface {
	Serve(net.Listener) error
	Shutdown(context.Context) error
}

// listen opens every listener that the configurations ask for, each address
// once, and serves them. A server that fails is told on the channel.
func (d *Daemon) listen() (<-chan error, error) {
	for _, cfg := range d.configs {
		if err := d.mailWires(cfg); err != nil {
			return nil, err
		}
		if monitor := cfg.Monitor.Listen; monitor.Address != "" {
			if err := d.add("monitor "+monitor.String(), monitor, d.monitor()); err != nil {
				return nil, err
			}
		}
	}
	for _, h := range d.houses {
		if err := d.commands(h); err != nil {
			return nil, err
		}
	}
	faults := make(chan error, len(d.wires))
	for _, w := range d.wires {
		go func() {
			err := w.Serve(w.listener)
			if err != nil && !errors.Is(err, net.ErrClosed) && !errors.Is(err, http.ErrServerClosed) {
				faults <- fmt.Errorf("serve %s: %w", w.name, err)
			}
		}()
	}
	return faults, nil
}

// mailWires opens the mail servers of one configuration.
func (d *Daemon) mailWires(cfg *config.Config) error {
	common := mailin.Config{Name: cfg.HelloName(), Size: int64(cfg.Limits.MailSize), Log: d.world.Log, Deferred: d.deferred}
	if in := cfg.Receive.LMTP; in != nil {
		if err := d.add("lmtp "+in.Listen.String(), in.Listen, lmtpd.New(common, door{d, store.LMTP})); err != nil {
			return err
		}
	}
	in := cfg.Receive.SMTP
	if in == nil {
		return nil
	}
	var encrypted *tls.Config
	if in.TLSCert != "" {
		var err error
		if encrypted, err = smtpd.TLS(in.TLSCert, in.TLSKey, d.world.Log); err != nil {
			return err
		}
	}
	common.TLS = encrypted
	return d.add("smtp "+in.Listen.String(), in.Listen, smtpd.New(common, door{d, store.SMTP}))
}

// deferred has every association know that a sender was asked to come back: it
// is not known to which of them that mail would have gone.
func (d *Daemon) deferred() {
	for _, h := range d.houses {
		h.Clerk.Deferred()
	}
}

// add opens a listener, unless another association has opened it already: two
// may share a port.
func (d *Daemon) add(name string, at config.Endpoint, s server) error {
	for _, w := range d.wires {
		if w.name == name && name != "" {
			return nil
		}
	}
	l, err := d.world.Listen(at.Network, at.Address)
	if err != nil {
		return fmt.Errorf("listen for %s: %w", cmp.Or(name, "commands"), err)
	}
	d.wires = append(d.wires, wire{name, l, s})
	return nil
}

// Listen opens a listener on the machine; stale unix sockets are replaced.
func Listen(network, address string) (net.Listener, error) {
	if network == "unix" {
		return lmtpd.Listen("unix:" + address)
	}
	return net.Listen(network, address)
}

// commands opens the socket for an association's operator. One that stands there
// is nobody's any more, not even another user's: the register is locked by us.
func (d *Daemon) commands(h *association.Association) error {
	path := ControlPath(h.Config)
	if file, err := os.Lstat(path); err == nil && file.Mode().Type() == fs.ModeSocket {
		if err := os.Remove(path); err != nil {
			return fmt.Errorf("listen for commands: %w; give the data folder to the daemon's user", err)
		}
	}
	if err := d.add("", config.Endpoint{Network: "unix", Address: path}, d.control(h)); err != nil {
		return err
	}
	return ownerOnly(path)
}

// ownerOnly keeps the group away from a socket: the mail server is in it, and
// hands mail over, but commands nothing.
func ownerOnly(path string) error {
	err := os.Chmod(path, 0o600)
	if errors.Is(err, fs.ErrNotExist) { // a listener that is no file
		return nil
	}
	return err
}

// ControlPath is where the daemon of an association takes its operator's
// commands.
func ControlPath(cfg *config.Config) string {
	return filepath.Join(cfg.Organisation.Data, "toutdoux.sock")
}

// ready says on one line what the daemon listens on, and which mailboxes it
// reads.
func (d *Daemon) ready() {
	var names []string
	for _, w := range d.wires {
		if w.name != "" {
			names = append(names, w.name)
		}
	}
	for _, h := range d.houses {
		if in := h.Config.Receive.IMAP; in != nil {
			names = append(names, "imap "+in.Address+" for "+in.Username)
		}
	}
	if d.world.Ready != nil {
		d.world.Ready("toutdoux listens: " + strings.Join(names, ", "))
	}
}

// door hands the mails of one wire to the associations that own them.
type door struct {
	d      *Daemon
	source store.Source
}

// Knows tells whether an association here owns this recipient.
func (p door) Knows(recipient string) bool { return p.house(recipient) != nil }

// house is the association that owns a recipient: where the name of one list
// begins like another's, the longest wins.
func (p door) house(recipient string) *association.Association {
	var owner *association.Association
	longest := 0
	for _, h := range p.d.houses {
		if n := h.Claim(recipient); n > longest {
			owner, longest = h, n
		}
	}
	return owner
}

// Deliver keeps a mail in each association that owns one of its recipients,
// and answers for each recipient. An association does not learn of another's.
func (p door) Deliver(ctx context.Context, e mailin.Envelope) []error {
	errs := make([]error, len(e.To))
	to := map[*association.Association][]int{}
	for i, recipient := range e.To {
		if h := p.house(recipient); h != nil {
			to[h] = append(to[h], i)
		} else {
			errs[i] = mailin.NoSuchList
		}
	}
	for h, recipients := range to {
		m := association.Arriving{Source: p.source, From: e.From, Peer: e.Peer, Hello: e.Hello, Raw: e.Raw}
		for _, i := range recipients {
			m.To = append(m.To, e.To[i])
		}
		err := h.Receive(ctx, m)
		for _, i := range recipients {
			errs[i] = err
		}
	}
	return errs
}
