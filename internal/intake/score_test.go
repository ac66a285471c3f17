package intake

import (
	"os"
	"strings"
	"testing"
)

// score counts what was read as expected.
type score struct{ right, n int }

func (s *score) add(ok bool) {
	s.n++
	if ok {
		s.right++
	}
}

func (s score) percent() float64 { return 100 * float64(s.right) / float64(max(s.n, 1)) }

func (s score) atLeast(t *testing.T, name string, percent float64) {
	t.Helper()
	t.Logf("%s: %d of %d (%.1f %%)", name, s.right, s.n, s.percent())
	if s.percent() < percent {
		t.Errorf("%s: under %.1f %%", name, percent)
	}
}

// figure is one measure over a collection: over all its cases, and over those
// on which the collection agrees with the design.
type figure struct{ all, agreed score }

func (f *figure) add(disputed, ok bool) {
	f.all.add(ok)
	if !disputed {
		f.agreed.add(ok)
	}
}

// atLeast prints both figures, and holds each to its own aim.
func (f figure) atLeast(t *testing.T, name string, all, agreed float64) {
	t.Helper()
	f.all.atLeast(t, name+", all cases", all)
	f.agreed.atLeast(t, name+", without the disputed", agreed)
}

// listed reads a list of cases: "folder/case: reason", a line each.
func listed(t *testing.T, file string) map[string]string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	list := map[string]string{}
	for l := range strings.Lines(string(text)) {
		if strings.HasPrefix(l, "#") || strings.TrimSpace(l) == "" {
			continue
		}
		name, reason, ok := strings.Cut(strings.TrimSpace(l), ": ")
		if !ok || reason == "" || list[name] != "" {
			t.Fatalf("%s: a case once, with its reason: %q", file, l)
		}
		list[name] = reason
	}
	return list
}
