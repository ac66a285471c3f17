package intake

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"toutdoux/internal/address"
	"toutdoux/internal/governance"
)

// heading is what a subject says.
type heading struct {
	reply bool // Re:, TR: … stood before it

	tagged bool // any tag of an action
	kind   governance.ActionType
	torn   bool // it says [ORDINAIRE] and [EXTRA]
	urgent bool
	dryRun bool
	unsure string
	meets  governance.ActionType // [AG]: Ordinary, [AGE]: Extraordinary
	said   string                // the tags as they were written, as in EXTRA] [URGENT

	mandate  int  // [MANDAT #4]: mail for that mandate
	mandates bool // [MANDAT]: an action that would give one

	number int    // #12
	title  string // what remains
	whole  string // without reply marks, prefix and proof: for commands and buttons
	proof  string // in parentheses at its end, as in our buttons
}

// tags are the words in brackets, as fold leaves them without spaces.
var tags = map[string]func(*heading){
	"ordinaire": ordinary, "ord": ordinary, "ordinary": ordinary,
	"extra": extraordinary, "extraordinaire": extraordinary, "extraordinary": extraordinary,
	"urgent": func(h *heading) { h.urgent = true },
	"essai":  func(h *heading) { h.dryRun = true }, "dryrun": func(h *heading) { h.dryRun = true },
	"ag": meets(governance.Ordinary), "ago": meets(governance.Ordinary), "agm": meets(governance.Ordinary), "assembly": meets(governance.Ordinary), "assembleegenerale": meets(governance.Ordinary),
	"age": meets(governance.Extraordinary), "egm": meets(governance.Extraordinary), "assembleegeneraleextraordinaire": meets(governance.Extraordinary),
	"mandat": mandating, "mandate": mandating,
}

func ordinary(h *heading)      { h.sort(governance.Ordinary) }
func extraordinary(h *heading) { h.sort(governance.Extraordinary) }

// sort takes the tag of a kind. That of a mandate is extraordinary whatever else
// is said (rules.md, Effects); any other two are a contradiction.
func (h *heading) sort(kind governance.ActionType) {
	h.torn = h.torn || h.kind != "" && h.kind != kind && !h.mandates
	h.tagged, h.kind = true, kind
}

// mandating is what [MANDAT] says: an action that gives a mandate, or with the
// number of one mail for its holders.
func mandating(h *heading) {
	if h.number > 0 {
		h.mandate, h.number = h.number, 0
		return
	}
	h.mandates = true
	extraordinary(h)
}

func meets(t governance.ActionType) func(*heading) {
	return func(h *heading) { h.tagged, h.meets = true, t }
}

// nearTags are those that a slip of the finger is looked for in.
var nearTags = []string{"ordinaire", "ordinary", "extra", "extraordinaire", "extraordinary"}

// replies are what clients write before the subject of an answer or of what
// they pass on, as fold leaves them, without the colon.
var replies = map[string]bool{
	"re": true, "rep": true, "ref": true, "reponse": true, "tr": true, "fwd": true, "fw": true, "wg": true, "aw": true, "antw": true, "antwort": true, "sv": true, "vs": true, "vb": true, "rv": true, "res": true, "r": true, "i": true, "enc": true, "odp": true, "pd": true, "ynt": true, "ilt": true, "bls": true, "trs": true, "doorst": true, "vl": true, "回复": true, "答复": true, "转发": true, "回覆": true, "轉寄": true,
}

// readSubject reads a decoded subject.
func (r Reader) readSubject(s string) heading {
	h := heading{}
	s = strings.Map(func(c rune) rune {
		if invisible(c) {
			return -1
		}
		return c
	}, s)
	s, h.proof = address.CutButton(strings.Join(strings.Fields(s), " "))
	h.whole = s
	for {
		rest, ok := r.step(&h, s)
		if !ok {
			break
		}
		s = rest
	}
	h.title = strings.TrimSpace(s)
	if h.number == 0 {
		h.number = numberIn(s)
	}
	if !h.tagged && h.unsure == "" {
		h.unsure = tagInside(s)
	}
	return h
}

// step takes one mark off the head of a subject: Re:, the list's prefix, a
// tag, a number.
func (r Reader) step(h *heading, s string) (string, bool) {
	if rest, ok := cutReply(s); ok {
		h.reply = true
		h.whole = rest
		return rest, true
	}
	if inner, rest, ok := cutBracket(s); ok {
		switch {
		case r.prefix(inner):
			if !h.tagged && h.number == 0 {
				h.whole = rest
			}
		case h.tag(inner):
		case r.foreign(inner, rest):
			h.whole = rest
		default:
			return s, false
		}
		return rest, true
	}
	if n, rest, ok := cutNumber(s); ok && h.number == 0 {
		h.number = n
		return strings.TrimLeft(rest, " :,-–—"), true
	}
	return s, false
}

