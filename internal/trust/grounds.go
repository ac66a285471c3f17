package trust

import (
	"fmt"
	"strings"
)

// Grounds is by what a sender is proven, or why not, in words for people that
// may be stored and shown; each %s stands for a domain, a host or a field. They
// hold no address.
type Grounds string

// The grounds, from one explicit table: those of a mail's own header first,
// then those of who asks the DNS.
const (
	NoShape       Grounds = "the mail has a shape that proves nothing"
	FieldTwice    Grounds = "Cc, Sender, Date or MIME-Version stands twice, so nothing is proven"
	NoField       Grounds = "a line of the header is no field, so nothing is proven"
	NoHostPinned  Grounds = "no host is pinned whose results are believed (authserv_id)"
	BadResults    Grounds = "the results of %s cannot be read"
	NoResults     Grounds = "no results of %s stand where only our own hosts write"
	FromOutside   Grounds = "the mail came straight from a host that is no trusted relay"
	OffBoundary   Grounds = "the Received lines do not lead to the boundary host (authserv_id, received_by, trusted_relays)"
	NoReceived    Grounds = "the mail has no Received line"
	DMARCFails    Grounds = "DMARC fails"
	DMARCTwice    Grounds = "DMARC is judged twice"
	DMARCOther    Grounds = "DMARC passes for another domain"
	DMARCPasses   Grounds = "DMARC passes for %s"
	DKIMHolds     Grounds = "a DKIM signature of %s holds"
	NeitherPasses Grounds = "neither DMARC nor an aligned DKIM signature passes"

	NotSigned     Grounds = "the mail has no DKIM signature"
	OthersSign    Grounds = "the DKIM signature is of %s, not of the sender's organisation"
	PartSigned    Grounds = "the DKIM signature covers only a part of the text (l=)"
	NotCovered    Grounds = "the DKIM signature does not cover %s"
	LongAgo       Grounds = "the signed Date is more than 5 days from the receipt"
	NotNamed      Grounds = "the list is not named in a signed To or Cc"
	BadSignatures Grounds = "the DKIM signatures cannot be read"
	NoneHolds     Grounds = "no DKIM signature of %s holds"
	Crowd         Grounds = "too many mails came at once to ask the DNS about each"
	SilentDNS     Grounds = "the DNS of %s did not answer, or was asked too often"
	NoRecord      Grounds = "the DMARC record of %s cannot be had"
	TooFar        Grounds = "DMARC fails (p=%s): %s wants its very name, and %s passed"
	SPFPasses     Grounds = "SPF passes for %s"
	AndSPF        Grounds = "%s, and SPF says %s"
	AndEnvelope   Grounds = "%s, and the envelope is not of that organisation"
)

// Of gives the words, about what they are about.
func (g Grounds) Of(what ...any) string { return fmt.Sprintf(string(g), what...) }

// About tells whether some words are of these grounds, and what they are about:
// names, in which no blank stands, but for the grounds that go on from others.
func (g Grounds) About(words string) (what []any, ok bool) {
	parts := strings.Split(string(g), "%s")
	if !strings.HasPrefix(words, parts[0]) {
		return nil, false
	}
	words = words[len(parts[0]):]
	for i, part := range parts[1:] {
		at := strings.Index(words, part)
		if i == len(parts)-2 {
			at = len(words) - len(part)
		}
		if at < 0 || !strings.HasPrefix(words[at:], part) || parts[0] != "" && strings.Contains(words[:at], " ") {
			return nil, false
		}
		what, words = append(what, words[:at]), words[at+len(part):]
	}
	return what, words == ""
}
