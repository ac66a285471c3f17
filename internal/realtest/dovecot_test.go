package realtest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// password is everybody's.
const password = "sesame"

// dovecotConf is a Dovecot 2.3 with IMAP for members, LMTP for Postfix, and a
// socket at which Postfix asks whether a login is right. Who may log in and
// who has a mailbox are two files: one member has none.
const dovecotConf = `base_dir = %[1]s/run
state_dir = %[1]s/state
log_path = %[1]s/log
protocols = imap lmtp
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:~/Maildir
passdb {
  driver = passwd-file
  args = %[1]s/logins
}
userdb {
  driver = passwd-file
  args = %[1]s/mailboxes
}
service imap-login {
  inet_listener imap {
    port = %[2]s
  }
  inet_listener imaps {
    port = 0
  }
}
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = %[3]s
  }
}
service auth {
  unix_listener %[4]s {
    mode = 0666
  }
}
`

// startDovecot runs Dovecot until the test ends.
func startDovecot(t *testing.T, w *town) {
	t.Helper()
	folder := filepath.Join(w.folder, "dovecot")
	write(t, filepath.Join(folder, "dovecot.conf"), fmt.Sprintf(dovecotConf, folder, portOf(w.imap), portOf(w.dovecotLMTP), w.authSocket()))
	owner := userID(t, "nobody")
	logins, mailboxes := "", ""
	for _, address := range w.logins {
		logins += fmt.Sprintf("%s:{PLAIN}%s::::::\n", address, password)
	}
	for _, address := range w.mailboxes {
		home := filepath.Join(folder, "mail", address)
		makeFolder(t, home, owner)
		mailboxes += fmt.Sprintf("%s::%d:%d::%s::\n", address, owner, owner, home)
	}
	write(t, filepath.Join(folder, "logins"), logins)
	write(t, filepath.Join(folder, "mailboxes"), mailboxes)
	run := exec.Command("dovecot", "-F", "-c", filepath.Join(folder, "dovecot.conf"))
	said := &strings.Builder{}
	run.Stdout, run.Stderr = said, said
	if err := run.Start(); err != nil {
		t.Fatalf("start Dovecot: %v", err)
	}
	t.Cleanup(func() {
		run.Process.Signal(syscall.SIGTERM)
		if err := run.Wait(); err != nil {
			t.Errorf("stop Dovecot: %v\n%s", err, said)
		}
	})
}

// dovecotLog is all that Dovecot has to say.
func (w *town) dovecotLog() []byte {
	log, _ := os.ReadFile(filepath.Join(w.folder, "dovecot", "log")) // none before it starts
	return log
}
