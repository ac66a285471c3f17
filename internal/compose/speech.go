package compose

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"toutdoux/internal/governance"
)

// tongue is what a language says where templates do not: dates, amounts,
// numbers, the words of ballots.
type tongue struct {
	weekdays [7]string
	months   [12]string
	first    string // the first day of a month
	at       string // between a day and its hour
	clock    func(hour, minute int) string
	money    func(cents int64) string
	numbers  []string // in letters, from zero
	units    map[governance.Unit][2]string
	feminine map[governance.Unit]string // "one", where it has another form
	choices  map[governance.Choice]string
	counts   map[governance.Choice][2]string // one, several
	silent   string
	and      string
	someone  string
	plural   func(n int) bool
	quotes   [2]string
	to       string // before whom something goes

	assemblies map[governance.ActionType]string
	length     func(hours, minutes int) string
	report     string // the name of the file that holds one

	rules    map[string]string // what each of the statutes is for
	roles    map[governance.Text]string
	yesNo    map[string]string
	noDelay  string
	moreThan string
	atLeast  string
	half     string
	percent  string
	charter  string // the name of the file that holds it
}

var tongues = map[string]*tongue{"fr": &french, "en": &english}

var french = tongue{
	weekdays: [7]string{"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"},
	months: [12]string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
		"octobre", "novembre", "décembre"},
	first: "1er",
	at:    " à ",
	clock: func(hour, minute int) string {
		if minute == 0 {
			return fmt.Sprintf("%d%sh", hour, noBreak)
		}
		return fmt.Sprintf("%d%sh%s%02d", hour, noBreak, noBreak, minute)
	},
	money: func(cents int64) string { return decimal(cents, noBreak, ",") + noBreak + "€" },
	numbers: []string{"zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze",
		"douze", "treize", "quatorze", "quinze", "seize"},
	units: map[governance.Unit][2]string{
		governance.Minutes: {"minute", "minutes"}, governance.Hours: {"heure", "heures"},
		governance.Days: {"jour", "jours"}, governance.Months: {"mois", "mois"},
	},
	feminine: map[governance.Unit]string{governance.Minutes: "une", governance.Hours: "une"},
	choices:  map[governance.Choice]string{governance.For: "POUR", governance.Blank: "BLANC", governance.Against: "CONTRE"},
	counts: map[governance.Choice][2]string{
		governance.For: {"pour", "pour"}, governance.Blank: {"blanc", "blancs"}, governance.Against: {"contre", "contre"},
	},
	silent:  "sans réponse",
	and:     " et ",
	someone: "quelqu’un",
	plural:  func(n int) bool { return n > 1 },
	quotes:  [2]string{"«" + noBreak, noBreak + "»"},
	to:      "à ",

	report:     "bilan.html",
	assemblies: map[governance.ActionType]string{governance.Ordinary: "Assemblée générale", governance.Extraordinary: "Assemblée générale extraordinaire"},
	length: func(hours, minutes int) string {
		switch {
		case hours == 0:
			return fmt.Sprintf("%d%sminutes", minutes, noBreak)
		case minutes == 0:
			return fmt.Sprintf("%d%sh", hours, noBreak)
		}
		return fmt.Sprintf("%d%sh%s%02d", hours, noBreak, noBreak, minutes)
	},
	rules: frenchRules,
	roles: map[governance.Text]string{
		governance.RoleAdministrative: "administratif", governance.RoleFinancial: "financier", governance.RoleTechnical: "technique",
	},
	yesNo:   map[string]string{"yes": "oui", "no": "non"},
	noDelay: "aucun délai", moreThan: "plus de ", atLeast: "au moins ", half: "la moitié", percent: noBreak + "%",
	charter: "charte.txt",
}

