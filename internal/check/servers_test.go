package check

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"net/netip"
	"os"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"

	"toutdoux/internal/association"
	"toutdoux/internal/config"
	"toutdoux/internal/daemon"
	"toutdoux/internal/imapin"
	"toutdoux/internal/mailtest"
)

// stubborn refuses every login, in a provider's words.
type stubborn struct {
	imapserver.Session
	words string
}

func (s stubborn) Login(string, string) error {
	return &imap.Error{Type: imap.StatusResponseTypeNo, Text: s.words}
}

// The mailbox as it is at many providers.
func TestMailbox(t *testing.T) {
	refusing := func(words string) func(*place) {
		return func(p *place) {
			p.serve("127.0.0.1:1143", offer(), func(s imapserver.Session) imapserver.Session { return stubborn{s, words} }, nil)
		}
	}
	for _, c := range []struct {
		name, toml string
		begin      func(*place)
		level      Level
		words      []string
	}{
		{"wrong password", "", refusing("[AUTHENTICATIONFAILED] Invalid credentials (Failure)"), Fault, []string{"refuses the login of tdc", "user name or the password is wrong", "Invalid credentials", "app password"}},
		{"a password for programs", "", refusing("Application-specific password required: https://support.google.com/accounts/answer/185833 (Failure)"), Fault, []string{"wants a password made for programs", "two-step verification"}},
		{"IMAP off", "", refusing("Your account is not enabled for IMAP use."), Fault, []string{"IMAP is switched off", "web mail"}},
		{"only tokens", "", refusing("Basic authentication is disabled."), Fault, []string{"OAuth2", "token_command"}},
		{"a bad token", "token_command = \"echo zzzz\"\n", func(p *place) { p.provider() }, Fault, []string{"token"}},
		{"no mailbox", "mailbox = \"Liste\"\n", func(p *place) { p.provider(); p.folder("Asso") }, Fault, []string{"no folder Liste", "mailbox of [receive.imap]", "Asso, INBOX"}},
		{"no spam folder", "spam = \"Junk\"\n", func(p *place) { p.provider() }, Warning, []string{"no folder Junk", "spam is not read", "spam of [receive.imap]"}},
		{"a spam folder", "spam = \"Junk\"\n", func(p *place) { p.provider(); p.folder("Junk") }, OK, []string{"the folder Junk is there"}},
		{"mail of before", "", func(p *place) { p.provider(); p.got("INBOX", time.Now().AddDate(-5, 0, 0)); p.got("INBOX", time.Now()) }, Note, []string{"1 mail in INBOX is from before the founding", "left alone"}},
		{"a spam folder that is not read", "", func(p *place) { p.provider(); p.folder("Junk") }, Note, []string{"folder for spam, Junk", `spam = "Junk"`}},
		{"no MOVE", "", func(p *place) { p.folder("INBOX"); p.serve("127.0.0.1:1143", offer(imap.CapUIDPlus), nil, nil) }, OK, []string{"UIDPLUS", "only then deleted"}},
		{"neither", "", func(p *place) { p.folder("INBOX"); p.serve("127.0.0.1:1143", offer(), nil, nil) }, Note, []string{"neither MOVE nor UIDPLUS", "is remembered"}},
		{"nobody there", "", func(*place) {}, Fault, []string{"nothing listens on that port", "address of [receive.imap]"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				toml := strings.Replace(configuration, "password = \"sesame-imap\"\n", "password = \"sesame-imap\"\n"+c.toml, 1)
				if strings.HasPrefix(c.toml, "token_command") {
					toml = strings.Replace(toml, "password = \"sesame-imap\"\n", "", 1)
				}
				p := settle(t, toml)
				c.begin(p)
				expect(t, p.check(), "receive.imap", c.level, c.words...)
			})
		})
	}
}

