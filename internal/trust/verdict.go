package trust

import (
	"strings"

	"golang.org/x/net/publicsuffix"

	"toutdoux/internal/address"
)

// Verdict is whether the header proves its sender. What it does not prove may
// still be proven otherwise, by the proof of a letter or by asking: unless
// Doubled, for then nothing is proven by the mail.
type Verdict struct {
	Authenticated bool
	Domain        string // the From's domain, in lower case and ASCII, when authenticated
	Doubled       bool   // Cc, Sender, Date or MIME-Version stands twice
	Why           string // in the words of its Grounds; holds no address
}

// misshapen is the verdict on a mail that Shape refuses, and twice that on one
// with a field that is forgiven when doubled.
var misshapen = Verdict{Why: string(NoShape)}
var twice = Verdict{Doubled: true, Why: string(FieldTwice)}

// Doubled tells whether a field that is forgiven when it stands twice does so:
// nothing is proven by such a mail ("Believing a sender", Shape).
func Doubled(header []byte) bool { return doubled(fields(header)) }

// Judge says whether the boundary host vouches for the mail's From ("Believing
// a sender", Authentication-Results).
func Judge(header []byte, p Policy, a Arrival) Verdict {
	all := fields(header)
	from, err := sender(all)
	switch {
	case err != nil || Shape(header, DefaultLimits()) != nil:
		return misshapen
	case doubled(all):
		return twice
	}
	results, why := believed(all, p, a)
	if why != "" {
		return Verdict{Why: why}
	}
	_, domain, _ := strings.Cut(from, "@")
	authenticated, why := weigh(results, domain)
	if !authenticated {
		domain = ""
	}
	return Verdict{Authenticated: authenticated, Domain: domain, Why: why}
}

// believed gives the results of the topmost Authentication-Results field that
// bears the pinned name and stands where outsiders cannot write, or why there
// are none. When that one cannot be read, no other is looked for: it would
// stand nearer to the sender.
func believed(all []field, p Policy, a Arrival) (results []result, why string) {
	if p.AuthservID == "" {
		return nil, string(NoHostPinned)
	}
	written, why := reach(all, p, a)
	for _, f := range all[:written] {
		if f.name != "authentication-results" {
			continue
		}
		host, results, err := parseResults(f.value())
		if !sameHost(host, p.AuthservID) {
			continue
		}
		if err != nil {
			return nil, BadResults.Of(p.AuthservID)
		}
		return results, ""
	}
	if why == "" {
		why = NoResults.Of(p.AuthservID)
	}
	return nil, why
}

// reach is the number of fields from the top that our own mail system wrote,
// or why none count.
func reach(all []field, p Policy, a Arrival) (fields int, why string) {
	switch {
	case a.Direct(p):
		return 0, string(FromOutside)
	case count(all, "received") > 0:
		return boundary(all, p)
	case a.inside(p):
		return len(all), ""
	}
	return 0, string(NoReceived)
}

// boundary counts the fields down to the boundary host's Received line, and
// those just below that filters there write.
func boundary(all []field, p Policy) (fields int, why string) {
	hops := ours(all, p)
	if len(hops) == 0 || !p.boundary(hops[len(hops)-1].by) {
		return 0, string(OffBoundary)
	}
	n := hops[len(hops)-1].at + 1
	for n < len(all) && filtered(all[n].name) {
		n++
	}
	return n, ""
}

// filters are the fields, or their beginnings, that milters add below the
// Received line of the host they run on.
var filters = []string{"authentication-results", "received-spf", "dkim-filter", "arc-", "x-spam", "x-rspamd-", "x-virus-"}

func filtered(name string) bool {
	for _, prefix := range filters {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

// weigh decides over the results of the boundary host. DMARC's word comes
// first; then an aligned DKIM signature suffices. SPF does not: it is believed
// only where we see the client's address ourselves.
func weigh(results []result, domain string) (bool, string) {
	var dmarc []result
	for _, r := range results {
		if r.method == "dmarc" {
			dmarc = append(dmarc, r)
		}
	}
	for _, r := range dmarc {
		from, named := r.get("header.from")
		switch {
		case r.value == "fail":
			return false, string(DMARCFails)
		case len(dmarc) > 1:
			return false, string(DMARCTwice)
		case r.value == "pass" && !(named && sameDomain(from, domain)):
			return false, string(DMARCOther)
		case r.value == "pass":
			return true, DMARCPasses.Of(domain)
		}
	}
	for _, r := range results {
		if r.method == "dkim" && r.value == "pass" && Aligned(r.signer(), domain) {
			return true, DKIMHolds.Of(domain)
		}
	}
	return false, string(NeitherPasses)
}

// signer is the domain that a DKIM result is about, "" where it names none or
// several.
func (r result) signer() string {
	if signer, ok := r.get("header.d"); ok {
		return signer
	}
	for _, p := range r.properties {
		if p.name == "header.d" {
			return ""
		}
	}
	signer, _ := r.get("header.i")
	return signer
}

// domainOf gives the normalised domain of what is a domain or an address.
func domainOf(name string) string {
	domain, err := address.Domain(name[strings.LastIndexByte(name, '@')+1:])
	if err != nil {
		return ""
	}
	return domain
}

func sameDomain(name, domain string) bool { return domainOf(name) == domain }

// Aligned says that two names belong to one organisation (RFC 7489 section
// 3.1.1, relaxed); the second is normal already.
func Aligned(name, domain string) bool {
	signer := domainOf(name)
	return signer == domain || signer != "" && Organisation(domain) != "" && Organisation(domain) == Organisation(signer)
}

// Organisation is the domain that somebody registered, of which a normal
// domain is a part (RFC 7489 section 3.2); "" where it is a registry's.
func Organisation(domain string) string {
	organisation, err := publicsuffix.EffectiveTLDPlusOne(domain)
	if err != nil {
		return ""
	}
	return organisation
}