var english = tongue{
	weekdays: [7]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
	months: [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September",
		"October", "November", "December"},
	first: "1",
	at:    " at ",
	clock: func(hour, minute int) string { return fmt.Sprintf("%d:%02d", hour, minute) },
	money: func(cents int64) string { return "€" + decimal(cents, ",", ".") },
	numbers: []string{"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
		"twelve"},
	units: map[governance.Unit][2]string{
		governance.Minutes: {"minute", "minutes"}, governance.Hours: {"hour", "hours"},
		governance.Days: {"day", "days"}, governance.Months: {"month", "months"},
	},
	choices: map[governance.Choice]string{governance.For: "FOR", governance.Blank: "BLANK", governance.Against: "AGAINST"},
	counts: map[governance.Choice][2]string{
		governance.For: {"for", "for"}, governance.Blank: {"blank", "blank"}, governance.Against: {"against", "against"},
	},
	silent:  "no answer",
	and:     " and ",
	someone: "someone",
	plural:  func(n int) bool { return n != 1 },
	quotes:  [2]string{"“", "”"},
	to:      "to ",

	report:     "report.html",
	assemblies: map[governance.ActionType]string{governance.Ordinary: "General assembly", governance.Extraordinary: "Extraordinary general assembly"},
	length: func(hours, minutes int) string {
		text := fmt.Sprintf("%d%s%s", hours, noBreak, pick([2]string{"hour", "hours"}, hours != 1))
		switch {
		case hours == 0:
			return fmt.Sprintf("%d%sminutes", minutes, noBreak)
		case minutes == 0:
			return text
		}
		return fmt.Sprintf("%s %d%sminutes", text, minutes, noBreak)
	},
	rules: englishRules,
	roles: map[governance.Text]string{
		governance.RoleAdministrative: "administrative", governance.RoleFinancial: "financial", governance.RoleTechnical: "technical",
	},
	yesNo:   map[string]string{"yes": "yes", "no": "no"},
	noDelay: "no wait", moreThan: "more than ", atLeast: "at least ", half: "half", percent: "%",
	charter: "charter.txt",
}

// decimal writes hundredths with their thousands apart, and no decimals where
// there are none: 1 200,50.
func decimal(cents int64, thousands, point string) string {
	whole := strconv.FormatInt(cents/100, 10)
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + thousands + whole[i:]
	}
	if cents%100 == 0 {
		return whole
	}
	return whole + point + fmt.Sprintf("%02d", cents%100)
}

// day writes a local date and its day of the week: "samedi 14 février".
func (t *tongue) day(at, now time.Time) string {
	return t.weekdays[at.Weekday()] + " " + t.date(at, now)
}

// date writes a local date: "14 février", with the year where it is not the
// reader's current one.
func (t *tongue) date(at, now time.Time) string {
	number := strconv.Itoa(at.Day())
	if at.Day() == 1 {
		number = t.first
	}
	date := number + noBreak + t.months[at.Month()-1]
	if at.Year() != now.Year() {
		date += " " + strconv.Itoa(at.Year())
	}
	return date
}

// instant writes a local date and its hour: "samedi 14 février à 9 h".
func (t *tongue) instant(at, now time.Time) string {
	return t.day(at, now) + t.at + t.clock(at.Hour(), at.Minute())
}

// delay writes a delay: "dix jours".
func (t *tongue) delay(d governance.Delay) string {
	number := strconv.Itoa(d.N)
	if d.N < len(t.numbers) {
		number = t.numbers[d.N]
	}
	if one, other := t.feminine[d.Unit]; other && d.N == 1 {
		number = one
	}
	return number + noBreak + pick(t.units[d.Unit], t.plural(d.N))
}

func pick(forms [2]string, several bool) string {
	if several {
		return forms[1]
	}
	return forms[0]
}

// counted writes a tally: "9 pour · 3 blancs · 0 contre · 16 sans réponse".
func (t *tongue) counted(tally governance.Tally, separator string) string {
	each := []string{
		t.count(tally.For, governance.For), t.count(tally.Blank, governance.Blank), t.count(tally.Against, governance.Against),
	}
	if separator == " · " {
		each = append(each, strconv.Itoa(tally.Silent())+noBreak+t.silent)
	}
	return strings.Join(each, separator)
}

func (t *tongue) count(n int, c governance.Choice) string {
	return strconv.Itoa(n) + noBreak + pick(t.counts[c], t.plural(n))
}

// elided is "de " or, before a vowel or an h, "d’": d’Alice, d’Hélène, d’Yves,
// de Bob, de Yann.
func elided(name string) string {
	letters := []rune(strings.ToLower(norm.NFD.String(name)) + "  ")
	soft := strings.ContainsRune("aeiouhœæ", letters[0]) || letters[0] == 'y' && !strings.ContainsRune("aeiou", letters[1])
	if soft {
		return "d’"
	}
	return "de "
}
