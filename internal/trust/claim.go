package trust

import (
	"slices"
	"strings"
	"time"
)

// Claim is what a mail's own header says of its sender, believed or not: it
// serves to explain, never to decide.
type Claim struct {
	Host   string // the name that wrote it
	Passes bool
	Why    string // in the words of its Grounds
	Text   string // the field, on one line
}

// Claims gives what every Authentication-Results field says of the From, the
// topmost first, whoever wrote it.
func Claims(header []byte) []Claim {
	all := fields(header)
	return claims(all, all)
}

// Believed gives the claims in the pinned name that stand where they are believed
// under a policy, the topmost first: it is the one that Judge goes by.
func Believed(header []byte, p Policy, a Arrival) []Claim {
	all := fields(header)
	written, _ := reach(all, p, a)
	return slices.DeleteFunc(claims(all, all[:written]), func(c Claim) bool { return !sameHost(c.Host, p.AuthservID) })
}

// claims reads those among some fields of a header.
func claims(all, among []field) []Claim {
	from, err := sender(all)
	if err != nil {
		return nil
	}
	_, domain, _ := strings.Cut(from, "@")
	var claims []Claim
	for _, f := range among {
		if f.name != "authentication-results" {
			continue
		}
		host, results, err := parseResults(f.value())
		if host == "" || err != nil {
			continue
		}
		passes, why := weigh(results, domain)
		claims = append(claims, Claim{host, passes, why, f.value()})
	}
	return claims
}

// Signed tells whether a DKIM signature of the mail may prove its sender: where
// it may, which domain's, else why none does. Whether it holds the DNS alone
// tells; what it covers stands in the header. ours tells our own addresses, nil
// where they are not known.
func Signed(raw []byte, ours func(recipient string) bool, at time.Time) (domain, why string) {
	from, nothing := Domain(raw)
	if from == "" {
		return "", nothing.Why
	}
	if ours == nil {
		ours = func(string) bool { return true }
	}
	why = string(NotSigned)
	for _, f := range fields(raw) {
		if f.name != "dkim-signature" {
			continue
		}
		tags := tagsOf(f.value())
		signer := domainOf(tags["d"])
		_, part := tags["l"]
		switch {
		case !Aligned(signer, from):
			if why == string(NotSigned) {
				why = OthersSign.Of(signer)
			}
			continue
		case part:
			why = string(PartSigned)
			continue
		}
		covered := strings.FieldsFunc(tags["h"], func(r rune) bool { return strings.ContainsRune(": \t", r) })
		if why = Meant(raw, covered, ours, at); why == "" {
			return signer, ""
		}
	}
	return "", why
}

// tagsOf reads a list of tags (RFC 6376 section 3.2); a name that stands twice
// makes it worthless.
func tagsOf(text string) map[string]string {
	tags := map[string]string{}
	var names []string
	for tag := range strings.SplitSeq(text, ";") {
		name, value, _ := strings.Cut(tag, "=")
		name = strings.TrimSpace(name)
		if slices.Contains(names, name) && name != "" {
			return nil
		}
		names, tags[name] = append(names, name), strings.TrimSpace(value)
	}
	return tags
}
