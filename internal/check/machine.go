package check

import (
	"net"
	"net/netip"
)

// here is the machine that this runs on.
type here struct{}

// Addresses implements Machine.
func (here) Addresses() ([]netip.Addr, error) {
	nets, err := net.InterfaceAddrs()
	if err != nil {
		return nil, err
	}
	var all []netip.Addr
	for _, n := range nets {
		if prefix, err := netip.ParsePrefix(n.String()); err == nil {
			all = append(all, prefix.Addr())
		}
	}
	return all, nil
}
