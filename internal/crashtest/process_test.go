package crashtest

import (
	"bufio"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// refusal runs a daemon that must not start: exit status 1, and one line on
// standard error, which it gives.
func refusal(t *testing.T, cmd *exec.Cmd) string {
	t.Helper()
	var words strings.Builder
	cmd.Stderr = &words
	err := cmd.Run()
	var status *exec.ExitError
	if !errors.As(err, &status) || status.ExitCode() != 1 {
		t.Errorf("it ended with %v, want exit status 1", err)
	}
	line := strings.TrimSuffix(words.String(), "\n")
	if line == "" || strings.Contains(line, "\n") {
		t.Errorf("it said %q, want one line", words.String())
	}
	return line
}

func TestSecondDaemonRefuses(t *testing.T) {
	needReal(t)
	t.Parallel()
	a := found(t, soundProgram(t), 3, "", "")
	first := a.start(t)
	line := refusal(t, exec.Command(a.program, "serve", "--config", a.config()))
	t.Log(line)
	if !strings.Contains(line, a.data()) {
		t.Errorf("%q does not name the data folder", line)
	}
	if err := a.send(propose(1, a.people[0], "EXTRA"), nil); err != nil {
		t.Errorf("the first daemon no longer takes mail: %v\n%s", err, first.log.String())
	}
}

// The folder is read-only for the daemon's user: another one than root, whom
// no permission stops.
func TestReadOnlyFolderIsRefused(t *testing.T) {
	needReal(t)
	t.Parallel()
	a := found(t, soundProgram(t), 3, "", "")
	cmd := exec.Command(a.program, "serve", "--config", a.config())
	user := os.Geteuid()
	if user == 0 {
		user = 65534 // nobody
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(user), Gid: uint32(user)}}
	}
	for path := range snapshot(t, a.folder) {
		if err := errors.Join(os.Chown(path, user, -1), os.Chmod(path, 0o400)); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(os.Chmod(a.folder, 0o755), os.Chown(a.data(), user, -1), os.Chmod(a.data(), 0o555)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Chmod(a.data(), 0o755) }) // to be removed
	line := refusal(t, cmd)
	t.Log(line)
	if !strings.Contains(line, a.data()) || !strings.Contains(line, "permission denied") {
		t.Errorf("%q does not say that the folder cannot be written", line)
	}
}

// drainLimit is how long SIGTERM may take (the design's "under 30 s").
const drainLimit = 30 * time.Second

// With a smarthost that never answers, a client that never ends its mail, and
// an idle one, SIGTERM still ends the daemon, in good order.
func TestStopsBesideBlackHoles(t *testing.T) {
	needReal(t)
	t.Parallel()
	a := found(t, soundProgram(t), 3, adoptedByOne, "")
	hole, err := net.Listen("tcp", "127.0.0.1:0") // the kernel connects, nobody answers
	if err != nil {
		t.Fatal(err)
	}
	defer hole.Close()
	text, err := os.ReadFile(a.config())
	if err == nil {
		err = os.WriteFile(a.config(), []byte(strings.ReplaceAll(string(text), a.host.address(), hole.Addr().String())), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	d := a.start(t)
	if err := a.send(propose(1, a.people[0], "EXTRA"), nil); err != nil {
		t.Fatal(err)
	}
	r := open(t, a.data())
	defer r.close()
	await(t, "a letter on its way", func() bool { return r.number("SELECT count(*) FROM delivery WHERE started IS NOT NULL") > 0 })
	idle, stuck := a.dial(t), a.dial(t)
	defer idle.Close()
	defer stuck.Close()
	io.WriteString(stuck, "LHLO x\r\nMAIL FROM:<m1@asso.test>\r\nRCPT TO:<tdc@asso.test>\r\nDATA\r\nSubject: never\r\n")
	await(t, "the mail to begin", heard(stuck, "354 "))
	began := time.Now()
	err = d.stop(t)
	took := time.Since(began)
	t.Logf("SIGTERM took %v", took.Round(time.Millisecond))
	if err != nil || took > drainLimit {
		t.Errorf("it ended after %v with %v, want exit status 0 within %v\n%s", took, err, drainLimit, d.log.String())
	}
	if n := r.number("SELECT count(*) FROM delivery WHERE state = 'waiting'"); n != len(a.people) {
		t.Errorf("%d letters wait for the next start, want %d", n, len(a.people))
	}
}

func (a *asso) dial(t testing.TB) net.Conn {
	t.Helper()
	conn, err := net.Dial("unix", a.socket())
	if err != nil {
		t.Fatal(err)
	}
	return conn
}

// heard reads lines until one begins as given.
func heard(conn net.Conn, beginning string) func() bool {
	in := bufio.NewReader(conn)
	return func() bool {
		line, err := in.ReadString('\n')
		return err == nil && strings.HasPrefix(line, beginning)
	}
}

func TestMonitorAnswers(t *testing.T) {
	needReal(t)
	t.Parallel()
	address := freePort(t)
	a := found(t, soundProgram(t), 3, adoptedByOne, "[monitor]\nlisten = \""+address+"\"\n")
	d := a.start(t)
	if !strings.Contains(d.ready, address) || !strings.Contains(d.ready, a.socket()) {
		t.Errorf("it says %q, which does not name all that it listens on", d.ready)
	}
	if err := a.send(propose(1, a.people[0], "EXTRA"), nil); err != nil {
		t.Fatal(err)
	}
	r := open(t, a.data())
	defer r.close()
	await(t, "the letters", r.quiet)
	if got := get(t, "http://"+address+"/healthz"); got != "ok\n" {
		t.Errorf("/healthz says %q", got)
	}
	metrics := get(t, "http://"+address+"/metrics")
	for _, want := range []string{
		`toutdoux_mails{list="tdc@asso.test",outcome="proposed",state="handled"} 1`,
		`toutdoux_deliveries{list="tdc@asso.test",state="sent"} 3`,
		`toutdoux_actions{list="tdc@asso.test",state="open"} 1`,
	} {
		if !strings.Contains(metrics, want) {
			t.Errorf("/metrics does not say %s; it says\n%s", want, metrics)
		}
	}
}

func get(t testing.TB, url string) string {
	t.Helper()
	answer, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s %v", url, answer.Status, err)
	}
	return string(body)
}

func TestSystemdIsNotified(t *testing.T) {
	needReal(t)
	t.Parallel()
	a := found(t, soundProgram(t), 3, "", "")
	path := filepath.Join(a.folder, "notify")
	socket, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: path, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()
	d := a.start(t, "NOTIFY_SOCKET="+path)
	if err := socket.SetReadDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	await(t, "READY=1", told(t, socket, "READY=1"))
	if err := d.stop(t); err != nil {
		t.Errorf("stop: %v", err)
	}
	await(t, "STOPPING=1", told(t, socket, "STOPPING=1"))
}

// told reads notifications until one says that.
func told(t *testing.T, socket net.Conn, state string) func() bool {
	buffer := make([]byte, 1024)
	return func() bool {
		n, err := socket.Read(buffer)
		if err != nil {
			t.Fatalf("wait for %s: %v", state, err)
		}
		return string(buffer[:n]) == state
	}
}
