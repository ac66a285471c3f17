package imapin

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// dovecotConf is a Dovecot 2.3 with one mailbox.
const dovecotConf = `base_dir = %[1]s/run
state_dir = %[1]s/state
log_path = %[1]s/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:~/Maildir
passdb {
  driver = static
  args = password=secret
}
userdb {
  driver = static
  args = uid=%[2]d gid=%[2]d home=%[1]s/home
}
service imap-login {
  inet_listener imap {
    port = %[3]s
  }
  inet_listener imaps {
    port = 0
  }
}
%[4]s
`

// flavours are servers that differ in what they can do, and how they name
// folders.
var flavours = []struct {
	name, settings string
	inbox, handled int // what lies where afterwards, of each mail
	folder         string
}{
	{"as Debian has it", "", 0, 1, ".Toutdoux.handled"},
	{"without MOVE", "imap_capability = IMAP4rev1 SASL-IR ENABLE IDLE NAMESPACE UIDPLUS LITERAL+", 0, 1, ".Toutdoux.handled"},
	{"without MOVE and UIDPLUS", "imap_capability = IMAP4rev1 SASL-IR IDLE", 1, 0, ""},
	{"without IDLE", "imap_capability = IMAP4rev1 SASL-IR NAMESPACE MOVE", 0, 1, ".Toutdoux.handled"},
	{"folders below INBOX", "namespace inbox {\n  inbox = yes\n  separator = .\n  prefix = INBOX.\n}", 0, 1, ".Toutdoux.handled"},
	{"another separator", "namespace inbox {\n  inbox = yes\n  separator = ^\n}", 0, 1, ".Toutdoux.handled"},
}

// Whatever the server can do, all that waits is kept, once, with its instant;
// nothing is deleted unsafely; what comes while the reader waits is kept too.
func TestDovecot(t *testing.T) {
	for _, flavour := range flavours {
		t.Run(flavour.name, func(t *testing.T) {
			s := startDovecot(t, flavour.settings)
			arrived := time.Date(2026, 2, 2, 9, 0, 0, 0, time.UTC)
			var want []string
			for n := range 40 {
				want = append(want, mail(n, "alice@asso.test"))
				s.deliver(t, n, want[n], arrived.Add(time.Duration(n)*time.Minute))
			}
			want = append(want, mail(40, "bob@asso.test")+strings.Repeat(strings.Repeat("a", 76)+"\r\n", 24<<20/78))
			s.deliver(t, 40, want[40], arrived)
			d := newRealDoor()
			r := s.read(t, d)
			d.wait(t)
			d.has(t, want...)
			if at := d.instant(want[7]); !at.Equal(arrived.Add(7 * time.Minute)) {
				t.Errorf("the instant of a mail is %v", at)
			}
			s.deliver(t, 41, mail(41, "carol@asso.test"), arrived)
			r.Wake()
			d.wait(t)
			want = append(want, mail(41, "carol@asso.test"))
			d.has(t, want...)
			if n := d.twice(); n != 0 {
				t.Errorf("%d mails came twice", n)
			}
			if n := s.holds(t, ""); n != flavour.inbox*len(want) {
				t.Errorf("%d mails lie in the mailbox", n)
			}
			if n := s.holds(t, flavour.folder); flavour.folder != "" && n != flavour.handled*len(want) {
				t.Errorf("%d mails lie in %s", n, flavour.folder)
			}
		})
	}
}

// Ten thousand mails that waited are all kept, once.
func TestDovecotAfterALongTime(t *testing.T) {
	s := startDovecot(t, "")
	var want []string
	for n := range 10_000 {
		want = append(want, mail(n, "alice@asso.test"))
		s.deliver(t, n, want[n], time.Date(2026, 2, 2, 9, 0, 0, 0, time.UTC))
	}
	d := newRealDoor()
	s.read(t, d)
	d.wait(t)
	d.has(t, want...)
	if d.twice() != 0 || s.holds(t, "") != 0 {
		t.Errorf("%d came twice, %d are left", d.twice(), s.holds(t, ""))
	}
}

// Without its folder for spam Dovecot gives all other mail; there, a member's
// mail is found among what has an endless From, or is older than the founding.
func TestDovecotSpam(t *testing.T) {
	s := startDovecot(t, "")
	s.ready(t)
	founded := time.Date(2026, 2, 2, 9, 0, 0, 0, time.UTC)
	s.deliver(t, 1, mail(1, "alice@asso.test"), founded.Add(-time.Hour))
	s.deliver(t, 2, mail(2, "alice@asso.test"), founded)
	d := newRealDoor()
	d.members = []string{"alice@asso.test"}
	r := New(Config{
		Address: s.address, Username: "tdc@asso.test", Mailbox: "INBOX", Spam: "Junk", Since: founded, Size: 1 << 20, Log: slog.New(slog.NewTextHandler(t.Output(), nil)),
		Secret: func(context.Context) (string, bool, error) { return "secret", false, nil },
	}, d, wall{})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { r.Run(ctx); close(done) }()
	defer func() { cancel(); <-done }()
	d.wait(t)
	d.has(t, mail(2, "alice@asso.test"))
	s.put(t, ".Junk", 3, mail(3, "\""+strings.Repeat("x", 200<<10)+"\" <alice@asso.test>"), founded)
	s.put(t, ".Junk", 4, mail(4, "loto@hasard.test"), founded)
	s.put(t, ".Junk", 5, mail(5, "alice@asso.test"), founded)
	s.put(t, ".Junk", 6, mail(6, "alice@asso.test"), founded.Add(-time.Hour))
	r.Wake()
	d.wait(t)
	d.has(t, mail(2, "alice@asso.test"), mail(5, "alice@asso.test"))
	if told := d.owner(); !slices.Equal(told, []Trouble{Spamless}) {
		t.Errorf("the owner is told %q", told)
	}
	if inbox, junk := s.holds(t, ""), s.holds(t, ".Junk"); inbox != 1 || junk != 3 {
		t.Errorf("%d mails stay in the mailbox, %d in its folder for spam", inbox, junk)
	}
}

