package crashtest

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// disk is what the files of a data folder held when a trace began. What the
// daemon did to them since is in the trace.
type disk map[string][]byte // by path

func snapshot(t testing.TB, folder string) disk {
	t.Helper()
	d := disk{}
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() || strings.HasSuffix(path, "-shm") {
			return err // the -shm file is memory: it is made anew
		}
		d[path], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// fate is what becomes of writes that were not synced when the power goes.
type fate struct {
	name string
	kept func(n int) bool // of the n-th such write of a file
}

// fates: a disk keeps what was synced, and of the rest whatever it likes.
var fates = []fate{
	{"all that was not synced is lost", func(int) bool { return false }},
	{"every other write that was not synced is lost", func(n int) bool { return n%2 == 1 }},
}

// cut gives the files as they are found after the power went just when line at
// of the trace was written.
func (d disk) cut(calls []call, at int, f fate) disk {
	synced := map[string]int{} // by path, the beginning of its last sync
	for i := range calls {
		if c := &calls[i]; c.isSync() && c.end <= at {
			synced[c.path] = c.begin
		}
	}
	after, loose := disk{}, map[string]int{}
	for path, content := range d {
		after[path] = append([]byte(nil), content...)
	}
	for i := range calls {
		c := &calls[i]
		if c.begin > at || c.result < 0 || c.name != "pwrite64" && c.name != "ftruncate" && !strings.HasPrefix(c.name, "unlink") {
			continue
		}
		if began, ok := synced[c.path]; !strings.HasPrefix(c.name, "unlink") && (!ok || c.end > began) {
			if loose[c.path]++; !f.kept(loose[c.path]) {
				continue
			}
		}
		after.do(c)
	}
	return after
}

// do does to the files what a call did.
func (d disk) do(c *call) {
	content, known := d[c.path]
	switch {
	case strings.HasPrefix(c.name, "unlink"):
		delete(d, c.path)
		return
	case c.name == "pwrite64":
		if end := int(c.offset) + len(c.bytes); end > len(content) {
			content = append(content, make([]byte, end-len(content))...)
		}
		copy(content[c.offset:], c.bytes)
	case c.name == "ftruncate" && known && int(c.offset) < len(content):
		content = content[:c.offset]
	}
	d[c.path] = content
}

// lay writes the files into a folder.
func (d disk) lay(t testing.TB, folder string) {
	t.Helper()
	for path, content := range d {
		if err := os.WriteFile(filepath.Join(folder, filepath.Base(path)), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// powerCuts records how a program takes some mails and stops, and cuts the
// power after each call that wrote, synced or answered. It gives what was
// missing or broken after any of the cuts, and how many there were.
func powerCuts(t *testing.T, program string) (violations []string, cuts int) {
	t.Helper()
	c := &campaign{asso: found(t, program, 3, adoptedByOne, ""), t: t}
	d := c.start(t)
	before := snapshot(t, c.data())
	calls := record(t, d, func() {
		r := open(t, c.data())
		defer r.close()
		for range 6 {
			if err := c.send(c.next(), nil); err != nil {
				t.Fatalf("send: %v\n%s", err, d.log.String())
			}
		}
		await(t, "the letters", r.quiet)
	})
	exchanges := exchanges(calls)
	if len(exchanges) != len(c.mails) {
		t.Fatalf("the trace shows %d mails, of %d", len(exchanges), len(c.mails))
	}
	for i := range calls {
		answers := slices.ContainsFunc(exchanges, func(e exchange) bool { return e.answer == &calls[i] })
		if calls[i].name != "pwrite64" && !calls[i].isSync() && !answers {
			continue
		}
		var acknowledged []*mail
		for n, e := range exchanges {
			if e.answer != nil && e.answer.begin <= calls[i].end {
				acknowledged = append(acknowledged, c.mails[n])
			}
		}
		for _, f := range fates {
			cuts++
			for _, fault := range missing(t, before.cut(calls, calls[i].end, f), acknowledged) {
				violations = append(violations, fmt.Sprintf("power cut at line %d, %s: %s", calls[i].end+1, f.name, fault))
			}
		}
	}
	return violations, cuts
}

// missing opens what a power cut left, and looks for the mails.
func missing(t testing.TB, left disk, acknowledged []*mail) (list []string) {
	folder, err := os.MkdirTemp(programs, "cut")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(folder)
	left.lay(t, folder)
	if list = brokenChain(t, folder); len(list) > 0 {
		return list
	}
	r := open(t, folder)
	defer r.close()
	for _, m := range acknowledged {
		if n := r.number("SELECT count(*) FROM mail JOIN raw ON arrival = number WHERE hex(message_id) = ?", m.key()); n != 1 {
			list = append(list, fmt.Sprintf("%s was acknowledged and is kept %d times", m.id, n))
		}
	}
	return list
}

// What was acknowledged survives the power, whatever was not synced being lost;
// and a program that does not sync is found out.
func TestPowerCut(t *testing.T) {
	needReal(t)
	t.Parallel()
	violations, cuts := powerCuts(t, soundProgram(t))
	t.Logf("%d power cuts", cuts)
	if cuts < 200 {
		t.Errorf("only %d power cuts", cuts)
	}
	for _, v := range violations {
		t.Error(v)
	}
	if violations, _ = powerCuts(t, faulty(t, lax)); len(violations) == 0 {
		t.Error("with synchronous=OFF nothing is missing: the test proves nothing")
	}
}
