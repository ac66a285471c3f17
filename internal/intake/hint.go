package intake

import (
	"strings"

	"toutdoux/internal/governance"
)

// What is no vote for certain may still be meant for one: these are the words
// by which a person would wonder.

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
	"je vote": true, "je ne vote": true, "i vote": true, "mon vote": true, "my vote": true, "blank vote": true, "m'opposer": true, "je refuse": true, "je rejette": true, "j'accepte": true, "je suis favorable": true, "tout a fait d'accord": true, "entierement d'accord": true, "completement d'accord": true, "totalement d'accord": true, "% d'accord": true, "pleinement d'accord": true, "de l'avis": true, "meme avis": true, "meme vote": true, "semble bien": true, "semble bon": true, "me parait bien": true, "me parait bon": true, "me convient": true, "bon pour moi": true, "ok de mon cote": true, "pas de souci": true, "pas de probleme": true, "aucun souci": true, "aucun probleme": true, "no problem": true, "not opposed": true, "not in favour": true, "not in favor": true, "i accept": true, "i reject": true, "i refuse": true, "go for it": true, "go ahead": true, "i'm in": true, "count me in": true, "i second": true,
	"voudrais une pause": true, "faire une pause": true, "mettre en pause": true, "besoin d'une pause": true, "propose une pause": true, "demande de pause": true, "demander une pause": true, "a pause": true, "like to pause": true,
	"+1": true, "-1": true, "👍": true, "👎": true, "moi aussi": true, "je me rallie": true, "d accord": true, "a favour": true, "idem": true, "same here": true, "me too": true, "lgtm": true,
}

// firsts make a person wonder when the words begin with them.
var firsts = map[string]bool{
	"non": true, "no": true, "nope": true, "nan": true, "stop": true, "veto": true, "pas d'accord": true, "oui": true, "ok": true, "yes": true, "d'accord": true, "ca marche": true, "agreed": true, "comme": true, "bof": true, "pourquoi pas": true, "why not": true, "jamais": true, "never": true, "banco": true, "go": true, "valide": true, "approuve": true, "vendu": true, "adopte": true, "adjuge": true, "yep": true, "yeah": true, "yup": true, "sure": true, "aye": true, "nay": true, "yea": true, "absolument": true, "absolutely": true, "definitely": true, "evidemment": true, "certainement": true, "pareil": true, "surtout pas": true, "not really": true, "pas vraiment": true, "pas question": true, "sans moi": true, "avec plaisir": true, "parfait": true, "ouais": true, "ouaip": true, "okay": true, "oki": true, "nickel": true, "oppose": true, "opposee": true, "opposed": true,
}

// whole are answers that make a person wonder where nothing else is said.
var whole = map[string]bool{"plus un": true, "plus 1": true, "moins un": true, "moins 1": true, "plus one": true, "minus one": true}

// insistences behind a choice make it an answer, and no preposition or
// adjective: "Pour sans hésiter", "Blanc faute d'avis".
var insistences = map[string]bool{
	"a fond": true, "a donf": true, "a priori": true, "a regret": true, "a contrecoeur": true, "a nouveau": true, "a mon avis": true, "a mon sens": true, "sans hesiter": true, "sans hesitation": true, "sans hesitations": true, "sans aucune hesitation": true, "sans la moindre": true, "sans reserve": true, "sans reserves": true, "sans avis": true, "sans opinion": true, "sans condition": true, "sans conditions": true, "sans probleme": true, "sans souci": true, "sans etat": true, "sans doute": true, "faute d'avis": true, "faute d'opinion": true, "faute de": true, "par defaut": true, "de ma part": true, "de mon cote": true, "desole": true, "desolee": true, "merci": true,
	"without hesitation": true, "without reservation": true, "from me": true, "sorry": true, "thanks": true,
}

