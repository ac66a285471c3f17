package mailin

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/emersion/go-smtp"
)

// Server takes mail on any number of listeners.
type Server struct {
	config Config
	post   Post
	smtp   *smtp.Server
	memory atomic.Int64 // bytes that mails under way may still take

	ctx    context.Context // of every Deliver
	cancel context.CancelFunc

	mu        sync.Mutex
	draining  bool
	listeners []net.Listener
	wires     map[*wire]struct{}
	from      map[netip.Prefix]int // connections by client
}

// New returns a Server that hands its mail to post.
func New(c Config, post Post) *Server {
	s := &Server{
		config: c.withDefaults(),
		post:   post,
		wires:  make(map[*wire]struct{}),
		from:   make(map[netip.Prefix]int),
	}
	s.memory.Store(atOnce * (s.config.Size + 1))
	s.ctx, s.cancel = context.WithCancel(context.Background())
	s.smtp = s.protocol()
	return s
}

// protocol sets go-smtp up. Its TLSConfig stays empty: the wire does STARTTLS.
func (s *Server) protocol() *smtp.Server {
	p := smtp.NewServer(smtp.BackendFunc(s.session))
	p.LMTP = s.config.LMTP
	p.Domain = s.config.Name
	p.MaxMessageBytes = s.config.Size + 1 // the session checks: go-smtp's own 552 cannot be told from other ends
	p.MaxRecipients = s.config.Recipients
	p.MaxLineLength = maxLine
	p.ReadTimeout = s.config.Timeout
	p.WriteTimeout = s.config.Timeout
	p.EnableSMTPUTF8 = true
	p.ErrorLog = logger{s.config.Log}
	return p
}

// Serve takes mail from l until Shutdown, then returns nil; or until l fails,
// and returns why. It closes l.
func (s *Server) Serve(l net.Listener) error {
	defer l.Close()
	if !s.open(l) {
		return nil
	}
	if err := s.smtp.Serve(gate{l, s}); err != nil && !s.isDraining() {
		return fmt.Errorf("take mail on %s: %w", l.Addr(), err)
	}
	return nil
}

// open has Shutdown close l, or tells that it has already been called.
func (s *Server) open(l net.Listener) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.listeners = append(s.listeners, l)
	return !s.draining
}

func (s *Server) isDraining() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.draining
}

// Shutdown closes the listeners, tells idle clients to come back (421), and
// waits for the mails under way. When ctx is done before them it cuts their
// connections, waits for Deliver to return, and returns the error of ctx: those
// mails were not acknowledged, and will come again.
func (s *Server) Shutdown(ctx context.Context) error {
	s.drain()
	defer s.cancel()
	done := make(chan struct{})
	go func() {
		defer close(done)
		s.smtp.Shutdown(context.Background()) // its only error: a listener was closed twice
	}()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		s.cancel()
		s.cut()
		<-done
		return fmt.Errorf("wait for the mails under way: %w", ctx.Err())
	}
}

// drain takes no more connections, and has each end as soon as no mail is under
// way on it.
func (s *Server) drain() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.draining = true
	for _, l := range s.listeners {
		l.Close()
	}
	for w := range s.wires {
		w.drain()
	}
}

// cut ends every connection. (go-smtp's Close does nothing after Shutdown.)
func (s *Server) cut() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for w := range s.wires {
		w.Conn.Close()
	}
}

// logger passes go-smtp's complaints on: its panics are ours to know, its
// broken connections are everyday life.
type logger struct{ *slog.Logger }

// Printf implements smtp.Logger.
func (l logger) Printf(format string, v ...any) {
	level := slog.LevelDebug
	if strings.HasPrefix(format, "panic") {
		level = slog.LevelError
	}
	l.Log(context.Background(), level, "mail server", "err", fmt.Sprintf(format, v...))
}

// Println implements smtp.Logger.
func (l logger) Println(v ...any) {
	l.Debug("mail server", "err", fmt.Sprint(v...))
}
