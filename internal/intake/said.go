package intake

import "strings"

// attributions drops "Le … a écrit :" and the like, on up to five lines. What
// follows without signs of quoting, up to the end, is what it announces.
func (t *thread) attributions() {
	for i := range t.lines {
		if t.drop[i] && !t.tailed(i) || t.blank(i) {
			continue
		}
		from, to := t.attribution(i)
		if to < 0 {
			continue
		}
		next := t.nextText(to + 1)
		if next < len(t.lines) && !t.drop[next] {
			t.cut(from)
			return
		}
		for j := from; j <= to; j++ {
			t.drop[j] = true
		}
	}
}

// tailed tells a line such as "> wrote:" under one that is not quoted: the
// sign ends an address, and begins no quote.
func (t *thread) tailed(i int) bool {
	rest, ok := strings.CutPrefix(t.lines[i].text, "> ")
	return ok && i > 0 && !t.drop[i-1] && len(rest) < 20 && verbal("a "+strings.TrimRight(fold(rest), " :"))
}

// verbal tells a line with the verb of an attribution in it.
func verbal(folded string) bool {
	at, _ := verbIn(folded)
	return at >= 0
}

// attribution gives the first and the last line of the attribution whose verb
// is on line i, -1 for none.
func (t *thread) attribution(i int) (from, to int) {
	tail := t.head(i)
	if len(t.lines[i].text) > maxHead || !(verbal(tail) || t.halved(i) || endsAny(tail, []string{">:", "> :"}) || strings.Contains(tail, " gmt") || t.addressed(i)) || !t.close() {
		return -1, -1
	}
	for to = i; to < len(t.lines) && to <= i+2 && !t.blank(to); to++ {
		if to > i && (t.lines[to].mark != t.lines[i].mark || attribution(t.head(to), true) == surely) {
			break // another's, or an attribution by itself
		}
		if to > i {
			tail += " " + strings.TrimLeft(t.head(to), "> ")
		}
		next := t.nextText(to + 1)
		if from := t.attributed(i, tail, next < len(t.lines) && t.drop[next]); from >= 0 {
			return from, to
		}
	}
	return -1, -1
}

// addressed tells a line above quoted ones that may say who wrote them without
// a verb.
func (t *thread) addressed(i int) bool {
	text := strings.TrimSpace(t.lines[i].text)
	if !strings.HasSuffix(text, ":") && !strings.Contains(text, "@") {
		return false
	}
	next := t.nextText(i + 1)
	return next < len(t.lines) && next <= i+2 && t.drop[next] && !t.tailed(next)
}

// attributed gives the line where the attribution begins whose last lines,
// from line i on, are tail: the nearest with a date, else the nearest.
func (t *thread) attributed(i int, tail string, followed bool) int {
	best := -1
	for from := i; from >= 0 && from >= i-4; from-- {
		if from < i {
			if t.drop[from] || t.blank(from) && from < i-3 || len(t.lines[from].text) > maxHead {
				break
			}
			tail = t.head(from) + " " + tail
		}
		switch attribution(strings.TrimSpace(tail), followed) {
		case surely:
			if !t.blank(from) {
				return t.stretch(from, tail)
			}
		case maybe:
			if best < 0 || best == from+1 && (strings.Contains(t.lines[from].text, "@") || startsAny(tail, quoters)) {
				best = from
			}
		}
	}
	return best
}

// stretch goes up from a line that begins an attribution in the middle of its
// date to those above that begin it: programs wrap dates anywhere.
func (t *thread) stretch(from int, tail string) int {
	first := from
	for range 3 {
		if from == 0 || !t.opensDate(from-1, leads[firstLetters(strings.TrimLeft(t.head(first), " -"))]) {
			break
		}
		from--
		if tail = t.head(from) + " " + tail; attribution(strings.TrimSpace(tail), false) == surely {
			first = from
		}
	}
	return first
}

// leads are the words that stand before the date of an attribution: nothing but
// a name stands above a line that begins with one.
var leads = map[string]bool{"le": true, "on": true, "am": true, "el": true, "il": true, "em": true, "op": true, "den": true, "dnia": true, "w": true, "dne": true, "pe": true, "in": true, "no": true, "as": true, "vao": true, "dana": true, "στις": true, "в": true, "þann": true, "pa": true, "na": true, "la": true, "在": true, "于": true, "於": true}

// opensDate tells whether line i may begin an attribution that goes on below: with
// an address or, unless the lines below have their own, with a date; and that
// nothing is said by it.
func (t *thread) opensDate(i int, dated bool) bool {
	head := strings.TrimSpace(strings.TrimLeft(t.head(i), " -"))
	switch {
	case t.drop[i] || t.blank(i) || len(head) > maxHead || t.speaks(i):
		return false
	case dated || strings.Contains(head, "@"):
		return strings.Contains(head, "@")
	case leads[head]:
		return true
	}
	return dayWords[firstLetters(head)] && len(strings.Fields(head)) <= 8 && (strings.ContainsAny(head, "0123456789") || strings.HasSuffix(head, ","))
}

// halved tells whether a line ends in the middle of a verb of two words, as
// Gmail wraps "… <list@example.org> a" / "écrit :".
func (t *thread) halved(i int) bool {
	head := t.head(i)
	if i+1 >= len(t.lines) || !endsAny(head, []string{" a", " ha", " va", " đa"}) {
		return false
	}
	next, _, _ := strings.Cut(strings.TrimLeft(t.head(i+1), "> "), " ")
	return verbal(head[strings.LastIndexByte(head, ' ')+1:] + " " + next)
}