// realDoor tells when the mailbox was read.
type realDoor struct {
	*door
	swept chan struct{}
}

func newRealDoor() *realDoor { return &realDoor{newDoor(), make(chan struct{}, 64)} }

func (d *realDoor) Read(at time.Time) {
	d.door.Read(at)
	d.swept <- struct{}{}
}

func (d *realDoor) wait(t *testing.T) {
	t.Helper()
	select {
	case <-d.swept:
	case <-time.After(5 * time.Minute):
		t.Fatal("the mailbox was not read")
	}
}

// dovecot is a running server and the mailbox in it.
type dovecot struct {
	address, home string
	owner         int
}

func startDovecot(t *testing.T, settings string) *dovecot {
	t.Helper()
	if os.Getenv("TOUTDOUX_REAL") != "1" {
		t.Skip("wants Debian's dovecot-imapd, and TOUTDOUX_REAL=1")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &dovecot{address: l.Addr().String(), home: must(os.MkdirTemp("/tmp", "dovecot"))}
	t.Cleanup(func() { os.RemoveAll(s.home) })
	_, port, _ := net.SplitHostPort(s.address)
	l.Close()
	nobody := must(user.Lookup("nobody"))
	s.owner = must(strconv.Atoi(nobody.Uid))
	file := filepath.Join(s.home, "dovecot.conf")
	conf := fmt.Sprintf(dovecotConf, s.home, s.owner, port, settings)
	if err := os.WriteFile(file, []byte(conf), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{s.home, s.home + "/home", s.home + "/home/Maildir", s.home + "/home/Maildir/new", s.home + "/home/Maildir/cur", s.home + "/home/Maildir/tmp"} {
		if err := os.MkdirAll(folder, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(folder, 0o777); err != nil {
			t.Fatal(err)
		}
	}
	run := exec.Command("dovecot", "-F", "-c", file)
	if err := run.Start(); err != nil {
		t.Fatalf("start Dovecot: %v", err)
	}
	t.Cleanup(func() {
		run.Process.Signal(syscall.SIGTERM)
		if err := run.Wait(); err != nil {
			log, _ := os.ReadFile(s.home + "/log")
			t.Errorf("stop Dovecot: %v\n%s", err, log)
		}
	})
	return s
}

// must gives a value that a test cannot do without.
func must[V any](value V, err error) V {
	if err != nil {
		panic(err)
	}
	return value
}

// deliver puts a mail in the mailbox, as of an instant.
func (s *dovecot) deliver(t *testing.T, n int, raw string, at time.Time) {
	t.Helper()
	s.put(t, "", n, raw, at)
}

// put puts a mail in a folder, which it makes, as of an instant.
func (s *dovecot) put(t *testing.T, folder string, n int, raw string, at time.Time) {
	t.Helper()
	maildir := filepath.Join(s.home, "home/Maildir", folder)
	for _, part := range []string{"", "new", "cur", "tmp"} {
		path := filepath.Join(maildir, part)
		if err := os.MkdirAll(path, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, 0o777); err != nil {
			t.Fatal(err)
		}
	}
	name := fmt.Sprintf("%d.M%d.host", at.Unix(), n)
	if err := os.WriteFile(maildir+"/tmp/"+name, []byte(raw), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(maildir+"/tmp/"+name, at, at); err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(maildir+"/tmp/"+name, s.owner, s.owner); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(maildir+"/tmp/"+name, maildir+"/new/"+name); err != nil {
		t.Fatal(err)
	}
}

// holds counts the mails of a folder.
func (s *dovecot) holds(t *testing.T, folder string) int {
	t.Helper()
	all := 0
	for _, part := range []string{"new", "cur"} {
		files, err := filepath.Glob(filepath.Join(s.home, "home/Maildir", folder, part, "*"))
		if err != nil {
			t.Fatal(err)
		}
		all += len(files)
	}
	return all
}

// read starts a reader of the mailbox. The first connections may come before
// the server is ready.
func (s *dovecot) read(t *testing.T, d *realDoor) *Reader {
	t.Helper()
	r := New(Config{
		Address: s.address, Username: "tdc@asso.test", Mailbox: "INBOX", Size: 25 << 20, Log: slog.New(slog.NewTextHandler(t.Output(), nil)),
		Secret: func(context.Context) (string, bool, error) { return "secret", false, nil },
	}, d, wall{})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { r.Run(ctx); close(done) }()
	t.Cleanup(func() { cancel(); <-done })
	return r
}
