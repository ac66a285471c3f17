package address

import (
	"slices"
	"strings"
	"unicode"
)

// Found is a proof as it stands in a text, in lower case, not yet checked.
// Where only an address names a purpose, all other carriers mean Reply: they
// carry the letter's own proof.
type Found struct {
	Proof   string
	Purpose Purpose
}

// maxFound is how many different proofs are looked for in one text: a mail
// answers a few letters, and each candidate costs a look-up.
const maxFound = 50

// FindProofs gives what may be proofs in a header or a text, each once, at
// most 50: in our Message-IDs and addresses, in parentheses as in the subjects
// of buttons, and behind the number of the reference at a letter's foot.
// The text is visited once.
func FindProofs(text string) []Found {
	var found []Found
	seen := map[Found]bool{}
	eachProof(text, func(start, end int, p Purpose) {
		f := Found{Proof: strings.ToLower(text[start:end]), Purpose: p}
		if len(found) < maxFound && !seen[f] {
			seen[f] = true
			found = append(found, f)
		}
	})
	return found
}

// CutButton parts the subject of a button, "POUR #12 (proof)", from the proof
// at its end, which is in lower case and not yet checked; the proof is "" and
// the subject whole where there is none.
func CutButton(subject string) (rest, proof string) {
	open := strings.LastIndexByte(subject, '(')
	eachProof(subject, func(start, end int, _ Purpose) {
		if start == open+1 {
			proof = strings.ToLower(subject[start:end])
		}
	})
	if proof == "" {
		return subject, ""
	}
	return strings.TrimSpace(subject[:open]), proof
}

// Scrub puts an ellipsis in the place of everything that FindProofs would find
// in a text or in HTML, quoted or not: what is relayed must let nobody answer
// for somebody else.
func Scrub(text string) string {
	var b strings.Builder
	kept := 0
	eachProof(text, func(start, end int, _ Purpose) {
		b.WriteString(text[kept:start])
		b.WriteString("…")
		kept = end
	})
	b.WriteString(text[kept:])
	return b.String()
}

// eachProof visits the words of a text that are shaped like a proof and stand
// where one is carried.
func eachProof(text string, visit func(start, end int, p Purpose)) {
	for start := 0; start < len(text); start++ {
		if !alphanumeric(text[start]) {
			continue
		}
		end := start + 1
		for end < len(text) && alphanumeric(text[end]) {
			end++
		}
		from := start
		if start > 0 && text[start-1] == '%' && strings.HasPrefix(text[start:end], "28") {
			from += len("28") // an opening parenthesis in a mailto: link
		}
		if shaped(text[from:end]) {
			if p, ok := carrier(text[max(0, from-window):from], text[from:end], text[end:]); ok {
				visit(from, end, p)
			}
		}
		start = end
	}
}

// window is how many bytes before a proof are looked at.
const window = 64

// How the marks around a proof are written in text, in links and in HTML.
var (
	opening = []string{"(", "%28", "&#40;", "&lpar;"}
	closing = []string{")", "%29", "&#41;", "&rpar;"}
	ats     = []string{"@", "%40", "&#64;", "&commat;"}
	pluses  = []string{"%2B", "%2b", "&#43;", "&plus;"}

	unlinked = strings.NewReplacer("%20", " ", "+", " ", "%23", "#", "&#35;", "#", "&num;", "#")
)

// carrier tells what carries a word that is shaped like a proof, if anything.
func carrier(before, word, after string) (Purpose, bool) {
	if stem, ok := strings.CutSuffix(before, "."); ok && digits(stem) > 0 && startsWith(after, ats) {
		return Reply, true
	}
	if p, ok := addressed(before); ok {
		return p, true
	}
	if stem, ok := cutLast(before, opening); ok && startsWith(after, closing) {
		return Reply, numbered(stem) || shouted(stem) || !wordlike(word)
	}
	stem := strings.TrimRight(before, " \t\r\n>=")
	if !strings.Contains(before[len(stem):], "\n") {
		stem = before // only a line's end may stand behind the hyphen
	}
	if stem, ok := strings.CutSuffix(stem, "-"); ok && digits(stem) > 0 {
		return Reply, referred(stem) || !wordlike(word)
	}
	return "", false
}

// addressed reads the +p- of list+p-PROOF@.
func addressed(before string) (Purpose, bool) {
	stem, ok := strings.CutSuffix(before, "-")
	if !ok || stem == "" {
		return "", false
	}
	p := Purpose(strings.ToLower(stem[len(stem)-1:]))
	stem = stem[:len(stem)-1]
	_, known := carried[p]
	_, encoded := cutLast(stem, pluses)
	plain := stem != "" && strings.Contains(delimiters, stem[len(stem)-1:])
	return p, known && (plain || encoded)
}

// numbered says that the subject before a proof ends with an action's number:
// "POUR #12 (".
func numbered(before string) bool {
	before = strings.TrimRight(unlinked.Replace(before), " \u00a0")
	n := digits(before)
	return n > 0 && strings.HasSuffix(before[:len(before)-n], "#")
}

// namedButtons are parts of the words of buttons behind which a name stands.
var namedButtons = []string{"OCCUPE", "LL ASK", "MISSION", "RESIGN", "EXTRA] Droit de vote", "EXTRA] Voting right"}

// shouted says that the subject before a proof ends like a button that bears no
// number, in capitals: "RETOUR (", or with a name "JE M'EN OCCUPE : Dave (".
func shouted(before string) bool {
	before = unlinked.Replace(before)
	if head, _, named := strings.Cut(before, ":"); named && slices.ContainsFunc(namedButtons, func(word string) bool { return strings.Contains(head, word) }) {
		return true
	}
	before = strings.TrimRight(before, " \u00a0")
	word := before[len(strings.TrimRightFunc(before, unicode.IsLetter)):]
	return len(word) >= len("OUI") && word == strings.ToUpper(word) && word != strings.ToLower(word)
}

// referred says that "réf." stands before the number of a foot's reference,
// however its accent and its space were mangled.
func referred(before string) bool {
	before = strings.TrimRight(before[:len(before)-digits(before)], " \t\r\n>\u00a0")
	for _, space := range []string{"&nbsp;", "&#160;"} {
		before = strings.TrimSuffix(before, space)
	}
	before = strings.ToLower(strings.TrimSuffix(before, "."))
	return strings.HasSuffix(before, "f")
}

// wordlike says that a word of 16 letters reads like one of a language
// ("professionnelles") rather than like chance. One proof in three hundred
// does too: such a one counts only where a number, a word in capitals or "réf."
// announces it.
func wordlike(word string) bool {
	vowels, run := 0, 0
	for _, r := range strings.ToLower(word) {
		switch {
		case r <= '9':
			return false
		case strings.ContainsRune("aeiouy", r):
			vowels, run = vowels+1, 0
		default:
			run++
		}
		if run == 5 {
			return false
		}
	}
	return vowels >= 6
}

// digits counts the digits at the end of s.
func digits(s string) int {
	return len(s) - len(strings.TrimRight(s, "0123456789"))
}

func alphanumeric(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z'
}

func startsWith(s string, marks []string) bool {
	return slices.ContainsFunc(marks, func(m string) bool { return strings.HasPrefix(s, m) })
}

func cutLast(s string, marks []string) (string, bool) {
	for _, m := range marks {
		if stem, ok := strings.CutSuffix(s, m); ok {
			return stem, true
		}
	}
	return s, false
}
