package crashtest

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"
)

// watcher is an strace that follows a running daemon.
type watcher struct {
	cmd    *exec.Cmd
	errors bytes.Buffer
}

// watch attaches strace to every thread of a daemon.
func watch(t testing.TB, d *daemon, args ...string) *watcher {
	t.Helper()
	w := &watcher{}
	w.cmd = exec.Command("strace", append([]string{"-f", "-qq", "-p", strconv.Itoa(d.cmd.Process.Pid)}, args...)...)
	w.cmd.Stderr = &w.errors
	if err := w.cmd.Start(); err != nil {
		t.Fatalf("start strace: %v", err)
	}
	t.Cleanup(func() { w.cmd.Process.Kill() })
	await(t, "strace to attach", func() bool { return traced(d.cmd.Process.Pid) })
	return w
}

// traced tells whether every thread of a process has a tracer.
func traced(pid int) bool {
	files, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/status", pid))
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil || bytes.Contains(raw, []byte("TracerPid:\t0\n")) {
			return false
		}
	}
	return len(files) > 0
}

// wait waits until what is followed has ended, and all is written.
func (w *watcher) wait(t testing.TB) {
	t.Helper()
	// strace ends as its tracee did: killed by the same signal.
	if err := w.cmd.Wait(); err != nil && w.errors.Len() > 0 {
		t.Fatalf("strace: %v\n%s", err, w.errors.String())
	}
}

// step is an exact moment at which to kill.
type step struct {
	name   string
	inject string        // what strace does to system calls
	after  time.Duration // the kill comes so long after the last dot; 0: not by the client
	answer bool          // the kill comes with the 250
}

// syncs are the system calls that reach the disk.
const syncs = "fsync,fdatasync"

// steps are the moments around the commit of one mail.
var steps = []step{
	{name: "before the commit is written", inject: "pwrite64:signal=KILL:when=1"},
	{name: "before the commit is on the disk", inject: syncs + ":signal=KILL:when=1"},
	{name: "between the commit and the 250", inject: syncs + ":delay_exit=200000", after: 60 * time.Millisecond},
	{name: "after the 250, before the decision", inject: "pwrite64:delay_enter=2000", answer: true},
}

// stab kills at an exact step of one mail.
func (c *campaign) stab(s step) fall {
	d := c.start(c.t)
	r := open(c.t, c.data())
	await(c.t, "a quiet daemon", r.quiet)
	r.close()
	w := watch(c.t, d, "-o", os.DevNull, "-e", "trace=pwrite64,"+syncs, "-e", "inject="+s.inject)
	m := c.next()
	err := c.send(m, func() {
		if s.after > 0 {
			time.AfterFunc(s.after, d.kill)
		}
	})
	if err == nil && s.answer {
		d.kill()
	}
	time.AfterFunc(10*time.Second, d.kill) // where strace had no occasion to
	<-d.ended
	w.wait(c.t)
	return c.note(m)
}
