package intake

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"toutdoux/internal/governance"
)

// reports begin behind a vote that somebody else's is told by: "Pour, disait
// Alice", absentees of a count: "Contre : personne", and a time to come: "Pour,
// quand Bob aura répondu".
var reports = map[string]bool{
	"quand": true, "quand meme": false, "when": true,
	"a dit": true, "dit": true, "disait": true, "dixit": true, "de la part": true, "au nom de": true, "vote de": true, "message de": true, "reponse de": true, "c'est le vote": true, "c'est l'avis": true, "c'est la reponse": true, "on behalf": true, "a ecrit": true, "d'apres": true, "selon": true, "says": true, "said": true, "wrote": true, "according to": true,
	"tous": true, "toutes": true, "tout le monde": true, "personne": true, "aucun": true, "aucune": true, "zero": true, "everyone": true, "everybody": true, "nobody": true, "none": true,
}

// reported tells whether what stands right behind a vote says that it is told of
// others.
func (b *ballotPaper) reported(i, rest int) bool {
	tokens := b.lines[i].tokens
	for rest < len(tokens) && tokens[rest].kind == punctuation {
		rest++
	}
	if rest >= len(tokens) {
		return false
	}
	told, _ := find(reports, tokens[rest:], 3)
	return told || b.lines[i].names(rest)
}

// names tells whether a line goes on from a token with nothing but people's
// names, two at least: who voted so, "Alice, Claire et Bob".
func (s sentence) names(from int) bool {
	people, joints := 0, 0
	for k := from; k < len(s.tokens); k++ {
		t, begin := s.tokens[k], int32(0)
		if k > 0 {
			begin = s.tokens[k-1].end
		}
		first, _ := utf8.DecodeRuneInString(strings.TrimSpace(s.line[begin:t.end]))
		switch {
		case strings.Contains(",&", t.text) || t.text == "et" || t.text == "and":
			joints++
		case t.kind == word && unicode.IsUpper(first):
			people++
		case t.text != ".":
			return false
		}
	}
	return people > 1 && joints > 0
}

// governed are the words that begin what a preposition stands before, on the next line too.
var governed = map[string]bool{
	"la": true, "le": true, "les": true, "un": true, "une": true, "des": true, "du": true, "ma": true, "mon": true, "mes": true, "notre": true, "nos": true, "votre": true, "vos": true, "ce": true, "cet": true, "cette": true, "ces": true, "que": true, "info": true, "moi": true, "nous": true, "the": true, "a": true, "my": true, "our": true, "your": true, "this": true, "that": true,
}

// hanging tells a bare "pour" or "contre" that ends its line with no mark, above
// one that may be what it stands before: "Pour" / "l'instant, rien".
func (b *ballotPaper) hanging(i int) bool {
	tokens := b.lines[i].tokens
	if i >= b.last || len(tokens) == 0 || len(b.lines[i+1].tokens) == 0 {
		return false
	}
	switch tokens[len(tokens)-1].text {
	case "pour", "contre", "for", "against":
	default:
		return false
	}
	next := b.lines[i+1].tokens[0]
	first, _ := utf8.DecodeRuneInString(strings.TrimSpace(b.lines[i+1].line))
	return next.kind == word && unicode.IsLower(first) && (governed[next.text] || strings.HasPrefix(next.text, "l'") || strings.HasPrefix(next.text, "qu'"))
}

// clashes tells whether the rest of a line takes its choice back: another
// choice that is its author's too, or a thumb the other way.
func (b *ballotPaper) clashes(i, rest int, items []item) bool {
	tokens, cast, brief := b.lines[i].tokens, items[0].choice, b.brief()
	several := slices.ContainsFunc(items, func(it item) bool { return it.choice != cast })
	for k := rest; k < len(tokens); k++ {
		p, n := longest(tokens[k:])
		if n > 0 && p.choice != "" && !p.whole && (several || p.choice != cast) && (alone(tokens, k, n) || n == 1 && rival(tokens, k, brief)) {
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
	before := k == 0 || tokens[k-1].kind == punctuation || tokens[k-1].kind == picture || tokens[k-1].text == "ou" || tokens[k-1].text == "or"
	after := k+n == len(tokens) || tokens[k+n].kind == punctuation
	return before && after
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
	answer, known := plainAnswers[oneLine(w, author)]
	return known && answer, known && !answer
}

// oneLine is the whole of the words where they are one line, as fold and
// tokenize leave it; "" where they are more, or a question.
func oneLine(w words, author string) string {
	b := newPaper(w, setting{author: author})
	if b.first != b.last || w.ours || b.lines[b.first].odd {
		return ""
	}
	tokens := b.lines[b.first].tokens
	tokens = tokens[b.lines[b.first].salutes(0):]
	if slices.ContainsFunc(tokens, func(t token) bool { return t.text == "?" }) {
		return ""
	}
	return join(uttered(tokens))
}

// aboutMe tells whether a plain answer says who wrote, so that it is no vote.
func aboutMe(w words) bool {
	for _, s := range w.said {
		for _, t := range s.tokens {
			if t.text == "moi" || t.text == "me" || strings.HasPrefix(t.text, "confirm") {
				return true
			}
		}
	}
	return false
}

// choiceWord is how a choice is named in Why.
var choiceWord = map[governance.Choice]string{governance.For: "POUR", governance.Blank: "BLANC", governance.Against: "CONTRE"}
