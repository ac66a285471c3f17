package intake

import (
	"strings"

	"toutdoux/internal/governance"
)

// A second thought below a vote, in whatever words: what says another choice,
// or takes the first back. Nothing is certain then (reading.md, Not certain).

// contrary is the line in which the words say another choice than the one that
// was found, "en fait je suis contre"; -1 for none. What stands behind a vote
// on its own line is looked at by clashes.
func (b *ballotPaper) contrary() (line int) {
	brief := b.brief()
	for i := b.first; i <= b.last; i++ {
		tokens := b.lines[i].tokens
		for k := range tokens {
			p, n := longest(tokens[k:])
			if p.choice == "" || !owned(tokens, k, n) && (n > 1 || b.cast[i] || !rival(tokens, k, brief)) {
				continue
			}
			for _, w := range b.wishes {
				if w.choice != p.choice && w.choice != "" && (w.action == 0 || w.action == b.thread) {
					return i
				}
			}
		}
	}
	return -1
}

// brief tells words so few that a choice among them, if it is not plainly said
// of others, is its author's.
func (b *ballotPaper) brief() bool {
	count := 0
	for i := b.first; i <= b.last; i++ {
		count += len(b.lines[i].tokens)
	}
	return count <= 4*short
}

// owned tells whether n tokens from k on are a whole phrase of one's own.
func owned(tokens []token, k, n int) bool {
	if n < 2 || k > 0 && (negation[tokens[k-1].text] || tokens[k-1].text == "si") {
		return false
	}
	switch tokens[k].text {
	case "je", "i", "i'm", "mon", "my":
		return k+n == len(tokens) || tokens[k+n].kind != word
	}
	return false
}

// rival tells whether the choice in one word at token k ends a clause as a
// thought of its author's: alone, behind or before a word that changes a mind,
// said in the first person, or, where the words are brief, simply not of
// others.
func rival(tokens []token, k int, brief bool) bool {
	if tokens[k].kind != word {
		return false
	}
	late, n := find(turns, tokens[k+1:], 3)
	end := k + 1 + n
	if end < len(tokens) && (tokens[end].kind != punctuation || strings.Contains("-/", tokens[end].text)) {
		return false
	}
	if k == 0 {
		return late
	}
	before, said := tokens[k-1], speaker(tokens, k)
	switch {
	case alone(tokens, k, 1):
		return true
	case nominal[before.text] || negates(before.text) && !refusals[before.text] || before.kind == number && !before.hash:
		return false
	case k > 2 && conjunction(before.text) && chosen(tokens[k-2:]):
		return speaker(tokens, k-2) <= author && !nominal[tokens[k-3].text]
	case late || conjunction(before.text) || turns[before.text] && (before.text != "fait" || k > 1 && tokens[k-2].text == "en"):
		return said != bygone
	case end < len(tokens) && tokens[end].text == "?":
		return false
	case commonplace[tokens[k].text]:
		return said == author && tells[before.text]
	}
	return said == author || brief && said == nobody
}

// chosen tells whether some tokens begin with a choice.
func chosen(tokens []token) bool {
	p, _ := longest(tokens)
	return p.choice != ""
}

// voice is whose choice a clause tells of.
type voice int

const (
	nobody voice = iota
	author
	another // or nobody's
	bygone  // somebody's, once
)

// speaker tells whose choice stands at token k: the nearest verb before it
// decides, or its author's own pronoun. What would be if something else were is
// nobody's: "Si c'était gratuit je serais pour."
func speaker(tokens []token, k int) voice {
	said, would := nobody, false
	for j := k - 1; j >= 0 && !stops(tokens[j]); j-- {
		t := tokens[j].text
		would = would || conditionals[t]
		switch {
		case (t == "si" || t == "s'il" || t == "if") && (would || said == nobody), said == nobody && negates(t) && !refusals[t]:
			return another
		case said != nobody:
		case past[t]:
			return bygone
		case first(t):
			said = author
		case others[t] && (t != "a" || j < k-1):
			if said = subject(tokens[max(0, j-2):j]); said != author {
				return said
			}
		}
	}
	return said
}

var conditionals = map[string]bool{"serais": true, "aurais": true, "j'aurais": true, "voterais": true, "serions": true, "i'd": true, "would": true}

// subject tells of whom a verb behind some tokens is said.
func subject(tokens []token) voice {
	said := another
	for _, t := range tokens {
		switch {
		case past[t.text]:
			return bygone
		case first(t.text):
			said = author
		}
	}
	return said
}

// first tells words that say "I", or "we".
func first(text string) bool {
	return selves[text] || strings.HasPrefix(text, "j'")
}

var selves = map[string]bool{"je": true, "moi": true, "mon": true, "on": true, "nous": true, "i": true, "i'm": true, "i'd": true, "i'll": true, "i've": true, "my": true, "me": true, "we": true, "we're": true}

// past are verbs behind which a choice is one that was.
var past = map[string]bool{"j'etais": true, "etais": true, "etait": true, "etaient": true, "c'etait": true, "ete": true, "j'avais": true, "avais": true, "avait": true, "avaient": true, "failli": true, "j'hesitais": true, "was": true, "were": true, "been": true}

