package intake

import (
	"slices"
	"strings"

	"toutdoux/internal/address"
)

// private are the words by which a mail is for the author alone of what it
// answers, as fold leaves them: the subject, what stands in parentheses at its
// end, or the first line of the words.
var private = []string{"en prive", "prive", "in private", "private", "privately"}

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
	if said := m.whispered(); !said && !q.Alone {
		return false
	}
	q.ToOne()
	m.take(WhyPrivate)
	return true
}

// whispered takes "EN PRIVÉ" off the head of the words, where it stands there on
// a line of its own or before a colon.
func (m *mail) whispered() bool {
	q := &m.Request
	paper := newPaper(m.own, m.setting())
	if paper.first > paper.last {
		return false
	}
	line := m.own.lines[paper.first]
	head, rest, colon := strings.Cut(line, ":")
	switch {
	case isPrivate(line):
		rest = ""
	case !colon || !isPrivate(head):
		return false
	}
	strip := func(text string) string {
		before, after, found := strings.Cut("\n"+text, "\n"+line)
		if !found {
			return text
		}
		after = strings.TrimLeft(strings.TrimSpace(rest)+after, "\n")
		return strings.TrimSpace(strings.TrimRight(before, "\n") + "\n\n" + after)
	}
	q.Words = strip(q.Words)
	if q.Talk != "" {
		q.Talk = strip(q.Talk)
	}
	return true
}
