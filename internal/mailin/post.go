package mailin

import (
	"context"
	"fmt"
	"net/netip"
)

// Envelope is one accepted mail with its trace.
type Envelope struct {
	From  string     // MAIL FROM, "" for <>
	To    []string   // accepted RCPT TO, as given, at least one
	Peer  netip.Addr // the client's address, invalid on a unix socket or a pipe
	Hello string     // the name the client gave in EHLO or LHLO, unchecked
	Raw   []byte     // as received, dots unstuffed; not yet canonicalised
}

// Post is where accepted mail goes.
type Post interface {
	// Knows tells whether a list here owns this recipient; any other is refused
	// with 550 5.1.1, so that nothing is ever relayed.
	Knows(recipient string) bool
	// Deliver keeps the mail and returns one error for each of e.To, in its
	// order: nil only after the commit has reached the disk. A Refusal is
	// answered as it stands, any other error with 451 4.3.0. It must return
	// soon after ctx is done, which happens when the server is closed.
	Deliver(ctx context.Context, e Envelope) []error
}

// Refusal is an error that is answered with its own code. Any other error is a
// fault of ours and is answered 451 4.3.0, so that the sender's server keeps
// the mail: only what can never succeed deserves a 5xx.
type Refusal struct {
	Code     int    // 4xx or 5xx (RFC 5321 section 4.2); anything else is taken for 451
	Enhanced [3]int // RFC 3463
	Text     string // one line of ASCII, said to the client
}

// Error returns the answer as it is sent.
func (r Refusal) Error() string {
	return fmt.Sprintf("%d %d.%d.%d %s", r.Code, r.Enhanced[0], r.Enhanced[1], r.Enhanced[2], r.Text)
}

// The refusals for good that this package makes by itself.
var (
	// TooLarge refuses a mail over Config.Size.
	TooLarge = Refusal{552, [3]int{5, 3, 4}, "This mail is too large"}
	// NoSuchList refuses a recipient that the Post does not know.
	NoSuchList = Refusal{550, [3]int{5, 1, 1}, "No such list here"}
)

var (
	lineTooLong = Refusal{552, [3]int{5, 3, 4}, "This mail has a line over 1 MiB"}
	needsUTF8   = Refusal{553, [3]int{5, 6, 7}, "An address that is not ASCII needs SMTPUTF8"}
	badUTF8     = Refusal{553, [3]int{5, 1, 3}, "This address is not UTF-8"}
	notOffered  = Refusal{503, [3]int{5, 5, 1}, "CHUNKING is not offered here"}
	brokenOff   = Refusal{451, [3]int{4, 4, 2}, "The mail did not arrive whole"}
	busy        = Refusal{451, [3]int{4, 3, 1}, "Too much mail at once, try again later"}
	fault       = Refusal{451, [3]int{4, 3, 0}, "Not taken for now, try again later"}
)
