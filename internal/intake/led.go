package intake

import "strings"

// A vote below "Bob a écrit :" is Bob's, and one below "répondez :" tells how
// to vote: here is what the lines above a vote, and the words behind a quoted
// one, say of whose it is.

// led tells whether what stands above line i leaves a doubt whose words it
// holds, or goes on in it.
func (b *ballotPaper) led(i int) bool {
	if b.passedOn(i) {
		return true
	}
	j := i - 1
	for j >= b.first && b.addresses(j) {
		j--
	}
	if j < b.first {
		return false
	}
	if _, _, how := b.lineAlone(j); how == asking {
		return false
	}
	above := b.lines[j].tokens
	switch last := above[len(above)-1]; {
	case last.text == ":":
		return !own(above)
	case last.text == ",":
		return !own(above) && b.lines[j].hedged()
	case last.kind == punctuation && strings.Contains(".!?…;", last.text) || last.kind == picture || last.text == "...":
		return false
	}
	return !own(above) && unfinished(above)
}

// hedged tells whether a line with a comma at its end speaks of others, of a
// condition, or against itself: "De la part de Bob,".
func (s sentence) hedged() bool {
	if tale, _ := retold(s.tokens); tale || holds(conditions, s.tokens) || holds(negation, s.tokens) || holds(reports, s.tokens) {
		return true
	}
	if _, n := find(closings, s.tokens, 4); n > 0 || courteous[s.tokens[0].text] || greets(s.tokens[0].text) {
		return false
	}
	for k := range s.tokens {
		if s.named(k) && (k > 0 || len(s.tokens) == 1) || s.tokens[k].text == "comme" || s.tokens[k].text == "like" {
			return true
		}
	}
	return false
}

// courteous begin lines that speak to somebody, and of no vote.
var courteous = map[string]bool{"desole": true, "desolee": true, "desoles": true, "pardon": true, "sorry": true, "bravo": true, "bonne": true, "bon": true, "bien": true, "happy": true}

// passedOn tells whether a line above line i announcing another's message, or
// what another said, and nothing shows where it ends.
func (b *ballotPaper) passedOn(i int) bool {
	blank := false // stands between
	for j := i - 1; j >= b.first; j-- {
		tokens := b.lines[j].tokens
		if len(tokens) == 0 {
			blank = true
			continue
		}
		if tokens[len(tokens)-1].text != ":" {
			continue
		}
		said, message := retold(tokens)
		if message || said && !(blank && len(b.lines[j+1].tokens) > 0) {
			return true
		}
	}
	return false
}

// retold tells whether some tokens speak of what somebody said, and whether it is
// a whole message.
func retold(tokens []token) (said, message bool) {
	for k := range tokens {
		whole, n := find(tellings, tokens[k:], 3)
		said, message = said || n > 0, message || whole
	}
	return said, message
}

// tellings announce others' words; the true ones a message of theirs.
var tellings = map[string]bool{
	"message de": true, "mail de": true, "courriel de": true, "relaie": true, "relayer": true, "transmettre": true, "transmets": true, "transmet": true, "transfere": true, "transferer": true, "de la part": true, "au nom de": true, "message from": true, "mail from": true, "forward": true, "forwarding": true, "on behalf": true,
	"a ecrit": false, "ecrit": false, "m'ecrit": false, "dit": false, "m'a dit": false, "disait": false, "repond": false, "repondu": false, "reponse de": false, "vote de": false, "avis de": false, "citation": false, "cite": false, "wrote": false, "writes": false, "says": false, "said": false, "told me": false,
}

// unfinished tells whether some words with no mark at their end may go on in
// those below: "Je ne vote pas" / "pour".
func unfinished(above []token) bool {
	last := len(above) - 1
	if hangs[above[last].text] {
		return true
	}
	for start := last; start >= 0; start-- {
		if start > 0 && !stops(above[start-1]) {
			continue
		}
		if held, _ := find(conditions, above[start:], 3); held {
			return true
		}
		break
	}
	_, message := retold(above)
	return message
}

// hangs end what is said of the words below.
var hangs = map[string]bool{
	"pas": true, "jamais": true, "ne": true, "not": true, "never": true, "n'est": true, "est": true, "sont": true, "dit": true, "disent": true, "ecrit": true, "repond": true, "repondu": true, "repondre": true, "repondez": true, "reponds": true, "ecrire": true, "ecrivez": true, "ceci": true, "suis": true, "sommes": true, "serais": true, "etais": true, "vote": true, "voter": true, "votez": true, "votons": true, "votent": true, "voterai": true, "voterais": true, "voterait": true, "voted": true, "voting": true, "votes": true, "am": true, "this": true, "says": true, "said": true, "wrote": true, "reply": true, "answer": true, "write": true, "type": true, "is": true, "are": true,
}

