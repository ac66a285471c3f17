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
