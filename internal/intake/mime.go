package intake

import (
	"bytes"
	"errors"
	"mime"
	"strings"
)

// Limits bound the work that one mail may cause (safety.md, Shape).
type Limits struct {
	Size   int // bytes of the whole mail
	Header int // bytes of all headers together
	Depth  int // parts inside parts
	Parts  int
	Text   int // bytes of decoded text
}

// DefaultLimits are those of the safety paper.
func DefaultLimits() Limits {
	return Limits{Size: 25 << 20, Header: 256 << 10, Depth: 20, Parts: 200, Text: 1 << 20}
}

// Why a mail cannot be read: the text of each error is the request's Problem.
var (
	errSize   = errors.New("size")
	errHeader = errors.New("header_size")
	errDepth  = errors.New("too_deep")
	errParts  = errors.New("too_many_parts")
	errText   = errors.New("too_much_text")
)

// part is one node of a mail's tree. Body is still encoded; it is a slice of
// the raw mail.
type part struct {
	header header
	media  string // lower case, "text/plain" where nothing is said
	params map[string]string
	body   []byte
	parts  []*part
	signed *part // the mail inside, where this is an opaque signature
}

// parser goes through the raw mail once, line by line, and remembers the
// boundaries of the parts that are open. It forgives lines that are no
// header field, and boundaries that never come.
//
// go-message is not used for this: one bad header line makes it refuse a whole
// mail, and two readers that disagree about the same bytes are what smugglers
// look for.
type parser struct {
	raw        []byte
	pos        int
	limits     Limits
	header     int // bytes of headers so far
	parts      int
	boundaries []string
	signed     int // opaque signatures around raw
}

func parseMail(raw []byte, limits Limits) (*part, *parser, error) {
	p := &parser{raw: raw, limits: limits}
	if len(raw) > limits.Size {
		return &part{media: "text/plain"}, p, errSize
	}
	root, _, err := p.entity("text/plain")
	return root, p, err
}

// line gives the next line without its end.
func (p *parser) line() (line []byte, ok bool) {
	if p.pos >= len(p.raw) {
		return nil, false
	}
	rest := p.raw[p.pos:]
	if end := bytes.IndexByte(rest, '\n'); end >= 0 {
		p.pos += end + 1
		return bytes.TrimSuffix(rest[:end], []byte("\r")), true
	}
	p.pos = len(p.raw)
	return rest, true
}

// delimiter tells whether a line is the delimiter of an open part: level is
// its index among the boundaries, -1 for none; last tells that the multipart
// ends there.
func (p *parser) delimiter(line []byte) (level int, last bool) {
	if len(line) < 2 || line[0] != '-' || line[1] != '-' || len(p.boundaries) == 0 {
		return -1, false
	}
	text := string(bytes.TrimRight(line[2:], " \t"))
	for i := len(p.boundaries) - 1; i >= 0; i-- {
		if rest, ok := strings.CutPrefix(text, p.boundaries[i]); ok && (rest == "" || rest == "--") {
			return i, rest != ""
		}
	}
	return -1, false
}

// stop is where a part ended: at which open boundary, and whether that was the
// last of its kind.
type stop struct {
	level int
	last  bool
}

// end is the end of the mail.
var end = stop{level: -1, last: true}

// entity reads one part: its header, and its body up to a delimiter.
func (p *parser) entity(standard string) (*part, stop, error) {
	p.parts++
	if p.parts > p.limits.Parts {
		return &part{media: "text/plain"}, end, errParts
	}
	e := &part{}
	at, ended, err := p.readHeader(e)
	e.media, e.params = mediaType(e.header.get("content-type"), standard)
	if err != nil || ended {
		return e, at, err
	}
	boundary := e.params["boundary"]
	if strings.HasPrefix(e.media, "multipart/") && boundary != "" {
		at, err = p.multipart(e, boundary)
	} else {
		at = p.leaf(e)
		err = p.open(e)
	}
	return e, at, err
}

