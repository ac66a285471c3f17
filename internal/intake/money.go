package intake

import (
	"strings"
	"unicode"
)

// maxCents is the largest amount believed: ten thousand million euros.
const maxCents = 1_000_000_000_000

// free are the ways to write that something costs nothing.
var free = map[string]bool{
	"gratuit": true, "gratuite": true, "aucun": true, "rien": true, "neant": true, "zero": true, "non": true, "nul": true, "sans": true, "sans frais": true,
	"free": true, "none": true, "nothing": true, "no": true, "no cost": true, "-": true, "n/a": true,
}

// about are words before an amount that leave it what it is.
var about = []string{"environ ", "env. ", "env ", "~", "≈", "maximum ", "max. ", "max ", "jusqu'a ", "up to ", "about ", "around ", "at most ", "au plus ", "approx. ", "ca. ", "moins de ", "less than "}

// dashes makes every dash a plain one.
var dashes = strings.NewReplacer("—", "-", "–", "-")

// parseCost reads the value of a cost field in cents: "60 €", "60 EUR",
// "60,00€", "1 200 €", "1.200,50 €", "€60", "60". Of a range it is the end.
func parseCost(value string) (cents int64, ok bool) {
	text := strings.TrimSpace(fold(value))
	if free[strings.TrimRight(text, ".! ")] {
		return 0, true
	}
	text = dashes.Replace(text)
	for _, word := range about {
		text = strings.TrimPrefix(text, word)
	}
	if strings.HasPrefix(text, "-") || foreignMoney(text) {
		return 0, false
	}
	found := false
	for text != "" {
		i := strings.IndexAny(text, "0123456789")
		if i < 0 {
			break
		}
		amount, rest, valid := cutAmount(text[i:])
		if !valid {
			return 0, false
		}
		cents, found = max(cents, amount), true
		text = rest
	}
	return cents, found
}

// foreignMoney tells an amount in another currency: its worth is not ours to
// know.
func foreignMoney(text string) bool {
	return strings.ContainsAny(text, "$£¥₿") || strings.Contains(text, "chf") || strings.Contains(text, "usd") || strings.Contains(text, "gbp")
}

// cutAmount reads the number that folded text begins with, in cents. Spaces,
// dots and commas before groups of three digits are separators of thousands; a
// last dot or comma with one or two digits behind it begins the cents.
func cutAmount(text string) (cents int64, rest string, ok bool) {
	whole, size := digitsOf(text)
	if whole > maxCents {
		return 0, text, false
	}
	text = text[size:]
	thousands := byte(0)
	for len(text) > 3 && size <= 3 {
		sep := text[0]
		n, digits := digitsOf(text[1:])
		if !strings.ContainsRune(" .,'", rune(sep)) || digits != 3 || thousands != 0 && sep != thousands {
			break
		}
		thousands = sep
		whole = whole*1000 + n
		text = text[1+digits:]
		if whole > maxCents {
			return 0, text, false
		}
	}
	cents = whole * 100
	if len(text) > 1 && (text[0] == ',' || text[0] == '.' && thousands != '.') {
		n, digits := digitsOf(text[1:])
		switch digits {
		case 1:
			n *= 10
			fallthrough
		case 2:
			cents += n
			text = text[1+digits:]
		case 0:
		default:
			return 0, text, false
		}
	}
	if after := strings.TrimLeft(text, " "); strings.HasPrefix(after, "k€") || strings.HasPrefix(after, "keur") || strings.HasPrefix(after, "k ") {
		cents *= 1000
		text = after[1:]
	}
	return cents, text, cents <= maxCents
}

// digitsOf reads the digits at the head of text; what is too large stays too
// large.
func digitsOf(text string) (n int64, size int) {
	for size < len(text) && text[size] >= '0' && text[size] <= '9' {
		n = min(n*10+int64(text[size]-'0'), maxCents+1)
		size++
	}
	return n, size
}

// maxProse is how many bytes of a text are looked at for an amount, which is no
// more than a hint to its author.
const maxProse = 64 << 10

// proseCents is the largest amount in euros that stands in a text.
func proseCents(lines []string) int64 {
	largest, left := int64(0), maxProse
	for _, l := range lines {
		if left -= len(l); left < 0 {
			break
		}
		text := fold(l)
		for i := 0; i < len(text); {
			if text[i] < '0' || text[i] > '9' {
				i++
				continue
			}
			amount, rest, ok := cutAmount(text[i:])
			if ok && (euros(rest) || strings.HasSuffix(strings.TrimRight(text[:i], " "), "€")) {
				largest = max(largest, amount)
			}
			i = max(len(text)-len(rest), i+1)
		}
	}
	return largest
}

// euros tells whether text begins with the name of our money.
func euros(text string) bool {
	text = strings.TrimLeft(text, " ")
	if strings.HasPrefix(text, "€") || strings.HasPrefix(text, "k€") {
		return true
	}
	word := text
	if i := strings.IndexFunc(text, func(r rune) bool { return !unicode.IsLetter(r) }); i >= 0 {
		word = text[:i]
	}
	return word == "eur" || word == "euro" || word == "euros" || word == "keur"
}
