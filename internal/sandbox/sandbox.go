package sandbox

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-smtp"

	"toutdoux/internal/association"
	"toutdoux/internal/config"
	"toutdoux/internal/daemon"
	"toutdoux/internal/lmtpd"
	"toutdoux/internal/store"
)

// Options are what may be chosen.
type Options struct {
	Folder string        // where the register and the mailboxes are kept; "" for a temporary one, removed by Close
	Locale string        // fr or en; what a folder holds already has its own
	Now    time.Time     // what the clock says once the history is told; zero for the machine's time
	Day    time.Duration // how long a day takes; 0 for 24 hours
	Log    *slog.Logger  // of the daemon; nil for none
}

// Sandbox is a world under way.
type Sandbox struct {
	cfg       *config.Config
	folder    string
	temporary bool
	clock     *clock
	boxes     []*mailbox
	post      *post
	daemon    *daemon.Daemon
	register  *store.Store // for reading
	mails     mailCache

	imap    *imapserver.Server
	smtp    *smtp.Server
	letters *smtp.Server // takes the daemon's

	stop  context.CancelFunc
	ended chan struct{} // closed once the daemon is
	err   error         // why it ended, once it has

	driving sync.Mutex // one at a time sets the clock
	revision
}

// Open founds the association and tells its history, or opens that of a folder
// where it was left, and brings its clock to the present.
func Open(ctx context.Context, o Options) (s *Sandbox, err error) {
	if o.Now.IsZero() {
		o.Now = time.Now()
	}
	s = &Sandbox{folder: o.Folder, ended: make(chan struct{})}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Close())
		}
	}()
	if err := s.makeFolder(); err != nil {
		return s, err
	}
	cfg, known, err := configure(s.folder, o.Locale, o.Now)
	if err != nil {
		return s, err
	}
	s.cfg = cfg
	start := o.Now.In(cfg.Zone()).AddDate(0, 0, -history)
	if !known {
		if err := association.FoundAndWelcome(ctx, cfg, founders(), start); err != nil {
			return s, err
		}
	}
	if err := s.open(ctx, o, start); err != nil {
		return s, err
	}
	if !known {
		if err := s.tell(ctx, o.Now); err != nil {
			return s, err
		}
	}
	if o.Now.After(s.clock.Now()) { // a folder may have been left in a later year
		if err := s.advance(ctx, o.Now); err != nil {
			return s, err
		}
	}
	s.clock.release()
	return s, s.begun()
}

// makeFolder makes the folder, and its path one that does not depend on where
// the program was started.
func (s *Sandbox) makeFolder() (err error) {
	if s.folder == "" {
		s.temporary = true
		s.folder, err = os.MkdirTemp("", "toutdoux-sandbox-")
	} else if s.folder, err = filepath.Abs(s.folder); err == nil {
		err = os.MkdirAll(s.folder, 0o750)
	}
	if err != nil {
		return fmt.Errorf("make the sandbox's folder: %w", err)
	}
	return nil
}

// open opens the mailboxes, and starts the daemon at the instant at which it was
// left, or at the start of the history.
func (s *Sandbox) open(ctx context.Context, o Options, start time.Time) (err error) {
	for _, p := range everybody(s.cfg.Organisation.Locale) {
		box, err := openMailbox(s.folder, p, s.cfg.Zone())
		if err != nil {
			return err
		}
		s.boxes = append(s.boxes, box)
	}
	if s.register, err = store.Open(s.cfg.Organisation.Data, store.Options{ReadOnly: true}); err != nil {
		return err
	}
	state, err := s.state(ctx)
	if err != nil {
		return err
	}
	for _, at := range []time.Time{state.At, last(s.boxes), readClock(s.folder)} {
		if at.After(start) {
			start = at
		}
	}
	pace := 1.0
	if o.Day > 0 {
		pace = float64(24*time.Hour) / float64(o.Day)
	}
	s.clock = newClock(start.In(s.cfg.Zone()), pace)
	s.post = &post{
		boxes: s.boxes, clock: s.clock, owns: association.Owns(s.cfg), lmtp: s.cfg.Receive.LMTP.Listen.Address, came: s.changed,
		largest: int64(s.cfg.Limits.MailSize), rests: s.settle,
	}
	s.imap, s.smtp, s.letters = imapServer(s.boxes), s.post.smtpServer(true), s.post.smtpServer(false)
	return s.start(o.Log)
}

// start runs the daemon, and returns once it listens.
func (s *Sandbox) start(log *slog.Logger) error {
	socket := filepath.Join(s.folder, lettersSocket)
	l, err := lmtpd.Listen("unix:" + socket)
	if err != nil {
		return err
	}
	go s.letters.Serve(l) // until Close
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	ready := make(chan struct{})
	s.daemon = daemon.New([]*config.Config{s.cfg}, daemon.World{
		Clock: s.clock, Log: log, Listen: daemon.Listen, Ready: func(string) { close(ready) },
		Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, "unix", socket)
		},
	})
	ctx, stop := context.WithCancel(context.Background())
	s.stop = stop
	go func() {
		s.err = s.daemon.Run(ctx)
		close(s.ended)
	}()
	select {
	case <-ready:
		return nil
	case <-s.ended:
		err := s.err
		s.err = nil // Close need not say it again
		return err
	}
}

// Ended is closed where the daemon ended by itself, for a reason that Close
// gives.
func (s *Sandbox) Ended() <-chan struct{} { return s.ended }

// Close ends everything, and leaves nothing behind but a folder that was given.
func (s *Sandbox) Close() error {
	var errs []error
	if s.stop != nil {
		s.imap.Close()
		s.smtp.Close()
		s.stop()
		<-s.ended
		s.letters.Close()
		errs = append(errs, s.err)
		if !s.temporary {
			errs = append(errs, writeClock(s.folder, s.clock.Now()))
		}
	}
	if s.register != nil {
		errs = append(errs, s.register.Close())
	}
	if s.temporary {
		errs = append(errs, os.RemoveAll(s.folder))
	}
	return errors.Join(errs...)
}

// ServeIMAP lets mail programs read, until Close.
func (s *Sandbox) ServeIMAP(l net.Listener) error { return s.serve(s.imap.Serve(l)) }

// ServeSMTP lets mail programs send, until Close.
func (s *Sandbox) ServeSMTP(l net.Listener) error { return s.serve(s.smtp.Serve(l)) }

// serve takes the end of a server for what it is.
func (s *Sandbox) serve(err error) error {
	if errors.Is(err, net.ErrClosed) || errors.Is(err, smtp.ErrServerClosed) {
		return nil
	}
	return err
}