// own tells whether the last clause of what stands above a vote says that it is
// the author's: "J'ai tout lu, voici mon vote :".
func own(above []token) bool {
	var said []token
	for k, t := range above {
		if t.kind == word || t.kind == number {
			said = append(said, t)
			continue
		}
		if k+1 == len(above) {
			break
		}
		if tale, _ := retold(said); tale || holds(conditions, said) {
			return false
		}
		said = nil
	}
	return announcing(said)
}

// holds tells whether an entry of a table stands anywhere in some tokens.
func holds(table map[string]bool, tokens []token) bool {
	for k := range tokens {
		if held, _ := find(table, tokens[k:], 3); held {
			return true
		}
	}
	return false
}

// announcing tells whether some words are those by which one announcing a vote of
// one's own, or the action that it is for.
func announcing(said []token) bool {
	if titles[join(said)] {
		return true
	}
	mine := false
	for _, t := range said {
		self, known := introductions[t.text]
		if !known && t.kind != number {
			return false
		}
		mine = mine || self || t.kind == number
	}
	return mine
}

// titles announce a vote by themselves.
var titles = map[string]bool{
	"vote": true, "votes": true, "reponse": true, "choix": true, "answer": true, "decision": true, "verdict": true, "bulletin": true, "apres reflexion": true, "apres mure reflexion": true, "apres lecture": true, "tout bien pese": true, "alors": true, "donc": true, "du coup": true, "bref": true, "en bref": true, "pour faire court": true, "pour resumer": true, "en resume": true, "conclusion": true, "en conclusion": true, "in short": true, "on reflection": true, "having read it": true,
}

// introductions are the words of announcements; the true ones say whose the vote
// is, or for what.
var introductions = map[string]bool{
	"mon": true, "ma": true, "mes": true, "je": true, "moi": true, "me": true, "personnellement": true, "action": true, "l'action": true, "my": true, "i": true, "personally": true,
	"voici": false, "voila": false, "vote": false, "votes": false, "reponse": false, "reponses": false, "choix": false, "avis": false, "position": false, "decision": false, "opinion": false, "bulletin": false, "verdict": false, "reponds": false, "prononce": false, "voix": false, "dis": false, "donc": false, "alors": false, "et": false, "ici": false, "c'est": false, "est": false, "suis": false, "pour": false, "sur": false, "concernant": false, "a": false, "au": false, "sujet": false, "de": false, "du": false, "la": false, "le": false, "ce": false, "cette": false, "proposition": false, "titre": false, "personnel": false, "part": false, "cote": false, "quant": false, "en": false, "qui": false, "concerne": false,
	"here": false, "is": false, "are": false, "answer": false, "answers": false, "choice": false, "ballot": false, "reply": false, "say": false, "so": false, "to": false, "on": false, "for": false, "from": false, "this": false, "the": false, "as": false, "concerned": false, "far": false, "am": false,
}

// enclosed tells whether the tokens from start to end, and no more, stand in
// quotation marks.
func (s sentence) enclosed(start, end int) bool {
	if start >= end || !strings.ContainsAny(s.line[:s.tokens[start].start], quotation) {
		return false
	}
	next := len(s.line)
	if end < len(s.tokens) {
		next = int(s.tokens[end].start)
	}
	return strings.ContainsAny(s.line[s.tokens[end-1].end:next], quotation)
}

// quotes tells whether a vote stands in quotation marks with more words behind
// them than a turn of phrase, or with some that speak of who said it:
// "« Contre », voilà ce que Bob dit".
func (b *ballotPaper) quotes(i, start, rest int) bool {
	s := b.lines[i]
	_, n := longest(s.tokens[start:])
	if !s.enclosed(start, start+n) {
		return false
	}
	if rest == len(s.tokens) && i < b.last { // "« Contre »" / "C'est la réponse de Bob"
		said, _ := retold(b.lines[i+1].tokens)
		return said
	}
	count := 0
	for k := rest; k < len(s.tokens); k++ {
		if s.tokens[k].kind == word {
			count++
		}
		if s.named(k) || hangs[s.tokens[k].text] {
			return true
		}
	}
	said, _ := retold(s.tokens[rest:])
	return said || count > shortRemark
}

// quotation are the marks around what somebody said.
const quotation = "\"«»“”„‟‹›"

// shortRemark is how many words may follow a vote that is only dressed up.
const shortRemark = 3

// quotesWord tells whether a line begins with nothing but a choice in quotation
// marks, and goes on: "« Contre » est ce que dit Bob".
func (s sentence) quotesWord(start int) bool {
	p, n := longest(s.tokens[start:])
	return p.choice != "" && s.enclosed(start, start+n)
}
