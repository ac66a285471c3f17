package config

import (
	"net"
	"net/netip"
)

// Reach is from where an address is reached, the farther the greater.
type Reach int

// From this machine alone; from a network of one's own, as containers have; from
// anywhere.
const (
	Here Reach = iota
	Near
	World
)

// reachOf is that of an IP address: loopback, private (RFC 1918, RFC 4193) or
// link-local, or any other.
func reachOf(ip netip.Addr) Reach {
	switch ip = ip.Unmap(); {
	case ip.IsLoopback():
		return Here
	case ip.IsPrivate(), ip.IsLinkLocalUnicast():
		return Near
	}
	return World
}

// Reach is from where an endpoint is reached. Of a name other than localhost, and
// of all of a machine's addresses at once, that is the world for all that this
// can tell.
func (e Endpoint) Reach() Reach {
	if e.Network == "unix" {
		return Here
	}
	host, _, err := net.SplitHostPort(e.Address)
	if err != nil {
		return World
	}
	if host == "localhost" {
		return Here
	}
	ip, err := netip.ParseAddr(host)
	if err != nil {
		return World
	}
	return reachOf(ip)
}
