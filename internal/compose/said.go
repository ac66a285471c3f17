package compose

import (
	"strings"
	"time"

	"toutdoux/internal/governance"
)

// Speech says dates, amounts and counts as letters do, for whoever else speaks
// to people in their language.
type Speech struct {
	tongue *tongue
	locale string
	zone   *time.Location
}

// SpeechOf is the speech of a language, English where it is not known here, in
// a time zone.
func SpeechOf(locale string, zone *time.Location) Speech {
	if t, known := tongues[locale]; known {
		return Speech{t, locale, zone}
	}
	return Speech{&english, "en", zone}
}

// Day is a date: "mardi 31 août", with its year where that is not the one of
// now.
func (s Speech) Day(at, now time.Time) string { return s.tongue.day(at.In(s.zone), now.In(s.zone)) }

// Instant is a date and its hour: "mardi 31 août à 9 h".
func (s Speech) Instant(at, now time.Time) string {
	return s.tongue.instant(at.In(s.zone), now.In(s.zone))
}

// Money is an amount in euros.
func (s Speech) Money(cents int64) string { return s.tongue.money(cents) }

// Choice is the word that members type for a vote.
func (s Speech) Choice(c governance.Choice) string { return s.tongue.choices[c] }

// Tally is a count: "9 pour, 3 blancs, 0 contre".
func (s Speech) Tally(t governance.Tally) string { return s.tongue.counted(t, ", ") }

// Of names whose something is: "d’Alice", "de Bob", "du bénévole", which in French
// come behind it; in English "Alice’s", before it.
func (s Speech) Of(name string) string {
	if s.locale != "fr" {
		return name + "’s"
	}
	if rest, article := strings.CutPrefix(name, "Le "); article {
		return "du " + rest
	}
	return elided(name) + name
}

// Typeset gives the program's own words the apostrophes and spaces of good
// printing. What people wrote is put in afterwards.
func (s Speech) Typeset(words string) string { return string(typeset([]byte(words), s.locale)) }

// Several tells whether so many take the plural.
func (s Speech) Several(n int) bool { return s.tongue.plural(n) }
