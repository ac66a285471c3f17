package page

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"

	"toutdoux/internal/sandbox"
)

// frame is the HTML of a letter, alone, for the frame that it is shown in.
func (s *site) frame(w http.ResponseWriter, r *http.Request) error {
	p, l, err := s.letterOf(r)
	if err != nil {
		return err
	}
	page, err := framed(l.HTML, p, l.Number)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Security-Policy", letterPolicy)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write([]byte(page)) // who has gone needs no page
	return nil
}

// dropped are the elements of a letter that could act, or fetch, or lead the
// frame away; the policy stops most of them too. What a noscript holds is text
// here, and would be elements in the frame; a drawing can set its own links.
var dropped = []string{"script", "noscript", "base", "meta", "link", "iframe", "frame", "object", "embed", "form", "svg", "math"}

// framed is a letter's HTML, of which nothing acts but its buttons: they open a
// mail to write, on the page around it. Other links are words.
func framed(source string, p sandbox.Person, number int) (string, error) {
	tree, err := html.Parse(strings.NewReader(source))
	if err != nil {
		return "", err
	}
	for _, n := range slices.Collect(tree.Descendants()) {
		switch {
		case n.Type != html.ElementNode:
		case slices.Contains(dropped, n.Data) && n.Parent != nil:
			n.Parent.RemoveChild(n)
		case n.Data == "a" || n.Data == "area":
			lead(n, p, number)
		}
	}
	var page strings.Builder
	err = html.Render(&page, tree)
	return page.String(), err
}

// lead has a link lead to a mail to write, or nowhere.
func lead(n *html.Node, p sandbox.Person, number int) {
	to, ok := drafting(attribute(n, "href"), p, number)
	n.Attr = slices.DeleteFunc(n.Attr, func(a html.Attribute) bool {
		return slices.Contains([]string{"href", "target", "ping", "download", "xlink:href"}, a.Key)
	})
	if ok {
		n.Attr = append(n.Attr, html.Attribute{Key: "href", Val: to}, html.Attribute{Key: "target", Val: "_top"})
	}
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// buttons are the links in a letter's HTML that open a mail to write.
func buttons(source string, p sandbox.Person, number int) []button {
	tree, err := html.Parse(strings.NewReader(source))
	if err != nil {
		return nil
	}
	var all []button
	for n := range tree.Descendants() {
		if n.Type != html.ElementNode || n.Data != "a" {
			continue
		}
		if to, ok := drafting(attribute(n, "href"), p, number); ok {
			all = append(all, button{strings.TrimSpace(text(n)), to})
		}
	}
	return all
}

func text(n *html.Node) string {
	var words strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			words.WriteString(d.Data)
		}
	}
	return words.String()
}

// drafting turns a mailto: link (RFC 6068) of a letter into the page that writes
// such a mail.
func drafting(link string, p sandbox.Person, number int) (string, bool) {
	parsed, err := url.Parse(strings.TrimSpace(link))
	if err != nil || !strings.EqualFold(parsed.Scheme, "mailto") {
		return "", false
	}
	to, err := url.PathUnescape(parsed.Opaque)
	if err != nil {
		return "", false
	}
	draft := url.Values{"to": {to}}
	if number > 0 {
		draft.Set("letter", strconv.Itoa(number))
	}
	fields, _ := url.ParseQuery(strings.ReplaceAll(parsed.RawQuery, "+", "%2B")) // a plus is no space here
	for name, values := range fields {
		if name = strings.ToLower(name); name == "subject" || name == "body" {
			draft.Set(name, values[0])
		}
	}
	return "/mail/" + p.User + "/write?" + draft.Encode(), true
}

// mailAddress is how a text names an address.
var mailAddress = regexp.MustCompile(`[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+`)

// written is a text, line by line, whose addresses can be written to.
func written(text string, p sandbox.Person) [][]stroke {
	var lines [][]stroke
	for line := range strings.SplitSeq(strings.TrimRight(text, "\n"), "\n") {
		var strokes []stroke
		at := 0
		for _, found := range mailAddress.FindAllStringIndex(line, -1) {
			address := line[found[0]:found[1]]
			strokes = append(strokes, stroke{Text: line[at:found[0]]}, stroke{address, "/mail/" + p.User + "/write?" + url.Values{"to": {address}}.Encode()})
			at = found[1]
		}
		lines = append(lines, append(strokes, stroke{Text: line[at:]}))
	}
	return lines
}
