package compose

import (
	"strconv"
	"strings"
	"time"

	"toutdoux/internal/governance"
)

// frenchRules say what each of the statutes is for.
var frenchRules = map[string]string{
	"voting_delay":           "l’attente avant qu’un nouveau membre vote",
	"ordinary.window":        "le temps pour réagir à une action ordinaire",
	"ordinary.pause":         "la durée de la discussion qu’ouvre une pause",
	"ordinary.stop":          "la part de voix contre qui arrête une action ordinaire",
	"ordinary.cost_limit":    "le coût au-delà duquel une action est extraordinaire",
	"extraordinary.window":   "la durée d’une action extraordinaire",
	"extraordinary.adopt":    "la part de voix pour qui adopte avant la fin du délai",
	"extraordinary.earliest": "le temps pendant lequel rien n’est encore adopté",
	"extraordinary.reject":   "la part de voix contre qui rejette",
	"reminders":              "les rappels avant la fin du délai",
	"ghost.review":           "les jours où l’on cherche qui ne donne plus de nouvelles",
	"ghost.silence":          "le silence au bout duquel on prend des nouvelles de quelqu’un",
	"ghost.notice":           "le temps laissé à ses proches pour en prendre d’abord",
	"ghost.grace":            "le temps pour répondre à « toujours là ? »",
	"concerns":               "les réserves sans nom",
	"digest":                 "le jour et l’heure du résumé de la semaine",
	"assembly.every":         "le temps entre deux assemblées",
	"assembly.notice":        "le préavis d’une assemblée",
	"assembly.agenda":        "la clôture de l’ordre du jour avant une assemblée",
	"rotation.every":         "le temps au bout duquel un rôle ou un mandat est à passer",
}

var englishRules = map[string]string{
	"voting_delay":           "the wait before a new member votes",
	"ordinary.window":        "the time to react to an ordinary action",
	"ordinary.pause":         "how long the discussion opened by a pause lasts",
	"ordinary.stop":          "the share of votes against that stops an ordinary action",
	"ordinary.cost_limit":    "the cost above which an action is extraordinary",
	"extraordinary.window":   "how long an extraordinary action lasts",
	"extraordinary.adopt":    "the share of votes for that adopts early",
	"extraordinary.earliest": "the time before which nothing is adopted",
	"extraordinary.reject":   "the share of votes against that rejects",
	"reminders":              "the reminders before the end",
	"ghost.review":           "the days when we look for who went silent",
	"ghost.silence":          "the silence after which we ask after somebody",
	"ghost.notice":           "the time for friends to ask first",
	"ghost.grace":            "the time to answer “are you still there?”",
	"concerns":               "unsigned concerns",
	"digest":                 "the day and hour of the weekly digest",
	"assembly.every":         "the time between two assemblies",
	"assembly.notice":        "the notice of an assembly",
	"assembly.agenda":        "when the agenda of an assembly closes before it",
	"rotation.every":         "the time after which a role or a mandate is to be passed on",
}

// value writes the value of a statute, given as the statutes write it, in
// words: "7 days" is "sept jours", "> 50%" "plus de la moitié".
func (t *tongue) value(text string) string {
	parts := strings.Split(text, ", ")
	for i, part := range parts {
		parts[i] = t.one(part)
	}
	return t.list(parts)
}

// one writes one value of a statute.
func (t *tongue) one(text string) string {
	if d, err := governance.ParseDelay(text); err == nil {
		if d.IsZero() {
			return t.noDelay
		}
		return t.delay(d)
	}
	if s, err := governance.ParseShare(text); err == nil {
		return t.share(s)
	}
	if w, err := governance.ParseWeekly(text); err == nil {
		return t.weekdays[w.Day] + t.at + t.clock(w.Hour, w.Minute)
	}
	if at, err := time.Parse("2 January", text); err == nil {
		number := strconv.Itoa(at.Day())
		if at.Day() == 1 {
			number = t.first
		}
		return number + noBreak + t.months[at.Month()-1]
	}
	if c, err := governance.ParseCents(text); err == nil {
		return t.money(int64(c))
	}
	if word, known := t.yesNo[text]; known {
		return word
	}
	return text
}

// share writes a share: "plus de la moitié", "au moins 66 %".
func (t *tongue) share(s governance.Share) string {
	more := t.moreThan
	if s.OrEqual {
		more = t.atLeast
	}
	switch {
	case 2*s.Num == s.Den:
		return more + t.half
	case s.Den == 100:
		return more + strconv.FormatInt(s.Num, 10) + t.percent
	}
	return more + strconv.FormatInt(s.Num, 10) + "/" + strconv.FormatInt(s.Den, 10)
}
