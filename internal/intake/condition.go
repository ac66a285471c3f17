package intake

import (
	"iter"
	"strings"
)

// conditional tells whether what stands behind a vote holds a condition or a
// reservation: its own sentence, from token rest of line i on, or one that
// goes on with it in all but the mark.
func (b *ballotPaper) conditional(i, rest int) bool {
	return b.conditioned(i, rest) || b.limited(i, rest)
}

// conditioned tells whether the sentence that begins at token rest of line i
// holds a condition or a reservation. A sentence goes on over the lines that
// follow without a blank one, up to a full stop.
func (b *ballotPaper) conditioned(i, rest int) bool {
	tokens := b.lines[i].tokens
	if rest > 0 && rest <= len(tokens) && stops(tokens[rest-1]) {
		return false
	}
	for end := i + maxSentence; i <= min(b.last, end) && len(b.lines[i].tokens) > 0; i++ {
		tokens = b.lines[i].tokens
		for k := rest; k < len(tokens); k++ {
			held, _ := find(conditions, tokens[k:], 3)
			taken, _ := find(reservations, tokens[k:], 3)
			if held || taken || refusals[tokens[k].text] && alone(tokens, k, 1) {
				return true
			}
			if stops(tokens[k]) {
				return false
			}
		}
		rest = 0
	}
	return false
}

// maxSentence is over how many lines a sentence may go on.
const maxSentence = 12

// stops tells the marks that end a sentence. An ellipsis lets it hang.
func stops(t token) bool {
	return t.kind == punctuation && (t.text == "." || t.text == "!" || t.text == "?")
}

// limits begin what is no sentence, and goes on with one before it: "Pour.
// Seulement si c'est gratuit."
var limits = map[string]bool{
	"sauf": true, "sauf erreur": false, "sauf imprevu": false, "sauf oubli": false, "seulement si": true, "seulement s'il": true, "seulement pour": true, "seulement en": true, "seulement quand": true, "uniquement si": true, "uniquement s'il": true, "uniquement pour": true, "uniquement en": true, "uniquement quand": true, "uniquement le": true, "uniquement la": true, "uniquement les": true, "et seulement si": true, "pourvu": true, "a condition": true,
	"only if": true, "only when": true, "only for": true, "provided": true, "providing": true, "subject to": true,
}

// refusing are limits behind an adversative: "Mais pas avant mars."
var refusing = map[string]bool{
	"pas avant": true, "pas a": true, "pas au": true, "pas cette": true, "pas en": true, "pas maintenant": true, "pas tout de suite": true, "pas si": true, "pas sans": true, "pas plus": true, "pas pour": true,
	"only": true, "not before": true, "not if": true, "not this": true, "not at": true, "not now": true, "not without": true, "not until": true,
}

var adversatives = map[string]bool{"mais": true, "toutefois": true, "cependant": true, "par contre": true, "neanmoins": true, "en revanche": true, "but": true, "however": true}

// ifs begin a condition, and as well a sentence of its own: "Si tu veux, je
// peux aider."
var ifs = map[string]bool{
	"si": true, "s'il": true, "s'ils": true, "s'il vous plait": false, "s'il te plait": false, "a moins": true, "hormis": true, "excepte": true, "du moment": true,
	"if": true, "unless": true, "except": true, "as long as": true, "so long as": true,
}

// limited tells whether a sentence behind the vote at token rest of line i goes
// on with what was said before its full stop: it begins with a limit, or comes
// first and is nothing but a condition.
func (b *ballotPaper) limited(i, rest int) bool {
	first := true
	for head := range b.sentences(i, rest) {
		opposed, n := find(adversatives, head, 2)
		if head = head[n:]; opposed && len(head) > 0 && head[0].text == "," {
			head = head[1:]
		}
		limit, _ := find(limits, head, 3)
		refused, _ := find(refusing, head, 4)
		condition, _ := find(ifs, head, 3)
		if limit || opposed && refused || first && condition && !complete(head) {
			return true
		}
		first = false
	}
	return false
}

// sentences gives the tokens from the beginning of each sentence behind token
// rest of line i to the end of its line.
func (b *ballotPaper) sentences(i, rest int) iter.Seq[[]token] {
	return func(yield func([]token) bool) {
		for k := rest; i <= b.last; i, k = i+1, 0 {
			for tokens := b.lines[i].tokens; k < len(tokens); k++ {
				if (k > 0 && stops(tokens[k-1]) || k == 0 && b.continues(i) == begins) && !yield(tokens[k+bullet(tokens[k:]):]) {
					return
				}
			}
		}
	}
}

// mains begin what stands beside a condition, behind a comma; those that are
// nothing but subjects, without one too.
var mains = map[string]bool{
	"je": true, "on": true, "il": true, "ils": true, "tu": true, "elle": false, "elles": false, "nous": false, "vous": false, "ce": false, "c'est": false, "ca": false, "cela": false, "tant": false, "merci": false, "n'hesitez": false, "n'hesite": false, "dites": false, "dites-moi": false, "dites-le": false, "dites-le-moi": false, "dis": false, "dis-moi": false, "dis-le": false, "dis-le-moi": false,
	"i": false, "i'm": false, "i'll": false, "i'd": false, "we": false, "we'll": false, "you": false, "it": false, "let": false, "let's": false, "please": false, "thanks": false,
}

// linked stand before the subject of a clause that is part of the condition.
var linked = map[string]bool{"que": true, "qui": true, "et": true, "ou": true, "quand": true, "si": true, "comme": true, "dont": true}

// minds are what a condition may be put on in a sentence of its own: "Si c'est
// plus cher, je retire mon vote."
var minds = map[string]bool{"change": true, "changerai": true, "changerais": true, "retire": true, "retirerai": true, "revois": true, "reverrai": true, "reviens": true, "reviendrai": true, "m'oppose": true, "m'opposerai": true, "vote": true, "voterai": true, "voterais": true, "serai contre": true, "serai pour": true, "passe": true, "passerai": true, "withdraw": true}

// complete tells whether a sentence that begins with a condition says something
// beside it and nothing of its author's vote, or asks something.
func complete(tokens []token) bool {
	found := false
	for k, t := range tokens {
		if stops(t) {
			return found || t.text == "?"
		}
		if minded, _ := find(minds, tokens[k:], 2); minded {
			return false
		}
		subject, main := mains[t.text]
		if strings.HasPrefix(t.text, "j'") {
			subject, main = true, true
		}
		if k > 1 && (subject && !linked[tokens[k-1].text] || main && tokens[k-1].text == ",") {
			found = true
		}
	}
	return found
}
