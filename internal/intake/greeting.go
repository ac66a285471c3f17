package intake

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// greeting is how many tokens of a greeting begin a line, "Bonjour à tous,": up
// to its mark, with any words that are no phrase of the table. Only what plainly
// greets does so before a vote (salutes).
func greeting(tokens []token) int {
	if len(tokens) == 0 || tokens[0].kind != word || !greets(tokens[0].text) {
		return 0
	}
	for i, t := range tokens {
		if i > longestGreeting {
			return 0
		}
		if i > 0 {
			if p, n := longest(tokens[i:]); n > 0 && (p.choice != "" || p.verb != "") && t.text != "for" {
				return 0
			}
		}
		if greetingEnds(t) {
			for i < len(tokens) && tokens[i].kind == punctuation {
				i++
			}
			return i
		}
	}
	return len(tokens)
}

// longestGreeting is how many words a greeting may have.
const longestGreeting = 8

func greetingEnds(t token) bool {
	return t.kind == picture || t.kind == punctuation && strings.ContainsAny(t.text, ",!.:;–—")
}

// salutes is greeting for a line that may vote: none but whom it is for may be
// greeted. "Bonjour Bob m'a dit : contre" is Bob's.
func (s sentence) salutes(from int) int {
	n := greeting(s.tokens[from:])
	if n == 0 {
		return 0
	}
	people, strangers := 0, 0
	for k := from + 1; k < from+n && !greetingEnds(s.tokens[k]); k++ {
		switch t := s.tokens[k]; {
		case company(t), (t.text == "de" || t.text == "du" || t.text == "des") && companions[s.tokens[k-1].text]:
		case s.named(k):
			people++
		case t.kind == word && !known(t.text):
			strangers++
		default:
			return 0
		}
	}
	mark := s.tokens[from+n-1]
	if people > maxGreeted || strangers > 1 || strangers == 1 && people > 0 || strangers+people > 0 && strings.ContainsAny(mark.text, ":;–—") {
		return 0
	}
	return n
}

// maxGreeted is how many names a greeting may hold: first and last names of two.
const maxGreeted = 4

// named tells whether a token is written as a name. Where all is in capitals
// nobody can tell.
func (s sentence) named(k int) bool {
	t := s.tokens[k]
	text := s.line[t.start:t.end]
	first, _ := utf8.DecodeRuneInString(text)
	shouted := strings.ToUpper(s.line) == s.line
	return t.kind == word && unicode.IsUpper(first) && !shouted && !known(t.text)
}

// company tells the words that say whom a greeting is for, and their joints.
func company(t token) bool {
	return audience[t.text] || companions[t.text] || t.kind == word && greets(t.text) || t.kind == punctuation && strings.Contains("()/&", t.text)
}

// known tells the words that say something, in capitals too: none is a name.
func known(text string) bool {
	one := []token{{text: text}}
	_, n := longest(one)
	return n > 0 || speaking[text] || conditions[text] || reservations[text] || refusals[text] || negation[text] || turns[text] || reports[text] || firsts[text] || conclusions[text] || hangs[text] || doubts[text]
}

// speaking are words of sentences, which a greeting is not.
var speaking = map[string]bool{
	"c'est": true, "ici": true, "from": true, "de": true, "du": true, "des": true, "je": true, "tu": true, "il": true, "elle": true, "on": true, "nous": true, "ils": true, "elles": true, "i": true, "we": true, "he": true, "she": true, "they": true, "it": true, "suis": true, "sommes": true, "ai": true, "vote": true, "votes": true, "voter": true, "reponse": true, "message": true, "mail": true, "part": true, "nom": true, "question": true, "unsure": true, "undecided": true, "hesitant": true, "hesitante": true, "perso": true, "sur": true, "sure": true, "contre": true,
}

// addresses tells whether a line is blank or says only whom the mail is for:
// "Bonsoir Bob, bonsoir à tous,", "Alice,", "Merci Bob,".
func (b *ballotPaper) addresses(i int) bool {
	s := b.lines[i]
	at := s.salutes(0)
	if at == 0 {
		_, at = find(closings, s.tokens, 4)
	}
	if at == 0 && len(s.tokens) > 0 && !strings.Contains(",!", s.tokens[len(s.tokens)-1].text) {
		return false
	}
	for k := at; k < len(s.tokens); k++ {
		if t := s.tokens[k]; !company(t) && !s.named(k) && t.kind != picture && !strings.Contains(",!.", t.text) {
			return false
		}
	}
	return true
}

func greets(text string) bool {
	text, _, _ = strings.Cut(text, "·")
	return greetings[text]
}

// greeted tells whether a line is blank or nothing but a greeting.
func (b *ballotPaper) greeted(i int) bool {
	return b.lines[i].salutes(0) == len(b.lines[i].tokens)
}

// closing tells whether a line is blank, formulas, for whom they are, and the
// author's name.
func (b *ballotPaper) closing(i int) bool {
	var said []token
	for _, t := range b.lines[i].tokens {
		if t.kind == word || t.kind == number {
			said = append(said, t)
		} else if p, _ := longest([]token{t}); t.text == "?" || p.choice != "" {
			return false // a thumb
		}
	}
	formula := false
	for len(said) > 0 {
		_, n := find(closings, said, 4)
		if n == 0 {
			if !formula || !audience[said[0].text] {
				break
			}
			n = 1
		}
		formula, said = true, said[n:]
	}
	return len(said) <= 4 && b.signed(said)
}

// unmarked parts the words of a display name.
var unmarked = strings.NewReplacer(",", " ", ".", " ", "\"", " ")

// signed tells whether some words are all of the author's name.
func (b *ballotPaper) signed(said []token) bool {
	name := " " + unmarked.Replace(fold(b.author)) + " "
	for _, t := range said {
		text := strings.TrimRight(t.text, ".")
		if t.kind != word || !strings.Contains(name, " "+text+" ") && !initials(text, name) {
			return false
		}
	}
	return true
}

// initials tells whether some letters are those that words of a name begin
// with: "A.", "AM".
func initials(text, name string) bool {
	if len([]rune(text)) > 3 {
		return false
	}
	for _, r := range text {
		if !strings.Contains(name, " "+string(r)) {
			return false
		}
	}
	return true
}
