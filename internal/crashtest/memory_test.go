package crashtest

import (
	"context"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"testing"
	"time"

	"toutdoux/internal/association"
	"toutdoux/internal/config"
)

// An idle daemon needs little memory. The limits are the design's, in MB.
func TestIdleMemory(t *testing.T) {
	needReal(t)
	t.Parallel()
	for _, c := range []struct{ members, limit int }{{30, 40}, {10_000, 120}} {
		t.Run(fmt.Sprint(c.members), func(t *testing.T) {
			a := planned(t, soundProgram(t), c.members, "", "")
			foundAll(t, a)
			d := a.start(t)
			used := settled(t, d.cmd.Process.Pid)
			t.Logf("%d members: %.1f MB resident when idle, %.1f MB at most", c.members, used, memory(t, d.cmd.Process.Pid, "VmHWM"))
			if used >= float64(c.limit) {
				t.Errorf("%d members: %.1f MB, want under %d MB", c.members, used, c.limit)
			}
		})
	}
}

// foundAll names more founders than a command line holds.
func foundAll(t testing.TB, a *asso) {
	t.Helper()
	cfg, err := config.Load(a.config())
	if err != nil {
		t.Fatal(err)
	}
	var founders []association.Founder
	for i, address := range a.people {
		founders = append(founders, association.Founder{Name: fmt.Sprintf("Membre %d", i+1), Address: address})
	}
	if err := association.Found(context.Background(), cfg, founders, time.Now()); err != nil {
		t.Fatal(err)
	}
}

// settled is the resident memory of a process, in MB, once it has not changed
// for ten looks.
func settled(t testing.TB, pid int) float64 {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	last, same := 0.0, 0
	for same < 10 {
		select {
		case <-tick.C:
		case <-ctx.Done():
			t.Fatalf("the memory of an idle daemon never settles: it is at %.1f MB", last)
		}
		if now := memory(t, pid, "VmRSS"); now == last {
			same++
		} else {
			last, same = now, 0
		}
	}
	return last
}

// memory reads one line of a process's status (proc(5)), given there in kB, in
// MB of a million bytes.
func memory(t testing.TB, pid int, name string) float64 {
	t.Helper()
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`(?m)^` + name + `:\s+(\d+) kB$`).FindSubmatch(raw)
	if found == nil {
		t.Fatalf("no %s of process %d", name, pid)
	}
	kilobytes, err := strconv.Atoi(string(found[1]))
	if err != nil {
		t.Fatal(err)
	}
	return float64(kilobytes) * 1024 / 1e6
}
