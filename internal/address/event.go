package address

import (
	"strconv"
	"strings"
	"time"
)

// EventUID is the UID of an assembly in everybody's calendar (RFC 5545 section
// 3.8.4.7): the same in every letter about it, and of this list alone. It
// carries no proof, since calendars are shared.
func (l List) EventUID(assembly int, called time.Time) string {
	return "assembly-" + strconv.Itoa(assembly) + "-" + called.UTC().Format("20060102T150405Z") + "-" + l.String()
}

// FindEvent gives the number of the assembly whose UID that is. Not ok for
// what is no UID of this list's.
func (l List) FindEvent(uid string) (assembly int, ok bool) {
	rest, ours := strings.CutSuffix(strings.ToLower(uid), "-"+l.String())
	rest, meets := strings.CutPrefix(rest, "assembly-")
	number, called, dated := strings.Cut(rest, "-")
	n, err := strconv.Atoi(number)
	if _, bad := time.Parse("20060102t150405z", called); bad != nil || !dated || !meets || !ours || err != nil || n < 1 {
		return 0, false
	}
	return n, true
}
