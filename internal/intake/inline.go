package intake

import (
	"strings"

	"toutdoux/internal/address"
)

// Whoever answers between the lines of a mail is understood only with those
// lines: they are relayed above each answer. A mail that is quoted whole, above
// or below what its author wrote, is not: everyone has it.

// shortQuote is how many lines of a quote stand above an answer at most, and
// up to how many lines a lone quote was cut by its author to say what they
// answer.
const shortQuote = 6

// told is what the author wrote with the quoted lines that are answered, each
// behind a sign; "" where no line is.
func (t *thread) told() string {
	quotes := t.answered()
	if quotes == nil {
		return ""
	}
	var out []string
	gap := false
	for i, l := range t.lines {
		if above := quotes[i]; above != nil {
			if len(out) > 0 && out[len(out)-1] != "" {
				out = append(out, "")
			}
			out, gap = append(out, above...), false
		}
		text := strings.TrimRight(l.text, " \t\u00a0\r")
		switch {
		case t.drop[i]:
			gap = true
		case text == "" && (len(out) == 0 || out[len(out)-1] == ""):
		default:
			if gap && text != "" && len(out) > 0 && out[len(out)-1] != "" {
				out = append(out, "")
			}
			out, gap = append(out, text), gap && text == ""
		}
	}
	return strings.TrimRight(strings.Join(out, "\n"), "\n")
}

// answered gives the quoted lines that stand above each answer, by the line
// that the answer begins with; nil where nothing is answered between the lines.
func (t *thread) answered() map[int][]string {
	quotes := map[int][]string{}
	spoken, longest, below := false, 0, 0
	for i := range t.lines {
		switch {
		case t.quoted(i):
			below++
		case t.drop[i] || t.blank(i):
		default:
			if above := t.quoteAbove(i); above != nil {
				quotes[i] = above
				longest = max(longest, below)
			} else if len(quotes) == 0 {
				spoken = true
			}
			below = 0
		}
	}
	if len(quotes) == 0 || len(quotes) == 1 && !spoken && longest > shortQuote {
		return nil
	}
	return quotes
}

// quoted tells a line that somebody else wrote, at the first level and with
// something in it.
func (t *thread) quoted(i int) bool {
	if !t.drop[i] || t.lines[i].mark == signature || t.lines[i].mark == edge {
		return false
	}
	text := strings.TrimSpace(t.lines[i].text)
	rest, signed := strings.CutPrefix(text, ">")
	if !signed && t.lines[i].mark != quoted {
		return false
	}
	rest = strings.TrimSpace(rest)
	return rest != "" && rest[0] != '>'
}

// quoteAbove is the paragraph of quoted lines right above a line, its end where
// it is long; nil for none.
func (t *thread) quoteAbove(i int) []string {
	end := i
	for end > 0 && !t.quoted(end-1) && (t.blank(end-1) || strings.Trim(t.lines[end-1].text, "> \t") == "") {
		end--
	}
	begin := end
	for begin > 0 && t.quoted(begin-1) {
		begin--
	}
	var above []string
	if end-begin > shortQuote {
		begin = end - shortQuote
		above = append(above, "> […]")
	}
	for _, l := range t.lines[begin:end] {
		text := strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(l.text), ">"))
		folded := strings.Join(strings.Fields(fold(text[:min(len(text), maxHead)])), " ")
		if holdsAny(folded, feet) || startsAny(folded, menus) || len(address.FindProofs(text)) > 0 {
			continue // of a letter of ours, and said to its reader alone
		}
		above = append(above, "> "+text)
	}
	if len(above) == 0 || len(above) == 1 && above[0] == "> […]" {
		return nil
	}
	return above
}
