package intake

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"toutdoux/internal/governance"
)

// The date and hour of an assembly, as people write them: "samedi 14 mars 2026
// à 14 h 30", "14/03/2026 14:00", "le 14 mars, de 14 h à 17 h", "Saturday 14
// March at 2 pm", "2026-03-14T14:00".

var (
	isoTime  = regexp.MustCompile(`(\d)t(\d)`)
	clockOf  = regexp.MustCompile(`\b(\d{1,2}) ?(?:heures?|h|:) ?(\d\d\b)?(?::\d\d\b)? ?(?:mn|min(?:utes)?)?` + halfOfDay)
	meridian = regexp.MustCompile(`\b(\d{1,2}) ?()(a\.?m\.?|p\.?m\.?)([^a-z]|$)`)
	noon     = regexp.MustCompile(`\b(?:midi|noon)\b()()()()`)
)

const halfOfDay = `(?: ?(a\.?m\.?|p\.?m\.?|du matin|du soir|de l'apres-midi|in the morning|in the afternoon|in the evening))?([^a-z0-9]|$)`

// joining are words that stand between days and hours and say nothing.
var joining = map[string]bool{
	"a": true, "at": true, "de": true, "from": true, "to": true, "until": true, "jusqu'a": true, "et": true, "and": true, "entre": true, "between": true, "des": true, "à": true,
	"lun": true, "mer": true, "jeu": true, "ven": true, "sam": true, "dim": true, "mon": true, "tue": true, "wed": true, "thu": true, "fri": true, "sat": true, "sun": true,
}

var weekdays = map[string]time.Weekday{
	"dimanche": 0, "sunday": 0, "dim": 0, "sun": 0, "lundi": 1, "monday": 1, "lun": 1, "mon": 1, "mardi": 2, "tuesday": 2, "tue": 2, "mercredi": 3, "wednesday": 3, "mer": 3, "wed": 3,
	"jeudi": 4, "thursday": 4, "jeu": 4, "thu": 4, "vendredi": 5, "friday": 5, "ven": 5, "fri": 5, "samedi": 6, "saturday": 6, "sam": 6, "sat": 6,
}

// hour is a time of day.
type hour struct{ hour, minute int }

// readMeeting reads a date with its hour, or with two. Minutes are how long
// that is, 0 where one hour stands alone. Problem is why it cannot be read: no
// date, a date without an hour, or a day of the week that is another.
func readMeeting(text string, now time.Time, zone *time.Location) (at time.Time, minutes int, problem governance.Why) {
	rest, hours, ok := takeHours(isoTime.ReplaceAllString(fold(text), "$1 $2"))
	words := strings.FieldsFunc(rest, func(r rune) bool { return strings.ContainsRune(" ,;()–—", r) })
	date, dated := parseDay(strings.Join(slices.DeleteFunc(slices.Clone(words), func(w string) bool { return joining[strings.Trim(w, ".-")] }), " "))
	switch {
	case !dated || len(hours) > 2:
		return time.Time{}, 0, governance.WhyNoDate
	case len(hours) == 0 || !ok:
		return time.Time{}, 0, governance.WhyNoHour
	}
	at = date.at(hours[0], now, zone)
	for _, w := range words {
		if day, named := weekdays[strings.Trim(w, ".")]; named && day != at.In(zone).Weekday() {
			return time.Time{}, 0, governance.WhyWeekday
		}
	}
	if len(hours) == 2 {
		minutes = (hours[1].hour-hours[0].hour)*60 + hours[1].minute - hours[0].minute
		minutes = (minutes + 24*60) % (24 * 60)
	}
	return at, minutes, ""
}

// at is the instant of an hour of the day; without a year it is the next such
// day.
func (d day) at(h hour, now time.Time, zone *time.Location) time.Time {
	if d.year != 0 {
		return governance.WallClock(d.year, d.month, d.day, h.hour, h.minute, zone)
	}
	for year := now.In(zone).Year(); ; year++ {
		if at := governance.WallClock(year, d.month, d.day, h.hour, h.minute, zone); d.exists(year) && at.After(now) {
			return at
		}
	}
}

// takeHours takes the hours out of a folded text, in their order. Not ok where
// one is none of a clock.
func takeHours(text string) (rest string, hours []hour, ok bool) {
	ok = true
	for {
		found, at := earliest(text)
		if found == nil {
			return text, hours, ok
		}
		h, real := readHour(found)
		ok = ok && real
		hours = append(hours, h)
		text = text[:at[0]] + " " + text[at[8]:] // what follows stays
	}
}

// earliest is the first hour in a text: its digits, its minutes, its half of
// the day, what follows it, and where each stands; nil for none.
func earliest(text string) (found []string, at []int) {
	for _, pattern := range []*regexp.Regexp{clockOf, meridian, noon} {
		place := pattern.FindStringSubmatchIndex(text)
		if place == nil || at != nil && place[0] >= at[0] {
			continue
		}
		found, at = pattern.FindStringSubmatch(text), place
	}
	return found, at
}

func readHour(found []string) (h hour, ok bool) {
	if found[1] == "" {
		return hour{12, 0}, true
	}
	h.hour, _ = strconv.Atoi(found[1])   // at most two digits
	h.minute, _ = strconv.Atoi(found[2]) // as many, or none
	half := strings.ReplaceAll(found[3], ".", "")
	switch {
	case half == "":
		return h, h.hour < 24 && h.minute < 60
	case h.hour < 1 || h.hour > 12:
		return h, false
	}
	h.hour %= 12
	if half != "am" && half != "du matin" && half != "in the morning" {
		h.hour += 12
	}
	return h, h.minute < 60
}

var (
	lengthOf = regexp.MustCompile(`^(?:(\d{1,2}|une?|deux|trois|quatre|one|two|three|four|an)([.,]5)? ?(?:heures?|hours?|hrs?|h))? ?(?:(?:et|and) )?(?:(demie|a half|\d{1,3}) ?(?:minutes?|min|mn|m)?)?$`)
	counted  = map[string]int{"un": 1, "une": 1, "one": 1, "an": 1, "deux": 2, "two": 2, "trois": 3, "three": 3, "quatre": 4, "four": 4, "demie": 30, "a half": 30}
)

// readLength reads how long something lasts, in minutes: "2 h", "1 h 30", "90
// min", "two hours". Zero for what it cannot read.
func readLength(text string) int {
	found := lengthOf.FindStringSubmatch(strings.TrimRight(fold(strings.TrimSpace(text)), " ."))
	if found == nil || found[1] == "" && (counted[found[3]] > 0 || !strings.Contains(found[0], "m")) {
		return 0
	}
	number := func(s string) int {
		if n, err := strconv.Atoi(s); err == nil {
			return n
		}
		return counted[s]
	}
	minutes := 60*number(found[1]) + number(found[3])
	if found[2] != "" {
		minutes += 30
	}
	return minutes
}
