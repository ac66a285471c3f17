package crashtest

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
)

// diskSync is the beginning of a sync, in a trace of strace -y.
var diskSync = regexp.MustCompile(`f(?:data)?sync\(\d+<(.*?)>`)

// The key of a new association is on the disk, and so is its name in the folder,
// before anything is written that needs it.
func TestKeyIsOnTheDisk(t *testing.T) {
	needReal(t)
	t.Parallel()
	folder, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	trace := filepath.Join(folder, "trace")
	asso := filepath.Join(folder, "asso")
	run := exec.Command("strace", "-f", "-y", "-qq", "-e", "trace="+syncs, "-o", trace, soundProgram(t), "init", asso, "--yes",
		"--name", "Picasoft", "--list", "tdc@localhost", "--founder", "Alice <alice@localhost>")
	if out, err := run.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	raw, err := os.ReadFile(trace)
	if err != nil {
		t.Fatal(err)
	}
	var files []string
	for _, found := range diskSync.FindAllStringSubmatch(string(raw), -1) {
		files = append(files, found[1])
	}
	key := slices.IndexFunc(files, func(file string) bool { return filepath.Base(file) == "toutdoux.key" })
	if key < 0 || key+1 == len(files) || files[key+1] != filepath.Dir(files[key]) {
		t.Errorf("what reaches the disk, in this order: %q", files)
	}
}