// Who mistyped a password is told where it is, whoever refuses it.
func TestWhereARefusedPasswordIs(t *testing.T) {
	const wrong, forPrograms = "[AUTHENTICATIONFAILED] Invalid credentials", "Application-specific password required"
	login := config.Login{Username: "tdc", PasswordFile: "/etc/toutdoux/mailbox.password"}
	for _, c := range []struct {
		login      config.Login
		said, want string
	}{
		{login, wrong, "write the password anew into /etc/toutdoux/mailbox.password"},
		{login, forPrograms, "without spaces, into /etc/toutdoux/mailbox.password"},
		{config.Login{Username: "tdc", Password: "sesame"}, wrong, "write the password anew into password of [receive.imap]"},
		{config.Login{Username: "tdc", Password: "sesame"}, forPrograms, "without spaces, into password of [receive.imap]"},
		{config.Login{Username: "tdc"}, wrong, "write the password anew into the file of LoadCredential=receive.imap.password"},
		{config.Login{Username: "tdc"}, "too many logins", "an old password"},
	} {
		if _, mend := refusal("receive.imap", c.login, c.said, false, true); !strings.Contains(mend, c.want) {
			t.Errorf("%q: no %q in %q", c.said, c.want, mend)
		}
	}
}

// Each of the two addresses is the other's.
func TestServersTakenForEachOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := settle(t, strings.NewReplacer("127.0.0.1:1143", "127.0.0.1:2525", "127.0.0.1:2525", "127.0.0.1:1143").Replace(configuration))
		p.provider()
		found := p.check()
		expect(t, found, "receive.imap", Fault, "127.0.0.1:2525 does not greet as a mailbox", "address of [receive.imap]", "993")
		expect(t, found, "send.smtp", Fault, "127.0.0.1:1143 does not greet as a mail server", "address of [send.smtp]", "465")
	})
}

// The server of the other tests always has IDLE.
func TestNoIDLE(t *testing.T) {
	s := &sheet{subject: "receive.imap", secrets: &secrets{}}
	abilities(s, imapin.Abilities{Move: true})
	expect(t, s.found, "receive.imap", Note, "no IDLE", "every minute")
}

// A certificate that nobody vouches for is no mail server of anybody's.
func TestBadCertificates(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ours, _ := mailtest.Certificate(t, "mail.asso.net")
		toml := strings.NewReplacer("127.0.0.1:1143", "mail.asso.net:993", "127.0.0.1:2525", "mail.asso.net:465").Replace(configuration)
		p := settle(t, toml)
		p.serve("mail.asso.net:993", offer(), nil, secured(ours))
		other := &mailtest.Smarthost{}
		other.Serve(secured(ours)(p.at("mail.asso.net:465")))
		t.Cleanup(other.Close)
		found := p.check()
		expect(t, found, "receive.imap", Fault, "the certificate of mail.asso.net:993 cannot be trusted", "nobody that this machine knows vouches for it")
		expect(t, found, "send.smtp", Fault, "the certificate of mail.asso.net:465 cannot be trusted", "vouches")

		p.configure(strings.NewReplacer(":993", ":143", ":465", ":587").Replace(toml)) // STARTTLS
		p.tls = &tls.Config{Certificates: []tls.Certificate{ours}}
		p.serve("mail.asso.net:143", offer(), nil, nil)
		third := &mailtest.Smarthost{TLS: p.tls}
		third.Serve(p.at("mail.asso.net:587"))
		t.Cleanup(third.Close)
		found = p.check()
		expect(t, found, "receive.imap", Fault, "the certificate of mail.asso.net:143 cannot be trusted", "vouches")
		expect(t, found, "send.smtp", Fault, "the certificate of mail.asso.net:587 cannot be trusted", "vouches")
	})
}

// The server that letters leave through refuses the list, or is none.
func TestSmarthost(t *testing.T) {
	for _, c := range []struct {
		name    string
		step    mailtest.Step
		refusal error
		words   []string
	}{
		{"not as that sender", mailtest.Sender, mailtest.Refuse(553, [3]int{5, 7, 1}, "Sender address rejected: not owned by user tdc"), []string{"does not take mail from tdc@asso.net", "not owned by user", "the account's own address"}},
		{"switched off", mailtest.Login, mailtest.Refuse(535, [3]int{5, 7, 139}, "Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant."), []string{"switched off sending", "administrator"}},
		{"no passwords", mailtest.Login, mailtest.Refuse(535, [3]int{5, 7, 139}, "Authentication unsuccessful, basic authentication is disabled."), []string{"OAuth2", "token_command", "[send.smtp]"}},
		{"hangs up", mailtest.Sender, mailtest.ErrDrop, []string{"hangs up at the sender tdc@asso.net"}},
		{"hangs", mailtest.Login, mailtest.ErrHang, []string{"does not answer in 20 seconds"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := settle(t, configuration)
				p.provider()
				p.smart.Script = func(step mailtest.Step, _ string) error {
					if step == c.step {
						return c.refusal
					}
					return nil
				}
				expect(t, p.check(), "send.smtp", Fault, c.words...)
			})
		})
	}
}

