package intake

import (
	"path"
	"slices"
	"strings"
	"unicode"

	"toutdoux/internal/governance"
)

// charter takes the text that comes with a field for a new charter: the one
// text that is attached or, where no document is, what stands below the
// fields. What another document may hold is never guessed at.
func (m *mail) charter(p *governance.Proposal) {
	if !slices.ContainsFunc(p.Effects, func(f governance.Field) bool { return f.Type == "charter" }) {
		return
	}
	texts, others := 0, 0
	for _, e := range enclosed(m.root, m.Limits.Text) {
		switch {
		case strings.HasPrefix(e.media, "image/"), proper[e.media] == "ics", proper[e.media] == "vcf":
		case textual(e):
			texts++
			if raw := e.decoded(); len(raw) <= m.Limits.Text {
				p.Charter = legibleText(decodeCharset(raw, e.params["charset"]))
			}
		default:
			others++
		}
	}
	switch {
	case texts == 1 && p.Charter != "":
	case texts == 0 && others == 0:
		p.Charter, p.Text = p.Text, ""
	default:
		p.Charter, p.Problem = "", "charter_text"
	}
}

// textual tells a file that is plain text, such as charte.md: many programs do
// not say so.
func textual(e *part) bool {
	switch strings.ToLower(path.Ext(e.filename())) {
	case ".txt", ".md", ".markdown", ".text":
		return true
	case "":
		return e.media == "text/plain" || e.media == "text/markdown"
	}
	return false
}

// legibleText is text without what no reader sees, its lines ended alike.
func legibleText(text string) string {
	text = newlines.Replace(text)
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' || invisible(r) {
			return -1
		}
		return r
	}, text))
}
