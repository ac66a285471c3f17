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
	if len(t.lines[i].text) > maxHead || !(verbal(tail) || halved(tail) || endsAny(tail, []string{">:", "> :"}) || strings.Contains(tail, " gmt") || t.addressed(i)) || !t.close() {
		return -1, -1
	}
	for to = i; to < len(t.lines) && to <= i+2 && !t.blank(to); to++ {
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

// stretch goes up from a line that begins an attribution to those above that
// begin it sooner: a date that was wrapped.
func (t *thread) stretch(from int, tail string) int {
	first := from
	for range 3 {
		if from == 0 || t.drop[from-1] || t.blank(from-1) || len(t.lines[from-1].text) > maxHead {
			break
		}
		from--
		tail = t.head(from) + " " + tail
		if attribution(strings.TrimSpace(tail), false) == surely && (dateFirst(strings.TrimLeft(tail, " -")) || strings.Contains(t.lines[from].text, "@")) {
			first = from
		}
	}
	return first
}

// halved tells whether a line may end in the middle of a verb of two words, as
// Gmail wraps "… <list@example.org> a" / "écrit :".
func halved(folded string) bool {
	return endsAny(folded, []string{" a", " ha", " va", " đa"})
}
