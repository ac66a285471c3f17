package trust

import (
	"net/netip"
	"slices"
	"strings"
	"time"
	"unicode"
)

// Policy is whom the association's configuration believes ("[trust]").
type Policy struct {
	AuthservID    string         // the host whose Authentication-Results are believed; "" for none
	ReceivedBy    string         // the host whose Received line gives the instant; "" for none
	TrustedRelays []netip.Prefix // the hosts that hand mail on for us
}

// Arrival is how a mail came to us.
type Arrival struct {
	Accepted time.Time  // when we took it
	Peer     netip.Addr // who handed it over; the zero Addr for a mailbox or a file
	LMTP     bool       // by LMTP: only our own mail system speaks it to us
	Replay   bool       // from a foreign mailbox, replayed: its mails may have no Received line
}

// Direct says that the mail came straight from a host we know nothing of, so
// that all of its header is that host's word, and its address ours to see.
func (a Arrival) Direct(p Policy) bool {
	return a.Peer.IsValid() && !a.LMTP && !a.Replay && !p.trusts(a.Peer)
}

// inside says that our own mail system handed the mail over.
func (a Arrival) inside(p Policy) bool {
	return a.LMTP || a.Replay || p.trusts(a.Peer)
}

func (p Policy) trusts(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	return slices.ContainsFunc(p.TrustedRelays, func(relay netip.Prefix) bool { return relay.Contains(a) })
}

// boundary says that a name is that of the host which takes mail from outside.
func (p Policy) boundary(host string) bool {
	return sameHost(host, p.AuthservID) || sameHost(host, p.ReceivedBy)
}

// sameHost compares two names of hosts: capitals count as small letters in ASCII
// alone (RFC 4343). Unicode folds more, and who strips forged fields does not: to
// it ſ is an s, and the Kelvin sign a k.
func sameHost(a, b string) bool {
	return len(a) == len(b) && isASCII(a) && strings.EqualFold(a, b)
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > unicode.MaxASCII })
}

// own says that a host which calls itself so is ours: a configured one, or an
// inner one that has no public name (localhost; 10.0.0.5; 2002:a05::1, which
// is 10.5.0.0 written as 6to4, as Gmail's inner hosts are).
func (p Policy) own(host string) bool {
	if p.boundary(host) || sameHost(host, "localhost") {
		return true
	}
	a, err := netip.ParseAddr(strings.Trim(host, "[]"))
	if err != nil {
		return false
	}
	if six := a.As16(); six[0] == 0x20 && six[1] == 0x02 {
		a = netip.AddrFrom4([4]byte(six[2:6]))
	}
	return a.IsPrivate() || a.IsLoopback()
}