// preposed are words behind "pour", "contre", "for" that plainly make it a
// preposition, also in a short mail.
var preposed = map[string]bool{
	"info": true, "infos": true, "information": true, "rappel": true, "memoire": true, "note": true, "noel": true, "l'instant": true, "l'info": true, "l'heure": true, "toute": true, "demain": true, "quand": true, "qui": true, "quoi": true, "eviter": true, "que": true, "sans": true, "une": true, "un": true,
	"example": true, "instance": true, "now": true, "sure": true, "a": true, "your": true, "oser": true, "record": true,
}

// objects are words behind an article that make what stands before it a
// preposition: "pour le moment".
var objects = map[string]bool{
	"moment": true, "suite": true, "reste": true, "petite": true, "coup": true, "jour": true, "prochaine": true, "prochain": true, "week-end": true, "semaine": true, "repas": true, "reunion": true,
	"record": true, "time": true, "rest": true, "next": true, "moins": true, "plaisir": true, "mieux": true,
}

// matters are words behind an article that a vote may be about, however long
// the mail.
var matters = map[string]bool{"point": true, "points": true, "proposition": true, "propositions": true, "action": true, "projet": true, "article": true, "partie": true, "option": true, "resolution": true, "motion": true, "deux": true, "proposal": true, "first": true, "second": true}

// ordinals do the same where nothing they would count stands behind them.
var ordinals = map[string]bool{"premier": true, "premiere": true, "deuxieme": true, "seconde": true, "second": true, "troisieme": true, "quatrieme": true}

var determiners = map[string]bool{"le": true, "la": true, "les": true, "the": true}

// short is how few words a mail has that is likely to be an answer rather than
// talk.
const short = 6

// hints is the line for which words with no vote in them might be meant for one,
// -1 for none.
func (b *ballotPaper) hints() (line int) {
	count := 0
	for i := b.first; i <= b.last; i++ {
		count += len(b.lines[i].tokens)
	}
	for i := b.first; i <= b.last; i++ {
		s := b.lines[i]
		if s.asksOthers() {
			continue
		}
		for k := range s.tokens {
			if _, n := find(doubts, s.tokens[k:], 5); n > 0 || voting(s.tokens[k:]) || sentenceAlone(s.tokens, k) {
				return i
			}
		}
		if count <= 2*short && concludes(s.tokens) {
			return i
		}
	}
	if b.first > b.last {
		return -1
	}
	tokens := b.lines[b.first].tokens
	if b.first == b.last && (parted(tokens) || spelled(tokens)) {
		return b.first
	}
	tokens = tokens[min(len(tokens), bullet(tokens)):]
	tokens = tokens[greeting(tokens):]
	if opens(tokens, count) || count <= 4*short && weighs(tokens) || b.first == b.last && (slipped(tokens) || whole[join(uttered(tokens))]) {
		return b.first
	}
	return -1
}

// sentenceAlone tells whether a choice from token k on is a sentence of its
// own behind others: "Bob a raison. Contre."
func sentenceAlone(tokens []token, k int) bool {
	if k == 0 || !stops(tokens[k-1]) && tokens[k-1].text != ":" {
		return false
	}
	p, n := longest(tokens[k:])
	return n > 0 && p.choice != "" && !p.whole && alone(tokens, k, n)
}

// conclusions end short answers that are meant for votes.
var conclusions = map[string]bool{"pour": true, "contre": true, "blanc": true, "for": true, "against": true, "favorable": true, "defavorable": true, "d'accord": true, "oui": true, "non": true, "ok": true, "yes": true, "no": true}

// concludes tells whether a line ends in a word of choice that nothing makes a
// noun: "Finalement, contre".
func concludes(tokens []token) bool {
	last := len(tokens) - 1
	for last > 0 && tokens[last].kind != word {
		last--
	}
	return last > 0 && conclusions[tokens[last].text] && !determiners[tokens[last-1].text]
}

// slipped tells whether one or two words are a choice but for one slip of the
// finger.
func slipped(tokens []token) bool {
	said := uttered(tokens)
	return len(said) == 1 && said[0].kind == word && slip(said[0].text)
}

