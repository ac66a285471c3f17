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
	if len(text) > 40 || !strings.HasPrefix(text, "+") || strings.Trim(text, "+0123456789()-./  \t\r") != "" {
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

// nameLike tells a line that begins with somebody's name: two to four words,
// each with its capital.
func nameLike(text string) bool {
	text, _, _ = strings.Cut(strings.NewReplacer("*", "", "_", "").Replace(text), "|")
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

// cards drops the cards under what somebody wrote, wherever that ends.
func (t *thread) cards() {
	for to := len(t.lines); to > 0; {
		from := to
		for from > 0 && !t.drop[from-1] {
			from--
		}
		if top := t.card(from, to); top < to {
			for i := top; i < to; i++ {
				t.drop[i] = true
			}
		}
		to = from - 1
	}
}

// maxCard is how many lines of text a card may have.
const maxCard = 20

// card gives the line from which on some lines are a card, to for none.
func (t *thread) card(from, to int) int {
	top, held, rows := to, contact(0), 0
	for end := to; ; {
		for end > from && t.blank(end-1) {
			end--
		}
		begin := end
		for begin > from && !t.blank(begin-1) && end-begin <= maxCard {
			begin--
		}
		rows += end - begin
		if begin == end || rows > maxCard {
			break
		}
		first, kinds := t.cardRows(begin, end)
		if first == end && top < to && !nameLike(t.lines[top].text) && t.titled(begin, end) {
			first = begin
		}
		if first == end {
			break
		}
		top, held = first, held|kinds
		if first > begin {
			break
		}
		end = begin
	}
	if ruledAt := t.cardRule(from, to); ruledAt < top {
		return ruledAt
	}
	if !several(held) || announces(t.lines[max(0, t.above(from, top))].text) {
		return to // one link, or a card that the text is about
	}
	return top
}

// announces tells a line after whose last word comes a colon.
func announces(text string) bool {
	stem, ok := strings.CutSuffix(strings.TrimSpace(text), ":")
	last, _ := utf8.DecodeLastRuneInString(strings.TrimSpace(stem))
	return ok && unicode.IsLetter(last)
}

// several tells whether a card holds two kinds of things, one a way to reach
// somebody.
func several(held contact) bool {
	return held&(phone|post) != 0 && held&(held-1) != 0
}

// above is the last line of text before another, -1 for none.
func (t *thread) above(from, i int) int {
	for i--; i >= from; i-- {
		if !t.blank(i) {
			return i
		}
	}
	return -1
}

// cardRows gives where the part of a paragraph begins that belongs to a card,
// its end for nowhere, and what that holds. Above the first contact there may
// be a name and up to two lines under it.
func (t *thread) cardRows(begin, end int) (first int, held contact) {
	first = end
	for i := end - 1; i >= begin && brief(t.lines[i].text) && !t.speaks(i); i-- {
		if kind := contactOf(t.lines[i].text, t.head(i)); kind != 0 {
			first, held = i, held|kind
		}
	}
	if held == 0 {
		return end, 0
	}
	top := first
	for i := first; i >= begin && i >= first-3 && brief(t.lines[i].text) && !t.speaks(i); i-- {
		if nameLike(t.lines[i].text) {
			top = i
		}
	}
	return top, held
}

// titled tells a paragraph that is a name and up to two lines under it.
func (t *thread) titled(begin, end int) bool {
	return end-begin <= 3 && nameLike(t.lines[begin].text) && !t.speaks(begin)
}

// speaks tells a line that may be a vote or a request: it belongs to no card.
func (t *thread) speaks(i int) bool {
	if !t.close() {
		return true
	}
	f := readWords(wordsOf(t.lines[i].text), setting{})
	return f.doubt || len(f.wishes) > 0
}

// cardRule gives the line drawn above a card, to for none: all below it is
// brief, and holds a way to reach somebody or no more than a name.
func (t *thread) cardRule(from, to int) int {
	held, rows, top := contact(0), 0, to
	for i := to - 1; i >= from && rows <= maxCard; i-- {
		switch {
		case t.blank(i):
		case ruled(t.lines[i].text):
			named := rows <= 3 && top < to && nameLike(t.lines[top].text)
			if held&(phone|post) == 0 && !named || t.above(from, i) < 0 {
				return to
			}
			return i
		case !brief(t.lines[i].text) || t.speaks(i):
			return to
		default:
			held |= contactOf(t.lines[i].text, t.head(i))
			top = i
			rows++
		}
	}
	return to
}
