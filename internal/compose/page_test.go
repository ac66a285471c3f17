package compose

import (
	"math"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	g "toutdoux/internal/governance"
)

// soundPages: the HTML of every letter keeps what mail programs need, which is
// a language, one heading, links that only write mail, no remote resource, and
// colours that can be read by day and by night.
func soundPages(t *testing.T, all []written) {
	for _, w := range all {
		if len(w.letter.HTML) > pageMax {
			t.Errorf("%s: %d bytes of HTML", w, len(w.letter.HTML))
		}
		root, err := html.Parse(strings.NewReader(w.letter.HTML))
		if err != nil {
			t.Fatalf("%s: %v", w, err)
		}
		found := survey{dark: darkColours(w.letter.HTML)}
		found.visit(root, paint{ink: "#000000", ground: "#ffffff"}, paint{ink: "#ffffff", ground: "#000000"})
		found.judge(t, w.String(), w.locale)
	}
}

// paint is what a text is shown in.
type paint struct{ ink, ground string }

// survey is what a page holds.
type survey struct {
	lang     []string
	headings int
	faults   []string
	dark     map[string]paint
}

func (f *survey) judge(t *testing.T, name, lang string) {
	t.Helper()
	if len(f.lang) != 1 || f.lang[0] != lang {
		t.Errorf("%s: languages %q", name, f.lang)
	}
	if f.headings != 1 {
		t.Errorf("%s: %d headings", name, f.headings)
	}
	for _, fault := range f.faults {
		t.Errorf("%s: %s", name, fault)
	}
}

var banned = map[string]bool{"img": true, "script": true, "iframe": true, "form": true, "link": true, "object": true, "video": true, "svg": true, "input": true}

func (f *survey) visit(n *html.Node, day, night paint) {
	if n.Type == html.ElementNode {
		if banned[n.Data] {
			f.faults = append(f.faults, "it has <"+n.Data+">")
		}
		if n.Data == "h1" {
			f.headings++
		}
		f.attributes(n)
		day, night = f.repaint(n, day, night)
	}
	if n.Type == html.TextNode && strings.TrimSpace(n.Data) != "" && n.Parent.Data != "style" && n.Parent.Data != "title" && n.Data != "\u00a0" {
		f.contrast(n.Data, "by day", day)
		f.contrast(n.Data, "by night", night)
	}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		f.visit(child, day, night)
	}
}

func (f *survey) attributes(n *html.Node) {
	for _, a := range n.Attr {
		switch {
		case a.Key == "lang":
			f.lang = append(f.lang, a.Val)
		case a.Key == "href" && !strings.HasPrefix(a.Val, "mailto:tdc@picasoft.test?subject=") && !strings.HasPrefix(a.Val, "mailto:tdc%2Bt-"+testProof+"@picasoft.test?subject="):
			f.faults = append(f.faults, "it links to "+a.Val)
		case a.Key == "href" && strings.ContainsAny(a.Val, "+ \r\n"):
			f.faults = append(f.faults, "a link that mail programs read in different ways: "+a.Val)
		case a.Key == "src" || a.Key == "background" || strings.Contains(a.Val, "url("):
			f.faults = append(f.faults, "it fetches "+a.Val)
		case strings.HasPrefix(a.Key, "on"):
			f.faults = append(f.faults, "it runs "+a.Key)
		}
	}
}

var (
	inkOf    = regexp.MustCompile(`(?:^|[ ;])color: ?(#[0-9a-f]{6})`)
	groundOf = regexp.MustCompile(`background-color:\s*(#[0-9a-f]{6})`)
	ruleOf   = regexp.MustCompile(`\.([a-z]+) \{([^}]*)\}`)
)

// darkColours are the colours that the page gives each class by night.
func darkColours(page string) map[string]paint {
	_, style, _ := strings.Cut(page, "prefers-color-scheme: dark")
	style, _, _ = strings.Cut(style, "</style>")
	colours := map[string]paint{}
	for _, rule := range ruleOf.FindAllStringSubmatch(style, -1) {
		colours[rule[1]] = painted(" "+rule[2], paint{})
	}
	return colours
}

func painted(style string, over paint) paint {
	if ink := inkOf.FindStringSubmatch(style); ink != nil {
		over.ink = ink[1]
	}
	if ground := groundOf.FindStringSubmatch(style); ground != nil {
		over.ground = ground[1]
	}
	return over
}

// repaint applies a node's colours. By night an inlined colour counts unless a
// class of the node overrides it.
func (f *survey) repaint(n *html.Node, day, night paint) (paint, paint) {
	var classes []string
	for _, a := range n.Attr {
		if a.Key == "style" {
			day, night = painted(a.Val, day), painted(a.Val, night)
		}
		if a.Key == "class" {
			classes = strings.Fields(a.Val)
		}
	}
	for _, class := range classes {
		dark := f.dark[class]
		if dark.ink != "" {
			night.ink = dark.ink
		}
		if dark.ground != "" {
			night.ground = dark.ground
		}
	}
	return day, night
}

func (f *survey) contrast(text, when string, p paint) {
	a, b := luminance(p.ink), luminance(p.ground)
	if ratio := (math.Max(a, b) + 0.05) / (math.Min(a, b) + 0.05); ratio < 4.5 {
		f.faults = append(f.faults, when+" "+strconv.FormatFloat(ratio, 'f', 1, 64)+" of contrast between "+p.ink+" and "+p.ground+" for "+text)
	}
}

// luminance is the relative luminance of WCAG 2.1.
func luminance(colour string) float64 {
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, _ := strconv.ParseUint(colour[1+2*i:3+2*i], 16, 8)
		c := float64(n) / 255
		if c <= 0.03928 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}

// sayWhatToType: the word of a button is in the text, for who sees no button.
func sayWhatToType(t *testing.T, all []written) {
	for _, w := range all {
		for _, word := range buttons(t, w.letter.HTML) {
			first, _, _ := strings.Cut(word, " ")
			if !strings.Contains(w.letter.Text, first) {
				t.Errorf("%s: the button %s stands for nothing in the text", w, word)
			}
		}
	}
}

func buttons(t *testing.T, page string) []string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var words []string
	var visit func(*html.Node)
	visit = func(n *html.Node) {
		if n.Data == "a" && n.FirstChild != nil {
			words = append(words, n.FirstChild.Data)
		}
		for child := n.FirstChild; child != nil; child = child.NextSibling {
			visit(child)
		}
	}
	visit(root)
	return words
}

// The button of an arrival opens a mail that proposes not to let its newcomer
// wait: the tag in its subject, the field at the top of its text.
func TestAnArrivalOpensTheProposal(t *testing.T) {
	for _, s := range scenes() {
		if s.kind != g.LetterArrival || s.name != "several on one day" {
			continue
		}
		letter := compose(t, newComposer(t, "fr", "vous"), s.order(t))
		for _, name := range []string{"Erin Blanc", "Frank"} {
			subject := "[EXTRA] Droit de vote\u00a0: " + name
			link := "mailto:tdc@picasoft.test?subject=" + strings.ReplaceAll(url.QueryEscape(subject+" ("+testProof+")"), "+", "%20") +
				"&amp;body=" + url.PathEscape("Droit de vote\u00a0: "+name+"\r\n\r\n")
			if !strings.Contains(letter.HTML, link) || !strings.Contains(letter.Text, "[EXTRA] Droit de vote\u00a0: "+name) {
				t.Errorf("no button proposes %s:\n%s", name, letter.Text)
			}
		}
		return
	}
	t.Error("no scene of an arrival")
}
