package trust

import (
	"net/mail"
	"strings"
	"time"
)

// Hop is what one Received line says, believed or not: it serves to explain.
type Hop struct {
	By string    // the host that wrote it
	At time.Time // zero where the line has no date that can be read
}

// Hops gives the Received lines that can be read, the topmost first.
func Hops(header []byte) []Hop {
	var all []Hop
	for _, f := range fields(header) {
		if f.name != "received" {
			continue
		}
		if h, ok := parseHop(f.value()); ok {
			at, _ := mail.ParseDate(strings.TrimSpace(h.date))
			all = append(all, Hop{h.by, at.UTC()})
		}
	}
	return all
}
