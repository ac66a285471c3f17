package intake

import (
	"slices"
	"strings"

	"toutdoux/internal/governance"
)

// caring are the words by which somebody asks after another, before the name,
// as fold and tokenize leave them.
var caring = map[string]bool{
	"je m'en occupe": true, "je m'occupe": true, "i'll ask": true, "i will ask": true,
}

// before are the little words between these and a name.
var before = []string{"pour ", "de ", "d'", "a ", "for ", "after ", "about "}

// readCare gives the name that follows JE M'EN OCCUPE at the head of a line, ""
// where none does, and whether it was written as a command is: in capitals.
func readCare(l string) (name string, loud, ok bool) {
	tokens := tokenize(l).tokens
	found, n := find(caring, tokens, 3)
	if !found || n < 2 {
		return "", false, false
	}
	said, behind := l[tokens[0].start:tokens[n-1].end], l[tokens[n-1].end:]
	loud = len(said) > 0 && said == strings.ToUpper(said)
	name = strings.Trim(behind, " \u00a0:,;.!-–—")
	if whole, bare := strings.CutSuffix(name, ")"); bare && strings.HasPrefix(whole, "(") {
		name = whole[1:]
	}
	for _, word := range before {
		if len(fold(name)) == len(name) && strings.HasPrefix(fold(name), word) {
			name = name[len(word):]
		}
	}
	return strings.TrimSpace(name), loud, true
}

// care reads who is asked after, line by line, or in the subject of a button.
// As a command it stands in the subject or the first line, in capitals.
func (m *mail) care() {
	q := &m.Request
	if name, loud, ok := readCare(m.heading.whole); ok && !m.heading.reply && (m.Button != "" || loud) {
		m.asksAfter(name, WhySubject, m.head.written("subject"))
		return
	}
	b := newPaper(m.own, setting{author: q.Name})
	for i := b.first; i <= b.last; i++ {
		name, loud, ok := readCare(ungreeted(b.lines[i]))
		switch {
		case ok && loud && i == b.first && len(q.Votes) == 0 && q.Verb == governance.VerbNone:
			m.asksAfter(name, WhyFirst, b.lines[i].line)
		case ok:
			q.Cares = append(q.Cares, name)
		}
	}
}

func (m *mail) asksAfter(name string, why Why, sign string) {
	m.obey(command{order: order{verb: governance.VerbAlive}, argument: name}, why, sign)
	m.Request.Cares = append(m.Request.Cares, name)
}

// silences are the answers to the question why somebody did not vote.
var silences = map[string]governance.Answer{
	"pas au courant": governance.DidNotKnow, "did not know": governance.DidNotKnow, "didn't know": governance.DidNotKnow, "i did not know": governance.DidNotKnow, "i didn't know": governance.DidNotKnow,
	"pas sur": governance.NotSure, "pas sure": governance.NotSure, "not sure": governance.NotSure, "i am not sure": governance.NotSure, "i'm not sure": governance.NotSure,
	"contre sans oser": governance.DidNotDare, "against but did not dare": governance.DidNotDare, "against but didn't dare": governance.DidNotDare,
	"pas mon domaine": governance.NotMyField, "not my field": governance.NotMyField,
	"autre": governance.OtherReason, "other": governance.OtherReason,
}

// answer is why the author did not vote, where the whole of the words, or the
// subject of a button, says so.
func (m *mail) answer() governance.Answer {
	if answer := silences[oneLine(m.own, m.Request.Name)]; answer != "" {
		return answer
	}
	if m.heading.reply || m.Button == "" && !m.own.silent() {
		return ""
	}
	tokens := tokenize(m.heading.whole).tokens
	if last := len(tokens) - 1; last > 0 && tokens[last].kind == number {
		tokens = tokens[:last]
	}
	return silences[join(slices.DeleteFunc(tokens, func(t token) bool { return t.kind == punctuation }))]
}

// concern makes a mail uncertain that may hold an unsigned concern, other than
// as a command is written: nobody's name may stand above it by mistake.
func (m *mail) concern() {
	q := &m.Request
	if q.Verb == governance.VerbConcern {
		return
	}
	b := newPaper(m.own, setting{author: q.Name})
	for i := b.first; i <= b.last; i++ {
		if !b.worries(i, m.inThread()) {
			continue
		}
		m.wonder(WhyConcern, b.lines[i].line)
		q.Verb, q.Votes = governance.VerbConcern, nil
		return
	}
}

// worries tells whether line i may begin an unsigned concern: with its word at
// the head of the first line of an answer, also behind a number, or anywhere in
// capitals as the first of a sentence, also with a slip in an answer.
func (b *ballotPaper) worries(i int, thread bool) bool {
	s := b.lines[i]
	at := bullet(s.tokens)
	at += greeting(s.tokens[at:])
	for at < len(s.tokens) && s.tokens[at].kind != word {
		at++
	}
	for k, t := range s.tokens {
		exact, capitals := orders[t.text].verb == governance.VerbConcern, loud(s.line, t)
		switch {
		case k != at && (k == 0 || !stops(s.tokens[k-1])), !exact && (!thread || !slipsToConcern(t.text)):
		case capitals, exact && k == at && i == b.first && thread:
			return true
		}
	}
	return false
}

// concernSlips are what a slip of the finger is looked for in, and akin the
// words beside them that are others.
var (
	concernSlips = []string{"reserve", "reserves", "concern"}
	akin         = map[string]bool{"reserver": true, "reservez": true, "reservee": true, "reservees": true, "preserve": true, "preserves": true, "deserve": true, "reserved": true, "concert": true, "concerne": true}
)

func slipsToConcern(text string) bool {
	return !akin[text] && slices.ContainsFunc(concernSlips, func(w string) bool { return distance(text, w, 1) == 1 })
}
