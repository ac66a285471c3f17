package imapin

import (
	"bytes"
	"io"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
)

// generous sends whole what it was asked a part of.
type generous struct{ imapserver.Session }

func (g generous) Fetch(w *imapserver.FetchWriter, set imap.NumSet, options *imap.FetchOptions) error {
	whole := *options
	whole.BodySection = nil
	for _, section := range options.BodySection {
		all := *section
		all.Partial = nil
		whole.BodySection = append(whole.BodySection, &all)
	}
	return g.Session.Fetch(w, set, &whole)
}

func anyServer(s imapserver.Session) imapserver.Session      { return s }
func generousServer(s imapserver.Session) imapserver.Session { return generous{s} }

// A From field without end, as spam has, is nobody's: its mail is passed, and
// the mailbox is read all the same.
func TestSpamWithAnEndlessFrom(t *testing.T) {
	for name, session := range map[string]func(imapserver.Session) imapserver.Session{"in part": anyServer, "whole": generousServer} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p, d := serve(t, offer(imap.CapUIDPlus), session), newDoor()
				p.create("Spam")
				d.members = []string{"alice@asso.test"}
				p.deliver("Spam", mail(1, "\""+strings.Repeat("x", 200<<10)+"\" <alice@asso.test>"))
				p.deliver("Spam", mail(2, "alice@asso.test"))
				p.deliver("INBOX", mail(3, "bob@asso.test"))
				p.read(d, func(c *Config) { c.Spam = "Spam" })
				d.has(t, mail(2, "alice@asso.test"), mail(3, "bob@asso.test"))
				<-time.After(3 * poll)
				if p.visited() != 1 || p.holds("Spam") != 1 {
					t.Errorf("%d connections; %d mails stay in the folder of unwanted mail", p.visited(), p.holds("Spam"))
				}
			})
		})
	}
}

// Much spam is looked through, however often the connection is lost.
func TestMuchSpam(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, d := serve(t, offer(imap.CapMove), nil), newDoor()
		p.create("Spam")
		d.members = []string{"alice@asso.test"}
		for n := range 200 {
			p.deliver("Spam", mail(n, "loto@hasard.test"))
		}
		p.deliver("Spam", mail(200, "alice@asso.test"))
		p.deliver("INBOX", mail(201, "alice@asso.test"))
		p.network(func(c net.Conn) net.Conn { return &weak{c, 30 << 10} })
		p.read(d, func(c *Config) { c.Spam = "Spam" })
		<-time.After(time.Hour)
		d.has(t, mail(200, "alice@asso.test"), mail(201, "alice@asso.test"))
	})
}

// understating is a connection on which mails of over a million bytes are said
// to be small.
type understating struct{ net.Conn }

func (c understating) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if i := bytes.Index(p[:n], []byte("RFC822.SIZE 3")); i >= 0 {
		copy(p[i:], "RFC822.SIZE 0")
	}
	return n, err
}

// Of a mail beyond the limit that comes whole, because the server does not know
// partial fetches or says that the mail is smaller, enough is kept to tell its
// author; and it comes once, also where the connection does not last as long.
func TestLargeMailThatComesWhole(t *testing.T) {
	large := mail(1, "alice@asso.test") + strings.Repeat("pour\r\n", 3<<20/6)
	for name, network := range map[string]func(net.Conn) net.Conn{
		"as it is":    func(c net.Conn) net.Conn { return c },
		"understated": func(c net.Conn) net.Conn { return understating{c} },
		"cut off":     func(c net.Conn) net.Conn { return &weak{c, 2 << 20} },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p, d := serve(t, offer(imap.CapUIDPlus), generousServer), newDoor()
				p.deliver("INBOX", mail(0, "bob@asso.test"))
				p.deliver("INBOX", large)
				p.deliver("INBOX", mail(2, "bob@asso.test"))
				p.network(network)
				p.read(d, nil)
				<-time.After(time.Hour)
				d.has(t, mail(0, "bob@asso.test"), large[:1<<20+1], mail(2, "bob@asso.test"))
				if n := p.visited(); n > 3 || d.twice() > 0 {
					t.Errorf("%d connections, %d mails came twice", n, d.twice())
				}
				if n := p.holds("INBOX"); n != 0 {
					t.Errorf("%d mails stay in the mailbox", n)
				}
			})
		})
	}
}

// weak is a connection that brings so many bytes and no more. The server can end
// what it has to say all the same: cut off in a literal, go-imap's never would.
type weak struct {
	net.Conn
	left int
}

func (c *weak) Read(p []byte) (int, error) {
	if c.left == 0 {
		return 0, io.ErrUnexpectedEOF
	}
	n, err := c.Conn.Read(p[:min(len(p), c.left)])
	c.left -= n
	return n, err
}

func (c *weak) Close() error {
	go io.Copy(io.Discard, c.Conn)
	return nil
}
