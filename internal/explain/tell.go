package explain

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"toutdoux/internal/compose"
	"toutdoux/internal/governance"
	"toutdoux/internal/intake"
)

// teller writes lines in one language.
type teller struct {
	*Answer
	language int // index into the tables
	speech   compose.Speech
	lines    []string
}

// Tell gives the explanation in a language, fr or else en, a line each. What
// people wrote stands in it as it is: whoever shows it to a terminal makes it
// inert.
func (a *Answer) Tell(language string) []string {
	t := &teller{Answer: a, speech: compose.SpeechOf(language, a.zone)}
	if language == "fr" {
		t.language = 1
	}
	t.read()
	t.understood()
	t.senders()
	t.then()
	return t.lines
}

// phrase is a sentence of a table about something.
func phrase[K comparable](t *teller, table map[K][2]string, key K, args ...any) string {
	sentence, known := table[key]
	if !known {
		return fmt.Sprint(key)
	}
	return fmt.Sprintf(t.speech.Typeset(sentence[t.language]), args...)
}

// counted is so many of something.
func (t *teller) counted(key string, n int) string {
	forms := counts[key][t.language]
	if t.speech.Several(n) {
		return fmt.Sprintf(t.speech.Typeset(forms[1]), n)
	}
	return fmt.Sprintf(t.speech.Typeset(forms[0]), n)
}

// head writes a line at the margin, say one under it, both of words.
func (t *teller) head(key string, args ...any) {
	t.lines = append(t.lines, phrase(t, words, key, args...))
}

func (t *teller) say(key string, args ...any) { t.under(phrase(t, words, key, args...)) }

func (t *teller) sayIf(so bool, key string, args ...any) {
	if so {
		t.say(key, args...)
	}
}

// under writes a line under the last one at the margin.
func (t *teller) under(line string) { t.lines = append(t.lines, "  "+line) }

// longest is how much of a line of a mail is shown, in runes.
const longest = 160

// quote is what somebody wrote, cut short.
func (t *teller) quote(text string) string { return phrase(t, words, "quote", short(text)) }

func short(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if utf8.RuneCountInString(text) <= longest {
		return text
	}
	return string([]rune(text)[:longest-1]) + "…"
}

// mostLines is how many lines of one kind are shown.
const mostLines = 8

// some writes the first of some lines, further in.
func (t *teller) some(lines []string, shown func(string) string) {
	for i, line := range lines {
		if i == mostLines && len(lines) > mostLines+1 {
			t.under("  " + phrase(t, words, "more", len(lines)-i))
			return
		}
		t.under("  " + shown(line))
	}
}

// read tells what the mail is read as, by which words of it, and which were
// left out.
func (t *teller) read() {
	r := &t.Request
	if r.From != "" {
		t.head("from", r.From)
	}
	if r.Subject != "" {
		t.head("subject", short(r.Subject))
	}
	t.head("read", phrase(t, words, string(r.Kind)))
	why := phrase(t, reasons, t.evidence.Why)
	if r.Kind == governance.KindUnreadable {
		why = t.problem(r.Problem)
	}
	lines := t.evidence.Lines
	if slices.Contains(ofTheSubject, t.evidence.Why) {
		lines = nil // it stands above
	}
	switch len(lines) {
	case 0:
		t.under(why)
	case 1:
		t.say("by", why, t.quote(lines[0]))
	default:
		t.say("by these", why)
		t.some(lines, t.quote)
	}
	for _, c := range t.evidence.Cuts {
		t.say("left out", t.counted(string(c.Kind), c.Lines), t.quote(c.First))
	}
}

// ofTheSubject are the reasons that name the subject themselves.
var ofTheSubject = []intake.Why{
	intake.WhyTag, intake.WhyNearTag, intake.WhySubject, intake.WhySubjectOther, intake.WhySubjectMaybe, intake.WhySubjectUnsure,
}

// problem says what makes a mail unreadable.
func (t *teller) problem(name string) string {
	name = strings.TrimPrefix(name, "refuse mail: ")
	if _, known := problems[name]; known {
		return phrase(t, problems, name)
	}
	field := strings.TrimPrefix(strings.TrimPrefix(name, "two "), "two_")
	if field == name {
		return name
	}
	return phrase(t, problems, "twice", strings.ReplaceAll(field, "_", "-"))
}

// understood tells which fields, dates, costs and words were understood.
func (t *teller) understood() {
	before := len(t.lines)
	t.head("understood")
	r := &t.Request
	t.proposal()
	t.call()
	for _, v := range r.Votes {
		t.vote(v)
	}
	t.actions()
	t.sayIf(r.Uncertain, "uncertain")
	t.sayIf(r.Mandate > 0, "mandate", r.Mandate)
	t.sayIf(r.Thread > 0 && len(r.Votes) == 0 && len(t.plays) == 0, "thread", r.Thread)
	if about := cmp.Or(r.Argument, number(r.Target)); r.Verb != "" && r.Until.IsZero() {
		t.say("asks", strings.TrimSpace(phrase(t, typed, r.Verb)+" "+about))
	} else {
		t.sayIf(r.Verb != "", "asks until", phrase(t, typed, r.Verb), t.lastDay(r.Until))
	}
	t.sayIf(r.Beside != "", "beside", phrase(t, typed, r.Beside))
	t.sayIf(r.Problem == "bad_date", "bad date", t.quote(r.Argument))
	t.sayIf(r.Yes, "yes")
	t.sayIf(r.No, "no")
	t.files()
	t.bounces()
	t.words()
	if len(t.lines) == before+1 {
		t.lines = t.lines[:before]
	}
}

