package crashtest

import (
	"strings"
	"testing"
)

// forgetful gives every mail an identity of its own, so that one that comes
// again is another mail.
var forgetful = plant{"internal/store/mail.go", []string{
	"a.Identity[:], id,", `fmt.Appendf(nil, "%032d", time.Now().UnixNano()), id,`,
}}

// The checks of the campaign find a program that does not recognise a mail
// which comes again.
func TestPlantedDuplicatesAreFound(t *testing.T) {
	needReal(t)
	t.Parallel()
	c := newCampaign(t, faulty(t, forgetful))
	between := steps[2]
	const tries = 20
	for range tries { // until the proposal and both ballots were sent again
		if c.stab(between); c.fell[fall{false, undecided}]+c.fell[fall{false, owing}] >= 3 && len(c.mails) >= 3 {
			break
		}
		if m := c.mails[len(c.mails)-1]; !m.kept {
			c.deliver(m)
		}
	}
	c.finish()
	c.report()
	all := strings.Join(c.violations(t, c.mails, c.closings()), "\n")
	for _, want := range []string{
		"is kept 2 times", ": voted 2 times", ": opened 2 times", "Message-ID kept more than once", "mails in the register",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("the checks do not say %q; they say\n%s", want, all)
		}
	}
}

// deliver hands one mail over in peace.
func (c *campaign) deliver(m *mail) {
	d := c.start(c.t)
	if err := c.send(m, nil); err != nil {
		c.t.Fatalf("send: %v\n%s", err, d.log.String())
	}
	d.kill()
	c.host.died()
}
