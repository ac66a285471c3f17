package intake

import (
	"slices"
	"strings"

	"toutdoux/internal/governance"
)

// conditional tells whether the sentence that begins at token rest of line i
// holds a condition or a reservation. A sentence goes on over the lines that
// follow without a blank one, up to a full stop.
func (b *ballotPaper) conditional(i, rest int) bool {
	tokens := b.lines[i].tokens
	if rest > 0 && rest <= len(tokens) && stops(tokens[rest-1]) {
		return false
	}
	for end := i + maxSentence; i <= min(b.last, end) && len(b.lines[i].tokens) > 0; i++ {
		tokens = b.lines[i].tokens
		for k := rest; k < len(tokens); k++ {
			_, held := find(conditions, tokens[k:], 3)
			_, taken := find(reservations, tokens[k:], 3)
			if held+taken > 0 {
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

// clashes tells whether the rest of a line takes its choice back: another
// choice that stands alone, or a thumb the other way.
func (b *ballotPaper) clashes(i, rest int, items []item) bool {
	tokens, cast := b.lines[i].tokens, items[0].choice
	several := slices.ContainsFunc(items, func(it item) bool { return it.choice != cast })
	for k := rest; k < len(tokens); k++ {
		p, n := longest(tokens[k:])
		if n > 0 && p.choice != "" && !p.whole && (several || p.choice != cast) && alone(tokens, k, n) {
			return true
		}
	}
	return false
}

// alone tells whether n tokens from k on stand between marks, or behind "or".
func alone(tokens []token, k, n int) bool {
	if tokens[k].kind == picture {
		return true
	}
	before := k == 0 || tokens[k-1].kind == punctuation || tokens[k-1].text == "ou" || tokens[k-1].text == "or"
	after := k+n == len(tokens) || tokens[k+n].kind == punctuation
	return before && after
}

// contrary is the line in which the words say in so many words another
// choice than the one that was found, "en fait je suis contre"; -1 for none.
func (b *ballotPaper) contrary() (line int) {
	for i := b.first; i <= b.last; i++ {
		tokens := b.lines[i].tokens
		for k := range tokens {
			p, n := longest(tokens[k:])
			if p.choice == "" || !b.cast[i] && n == 1 && !turned(tokens, k) || (b.cast[i] || n > 1) && !owned(tokens, k, n) {
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

// turned tells whether one word of choice stands alone in a line of talk, or
// behind a word that changes a mind: "Non, contre", "PS : en fait contre".
func turned(tokens []token, k int) bool {
	if k+1 < len(tokens) && tokens[k+1].kind != punctuation || tokens[k].kind != word {
		return false
	}
	return k > 0 && (alone(tokens, k, 1) || turns[tokens[k-1].text])
}

// turns are the words before a second thought.
var turns = map[string]bool{"fait": true, "finalement": true, "plutot": true, "donc": true, "alors": true, "desormais": true, "actually": true, "rather": true, "instead": true, "now": true}

var negation = map[string]bool{"pas": true, "ne": true, "not": true, "never": true, "jamais": true, "ni": true, "non": true}

// doubts are words that make a person wonder whether they were a vote,
// wherever they stand.
var doubts = map[string]bool{
	"pas contre": true, "pas pour": true, "rien contre": true, "suis pour": true, "suis contre": true, "vote pour": true, "vote contre": true, "vote blanc": true, "voter pour": true, "voter contre": true, "voter blanc": true,
	"votons pour": true, "votons contre": true, "sommes pour": true, "sommes contre": true, "serais pour": true, "serais contre": true, "serai pour": true, "serai contre": true, "etais pour": true, "etais contre": true,
	"plutot pour": true, "plutot contre": true, "assez pour": true, "totalement pour": true, "totalement contre": true, "completement contre": true, "tout a fait pour": true, "a fond pour": true, "tres pour": true, "absolument contre": true, "absolument pour": true, "carrement pour": true, "carrement contre": true,
	"moi pour": true, "moi contre": true, "pour moi": true, "pour ma part": true, "pour mon compte": true, "pour ce qui me concerne": true, "pour nous": true, "ok pour": true, "oui pour": true, "d'accord pour": true, "d'accord avec": true,
	"pas d'accord": true, "m'oppose": true, "m'y oppose": true, "veto": true, "pas d'objection": true, "aucune objection": true, "no objection": true, "no objections": true, "m'abstiendrai": true, "m'abstenir": true, "m'abstiens": true, "hors de question": true, "je bloque": true,
	"je soutiens": true, "j'approuve": true, "je valide": true, "j'adhere": true, "je m'y oppose": true, "favorable": true, "defavorable": true, "j'y suis favorable": true, "je suis d'accord": true, "ca me va": true, "ca me convient": true, "me va bien": true,
	"we are for": true, "we are against": true, "not against": true, "am for": true, "am against": true, "i'm for": true, "i'm against": true, "in favour": true, "in favor": true, "vote for": true, "vote against": true, "voting for": true, "voting against": true, "voted for": true, "voted against": true, "i support": true, "i oppose": true, "i object": true, "i approve": true, "i agree": true, "i disagree": true, "fine with me": true, "fine by me": true, "sounds good to me": true, "works for me": true,
	"+1": true, "-1": true, "👍": true, "👎": true, "moi aussi": true, "idem": true, "same here": true, "me too": true, "lgtm": true,
}

// firsts make a person wonder when the words begin with them.
var firsts = map[string]bool{
	"non": true, "no": true, "nope": true, "nan": true, "stop": true, "veto": true, "pas d'accord": true, "oui": true, "ok": true, "yes": true, "d'accord": true, "ca marche": true, "agreed": true, "comme": true, "bof": true, "pourquoi pas": true, "why not": true, "jamais": true, "never": true, "banco": true, "go": true, "valide": true, "approuve": true,
}

// preposed are words behind "pour", "contre", "for" that plainly make it a
// preposition, also in a short mail.
var preposed = map[string]bool{
	"info": true, "infos": true, "information": true, "rappel": true, "memoire": true, "note": true, "noel": true, "l'instant": true, "l'info": true, "le": true, "la": true, "les": true, "l'heure": true, "toute": true, "toutes": true, "demain": true, "quand": true, "qui": true, "quoi": true, "eviter": true, "que": true, "sans": true, "une": true, "un": true,
	"example": true, "instance": true, "now": true, "sure": true, "the": true, "a": true, "your": true, "oser": true,
}

// short is how few words a mail has that is likely to be an answer rather than
// talk.
const short = 6

// hints is the line for which words with no vote in them might be meant for one,
// -1 for none.
func (b *ballotPaper) hints() (line int) {
	count := 0
	for i := b.first; i <= b.last; i++ {
		tokens := b.lines[i].tokens
		count += len(tokens)
		if b.lines[i].asksOthers() {
			continue
		}
		for k := range tokens {
			if _, n := find(doubts, tokens[k:], 5); n > 0 || voting(tokens[k:]) {
				return i
			}
		}
	}
	if b.first > b.last {
		return -1
	}
	tokens := b.lines[b.first].tokens
	tokens = tokens[min(len(tokens), bullet(tokens)):]
	tokens = tokens[greeting(tokens):]
	if opens(tokens, count) {
		return b.first
	}
	return -1
}

// opens tells whether the first words of a mail are those of an answer.
func opens(tokens []token, count int) bool {
	if _, n := find(firsts, tokens, 3); n > 0 && (n == len(tokens) || tokens[n].kind != word || count <= 2*short) {
		return true
	}
	if len(tokens) > 2 && tokens[0].kind == number && strings.Contains(".)", tokens[1].text) {
		p, n := longest(tokens[2:])
		return n > 0 && p.choice != ""
	}
	p, n := longest(tokens)
	if n == 0 || count > short {
		return false
	}
	return n == len(tokens) || (p.choice == governance.For || p.choice == governance.Against) && !preposed[tokens[n].text] && tokens[n].kind == word
}

// voting tells a form of "voter" with a choice close behind it.
func voting(tokens []token) bool {
	if !strings.HasPrefix(tokens[0].text, "vot") && tokens[0].text != "aurais" {
		return false
	}
	for _, t := range tokens[1:min(4, len(tokens))] {
		switch t.text {
		case "pour", "contre", "blanc", "for", "against", "blank", "oui", "non":
			return true
		}
	}
	return false
}

// asksOthers tells a question that is not about what its author thinks.
func (s sentence) asksOthers() bool {
	if len(s.tokens) == 0 || s.tokens[len(s.tokens)-1].text != "?" {
		return false
	}
	for _, t := range s.tokens {
		switch t.text {
		case "je", "suis", "moi", "i", "i'm", "me", "am":
			return false
		}
	}
	_, n := longest(s.tokens)
	return n == 0
}

// alikes are letters of other alphabets that look like ours.
var alikes = strings.NewReplacer(
	"а", "a", "в", "b", "с", "c", "е", "e", "ё", "e", "н", "h", "і", "i", "ј", "j", "к", "k", "м", "m", "о", "o", "р", "p", "ѕ", "s", "т", "t", "у", "y", "х", "x", "п", "n", "г", "r", "и", "u", "ԛ", "q", "ԝ", "w",
	"α", "a", "β", "b", "ε", "e", "ι", "i", "κ", "k", "ν", "v", "ο", "o", "ρ", "p", "τ", "t", "υ", "u", "χ", "x", "ϲ", "c", "ո", "n", "օ", "o", "ս", "u", "ɑ", "a", "ɡ", "g", "ı", "i", "ӏ", "l", "ɩ", "i", "ʀ", "r", "ᴏ", "o", "ᴘ", "p", "ᴜ", "u", "ᴄ", "c", "ɴ", "n", "ᴛ", "t", "ᴇ", "e", "ʙ", "b", "ʟ", "l", "ᴀ", "a",
)

// lookalike tells whether some tokens are a phrase once letters that only look
// like ours are ours.
func lookalike(tokens []token) bool {
	changed := false
	alike := make([]token, 0, longestPhrase+1)
	for _, t := range tokens[:min(len(tokens), longestPhrase+1)] {
		if !asciiLower(t.text) {
			text := alikes.Replace(t.text)
			changed = changed || text != t.text
			t.text = text
		}
		alike = append(alike, t)
	}
	if !changed {
		return false
	}
	g := grammar{tokens: alike}
	_, _, how := g.read()
	return how != talking
}

// plainAnswers are whole answers to "was that you?".
var plainAnswers = map[string]bool{
	"oui": true, "yes": true, "ok": true, "d'accord": true, "c'est moi": true, "c'etait moi": true, "oui c'est moi": true, "oui c'etait moi": true, "oui c'est bien moi": true, "c'est bien moi": true, "c'etait bien moi": true, "oui c'etait bien moi": true, "je confirme": true, "oui je confirme": true, "confirme": true, "confirmer": true, "je le confirme": true, "confirm": true, "i confirm": true, "confirmed": true, "yes i confirm": true, "it was me": true, "yes it was me": true, "that was me": true, "yes that was me": true, "it's me": true, "yes it's me": true, "oui oui": true, "oui merci": true, "yes please": true, "agreed": true,
	"non": false, "no": false, "ce n'est pas moi": false, "ce n'etait pas moi": false, "non ce n'est pas moi": false, "non ce n'etait pas moi": false, "c'est pas moi": false, "c'etait pas moi": false, "pas moi": false, "it was not me": false, "it wasn't me": false, "that was not me": false, "that wasn't me": false, "not me": false, "no it was not me": false, "no it wasn't me": false, "nope": false, "non merci": false, "no thanks": false,
}

// yesNo tells whether the whole of the words is a plain yes or no.
func yesNo(w words, author string) (yes, no bool) {
	b := newPaper(w, setting{author: author})
	if b.first != b.last || w.ours || b.lines[b.first].odd {
		return false, false
	}
	tokens := b.lines[b.first].tokens
	var said []token
	for _, t := range tokens[greeting(tokens):] {
		if t.kind == punctuation && strings.Contains("?", t.text) {
			return false, false
		}
		if t.kind == word || t.kind == number {
			said = append(said, t)
		}
	}
	answer, known := plainAnswers[join(said)]
	return known && answer, known && !answer
}

// aboutMe tells whether a plain answer says who wrote, so that it is no vote.
func aboutMe(w words) bool {
	return holdsAny(fold(w.String()), []string{"moi", "me", "confirm"})
}

// choiceWord is how a choice is named in Why.
var choiceWord = map[governance.Choice]string{governance.For: "POUR", governance.Blank: "BLANC", governance.Against: "CONTRE"}