// readHeader reads fields up to the empty line. A part may also end within its
// header.
func (p *parser) readHeader(e *part) (at stop, ended bool, err error) {
	open := []byte(nil)
	flush := func() {
		if f, ok := parseField(open); ok {
			e.header = append(e.header, f)
		}
		open = nil
	}
	defer flush()
	for {
		line, ok := p.line()
		if !ok {
			return end, true, nil
		}
		if p.header += len(line); p.header > p.limits.Header {
			return end, true, errHeader
		}
		if level, last := p.delimiter(line); level >= 0 {
			return stop{level, last}, true, nil
		}
		switch {
		case len(bytes.TrimSpace(line)) == 0 && (len(line) == 0 || open == nil):
			return stop{}, false, nil
		case (line[0] == ' ' || line[0] == '\t') && open != nil:
			open = append(append(open, ' '), bytes.TrimSpace(line)...)
		default:
			flush()
			open = bytes.Clone(line)
		}
	}
}

// leaf reads a body that has no parts.
func (p *parser) leaf(e *part) stop {
	start := p.pos
	for {
		before := p.pos
		line, ok := p.line()
		if !ok {
			e.body = p.raw[start:]
			return end
		}
		if level, last := p.delimiter(line); level >= 0 {
			body := bytes.TrimSuffix(p.raw[start:before], []byte("\n")) // the delimiter's own
			e.body = bytes.TrimSuffix(body, []byte("\r"))
			return stop{level, last}
		}
	}
}

// multipart reads the parts of e, whatever comes before and after them.
func (p *parser) multipart(e *part, boundary string) (stop, error) {
	if len(p.boundaries) >= p.limits.Depth {
		return end, errDepth
	}
	level := len(p.boundaries)
	p.boundaries = append(p.boundaries, boundary)
	standard := "text/plain"
	if e.media == "multipart/digest" {
		standard = "message/rfc822"
	}
	before := &part{}
	at := p.leaf(before)
	if at.level != level || at.last {
		e.body = before.body // no part ever began: what is there is the text
	}
	for at.level == level && !at.last {
		child, next, err := p.entity(standard)
		e.parts = append(e.parts, child)
		if err != nil {
			return next, err
		}
		at = next
	}
	p.boundaries = p.boundaries[:level]
	if at.level == level { // its own last delimiter: what follows is nobody's
		at = p.skip()
	}
	return at, nil
}

// skip passes over text that belongs to no part.
func (p *parser) skip() stop {
	return p.leaf(&part{})
}

// mediaType reads a Content-Type. What cannot be read properly is read as well
// as can be: many programs forget a quote.
func mediaType(value, standard string) (media string, params map[string]string) {
	value = legible(value)
	if strings.TrimSpace(value) == "" {
		return standard, nil
	}
	media, params, err := mime.ParseMediaType(value)
	if err == nil && strings.Contains(media, "/") {
		return media, params
	}
	first, rest, _ := strings.Cut(value, ";")
	media = strings.ToLower(strings.TrimSpace(first))
	params = map[string]string{}
	for rest != "" {
		var param string
		param, rest, _ = strings.Cut(rest, ";")
		name, v, _ := strings.Cut(param, "=")
		name = strings.ToLower(strings.TrimSpace(name))
		if _, twice := params[name]; name != "" && !twice {
			params[name] = strings.Trim(strings.TrimSpace(v), `"'`)
		}
	}
	if !strings.Contains(media, "/") {
		media = standard
		if media == "" || strings.HasPrefix(first, "text") {
			media = "text/plain"
		}
	}
	return media, params
}

// attached tells whether a part is a file rather than something to read.
func (e *part) attached() bool {
	kind, _, _ := strings.Cut(e.header.get("content-disposition"), ";")
	kind = strings.ToLower(strings.TrimSpace(kind))
	_, params := mediaType(e.header.get("content-disposition"), "")
	return kind == "attachment" || params["filename"] != "" || e.params["name"] != "" && kind != "inline"
}

// each visits the tree, the node itself first.
func (e *part) each(visit func(*part)) {
	visit(e)
	for _, child := range e.parts {
		child.each(visit)
	}
}

// find gives the first part of a media type, nil for none.
func (e *part) find(media string) *part {
	var found *part
	e.each(func(p *part) {
		if found == nil && p.media == media {
			found = p
		}
	})
	return found
}

// decoded is the body without its transfer encoding.
func (e *part) decoded() []byte {
	return decodeTransfer(e.body, e.header.get("content-transfer-encoding"))
}
