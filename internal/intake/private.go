package intake

import (
	"slices"
	"strings"

	"toutdoux/internal/address"
	"toutdoux/internal/governance"
)

// private are the words by which a mail is for the author alone of what it
// answers, as fold leaves them: the subject, what stands in parentheses at its
// end, or the first line of the words.
var private = []string{"en prive", "en privee", "prive", "in private", "private", "privately"}

func isPrivate(s string) bool {
	return slices.Contains(private, strings.Trim(fold(s), " .:!,*_\"'«»()[]"))
}

// sealed tells whether the envelope or the header say that the mail is for one
// author alone: one of its addresses (list+t-PROOF@), or its subject. That holds
// for whatever else it may be: nobody else shall read it.
func (m *mail) sealed() bool {
	one := slices.ContainsFunc(m.Routes, func(r address.Route) bool { return r.Kind == address.OneAuthor })
	if one {
		slices.SortStableFunc(m.Proofs, func(a, b address.Found) int { return forAuthor(b) - forAuthor(a) })
	}
	title := m.Request.Subject
	if isPrivate(m.heading.whole) || isPrivate(title) {
		m.Request.Subject = ""
		return true
	}
	if s := tokenize(title); !m.heading.reply && confided(s, 0) > 0 && shouted(s, 0, confided(s, 0)) {
		m.Request.Subject = unmarkedHead(title[s.tokens[confided(s, 0)-1].end:])
		return true
	}
	if open := strings.LastIndex(title, "("); open >= 0 && strings.HasSuffix(title, ")") && isPrivate(title[open:]) {
		m.Request.Subject = strings.TrimSpace(title[:open])
		return true
	}
	return one
}

func forAuthor(f address.Found) int {
	if f.Purpose == address.ToAuthor {
		return 1
	}
	return 0
}

// alone takes a mail that is for one author alone for nothing but words.
func (m *mail) alone() bool {
	q := &m.Request
	said := routed(m.sent) != governance.VerbOwner && m.whispered() // who runs the machine reads alone anyway
	if !said && !q.Alone {
		return false
	}
	q.ToOne()
	m.take(WhyPrivate)
	return true
}

// whispered takes "EN PRIVÉ" off the head of the words. Whatever follows it on
// its line, what it heads is for one person: to all it would go for ever, and
// its author is told where it went. Further down only the words in capitals are
// that, and then of the whole mail.
func (m *mail) whispered() bool {
	paper := newPaper(m.own, m.setting())
	for i, s := range paper.lines {
		at, end := confiding(s)
		switch {
		case end == 0 || i > paper.first && !shouted(s, at, end):
			continue
		case i <= paper.first:
			m.uncover(m.own.lines[i], called(s, at)+unmarkedHead(s.line[s.tokens[end-1].end:]))
		}
		return true
	}
	return false
}

// called is what stands before a token of a line, where that is more than marks.
func called(s sentence, at int) string {
	if !slices.ContainsFunc(s.tokens[:at], func(t token) bool { return t.kind == word }) {
		return ""
	}
	return s.line[:s.tokens[at].start]
}

// unmarkedHead is what follows words and the marks right behind them.
func unmarkedHead(text string) string {
	return strings.TrimLeft(text, " \t\u00a0\u202f.:;,!*_\"'’”»)]-–—")
}

// uncover puts what is left of a line in its place.
func (m *mail) uncover(line, left string) {
	strip := func(text string) string {
		before, after, found := strings.Cut("\n"+text, "\n"+line)
		if !found {
			return text
		}
		after = strings.TrimLeft(strings.TrimSpace(left)+after, "\n")
		return strings.TrimSpace(strings.TrimRight(before, "\n") + "\n\n" + after)
	}
	q := &m.Request
	q.Words = strip(q.Words)
	if q.Talk != "" {
		q.Talk = strip(q.Talk)
	}
}

// confiding finds the words that make a line private, at its head or behind a
// greeting or a name: the tokens from at to end, end 0 for none. "Bob, en privé,
// est charmant" is talk, and so is what only begins with "privé".
func confiding(s sentence) (at, end int) {
	at = greeting(s.tokens)
	if at == len(s.tokens) {
		at = 0
	}
	for at < len(s.tokens) && s.tokens[at].kind != word {
		at++
	}
	if end = confided(s, at); end > 0 {
		return at, end
	}
	const name = 4 // tokens that say whom the mail is for, and a comma
	for i := at + 1; i <= at+name && i < len(s.tokens); i++ {
		end = confided(s, i)
		named := s.tokens[i-1].text == "," && end > 0 && (shouted(s, i, end) || end < len(s.tokens) && s.tokens[end].text == ":")
		if end > 0 && (named || greets(s.tokens[at].text)) {
			return i, end
		}
	}
	return 0, 0
}

// confided is where the words end that make private what begins with them, 0
// where none do. One slip is seen through where they are in capitals: at worst
// one person reads what was meant for all.
func confided(s sentence, at int) (end int) {
	tokens := s.tokens[min(at, len(s.tokens)):]
	for n := min(2, len(tokens)); n > 0; n-- {
		said := join(tokens[:n])
		bare := at+n == len(s.tokens) || strings.Contains(".:;,!)-–—", tokens[n].text)
		loud := shouted(s, at, at+n)
		switch {
		case slices.Contains(private, said) && (n == 2 || bare || loud):
			return at + n
		case loud && (distance(said, "en prive", 1) == 1 || distance(said, "in private", 1) == 1):
			return at + n
		}
	}
	return 0
}

// shouted tells whether some tokens of a line are in capitals.
func shouted(s sentence, at, end int) bool {
	said := s.line[s.tokens[at].start:s.tokens[end-1].end]
	return said == strings.ToUpper(said)
}
