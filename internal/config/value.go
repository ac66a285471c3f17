package config

import (
	"fmt"
	"math"
	"net"
	"net/netip"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"toutdoux/internal/governance"
)

// Zone is a time zone, written "Europe/Paris" (IANA time zone database).
type Zone struct{ *time.Location }

// UnmarshalText reads the zone's name; "" and "Local" name no place.
func (z *Zone) UnmarshalText(text []byte) error {
	name := string(text)
	location, err := time.LoadLocation(name)
	if err != nil || name == "" || name == "Local" {
		return fmt.Errorf("no time zone %q: write it as in \"Europe/Paris\"", name)
	}
	z.Location = location
	return nil
}

func mustZone(name string) (z Zone) {
	if err := z.UnmarshalText([]byte(name)); err != nil {
		panic("config: default time zone: " + err.Error())
	}
	return z
}

// Size is a number of bytes, written "25 MiB" or "500 kB".
type Size int64

// sizeUnits are the units of sizes in bytes.
var sizeUnits = map[string]int64{
	"b": 1, "kb": 1000, "mb": 1000 * 1000, "gb": 1000 * 1000 * 1000,
	"kib": 1 << 10, "mib": 1 << 20, "gib": 1 << 30,
}

// UnmarshalText reads a number and a unit, with or without a space between.
func (s *Size) UnmarshalText(text []byte) error {
	number := strings.TrimRight(string(text), " BKMGibkmg")
	unit := strings.ToLower(strings.TrimSpace(string(text)[len(number):]))
	n, err := strconv.ParseInt(number, 10, 64)
	factor, known := sizeUnits[unit]
	if err != nil || !known || n < 0 || n > math.MaxInt64/factor {
		return fmt.Errorf("no size %q: write it as in \"25 MiB\"", text)
	}
	*s = Size(n * factor)
	return nil
}

// Delay is a calendar delay of the rules that may also be given in years.
type Delay struct{ governance.Delay }

// UnmarshalText reads "5 years", "5 ans", and what [governance.ParseDelay] reads.
func (d *Delay) UnmarshalText(text []byte) error {
	number, unit, _ := strings.Cut(strings.TrimSpace(string(text)), " ")
	n, err := strconv.Atoi(number)
	switch strings.ToLower(strings.TrimSpace(unit)) {
	case "year", "years", "an", "ans":
		if err != nil || n < 0 || n > 1000 {
			return fmt.Errorf("no delay %q: write it as in \"5 years\"", text)
		}
		d.Delay = governance.Delay{N: 12 * n, Unit: governance.Months}
		return nil
	}
	d.Delay, err = governance.ParseDelay(string(text))
	return err
}

// Duration is a span of time that no calendar changes, written "75 minutes".
type Duration struct{ time.Duration }

// UnmarshalText reads seconds, minutes and hours.
func (d *Duration) UnmarshalText(text []byte) error {
	number, unit, _ := strings.Cut(strings.TrimSpace(string(text)), " ")
	n, err := strconv.ParseUint(number, 10, 20)
	units := map[string]time.Duration{"second": time.Second, "minute": time.Minute, "hour": time.Hour}
	each, known := units[strings.TrimSuffix(strings.TrimSpace(unit), "s")]
	if err != nil || !known {
		return fmt.Errorf("no span of time %q: write it as in \"75 minutes\"", text)
	}
	d.Duration = time.Duration(n) * each
	return nil
}

// Network is an IP address or a range of them, written "192.0.2.1" or
// "192.0.2.0/24".
type Network struct{ netip.Prefix }

// UnmarshalText reads an address or a CIDR range (RFC 4632).
func (n *Network) UnmarshalText(text []byte) error {
	if addr, err := netip.ParseAddr(string(text)); err == nil && addr.Zone() == "" {
		n.Prefix = netip.PrefixFrom(addr, addr.BitLen())
		return nil
	}
	prefix, err := netip.ParsePrefix(string(text))
	if err != nil {
		return fmt.Errorf("no address %q: write it as in \"192.0.2.1\" or \"192.0.2.0/24\"", text)
	}
	n.Prefix = prefix.Masked()
	return nil
}

// Endpoint is where to listen: "tcp" and host:port, or "unix" and a path, as
// [net.Listen] takes them. The zero Endpoint is none.
type Endpoint struct{ Network, Address string }

// UnmarshalText reads "127.0.0.1:2424" or "unix:/run/toutdoux/lmtp.sock".
func (e *Endpoint) UnmarshalText(text []byte) error {
	if path, found := strings.CutPrefix(string(text), "unix:"); found {
		if !filepath.IsAbs(path) {
			return fmt.Errorf("no socket %q: write its whole path, as in \"unix:/run/toutdoux/lmtp.sock\"", text)
		}
		*e = Endpoint{"unix", path}
		return nil
	}
	if len(text) == 0 {
		*e = Endpoint{}
		return nil
	}
	if err := hostPort(string(text), ""); err != nil {
		return fmt.Errorf("%w, or \"unix:/run/toutdoux/lmtp.sock\"", err)
	}
	*e = Endpoint{"tcp", string(text)}
	return nil
}

// IsZero tells whether there is nowhere to listen.
func (e Endpoint) IsZero() bool { return e == Endpoint{} }

// String gives the endpoint as the file writes it.
func (e Endpoint) String() string {
	if e.Network == "unix" {
		return "unix:" + e.Address
	}
	return e.Address
}

// hostPort checks host:port. To listen, the host may be left out, and port 0
// takes any that is free; usual is then "", else the port that most servers have.
func hostPort(text, usual string) error {
	host, port, err := net.SplitHostPort(text)
	number, bad := strconv.ParseUint(port, 10, 16)
	if err == nil && bad == nil && (usual == "" || host != "" && number != 0) {
		return nil
	}
	example := "127.0.0.1:2424"
	switch {
	case usual != "" && word(text) == nil && text != "" && !strings.ContainsAny(text, ":/"):
		example = text + ":" + usual
	case usual != "":
		example = "mail.example.org:" + usual
	}
	return fmt.Errorf("no host and port %q: write them as in %q", text, example)
}
