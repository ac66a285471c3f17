package trust

import (
	"bytes"
	"errors"

	"toutdoux/internal/address"
)

// Misshapen refuses a mail for its shape: programs would disagree on what it
// says, or on who says it. It is never a vote.
type Misshapen struct {
	Reason Reason
}

func (m *Misshapen) Error() string { return "refuse mail: " + string(m.Reason) }

// Reason is why a mail is misshapen, in words that may be stored and shown.
type Reason string

// The reasons to refuse a mail's shape ("Shape first").
const (
	NULByte       Reason = "a NUL byte"
	BareCR        Reason = "a bare carriage return in the header"
	HeaderSize    Reason = "the header is too large"
	FieldCount    Reason = "too many header fields"
	NoFrom        Reason = "no From"
	FromNone      Reason = "From without a mailbox"
	FromGroup     Reason = "From with a group"
	FromSeveral   Reason = "From with several mailboxes"
	FromMalformed Reason = "From that cannot be read"
	TwoFrom       Reason = "two From"
	TwoSubject    Reason = "two Subject"
	TwoTo         Reason = "two To"
	TwoReplyTo    Reason = "two Reply-To"
	TwoMessageID  Reason = "two Message-ID"
	TwoInReplyTo  Reason = "two In-Reply-To"
	TwoReferences Reason = "two References"
	TwoType       Reason = "two Content-Type"
	TwoEncoding   Reason = "two Content-Transfer-Encoding"
)

// once are the fields of which a second one would change what a mail says.
var once = []struct {
	name   string
	reason Reason
}{
	{"from", TwoFrom},
	{"subject", TwoSubject},
	{"to", TwoTo},
	{"reply-to", TwoReplyTo},
	{"message-id", TwoMessageID},
	{"in-reply-to", TwoInReplyTo},
	{"references", TwoReferences},
	{"content-type", TwoType},
	{"content-transfer-encoding", TwoEncoding},
}

// forgiven are the fields that phones and scanners do double: the first
// counts, and nothing is proven by such a mail.
var forgiven = []string{"cc", "sender", "date", "mime-version"}

// Limits bound the header.
type Limits struct {
	Bytes  int // length of the header
	Fields int // number of fields
}

// DefaultLimits lets through what people and their mail systems write.
func DefaultLimits() Limits { return Limits{Bytes: 256 << 10, Fields: 1000} }

// Shape checks a whole mail, or as much of it as there is, for what makes its
// sender or its meaning doubtful ("Shape first"); the limits of its parts are
// the reader's. The error is a *Misshapen.
func Shape(mail []byte, limits Limits) error {
	header := mail[:headerLength(mail)]
	switch {
	case bytes.IndexByte(mail, 0) >= 0:
		return &Misshapen{NULByte}
	case len(header) > limits.Bytes:
		return &Misshapen{HeaderSize}
	case bareCR(header):
		return &Misshapen{BareCR}
	}
	all := fields(header)
	if len(all) > limits.Fields {
		return &Misshapen{FieldCount}
	}
	for _, f := range once {
		if count(all, f.name) > 1 {
			return &Misshapen{f.reason}
		}
	}
	return fromShape(all)
}

func bareCR(header []byte) bool {
	returns := bytes.Count(header, []byte{'\r'})
	return returns != bytes.Count(header, []byte("\r\n"))
}

func fromShape(all []field) error {
	_, err := sender(all)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, errNoFrom):
		return &Misshapen{NoFrom}
	case errors.Is(err, address.ErrNone):
		return &Misshapen{FromNone}
	case errors.Is(err, address.ErrGroup):
		return &Misshapen{FromGroup}
	case errors.Is(err, address.ErrSeveral):
		return &Misshapen{FromSeveral}
	}
	return &Misshapen{FromMalformed}
}

var errNoFrom = errors.New("there is not exactly one From")

// sender is the normalised address of the one From.
func sender(all []field) (string, error) {
	if count(all, "from") != 1 {
		return "", errNoFrom
	}
	for _, f := range all {
		if f.name == "from" {
			_, addr, err := address.ParseFrom(f.value())
			return addr, err
		}
	}
	return "", errNoFrom
}

// doubled says that a field which is forgiven when doubled is.
func doubled(all []field) bool {
	for _, name := range forgiven {
		if count(all, name) > 1 {
			return true
		}
	}
	return false
}
