package governance

import "strings"

// accents maps letters of Western names to those without marks: people leave
// them out as easily as they write them.
var accents = strings.NewReplacer(
	"à", "a", "á", "a", "â", "a", "ã", "a", "ä", "a", "å", "a", "ā", "a", "ă", "a", "ą", "a", "æ", "ae",
	"ç", "c", "ć", "c", "č", "c", "ď", "d", "đ", "d", "è", "e", "é", "e", "ê", "e", "ë", "e", "ē", "e", "ę", "e", "ě", "e",
	"ğ", "g", "ì", "i", "í", "i", "î", "i", "ï", "i", "ī", "i", "ı", "i", "ł", "l", "ľ", "l", "ñ", "n", "ń", "n", "ň", "n",
	"ò", "o", "ó", "o", "ô", "o", "õ", "o", "ö", "o", "ø", "o", "ō", "o", "ő", "o", "œ", "oe", "ř", "r",
	"ś", "s", "ş", "s", "š", "s", "ș", "s", "ß", "ss", "ť", "t", "ţ", "t", "ț", "t",
	"ù", "u", "ú", "u", "û", "u", "ü", "u", "ū", "u", "ů", "u", "ű", "u", "ý", "y", "ÿ", "y", "ź", "z", "ż", "z", "ž", "z",
	"’", "'", "‘", "'",
)

// plainName makes names comparable: without case, marks, or spaces too many.
func plainName(name string) string {
	bare := strings.Map(func(r rune) rune {
		if r >= 0x300 && r <= 0x36f { // marks that stand apart from their letter
			return -1
		}
		return r
	}, strings.ToLower(name))
	return strings.Join(strings.Fields(accents.Replace(bare)), " ")
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
		if m.Departed.IsZero() && name != "" && plainName(string(m.Name)) == name {
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
