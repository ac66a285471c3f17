package imapin

import (
	"bytes"
	"log/slog"
	"net"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
)

const handled = "Toutdoux/handled"

// A mail is kept with the instant at which the mailbox got it; what was kept is
// moved away where that is safe, and is never looked at twice where it is not.
func TestMailIsKept(t *testing.T) {
	for _, server := range []struct {
		name  string
		caps  imap.CapSet
		stays bool
	}{
		{"with MOVE", offer(imap.CapMove, imap.CapUIDPlus), false},
		{"without MOVE", offer(imap.CapUIDPlus), false},
		{"with neither", offer(), true},
	} {
		t.Run(server.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p, d := serve(t, server.caps, nil), newDoor()
				arrived := time.Now()
				p.deliver("INBOX", mail(1, "alice@asso.test"))
				p.deliver("INBOX", mail(2, "bob@asso.test"))
				<-time.After(time.Hour) // while nothing ran
				p.read(d, nil)
				d.has(t, mail(1, "alice@asso.test"), mail(2, "bob@asso.test"))
				if at := d.instant(mail(1, "alice@asso.test")); !at.Equal(arrived) {
					t.Errorf("its instant is %v, not %v", at, arrived)
				}
				<-time.After(3 * poll)
				inbox, away := p.holds("INBOX"), p.holds(handled)
				if server.stays && inbox != 2 || !server.stays && (inbox != 0 || away != 2) {
					t.Errorf("%d in the mailbox, %d in %s", inbox, away, handled)
				}
				if n := d.twice(); n != 0 {
					t.Errorf("%d mails came twice", n)
				}
			})
		})
	}
}

// What arrives is kept at once where the server says that something came.
func TestNewMailAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, d := serve(t, offer(imap.CapMove), nil), newDoor()
		p.read(d, nil)
		p.deliver("INBOX", mail(1, "alice@asso.test"))
		synctest.Wait()
		d.has(t, mail(1, "alice@asso.test"))
	})
}

// A closing that waits for the mailbox has it read, and learns that it was.
func TestWake(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, d := serve(t, offer(imap.CapMove), nil), newDoor()
		r := p.read(d, nil)
		<-time.After(10 * time.Second)
		asked := time.Now()
		r.Wake()
		synctest.Wait()
		reads := d.sweeps()
		if last := reads[len(reads)-1]; !last.Equal(asked) {
			t.Errorf("read at %v, asked at %v", last, asked)
		}
	})
}

// Whichever byte of the server's is the last to arrive, no mail is lost, none
// is kept cut off, and none is deleted that was not copied.
func TestCutAtEveryByte(t *testing.T) {
	for _, caps := range []imap.CapSet{offer(imap.CapMove, imap.CapUIDPlus), offer(imap.CapUIDPlus)} {
		cut := 0
		for done := false; !done; cut++ {
			synctest.Test(t, func(t *testing.T) {
				p, d := serve(t, caps, nil), newDoor()
				p.deliver("INBOX", mail(1, "alice@asso.test"))
				p.deliver("INBOX", mail(2, "bob@asso.test"))
				first := true
				p.network(func(c net.Conn) net.Conn {
					if !first {
						return c
					}
					first = false
					return &cutter{c, cut}
				})
				p.read(d, nil)
				done = p.visited() == 1 && len(d.sweeps()) > 0 // all of it went through
				<-time.After(time.Minute)
				d.has(t, mail(1, "alice@asso.test"), mail(2, "bob@asso.test"))
				if n := p.holds("INBOX"); n != 0 || p.holds(handled) < 2 {
					t.Errorf("cut after %d bytes: %d in the mailbox, %d in %s", cut, n, p.holds(handled), handled)
				}
			})
			if t.Failed() {
				return
			}
		}
		if cut < 500 {
			t.Errorf("only %d bytes of conversation", cut)
		}
	}
}

// A disk that fails leaves the mail where it is, for later.
func TestDiskFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, d := serve(t, offer(imap.CapMove), nil), newDoor()
		d.fails = 3
		p.deliver("INBOX", mail(1, "alice@asso.test"))
		p.read(d, nil)
		if p.holds("INBOX") != 1 {
			t.Error("moved away though it was not kept")
		}
		<-time.After(time.Minute)
		d.has(t, mail(1, "alice@asso.test"))
	})
}

