package mailtest

import (
	"context"
	"net"
	"net/netip"
	"sync"
	"syscall"
)

// backlog is how many connections may wait to be accepted.
const backlog = 512

// Listener is an in-memory net.Listener. Made inside a testing/synctest
// bubble, it and its connections wait durably. A Listener that nobody accepts
// from is a black hole: connections succeed, and nothing ever answers.
type Listener struct {
	waiting chan net.Conn
	closed  chan struct{}
	close   sync.Once
}

// Listen returns an open Listener.
func Listen() *Listener {
	return &Listener{waiting: make(chan net.Conn, backlog), closed: make(chan struct{})}
}

// Accept returns the next connection, or net.ErrClosed after Close.
func (l *Listener) Accept() (net.Conn, error) {
	select {
	case <-l.closed:
		return nil, net.ErrClosed
	default:
	}
	select {
	case c := <-l.waiting:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

// Close refuses further connections, and cuts those not yet accepted.
func (l *Listener) Close() error {
	l.close.Do(func() { close(l.closed) })
	for {
		select {
		case c := <-l.waiting:
			c.Close()
		default:
			return nil
		}
	}
}

// Addr returns an address that names no place.
func (l *Listener) Addr() net.Addr { return pipeAddr{} }

// Dial connects to the listener, whatever network and address say: it fits
// where net.Dialer.DialContext does. The server sees no client address.
func (l *Listener) Dial(ctx context.Context, _, _ string) (net.Conn, error) {
	return l.dial(ctx, pipeAddr{})
}

// DialFrom connects to the listener as a client at that address would.
func (l *Listener) DialFrom(ctx context.Context, client netip.AddrPort) (net.Conn, error) {
	return l.dial(ctx, net.TCPAddrFromAddrPort(client))
}

func (l *Listener) dial(ctx context.Context, from net.Addr) (net.Conn, error) {
	select {
	case <-l.closed:
		return nil, syscall.ECONNREFUSED
	default:
	}
	client, server := pipe(from, pipeAddr{})
	select {
	case l.waiting <- server:
		return client, nil
	case <-l.closed:
		return nil, syscall.ECONNREFUSED
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
