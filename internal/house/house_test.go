package house

import (
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// checks are those that look at one file.
var checks = []func(source) []string{arrows, purity, globals, lengths, names}

func TestModuleKeepsThePlan(t *testing.T) {
	module := os.DirFS("../..")
	all, err := sources(module)
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 20 {
		t.Fatalf("only %d Go files found: is this the module's top?", len(all))
	}
	complaints, err := strays(module)
	if err != nil {
		t.Fatal(err)
	}
	complaints = append(complaints, pageTops(all)...)
	for _, s := range all {
		for _, check := range checks {
			complaints = append(complaints, check(s)...)
		}
	}
	for _, c := range complaints {
		t.Error(c)
	}
}

// Half of the functions fit in a glance, and nine in ten on half a screen.
func TestFunctionsAreShort(t *testing.T) {
	all, err := sources(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	var lines []int
	for _, s := range all {
		for _, f := range functions(s) {
			if !s.test {
				lines = append(lines, s.linesOf(f))
			}
		}
	}
	slices.Sort(lines)
	half, most := lines[len(lines)/2], lines[len(lines)*9/10]
	t.Logf("%d functions: half have up to %d lines, nine in ten up to %d", len(lines), half, most)
	if half >= 12 || most >= 40 {
		t.Errorf("half of the functions have up to %d lines (under 12 wanted), nine in ten up to %d (under 40 wanted)", half, most)
	}
}

func TestThePlanHasNoCircles(t *testing.T) {
	done := map[string]bool{}
	var visit func(name string, above []string)
	visit = func(name string, above []string) {
		if slices.Contains(above, name) {
			t.Fatalf("arrows run in a circle: %s -> %s", strings.Join(above, " -> "), name)
		}
		for _, next := range plan[name].rooms {
			if _, known := plan[next]; !known {
				t.Errorf("%s may import %s, which is no room", name, next)
			}
			if !done[next] {
				visit(next, append(above[:len(above):len(above)], name))
			}
		}
		done[name] = true
	}
	for name := range plan {
		visit(name, nil)
	}
}

// Each check finds what it is there for.
func TestPlantedViolationsAreFound(t *testing.T) {
	long := strings.Repeat("\n", 90)
	cases := []struct{ path, code, want string }{
		{"internal/governance/a.go", `import "toutdoux/internal/store"`, "a.go:2: governance must not import store"},
		{"internal/store/a.go", `import "toutdoux/internal/clerk"`, "a.go:2: store must not import clerk"},
		{"internal/clerk/a.go", `import "toutdoux/cmd/toutdoux"`, "a.go:2: clerk must not import cmd/toutdoux"},
		{"internal/clerk/a.go", `import "github.com/emersion/go-smtp"`, "a.go:2: clerk must not import github.com/emersion/go-smtp"},
		{"internal/clerk/a.go", `import "testing"`, "a.go:2: testing is for tests"},
		{"internal/governance/a.go", `import "golang.org/x/text/cases"`, "a.go:2: governance must not import golang.org/x/text/cases"},
		{"internal/governance/a.go", `import "os"`, "a.go:2: governance is pure and must not import os"},
		{"internal/intake/a.go", `import "net/http"`, "a.go:2: intake is pure and must not import net/http"},
		{"internal/intake/a.go", `import "math/rand/v2"`, "a.go:2: intake is pure and must not import math/rand/v2"},
		{"internal/compose/a.go", `import "log/slog"`, "a.go:2: compose is pure and must not import log/slog"},
		{"internal/address/a.go", `import "C"`, "a.go:2: address is pure and must not import C"},
		{"internal/address/a.go", "import \"time\"\nfunc f() any { return time.Now() }", "a.go:3: address is pure and must not use time.Now"},
		{"internal/address/a.go", "import w \"time\"\nvar _ = w.Since", "a.go:3: address is pure and must not use time.Since"},
		{"internal/parlour/a.go", ``, "a.go:1: room parlour is not in the plan of internal/house"},
		{"internal/clerk/a.go", `func init() {}`, "a.go:2: init runs unasked: call it by name"},
		{"internal/clerk/a.go", `var count int`, "a.go:2: package variable count is no error and no table"},
		{"internal/clerk/a.go", `var all = make(map[string]int)`, "a.go:2: package variable all is no error and no table"},
		{"internal/clerk/a.go", `var all = metric("a")`, "a.go:2: package variable all is no error and no table"},
		{"internal/clerk/a.go", "func f() {" + long + "}", "a.go:2: f has 91 lines, of 80 at most"},
		{"internal/clerk/a_test.go", strings.Repeat("\n", 500), "a_test.go: 502 lines, of 500 at most"},
		{"internal/clerk/a.go", `type MailManager struct{}`, "a.go:2: type MailManager is named vaguely"},

		{"internal/address/a.go", `import ("net/mail"; "net/netip"; "golang.org/x/net/idna")`, ""},
		{"internal/address/a.go", "import \"time\"\nvar _ = time.Unix", ""},
		{"internal/clerk/a.go", `import ("os"; "time"; "toutdoux/internal/governance"); var _ = time.Now`, ""},
		{"internal/clerk/a.go", `import "errors"; var errGone, words = errors.New("gone"), map[string]int{"a": 1}`, ""},
		{"templates/a.go", "import \"embed\"\n//go:embed fr\nvar Files embed.FS", ""},
		{"internal/governance/a_test.go", `import ("testing"; "time"; "os"; "github.com/google/go-cmp/cmp"); var now = time.Now()`, ""},
		{"internal/clerk/a.go", `type (clerk struct{}; S string); func (c *clerk) init() {}`, ""},
	}
	for _, c := range cases {
		got, err := complaintsAbout(c.path, "package a\n"+c.code+"\n")
		if err != nil {
			t.Fatalf("%s: %v", c.code, err)
		}
		if diff := cmp.Diff(c.want, strings.TrimPrefix(got, c.path[:strings.LastIndex(c.path, "/")+1])); diff != "" {
			t.Errorf("%s: %s (-want +got)\n%s", c.path, c.code, diff)
		}
	}
}

func complaintsAbout(path, code string) (string, error) {
	all, err := sources(fstest.MapFS{path: {Data: []byte(code)}})
	if err != nil {
		return "", err
	}
	var complaints []string
	for _, check := range checks {
		complaints = append(complaints, check(all[0])...)
	}
	return strings.Join(complaints, "\n"), nil
}

func TestPlantedFoldersAndSilentPackagesAreFound(t *testing.T) {
	module := fstest.MapFS{
		"cmd/a.go": {Data: []byte("// Package a speaks.\npackage a")}, "pkg/b.go": {Data: []byte("package b")},
		"cmd/testdata/c.go": {Data: []byte("no Go at all")},
	}
	stray, err := strays(module)
	if err != nil {
		t.Fatal(err)
	}
	all, err := sources(module)
	if err != nil {
		t.Fatal(err)
	}
	got := append(stray, pageTops(all)...)
	want := []string{"pkg: no such folder in the plan of internal/house", "pkg: no comment at the top says what the package is for"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
