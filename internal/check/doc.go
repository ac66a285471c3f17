// Package check tries everything that a configuration names, and says what it
// found, one line each, with how to mend what is not right: files, disk,
// register, clock, mailbox, servers, the DNS, and on demand a mail that the list
// sends to itself.
//
// It reads: nothing that it does changes a register, and but for that mail
// nobody hears of it; who hears of that where the domain has a catch-all, is
// said. What goes by a network is given up after a while, and is a
// finding then. Connecting, logging in and judging is done by the rooms that do
// so for the daemon; how findings are put on a page is left to the command.
package check

import (
	"context"
	"net"
	"net/netip"
	"sync/atomic"
	"time"

	"toutdoux/internal/config"
)

// Level is how bad a finding is; the names are relied on by others.
type Level string

// The levels. A fault keeps mail from coming in, being believed, or going out,
// or will; a warning is to be looked at, a note to be known.
const (
	OK      Level = "ok"
	Note    Level = "note"
	Warning Level = "warning"
	Fault   Level = "fault"
)

// Finding is one thing that was found out. It holds no password and no proof.
type Finding struct {
	Subject string `json:"subject"` // what was tried: "receive.imap", "dns.spf"
	Level   Level  `json:"level"`
	What    string `json:"what"`
	Mend    string `json:"mend"` // what to do; "" where there is nothing to
}

// Resolver asks the DNS; a *net.Resolver is one.
type Resolver interface {
	LookupTXT(ctx context.Context, name string) ([]string, error)
	LookupMX(ctx context.Context, name string) ([]*net.MX, error)
	LookupIPAddr(ctx context.Context, host string) ([]net.IPAddr, error)
	LookupAddr(ctx context.Context, addr string) (names []string, err error)
}

// Machine is the one that this runs on.
type Machine interface {
	// Synchronised tells whether the kernel says that something keeps its clock
	// right; an error where that cannot be known.
	Synchronised() (bool, error)
	// Space is how many bytes may still be written into a folder.
	Space(folder string) (int64, error)
	// Addresses are those under which it is reached.
	Addresses() ([]netip.Addr, error)
}

// World is what a check needs from outside.
type World struct {
	Dial     func(ctx context.Context, network, address string) (net.Conn, error) // nil for the network
	Listen   func(network, address string) (net.Listener, error)                  // nil for the network
	Resolver Resolver
	Machine  Machine
	Now      func() time.Time
	// Waiting is called with what is still waited for, whenever that changes;
	// nil where nobody looks.
	Waiting func(what []string)
}

// Real is the world as it is.
func Real() World {
	return World{
		Dial: (&net.Dialer{}).DialContext, Listen: net.Listen, Resolver: net.DefaultResolver, Machine: here{}, Now: time.Now,
	}
}

// patience is how long one try may take, and longLook how long one that reads a
// whole register.
const (
	patience = 20 * time.Second
	longLook = time.Minute
)

// checker is one run over one configuration.
type checker struct {
	World
	cfg     *config.Config
	secrets secrets
	running func() error // what the daemon says, see daemon
	// secretless: a password that the daemon has is not at hand here.
	secretless atomic.Bool
}
