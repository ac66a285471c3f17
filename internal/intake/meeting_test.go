package intake

import (
	"fmt"
	"testing"
	"time"
)

// Dates with their hours, as people write them, on 2 February 2026.
func TestReadMeeting(t *testing.T) {
	zone := picasoft(t).Zone
	for text, want := range map[string]string{
		"samedi 14 mars 2026 à 14 h":          "2026-03-14 14:00 0",
		"samedi 14 mars à 14h30":              "2026-03-14 14:30 0",
		"Samedi 14 mars 2026, 14 h 30":        "2026-03-14 14:30 0",
		"le 14 mars 2026 à 14 heures":         "2026-03-14 14:00 0",
		"14/03/2026 14:00":                    "2026-03-14 14:00 0",
		"14/03/26 à 9h05":                     "2026-03-14 09:05 0",
		"14.03.2026 – 14:00":                  "2026-03-14 14:00 0",
		"2026-03-14 14:00":                    "2026-03-14 14:00 0",
		"2026-03-14T14:00":                    "2026-03-14 14:00 0",
		"2026-03-14T14:00:00":                 "2026-03-14 14:00 0",
		"14 mars à midi":                      "2026-03-14 12:00 0",
		"14 mars, de 14 h à 17 h":             "2026-03-14 14:00 180",
		"14 mars 14h-16h30":                   "2026-03-14 14:00 150",
		"14 mars entre 14h et 16h":            "2026-03-14 14:00 120",
		"14 mars, 10 h à midi":                "2026-03-14 10:00 120",
		"14 mars de 22 h à 1 h":               "2026-03-14 22:00 180",
		"1er mars à 8 h du soir":              "2026-03-01 20:00 0",
		"à 14 h, le 14 mars":                  "2026-03-14 14:00 0",
		"sam. 14 mars 14 h":                   "2026-03-14 14:00 0",
		"Saturday 14 March 2026 at 2 pm":      "2026-03-14 14:00 0",
		"Saturday, March 14, 2026 at 2:30 PM": "2026-03-14 14:30 0",
		"14th March, 2 p.m.":                  "2026-03-14 14:00 0",
		"14 March at noon":                    "2026-03-14 12:00 0",
		"14 March from 2pm to 5pm":            "2026-03-14 14:00 180",
		"14 March 12 am":                      "2026-03-14 00:00 0",
		"14 March 12:15 pm":                   "2026-03-14 12:15 0",
		"1er février à 10 h":                  "2027-02-01 10:00 0", // that of this year is over
		"2 février à 9 h 30":                  "2027-02-02 09:30 0",
		"29 février à 10 h":                   "2028-02-29 10:00 0",
		"29/03/2026 2:30":                     "2026-03-29 03:00 0", // skipped by summer time
		"31/01/2026 10:00":                    "2026-01-31 10:00 0",

		"dimanche 14 mars 2026 à 14 h": "weekday", "Sunday 14 March at 2 pm": "weekday", "ven. 14 mars à 14 h": "weekday",
		"14 mars 2026": "no_hour", "samedi 14 mars": "no_hour", "14/03/2026 25:00": "no_hour", "14 mars à 13 pm": "no_hour", "14 mars à 14h75": "no_hour",
		"": "no_date", "bientôt": "no_date", "14 h": "no_date", "30 février à 10 h": "no_date", "14 mars ou 21 mars à 14 h": "no_date",
		"14 mars à 14 h, 15 h, 16 h": "no_date", "14 mars 14 h (à confirmer)": "no_date", "14 mars 14 h ?": "no_date", "14 March 14:00 UTC": "no_date",
	} {
		at, minutes, problem := readMeeting(text, corpusTime, zone)
		got := string(problem)
		if problem == "" {
			got = fmt.Sprintf("%s %d", at.In(zone).Format("2006-01-02 15:04"), minutes)
		}
		if got != want {
			t.Errorf("%q: got %s, want %s", text, got, want)
		}
		if (problem != "") != at.Equal(time.Time{}) {
			t.Errorf("%q: %s and %s", text, problem, at)
		}
	}
}

func TestReadLength(t *testing.T) {
	for text, want := range map[string]int{
		"2 h": 120, "2h": 120, "2h30": 150, "1 h 30": 90, "1 h 30 min": 90, "90 min": 90, "90 minutes": 90, "deux heures": 120, "une heure et demie": 90,
		"2 hours": 120, "two hours": 120, "1.5 h": 90, "1,5 heure": 90, "1 hour and 30 minutes": 90, "3 hrs.": 180, "45 mn": 45,
		"": 0, "2": 0, "longtemps": 0, "demie": 0, "une journée": 0, "2 h ou 3 h": 0, "1,7 h": 0,
	} {
		if got := readLength(text); got != want {
			t.Errorf("%q: got %d, want %d", text, got, want)
		}
	}
}
