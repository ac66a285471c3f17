package realtest

import (
	"context"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"testing"
	"time"
)

// patience is how long the whole story may take: no verdict depends on it.
const patience = 2 * time.Minute

// town is the mail system of two domains: Postfix, Dovecot, and the place
// where the program takes the list's mail.
type town struct {
	folder    string
	logins    []string // addresses of those who may log in
	mailboxes []string // and of those who have a mailbox

	smtp, submission  string // Postfix: for the world, and for members
	imap, dovecotLMTP string
	lmtp              string // the program's
}

// newTown starts the servers.
func newTown(t *testing.T, logins, mailboxes []string) *town {
	t.Helper()
	folder := t.TempDir()
	// Postfix and Dovecot work as users of their own, and must get through.
	if err := os.Chmod(filepath.Dir(folder), 0o755); err != nil {
		t.Fatal(err)
	}
	w := &town{folder: folder, logins: logins, mailboxes: mailboxes}
	ports := freePorts(t, 5)
	w.smtp, w.submission, w.imap, w.dovecotLMTP, w.lmtp = ports[0], ports[1], ports[2], ports[3], ports[4]
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("Postfix:\n%s\nDovecot:\n%s", w.postfixLog(), w.dovecotLog())
		}
	})
	startDovecot(t, w)
	startPostfix(t, w)
	for _, port := range []string{w.smtp, w.submission, w.imap, w.dovecotLMTP} {
		await(t, "an answer on "+port, func() bool { return answers(port) })
	}
	return w
}

func (w *town) authSocket() string { return filepath.Join(w.folder, "auth") }

// needReal skips the test that was not asked for. What is asked for and cannot
// be had is a failure.
func needReal(t *testing.T) {
	t.Helper()
	if os.Getenv("TOUTDOUX_REAL") == "" {
		t.Skip("needs Postfix and Dovecot: set TOUTDOUX_REAL=1, as .ci/run does")
	}
	if os.Geteuid() != 0 {
		t.Fatal("Postfix and Dovecot start as root only: run this as root")
	}
	for _, program := range []string{"postfix", "dovecot"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Fatalf("%v: apt-get install postfix dovecot-imapd dovecot-lmtpd", err)
		}
	}
}

// await looks at a condition until it holds.
func await(t *testing.T, what string, holds func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-tick.C:
		case <-ctx.Done():
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

// answers tells whether a server greets there.
func answers(at string) bool {
	conn, err := net.Dial("tcp", at)
	if err != nil {
		return false
	}
	defer conn.Close()
	n, _ := conn.Read(make([]byte, 1))
	return n == 1
}

// freePorts are TCP addresses on loopback where nothing listens.
func freePorts(t *testing.T, n int) (addresses []string) {
	t.Helper()
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close() // not before the last: no port comes twice
		addresses = append(addresses, l.Addr().String())
	}
	return addresses
}

func portOf(address string) string {
	_, port, _ := net.SplitHostPort(address)
	return port
}

func userID(t *testing.T, name string) int {
	t.Helper()
	u, err := user.Lookup(name)
	if err != nil {
		t.Fatal(err)
	}
	id, err := strconv.Atoi(u.Uid)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// makeFolder makes a folder that belongs to somebody.
func makeFolder(t *testing.T, path string, owner int) {
	t.Helper()
	if err := os.MkdirAll(path, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(path, owner, -1); err != nil {
		t.Fatal(err)
	}
}

// write makes a file that every server may read.
func write(t *testing.T, path, text string) {
	t.Helper()
	makeFolder(t, filepath.Dir(path), 0)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
