package crashtest

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"toutdoux/internal/association"
	"toutdoux/internal/config"
)

// patience is how long anything may take before a test gives up: a generous
// bound, on which no verdict depends.
const patience = 2 * time.Minute

// asso is an association of the tests: a folder with its configuration and
// register, and the smarthost that takes its letters.
type asso struct {
	program string
	folder  string
	people  []string // addresses
	host    *sink
}

// connections is how many letters can be on their way at a time.
const connections = 2

// configuration serves LMTP on a unix socket, waits for nothing at a closing,
// and believes the word of mx.asso.test about senders.
const configuration = `[organisation]
name = "Asso"
data = %q
[list]
address = "tdc@asso.test"
owner = "owner@asso.test"
[statutes]
%s
[receive.lmtp]
listen = "unix:%s"
[send.smtp]
address = %q
connections = %d
[trust]
authserv_id = "mx.asso.test"
[limits]
settle = "0 seconds"
catch_up = "0 seconds"
%s
`

// found makes an association without letters: init would owe the founders their
// welcomes. more is added to the configuration, and may have tables of its own.
func found(t testing.TB, program string, members int, statutes, more string) *asso {
	t.Helper()
	a := planned(t, program, members, statutes, more)
	cfg, err := config.Load(a.config())
	if err != nil {
		t.Fatal(err)
	}
	var founders []association.Founder
	for _, address := range a.people {
		name, _, _ := strings.Cut(address, "@")
		founders = append(founders, association.Founder{Name: name, Address: address})
	}
	if err := association.Found(t.Context(), cfg, founders, time.Now()); err != nil {
		t.Fatal(err)
	}
	return a
}

// planned is an association with a configuration, and no register yet.
func planned(t testing.TB, program string, members int, statutes, more string) *asso {
	t.Helper()
	folder, err := os.MkdirTemp("", "asso") // short: the path of a unix socket has 107 bytes
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	a := &asso{program: program, folder: folder, host: newSink(t)}
	for i := range members {
		a.people = append(a.people, fmt.Sprintf("m%d@asso.test", i+1))
	}
	text := fmt.Sprintf(configuration, a.data(), statutes, a.socket(), a.host.address(), connections, more)
	if !strings.Contains(more, "[monitor]") {
		text += "[monitor]\nlisten = \"\"\n"
	}
	if err := os.WriteFile(a.config(), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return a
}

func (a *asso) data() string   { return filepath.Join(a.folder, "data") }
func (a *asso) config() string { return filepath.Join(a.folder, "toutdoux.toml") }
func (a *asso) socket() string { return filepath.Join(a.folder, "lmtp") }

// daemon is one that runs.
type daemon struct {
	cmd   *exec.Cmd
	ready string // the line it said
	ended chan struct{}
	err   error // of its exit, once ended
	log   lockedBuffer
}

// lockedBuffer is written by one goroutine and read by another.
type lockedBuffer struct {
	sync.Mutex
	bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.Lock()
	defer b.Unlock()
	return b.Buffer.Write(p)
}

func (b *lockedBuffer) String() string {
	b.Lock()
	defer b.Unlock()
	return b.Buffer.String()
}

// start runs the daemon until the test ends, and waits for its line.
func (a *asso) start(t testing.TB, env ...string) *daemon {
	t.Helper()
	d, err := a.launch(env...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.kill)
	return d
}

func (a *asso) launch(env ...string) (*daemon, error) {
	d := &daemon{cmd: exec.Command(a.program, "serve", "--config", a.config()), ended: make(chan struct{})}
	d.cmd.Env = append(os.Environ(), env...)
	d.cmd.Stderr = &d.log
	out, err := d.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := d.cmd.Start(); err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	go func() {
		d.err = d.cmd.Wait()
		close(d.ended)
	}()
	if err != nil {
		<-d.ended
		return nil, fmt.Errorf("serve: %w\n%s", d.err, d.log.String())
	}
	d.ready = strings.TrimSpace(line)
	return d, nil
}

// kill is kill -9.
func (d *daemon) kill() {
	d.cmd.Process.Kill() // fails where it has ended
	<-d.ended
}

// stop asks the daemon to end, and returns the error of its exit.
func (d *daemon) stop(t testing.TB) error {
	t.Helper()
	if err := d.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	<-d.ended
	return d.err
}

// await looks at a condition until it holds.
func await(t testing.TB, what string, holds func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if !awaitIn(ctx, holds) {
		t.Fatalf("waited in vain for %s", what)
	}
}

func awaitIn(ctx context.Context, holds func() bool) bool {
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return false
		}
	}
	return true
}

// freePort is a TCP address on loopback where nothing listens.
func freePort(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}
