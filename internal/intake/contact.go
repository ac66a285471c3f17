package intake

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Many people sign with a card and no sign above it: a name, a title, a
// telephone number, an address. A card is told by what is in it, and only at
// the end of what somebody wrote.

// contact is what a line of a card holds.
type contact int

const (
	phone contact = 1 << iota
	post
	site
	picturesque
	street
	registered
)

// labels begin the lines of cards, as fold leaves them.
var labels = map[string]contact{
	"tel": phone, "telephone": phone, "fax": phone, "mob": phone, "mobile": phone, "mobiel": phone, "mobil": phone, "portable": phone, "port": phone, "phone": phone, "cell": phone, "gsm": phone, "handy": phone, "telefon": phone, "telefono": phone, "telefone": phone, "telefoon": phone, "ligne directe": phone, "standard": phone, "t": phone, "f": phone, "m": phone, "p": phone, "bel mij": phone, "skype": phone, "whatsapp": phone, "signal": phone, "tlf": phone, "puh": phone,
	"e-mail": post, "email": post, "mail": post, "courriel": post, "mel": post, "correo": post, "e": post,
	"web": site, "site": site, "site web": site, "website": site, "internet": site, "linkedin": site, "twitter": site, "mastodon": site, "w": site,
	"siret": registered, "siren": registered, "rcs": registered, "tva": registered, "rna": registered, "kvk": registered, "btw": registered, "iban": registered, "bic": registered, "vat": registered, "ust-id": registered, "hrb": registered,
}

// contactOf tells what a line of a card holds, 0 for nothing of the kind.
func contactOf(text, folded string) contact {
	if text, rest, ok := strings.Cut(text, " | "); ok {
		first, others, _ := strings.Cut(folded, " | ")
		return contactOf(text, first) | contactOf(rest, others)
	}
	bare := strings.Trim(folded, " \t*_|-–•·")
	if !brief(text) || bare == "" {
		return 0
	}
	if strings.HasPrefix(bare, "[image:") || strings.HasPrefix(bare, "[cid:") || strings.HasPrefix(bare, "[logo") {
		return picturesque
	}
	digits, letters := counts(bare)
	if kind := labelled(bare); kind != 0 && (digits >= 4 || strings.ContainsAny(bare, "@.:")) {
		return kind
	}
	words := len(strings.Fields(bare))
	switch {
	case digits >= 8 && digits <= 16 && letters <= digits/2:
		return phone
	case strings.Contains(bare, "@") && words <= 2:
		return post
	case words == 1 && (strings.HasPrefix(bare, "http") || strings.HasPrefix(bare, "www.")):
		return site
	case postcode(bare) && words <= 10 && (strings.Contains(bare, ",") || bare[0] >= '0' && bare[0] <= '9'):
		return street
	}
	return 0
}

// labelled tells what the label says that begins a line.
func labelled(bare string) contact {
	for i, r := range bare[:min(len(bare), 16)] {
		if r == ':' || r == '.' || r == '+' || digit(bare[i]) || r == ' ' {
			if kind := labels[strings.TrimSpace(bare[:i])]; kind != 0 && (r != ' ' || i > 1) {
				return kind
			}
		}
	}
	return 0
}

// dialled tells a line that is an international telephone number.
func dialled(text string) bool {
	if len(text) > 40 || !strings.HasPrefix(text, "+") || strings.Trim(text, "+0123456789()-./ \t\r") != "" {
		return false
	}
	digits, _ := counts(text)
	return digits >= 8
}

func counts(s string) (digits, letters int) {
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case unicode.IsLetter(r):
			letters++
		}
	}
	return digits, letters
}

// postcode tells whether some word is a number of four to six digits, letters
// behind it or not.
func postcode(bare string) bool {
	words := strings.FieldsFunc(bare, func(r rune) bool { return r == ' ' || r == ',' })
	for i, w := range words {
		digits, letters := counts(w)
		if digits >= 4 && digits <= 6 && letters <= 2 && digit(w[0]) && i+1 < len(words) {
			if _, letters := counts(words[i+1]); letters >= 2 {
				return true
			}
		}
	}
	return false
}

// brief tells a line that is no sentence.
func brief(text string) bool {
	text = strings.TrimSpace(text)
	if len(text) > 90 || text == "" || strings.HasPrefix(text, "- ") {
		return false
	}
	return !strings.ContainsAny(text[len(text)-1:], ".?!:;,") || endsAny(fold(text), firms)
}

// firms end the names of companies.
var firms = []string{" inc.", " ltd.", " co.", " corp.", " s.a.", " s.a.s.", " llc.", " b.v."}

// unstarred takes the marks of emphasis away.
var unstarred = strings.NewReplacer("*", "", "_", "")

// nameLike tells a line that begins with somebody's name: two to four words,
// each with its capital.
func nameLike(text string) bool {
	text, _, _ = strings.Cut(unstarred.Replace(text), "|")
	words := strings.Fields(text)
	if len(words) < 2 || len(words) > 4 || !brief(text) {
		return false
	}
	if polite := fold(words[0]); greetings[polite] || closings[polite] {
		return false
	}
	for _, w := range words {
		first, _ := utf8.DecodeRuneInString(w)
		if digits, _ := counts(w); digits > 0 || !unicode.IsUpper(first) && !particles[w] {
			return false
		}
	}
	return true
}

// particles are the words of names that have no capital.
var particles = map[string]bool{"de": true, "du": true, "la": true, "le": true, "von": true, "van": true, "der": true, "den": true, "di": true, "el": true}
