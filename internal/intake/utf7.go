package intake

import (
	"encoding/base64"
	"strings"
	"unicode/utf16"
)

// decodeUTF7 reads UTF-7 (RFC 2152): a + begins UTF-16 in base64, which ends
// at the first other byte; a - there is not shown, and "+-" is a plus.
func decodeUTF7(raw []byte) string {
	var b strings.Builder
	b.Grow(len(raw))
	for i := 0; i < len(raw); {
		if raw[i] != '+' {
			b.WriteByte(raw[i])
			i++
			continue
		}
		end := i + 1
		for end < len(raw) && inBase64(raw[end]) {
			end++
		}
		shifted := raw[i+1 : end]
		dash := end < len(raw) && raw[end] == '-'
		b.WriteString(decodeUTF16(shifted))
		if len(shifted) == 0 {
			b.WriteByte('+')
		}
		if i = end; dash {
			i++
		}
	}
	return strings.ToValidUTF8(b.String(), "\uFFFD")
}

func inBase64(c byte) bool {
	return digit(c) || c|0x20 >= 'a' && c|0x20 <= 'z' || c == '+' || c == '/'
}

// decodeUTF16 reads big-endian UTF-16 in base64 without its padding; what does
// not make up a whole unit is dropped.
func decodeUTF16(shifted []byte) string {
	out := make([]byte, base64.RawStdEncoding.DecodedLen(len(shifted)))
	n, _ := base64.RawStdEncoding.Decode(out, shifted)
	units := make([]uint16, 0, n/2)
	for i := 0; i+1 < n; i += 2 {
		units = append(units, uint16(out[i])<<8|uint16(out[i+1]))
	}
	return string(utf16.Decode(units))
}
