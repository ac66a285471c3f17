package intake

import "strings"

// A person who passes a mail on without a word of their own, or sends a text
// as a file, shows it to the others. That is relayed, and nothing in it is
// certain.

// shown is the text of a mail whose author wrote nothing: of the mail that is
// passed on, else of a file that is attached, else of an attached mail.
func (m *mail) shown(lines []line) string {
	if text := passedOnText(lines, 3); text != "" {
		return text
	}
	if !carries(m.root) {
		return ""
	}
	if file := m.filed(rendering{files: true}); file.String() != "" {
		return file.String()
	}
	return m.filed(rendering{files: true, mails: true}).String()
}

// filed is the text of what is attached.
func (m *mail) filed(r rendering) words {
	r.left = m.Limits.Text
	lines := r.lines(m.root)
	if r.err != nil {
		return words{}
	}
	return ownWords(lines, m.Request.Name)
}

// fileVotes tells whether a file that came alone in an answer may be a vote.
func (m *mail) fileVotes() bool {
	if !m.own.silent() || !m.inThread() || !carries(m.root) {
		return false
	}
	f := readWords(m.filed(rendering{files: true}), m.setting())
	return len(f.wishes) > 0
}

// carries tells a mail that holds files, whole mails, or text that calls
// itself something else.
func carries(root *part) bool {
	found := false
	root.each(func(e *part) {
		found = found || e.attached() || !e.readable()
	})
	return found
}

// passedOnText is the text of a mail that is passed on, through at most depth
// of them. What is merely quoted is no such text.
func passedOnText(lines []line, depth int) string {
	i := 0
	for i < len(lines) && (strings.TrimSpace(lines[i].text) == "" || ruled(lines[i].text)) {
		i++
	}
	if depth == 0 || i == len(lines) || !passing(lines[i].text) {
		return ""
	}
	inner := unquoted(lines[i+1:])
	for len(inner) > 0 && (strings.TrimSpace(inner[0].text) == "") {
		inner = inner[1:]
	}
	for len(inner) > 0 && strings.TrimSpace(inner[0].text) != "" { // its header
		inner = inner[1:]
	}
	if text := ownWords(inner, "").String(); text != "" {
		return text
	}
	return passedOnText(inner, depth-1)
}

// passing tells a line above a mail that is passed on, quoted or not.
func passing(text string) bool {
	if len(text) > maxHead {
		return false
	}
	folded := strings.TrimSpace(strings.TrimLeft(fold(text), "> "))
	inner := strings.Trim(folded, "-_=*: ")
	name, _, _ := strings.Cut(inner, " from ")
	return startsAny(folded, announced) || (forwards[name] || startsAny(inner, passers)) && strings.HasPrefix(folded, "--")
}

// unquoted takes one sign of quoting off the head of each line, where all have
// one, and what the structure of HTML says of them.
func unquoted(lines []line) []line {
	quoted := true
	for _, l := range lines {
		quoted = quoted && (strings.HasPrefix(l.text, ">") || strings.TrimSpace(l.text) == "")
	}
	out := make([]line, len(lines))
	for i, l := range lines {
		out[i].text = l.text
		if quoted {
			out[i].text = strings.TrimPrefix(strings.TrimPrefix(l.text, ">"), " ")
		}
	}
	return out
}
