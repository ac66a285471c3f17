package intake

import (
	"strings"

	"toutdoux/internal/governance"
)

// item is one phrase of a line, with the number that stands with it.
type item struct {
	phrase
	action       int // 0: none
	hash         bool
	marked       bool // a mark parts the number from the phrase: "12 : pour"
	colonFollows bool
}

// grammar reads the beginning of one line: items, then the end of their
// sentence.
type grammar struct {
	tokens []token
	at     int
}

// read gives the items that a line begins with and where what follows them
// begins. A line that begins so and is no vote for certain is wondering.
func (g *grammar) read() (items []item, rest int, how lineState) {
	first, ok := g.item()
	if !ok {
		return nil, 0, talking
	}
	items = append(items, first)
	for g.separated() {
		next, ok := g.another()
		if !ok {
			break
		}
		items = append(items, next)
	}
	if last := items[len(items)-1]; last.action != 0 && g.numberAlone() {
		return nil, 0, wondering // "pour 12, 13": for both?
	}
	rest, how = g.ending(&items[len(items)-1])
	return items, rest, how
}

// numberAlone tells whether another number follows with no choice of its own.
func (g *grammar) numberAlone() bool {
	at := g.at
	for at < len(g.tokens) && (strings.Contains(",;/&", g.tokens[at].text) || conjunction(g.tokens[at].text)) {
		at++
	}
	if at == g.at || at >= len(g.tokens) || g.tokens[at].kind != number {
		return false
	}
	after := at + 1
	return after == len(g.tokens) || g.tokens[after].kind == punctuation && !strings.Contains("€$£%", g.tokens[after].text) || conjunction(g.tokens[after].text)
}

// item reads "POUR", "12 POUR", "#12 : pour", "POUR #12".
func (g *grammar) item() (item, bool) {
	start := g.at
	var it item
	if g.kind() == word && (g.text() == "action" || g.text() == "l'action") && g.at+1 < len(g.tokens) && g.tokens[g.at+1].kind == number {
		g.at++
	}
	if g.kind() == number && !zeroVote(g.tokens[g.at]) {
		it.action, it.hash = int(g.tokens[g.at].number), g.tokens[g.at].hash
		g.at++
		for g.kind() == punctuation && strings.Contains(":-–—=→>", g.text()) {
			it.marked = true
			g.at++
		}
	}
	p, n := longest(g.tokens[g.at:])
	if n == 0 || it.action != 0 && !it.hash && it.action > maxAction {
		g.at = start
		return item{}, false
	}
	it.phrase = p
	g.at += n
	if it.action == 0 {
		g.numberAfter(&it)
	}
	return it, true
}

// bare tells a number that may as well be of votes as of an action: "12 pour".
func (it item) bare() bool { return it.action != 0 && !it.hash && !it.marked }

// zeroVote tells the 0 that is a blank vote from the number of an action.
func zeroVote(t token) bool { return t.text == "0" && !t.hash }

// maxAction is the largest number taken for an action's without #: larger ones
// are years and amounts.
const maxAction = 1899

// numberAfter reads the number behind a phrase, where it ends the item: "pour
// 12 personnes" is no vote.
func (g *grammar) numberAfter(it *item) {
	at := g.at
	if g.kind() == punctuation && g.text() == ":" && at+1 < len(g.tokens) && g.tokens[at+1].hash {
		at++
	}
	if at >= len(g.tokens) || g.tokens[at].kind != number || g.tokens[at].number == 0 {
		return
	}
	t := g.tokens[at]
	if !t.hash && t.number > maxAction {
		return
	}
	if after := at + 1; after < len(g.tokens) && g.tokens[after].kind == word && !reasoned(g.tokens[after:]) && !conjunction(g.tokens[after].text) {
		return
	}
	if after := at + 1; after < len(g.tokens) && strings.Contains("€$£%", g.tokens[after].text) {
		return
	}
	it.action, it.hash = int(t.number), t.hash
	g.at = at + 1
}

// longest gives the longest phrase at the head of some tokens.
func longest(tokens []token) (phrase, int) { return find(phrases, tokens, longestPhrase) }

func (g *grammar) kind() tokenKind {
	if g.at >= len(g.tokens) {
		return -1
	}
	return g.tokens[g.at].kind
}

func (g *grammar) text() string {
	if g.at >= len(g.tokens) {
		return ""
	}
	return g.tokens[g.at].text
}

// separated tells whether another item may follow here.
func (g *grammar) separated() bool {
	switch g.text() {
	case ",", ";", "/", "&":
		return true
	}
	return conjunction(g.text())
}

func conjunction(text string) bool { return text == "et" || text == "and" }

// another reads one more item; only one with a number is one.
func (g *grammar) another() (item, bool) {
	start := g.at
	for g.separated() {
		g.at++
	}
	it, ok := g.item()
	if !ok || it.action == 0 {
		g.at = start
		return item{}, false
	}
	return it, true
}

