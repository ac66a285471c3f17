package intake

import "strings"

// openers begin an attribution, as their programs write them.
var openers = []string{"On ", "Le ", "Am ", "El ", "Il ", "Em ", "Op ", "Den "}

// seams parts the lines that hold an author's last words and, behind them,
// who wrote the quoted lines that follow: "D'accord.--- On 3 May, Bob wrote:".
func seams(lines []line) []line {
	out := lines
	parted := false
	for i, l := range lines {
		at := -1
		if i+1 < len(lines) && len(l.text) <= maxHead && strings.HasSuffix(l.text, ":") && quotedBelow(lines[i+1:]) {
			at = seam(l.text)
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

// quotedBelow tells whether the next lines are quoted, but for a blank one.
func quotedBelow(lines []line) bool {
	for _, l := range lines[:min(2, len(lines))] {
		if text := strings.TrimSpace(l.text); text != "" {
			return text[0] == '>' || l.mark == quoted
		}
	}
	return false
}
