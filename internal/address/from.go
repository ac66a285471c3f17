package address

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// ParseFrom reads the value of a From field, already unfolded: the display
// name, cleaned (CleanName), and the one address, normalised. It forgives
// Outlook's bare comma (Dupont, Jean <j@d.fr>), comments, and raw bytes, which
// are read as windows-1252. The name never becomes the address:
// boss@asso.fr <evil@x> is evil@x. Errors: ErrNone, ErrGroup, ErrSeveral, or
// one that wraps ErrMalformed.
func ParseFrom(header string) (name, addr string, err error) {
	found := split(header)
	if found.group {
		return "", "", ErrGroup
	}
	var sender *piece
	var surname []string
	for i := range found.pieces {
		p := &found.pieces[i]
		switch {
		case p.named() && sender != nil:
			return "", "", ErrSeveral
		case p.named():
			sender = p
		case sender != nil:
			found.broken = true
		default:
			surname = append(surname, phrase(p.words))
		}
	}
	switch {
	case found.broken:
		return "", "", ErrMalformed
	case sender == nil:
		return "", "", ErrNone
	case surname != nil && !sender.angled:
		return "", "", ErrMalformed
	}
	addr, err = Normalize(sender.spec())
	if err != nil {
		return "", "", err
	}
	name = strings.Join(append(surname, sender.name()), ", ")
	return CleanName(decodeWords(name)), addr, nil
}

// ParseList gives every address named in the values of To, Cc and the like, in
// order, normalised, each once; groups are opened, what cannot be read is left
// out.
func ParseList(headers ...string) []string {
	var addrs []string
	seen := map[string]bool{}
	for _, header := range headers {
		for _, p := range split(header).pieces {
			addr, err := Normalize(p.spec())
			if err == nil && !seen[addr] {
				seen[addr] = true
				addrs = append(addrs, addr)
			}
		}
	}
	return addrs
}

// piece is what stands between two separators: words, and maybe an address in
// angle brackets after them.
type piece struct {
	words, angle []token
	note         string // its last comment: an old way to give one's name
	angled       bool   // it has angle brackets
	inside       bool   // and they are open
	broken       bool
}

// list is an address field in its pieces, the last one still open.
type list struct {
	pieces        []piece
	open          piece
	group, broken bool
}

// split cuts an address field at its separators, in one pass.
func split(header string) list {
	if !utf8.ValidString(header) {
		header = fromWindows(header)
	}
	var l list
	lex := lexer{rest: header}
	for {
		switch t := lex.next(); {
		case t.kind == end:
			l.close()
			return l
		case t.kind == broken:
			l.broken = true
			return l
		case t.kind == comment:
			l.open.note = t.text
		case t.kind == special && t.text != "@":
			l.mark(t.text[0])
		case l.open.inside:
			l.open.angle = append(l.open.angle, t)
		default:
			l.open.broken = l.open.broken || l.open.angled
			l.open.words = append(l.open.words, t)
		}
	}
}

// mark takes one of < > , ; : in.
func (l *list) mark(c byte) {
	p := &l.open
	switch {
	case c == '<' && !p.inside:
		if p.angled {
			l.close()
		}
		p.angled, p.inside = true, true
	case c == '>' && p.inside:
		p.inside = false
	case c == '<' || c == '>' || p.inside:
		p.broken = true
	case c == ':':
		l.group = true
		*p = piece{}
	default:
		l.close()
	}
}

// close ends the open piece, and begins the next one.
func (l *list) close() {
	p := l.open
	p.broken = p.broken || p.inside
	if len(p.words) > 0 || p.angled {
		l.pieces = append(l.pieces, p)
		l.broken = l.broken || p.broken
	}
	l.open = piece{}
}

// named says that the piece names a mailbox, readable or not.
func (p piece) named() bool {
	if p.angled {
		return len(p.angle) > 0
	}
	for _, t := range p.words {
		if t.kind == special {
			return true
		}
	}
	return false
}

// spec is the piece's local@domain, "" unless it is exactly one.
func (p piece) spec() string {
	tokens := p.words
	if p.angled {
		tokens = p.angle
	}
	if len(tokens) != 3 || tokens[0].kind == special || tokens[1].kind != special || tokens[2].kind != word {
		return ""
	}
	return tokens[0].text + "@" + tokens[2].text
}

func (p piece) name() string {
	if p.angled && len(p.words) > 0 {
		return phrase(p.words)
	}
	return p.note
}

func phrase(words []token) string {
	var b strings.Builder
	for i, t := range words {
		if t.spaced && i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(t.text)
	}
	return b.String()
}

// fromWindows reads bytes that are no UTF-8 as old mail programs meant them.
func fromWindows(s string) string {
	text, err := charmap.Windows1252.NewDecoder().String(s)
	if err != nil {
		return strings.ToValidUTF8(s, "\uFFFD")
	}
	return text
}