// ending reads the end of the phrase's sentence (reading.md: punctuation, a
// spaced hyphen, an emoji, or a word that gives a reason).
func (g *grammar) ending(last *item) (rest int, how lineState) {
	if g.at == len(g.tokens) {
		return g.at, asking
	}
	switch t := g.tokens[g.at]; {
	case t.kind == picture:
		return g.at, asking
	case t.kind == word && reasoned(g.tokens[g.at:]):
		return g.at, asking
	case t.kind != punctuation:
		return 0, g.preposition(last)
	case g.compound():
		return 0, wondering
	case strings.ContainsAny(t.text, "-‐‑") && (!t.spaced || !g.spacedAfter()):
		return 0, talking
	case !strings.ContainsAny(t.text, ".!?;:,…(—–-)‽"):
		return 0, talking
	}
	last.colonFollows = g.text() == ":"
	return g.punctuated()
}

// counters are the words that "contre" makes one with, whose hyphen some
// programs turn into a dash: "Contre – proposition : 30 €".
var counters = map[string]bool{"proposition": true, "propositions": true, "projet": true, "projets": true, "offre": true, "argument": true, "arguments": true, "argumentaire": true, "exemple": true, "exemples": true, "productif": true, "productive": true, "indication": true, "partie": true, "temps": true, "expertise": true, "performance": true, "pouvoir": true, "pouvoirs": true, "sens": true, "coup": true, "courant": true, "verite": true}

// compound tells a dash in a word that begins with "contre".
func (g *grammar) compound() bool {
	return g.at+1 < len(g.tokens) && strings.ContainsAny(g.text(), "-‐‑–—") && counters[g.tokens[g.at+1].text] &&
		g.tokens[g.at-1].text == "contre" && (g.at == 1 || g.tokens[g.at-2].kind != word)
}

// punctuated passes over the marks behind a phrase. A question mark among
// them, or a number behind a colon or in parentheses, makes it no vote.
func (g *grammar) punctuated() (rest int, how lineState) {
	rest = g.at
	question, opens := false, false
	for g.kind() == punctuation && g.text() != "/" {
		opens = g.text() == ":" || g.text() == "("
		question = question || strings.ContainsAny(g.text(), "?‽")
		if g.text() != "(" {
			rest = g.at + 1
		}
		g.at++
	}
	if question || opens && g.kind() == number && !g.tokens[g.at].hash && !g.priced() {
		return 0, wondering
	}
	return rest, asking
}

// priced tells an amount of money, which is no count of votes.
func (g *grammar) priced() bool {
	if g.at+1 >= len(g.tokens) {
		return false
	}
	unit := g.tokens[g.at+1].text
	return strings.Contains("€$£", unit) || unit == "euros" || unit == "euro" || unit == "eur"
}

func (g *grammar) spacedAfter() bool {
	return g.at+1 < len(g.tokens) && g.tokens[g.at+1].spaced
}

// reasoned tells whether some tokens begin a reason: "car", "parce que".
func reasoned(tokens []token) bool {
	head := join(tokens[:min(2, len(tokens))])
	for _, r := range reasons {
		if head == r || strings.HasPrefix(head, r+" ") || strings.HasPrefix(head, r+"'") {
			return true
		}
	}
	return false
}

// preposition is what a line is that begins with a phrase and goes on: "pour"
// and "contre" are prepositions, "blanc" and "extra" adjectives. What else is
// in the words decides (hints).
func (g *grammar) preposition(last *item) lineState {
	if last.choice == "" {
		if last.verb == governance.VerbResign || last.verb == governance.VerbWithdraw && possessives[g.text()] {
			return wondering
		}
		return talking
	}
	if last.action != 0 {
		return wondering // "#12 pour ceux qui …": it names an action
	}
	if _, n := find(conditions, g.tokens[g.at:], 3); n > 0 {
		return wondering
	}
	if startsAny(g.text()+" ", subjects) {
		return wondering // "Pour je trouve ça utile": somebody dictated it
	}
	if g.text() == "ou" || g.text() == "or" {
		if p, _ := longest(g.tokens[g.at+1:]); p.choice != "" {
			return wondering
		}
	}
	return talking
}

// subjects begin sentences, and never stand behind a preposition.
var subjects = []string{"je ", "j'", "on ", "il ", "ils ", "c'est "}

// possessives stand behind "je retire" where it may be said of an action.
var possessives = map[string]bool{"ma": true, "mon": true, "mes": true, "la": true, "l'action": true, "cette": true, "my": true, "the": true, "this": true, "it": true}

// bullet is how many tokens of a list's mark begin a line.
func bullet(tokens []token) int {
	n := 0
	for n < len(tokens) && tokens[n].kind == punctuation && strings.ContainsAny(tokens[n].text, "-–—•→·*>✓") {
		n++
	}
	return n
}