// others are verbs, and those they are said of: with no "I" before them, a
// choice behind them is somebody else's.
var others = map[string]bool{
	"sont": true, "est": true, "es": true, "etes": true, "etre": true, "d'etre": true, "sera": true, "seront": true, "seras": true, "serez": true, "sois": true, "soit": true, "soient": true, "soyez": true, "serait": true, "seraient": true, "vote": true, "votes": true, "votent": true, "votez": true, "voter": true, "votera": true, "voteront": true, "ont": true, "a": true, "as": true, "avez": true, "dit": true, "disent": true, "qui": true, "ceux": true, "celles": true, "certains": true, "certaines": true,
	"is": true, "are": true, "be": true, "being": true, "has": true, "have": true, "voted": true, "who": true, "those": true, "people": true, "they": true,
}

// nominal stand before what is no choice: articles, and what one may be for.
var nominal = map[string]bool{
	"le": true, "la": true, "les": true, "l": true, "un": true, "une": true, "des": true, "du": true, "de": true, "d": true, "au": true, "aux": true, "ce": true, "ces": true, "mes": true, "ses": true, "leur": true, "leurs": true, "par": true, "tout": true, "ci": true, "argument": true, "arguments": true, "d'argument": true, "d'arguments": true, "raison": true, "raisons": true, "points": true, "voix": true, "personnes": true, "gens": true, "avis": true, "peu": true, "entre": true, "que": true,
	"the": true, "an": true, "any": true, "some": true, "nothing": true, "reason": true, "reasons": true, "between": true, "than": true,
}

// commonplace are choices that are more often no choice at the end of a clause:
// a colour, a preposition, an adjective.
var commonplace = map[string]bool{"blanc": true, "blank": true, "for": true, "favorable": true, "+1": true, "-1": true, "+0": true, "0": true}

// tells stand before a choice that is said in the first person.
var tells = map[string]bool{"dire": true, "voter": true, "vote": true, "voterai": true, "voterais": true, "prefere": true, "reste": true, "meant": true, "mean": true, "say": true, "voting": true}

// turns are the words around a second thought.
var turns = map[string]bool{
	"fait": true, "en fait": true, "finalement": true, "plutot": true, "donc": true, "alors": true, "desormais": true, "enfin": true, "pardon": true, "maintenant": true, "coup": true, "du coup": true, "reflexion": true, "desole": true, "desolee": true, "a la reflexion": true, "reflexion faite": true,
	"actually": true, "rather": true, "instead": true, "now": true, "sorry": true, "after all": true,
}

var negation = map[string]bool{"pas": true, "ne": true, "not": true, "never": true, "jamais": true, "ni": true, "non": true, "rien": true, "aucun": true, "aucune": true, "personne": true, "sans": true, "nothing": true, "nobody": true, "no": true}

func negates(text string) bool { return negation[text] || strings.HasPrefix(text, "n'") }

// retractions take back what was said before them, or hold it back, in whatever
// sentence.
var retractions = map[string]bool{
	"a une condition": true, "a condition": true, "a la condition": true, "sous reserve": true, "sous condition": true, "on one condition": true, "on condition": true,
	"mais non": true, "ah non": true, "en fait non": true, "finalement non": true, "euh non": true,
	"je plaisante": true, "je rigole": true, "je deconne": true, "je blague": true, "c'est une blague": true, "just kidding": true, "i'm kidding": true, "only joking": true,
}

// retracted gives the line that takes the others back, -1 for none.
func (b *ballotPaper) retracted() (line int) {
	agrees := true // a "non" of its own is that of who is against
	for _, w := range b.wishes {
		agrees = agrees && w.choice != governance.For && w.choice != governance.Blank
	}
	asked := false
	for i := b.first; i <= b.last; i++ {
		tokens := b.lines[i].tokens
		for k := range tokens {
			if _, n := find(retractions, tokens[k:], 3); n > 0 || recants(tokens, k) || !agrees && !asked && refuses(tokens, k) {
				return i
			}
			asked = tokens[k].text == "?"
		}
	}
	return -1
}

// recants tells a refusal at token k behind a word that changes a mind: "En
// fait, non."
func recants(tokens []token, k int) bool {
	if !refusals[tokens[k].text] || !ended(tokens, k+1) {
		return false
	}
	for k--; k >= 0 && tokens[k].kind == punctuation && !stops(tokens[k]); k-- {
	}
	return k >= 0 && (wavers[tokens[k].text] || turns[tokens[k].text])
}

// wavers are said before one takes something back.
var wavers = map[string]bool{"euh": true, "heu": true, "ah": true, "oh": true, "mais": true, "oups": true, "bon": true, "ben": true, "attendez": true, "attends": true, "oops": true, "wait": true, "well": true}

// refuses tells a refusal at token k that begins a sentence, and stands between
// marks there.
func refuses(tokens []token, k int) bool {
	return refusals[tokens[k].text] && (k == 0 || stops(tokens[k-1])) && ended(tokens, k+1)
}

// ended tells whether a clause is over at token k, and asks nothing.
func ended(tokens []token, k int) bool {
	return k >= len(tokens) || tokens[k].kind == punctuation && tokens[k].text != "?"
}

// refusals alone between marks take back what stands before them: "Pour, non,
// contre".
var refusals = map[string]bool{"non": true, "no": true, "nope": true, "nan": true}