// The server that letters leave through takes tokens alone. What is tried is
// what the daemon does, and no token is ever shown.
func TestSmarthostByToken(t *testing.T) {
	for _, c := range []struct {
		name, command string
		level         Level
		words         []string
	}{
		{"accepted", "echo ya29-good", OK, []string{"takes mail from tdc@asso.net", "logged in as tdc"}},
		{"refused once", "echo again >> asked; if [ $(wc -l < asked) = 1 ]; then echo ya29-expired; else echo ya29-good; fi", OK, []string{"logged in as tdc"}},
		{"refused", "echo ya29-bad", Fault, []string{"the token is not taken", "…, no (status 401", "by hand", "the right to send by SMTP"}},
		{"switched off", "echo ya29-off", Fault, []string{"switched off sending", "administrator"}},
		{"no token", "echo your session has ended >&2; exit 3", Fault, []string{"send.smtp.token_command gives no token: it ends with exit status 3, and says: your session has ended; run it by hand, as the daemon's user"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := settle(t, strings.Replace(configuration, "password = \"sesame-smtp\"", "token_command = \""+c.command+"\"", 1))
				p.provider()
				p.smart.Mechanism = "XOAUTH2"
				p.smart.Script = func(step mailtest.Step, arg string) error {
					token := strings.TrimPrefix(arg, "tdc ")
					switch {
					case step != mailtest.Login || token == "ya29-good":
						return nil
					case token == "ya29-off":
						return mailtest.Refuse(535, [3]int{5, 7, 139}, "SmtpClientAuthentication is disabled for the Tenant.")
					}
					return mailtest.Refuse(535, [3]int{5, 7, 3}, token+", no")
				}
				found := p.check()
				expect(t, found, "send.smtp", c.level, c.words...)
				for _, f := range found {
					if strings.Contains(f.What+f.Mend, "ya29") {
						t.Errorf("a token is shown: %s", f.What)
					}
				}
			})
		})
	}
}

// A command that prints nothing in time is what is wrong, not the server.
func TestTokenThatDoesNotCome(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := settle(t, strings.Replace(configuration, "password = \"sesame-smtp\"", "token_command = \"echo ya29\"", 1))
		c, s := newChecker(t.Context(), p.cfg, p.world()), &sheet{subject: "send.smtp", secrets: &secrets{}}
		over, cancel := context.WithTimeout(t.Context(), 0)
		defer cancel()
		c.smarthost(over, s)
		expect(t, s.found, "send.smtp", Fault, "send.smtp.token_command gives no token: it had not ended after 0s, and was stopped; run it by hand")
	})
}

