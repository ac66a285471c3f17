package intake

import (
	"strings"
	"unicode"

	"toutdoux/internal/governance"
)

// wish is one thing that somebody's words ask for: a vote, or a verb.
type wish struct {
	phrase
	action int // 0: the thread's
	reason string
	line   string // in which it stands
	bare   bool   // its number may be one of votes
}

// finding is what some words ask for.
type finding struct {
	wishes []wish
	// doubt tells that a person would wonder: nothing here is certain.
	doubt    bool
	why      Why
	doubtful string // the line that makes one wonder, "" for none
}

// wonder marks the finding as uncertain; the first reason stands.
func (f *finding) wonder(why Why, line string) {
	if !f.doubt {
		f.doubt, f.why, f.doubtful = true, why, line
	}
}

// setting is what a mail tells beside its words.
type setting struct {
	thread int    // #12 in the subject
	reply  bool   // it answers something
	author string // display name, to know a name under the words
	ours   bool   // see words.ours
}

// ballotPaper is what readWords goes through.
type ballotPaper struct {
	setting
	lines       []sentence
	first, last int          // the lines between greetings and closings
	cast        map[int]bool // the lines that ask for something
	finding
}

// readWords looks for votes and verbs in somebody's own words.
func readWords(w words, s setting) finding {
	b := newPaper(w, s)
	voted := -1 // the line of the latest wish
	for i := b.first; i <= b.last; i++ {
		items, rest, how := b.line(i)
		switch how {
		case wondering:
			b.wonder(WhyDoubtLine, b.lines[i].line)
		case asking:
			b.reasonUp(voted, i)
			for _, it := range items {
				b.wishes = append(b.wishes, wish{phrase: it.phrase, action: it.action, line: b.lines[i].line, bare: it.bare() && !reasoned(b.lines[i].tokens[rest:])})
			}
			voted, b.cast[i] = i, true
			b.reason(i, rest)
		}
		if len(b.wishes) > maxWishes {
			b.wishes = b.wishes[:maxWishes]
			b.wonder(WhyTooMany, "")
			return b.finding
		}
	}
	b.reasonUp(voted, b.last+1)
	b.reasonBefore()
	b.judge()
	return b.finding
}

// maxWishes is how many things one mail may ask for. No person asks for as many:
// beyond, nothing is certain.
const maxWishes = 200

func newPaper(w words, s setting) *ballotPaper {
	b := &ballotPaper{setting: s, lines: w.said, cast: map[int]bool{}}
	b.ours = w.ours
	b.last = len(b.lines) - 1
	for b.last >= 0 && b.closing(b.last) {
		b.last--
	}
	for b.last < 0 && b.author != "" { // a name alone is a word: Claire Blanc votes
		b.author, b.last = "", len(b.lines)-1
		for b.last >= 0 && b.closing(b.last) {
			b.last--
		}
	}
	for b.first <= b.last && b.greeted(b.first) {
		b.first++
	}
	return b
}

// lineState is what one line is.
type lineState int

const (
	talking lineState = iota
	asking
	wondering
)

// line reads one line: what it asks for, and where its reason begins.
func (b *ballotPaper) line(i int) (items []item, rest int, how lineState) {
	s := b.lines[i]
	tokens := s.tokens
	start := bullet(tokens)
	if i == b.first {
		polite := greeting(tokens[start:])
		if n := s.salutes(start); n < polite {
			return b.unsaluted(tokens[start+polite:])
		}
		start += polite
	}
	if start == len(tokens) {
		return nil, 0, talking
	}
	g := grammar{tokens: tokens, at: start}
	items, rest, how = g.read()
	if how == talking && (lookalike(tokens[start:]) || s.quotesWord(start) || tallies(tokens[start:])) || s.boxed && (b.reply || how != talking) && chooses(tokens) {
		return nil, 0, wondering
	}
	if how == talking {
		return nil, 0, talking
	}
	switch c := b.continues(i); {
	case c == wrapped:
		return nil, 0, talking
	case c == unclear || how == wondering:
		return nil, 0, wondering
	}
	if !b.allowed(items, i, rest) {
		if i == b.first && items[0].choice != "" && b.reply {
			return nil, 0, wondering
		}
		return nil, 0, talking
	}
	report := items[0].verb == governance.VerbDone
	if s.odd || b.ours || !report && (b.conditional(i, rest) || b.reported(i, rest)) || b.hanging(i) || !report && (b.led(i) || b.quotes(i, start, rest)) || b.clashes(i, rest, items) || b.counting(i, rest, items) {
		return nil, 0, wondering
	}
	return items, rest, asking
}

// unsaluted reads what stands behind a greeting that says more than a greeting
// does: a vote there may be of somebody else, or hang on a condition.
func (b *ballotPaper) unsaluted(tokens []token) (items []item, rest int, how lineState) {
	if _, _, how := (&grammar{tokens: tokens}).read(); how != talking {
		return nil, 0, wondering
	}
	return nil, 0, talking
}

