package crashtest

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// programs is the folder of the binaries built by the tests.
var programs string

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	folder, err := os.MkdirTemp("", "crashtest")
	if err == nil {
		err = os.Chmod(folder, 0o755) // one test runs the program as another user
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(folder)
	programs = folder
	return m.Run()
}

// needReal skips a test that was not asked for.
func needReal(t *testing.T) {
	t.Helper()
	if os.Getenv("TOUTDOUX_REAL") == "" {
		t.Skip("needs strace and several minutes: set TOUTDOUX_REAL=1, as .ci/run does")
	}
}

// sound is the program as it is.
var sound = sync.OnceValues(func() (string, error) { return build("sound", nil) })

func soundProgram(t testing.TB) string {
	t.Helper()
	program, err := sound()
	if err != nil {
		t.Fatal(err)
	}
	return program
}

// plant is a fault to be built into a copy of the program: texts of one source
// file of the module, each of which must stand there exactly once, so that the
// plant breaks loudly when the code moves.
type plant struct {
	file string
	swap []string // old, new, old, new …
}

// faulty builds a copy of the program with a fault in it. Nothing of the fault
// stands in the module: the compiler is given other contents for one file.
func faulty(t testing.TB, p plant) string {
	t.Helper()
	program, err := build(strings.ReplaceAll(t.Name(), "/", "-"), &p)
	if err != nil {
		t.Fatal(err)
	}
	return program
}

func build(name string, p *plant) (string, error) {
	module, err := filepath.Abs("../..")
	if err != nil {
		return "", err
	}
	program := filepath.Join(programs, name)
	args := []string{"build", "-o", program}
	if p != nil {
		overlay, err := overlay(module, name, *p)
		if err != nil {
			return "", err
		}
		args = append(args, "-overlay", overlay)
	}
	cmd := exec.Command("go", append(args, "./cmd/toutdoux")...)
	cmd.Dir = module
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build %s: %w\n%s", name, err, out)
	}
	return program, nil
}

// overlay writes what `go build -overlay` reads.
func overlay(module, name string, p plant) (string, error) {
	original := filepath.Join(module, filepath.FromSlash(p.file))
	raw, err := os.ReadFile(original)
	if err != nil {
		return "", err
	}
	text := string(raw)
	for i := 0; i+1 < len(p.swap); i += 2 {
		if n := strings.Count(text, p.swap[i]); n != 1 {
			return "", fmt.Errorf("plant a fault in %s: %q stands there %d times, not once: the plant must follow the code", p.file, p.swap[i], n)
		}
		text = strings.Replace(text, p.swap[i], p.swap[i+1], 1)
	}
	planted := filepath.Join(programs, name+".go")
	file := filepath.Join(programs, name+".json")
	list, err := json.Marshal(map[string]map[string]string{"Replace": {original: planted}})
	if err != nil {
		return "", err
	}
	if err := os.WriteFile(planted, []byte(text), 0o600); err != nil {
		return "", err
	}
	return file, os.WriteFile(file, list, 0o600)
}
