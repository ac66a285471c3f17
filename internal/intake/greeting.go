package intake

import "strings"

// greeting is how many tokens of a greeting begin a line: "Bonjour à tous,".
func greeting(tokens []token) int {
	if len(tokens) == 0 || tokens[0].kind != word || !greets(tokens[0].text) {
		return 0
	}
	for i, t := range tokens {
		if i > 8 {
			return 0
		}
		if i > 0 {
			if p, n := longest(tokens[i:]); n > 0 && (p.choice != "" || p.verb != "") && t.text != "for" {
				return 0
			}
		}
		if t.kind == picture || t.kind == punctuation && strings.ContainsAny(t.text, ",!.:;–—") {
			for i < len(tokens) && tokens[i].kind == punctuation {
				i++
			}
			return i
		}
	}
	return len(tokens)
}

func greets(text string) bool {
	text, _, _ = strings.Cut(text, "·")
	return greetings[text]
}

// greeted tells whether a line is blank or nothing but a greeting.
func (b *ballotPaper) greeted(i int) bool {
	tokens := b.lines[i].tokens
	return greeting(tokens) == len(tokens)
}

// closing tells whether a line is blank, a formula, or the author's name.
func (b *ballotPaper) closing(i int) bool {
	tokens := b.lines[i].tokens
	var said []token
	for _, t := range tokens {
		if t.kind != punctuation {
			said = append(said, t)
		}
	}
	text := join(said)
	return text == "" || closings[text] || len(said) <= 4 && b.signed(said)
}

// unmarked parts the words of a display name.
var unmarked = strings.NewReplacer(",", " ", ".", " ", "\"", " ")

// signed tells whether some words are all of the author's name.
func (b *ballotPaper) signed(said []token) bool {
	name := " " + unmarked.Replace(fold(b.author)) + " "
	for _, t := range said {
		text := strings.TrimRight(t.text, ".")
		if t.kind != word || !strings.Contains(name, " "+text+" ") && !(len([]rune(text)) == 1 && strings.Contains(name, " "+text)) {
			return false
		}
	}
	return true
}