// allowed tells whether phrases that must be the whole of the words are.
func (b *ballotPaper) allowed(items []item, i, rest int) bool {
	for _, it := range items {
		if !it.whole {
			continue
		}
		behind := b.lines[i].tokens[rest:]
		said := spoken(behind) && (it.verb != "" || it.heard || !polite(behind))
		more := said || i != b.last
		if it.colon && it.colonFollows && more {
			continue
		}
		if more || i != b.first {
			return false
		}
	}
	return true
}

// polite tells whether what follows is only a thank-you, a mark or a picture.
func polite(tokens []token) bool {
	var said []token
	for _, t := range tokens {
		if t.kind == word || t.kind == number {
			said = append(said, t)
		}
	}
	return len(said) == 0 || closings[join(said)]
}

// continuing is whether a line goes on with the sentence above it.
type continuing int

const (
	begins continuing = iota
	unclear
	wrapped
)

// wrapWidth is where a line is long enough to have been wrapped by a program.
const wrapWidth = 45

// continues tells whether line i goes on with the sentence of the line right
// above: text wrapped by a program puts "contre" anywhere.
func (b *ballotPaper) continues(i int) continuing {
	if i == 0 || len(b.lines[i-1].tokens) == 0 || i <= b.first {
		return begins
	}
	above := b.lines[i-1]
	last := above.tokens[len(above.tokens)-1]
	if last.kind == picture || last.kind == punctuation && strings.Contains(".!?:;…)", last.text[:1]) || last.text == "..." {
		return begins
	}
	if _, _, how := b.lineAlone(i - 1); how == asking {
		return begins
	}
	first := []rune(strings.TrimLeftFunc(b.lines[i].line, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }))
	lower := len(first) > 0 && unicode.IsLower(first[0])
	switch {
	case len(above.line) >= wrapWidth && (lower || last.kind != punctuation):
		return wrapped
	case lower && last.kind != punctuation:
		return unclear
	}
	return begins
}

// lineAlone reads a line without looking around it.
func (b *ballotPaper) lineAlone(i int) ([]item, int, lineState) {
	g := grammar{tokens: b.lines[i].tokens, at: bullet(b.lines[i].tokens)}
	return g.read()
}

// reason keeps what stands behind a wish on its own line.
func (b *ballotPaper) reason(i, rest int) {
	tokens := b.lines[i].tokens
	if rest < len(tokens) {
		b.wishes[len(b.wishes)-1].reason = strings.TrimSpace(b.lines[i].line[tokens[rest].start:])
	}
}

// reasonUp gives the lines between the latest wish and line end to it.
func (b *ballotPaper) reasonUp(voted, end int) {
	if voted < 0 || len(b.wishes) == 0 {
		return
	}
	w := &b.wishes[len(b.wishes)-1]
	w.reason = strings.TrimSpace(w.reason + "\n" + b.text(voted+1, end))
}

// reasonBefore takes what stands before the one wish as its reason where
// nothing follows it.
func (b *ballotPaper) reasonBefore() {
	if len(b.wishes) != 1 || b.wishes[0].reason != "" {
		return
	}
	for i := b.first; i <= b.last; i++ {
		if _, _, how := b.line(i); how == asking {
			b.wishes[0].reason = strings.TrimSpace(b.text(b.first, i))
			return
		}
	}
}

func (b *ballotPaper) text(from, to int) string {
	rows := make([]string, 0, max(0, to-from))
	for i := from; i < to; i++ {
		rows = append(rows, b.lines[i].line)
	}
	return strings.Join(rows, "\n")
}

// judge looks at all that was found together.
func (b *ballotPaper) judge() {
	if line := b.counts(); line != "" {
		b.wonder(WhyDoubtLine, line)
	}
	choices := map[int]governance.Choice{}
	asked := map[int]governance.Verb{}
	for _, w := range b.wishes {
		action := w.action
		if action == 0 {
			action = b.thread
		}
		if w.choice != "" {
			if before, ok := choices[action]; ok && before != w.choice {
				b.wonder(WhyTwoVotes, w.line)
			}
			choices[action] = w.choice
			continue
		}
		if before, ok := asked[action]; ok && before != w.verb {
			b.wonder(WhyTwoRequests, w.line)
		}
		asked[action] = w.verb
	}
	for action := range asked {
		if _, voted := choices[action]; voted {
			b.wonder(WhyVoteAndMore, "")
		}
	}
	if len(asked) > 1 {
		b.wonder(WhySeveral, "")
	}
	switch {
	case len(b.wishes) > 0:
		if i := b.contrary(); i >= 0 {
			b.wonder(WhyContrary, b.lines[i].line)
		}
		if i := b.retracted(); i >= 0 {
			b.wonder(WhyContrary, b.lines[i].line)
		}
	case b.reply && !b.doubt:
		if i := b.hints(); i >= 0 {
			b.wonder(WhyPerhaps, b.lines[i].line)
		}
	}
}