// Our own servers, while no daemon runs.
func TestListening(t *testing.T) {
	const servers = `[receive.lmtp]
listen = "127.0.0.1:2424"
[receive.smtp]
listen = "0.0.0.0:25"
tls_cert = "cert.pem"
tls_key = "key.pem"
`
	write := func(p *place, name string) {
		pair, _ := mailtest.Certificate(t, name)
		key, err := x509.MarshalPKCS8PrivateKey(pair.PrivateKey)
		if err != nil {
			t.Fatal(err)
		}
		p.write("cert.pem", string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: pair.Certificate[0]})), 0o644)
		p.write("key.pem", string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key})), 0o600)
	}
	settled := func(t *testing.T) *place {
		p := settle(t, strings.Replace(configuration, `listen = ""`, `listen = "127.0.0.1:9424"`, 1)+servers)
		write(p, "asso.net")
		return p
	}
	synctest.Test(t, func(t *testing.T) {
		p := settled(t)
		found := p.check()
		calm(t, found, "monitor")
		calm(t, found, "receive.lmtp")
		calm(t, found, "receive.smtp")
		expect(t, found, "receive.smtp", OK, "valid until 2099-01-01")

		w := p.world()
		w.Now = func() time.Time { return time.Date(2098, 12, 25, 0, 0, 0, 0, time.UTC) }
		expect(t, Run(t.Context(), p.cfg, w, false), "receive.smtp", Warning, "expires on 2099-01-01", "certbot")
		w.Now = func() time.Time { return time.Date(2099, 2, 1, 0, 0, 0, 0, time.UTC) }
		expect(t, Run(t.Context(), p.cfg, w, false), "receive.smtp", Fault, "has expired", "certbot")

		write(p, "elsewhere.net")
		p.busy = &net.OpError{Op: "listen", Net: "tcp", Err: os.NewSyscallError("bind", syscall.EADDRINUSE)}
		found = p.check()
		expect(t, found, "receive.lmtp", Fault, "something else listens on 127.0.0.1:2424", "ss -ltnp")
		expect(t, found, "monitor", Fault, "something else listens on 127.0.0.1:9424")
		expect(t, found, "receive.smtp", Warning, "the certificate is not for asso.net")
		p.busy = &net.OpError{Op: "listen", Net: "tcp", Err: os.NewSyscallError("bind", syscall.EACCES)}
		expect(t, p.check(), "receive.smtp", Note, "ports below 1024", "systemd")
		if err := os.Remove("key.pem"); err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
		expect(t, p.check(), "receive.smtp", Fault, "the certificate cannot be used")
	})
}

// By LMTP whoever connects is believed: it is for this machine. What watches over
// the daemon needs no more either.
func TestListeningToTheWorld(t *testing.T) {
	inside, outside := netip.MustParseAddr("10.88.0.2"), netip.MustParseAddr("203.0.113.7")
	own := func(more ...netip.Addr) []netip.Addr {
		return append([]netip.Addr{netip.MustParseAddr("127.0.0.1")}, more...)
	}
	for _, c := range []struct {
		listen        string
		machine       []netip.Addr
		lmtp, monitor Level
	}{
		{"127.0.0.1:2424", own(outside), OK, OK},
		{"[::1]:2424", own(outside), OK, OK},
		{"localhost:2424", own(outside), OK, OK},
		{"10.88.0.2:2424", own(outside), Warning, Note},
		{"[fd00::2]:2424", own(outside), Warning, Note},
		{"203.0.113.7:2424", own(outside), Fault, Warning},
		{"lists.asso.net:2424", own(inside), Fault, Warning},
		{"0.0.0.0:2424", own(outside), Fault, Warning},
		{"0.0.0.0:2424", own(inside), Warning, Note}, // as in a container
		{":2424", own(inside, outside), Fault, Warning},
		{"[::]:2424", own(outside), Fault, Warning},
	} {
		synctest.Test(t, func(t *testing.T) {
			p := settle(t, strings.Replace(configuration, `listen = ""`, `listen = "`+c.listen+`"`, 1)+"[receive.lmtp]\nlisten = \""+c.listen+"\"\n")
			p.machine.addresses = c.machine
			found := p.check()
			for subject, level := range map[string]Level{"receive.lmtp": c.lmtp, "monitor": c.monitor} {
				if level == OK {
					calm(t, found, subject)
				} else {
					expect(t, found, subject, level, "others than this machine reach "+c.listen, "127.0.0.1")
				}
			}
		})
	}
}

// The folder of a socket below /run is there only while the service runs.
func TestSocketThatSystemdMakes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		toml := configuration + "[receive.lmtp]\nlisten = \"unix:%s/lmtp.sock\"\n"
		p := settle(t, fmt.Sprintf(toml, "/run/toutdoux-of-nobody"))
		found := p.check()
		expect(t, found, "receive.lmtp", Note, "/run/toutdoux-of-nobody is not there", "as the service starts")
		calm(t, found, "receive.lmtp")
		p.configure(fmt.Sprintf(toml, "/nowhere"))
		expect(t, p.check(), "receive.lmtp", Fault, "no such file", "make that folder")
	})
}

