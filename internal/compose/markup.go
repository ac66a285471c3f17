package compose

import (
	"strings"
	"unicode/utf8"
)

// The markup of letters, as an executed template gives it. A line's first
// character says what it is; an empty line ends a block; lines that follow
// each other are one paragraph, wrapped anew.
//
//	Subject: what stands in the subject      (the first line)
//
//	# the heading: one a letter; in text a paragraph like the others
//	## what stands above a part of the letter
//	a paragraph
//	> set apart: holds blocks of any kind
//	| what somebody quotes of another's mail
//	* WORD   what it means                    an answer about the letter's action
//	+ WORD   what it means                    an answer that bears no number
//	- an item
//	: Term   what it says                     a table of two columns
//	% 9 3 0 16   9 for · 3 blank · …          a tally, with its bar in HTML
//	~ turnout                                 a plot of a report, on its page only
//
// WORD and its meaning stand apart by two spaces or more. In HTML the word is a
// button; a word without a meaning is a button only, because the sentence
// before it says what to type. So is a tally without words a bar only. Prose
// that follows another block's line stands right below it; a line of prose that
// ends with \ is not wrapped with the next.

// form is what a block is.
type form string

const (
	heading form = "heading"
	caption form = "caption"
	prose   form = "prose"
	quote   form = "quote"
	cited   form = "cited"
	menu    form = "menu"
	items   form = "items"
	terms   form = "terms"
	bar     form = "bar"
	plot    form = "plot"
)

// block is a part of a letter.
type block struct {
	Form   form
	Tight  bool    // no empty line before it
	Text   string  // heading, caption, prose and bar; \n is a line end that its author meant
	Blocks []block // of a quote
	Rows   []row   // of a menu, items, terms and bar
}

// row is a line of a block that has several.
type row struct {
	Key  string // the word to answer, the term, or the share of a bar
	Text string
	Bare bool // of a menu: the word alone, without the action's number
	Href string
}

var forms = map[byte]form{'#': heading, '>': quote, '|': cited, '*': menu, '+': menu, '-': items, ':': terms, '%': bar, '~': plot}

// parseBlocks reads the markup of a letter's body.
func parseBlocks(source string) []block {
	var blocks []block
	last := form("") // of the block that the next line may continue
	for line := range strings.SplitSeq(source, "\n") {
		line = strings.TrimRight(line, " ")
		if line == "" {
			last = ""
			continue
		}
		is, text := classify(line)
		continues := is == last || is == prose && (last == items || last == terms || last == menu)
		if !continues || is == heading || is == caption || is == bar || is == plot {
			blocks, last = append(blocks, block{Form: is, Tight: last != ""}), is
		}
		blocks[len(blocks)-1].add(is, line[0], text)
	}
	return finish(blocks)
}

func classify(line string) (form, string) {
	is, known := forms[line[0]]
	switch {
	case known && len(line) == 1:
		return is, ""
	case strings.HasPrefix(line, "## "):
		return caption, line[3:]
	case known && line[1] == ' ':
		return is, line[2:]
	}
	return prose, strings.TrimLeft(line, " ")
}

// add puts one line into the block; a line of prose continues the row before
// it.
func (b *block) add(is form, mark byte, text string) {
	switch {
	case is == quote:
		b.Text += text + "\n"
	case is == prose && len(b.Rows) > 0:
		b.Rows[len(b.Rows)-1].Text += " " + text
	case is == prose || is == heading || is == caption || is == plot:
		b.Text += between(b.Text) + breaks(text)
	case is == cited:
		b.Text += text + "\n"
	case is == items:
		b.Rows = append(b.Rows, row{Text: text})
	default:
		key, meaning, _ := strings.Cut(text, "  ")
		b.Rows = append(b.Rows, row{Key: key, Text: strings.TrimLeft(meaning, " "), Bare: mark == '+'})
	}
}

// between is what joins a paragraph's lines.
func between(text string) string {
	if text == "" || strings.HasSuffix(text, string(newLine)) {
		return ""
	}
	return " "
}

// breaks makes the \ at a line's end the line end that it stands for.
func breaks(text string) string {
	if kept, found := strings.CutSuffix(text, "\\"); found {
		return strings.TrimRight(kept, " ") + string(newLine)
	}
	return text
}

// finish parses what is inside quotes, gives people's words their line ends
// back, and drops what turned out to be empty.
func finish(blocks []block) []block {
	kept := blocks[:0]
	for _, b := range blocks {
		switch b.Form {
		case quote:
			b.Blocks, b.Text = parseBlocks(b.Text), ""
		case bar:
			b.Text, b.Rows = plain(b.Rows[0].Text), shares(b.Rows[0].Key)
		}
		b.Text = strings.Trim(plain(b.Text), "\n")
		for i := range b.Rows {
			b.Rows[i].Key, b.Rows[i].Text = plain(b.Rows[i].Key), plain(b.Rows[i].Text)
		}
		if b.Text != "" || len(b.Blocks)+len(b.Rows) > 0 {
			kept = append(kept, b)
		}
	}
	return kept
}

func shares(counts string) []row {
	var rows []row
	for count := range strings.FieldsSeq(counts) {
		rows = append(rows, row{Key: count})
	}
	return rows
}

// widest is the number of runes of the longest key.
func (b *block) widest() int {
	most := 0
	for _, r := range b.Rows {
		most = max(most, utf8.RuneCountInString(r.Key))
	}
	return most
}
