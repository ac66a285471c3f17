package governance

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"
)

// accents are letters of Western names and what they are without marks: people
// leave these out as easily as they write them.
var accents = map[rune]string{
	'à': "a", 'á': "a", 'â': "a", 'ã': "a", 'ä': "a", 'å': "a", 'ā': "a", 'ă': "a", 'ą': "a", 'æ': "ae", 'ç': "c", 'ć': "c", 'č': "c", 'ď': "d", 'đ': "d",
	'è': "e", 'é': "e", 'ê': "e", 'ë': "e", 'ē': "e", 'ę': "e", 'ě': "e", 'ğ': "g", 'ì': "i", 'í': "i", 'î': "i", 'ï': "i", 'ī': "i", 'ı': "i",
	'ł': "l", 'ľ': "l", 'ñ': "n", 'ń': "n", 'ň': "n", 'ò': "o", 'ó': "o", 'ô': "o", 'õ': "o", 'ö': "o", 'ø': "o", 'ō': "o", 'ő': "o", 'œ': "oe", 'ř': "r",
	'ś': "s", 'ş': "s", 'š': "s", 'ș': "s", 'ß': "ss", 'ť': "t", 'ţ': "t", 'ț': "t", 'ù': "u", 'ú': "u", 'û': "u", 'ü': "u", 'ū': "u", 'ů': "u", 'ű': "u",
	'ý': "y", 'ÿ': "y", 'ź': "z", 'ż': "z", 'ž': "z", '’': "'", '‘': "'",
}

// plainly gives a name as it is compared: in lower case, without marks, one
// space between its words.
func plainly(name string) iter.Seq[rune] {
	return func(yield func(rune) bool) {
		begun, space := false, false
		for _, r := range name {
			switch {
			case unicode.IsSpace(r):
				space = begun
				continue
			case r >= 0x300 && r <= 0x36f: // a mark that stands apart from its letter
				continue
			case space && !yield(' '):
				return
			}
			begun, space = true, false
			if !letter(unicode.ToLower(r), yield) {
				return
			}
		}
	}
}

// letter yields what one letter is compared as.
func letter(r rune, yield func(rune) bool) bool {
	plain, marked := "", false
	if r >= utf8.RuneSelf {
		plain, marked = accents[r]
	}
	if !marked {
		return yield(r)
	}
	for _, r := range plain {
		if !yield(r) {
			return false
		}
	}
	return true
}

// plainName makes names comparable: see plainly.
func plainName(name string) string {
	var b strings.Builder
	for r := range plainly(name) {
		b.WriteRune(r)
	}
	return b.String()
}

// isCalled tells whether a name is, plainly, the one given. Of most names the
// first letter tells.
func isCalled(name, plain string) bool {
	for r := range plainly(name) {
		next, size := utf8.DecodeRuneInString(plain)
		if next != r {
			return false
		}
		plain = plain[size:]
	}
	return plain == ""
}

// Named finds the present member whom a text names: by address, or by display
// name where it is unique (rules.md, Members). Where there is none, flaw says
// why.
func (s *State) Named(text string) (id int, flaw Flaw) {
	text = strings.TrimSpace(text)
	if address := addressIn(text); address != "" {
		if m := s.ByAddress(address); m != nil {
			return m.ID, ""
		}
		return 0, FlawUnknown
	}
	found := s.called(plainName(text))
	if base, _, numbered := strings.Cut(text, " ("); numbered && len(found) == 0 {
		for _, id := range s.called(plainName(base)) {
			if plainName(s.Display(id)) == plainName(text) {
				found = append(found, id)
			}
		}
	}
	switch len(found) {
	case 0:
		return 0, FlawUnknown
	case 1:
		return found[0], ""
	}
	return 0, FlawAmbiguous
}

// called are the present members of a name.
func (s *State) called(name string) []int {
	var found []int
	for _, m := range s.Members {
		if m.Departed.IsZero() && name != "" && isCalled(string(m.Name), name) {
			found = append(found, m.ID)
		}
	}
	return found
}

// addressIn is the address that stands in a text, as in "Bob <bob@x.org>", ""
// for none.
func addressIn(text string) string {
	for word := range strings.FieldsSeq(text) {
		word = strings.TrimPrefix(strings.Trim(word, "<>()[],;.\"'"), "mailto:")
		if strings.Contains(word, "@") {
			return strings.ToLower(word)
		}
	}
	return ""
}

// people splits a list of people: "a@x.org, Bob Durand et Carol". A name that
// holds such a word is whole where somebody has it.
func (s *State) people(text string) []string {
	if len(s.called(plainName(text))) > 0 {
		return []string{text}
	}
	for _, word := range []string{" et ", " and ", " & ", ";"} {
		text = strings.ReplaceAll(text, word, ",")
	}
	var list []string
	for part := range strings.SplitSeq(text, ",") {
		if part = strings.TrimSpace(part); part != "" {
			list = append(list, part)
		}
	}
	return list
}