// uttered gives the words and numbers among some tokens.
func uttered(tokens []token) []token {
	var said []token
	for _, t := range tokens {
		if t.kind == word || t.kind == number {
			said = append(said, t)
		}
	}
	return said
}

// slips are the words that a slip of the finger is looked for in.
var slips = []string{"pour", "contre", "blanc", "pause", "against", "abstention", "favorable", "retrait"}

// slip tells a word that is one slip away from a choice.
func slip(text string) bool {
	for _, w := range slips {
		if distance(text, w, 1) == 1 {
			return true
		}
	}
	return false
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
	if n == 0 || n == len(tokens) {
		return n > 0 && count <= short
	}
	behind := tokens[n:]
	insists, _ := find(insistences, behind, 3)
	switch {
	case insists && !p.whole, percent(behind):
		return true
	case p.choice == "" || behind[0].kind != word || commonplace[tokens[0].text] && p.choice == governance.Blank:
		return false
	case determiners[behind[0].text] && len(behind) > 1:
		return behind[1].kind == number || matters[behind[1].text] || count <= 2*short && ordinal(behind[1:]) || count <= short && !objects[behind[1].text]
	}
	return count <= short && !preposed[behind[0].text]
}

// percent tells how sure somebody is: "à 100 %".
func percent(tokens []token) bool {
	return len(tokens) > 2 && tokens[0].text == "a" && strings.Trim(tokens[1].text, "0123456789") == "" && tokens[2].text == "%"
}

// ordinal tells a number in words that stands for what it counts.
func ordinal(tokens []token) bool {
	return ordinals[tokens[0].text] && (len(tokens) == 1 || tokens[1].kind != word || conjunction(tokens[1].text))
}

// weighs tells whether words begin with a choice, and hold another at the head
// of a clause: "Pour le principe, contre le budget".
func weighs(tokens []token) bool {
	p, n := longest(tokens)
	if n == 0 || p.choice == "" || p.whole || n < len(tokens) && (tokens[n].kind != word || preposed[tokens[n].text]) {
		return false
	}
	for k := n + 1; k < len(tokens); k++ {
		if tokens[k-1].kind != punctuation && !conjunction(tokens[k-1].text) && !adversatives[tokens[k-1].text] {
			continue
		}
		q, m := longest(tokens[k:])
		if m > 0 && q.choice != "" && q.choice != p.choice && !q.whole && (k+m == len(tokens) || !preposed[tokens[k+m].text]) {
			return true
		}
	}
	return false
}

// parted tells a +1 or -1 whose sign stands apart, at the head of the words or
// behind the number of an action: "+ 1", "12 - 1".
func parted(tokens []token) bool {
	if len(tokens) > 0 && tokens[0].kind == number {
		tokens = tokens[1:]
	}
	if len(tokens) < 2 || !strings.Contains("+-−–", tokens[0].text) || tokens[1].text != "1" {
		return false
	}
	behind := tokens[2:]
	if len(behind) == 0 || behind[0].kind == picture {
		return true
	}
	switch behind[0].text {
	case ".", "!", ",":
		return true
	case "pour", "avec", "for", "with":
		return behind[0].kind == word
	}
	return false
}

// spelled tells a choice whose letters stand apart: "P O U R".
func spelled(tokens []token) bool {
	said := uttered(tokens)
	for _, t := range said {
		if t.kind == number || len(t.text) > 1 {
			return false
		}
	}
	return len(said) > 1 && conclusions[strings.ReplaceAll(join(said), " ", "")]
}

// voting tells a form of "voter" with a choice close behind it.
func voting(tokens []token) bool {
	verb := tokens[0].text
	if !strings.HasPrefix(verb, "vot") && verb != "aurais" || verb == "votre" || verb == "votres" {
		return false
	}
	for _, t := range tokens[1:min(4, len(tokens))] {
		if conclusions[t.text] || t.text == "blank" || t.text == "positif" || t.text == "negatif" || t.kind == word && slip(t.text) {
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
