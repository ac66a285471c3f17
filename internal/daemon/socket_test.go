package daemon_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"toutdoux/internal/association"
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

// The mail server, in the group, hands mail over and commands nothing.
func TestSocketsOfTheGroup(t *testing.T) {
	folder, err := os.MkdirTemp("", "td") // the name of a socket is short
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(folder)
	lmtp := filepath.Join(folder, "lmtp.sock")
	w := &world{t: t}
	w.configs = append(w.configs, parse(t, fmt.Sprintf(local, folder, lmtp)))
	err = association.Found(t.Context(), w.configs[0], []association.Founder{{Name: "Alice", Address: "alice@asso.test"}}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	check := func(string) {
		defer stop()
		for path, want := range map[string]os.FileMode{lmtp: 0o660, daemon.ControlPath(w.configs[0]): 0o600} {
			if file, err := os.Stat(path); err != nil || file.Mode().Perm() != want {
				t.Errorf("%s: %v, want %v", path, file.Mode(), want)
			}
		}
	}
	d := daemon.New(w.configs, daemon.World{Clock: daemon.Wall{}, Log: slog.New(slog.DiscardHandler), Listen: daemon.Listen, Ready: check})
	if err := d.Run(ctx); err != nil {
		t.Error(err)
	}
}
