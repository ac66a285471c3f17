package crashtest

import (
	"encoding/json"
	"fmt"
	"maps"
	"os/exec"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// sweeps and exact are the cycles of one campaign: kills at swept times, and
// kills at each exact step.
const (
	sweeps = 180
	exact  = 10
)

// campaign kills a daemon again and again while one client hands over one mail
// after the other, each until it is acknowledged.
type campaign struct {
	*asso
	t     testing.TB
	mails []*mail
	fell  map[fall]int
	// closing is how many of the kills fell on the mail that closes an action.
	closing int
}

// fall is how far the mail under way had come when the daemon died.
type fall struct {
	answered bool // the client had its 250
	standing standing
}

// adoptedByOne lets a single POUR close an action early.
const adoptedByOne = `extraordinary.adopt = ">= 20%"`

func newCampaign(t testing.TB, program string) *campaign {
	return &campaign{asso: found(t, program, 5, adoptedByOne, ""), t: t, fell: map[fall]int{}}
}

// next is the mail to hand over: the last one again until it is acknowledged,
// then, for each action, its proposal, a ballot, and a ballot that closes it.
func (c *campaign) next() *mail {
	n := len(c.mails)
	if n > 0 && !c.mails[n-1].kept {
		return c.mails[n-1]
	}
	action, person := n/3+1, func(i int) string { return c.people[(n/3+i)%len(c.people)] }
	var m *mail
	switch n % 3 {
	case 0:
		m = propose(action, person(0), "EXTRA")
	case 1:
		m = voteOn(action, n, person(1), "BLANC")
	case 2:
		m = voteOn(action, n, person(2), "POUR")
	}
	c.mails = append(c.mails, m)
	return m
}

// closings is how many actions the mails so far close.
func (c *campaign) closings() int { return len(c.mails) / 3 }

// stretches are how long the three parts of an exchange take: up to the last
// dot, from there to the 250, from there until all is decided and sent.
type stretches [3]time.Duration

// measure hands over some mails in peace.
func (c *campaign) measure() (mean stretches) {
	d := c.start(c.t)
	r := open(c.t, c.data())
	defer r.close()
	const runs = 9
	for range runs {
		m, at := c.next(), [4]time.Time{time.Now()}
		if err := c.send(m, func() { at[1] = time.Now() }); err != nil {
			c.t.Fatalf("send: %v\n%s", err, d.log.String())
		}
		at[2] = time.Now()
		await(c.t, "the letters of a mail", r.quiet)
		at[3] = time.Now()
		for i := range mean {
			mean[i] += at[i+1].Sub(at[i]) / runs
		}
	}
	d.kill()
	c.host.died()
	return mean
}

// sweep kills at some point of one stretch: at the part of it that is given.
func (c *campaign) sweep(mean stretches, stretch int, part float64) {
	d := c.start(c.t)
	after := time.Duration(float64(mean[stretch]) * part)
	m := c.next()
	m.kept = false
	if stretch == 0 {
		time.AfterFunc(after, d.kill)
	}
	c.send(m, func() { // its failure is what is wanted
		if stretch == 1 {
			time.AfterFunc(after, d.kill)
		}
	})
	time.AfterFunc(after, d.kill) // for the last stretch, and where no dot was reached
	<-d.ended
	c.note(m)
}

// note writes down how far a mail had come at a death.
func (c *campaign) note(m *mail) fall {
	c.host.died()
	r := open(c.t, c.data())
	defer r.close()
	f := fall{m.kept, r.standing(m)}
	if f.answered && f.standing == absent {
		c.t.Errorf("%s was acknowledged, and is not in the register that is left", m.id)
	}
	c.fell[f]++
	if len(c.mails)%3 == 0 {
		c.closing++
	}
	return f
}

// finish ends the campaign in peace: everything is handed over, decided, sent.
func (c *campaign) finish() {
	d := c.start(c.t)
	for len(c.mails)%3 != 0 || !c.mails[len(c.mails)-1].kept {
		if err := c.send(c.next(), nil); err != nil {
			c.t.Fatalf("send: %v\n%s", err, d.log.String())
		}
	}
	r := open(c.t, c.data())
	defer r.close()
	await(c.t, "the last letters", r.quiet)
	if err := d.stop(c.t); err != nil {
		c.t.Errorf("stop: %v\n%s", err, d.log.String())
	}
}

// report prints how many kills hit each step.
func (c *campaign) report() (all int) {
	lines := map[string]int{}
	for f, n := range c.fell {
		answer := "no answer yet"
		if f.answered {
			answer = "answered 250"
		}
		lines[fmt.Sprintf("%s; %s", answer, f.standing)] = n
		all += n
	}
	c.t.Logf("%4d kills in all, %d of them while the mail that closes an action was under way", all, c.closing)
	for _, line := range slices.Sorted(maps.Keys(lines)) {
		c.t.Logf("%4d kills: %s", lines[line], line)
	}
	return all
}

func TestKilledAtEveryStep(t *testing.T) {
	needReal(t)
	t.Parallel()
	c := newCampaign(t, soundProgram(t))
	mean := c.measure()
	t.Logf("an exchange takes %v to the last dot, %v to the 250, %v to the last letter", mean[0], mean[1], mean[2])
	for i := range sweeps {
		c.sweep(mean, i%3, 1.2*float64(i/3)/float64(sweeps/3))
	}
	for _, step := range steps {
		for range exact {
			c.stab(step)
		}
	}
	c.finish()
	if n := c.report(); n < 200 || c.closing < 20 {
		t.Errorf("%d kills, %d of them in a closing: want 200 and 20", n, c.closing)
	}
	for _, f := range []fall{{false, absent}, {false, undecided}, {true, undecided}, {true, owing}} {
		if c.fell[f] < exact/2 {
			t.Errorf("only %d kills while %+v: the campaign proves nothing about that step", c.fell[f], f)
		}
	}
	for _, fault := range c.violations(t, c.mails, c.closings()) {
		t.Error(fault)
	}
	if diff := cmp.Diff(c.counted(), c.listed()); diff != "" {
		t.Errorf("`toutdoux action --json` (-recount +got)\n%s", diff)
	}
}

// listed is an action as the program lists it.
type listed struct {
	Number              int
	State, How          string
	For, Blank, Against int
}

// counted is what the mails that were handed over must have come to.
func (c *campaign) counted() (actions []listed) {
	for i := range c.closings() {
		actions = append(actions, listed{Number: i + 1, State: "adopted", How: "majority", For: 1, Blank: 1})
	}
	return actions
}

// listed asks the program.
func (c *campaign) listed() []listed {
	out, err := exec.Command(c.program, "action", "--json", "--config", c.config()).Output()
	if err != nil {
		c.t.Fatalf("list the actions: %v", err)
	}
	var answer struct{ Actions []listed }
	if err := json.Unmarshal(out, &answer); err != nil {
		c.t.Fatalf("list the actions: %v", err)
	}
	return answer.Actions
}
