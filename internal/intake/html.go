package intake

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// page turns HTML into the lines that a person sees, and marks those that its
// structure says are not the author's.
type page struct {
	lines    []line
	current  strings.Builder
	mark     mark // of the line being written
	space    bool // white space is due before the next word
	open     []element
	quotes   int         // blockquotes so far
	pictures *[]pictured // a line is kept for each picture of the mail's own, nil where nobody asks
}

// pictured is a picture of the mail's own: its Content-ID, and the empty line that
// stands for it.
type pictured struct {
	id   string
	line int
}

// element is one that is open.
type element struct {
	tag    atom.Atom
	name   string
	mark   mark
	pre    bool
	unseen bool
	struck bool // through with a line: said no more
	// first is the page's next line when a gmail_quote began, quotes how many
	// blockquotes had begun before; first is -1 for all other elements.
	first, quotes int
}

// htmlLines reads HTML as a person sees it: hidden elements are not there,
// blocks begin lines, quotes and signatures are known by what the mail
// programs call them. It goes through the tags once and keeps only the open
// ones, at most maxOpen: a tree would cost what its author likes.
func htmlLines(source string) []line {
	p := newPage(nil)
	p.read(source)
	return p.lines
}

func newPage(pictures *[]pictured) *page {
	return &page{open: []element{{first: -1}}, pictures: pictures}
}

// read writes the lines of some HTML.
func (p *page) read(source string) {
	tokens := html.NewTokenizer(strings.NewReader(source))
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			p.pop(1)
			p.flush()
			return
		case html.TextToken:
			if top := p.top(); !top.unseen {
				p.text(crossed(tokens.Token().Data, top.struck), top.mark, top.pre)
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			p.start(tokens.Token())
		case html.EndTagToken:
			name, _ := tokens.TagName()
			p.end(string(name))
		}
	}
}

// maxOpen is how many elements may be open: more are taken for flat.
const maxOpen = 512

func (p *page) top() element { return p.open[len(p.open)-1] }

// start begins an element.
func (p *page) start(n html.Token) {
	p.imply(n.DataAtom)
	e := p.top()
	e.tag, e.name, e.first = n.DataAtom, n.Data, -1
	m := markOf(n)
	e.mark = max(e.mark, m)
	e.unseen, e.struck = e.unseen || hidden(n), e.struck || strikes(n)
	e.pre = e.pre || n.DataAtom == atom.Pre || strings.Contains(style(n), "white-space:pre")
	if m == edge && !e.unseen {
		p.flush()
		p.lines = append(p.lines, line{mark: edge})
	}
	if n.DataAtom == atom.Blockquote {
		p.quotes++
	}
	if !e.unseen {
		p.draw(n, e.mark)
	}
	if voids[n.DataAtom] || n.Type == html.SelfClosingTagToken && !blocks[n.DataAtom] || len(p.open) >= maxOpen {
		return
	}
	if passedOn(n) {
		e.first, e.quotes = len(p.lines), p.quotes
	}
	p.open = append(p.open, e)
}

// imply ends what a tag ends without a word: a paragraph, an item, a cell.
func (p *page) imply(tag atom.Atom) {
	switch top := p.top().tag; {
	case top == atom.P && blocks[tag],
		top == atom.Head && tag == atom.Body,
		top == atom.Li && tag == atom.Li,
		(top == atom.Td || top == atom.Th) && (tag == atom.Td || tag == atom.Th || tag == atom.Tr),
		top == atom.Tr && tag == atom.Tr:
		p.pop(len(p.open) - 1)
	}
}

// end ends an element and all that is open in it. The end of a word's dress
// ends no block, and that of a block none around its cell.
func (p *page) end(name string) {
	tag := atom.Lookup([]byte(name))
	for i := len(p.open) - 1; i > 0; i-- {
		e := p.open[i]
		if e.name == name {
			p.pop(i)
			return
		}
		cell := e.tag == atom.Td || e.tag == atom.Th || e.tag == atom.Table
		if !blocks[tag] && tag != atom.Td && blocks[e.tag] || cell && !tabular[tag] {
			return
		}
	}
}

