package address

import (
	"fmt"
	"io"
	"mime"
	"strings"
	"unicode"

	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/unicode/norm"
)

// maxName is how many runes of a display name are shown; maxRaw bounds the
// work of decoding one (it holds maxName runes in any encoding).
const (
	maxName = 80
	maxRaw  = 4096
)

// CleanName makes a display name fit to be shown in somebody else's mail: no
// control characters, bidi overrides or zero-width characters, white space
// folded, NFC, at most 80 runes.
func CleanName(name string) string {
	if len(name) > maxRaw {
		name = strings.ToValidUTF8(name[:maxRaw], "")
	}
	visible := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsPrint(r):
			return r
		}
		return -1
	}, name)
	runes := []rune(norm.NFC.String(strings.Join(strings.Fields(visible), " ")))
	return strings.TrimSpace(string(runes[:min(len(runes), maxName)]))
}

// decodeWords reads the encoded words of RFC 2047; what cannot be decoded is
// kept as it stands.
func decodeWords(s string) string {
	if len(s) > maxRaw {
		s = s[:maxRaw]
	}
	decoder := mime.WordDecoder{CharsetReader: charsetReader}
	text, err := decoder.DecodeHeader(s)
	if err != nil {
		return s
	}
	return text
}

func charsetReader(charset string, input io.Reader) (io.Reader, error) {
	encoding, err := htmlindex.Get(charset)
	if err != nil {
		return nil, fmt.Errorf("decode charset %.40q: %w", charset, err)
	}
	return encoding.NewDecoder().Reader(input), nil
}
