package trust

import (
	"errors"
	"strings"

	"toutdoux/internal/address"
)

// result is what a host found by one method (RFC 8601 section 2.2).
type result struct {
	method, value string // lower case
	properties    []property
}

// property is what a result is about: {"header.from", "example.org"}.
type property struct {
	name  string // lower case
	value string // as meant, without quotes
}

// get is the value of the one property of a name; a second one makes both
// worthless.
func (r result) get(name string) (value string, ok bool) {
	n := 0
	for _, p := range r.properties {
		if p.name == name {
			value = p.value
			n++
		}
	}
	return value, n == 1
}

var errResults = errors.New("the results do not follow RFC 8601")

// parseResults reads the value of an Authentication-Results field: whose it is
// and what it says. The host is given even where the rest cannot be read. What
// stands in quotes or comments is never a result. Read beyond the grammar:
// properties without a type (action=none, as Outlook writes), an empty result
// at the end, and unquoted values of any visible characters. Read more strictly:
// the host's name, see id.
func parseResults(text string) (host string, results []result, err error) {
	c := cursor{rest: text}
	c.blanks()
	if host = c.id(); host == "" {
		return "", nil, errResults
	}
	c.blanks()
	if version := c.run(isDigit); version != "" && version != "1" {
		return host, nil, errResults
	}
	for c.blanks(); c.rest != "" && !c.bad; c.blanks() {
		c.expect(';')
		c.blanks()
		if c.rest == "" {
			break
		}
		if r, found := c.result(); found {
			results = append(results, r)
		}
	}
	if c.bad {
		return host, nil, errResults
	}
	return host, results, nil
}

// cursor reads a text once, front to back. Once bad, it stays so, with nothing
// left to read.
type cursor struct {
	rest string
	bad  bool
}

func (c *cursor) fail() { *c = cursor{bad: true} }

// blanks skips white space and comments.
func (c *cursor) blanks() {
	for {
		c.rest = strings.TrimLeft(c.rest, " \t")
		if !strings.HasPrefix(c.rest, "(") {
			return
		}
		_, rest, ok := address.Comment(c.rest)
		if c.rest = rest; !ok {
			c.fail()
		}
	}
}

// take skips a byte if it is next.
func (c *cursor) take(b byte) bool {
	if c.rest == "" || c.rest[0] != b {
		return false
	}
	c.rest = c.rest[1:]
	return true
}

func (c *cursor) expect(b byte) {
	if !c.take(b) {
		c.fail()
	}
}

// run reads the bytes of a class, maybe none.
func (c *cursor) run(class func(byte) bool) string {
	n := 0
	for n < len(c.rest) && class(c.rest[n]) {
		n++
	}
	read := c.rest[:n]
	c.rest = c.rest[n:]
	return read
}

// word reads a keyword, in lower case.
func (c *cursor) word() string {
	word := c.run(isKeyword)
	if word == "" {
		c.fail()
	}
	return strings.ToLower(word)
}

// id reads the host's name. The grammar takes a quoted string too, but no host
// is known to write one, and a name in another form than its own is what gets
// past those who strip forged fields: it is nobody's.
func (c *cursor) id() string {
	id := c.run(isToken)
	if c.rest != "" && !strings.ContainsRune(" \t;(", rune(c.rest[0])) {
		return ""
	}
	return id
}

func (c *cursor) quoted() string {
	text, rest, ok := address.Quoted(c.rest)
	if c.rest = rest; !ok {
		c.fail()
	}
	return text
}

// result reads "method/version = value" with its properties; not found is the
// word "none", which says that there are no results.
func (c *cursor) result() (r result, found bool) {
	r.method = c.word()
	c.blanks()
	if r.method == "none" && (c.rest == "" || c.rest[0] == ';') {
		return r, false
	}
	if c.take('/') {
		c.blanks()
		c.run(isDigit)
		c.blanks()
	}
	c.expect('=')
	c.blanks()
	r.value = c.word()
	for c.blanks(); c.rest != "" && c.rest[0] != ';'; c.blanks() {
		r.properties = append(r.properties, c.property())
	}
	return r, true
}

// property reads "type . name = value", or "reason = value".
func (c *cursor) property() (p property) {
	p.name = c.word()
	c.blanks()
	if c.take('.') {
		c.blanks()
		p.name += "." + c.word()
		c.blanks()
	}
	c.expect('=')
	c.blanks()
	if strings.HasPrefix(c.rest, `"`) {
		p.value = c.quoted()
		if strings.HasPrefix(c.rest, "@") {
			p.value += c.run(isVisible)
		}
	} else if p.value = c.run(isVisible); p.value == "" {
		c.fail()
	}
	if c.rest != "" && !strings.ContainsRune(" \t;(", rune(c.rest[0])) {
		c.fail()
	}
	return p
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

func isKeyword(b byte) bool {
	return isDigit(b) || b|0x20 >= 'a' && b|0x20 <= 'z' || b == '-' || b == '_'
}

// isToken is the token of RFC 2045 section 5.1: ASCII alone, though RFC 8616
// allows more, for names are compared as they are written.
func isToken(b byte) bool {
	return b > ' ' && b < 0x7f && strings.IndexByte(`()<>@,;:\"/[]?=`, b) < 0
}

func isVisible(b byte) bool {
	return b > ' ' && b != 0x7f && strings.IndexByte(`();\"`, b) < 0
}
