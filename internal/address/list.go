package address

import (
	"crypto/sha256"
	"fmt"
	"strconv"
	"strings"
)

// delimiters are the characters that mail systems put between an address and
// its suffix.
const delimiters = "+-=_."

// List is the address of a list and the character, "" for none, that its mail
// system takes for the beginning of a suffix (list+suffix@domain).
type List struct {
	Local, Domain, Delimiter string
}

// ParseListAddress reads the list's own address and its recipient delimiter
// from the configuration.
func ParseListAddress(addr, delimiter string) (List, error) {
	normal, err := Normalize(addr)
	if err != nil {
		return List{}, fmt.Errorf("read list address: %w; write it as list@example.org", err)
	}
	if len(delimiter) > 1 || !strings.Contains(delimiters, delimiter) {
		return List{}, fmt.Errorf("read recipient delimiter %.10q: it is none of %s; leave it empty where there are no suffixes", delimiter, delimiters)
	}
	local, domain, _ := strings.Cut(normal, "@")
	return List{Local: local, Domain: domain, Delimiter: delimiter}, nil
}

// String is the plain address.
func (l List) String() string { return l.Local + "@" + l.Domain }

// With is the address with a suffix; the plain one where the list's mail
// system knows no suffixes, or for the suffix "".
func (l List) With(suffix string) string {
	if l.Delimiter == "" || suffix == "" {
		return l.String()
	}
	return l.Local + l.Delimiter + suffix + "@" + l.Domain
}

// Suffix tells whether a recipient is this list, and with which suffix ("" for
// the plain address), compared without case. With the delimiter "-" a list "a"
// also answers for the address of a list "a-b": the caller, who knows all
// lists, prefers the longest local part.
func (l List) Suffix(rcpt string) (suffix string, ok bool) {
	normal, err := Normalize(rcpt)
	if err != nil {
		return "", false
	}
	local, domain, _ := strings.Cut(normal, "@")
	rest, ours := strings.CutPrefix(local, l.Local)
	if !ours || domain != l.Domain {
		return "", false
	}
	if rest == "" {
		return "", true
	}
	if l.Delimiter == "" {
		return "", false
	}
	return strings.CutPrefix(rest, l.Delimiter)
}

// A Message-ID has at most 75 characters, brackets included ("Mail that goes
// out"). A letter's number, its proof and the marks between take at most 39.
const (
	maxMessageID = 75
	maxIDDomain  = maxMessageID - len("<.@>") - 19 - proofLength
)

// MessageID is the Message-ID of one letter to one recipient. A domain too
// long for it is replaced by its hash under as many of its last labels as fit:
// always the same for one list, whatever the letter.
func (l List) MessageID(letter int64, proof string) string {
	return "<" + strconv.FormatInt(letter, 10) + "." + proof + "@" + idDomain(l.Domain) + ">"
}

// maxLetter is how many digits a letter's number has, for IsLetter: NeoMutt's
// Message-IDs have a date of fourteen, and as many letters behind it.
const maxLetter = 10

// IsLetter tells whether a mail's own Message-ID is one that MessageID makes,
// for whichever list: no person wrote that mail, whatever is left of its header.
func IsLetter(id string) bool {
	number, rest, _ := strings.Cut(strings.TrimPrefix(id, "<"), ".")
	proof, _, found := strings.Cut(rest, "@")
	return found && number != "" && len(number) <= maxLetter && digits(number) == len(number) && shaped(proof) && proof == strings.ToLower(proof)
}

func idDomain(domain string) string {
	if len(domain) <= maxIDDomain {
		return domain
	}
	sum := sha256.Sum256([]byte(domain))
	hash := alphabet.EncodeToString(sum[:8]) + "."
	for tail := domain; ; {
		_, parent, more := strings.Cut(tail, ".")
		if !more {
			return hash + "invalid"
		}
		if len(hash)+len(parent) <= maxIDDomain {
			return hash + parent
		}
		tail = parent
	}
}