// A connection that died without a word is found out at the next look.
func TestServerFallsSilent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, d := serve(t, offer(imap.CapMove), nil), newDoor()
		dead := make(chan struct{})
		p.network(func(c net.Conn) net.Conn {
			p.wrap = nil
			return &deaf{c, dead}
		})
		p.read(d, nil)
		close(dead)
		p.deliver("INBOX", mail(1, "alice@asso.test"))
		<-time.After(poll + 2*silence)
		d.has(t, mail(1, "alice@asso.test"))
	})
}

// Under another UIDVALIDITY the same UIDs mean other mails.
func TestUIDsAreCountedAnew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, d := serve(t, offer(), nil), newDoor()
		if err := d.Pass(t.Context(), Folder{"INBOX", 77}, []uint32{1, 2}); err != nil {
			t.Fatal(err)
		}
		p.deliver("INBOX", mail(1, "alice@asso.test"))
		p.read(d, nil)
		d.has(t, mail(1, "alice@asso.test"))
	})
}

// A refused login is not tried again and again: providers lock out who does.
// The owner is told, once.
func TestLoginRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, d := serve(t, offer(), nil), newDoor()
		p.read(d, func(c *Config) { c.Username = "nobody@asso.test" })
		<-time.After(time.Hour)
		if n := p.visited(); n < 4 || n > 9 {
			t.Errorf("%d logins within an hour", n)
		}
		if told := d.owner(); len(told) != 1 || told[0] != Refused {
			t.Errorf("the owner is told %q", told)
		}
	})
}

// A mailbox out of reach is tried often, never stormed, and the owner told once.
func TestOutOfReach(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, d := serve(t, offer(imap.CapMove), nil), newDoor()
		p.network(func(c net.Conn) net.Conn { return &cutter{c, 0} })
		p.read(d, nil)
		<-time.After(2 * time.Hour)
		if n := p.visited(); n < 20 || n > 100 {
			t.Errorf("%d attempts within two hours", n)
		}
		if told := d.owner(); len(told) != 1 || told[0] != Away {
			t.Errorf("the owner is told %q", told)
		}
		p.network(nil)
		p.deliver("INBOX", mail(1, "alice@asso.test"))
		<-time.After(lastRetry)
		d.has(t, mail(1, "alice@asso.test"))
	})
}

// Who was told that the mailbox is out of reach is told too that it then refuses
// the login.
func TestRefusedAfterAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, d := serve(t, offer(imap.CapMove), nil), newDoor()
		p.network(func(c net.Conn) net.Conn { return &cutter{c, 0} })
		p.read(d, func(c *Config) { c.Username = "nobody@asso.test" })
		<-time.After(time.Hour)
		p.network(nil)
		<-time.After(time.Hour)
		if told := d.owner(); !slices.Equal(told, []Trouble{Away, Refused}) {
			t.Errorf("the owner is told %q", told)
		}
	})
}

// A disk that goes on failing is not called a mailbox out of reach.
func TestDiskFailsForLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, d := serve(t, offer(imap.CapMove), nil), newDoor()
		d.fails = 1 << 20
		p.deliver("INBOX", mail(1, "alice@asso.test"))
		var said bytes.Buffer
		p.read(d, func(c *Config) { c.Log = slog.New(slog.NewTextHandler(&said, nil)) })
		<-time.After(2 * time.Hour)
		synctest.Wait()
		if log := said.String(); strings.Contains(log, "out of reach") || !strings.Contains(log, "cannot be kept") || !strings.Contains(log, errDisk.Error()) {
			t.Errorf("it says %s", log)
		}
		if told := d.owner(); len(told) != 0 {
			t.Errorf("the owner is told %q", told)
		}
	})
}

