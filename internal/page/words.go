package page

import "strings"

// tongues are the words of the page, by language and key. In them {who} and the
// like stand for what is told.
var tongues = map[string]map[string]string{"fr": french, "en": english}

// say gives words of the page, well typeset; pairs are what stands in them, a
// name and its value each.
func (s *site) say(key string, pairs ...string) string {
	words, known := s.words[key]
	if !known {
		return key
	}
	return fill(s.speech.Typeset(words), pairs...)
}

// several are words about so many of something: the key of one has ".one".
func (s *site) several(key string, n int, pairs ...string) string {
	if !s.speech.Several(n) {
		key += ".one"
	}
	return s.say(key, pairs...)
}

// fill puts values in the place of their names in braces.
func fill(words string, pairs ...string) string {
	var braced []string
	for i := 0; i+1 < len(pairs); i += 2 {
		braced = append(braced, "{"+pairs[i]+"}", pairs[i+1])
	}
	return strings.NewReplacer(braced...).Replace(words)
}
