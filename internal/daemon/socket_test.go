package daemon_test

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"toutdoux/internal/association"
	"toutdoux/internal/config"
	"toutdoux/internal/daemon"
)

const local = `
[organisation]
name = "Picasoft"
data = %q
[list]
address = "tdc@asso.test"
[receive.lmtp]
listen = "unix:%s"
[send.smtp]
address = "127.0.0.1:1"
[monitor]
listen = ""
`

// founded is an association in a folder of its own, with a socket for LMTP.
func founded(t *testing.T) (cfg *config.Config, lmtp string) {
	t.Helper()
	folder, err := os.MkdirTemp("", "td") // the name of a socket is short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	lmtp = filepath.Join(folder, "lmtp.sock")
	cfg = parse(t, fmt.Sprintf(local, folder, lmtp))
	err = association.Found(t.Context(), cfg, []association.Founder{{Name: "Alice", Address: "alice@asso.test"}}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return cfg, lmtp
}

// Whatever socket stands in the data folder is nobody's, since the lock is ours:
// one of root's, say, whose daemon was killed.
func TestSocketOfAnother(t *testing.T) {
	cfg, _ := founded(t)
	other, err := net.Listen("unix", daemon.ControlPath(cfg))
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	ctx, stop := context.WithCancel(t.Context())
	obeyed := func(string) {
		defer stop()
		if err := daemon.Ask(ctx, cfg, daemon.Order{Works: true}); err != nil {
			t.Error(err)
		}
	}
	d := daemon.New([]*config.Config{cfg}, daemon.World{Clock: daemon.Wall{}, Log: slog.New(slog.DiscardHandler), Listen: daemon.Listen, Ready: obeyed})
	if err := d.Run(ctx); err != nil {
		t.Error(err)
	}
}

// What keeps the commands away is one error, in their own words.
func TestNoSocketForCommands(t *testing.T) {
	cfg, _ := founded(t)
	if err := os.Mkdir(daemon.ControlPath(cfg), 0o700); err != nil {
		t.Fatal(err)
	}
	d := daemon.New([]*config.Config{cfg}, daemon.World{Clock: daemon.Wall{}, Log: slog.New(slog.DiscardHandler), Listen: daemon.Listen})
	err := d.Run(t.Context())
	if err == nil || !strings.HasPrefix(err.Error(), "listen for commands: ") || !strings.Contains(err.Error(), "is no socket") ||
		strings.Contains(err.Error(), "LMTP") || strings.Contains(err.Error(), "\n") {
		t.Errorf("got %v", err)
	}
}

// The mail server, in the group, hands mail over and commands nothing.
func TestSocketsOfTheGroup(t *testing.T) {
	cfg, lmtp := founded(t)
	ctx, stop := context.WithCancel(t.Context())
	check := func(string) {
		defer stop()
		for path, want := range map[string]os.FileMode{lmtp: 0o660, daemon.ControlPath(cfg): 0o600} {
			if file, err := os.Stat(path); err != nil || file.Mode().Perm() != want {
				t.Errorf("%s: %v, want %v", path, file.Mode(), want)
			}
		}
	}
	d := daemon.New([]*config.Config{cfg}, daemon.World{Clock: daemon.Wall{}, Log: slog.New(slog.DiscardHandler), Listen: daemon.Listen, Ready: check})
	if err := d.Run(ctx); err != nil {
		t.Error(err)
	}
}