// pop ends the open elements from i on.
func (p *page) pop(i int) {
	for len(p.open) > i {
		e := p.top()
		p.open = p.open[:len(p.open)-1]
		if e.first >= 0 && e.quotes == p.quotes { // passed on: it holds nothing of its author's
			p.flush()
			for j := e.first; j < len(p.lines); j++ {
				p.lines[j].mark = max(p.lines[j].mark, quoted)
			}
		}
		if blocks[e.tag] && !e.unseen {
			p.flush()
			p.blank(e.tag, e.mark)
		}
	}
}

// draw writes what a tag itself shows.
func (p *page) draw(n html.Token, m mark) {
	switch {
	case n.DataAtom == atom.Br:
		p.breakLine(m)
	case n.DataAtom == atom.Hr:
		p.flush()
		p.words("________________________________", m)
		p.flush()
	case n.DataAtom == atom.Img && p.pictures != nil && contentID(attr(n, "src")) != "":
		p.flush()
		*p.pictures = append(*p.pictures, pictured{contentID(attr(n, "src")), len(p.lines)})
		p.lines = append(p.lines, line{mark: m})
	case n.DataAtom == atom.Img:
		p.words(emojiOf(n), m)
	case n.DataAtom == atom.Li:
		p.flush()
		p.words("- ", m)
		p.space = true
	case n.DataAtom == atom.Td || n.DataAtom == atom.Th:
		p.space = true
	case blocks[n.DataAtom]:
		p.flush()
		p.blank(n.DataAtom, m)
	}
}

// blank puts an empty line around paragraphs, where a person sees one.
func (p *page) blank(tag atom.Atom, m mark) {
	switch tag {
	case atom.P, atom.Blockquote, atom.H1, atom.H2, atom.H3, atom.Ul, atom.Ol:
		if len(p.lines) > 0 && p.lines[len(p.lines)-1].text != "" {
			p.lines = append(p.lines, line{mark: m})
		}
	}
}

// text writes a text node, folding its white space unless it is preformatted.
func (p *page) text(s string, m mark, pre bool) {
	if !pre {
		p.words(s, m)
		return
	}
	for i, row := range strings.Split(s, "\n") {
		if i > 0 {
			p.breakLine(m)
		}
		p.current.WriteString(strings.TrimSuffix(row, "\r"))
		p.mark = m
	}
}

func (p *page) words(s string, m mark) {
	for s != "" {
		r, size := utf8.DecodeRuneInString(s)
		if r == ' ' || r == '\t' || r == '\n' || r == '\r' || r == '\f' {
			p.space = true
			s = s[size:]
			continue
		}
		if m != p.mark {
			p.flush()
		}
		if p.space && p.current.Len() > 0 {
			p.current.WriteByte(' ')
		}
		p.space = false
		n := strings.IndexAny(s, " \t\n\r\f")
		if n < 0 {
			n = len(s)
		}
		p.current.WriteString(s[:n])
		p.mark = m
		s = s[n:]
	}
}

// breakLine ends the line even where it is empty.
func (p *page) breakLine(m mark) {
	if p.current.Len() == 0 {
		p.lines = append(p.lines, line{mark: m})
		p.space = false
		return
	}
	p.flush()
}

func (p *page) flush() {
	if p.current.Len() > 0 {
		p.lines = append(p.lines, line{strings.TrimRightFunc(p.current.String(), unicode.IsSpace), p.mark})
		p.current.Reset()
	}
	p.space = false
}

// emojiOf is what stands for an image that is an emoji.
func emojiOf(n html.Token) string {
	alt := attr(n, "alt")
	if utf8.RuneCountInString(alt) > 4 {
		return ""
	}
	for _, r := range alt {
		if r < 0x2000 {
			return ""
		}
	}
	return alt
}

func attr(n html.Token, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}
