package intake

import (
	"strings"
	"unicode"
)

// maxCents is the largest amount believed: ten thousand million euros.
const maxCents = 1_000_000_000_000

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
