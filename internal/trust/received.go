package trust

import (
	"net/mail"
	"net/netip"
	"strings"
	"time"

	"toutdoux/internal/address"
)

// hop is one Received line (RFC 5321 section 4.4): who says it received the
// mail, from whom, how and when.
type hop struct {
	at   int    // its place among the fields
	by   string // the host that wrote the line
	from string // all it says of its client: the name given, and in comments what it saw itself
	with string // the protocol
	date string
}

// parseHop reads a line whose form is one of "from X by Y …; date" and
// "by Y …; date", comments anywhere. Others, and such as name two hosts after
// "by", name nobody.
func parseHop(text string) (hop, bool) {
	var h hop
	head := text
	if i := strings.LastIndexByte(text, ';'); i >= 0 {
		head, h.date = text[:i], text[i+1:]
	}
	var words, seen []string
	for head = strings.TrimSpace(head); head != ""; head = strings.TrimSpace(head) {
		if head[0] == '(' {
			note, rest, ok := address.Comment(head)
			if !ok {
				return hop{}, false
			}
			if len(words) == 2 {
				seen = append(seen, note)
			}
			head = rest
			continue
		}
		n := strings.IndexAny(head, " \t(")
		if n < 0 {
			n = len(head)
		}
		words, head = append(words, head[:n]), head[n:]
	}
	return h, h.clauses(words, seen)
}

// clauses takes in the words of a Received line, outside of its comments, and
// the comments on its client.
func (h *hop) clauses(words, seen []string) bool {
	if len(words) >= 4 && strings.EqualFold(words[0], "from") {
		h.from = words[1] + " " + strings.Join(seen, " ")
		words = words[2:]
	}
	if len(words) < 2 || !strings.EqualFold(words[0], "by") {
		return false
	}
	h.by = strings.TrimSuffix(words[1], ".")
	words = words[2:]
	for i, word := range words {
		switch {
		case strings.EqualFold(word, "by"):
			return false
		case strings.EqualFold(word, "with") && i+1 < len(words) && h.with == "":
			h.with = strings.ToUpper(words[i+1])
		}
	}
	return h.by != ""
}

// ours gives the Received lines that our own hosts wrote, the topmost first.
// The last is the boundary's: everything below it came from outside. It goes
// down while the host is ours and took the mail from one of ours; a host that
// may stand at the boundary is asked for more than a name (a client can greet
// with any), that is for LMTP or for trusted addresses alone.
func ours(all []field, p Policy) []hop {
	var hops []hop
	for i, f := range all {
		if f.name != "received" {
			continue
		}
		h, ok := parseHop(f.value())
		if !ok || !p.own(h.by) {
			break
		}
		h.at = i
		hops = append(hops, h)
		if p.boundary(h.by) && !h.inner(p) {
			break
		}
	}
	return hops
}

// inner says that a line of ours records a handing over between our own hosts.
func (h hop) inner(p Policy) bool {
	if strings.HasPrefix(h.with, "LMTP") {
		return true
	}
	seen := 0
	for word := range strings.FieldsFuncSeq(strings.ReplaceAll(h.from, "IPv6:", " "), notInAddress) {
		a, err := netip.ParseAddr(word)
		if err != nil {
			withPort, err := netip.ParseAddrPort(word)
			if err != nil {
				continue
			}
			a = withPort.Addr()
		}
		if !p.trusts(a) {
			return false
		}
		seen++
	}
	return seen > 0
}

// notInAddress tells what stands around the addresses in a from clause.
func notInAddress(r rune) bool {
	return !strings.ContainsRune("0123456789abcdefABCDEF:.", r)
}

// Whatever our hosts say, a mail is no later than its acceptance and at most
// so much earlier ("Time").
const longestQueue = 5 * 24 * time.Hour

// Instant is when our mail system received the mail ("Time"): the date of the
// topmost Received line written by the host named received_by, where it is
// credible, otherwise the acceptance. In UTC, whole seconds. A reader of
// mailboxes, who has the mailbox's own date, weighs the two itself.
func Instant(header []byte, p Policy, a Arrival) time.Time {
	accepted := a.Accepted.UTC().Truncate(time.Second)
	if p.ReceivedBy == "" || a.Direct(p) {
		return accepted
	}
	if received, ok := boundaryDate(header, p); ok && !received.After(accepted) && accepted.Sub(received) <= longestQueue {
		return received
	}
	return accepted
}

// boundaryDate is the date of the topmost Received line that received_by wrote, in
// UTC, whole seconds.
func boundaryDate(header []byte, p Policy) (at time.Time, ok bool) {
	for _, h := range ours(fields(header), p) {
		if sameHost(h.by, p.ReceivedBy) {
			received, err := mail.ParseDate(strings.TrimSpace(h.date))
			return received.UTC().Truncate(time.Second), err == nil
		}
	}
	return at, false
}

// mostApart is how far a mailbox's date and the boundary's may be apart.
const mostApart = 10 * time.Minute

// MailboxInstant is when the association's mailbox got a mail ("Time"): its own
// date, internal, never later than the acceptance. Where the line of the host
// named received_by is over ten minutes off, it is the later of the two, and
// the owner is to be told that they are apart.
func MailboxInstant(header []byte, p Policy, internal, accepted time.Time) (at time.Time, apart bool) {
	at, accepted = internal.UTC().Truncate(time.Second), accepted.UTC().Truncate(time.Second)
	if internal.IsZero() || at.After(accepted) {
		at = accepted
	}
	if p.ReceivedBy == "" {
		return at, false
	}
	received, ok := boundaryDate(header, p)
	if !ok || received.After(accepted) || received.Sub(at).Abs() <= mostApart {
		return at, false
	}
	if received.After(at) {
		at = received
	}
	return at, true
}
