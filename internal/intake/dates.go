package intake

import (
	"strings"
	"time"

	"toutdoux/internal/governance"
)

// months are the names of months in both languages, as fold leaves them.
var months = map[string]time.Month{
	"janvier": 1, "janv": 1, "january": 1, "jan": 1, "fevrier": 2, "fevr": 2, "fev": 2, "february": 2, "feb": 2, "mars": 3, "march": 3, "mar": 3, "avril": 4, "avr": 4, "april": 4, "apr": 4, "mai": 5, "may": 5, "juin": 6, "june": 6, "jun": 6,
	"juillet": 7, "juil": 7, "july": 7, "jul": 7, "aout": 8, "august": 8, "aug": 8, "septembre": 9, "sept": 9, "september": 9, "sep": 9, "octobre": 10, "oct": 10, "october": 10, "novembre": 11, "nov": 11, "november": 11, "decembre": 12, "dec": 12, "december": 12,
}

// beside are words that stand with a date and say nothing of it.
var beside = map[string]bool{
	"lundi": true, "mardi": true, "mercredi": true, "jeudi": true, "vendredi": true, "samedi": true, "dimanche": true, "monday": true, "tuesday": true, "wednesday": true, "thursday": true, "friday": true, "saturday": true, "sunday": true,
	"le": true, "the": true, "of": true, "au": true, "inclus": true, "included": true, "on": true,
}

// day is a calendar day; year is 0 where none is said.
type day struct {
	year  int
	month time.Month
	day   int
}

// parseDay reads a whole text as a day: 31/08/2027, 31.08.27, 31/08,
// 2027-08-31, 31 août 2027, 1er mars, August 31, 2027. Days stand before
// months in both languages (rules.md, Statutes).
func parseDay(text string) (day, bool) {
	parts := strings.FieldsFunc(strings.TrimRight(fold(text), ".! "), func(r rune) bool {
		return r == ' ' || r == '/' || r == '-' || r == '.' || r == ','
	})
	kept := parts[:0]
	for _, p := range parts {
		if !beside[p] {
			kept = append(kept, p)
		}
	}
	switch len(kept) {
	case 3:
		if len(kept[0]) == 4 {
			return dayOf(kept[2], kept[1], kept[0])
		}
		if _, ok := months[kept[0]]; ok {
			return dayOf(kept[1], kept[0], kept[2])
		}
		return dayOf(kept[0], kept[1], kept[2])
	case 2:
		if _, ok := months[kept[0]]; ok {
			return dayOf(kept[1], kept[0], "")
		}
		return dayOf(kept[0], kept[1], "")
	}
	return day{}, false
}

func dayOf(d, m, y string) (day, bool) {
	for _, suffix := range []string{"er", "st", "nd", "rd", "th"} {
		d = strings.TrimSuffix(d, suffix)
	}
	date := day{}
	var ok bool
	if date.day, ok = small(d, 2); !ok {
		return day{}, false
	}
	if month, named := months[m]; named {
		date.month = month
	} else if n, ok := small(m, 2); ok {
		date.month = time.Month(n)
	} else {
		return day{}, false
	}
	if y != "" {
		if date.year, ok = small(y, 4); !ok || len(y) != 2 && len(y) != 4 {
			return day{}, false
		}
		if len(y) == 2 {
			date.year += 2000
		}
		return date, date.year >= 1970 && date.year < 3000 && date.exists(date.year)
	}
	return date, date.exists(2000) // a leap year
}

// small reads up to max digits.
func small(s string, max int) (int, bool) {
	if s == "" || len(s) > max {
		return 0, false
	}
	n, size := digitsOf(s)
	return int(n), size == len(s)
}

// exists tells whether the day is in that year's calendar.
func (d day) exists(year int) bool {
	if d.month < 1 || d.month > 12 || d.day < 1 || year < 1 {
		return false
	}
	return time.Date(year, d.month, d.day, 0, 0, 0, 0, time.UTC).Day() == d.day
}

// end is the first instant after the day; without a year it is the next such
// day that is not over at now.
func (d day) end(now time.Time, zone *time.Location) time.Time {
	if d.year != 0 {
		return governance.EndOfDay(d.year, d.month, d.day, zone)
	}
	for year := now.In(zone).Year(); ; year++ {
		if !d.exists(year) {
			continue // 29 February
		}
		if end := governance.EndOfDay(year, d.month, d.day, zone); end.After(now) {
			return end
		}
	}
}