// What came before a mailbox was ours stays where it is, and the log says how
// much that is, once.
func TestMailOfBefore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, d := serve(t, offer(imap.CapMove), nil), newDoor()
		d.members = []string{"alice@asso.test"}
		p.create("Spam")
		p.deliver("INBOX", mail(1, "alice@asso.test"))
		p.deliver("INBOX", mail(2, "alice@asso.test"))
		p.deliver("Spam", mail(3, "alice@asso.test"))
		<-time.After(time.Hour)
		p.deliver("INBOX", mail(4, "alice@asso.test"))
		var said bytes.Buffer
		p.read(d, func(c *Config) {
			c.Spam, c.Since, c.Log = "Spam", time.Now(), slog.New(slog.NewTextHandler(&said, nil))
		})
		<-time.After(3 * poll)
		p.deliver("INBOX", mail(5, "alice@asso.test"))
		<-time.After(3 * poll)
		synctest.Wait()
		d.has(t, mail(4, "alice@asso.test"), mail(5, "alice@asso.test"))
		if p.holds("INBOX") != 2 || p.holds("Spam") != 1 {
			t.Errorf("%d and %d mails stay", p.holds("INBOX"), p.holds("Spam"))
		}
		if log := said.String(); strings.Count(log, "before") != 2 || !strings.Contains(log, "folder=INBOX mails=2") || !strings.Contains(log, "folder=Spam mails=1") {
			t.Errorf("it says %s", log)
		}
	})
}

// Of a mail beyond the limit enough is fetched to tell its author, no more.
func TestLargeMail(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, d := serve(t, offer(imap.CapMove), nil), newDoor()
		large := mail(1, "alice@asso.test") + strings.Repeat("pour\r\n", 1<<18)
		p.deliver("INBOX", large)
		p.deliver("INBOX", mail(2, "bob@asso.test"))
		p.read(d, nil)
		d.has(t, large[:1<<20+1], mail(2, "bob@asso.test"))
	})
}

// In the folder of unwanted mail only known members' mail is ours.
func TestSpam(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, d := serve(t, offer(imap.CapMove), nil), newDoor()
		p.create("Spam")
		d.members = []string{"alice@asso.test"}
		p.deliver("Spam", mail(1, "Alice Martin\r\n <alice@asso.test>"))
		p.deliver("Spam", mail(2, "loto@hasard.test"))
		p.read(d, func(c *Config) { c.Spam = "Spam" })
		<-time.After(3 * poll)
		d.has(t, mail(1, "Alice Martin\r\n <alice@asso.test>"))
		if p.holds("Spam") != 1 {
			t.Errorf("%d mails stay in the folder of unwanted mail", p.holds("Spam"))
		}
	})
}

// A folder for spam that is not there, or no more, keeps no other mail back; the
// owner is told once, and it is read as soon as it is there.
func TestNoSpamFolder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, d := serve(t, offer(imap.CapMove), nil), newDoor()
		d.members = []string{"alice@asso.test"}
		p.deliver("INBOX", mail(1, "alice@asso.test"))
		p.read(d, func(c *Config) { c.Spam = "Spam" })
		<-time.After(3 * poll)
		d.has(t, mail(1, "alice@asso.test"))
		if told := d.owner(); !slices.Equal(told, []Trouble{Spamless}) || p.visited() != 1 || len(d.sweeps()) < 3 {
			t.Errorf("the owner is told %q; %d connections, %d looks", told, p.visited(), len(d.sweeps()))
		}
		p.create("Spam")
		p.deliver("Spam", mail(2, "alice@asso.test"))
		<-time.After(2 * poll)
		d.has(t, mail(1, "alice@asso.test"), mail(2, "alice@asso.test"))
	})
}

// blind cannot read a mail, but later.
type blind struct {
	imapserver.Session
	times *int
}

func (b blind) Fetch(w *imapserver.FetchWriter, set imap.NumSet, options *imap.FetchOptions) error {
	if len(options.BodySection) > 0 && *b.times > 0 {
		*b.times--
		return &imap.Error{Type: imap.StatusResponseTypeNo, Code: imap.ResponseCodeServerBug, Text: "try again"}
	}
	return b.Session.Fetch(w, set, options)
}

// A mail among the unwanted ones that the server does not give today is looked
// at again: it may be a member's.
func TestSpamThatCannotBeRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		times := 1
		p, d := serve(t, offer(imap.CapUIDPlus), func(s imapserver.Session) imapserver.Session { return blind{s, &times} }), newDoor()
		p.create("Spam")
		d.members = []string{"alice@asso.test"}
		p.deliver("Spam", mail(1, "alice@asso.test"))
		p.read(d, func(c *Config) { c.Spam = "Spam" })
		d.has(t)
		<-time.After(3 * poll)
		d.has(t, mail(1, "alice@asso.test"))
	})
}
