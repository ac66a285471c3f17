package house

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the links of contrib/doc/rules.md anew")

const (
	rules     = "../../contrib/doc/rules.md"
	scenarios = "../governance/testdata/scenarios"
)

var (
	shown = regexp.MustCompile(`(?: \[([a-z0-9-]+)\]| ` + "`" + `([a-z]+)\.(Test\w+)` + "`" + `)(?: |$)`)
	links = regexp.MustCompile(`(?m)^\[[a-z0-9-]+\]: .*\n`)
)

// TestRulesAreShown: each rule of contrib/doc/rules.md is followed by the
// scenarios or the tests that hold it, and each scenario shows a rule there.
func TestRulesAreShown(t *testing.T) {
	raw, err := os.ReadFile(rules)
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(scenarios + "/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d scenarios: %v", len(files), err)
	}
	unshown, targets := map[string]bool{}, ""
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".txt")
		unshown[name] = true
		targets += fmt.Sprintf("[%s]: ../../internal/governance/testdata/scenarios/%s.txt\n", name, name)
	}
	prose := links.ReplaceAllString(string(raw), "")
	for line := range strings.SplitSeq(prose, "\n") {
		if strings.HasPrefix(line, "- ") {
			showRule(t, line, unshown)
		}
	}
	for name := range unshown {
		t.Errorf("no rule of contrib/doc/rules.md names the scenario %s: write [%s] behind the rule that it shows", name, name)
	}
	want := strings.TrimRight(prose, "\n") + "\n\n" + targets
	if *update {
		if err := os.WriteFile(rules, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if string(raw) != want {
		t.Error("the links at the foot of contrib/doc/rules.md are not those of the scenarios: go test ./internal/house -update writes them")
	}
}

// showRule looks for what holds a rule, and strikes it off the scenarios that
// show nothing yet.
func showRule(t *testing.T, rule string, unshown map[string]bool) {
	t.Helper()
	found := shown.FindAllStringSubmatch(strings.ReplaceAll(rule, " ", "  "), -1)
	if len(found) == 0 {
		t.Errorf("nothing shows the rule %q", rule)
	}
	for _, one := range found {
		scenario, room, test := one[1], one[2], one[3]
		if scenario != "" {
			if _, err := os.Stat(filepath.Join(scenarios, scenario+".txt")); err != nil {
				t.Errorf("%q: %v", rule, err)
			}
			delete(unshown, scenario)
		} else if !hasTest(t, room, test) {
			t.Errorf("%q: there is no %s in internal/%s", rule, test, room)
		}
	}
}

// hasTest tells whether a room has a test of that name.
func hasTest(t *testing.T, room, name string) bool {
	t.Helper()
	files, err := filepath.Glob("../" + room + "/*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(source), "\nfunc "+name+"(") {
			return true
		}
	}
	return false
}
