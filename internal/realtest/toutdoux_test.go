package realtest

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// configuration takes the list's mail by LMTP, sends through Postfix, and
// believes its word about senders.
const configuration = `[organisation]
name = "Asso"
locale = "fr"
data = "data"
[list]
address = "tdc@asso.test"
owner = "contact@asso.test"
recipient_delimiter = "+"
[receive.lmtp]
listen = %q
[send.smtp]
address = %q
[trust]
authserv_id = "mx.asso.test"
received_by = "mx.asso.test"
[monitor]
listen = ""
`

// toutdoux is the program, founded and running.
type toutdoux struct {
	binary, config string
	serve          *exec.Cmd
	log            strings.Builder // whole once it has stopped
	stopped        bool
}

// startToutdoux builds the program, founds an association, and serves it.
func startToutdoux(t *testing.T, w *town, founders ...string) *toutdoux {
	t.Helper()
	return serve(t, w, fmt.Sprintf(configuration, w.lmtp, w.smtp), founders...)
}

// serve is startToutdoux with another configuration.
func serve(t *testing.T, w *town, toml string, founders ...string) *toutdoux {
	t.Helper()
	return serveIn(t, build(t, w.folder), filepath.Join(w.folder, "asso"), toml, "tdc@asso.test", founders...)
}

// build makes the program in a folder.
func build(t *testing.T, folder string) (binary string) {
	t.Helper()
	binary = filepath.Join(folder, "toutdoux")
	build := exec.Command("go", "build", "-o", binary, "./cmd/toutdoux")
	build.Dir = "../.."
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return binary
}

// serveIn founds an association in a folder, and serves it until the test ends.
func serveIn(t *testing.T, binary, folder, toml, list string, founders ...string) *toutdoux {
	t.Helper()
	p := &toutdoux{binary: binary, config: filepath.Join(folder, "toutdoux.toml")}
	found := []string{"init", folder, "--yes", "--name", "Asso", "--list", list, "--locale", "fr"}
	for _, founder := range founders {
		found = append(found, "--founder", founder)
	}
	p.run(t, found...)
	write(t, p.config, toml)

	p.serve = exec.Command(p.binary, "serve", "--config", p.config)
	p.serve.Stderr = &p.log
	said, err := p.serve.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.serve.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.stop(t) })
	if line, err := bufio.NewReader(said).ReadString('\n'); err != nil || !strings.Contains(line, "toutdoux listens: ") {
		t.Fatalf("serve says %q (%v)", line, err)
	}
	return p
}

// stop asks the program to end, and wants it to end well.
func (p *toutdoux) stop(t *testing.T) {
	if p.stopped {
		return
	}
	p.stopped = true
	p.serve.Process.Signal(syscall.SIGTERM)
	if err := p.serve.Wait(); err != nil {
		t.Errorf("serve: %v", err)
	}
	if t.Failed() {
		t.Logf("toutdoux:\n%s", p.log.String())
	}
}

// run runs a subcommand and gives what it prints.
func (p *toutdoux) run(t *testing.T, args ...string) string {
	t.Helper()
	if args[0] != "init" {
		args = append(args, "--config", p.config)
	}
	cmd := exec.Command(p.binary, args...)
	var problem strings.Builder
	cmd.Stderr = &problem
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("toutdoux %s: %v\n%s", strings.Join(args, " "), err, problem.String())
	}
	return string(out)
}

// event is a line of `log --json`, with those parts of its body that are
// looked at.
type event struct {
	Kind string
	Body struct {
		Action, Member int
		Why, Status    string
		Letter         int
		Dropped        bool
	}
}

// events gives the events of some kinds.
func (p *toutdoux) events(t *testing.T, kinds ...string) (found []event) {
	t.Helper()
	for line := range strings.Lines(p.run(t, "log", "--json")) {
		var e event
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatal(err)
		}
		if slices.Contains(kinds, e.Kind) {
			found = append(found, e)
		}
	}
	return found
}

// ballot and action are what `action --json` tells, without instants.
type ballot struct {
	Member, Choice, Reason string
	Counted                bool
}

type action struct {
	Number                          int
	Type, Title, Proposer           string
	State, How                      string
	Electorate, For, Blank, Against int
	Ballots                         []ballot
}

// actions lists them all.
func (p *toutdoux) actions(t *testing.T) []action {
	t.Helper()
	var listing struct{ Actions []action }
	if err := json.Unmarshal([]byte(p.run(t, "action", "list", "--json")), &listing); err != nil {
		t.Fatal(err)
	}
	return listing.Actions
}
