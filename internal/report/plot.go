package report

import (
	"encoding/xml"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Chart is a plot of bars, one under another: drawn to be read on paper too, so
// that nothing is told by its colour alone.
type Chart struct {
	Title  string // for whoever does not see it, as what its bars say
	Legend []string
	Bars   []Bar
	Whole  bool // each bar fills the width: its parts are shares
}

// Bar is one bar, with what stands above it, and all that in words.
type Bar struct {
	Label, Value string
	Parts        []int // one for each word of the legend
	Says         string
}

// Sizes of a chart, in the units of its drawing: a line of text is 13 high, so
// that it can still be read where a phone gives 360 points to the whole width.
const (
	chartWidth = 360
	legendLine = 28
	rowHeight  = 42
	barTop     = 18 // below the label
	barHeight  = 16
)

// inks are the colours of the parts, in the order of the legend, and of the
// words on them: their contrast is over 4.5.
var inks = []struct{ fill, words string }{
	{"#2f7d4f", "#ffffff"}, {"#c2a83e", "#1f2328"}, {"#b4513f", "#ffffff"}, {"#d5dae0", "#1f2328"},
}

// SVG draws the chart: a picture that needs nothing else. The same chart gives
// the same bytes.
func (c *Chart) SVG(id string) string {
	height := legendLine + rowHeight*len(c.Bars)
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-labelledby="%s-title %s-description">`, chartWidth, height, id, id)
	fmt.Fprintf(&b, `<title id="%s-title">%s</title><desc id="%s-description">%s</desc>`, id, escape(c.Title), id, escape(c.says()))
	c.legend(&b)
	most := c.longest()
	for i, bar := range c.Bars {
		c.bar(&b, bar, legendLine+rowHeight*i, most)
	}
	b.WriteString("</svg>")
	return b.String()
}

// says is what the chart shows, for whoever does not see it.
func (c *Chart) says() string {
	var says []string
	for _, bar := range c.Bars {
		says = append(says, bar.Says)
	}
	return strings.Join(says, "; ")
}

func (c *Chart) legend(b *strings.Builder) {
	x := 0
	for i, words := range c.Legend {
		fmt.Fprintf(b, `<rect x="%d" y="4" width="12" height="12" fill="%s"/>`, x, inks[i%len(inks)].fill)
		fmt.Fprintf(b, `<text x="%d" y="15" font-size="13" fill="#1f2328">%s</text>`, x+17, escape(words))
		x += 17 + 8*utf8.RuneCountInString(words) + 14
	}
}

// longest is what the whole width stands for, where bars are of one scale.
func (c *Chart) longest() int {
	most := 1
	for _, bar := range c.Bars {
		most = max(most, bar.total())
	}
	return most
}

func (bar *Bar) total() int {
	n := 0
	for _, part := range bar.Parts {
		n += part
	}
	return n
}

// labelRunes is how many letters of a label have room above its bar.
const labelRunes = 42

// bar draws one bar: its label and value above, and its parts from the left,
// each with its number where that has room.
func (c *Chart) bar(b *strings.Builder, bar Bar, y, most int) {
	label := bar.Label
	if utf8.RuneCountInString(label) > labelRunes {
		label = string([]rune(label)[:labelRunes-1]) + "…"
	}
	fmt.Fprintf(b, `<text x="0" y="%d" font-size="13" fill="#1f2328">%s</text>`, y+12, escape(label))
	fmt.Fprintf(b, `<text x="%d" y="%d" font-size="13" text-anchor="end" fill="#1f2328">%s</text>`, chartWidth, y+12, escape(bar.Value))
	if c.Whole {
		most = max(bar.total(), 1)
	}
	x, done := 0, 0
	for i, part := range bar.Parts {
		done += part
		end := chartWidth * done / most
		if end > x {
			ink := inks[i%len(inks)]
			fmt.Fprintf(b, `<rect x="%d" y="%d" width="%d" height="%d" fill="%s" stroke="#ffffff"/>`, x, y+barTop, end-x, barHeight, ink.fill)
			if number := fmt.Sprint(part); end-x >= 8*len(number)+6 {
				fmt.Fprintf(b, `<text x="%d" y="%d" font-size="12" text-anchor="middle" fill="%s">%s</text>`, (x+end)/2, y+barTop+12, ink.words, number)
			}
		}
		x = end
	}
}

func escape(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a strings.Builder takes everything
	return b.String()
}
