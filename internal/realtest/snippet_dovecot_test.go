package realtest

import (
	"errors"
	"fmt"
	"net"
	"path/filepath"
	"strings"
	"testing"

	"github.com/emersion/go-smtp"
)

// debianDovecot is one with virtual users, before contrib's lines.
const debianDovecot = `protocols = imap lmtp
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
log_path = /var/log/mail.log
mail_location = maildir:~/Maildir
!include conf.d/99-toutdoux.conf
passdb {
  driver = static
  args = password=sesame
}
userdb {
  driver = static
  args = uid=65534 gid=65534 home=/var/mail/%%Lu
}
service imap-login {
  inet_listener imap {
    port = %s
  }
  inet_listener imaps {
    port = 0
  }
}
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = %s
  }
}
`

// mailboxBeside is the program's configuration where it reads a mailbox.
const mailboxBeside = `[organisation]
name = "Asso"
data = "data"
[list]
address = "tdc@asso.example"
recipient_delimiter = "+"
[receive.imap]
address = %q
username = "tdc@asso.example"
password = "sesame"
[send.smtp]
address = %q
[trust]
authserv_id = "mx.asso.example"
[monitor]
listen = ""
`

// dovecot starts one with a file of contrib; it gives where it takes mail.
func dovecot(t *testing.T, file, imap, lmtp string, changes ...string) *machine {
	t.Helper()
	m := newMachine(t)
	m.has(t, "dovecot/dovecot.conf", fmt.Sprintf(debianDovecot, portOf(imap), portOf(lmtp)))
	m.installs(t, file, "dovecot/conf.d/99-toutdoux.conf", changes...)
	if strings.Contains(contrib(t, file), "/etc/dovecot/toutdoux") {
		m.has(t, "dovecot/toutdoux", table(t, file, changes...))
	}
	m.start(t, "install -d -m 777 /var/mail\nexec dovecot -F")
	await(t, "an answer of Dovecot", func() bool { return answers(lmtp) && answers(imap) })
	return m
}

// table is the line of a table that a comment of the file shows.
func table(t *testing.T, file string, changes ...string) string {
	t.Helper()
	for line := range strings.Lines(contrib(t, file, changes...)) {
		if entry, is := strings.CutPrefix(line, "#   lmtp/"); is {
			return "lmtp/" + entry
		}
	}
	t.Fatalf("contrib/%s shows no table", file)
	return ""
}

// handOver delivers by LMTP, as a mail server does.
func handOver(t *testing.T, at string, d draft, to string) error {
	t.Helper()
	conn, err := net.Dial("tcp", at)
	if err != nil {
		t.Fatal(err)
	}
	client := smtp.NewClientLMTP(conn)
	defer client.Close()
	if err := client.Mail(d.from, nil); err != nil {
		return err
	}
	if err := client.Rcpt(to, nil); err != nil {
		return err
	}
	w, err := client.Data()
	if err != nil {
		return err
	}
	if _, err := w.Write([]byte(d.raw)); err != nil {
		return err
	}
	return w.Close()
}

// Where Dovecot is the mail server's next hop, the list's mail comes through
// it, and its answers go back.
func TestDovecotHandsOn(t *testing.T) {
	needReal(t)
	ports := freePorts(t, 4)
	imap, lmtp, program, smarthost := ports[0], ports[1], ports[2], ports[3]
	m := dovecot(t, "dovecot/lmtp-proxy.conf", imap, lmtp, "2424", portOf(program))
	mail := compose("Alice <alice@ailleurs.example>", "tdc@asso.example", "AIDE", plain(strings.Repeat("Bonjour\n", 1<<20)))
	list := openDesk(t, listen(t, program), true)
	for _, to := range []string{"tdc@asso.example", "tdc+p-abc@asso.example"} {
		if err := handOver(t, lmtp, mail, to); err != nil {
			t.Fatal(err)
		}
		got := list.take(t, "mail to "+to, func() {}, addressed(to))
		if got.from != "alice@ailleurs.example" || len(got.raw) < len(mail.raw) {
			t.Errorf("to %s came %d bytes of %d from %q", to, len(got.raw), len(mail.raw), got.from)
		}
	}
	for _, code := range []int{451, 552} {
		list.answers(&smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{code / 100, 3, 0}, Message: "as I say"})
		var answer *smtp.SMTPError
		if err := handOver(t, lmtp, mail, "tdc@asso.example"); !errors.As(err, &answer) || answer.Code != code {
			t.Errorf("%d comes back as %v", code, err)
		}
	}
	if err := handOver(t, lmtp, mail, "bob@asso.example"); err != nil {
		t.Errorf("Bob has a mailbox: %v", err)
	}
	list.close(t)
	if err := handOver(t, lmtp, mail, "tdc@asso.example"); err == nil {
		t.Error("mail was taken that nobody has")
	}

	out := openDesk(t, listen(t, smarthost), false)
	serveIn(t, build(t, m.folder), filepath.Join(m.folder, "asso"), fmt.Sprintf(configurationBeside, program, smarthost), "tdc@asso.example", "Alice <alice@ailleurs.example>")
	if err := handOver(t, lmtp, mail, "tdc+help@asso.example"); err != nil {
		t.Fatal(err)
	}
	out.take(t, "an answer", func() {}, anAnswer)
}

// Where the list has an account, suffixes are read though no header names them.
func TestDovecotIsTheMailbox(t *testing.T) {
	needReal(t)
	ports := freePorts(t, 3)
	imap, lmtp, smarthost := ports[0], ports[1], ports[2]
	m := dovecot(t, "dovecot/mailbox.conf", imap, lmtp)
	out := openDesk(t, listen(t, smarthost), false)
	serveIn(t, build(t, m.folder), filepath.Join(m.folder, "asso"), fmt.Sprintf(mailboxBeside, imap, smarthost), "tdc@asso.example", "Alice <alice@ailleurs.example>")
	mail := compose("Alice <alice@ailleurs.example>", "amis@ailleurs.example", "Bonjour", plain("Bonjour\n"))
	if err := handOver(t, lmtp, mail, "tdc+help@asso.example"); err != nil {
		t.Fatal(err)
	}
	letter := out.take(t, "an answer", func() {}, anAnswer)
	if got := parse(t, []byte(letter.raw)); got.subject != "[Asso] Aide" {
		t.Errorf("mail to tdc+help@ is answered by %q", got.subject)
	}
}
