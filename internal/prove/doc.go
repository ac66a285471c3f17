// Package prove finds out who wrote a mail by asking the DNS: DKIM (RFC 6376),
// SPF (RFC 7208) and DMARC (RFC 7489), for associations whose mail comes from
// no host that does so for them (safety.md, Believing a sender).
//
// It asks once, when a mail is received, and never refuses one: what it cannot
// prove, or not in time, is held and confirmed by a letter. What the header
// alone says, and what a signature must cover, is package trust's.
package prove