// Whatever has a port open is not the daemon yet.
func TestMonitorOfARunningDaemon(t *testing.T) {
	for _, c := range []struct {
		name   string
		answer http.HandlerFunc
		level  Level
		words  []string
	}{
		{"well", func(w http.ResponseWriter, r *http.Request) { fmt.Fprintln(w, "ok") }, OK, []string{"answers at 127.0.0.1:9424, to /healthz"}},
		{"not well", func(w http.ResponseWriter, r *http.Request) {
			http.Error(w, "tdc@asso.net: stuck", http.StatusServiceUnavailable)
		}, OK, []string{"answers at 127.0.0.1:9424"}},
		{"another program", http.NotFound, Fault, []string{"is not the daemon", "404", "ss -ltnp"}},
		{"no HTTP", nil, Fault, []string{"is not the daemon", "ss -ltnp"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := settle(t, strings.Replace(configuration, `listen = ""`, `listen = "127.0.0.1:9424"`, 1))
				l := p.at("127.0.0.1:9424")
				if c.answer == nil {
					other := &mailtest.Smarthost{}
					other.Serve(l)
					t.Cleanup(other.Close)
				} else {
					mux := http.NewServeMux()
					mux.HandleFunc("GET /healthz", c.answer)
					server := &http.Server{Handler: mux}
					go server.Serve(l)
					t.Cleanup(func() { server.Close() })
				}
				checker := newChecker(t.Context(), p.cfg, p.world())
				checker.running = func() error { return nil }
				expect(t, checker.all(t.Context(), []try{{"monitor", patience, checker.monitor}}), "monitor", c.level, c.words...)
			})
		})
	}
}

// A daemon that cannot read its mailbox is not content.
func TestDaemonWithoutItsMailbox(t *testing.T) {
	c, s := &checker{running: func() error { return association.ErrUnread }}, &sheet{secrets: &secrets{}}
	c.daemon(t.Context(), s)
	expect(t, s.found, "", Warning, "cannot read its mailbox", "receive.imap")
}

// A token_command that cannot even begin, as where there is no shell, is no
// password that systemd keeps.
func TestTokenCommandThatCannotBegin(t *testing.T) {
	c, s := &checker{running: func() error { return nil }}, &sheet{secrets: &secrets{}}
	c.noSecret(s, config.Login{Username: "tdc", TokenCommand: "token"}, &fs.PathError{Op: "fork/exec", Path: "/bin/sh", Err: syscall.ENOENT})
	expect(t, s.found, "", Fault, "fork/exec /bin/sh: no such file")
}

// Passwords that systemd hands to the daemon alone are not at hand to whoever
// checks: that is no fault while the daemon runs. A file is to be readable.
func TestPasswordsElsewhere(t *testing.T) {
	t.Setenv("CREDENTIALS_DIRECTORY", "")
	synctest.Test(t, func(t *testing.T) {
		toml := strings.NewReplacer("password = \"sesame-imap\"\n", "", "password = \"sesame-smtp\"\n", "").Replace(configuration)
		p := settle(t, toml)
		p.provider()
		c := newChecker(t.Context(), p.cfg, p.world())
		for subject, what := range map[string]string{"receive.imap": "receive.imap.password", "send.smtp": "send.smtp.password"} {
			c.running = func() error { return nil }
			expect(t, c.all(t.Context(), c.tries()), subject, Warning, "the login of tdc is not tried", "CREDENTIALS_DIRECTORY=/run/credentials/toutdoux.service")
			c.running = func() error { return daemon.ErrNotRunning }
			expect(t, c.all(t.Context(), c.tries()), subject, Fault, "find password of tdc", "LoadCredential="+what)
		}
		expect(t, p.travelled(), "mail", Note, "no mail was sent while there are faults")

		p.configure(strings.NewReplacer("password = \"sesame-imap\"", "token_command = \"echo broken >&2; exit 3\"", "password = \"sesame-smtp\"", "password_file = \"gone\"").Replace(configuration))
		found := p.check()
		expect(t, found, "receive.imap", Fault, "token_command", "broken")
		expect(t, found, "send.smtp", Fault, "gone", "the daemon's user")
	})
}
