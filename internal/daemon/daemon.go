// Package daemon runs associations: it listens for their mail, hands each mail
// to the association that owns its recipient, wakes whichever has something
// due by one timer, and answers those who watch over it. What main, the
// sandbox and the tests run is the same: New, Run. One association is the case
// n = 1; nothing is shared between two but the listeners.
package daemon

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"strings"
	"sync"
	"time"

	"toutdoux/internal/association"
	"toutdoux/internal/config"
)

// Clock tells the time, and calls back at an instant.
type Clock interface {
	Now() time.Time
	// AfterFunc calls f in its own goroutine once d has passed; stop prevents it.
	AfterFunc(d time.Duration, f func()) (stop func() bool)
}

// Wall is the clock of the machine.
type Wall struct{}

// Now is the time of the machine, with its monotonic reading.
func (Wall) Now() time.Time { return time.Now() }

// AfterFunc is time.AfterFunc.
func (Wall) AfterFunc(d time.Duration, f func()) func() bool { return time.AfterFunc(d, f).Stop }

// World is what a daemon needs from outside; tests and the sandbox bring their
// own.
type World struct {
	Clock Clock
	Log   *slog.Logger
	// Listen opens the listeners.
	Listen func(network, address string) (net.Listener, error)
	// Dial reaches the smarthost; nil for the network.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
	// Resolver asks the DNS about senders; nil for the machine's.
	Resolver association.Resolver
	// Ready is called once with a line that says what it listens on.
	Ready func(line string)
	// Notify tells the service manager ("READY=1" and the like); nil for none.
	Notify func(state string)
}

// Daemon runs one or more associations.
type Daemon struct {
	world   World
	configs []*config.Config
	houses  []*association.Association
	wires   []wire
	changed chan struct{} // holds one element when a house may have something due
}

// New is a daemon for these associations; Run starts it.
func New(configs []*config.Config, world World) *Daemon {
	return &Daemon{world: world, configs: configs, changed: make(chan struct{}, 1)}
}

// longestWait bounds how far a step of the wall clock can make a timer late.
const longestWait = 15 * time.Minute

// drainTime is how long what is under way may take when the daemon stops.
const drainTime = 15 * time.Second

// Run opens the associations and serves until ctx is done, then lets what is
// under way end, and closes everything. It returns an error when it could not
// start, or when a disk can no longer be written.
func (d *Daemon) Run(ctx context.Context) (err error) {
	defer func() { err = errors.Join(err, d.close()) }()
	if err := d.open(ctx); err != nil {
		return err
	}
	faults, err := d.listen()
	if err != nil {
		return err
	}
	for _, h := range d.houses {
		h.Start(ctx)
	}
	d.ready()
	d.notify("READY=1")
	err = d.loop(ctx, faults)
	d.notify("STOPPING=1")
	d.drain(ctx)
	return err
}

func (d *Daemon) open(ctx context.Context) error {
	for _, cfg := range d.configs {
		h, err := association.Open(ctx, cfg, association.World{
			Clock: d.world.Clock, Log: d.world.Log.With("list", cfg.List.Address), Changed: d.wake, Dial: d.world.Dial, Resolver: d.world.Resolver,
		})
		if err != nil {
			return err
		}
		d.houses = append(d.houses, h)
		if err := d.distinct(h); err != nil {
			return err
		}
	}
	return nil
}

// distinct refuses a list that another association here has too.
func (d *Daemon) distinct(h *association.Association) error {
	for _, other := range d.houses {
		for _, address := range []string{h.Config.List.Address, h.Config.List.Discussion} {
			local := strings.LastIndexByte(address, '@')
			if other != h && address != "" && other.Claim(address) == local {
				return fmt.Errorf("%s: the list %s is that of %s too: give each association its own", h.Config.File, address, other.Config.File)
			}
		}
	}
	return nil
}

// wake makes the loop look again at what is due.
func (d *Daemon) wake() {
	select {
	case d.changed <- struct{}{}:
	default:
	}
}

// loop is the one timer of all associations.
func (d *Daemon) loop(ctx context.Context, faults <-chan error) error {
	for {
		for _, h := range d.houses {
			h.Tend(ctx)
			if err := h.Store.Broken(); err != nil {
				return err
			}
		}
		d.notify("WATCHDOG=1")
		stop := d.world.Clock.AfterFunc(d.wait(), d.wake)
		select {
		case <-d.changed:
		case err := <-faults:
			stop()
			return err
		case <-ctx.Done():
			stop()
			return nil
		}
		stop()
	}
}

// wait is how long nothing is due.
func (d *Daemon) wait() time.Duration {
	wait := longestWait
	now := d.world.Clock.Now()
	for _, h := range d.houses {
		if next := h.Next(); !next.IsZero() {
			wait = min(wait, next.Sub(now))
		}
	}
	return max(wait, 0)
}

// Idle tells whether nothing is under way or due once the daemon is ready, and
// when something will be: zero for not before a mail comes in. It is for whoever
// sets the clock.
func (d *Daemon) Idle() (next time.Time, idle bool) {
	now := d.world.Clock.Now()
	for _, h := range d.houses {
		if !h.Idle() {
			return next, false
		}
		due := h.Next()
		if due.IsZero() {
			continue
		}
		if !due.After(now) {
			return due, false
		}
		if next.IsZero() || due.Before(next) {
			next = due
		}
	}
	return next, true
}

// drain stops the wires within drainTime. What has not ended by then is cut off:
// it was not acknowledged and will come again, so that this is a good end too.
func (d *Daemon) drain(ctx context.Context) {
	limit, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainTime)
	defer cancel()
	var all sync.WaitGroup
	for _, w := range d.wires {
		all.Go(func() {
			if err := w.Shutdown(limit); err != nil {
				d.world.Log.Warn("cut off what did not end in time", "wire", w.name, "err", err)
			}
		})
	}
	all.Wait()
}

// close closes the associations, all at once: each may wait for its letters on
// their way. Listeners that nobody serves yet are closed too.
func (d *Daemon) close() error {
	var all sync.WaitGroup
	errs := make([]error, len(d.houses))
	for i, h := range d.houses {
		all.Go(func() { errs[i] = h.Close() })
	}
	all.Wait()
	for _, w := range d.wires {
		w.listener.Close() // again, where it was served
	}
	return errors.Join(errs...)
}

func (d *Daemon) notify(state string) {
	if d.world.Notify != nil {
		d.world.Notify(state)
	}
}
