package sandbox

import (
	_ "embed"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

//go:embed testdata/neomuttrc
var neomuttrc string

// wants skips a test that needs programs of Debian's.
func wants(t *testing.T, programs string) {
	if os.Getenv("TOUTDOUX_REAL") != "1" {
		t.Skipf("wants Debian's %s, and TOUTDOUX_REAL=1", programs)
	}
}

// run gives what a program says.
func run(t *testing.T, name string, args ...string) string {
	t.Helper()
	said, err := exec.CommandContext(t.Context(), name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v: %s", name, strings.Join(args, " "), err, said)
	}
	return string(said)
}

// screen is a terminal with a program in it.
type screen struct {
	t      *testing.T
	socket string
}

// terminal opens a terminal of 30 lines that runs a command.
func terminal(t *testing.T, command string) screen {
	s := screen{t, filepath.Join(t.TempDir(), "tmux")}
	run(t, "tmux", "-S", s.socket, "-f", "/dev/null", "new-session", "-d", "-x", "100", "-y", "30", command)
	t.Cleanup(func() { exec.Command("tmux", "-S", s.socket, "kill-server").Run() })
	return s
}

// press types keys, in tmux's names.
func (s screen) press(keys ...string) {
	s.t.Helper()
	run(s.t, "tmux", append([]string{"-S", s.socket, "send-keys"}, keys...)...)
}

// shows waits until the terminal shows some words.
func (s screen) shows(words string) {
	s.t.Helper()
	var seen string
	for range 300 {
		if seen = run(s.t, "tmux", "-S", s.socket, "capture-pane", "-p"); strings.Contains(seen, words) {
			return
		}
		<-time.After(100 * time.Millisecond)
	}
	s.t.Fatalf("%q is not seen in:\n%s", words, seen)
}

// Somebody reads the announcement in neomutt, in a terminal, and answers with one
// word: it is counted, and the receipt is there.
func TestNeomutt(t *testing.T) {
	wants(t, "neomutt and tmux")
	s := open(t, Options{Locale: "fr"})
	read, send := ports(t, s)
	settings := strings.NewReplacer("$USER", "alice", "$IMAP", read, "$SMTP", send).Replace(neomuttrc)
	file := filepath.Join(t.TempDir(), "neomuttrc")
	if err := os.WriteFile(file, []byte(settings), 0o600); err != nil {
		t.Fatal(err)
	}
	program := terminal(t, "env HOME="+t.TempDir()+" LC_ALL=C.UTF-8 neomutt -F "+file)
	program.shows("Graines à partager")
	program.press("/", "Louer", "Enter")
	program.press("Enter")
	program.shows("POUR     je suis d’accord")
	program.press("r")
	program.shows("Reply to tdc+p-")
	program.press("y")
	program.shows("y:Send")
	program.press("y")
	program.shows("New mail")
	if _, err := s.rest(t.Context()); err != nil {
		t.Fatal(err)
	}
	if a := s.action(t, 4); a.For != 2 {
		t.Errorf("%d are for, of Claire and Alice", a.For)
	}
	if receipt := s.letter(t, "alice", "votre vote POUR"); !strings.Contains(receipt.Text, "on refuse du monde") {
		t.Errorf("the receipt says:\n%s", receipt.Text)
	}
}

// curl reads a mailbox, and sends a vote.
func TestCurl(t *testing.T) {
	wants(t, "curl")
	s := open(t, Options{Locale: "en"})
	read, send := ports(t, s)
	folders := run(t, "curl", "-sS", "-u", "farid:"+Password, "imap://"+read+"/")
	if !strings.Contains(folders, "INBOX") || !strings.Contains(folders, "Sent") {
		t.Errorf("its folders are %s", folders)
	}
	found := run(t, "curl", "-sS", "-u", "farid:"+Password, "imap://"+read+"/INBOX?SUBJECT%20plot")
	fields := strings.Fields(found) // * SEARCH 9
	letter := run(t, "curl", "-sS", "-u", "farid:"+Password, "imap://"+read+"/INBOX;MAILINDEX="+fields[2])
	_, to, _ := strings.Cut(letter, "Reply-To: ")
	to, _, _ = strings.Cut(to, "\r\n")
	mail := filepath.Join(t.TempDir(), "mail")
	if err := os.WriteFile(mail, []byte("From: Farid <farid@"+domain+">\nTo: "+to+"\nSubject: Re: the plot\n\nAgainst.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	run(t, "curl", "-sS", "-u", "farid:"+Password, "smtp://"+send, "--mail-from", "farid@"+domain, "--mail-rcpt", to, "--crlf", "-T", mail)
	if _, err := s.rest(t.Context()); err != nil {
		t.Fatal(err)
	}
	if a := s.action(t, 4); a.Against != 2 {
		t.Errorf("%d are against, of Hugo and Farid", a.Against)
	}
}
