package intake

import (
	"strings"

	"toutdoux/internal/governance"
)

// "15 pour, 0 contre" counts votes, and "15 POUR, 16 CONTRE" votes on two actions
// as letters teach it: numbers without # are taken for those of actions where
// nothing else about them looks like a count (reading.md, Not certain).

// counting tells a line that counts votes from one that votes by number:
// several numbers in the thread of an action that is none of them, one at a
// box, or a number with another behind it.
func (b *ballotPaper) counting(i, rest int, items []item) bool {
	s, last := b.lines[i], items[len(items)-1]
	if last.bare() && (tallies(s.tokens[rest:]) || s.numbered(rest)) {
		return true
	}
	if len(items) < 2 && !s.ticked || b.thread == 0 {
		return false
	}
	for _, it := range items {
		if it.hash || it.action == 0 || it.action == b.thread {
			return false
		}
	}
	return true
}

// numbered tells whether a line goes on from a token with a number that is no
// amount of money.
func (s sentence) numbered(from int) bool {
	g := grammar{tokens: s.tokens, at: from}
	return g.kind() == number && !s.tokens[from].hash && !g.priced()
}

// counts gives a line of those that count votes together: for and against in
// small letters in the thread of an action, or numbers in the thread of an action
// that is none of them; "" for none.
func (b *ballotPaper) counts() (line string) {
	found := map[governance.Choice]string{}
	here, small := b.thread == 0, false
	for _, w := range b.wishes {
		if w.bare && w.choice != "" {
			found[w.choice] = w.line
			small = small || strings.ToUpper(w.line) != w.line
			here = here || w.action == b.thread
		}
	}
	if against := found[governance.Against]; found[governance.For] != "" && against != "" && small && b.thread != 0 {
		return against
	}
	if len(found) > 1 && !here {
		return b.wishes[0].line
	}
	return ""
}

// tallies tells whether some tokens begin as a count does and no vote: "0
// contre", "2 blancs", "15 voix pour".
func tallies(tokens []token) bool {
	if len(tokens) < 2 || tokens[0].hash || tokens[0].kind != number && tokens[0].text != "zero" {
		return false
	}
	p, n := longest(tokens[1:])
	none := tokens[0].text == "zero" || strings.Trim(tokens[0].text, "0") == ""
	return none && n > 0 && p.choice != "" || pollWords[tokens[1].text]
}

// pollWords are the words by which votes are counted.
var pollWords = map[string]bool{"voix": true, "vote": true, "votes": true, "bulletins": true, "blancs": true, "abstentions": true, "nuls": true, "absents": true, "ballots": true, "blanks": true}
