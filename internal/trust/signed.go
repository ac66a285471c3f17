package trust

import (
	"net/mail"
	"slices"
	"strings"
	"time"

	"toutdoux/internal/address"
)

// Evidence is a mail and how it came, for those who ask other machines about
// its sender.
type Evidence struct {
	Raw     []byte
	At      time.Time // its instant
	Arrival Arrival
	From    string // MAIL FROM, "" for <> or where it is not known
	Hello   string // the name its client gave
}

// signedDays is how far the signed Date may be from the instant.
const signedDays = 5 * 24 * time.Hour

// Domain is the domain of the one From, normalised, and what keeps a mail's own
// marks from proving anything, "" for nothing: its shape, a field that stands
// twice, or a header line that programs read differently. (DKIM covers the
// fields that its verifier sees, and not those that we see.)
func Domain(raw []byte) (domain string, v Verdict) {
	all := fields(raw)
	from, err := sender(all)
	switch {
	case Shape(raw, DefaultLimits()) != nil || err != nil:
		return "", misshapen
	case doubled(all):
		return "", twice
	case !clean(raw):
		return "", Verdict{Why: string(NoField)}
	}
	_, domain, _ = strings.Cut(from, "@")
	return domain, Verdict{}
}

// clean says that every line of a header is a field or continues one, with no
// blank before the colon.
func clean(raw []byte) bool {
	header := raw[:headerLength(raw)]
	for start := 0; start < len(header); {
		line := lineAt(header, start)
		if line[0] != ' ' && line[0] != '\t' {
			f, known := parseField(line)
			if !known || line[len(f.name)] != ':' {
				return false
			}
		} else if start == 0 {
			return false
		}
		start += len(line)
	}
	return true
}

// Meant says why a valid signature over these fields does not show that the
// mail was written to us and now, "" where it does: a mail written to somebody
// else could be sent here by whoever has it ("Believing a sender"). ours tells
// our own addresses.
func Meant(raw []byte, signed []string, ours func(recipient string) bool, at time.Time) (why string) {
	covers := func(name string) bool {
		return slices.ContainsFunc(signed, func(s string) bool { return strings.EqualFold(s, name) })
	}
	for _, name := range []string{"from", "subject", "date"} {
		if !covers(name) {
			return NotCovered.Of(name)
		}
	}
	all := fields(raw)
	if !near(value(all, "date"), at) {
		return string(LongAgo)
	}
	for _, name := range []string{"to", "cc"} {
		if covers(name) && slices.ContainsFunc(address.ParseList(value(all, name)), ours) {
			return ""
		}
	}
	return string(NotNamed)
}

// value is the one-line value of the first field of a name, "" without one.
func value(all []field, name string) string {
	for _, f := range all {
		if f.name == name {
			return f.value()
		}
	}
	return ""
}

func near(date string, at time.Time) bool {
	signed, err := mail.ParseDate(date)
	return err == nil && signed.Sub(at).Abs() <= signedDays
}
