package crashtest

import (
	"fmt"
	"os"
	"testing"
	"time"
)

// actions is how many actions close while the daemon is killed.
const actions = 24

// shortWindows closes every action a minute after it was opened.
const shortWindows = `ordinary.window = "1 minute"
extraordinary.window = "1 minute"
reminders = ""`

// closing kills a daemon around the deadlines of actions.
type closing struct {
	*asso
	t     *testing.T
	mails []*mail
	fell  map[string]int // kills by what was under way
}

// openAll opens the actions, one in each second, so that each has a deadline of
// its own; every other one is ordinary. It gives the deadlines.
func (c *closing) openAll() (deadlines []time.Time) {
	d := c.start(c.t)
	second := time.NewTicker(time.Second)
	defer second.Stop()
	for i := range actions {
		m := propose(i+1, c.people[i%len(c.people)], []string{"EXTRA", "ORDINAIRE"}[i%2])
		c.mails = append(c.mails, m)
		if err := c.send(m, nil); err != nil {
			c.t.Fatalf("send: %v\n%s", err, d.log.String())
		}
		<-second.C
	}
	r := open(c.t, c.data())
	defer r.close()
	await(c.t, "all announcements", r.quiet)
	d.kill()
	c.host.died()
	for _, text := range r.texts("SELECT json_extract(body, '$.deadline') FROM event WHERE kind = 'opened' ORDER BY seq") {
		deadline, err := time.Parse(time.RFC3339, text)
		if err != nil {
			c.t.Fatal(err)
		}
		deadlines = append(deadlines, deadline)
	}
	return deadlines
}

// ways are how the daemon dies in a closing: at swept times after the deadline,
// or at the first write or the first sync that it brings.
var ways = []struct{ name, inject string }{
	{"at a time swept over the closing", ""},
	{"at the closing's first write", "pwrite64:signal=KILL:when=1"},
	{"at the closing's sync", syncs + ":signal=KILL:when=1"},
}

// killAt runs the daemon until just after a deadline, and kills it: in the i-th
// of the given ways.
func (c *closing) killAt(i int, deadline time.Time) {
	d := c.start(c.t)
	way := ways[i%len(ways)]
	after := time.Duration(i/len(ways)) * 1500 * time.Microsecond
	if way.inject != "" {
		r := open(c.t, c.data())
		await(c.t, "a quiet daemon", r.quiet)
		r.close()
		w := watch(c.t, d, "-o", os.DevNull, "-e", "trace=pwrite64,"+syncs, "-e", "inject="+way.inject)
		defer w.wait(c.t)
		after = 900 * time.Millisecond // where it came too late
	}
	timer := time.AfterFunc(time.Until(deadline.Add(after)), d.kill)
	defer timer.Stop()
	<-d.ended
	c.host.died()
	r := open(c.t, c.data())
	defer r.close()
	closed := r.number("SELECT count(*) FROM event WHERE kind = 'closed' AND json_extract(body, '$.action') = ?", i+1)
	owed := r.number("SELECT count(*) FROM delivery WHERE state = 'waiting'")
	state := "open"
	switch {
	case closed > 0 && owed > 0:
		state = "closed, letters owed"
	case closed > 0:
		state = "closed, letters sent"
	}
	c.fell[fmt.Sprintf("killed %s: %s", way.name, state)]++
}

// Killed while closing, before and after its deadline: one outcome, at the
// deadline's own instant, and one set of letters.
func TestKilledWhileClosing(t *testing.T) {
	needReal(t)
	t.Parallel()
	c := &closing{asso: found(t, soundProgram(t), 4, shortWindows, ""), t: t, fell: map[string]int{}}
	for i, deadline := range c.openAll() {
		c.killAt(i, deadline)
	}
	d := c.start(t)
	r := open(t, c.data())
	defer r.close()
	await(t, "the last outcome", func() bool {
		return r.quiet() && r.number("SELECT count(*) FROM event WHERE kind = 'closed'") >= actions
	})
	if err := d.stop(t); err != nil {
		t.Errorf("stop: %v\n%s", err, d.log.String())
	}
	for line, n := range c.fell {
		t.Logf("%3d times %s", n, line)
	}
	for _, way := range ways[1:] {
		if c.fell["killed "+way.name+": open"]+c.fell["killed "+way.name+": closed, letters owed"] == 0 {
			t.Errorf("no kill %s: the test proves nothing about it", way.name)
		}
	}
	for _, fault := range c.violations(t, c.mails, actions) {
		t.Error(fault)
	}
}
