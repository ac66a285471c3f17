package address

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/idna"
	"golang.org/x/text/unicode/norm"
)

// Why a From field names no single sender. Normalize and Domain wrap
// ErrMalformed; no error of this package repeats the address, so all of them
// may be logged.
var (
	ErrNone      = errors.New("no mailbox is named")
	ErrGroup     = errors.New("a group is named instead of a mailbox")
	ErrSeveral   = errors.New("several mailboxes are named")
	ErrMalformed = errors.New("the address is malformed")
)

// maxBytes is the longest address that fits a path (RFC 5321 section 4.5.3.1.3).
const maxBytes = 254

// Normalize gives the one spelling under which a bare mailbox local@domain is
// filed and compared: domain in lower case and ASCII (IDNA, lookup profile),
// local part in NFC and lower case. Dots and +tags are part of the name and
// stay ("Believing a sender"). The error wraps ErrMalformed.
func Normalize(addr string) (string, error) {
	at := strings.LastIndexByte(addr, '@')
	if at < 1 || len(addr) > maxBytes || !utf8.ValidString(addr) {
		return "", fmt.Errorf("%w: it is not local@domain of at most %d bytes", ErrMalformed, maxBytes)
	}
	local, err := normalizeLocal(addr[:at])
	if err != nil {
		return "", err
	}
	domain, err := Domain(addr[at+1:])
	if err != nil {
		return "", err
	}
	if len(local)+1+len(domain) > maxBytes {
		return "", fmt.Errorf("%w: it is longer than %d bytes in ASCII", ErrMalformed, maxBytes)
	}
	return local + "@" + domain, nil
}

// normalizeLocal refuses what would need quotes, what cannot be seen, and the
// few letters that would turn into other people's ASCII ones (the Kelvin sign
// into k, a dotted capital I into i).
func normalizeLocal(local string) (string, error) {
	for _, r := range local {
		if !localRune(r) || r >= utf8.RuneSelf && norm.NFC.String(string(r))[0] < utf8.RuneSelf {
			return "", fmt.Errorf("%w: the part before @ holds a character that may not stand there", ErrMalformed)
		}
	}
	composed := norm.NFC.String(local)
	for _, r := range composed {
		if r >= utf8.RuneSelf && unicode.ToLower(r) < utf8.RuneSelf {
			return "", fmt.Errorf("%w: the part before @ holds a letter that looks like another", ErrMalformed)
		}
	}
	return norm.NFC.String(strings.ToLower(composed)), nil
}

// localRune says what may stand in a local part: atext and dots (RFC 5322
// section 3.2.3), and beyond ASCII (RFC 6531) whatever is printed.
func localRune(r rune) bool {
	if r < utf8.RuneSelf {
		return r > ' ' && r != 0x7f && !strings.ContainsRune(`()<>[]:;@\,"`, r)
	}
	return unicode.IsPrint(r) && r != utf8.RuneError
}

// Domain gives the spelling under which a domain is compared: lower case,
// ASCII. A label that mixes scripts (a Cyrillic а among Latin letters) is
// refused, written as such or as xn--. The error wraps ErrMalformed.
func Domain(domain string) (string, error) {
	if len(domain) > maxBytes {
		return "", fmt.Errorf("%w: the domain is too long", ErrMalformed)
	}
	ascii, err := idna.Lookup.ToASCII(domain)
	if err != nil {
		return "", fmt.Errorf("%w: the domain breaks the rules of IDNA", ErrMalformed)
	}
	readable, err := idna.Lookup.ToUnicode(ascii)
	if err != nil {
		return "", fmt.Errorf("%w: the domain breaks the rules of IDNA", ErrMalformed)
	}
	for label := range strings.SplitSeq(ascii, ".") {
		if label == "" || len(label) > 63 {
			return "", fmt.Errorf("%w: the domain has an empty or overlong label", ErrMalformed)
		}
	}
	for label := range strings.SplitSeq(readable, ".") {
		if readable != ascii && mixesScripts(label) {
			return "", fmt.Errorf("%w: the domain mixes scripts", ErrMalformed)
		}
	}
	return ascii, nil
}

// companions are the scripts that one language writes together (Unicode
// Technical Standard 39, "highly restrictive").
var companions = [][]string{
	{"Latin", "Han", "Hiragana", "Katakana"},
	{"Latin", "Han", "Bopomofo"},
	{"Latin", "Han", "Hangul"},
}

func mixesScripts(label string) bool {
	used := map[string]bool{}
	for _, r := range label {
		if script := scriptOf(r); script != "Common" && script != "Inherited" {
			used[script] = true
		}
	}
	if len(used) < 2 {
		return false
	}
	for _, together := range companions {
		if countIn(used, together) == len(used) {
			return false
		}
	}
	return true
}

func countIn(used map[string]bool, scripts []string) (n int) {
	for _, script := range scripts {
		if used[script] {
			n++
		}
	}
	return n
}

// scriptOf names the one script of a rune; unassigned runes are "".
func scriptOf(r rune) string {
	if r < utf8.RuneSelf {
		if unicode.IsLetter(r) {
			return "Latin"
		}
		return "Common"
	}
	for name, table := range unicode.Scripts {
		if unicode.Is(table, r) {
			return name
		}
	}
	return ""
}
