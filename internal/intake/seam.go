package intake

import "strings"

// openers begin an attribution, as their programs write them.
var openers = []string{"On ", "Le ", "Am ", "El ", "Il ", "Em ", "Op ", "Den "}

// seams parts the lines that hold an author's last words and, behind them,
// who wrote the quoted lines that follow: "D'accord.--- On 3 May, Bob wrote:";
// and those that hold who wrote, and what.
func seams(lines []line) []line {
	out := lines
	parted := false
	for i, l := range lines {
		at := -1
		if i+1 < len(lines) && len(l.text) <= maxHead && strings.HasSuffix(l.text, ":") && quotedBelow(lines[i+1:]) {
			at = seam(l.text)
		}
		if at < 0 && l.mark == plain && !strings.HasPrefix(strings.TrimSpace(l.text), ">") {
			at = behind(l.text)
		}
		if at > 0 && !parted {
			out, parted = append(make([]line, 0, len(lines)+8), lines[:i]...), true
		}
		switch {
		case at > 0:
			out = append(out, line{strings.TrimRight(l.text[:at], " -"), l.mark}, line{l.text[at:], l.mark})
		case parted:
			out = append(out, l)
		}
	}
	return out
}

// seam is where the attribution begins that ends a line, -1 for nowhere or
// its beginning.
func seam(text string) int {
	for _, opener := range openers {
		at := strings.LastIndex(text, opener)
		if at > 0 && (text[at-1] == ' ' || text[at-1] == '-') && strings.Trim(text[:at], " -*>") != "" && attribution(fold(text[at:]), true) == surely {
			return at
		}
	}
	return -1
}

// behind is where the first words of a quote begin on the line that says who
// wrote them, as Yahoo's program for telephones joins them: "Le 3 mai 2026 à
// 9:00, Bob<bob@x.test> a écrit :   Bonjour"; -1 for nowhere.
func behind(text string) int {
	head := text[:min(len(text), maxHead)]
	post := strings.IndexByte(head, '@')
	if post < 0 {
		return -1
	}
	colon := strings.Index(head[post:], ": ")
	end := post + colon + 1
	if colon < 0 || strings.TrimSpace(text[end:]) == "" || attribution(fold(head[:end]), true) != surely {
		return -1
	}
	return end
}

// quotedBelow tells whether the next lines are quoted, but for a blank one.
func quotedBelow(lines []line) bool {
	for _, l := range lines[:min(2, len(lines))] {
		if text := strings.TrimSpace(l.text); text != "" {
			return text[0] == '>' || l.mark == quoted
		}
	}
	return false
}
