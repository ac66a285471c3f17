package intake

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
)

// Identity is the same for two copies of one mail, whatever trace headers they
// gathered on their ways: Message-ID, From, Subject, Date and the body, with
// line ends as CRLF or LF and without white space at their ends (safety.md,
// Votes).
func Identity(raw []byte) [32]byte {
	p := &parser{raw: raw, limits: Limits{Header: len(raw) + 1}}
	e := &part{}
	// A mail that ends within its header has no body: the error says no more.
	_, _, _ = p.readHeader(e)
	sum := sha256.New()
	write := func(b []byte) {
		var size [8]byte
		binary.BigEndian.PutUint64(size[:], uint64(len(b)))
		sum.Write(size[:])
		sum.Write(b)
	}
	for _, name := range []string{"message-id", "from", "subject", "date"} {
		write([]byte(e.header.get(name)))
	}
	body := bytes.TrimRight(p.raw[p.pos:], " \t\r\n")
	for len(body) > 0 {
		line, rest, _ := bytes.Cut(body, []byte("\n"))
		write(bytes.TrimRight(line, " \t\r"))
		body = rest
	}
	return [32]byte(sum.Sum(nil))
}
