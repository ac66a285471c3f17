package intake

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// cards drops the cards under what somebody wrote, wherever that ends.
func (t *thread) cards() {
	for to := len(t.lines); to > 0; {
		from := to
		for from > 0 && !t.drop[from-1] {
			from--
		}
		if top := t.card(from, to); top < to {
			for i := top; i < to; i++ {
				t.drop[i] = true
			}
		}
		to = from - 1
	}
}

// maxCard is how many lines of text a card may have.
const maxCard = 20

// card gives the line from which on some lines are a card, to for none.
func (t *thread) card(from, to int) int {
	top, held, rows := to, contact(0), 0
	for end := to; ; {
		for end > from && t.blank(end-1) {
			end--
		}
		begin := end
		for begin > from && !t.blank(begin-1) && end-begin <= maxCard {
			begin--
		}
		rows += end - begin
		if begin == end || rows > maxCard {
			break
		}
		first, kinds := t.cardRows(begin, end)
		if first == end && top < to && !nameLike(t.lines[top].text) && t.titled(begin, end) {
			first = begin
		}
		if first == end {
			break
		}
		top, held = first, held|kinds
		if first > begin || nameLike(t.lines[top].text) {
			break
		}
		end = begin
	}
	if ruledAt := t.cardRule(from, to); ruledAt < top {
		return ruledAt
	}
	if !several(held) && (held == 0 || !t.signed(top)) || announces(t.lines[max(0, t.above(from, top))].text) {
		return to // one link, or a card that the text is about
	}
	return top
}

// signed tells a line that is the author's own name: with it, one way to reach
// them makes a card.
func (t *thread) signed(i int) bool {
	name := strings.Fields(strings.Trim(t.head(i), " *_,-–—"))
	if len(t.author) < 2 || len(name) != len(t.author) {
		return false
	}
	for _, w := range t.author {
		if !slices.Contains(name, w) {
			return false
		}
	}
	return true
}

// announces tells a line after whose last word comes a colon.
func announces(text string) bool {
	stem, ok := strings.CutSuffix(strings.TrimSpace(text), ":")
	last, _ := utf8.DecodeLastRuneInString(strings.TrimSpace(stem))
	return ok && unicode.IsLetter(last)
}

// several tells whether a card holds two kinds of things, one a way to reach
// somebody.
func several(held contact) bool {
	return held&(phone|post) != 0 && held&(held-1) != 0
}

// above is the last line of text before another, -1 for none.
func (t *thread) above(from, i int) int {
	for i--; i >= from; i-- {
		if !t.blank(i) {
			return i
		}
	}
	return -1
}

// cardRows gives where the part of a paragraph begins that belongs to a card,
// its end for nowhere, and what that holds. Above the first contact there may
// be a name and up to two lines under it.
func (t *thread) cardRows(begin, end int) (first int, held contact) {
	first = end
	for i := end - 1; i >= begin && brief(t.lines[i].text) && !t.speaks(i); i-- {
		if kind := contactOf(t.lines[i].text, t.head(i)); kind != 0 {
			first, held = i, held|kind
		}
	}
	if held == 0 {
		return end, 0
	}
	top := first
	for i := first; i >= begin && i >= first-3 && brief(t.lines[i].text) && !t.speaks(i); i-- {
		if nameLike(t.lines[i].text) {
			top = i
		}
	}
	return top, held
}

// titled tells a paragraph that is a name and up to two lines under it.
func (t *thread) titled(begin, end int) bool {
	return end-begin <= 3 && nameLike(t.lines[begin].text) && !t.speaks(begin)
}

// speaks tells a line that may be a vote or a request: it belongs to no card.
func (t *thread) speaks(i int) bool {
	if !t.close() {
		return true
	}
	f := readWords(wordsOf(t.lines[i].text), setting{})
	return f.doubt || len(f.wishes) > 0
}

// cardRule gives the line drawn above a card, to for none: all below it is
// brief, and holds a way to reach somebody or no more than a name.
func (t *thread) cardRule(from, to int) int {
	held, rows, top := contact(0), 0, to
	for i := to - 1; i >= from && rows <= maxCard; i-- {
		switch {
		case t.blank(i):
		case ruled(t.lines[i].text):
			named := rows <= 3 && top < to && nameLike(t.lines[top].text)
			if held&(phone|post) == 0 && !named || t.above(from, i) < 0 {
				return to
			}
			return i
		case !brief(t.lines[i].text) || t.speaks(i):
			return to
		default:
			held |= contactOf(t.lines[i].text, t.head(i))
			top = i
			rows++
		}
	}
	return to
}
