package store

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"strconv"

	"toutdoux/internal/governance"
)

// bodyVersion is the version of the bytes that governance.Encode writes. A
// change of their form is a new number, and the old form is read for ever.
const bodyVersion = 1

// saltSize and sealSize are the bytes of a salt, and those kept of a text's
// hash: enough that nobody finds another text with the same one.
const (
	saltSize = 16
	sealSize = 24
)

// Row is one event as the log holds it.
type Row struct {
	Seq     int64
	At      int64 // Unix seconds
	Arrival int64 // 0: an instant came
	By      int   // the member who wrote; 0: nobody
	Kind    string
	Version int
	Body    []byte // canonical bytes, each free text replaced by its seal
	Prev    [32]byte
	Hash    [32]byte
	Texts   []Opened // the free texts, opened
}

// Opened is a free text of an event, by its number in the event's kind.
type Opened struct {
	Field  int
	Member int    // whose words or data it is; 0: nobody's
	Salt   []byte // nil: erased
	Value  string
}

// sum is the hash of a row: SHA-256 over the hash before it in hexadecimal, its
// number, instant, arrival, author, kind and version in decimal, and its body,
// joined by line feeds. Of these only the body could hold one, and it is last.
func (r *Row) sum() [32]byte {
	b := make([]byte, 0, 160+len(r.Body))
	b = append(hex.AppendEncode(b, r.Prev[:]), '\n')
	for _, n := range []int64{r.Seq, r.At, r.Arrival, int64(r.By)} {
		b = append(strconv.AppendInt(b, n, 10), '\n')
	}
	b = append(append(b, r.Kind...), '\n')
	b = append(strconv.AppendInt(b, int64(r.Version), 10), '\n')
	return sha256.Sum256(append(b, r.Body...))
}

// seal is what the log keeps of a text: base64url(SHA-256(salt and text)[:24]).
func seal(salt []byte, text string) governance.Text {
	sum := sha256.Sum256(append(append(make([]byte, 0, len(salt)+len(text)), salt...), text...))
	return governance.Text(base64.RawURLEncoding.EncodeToString(sum[:sealSize]))
}

// sealed gives the canonical bytes of an event, and its texts with new salts.
func sealed(e governance.Event, random io.Reader) (body []byte, texts []Opened, err error) {
	body, encodeErr := governance.Encode(e, func(field int, text governance.Text) governance.Text {
		salt := make([]byte, saltSize)
		if _, readErr := io.ReadFull(random, salt); readErr != nil {
			err = fmt.Errorf("draw a salt: %w", readErr)
		}
		texts = append(texts, Opened{Field: field, Salt: salt, Value: string(text)})
		return seal(salt, string(text))
	})
	if err == nil {
		err = encodeErr
	}
	return body, texts, err
}