// words tells what the author wrote, where that is more than was shown already.
func (t *teller) words() {
	said := t.Request.Words
	if p := t.Request.Proposal; p != nil {
		said = p.Text
	} else if c := t.Request.Call; c != nil {
		said = c.Text
	}
	var lines []string
	for line := range strings.SplitSeq(said, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	if !t.Request.Human() || len(lines) == 0 || slices.Equal(t.evidence.Lines, lines) {
		return
	}
	t.say("words")
	t.some(lines, short)
}

// actions tells how the actions stand that the mail is about, where the register
// tells.
func (t *teller) actions() {
	if len(t.plays) == 0 {
		return
	}
	s := cmp.Or(t.plays[0].Before, t.plays[0].After)
	about := []int{t.Request.Thread, t.Request.Target, t.plays[0].Request.Answers.Action}
	for _, v := range t.Request.Votes {
		about = append(about, v.Action)
	}
	slices.Sort(about)
	about = slices.DeleteFunc(slices.Compact(about), func(n int) bool { return n == 0 })
	for _, n := range about[:min(len(about), mostLines)] {
		a := s.Action(n)
		switch {
		case a == nil:
			t.say("no action", n)
		case a.IsOpen() && !a.Deadline.IsZero():
			t.say("the action, until", n, t.quote(string(a.Title)), phrase(t, words, string(a.State)), t.speech.Instant(a.Deadline, t.now), t.speech.Tally(s.Tally(a)))
		default:
			t.say("the action", n, t.quote(string(a.Title)), phrase(t, words, string(a.State)))
		}
	}
}

func number(action int) string {
	if action == 0 {
		return ""
	}
	return fmt.Sprintf("#%d", action)
}

func (t *teller) lastDay(until time.Time) string { return t.speech.Day(until.Add(-time.Second), t.now) }

func (t *teller) vote(v governance.Vote) {
	if v.Action > 0 {
		t.say("vote on", t.speech.Choice(v.Choice), v.Action)
	} else {
		t.say("vote", t.speech.Choice(v.Choice))
	}
}

// proposal tells of a new action, and of what only looks like one.
func (t *teller) proposal() {
	p := t.Request.Proposal
	if p == nil {
		return
	}
	t.say(string(p.Type), t.quote(p.Title))
	t.sayIf(p.CostCents > 0, "cost", t.speech.Money(p.CostCents))
	t.sayIf(p.CostCents == 0 && p.ProseCents > 0, "prose", t.speech.Money(p.ProseCents))
	t.sayIf(p.Urgent, "urgent")
	t.sayIf(p.DryRun, "dry run")
	t.sayIf(p.Replaces > 0, "replaces", p.Replaces)
	t.sayIf(p.Problem != "", "bad field", phrase(t, labels, p.Problem))
	for _, f := range p.Effects {
		value := cmp.Or(f.Member, f.Value)
		if !f.Until.IsZero() {
			value = t.lastDay(f.Until)
		}
		t.say("field", phrase(t, labels, f.Type), t.quote(value))
	}
}

// call tells of an assembly: the call to one, or points for its agenda.
func (t *teller) call() {
	if c := t.Request.Call; c != nil && t.Request.Kind == governance.KindAction {
		t.say("assembly", t.quote(c.Title))
		t.sayIf(!c.At.IsZero(), "meets", t.speech.Instant(c.At, t.now))
		t.sayIf(c.Place != "", "place", t.quote(c.Place))
		t.sayIf(c.Problem != "", "no meeting")
		t.sayIf(c.DryRun, "dry run")
	}
	for _, point := range t.Request.Points[:min(len(t.Request.Points), mostLines)] {
		t.say("point", t.quote(point))
	}
}

func (t *teller) files() {
	for _, f := range t.Request.Files {
		if f.Left == "" {
			t.say("file", short(f.Name))
		} else {
			t.say("file left out", short(f.Name), phrase(t, files, f.Left))
		}
	}
}

func (t *teller) bounces() {
	var lines []string
	for _, b := range t.Request.Bounces {
		key := "bounced for now"
		if b.Permanent {
			key = "bounced for good"
		}
		lines = append(lines, phrase(t, words, key, b.Recipient, cmp.Or(b.Status, phrase(t, words, "no status"))))
	}
	for i, line := range lines {
		if i == mostLines {
			t.under(phrase(t, words, "more", len(lines)-i))
			return
		}
		t.under(line)
	}
}
