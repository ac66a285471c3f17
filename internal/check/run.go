package check

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"toutdoux/internal/config"
	"toutdoux/internal/daemon"
)

// try is one thing to find out. Tries run side by side; each adds to its own
// sheet, and ends when its context does.
type try struct {
	subject string
	longest time.Duration
	do      func(ctx context.Context, s *sheet)
}

// Run tries everything that a configuration names, and gives what was found. With
// mail, the list sends itself mails, too, where they can leave and come in.
func Run(ctx context.Context, cfg *config.Config, world World, mail bool) []Finding {
	c := newChecker(ctx, cfg, world)
	found := c.all(ctx, c.tries())
	trip := try{"mail", round, c.travel}
	if stuck := slices.ContainsFunc(found, barred) || c.secretless.Load(); stuck || !mail {
		trip.do = func(_ context.Context, s *sheet) { c.stays(s, stuck) }
	}
	return append(found, c.all(ctx, []try{trip})...)
}

// stays tells that no mail was sent, and what is not known then.
func (c *checker) stays(s *sheet, stuck bool) {
	if stuck {
		s.note("mend first what is said of receive and send above", "no mail was sent while there are faults")
		return
	}
	unknown := "whether one comes back, also to addresses with a suffix"
	if id := c.cfg.Trust.AuthservID; id != "" {
		unknown += ", and whether what is forged in the name of " + id + " is stripped"
	}
	s.note("run toutdoux check --mail", "no mail was sent: %s, is not known", unknown)
}

// barred tells a fault that lets no mail out or in.
func barred(f Finding) bool {
	return f.Level == Fault && (strings.HasPrefix(f.Subject, "receive.") || f.Subject == "send.smtp")
}

func newChecker(ctx context.Context, cfg *config.Config, world World) *checker {
	c := &checker{World: world, cfg: cfg}
	c.running = sync.OnceValue(func() error {
		limited, cancel := context.WithTimeout(ctx, patience)
		defer cancel()
		const readWrite = 0x6
		if errors.Is(syscall.Access(daemon.ControlPath(cfg), readWrite), syscall.EACCES) {
			return errHidden
		}
		return daemon.Ask(limited, cfg, daemon.Order{Works: true})
	})
	return c
}

// errHidden is a daemon whose socket is another user's.
var errHidden = errors.New("the daemon's socket is another user's")

// served tells whether a daemon seems to run, whatever it says.
func (c *checker) served() bool { return !errors.Is(c.running(), daemon.ErrNotRunning) }

func (c *checker) tries() []try {
	tries := []try{
		{"files", patience, c.files},
		{"disk", patience, c.disk},
		{"register", longLook, c.register},
		{"daemon", patience, c.daemon},
		{"clock", patience, c.clock},
	}
	if !c.cfg.Monitor.Listen.IsZero() {
		tries = append(tries, try{"monitor", patience, c.monitor})
	}
	if c.cfg.Receive.IMAP != nil {
		tries = append(tries, try{"receive.imap", patience, c.mailbox})
	}
	if c.cfg.Receive.LMTP != nil {
		tries = append(tries, try{"receive.lmtp", patience, c.lmtp})
	}
	if c.cfg.Receive.SMTP != nil {
		tries = append(tries, try{"receive.smtp", patience, c.smtp})
	}
	tries = append(tries, try{"send.smtp", patience, c.smarthost})
	if c.cfg.DKIM.Domain != "" {
		tries = append(tries, try{"dkim", patience, c.dkim})
	}
	return append(tries, c.names()...)
}

// all runs tries side by side. One that does not come back, as from a disk that
// hangs, is given up.
func (c *checker) all(ctx context.Context, tries []try) []Finding {
	found := make([][]Finding, len(tries))
	var under waiting
	var all sync.WaitGroup
	for i, t := range tries {
		under.begin(c.Waiting, t.subject)
		all.Go(func() {
			found[i] = c.one(ctx, t)
			under.end(c.Waiting, t.subject)
		})
	}
	all.Wait()
	return slices.Concat(found...)
}

// overtime is how long after its end a try is waited for.
const overtime = 3 * time.Second

func (c *checker) one(ctx context.Context, t try) []Finding {
	limited, cancel := context.WithTimeout(ctx, t.longest)
	defer cancel()
	done := make(chan []Finding, 1)
	go func() {
		s := &sheet{subject: t.subject, secrets: &c.secrets}
		t.do(limited, s)
		done <- s.found
	}()
	late := time.NewTimer(t.longest + overtime)
	defer late.Stop()
	select {
	case found := <-done:
		return found
	case <-late.C:
		s := &sheet{subject: t.subject, secrets: &c.secrets}
		s.fault("look at the disk and the network of this machine", "nothing came of it in %.0f seconds", t.longest.Seconds())
		return s.found
	}
}

// waiting is what is under way.
type waiting struct {
	mu   sync.Mutex
	what []string
}

func (w *waiting) begin(tell func([]string), what string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.what = append(w.what, what)
	w.say(tell)
}

func (w *waiting) end(tell func([]string), what string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.what = slices.DeleteFunc(w.what, func(one string) bool { return one == what })
	w.say(tell)
}

func (w *waiting) say(tell func([]string)) {
	if tell != nil {
		tell(slices.Clone(w.what))
	}
}

// Faults is how many findings are faults.
func Faults(found []Finding) (n int) {
	for _, f := range found {
		if f.Level == Fault {
			n++
		}
	}
	return n
}
