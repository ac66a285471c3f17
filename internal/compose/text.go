package compose

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// columns is the width of the text part.
const columns = 72

// signature begins the lines that mail programs leave out of a reply.
const signature = "-- "

// renderText writes blocks as plain text, with an empty line between them.
func renderText(blocks []block, indent string) string {
	var out strings.Builder
	for _, b := range blocks {
		part := b.render(indent)
		switch {
		case part == "":
			continue
		case out.Len() > 0 && b.Tight:
			out.WriteString("\n")
		case out.Len() > 0:
			out.WriteString("\n\n")
		}
		out.WriteString(part)
	}
	return out.String()
}

func (b *block) render(indent string) string {
	switch b.Form {
	case quote:
		return renderText(b.Blocks, indent+"    ")
	case plot:
		return ""
	case bar:
		if b.Text == "" {
			return ""
		}
	case cited:
		return wrap(b.Text, indent+"> ", indent+"> ")
	case items:
		return b.renderRows(func(r row) string { return wrap(r.Text, indent+"- ", indent+"  ") })
	case menu, terms:
		return b.renderColumns(indent)
	}
	return wrap(b.Text, indent, indent)
}

func (b *block) renderRows(each func(row) string) string {
	var lines []string
	for _, r := range b.Rows {
		if r.Text != "" { // a button only: the sentence before it says the word
			lines = append(lines, each(r))
		}
	}
	return strings.Join(lines, "\n")
}

// renderColumns aligns what stands beside the words to answer, or the terms.
func (b *block) renderColumns(indent string) string {
	if b.Form == menu {
		indent += "    "
	}
	column := b.widest() + 3
	return b.renderRows(func(r row) string {
		gap := strings.Repeat(" ", column-utf8.RuneCountInString(r.Key))
		return wrap(r.Text, indent+r.Key+gap, indent+strings.Repeat(" ", column))
	})
}

// wrap breaks a text into lines of at most 72 columns where it can, at plain
// spaces only: what no-break spaces hold together stays together. A line of a
// person's that fits stays as it was written.
func wrap(text, first, rest string) string {
	var out []string
	indent := first
	for line := range strings.SplitSeq(text, "\n") {
		for _, piece := range breakLine(line, columns-utf8.RuneCountInString(indent)) {
			out = append(out, strings.TrimRight(indent+piece, " "))
			indent = rest
		}
	}
	return strings.Join(out, "\n")
}

func breakLine(line string, room int) []string {
	if cells(line) <= room {
		return []string{line}
	}
	var lines []string
	current, used := "", 0
	for word := range strings.SplitSeq(line, " ") {
		if word == "" {
			continue
		}
		size := cells(word)
		if current != "" && used+1+size > room {
			lines, current, used = append(lines, current), "", 0
		}
		if current != "" {
			current, used = current+" ", used+1
		}
		current, used = current+word, used+size
	}
	return append(lines, current)
}

// cells is how many columns of a terminal a text takes.
func cells(text string) int {
	n := 0
	for _, r := range text {
		switch width.LookupRune(r).Kind() {
		case width.EastAsianWide, width.EastAsianFullwidth:
			n += 2
		default:
			n++
		}
	}
	return n
}