// start is the beginning of a subject in which a mark that starts within n bytes
// stands whole: a subject of many tags is not read to its end for each.
func start(s string, n int) string { return s[:min(len(s), n+utf8.UTFMax)] }

// cutReply takes "Re:", "RE :", "Re[2]:" off a subject.
func cutReply(s string) (string, bool) {
	colon := strings.IndexAny(start(s, 24), ":：")
	if colon < 0 || colon > 24 {
		return s, false
	}
	mark := strings.TrimRight(fold(s[:colon]), " .")
	mark = strings.TrimRight(mark, "0123456789[]()^* ")
	if !replies[mark] {
		return s, false
	}
	_, size := utf8.DecodeRuneInString(s[colon:])
	return strings.TrimLeftFunc(s[colon+size:], unicode.IsSpace), true
}

// cutBracket takes "[…]" off a subject.
func cutBracket(s string) (inner, rest string, ok bool) {
	if !strings.HasPrefix(s, "[") && !strings.HasPrefix(s, "［") && !strings.HasPrefix(s, "【") {
		return "", s, false
	}
	_, open := utf8.DecodeRuneInString(s)
	end := strings.IndexAny(start(s, 60), "]］】")
	if end < 0 || end > 60 {
		return "", s, false
	}
	_, size := utf8.DecodeRuneInString(s[end:])
	return strings.TrimSpace(s[open:end]), strings.TrimLeftFunc(s[end+size:], unicode.IsSpace), true
}

// cutNumber takes "#12" off a subject.
func cutNumber(s string) (n int, rest string, ok bool) {
	tokens := tokenize(s[:min(len(s), 40)]).tokens
	if len(tokens) == 0 || tokens[0].kind != number || !tokens[0].hash || tokens[0].number == 0 {
		return 0, s, false
	}
	return int(tokens[0].number), s[tokens[0].end:], true
}

// numberIn finds the first #12 anywhere in a subject, 0 for none.
func numberIn(s string) int {
	for _, t := range tokenize(s).tokens {
		if t.kind == number && t.hash {
			return int(t.number)
		}
	}
	return 0
}

// prefix tells the list's own prefix.
func (r Reader) prefix(inner string) bool {
	return slices.ContainsFunc(r.Prefixes, func(p string) bool { return fold(p) == fold(inner) })
}

// foreign tells a prefix that nobody told us of: the list's own where none is
// known, right before a tag or a number.
func (r Reader) foreign(inner, rest string) bool {
	if len(r.Prefixes) > 0 || tagWord(inner) == "" {
		return false
	}
	for again := true; again; {
		rest, again = cutReply(rest)
	}
	if _, _, ok := cutNumber(rest); ok {
		return true
	}
	next, _, ok := cutBracket(rest)
	return ok && (&heading{}).tag(next)
}

// tag reads the inside of brackets: EXTRA, EXTRA #12, ORDINARE.
func (h *heading) tag(inner string) bool {
	stem, after, numbered := strings.Cut(inner, "#")
	if numbered {
		n, _, ok := cutNumber("#" + after)
		if !ok {
			return false
		}
		h.number = n
	}
	name := tagWord(stem)
	if apply, ok := tags[name]; ok {
		apply(h)
		h.said = strings.TrimPrefix(h.said+"] ["+stem, "] [")
		return true
	}
	if numbered {
		return name == ""
	}
	if near(name) {
		h.unsure = inner
		return true
	}
	return false
}

// unspaced takes away what may stand inside a tag.
var unspaced = strings.NewReplacer(" ", "", "-", "", "_", "", ":", "")

func tagWord(s string) string {
	return unspaced.Replace(fold(s))
}

// near tells a word that is one or two slips away from a tag.
func near(name string) bool {
	for _, tag := range nearTags {
		if d := distance(name, tag, 2); d == 1 || d == 2 && len(tag) > 5 {
			return true
		}
	}
	return false
}

// distance is the number of letters added, lost, changed or swapped between
// two words, or more than limit. Words are a few letters long.
func distance(a, b string, limit int) int {
	x, y := []rune(a), []rune(b)
	if len(x)-len(y) > limit || len(y)-len(x) > limit {
		return limit + 1
	}
	rows := [3][]int{make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)}
	for j := range rows[1] {
		rows[1][j] = j
	}
	for i := 1; i <= len(x); i++ {
		before, above, row := rows[(i+2)%3], rows[i%3], rows[(i+1)%3]
		row[0] = i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			row[j] = min(above[j]+1, row[j-1]+1, above[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
	}
	return rows[(len(x)+1)%3][len(y)]
}

// tagInside finds the tag of an action that stands elsewhere than at the head
// of a subject: its author is asked rather than met with silence.
func tagInside(s string) string {
	for {
		at := strings.IndexByte(s, '[')
		if at < 0 {
			return ""
		}
		if inner, _, ok := cutBracket(s[at:]); ok {
			h := heading{}
			if h.tag(inner) && h.tagged && h.number == 0 {
				return inner
			}
		}
		s = s[at+1:]
	}
}
