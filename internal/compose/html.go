package compose

import (
	"fmt"
	html "html/template"
	"net/url"
	"strconv"
	"strings"
	"text/template"
	"unicode/utf8"
)

// pageMax is the most that the HTML of a letter may take, in bytes: Gmail
// hides what comes after 102 kB.
const pageMax = 90_000

// page is what the HTML layout shows.
type page struct {
	Lang, Title string
	Blocks      []block
	Clipped     string // says that the text part holds more
	Foot        string
}

// renderHTML writes the page; what is too long for mail programs is cut, and
// says where the rest is.
func (c *Composer) renderHTML(p page, t *template.Template, v *view) (string, error) {
	out, err := c.layOut(p)
	if err != nil || len(out) <= pageMax {
		return out, err
	}
	note, err := execute(t.Lookup("clipped"), v)
	if err != nil {
		return "", err
	}
	p.Clipped = plain(strings.TrimSpace(note))
	whole := p.Blocks
	for room := pageMax / 2; room > 0 && len(out) > pageMax; room /= 2 {
		p.Blocks = clip(whole, room)
		if out, err = c.layOut(p); err != nil {
			return "", err
		}
	}
	return out, nil
}

func (c *Composer) layOut(p page) (string, error) {
	var out strings.Builder
	if err := c.library.layout.Execute(&out, p); err != nil {
		return "", fmt.Errorf("lay out letter: %w", err)
	}
	return out.String(), nil
}

// rowRoom is about how many bytes a row of a list takes in HTML.
const rowRoom = 500

// clip keeps at most room bytes of each text, and as many rows of each list as
// go into the same room.
func clip(blocks []block, room int) []block {
	clipped := make([]block, len(blocks))
	for i, b := range blocks {
		b.Text = clipText(b.Text, room)
		b.Blocks = clip(b.Blocks, room)
		rows := make([]row, min(len(b.Rows), max(room/rowRoom, 4)))
		copy(rows, b.Rows)
		for j := range rows {
			rows[j].Text = clipText(rows[j].Text, room)
		}
		b.Rows = rows
		clipped[i] = b
	}
	return clipped
}

// clipText cuts a text where its HTML would take more than room bytes.
func clipText(text string, room int) string {
	used := 0
	for i, r := range text {
		used += utf8.RuneLen(r)
		switch {
		case r == '\n':
			used += len("<br></p><p>") * 12
		case strings.ContainsRune(`<>&"'+`, r):
			used += len("&#34;")
		}
		if used > room {
			return strings.TrimRight(text[:i], " \n") + " […]"
		}
	}
	return text
}

// Paragraphs splits a text at its empty lines, and each part at its line ends.
func (b block) Paragraphs() [][]string {
	var paragraphs [][]string
	for part := range strings.SplitSeq(b.Text, "\n\n") {
		paragraphs = append(paragraphs, strings.Split(part, "\n"))
	}
	return paragraphs
}

// Lines splits a row's text at its line ends.
func (r row) Lines() []string { return strings.Split(r.Text, "\n") }

// URL is where a button leads: always a mail to write.
func (r row) URL() html.URL { return html.URL(r.Href) }

// Buttons are the rows of a menu that are a button only.
func (b block) Buttons() []row { return b.choose(true) }

// Choices are the rows of a menu that say what their word means.
func (b block) Choices() []row { return b.choose(false) }

func (b block) choose(alone bool) []row {
	var rows []row
	for _, r := range b.Rows {
		if (r.Text == "") == alone {
			rows = append(rows, r)
		}
	}
	return rows
}

// Segment is one part of a tally's bar, in whole hundredths of it.
type Segment struct {
	Class string
	Width int
}

// Segments are the parts of a tally's bar that are not empty. The widths add
// up to a hundred.
func (b block) Segments() []Segment {
	total, left := 0, 100
	counts := make([]int, len(b.Rows))
	for i, r := range b.Rows {
		counts[i], _ = strconv.Atoi(r.Key) // what is no number takes no room
		total += counts[i]
	}
	var segments []Segment
	for i, class := range []string{"for", "blank", "against", "silent"} {
		if i >= len(counts) || counts[i] <= 0 {
			continue
		}
		share := max(counts[i]*100/total, 1)
		left -= share
		segments = append(segments, Segment{class, share})
	}
	if len(segments) > 0 {
		segments[len(segments)-1].Width += left
	}
	return segments
}

// link gives every word to answer its button: a new mail to the list whose
// subject says the word, the action's number, and the reader's proof.
func (c *Composer) link(blocks []block, o Order) {
	for i := range blocks {
		b := &blocks[i]
		c.link(b.Blocks, o)
		if b.Form != menu {
			continue
		}
		for j := range b.Rows {
			subject := b.Rows[j].Key
			if !b.Rows[j].Bare && o.Letter.Action > 0 && !strings.Contains(subject, "#") {
				subject += fmt.Sprintf(" #%d", o.Letter.Action)
			}
			b.Rows[j].Href = mailto(c.house.List.String(), subject+" ("+o.Proof+")")
			if field, opens := strings.CutPrefix(b.Rows[j].Key, "[EXTRA] "); opens {
				b.Rows[j].Href += "&body=" + url.PathEscape(field+"\r\n\r\n")
			}
			if b.Rows[j].Key == alone[c.house.Locale] {
				b.Rows[j].Href = c.inPrivate(b.Rows[j], o)
			}
		}
	}
}

// alone are the words by which a letter is answered to its author alone.
var alone = map[string]string{"fr": "EN PRIVÉ", "en": "IN PRIVATE"}

// inPrivate is where a button leads that answers a letter to its author alone:
// to their alias. Where there are none the text says it once more, for subjects
// are rewritten, and what is private shall not become public by that.
func (c *Composer) inPrivate(r row, o Order) string {
	if c.house.List.Delimiter == "" {
		return r.Href + "&body=" + url.PathEscape(r.Key+"\r\n\r\n")
	}
	return mailto(c.toAuthor(o), r.Key)
}

// mailto writes an address to write to, with its subject, as every mail
// program reads it: a space is %20, and a plus no space (RFC 6068 section 5).
func mailto(address, subject string) string {
	return "mailto:" + strings.ReplaceAll(url.PathEscape(address), "+", "%2B") + "?subject=" + strings.ReplaceAll(url.QueryEscape(subject), "+", "%20")
}
