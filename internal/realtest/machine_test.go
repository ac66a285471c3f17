package realtest

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// machine is a copy of this one, in which a mail server is installed as its
// package and contrib say, under the paths that they say. It is a layer over
// this machine's files that only its own processes see, so that servers which
// exclude each other can be tried side by side, and nothing stays.
type machine struct {
	folder string // on this machine
	shared string // its /run/toutdoux: owned by its group toutdoux
	run    *exec.Cmd
	said   bytes.Buffer
}

// group is the number of the machine's group toutdoux.
const group = 64990

// raise lays the layer over this machine, unpacks the packages and becomes the
// command, as process 1 of its own, so that everything dies with it.
const raise = `set -eu
cd "$1"
mount -t overlay overlay -o "lowerdir=/,upperdir=upper,workdir=work" root
mount --rbind /dev root/dev
mount -t proc proc root/proc
mkdir -p root/run/toutdoux
mount --bind run root/run/toutdoux
for package in *.deb; do
  [ ! -e "$package" ] || dpkg-deb --fsys-tarfile "$package" | tar -x --keep-directory-symlink -C root
done
chroot root groupadd -g 64990 toutdoux
chroot root useradd -r -M -g toutdoux -d /var/lib/toutdoux -s /usr/sbin/nologin toutdoux
echo asso.example >root/etc/mailname
cp -a etc root/
exec chroot root sh -eu -c "$2"
`

// newMachine makes one that is not started.
func newMachine(t *testing.T, packages ...string) *machine {
	t.Helper()
	m := &machine{folder: t.TempDir()}
	for _, folder := range []string{"upper", "work", "root", "run", "etc"} {
		makeFolder(t, filepath.Join(m.folder, folder), 0)
	}
	m.shared = filepath.Join(m.folder, "run")
	// As systemd makes it: what is created there belongs to that group.
	if err := os.Chown(m.shared, 0, group); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(m.shared, 0o750|os.ModeSetgid); err != nil {
		t.Fatal(err)
	}
	if len(packages) > 0 {
		get := exec.Command("apt-get", append([]string{"download", "-qq"}, packages...)...)
		get.Dir = m.folder
		if out, err := get.CombinedOutput(); err != nil {
			t.Fatalf("download %q: %v (apt-get update?)\n%s", packages, err, out)
		}
	}
	return m
}

// has writes a file of the machine's /etc.
func (m *machine) has(t *testing.T, path, text string) {
	t.Helper()
	write(t, filepath.Join(m.folder, "etc", path), text)
}

// installs copies a file of contrib to the machine's /etc, with what changes
// from one machine to the next put in: old, new, old, new.
func (m *machine) installs(t *testing.T, file, path string, changes ...string) {
	t.Helper()
	m.has(t, path, contrib(t, file, changes...))
}

// contrib reads a file of contrib. What is to be changed must be there.
func contrib(t *testing.T, file string, changes ...string) string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("../../contrib", file))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(changes); i += 2 {
		if !strings.Contains(string(raw), changes[i]) {
			t.Fatalf("contrib/%s has no %q", file, changes[i])
		}
	}
	return strings.NewReplacer(changes...).Replace(string(raw))
}

// start runs a shell script in the machine, whose last command is the server
// in the foreground, until the test ends.
func (m *machine) start(t *testing.T, script string) {
	t.Helper()
	m.run = exec.Command("unshare", "--mount", "--pid", "--fork", "sh", "-c", raise, "raise", m.folder, script)
	m.run.Stdout, m.run.Stderr = &m.said, &m.said
	if err := m.run.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		// Not unshare's own --kill-child: a server that changes its user is
		// spared by it (PR_SET_PDEATHSIG).
		if first := m.first(); first > 0 {
			syscall.Kill(first, syscall.SIGKILL)
		}
		m.run.Wait() // it was killed
		if t.Failed() {
			log, _ := exec.Command("sh", "-c", "tail -n 40 "+m.folder+"/upper/var/log/mail.log "+m.folder+"/upper/var/log/exim4/*log").Output() // whichever there is
			t.Logf("the server:\n%s\n%s", m.said.String(), log)
		}
	})
}

// do runs a command in the machine.
func (m *machine) do(t *testing.T, words ...string) {
	t.Helper()
	args := append([]string{"-t", strconv.Itoa(m.first()), "-m", "chroot", filepath.Join(m.folder, "root")}, words...)
	if out, err := exec.Command("nsenter", args...).CombinedOutput(); err != nil {
		t.Logf("%q: %v\n%s", words, err, out) // it may not be up yet
	}
}

// first is the process with which everything in the machine dies; 0 for none.
func (m *machine) first() int {
	id := strconv.Itoa(m.run.Process.Pid)
	children, _ := os.ReadFile("/proc/" + id + "/task/" + id + "/children") // none once it has ended
	first, _, _ := strings.Cut(string(children), " ")
	pid, _ := strconv.Atoi(first)
	return pid
}
