package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// pane is a terminal with a program in it, in tmux.
type pane struct {
	t      *testing.T
	socket string
}

func newPane(t *testing.T, command string) pane {
	s := pane{t, filepath.Join(t.TempDir(), "tmux")}
	s.tmux("-f", "/dev/null", "new-session", "-d", "-x", "100", "-y", "30", command)
	t.Cleanup(func() { exec.Command("tmux", "-S", s.socket, "kill-server").Run() })
	return s
}

func (s pane) tmux(args ...string) string {
	s.t.Helper()
	said, err := exec.CommandContext(s.t.Context(), "tmux", append([]string{"-S", s.socket}, args...)...).CombinedOutput()
	if err != nil {
		s.t.Fatalf("tmux %q: %v: %s", args, err, said)
	}
	return strings.TrimSpace(string(said))
}

func (s pane) screen() string { return s.tmux("capture-pane", "-p") }

// until waits for some words in what look gives.
func (s pane) until(words string, look func() string) {
	s.t.Helper()
	for range 300 {
		if strings.Contains(look(), words) {
			return
		}
		<-time.After(100 * time.Millisecond)
	}
	s.t.Fatalf("%q is not seen in:\n%s", words, look())
}

// On a terminal, a password is not shown while it is typed. Ctrl-C stops it all:
// the terminal shows again what is typed, and nothing was written.
func TestPasswordOnATerminal(t *testing.T) {
	if os.Getenv("TOUTDOUX_REAL") != "1" {
		t.Skip("wants Debian's tmux, and TOUTDOUX_REAL=1")
	}
	folder := t.TempDir()
	program, asso := filepath.Join(folder, "toutdoux"), filepath.Join(folder, "asso")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	s := newPane(t, program+" init "+asso+" --locale fr --name X --list tdc@asso.test --imap i.asso.test --smtp s.asso.test; echo status $?; cat")
	modes := func() string {
		out, _ := exec.Command("stty", "-F", s.tmux("display-message", "-p", "#{pane_tty}"), "-a").CombinedOutput()
		return string(out)
	}
	s.until("Identifiant de la boîte", s.screen)
	s.tmux("send-keys", "Enter")
	s.until("Mot de passe de la boîte", s.screen)
	s.until(" -echo ", modes)
	s.tmux("send-keys", "-l", "s3cret")
	s.tmux("send-keys", "C-c")
	s.until("arrêté\u00a0: rien n’a été écrit", s.screen)
	s.until("status 1", s.screen)
	if got := s.screen(); strings.Contains(got, "s3cret") {
		t.Errorf("the password is shown:\n%s", got)
	}
	if got := modes(); strings.Contains(got, " -echo ") {
		t.Errorf("the terminal stays dumb: %s", got)
	}
	if _, err := os.Stat(asso); err == nil {
		t.Error("something was written")
	}
}
