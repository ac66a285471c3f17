package governance

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func local(t *testing.T, zone *time.Location, text string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", text, zone)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// TestDelays are the corners of the calendar, each as a person would say it.
func TestDelays(t *testing.T) {
	for _, c := range []struct {
		why, zone, from, delay string
		want                   time.Time
	}{
		{"winter", "Europe/Paris", "2026-02-02 09:00", "10 days", utc(2026, 2, 12, 8, 0)},
		{"over the change to summer time: an hour less", "Europe/Paris", "2026-03-25 09:00", "10 days", utc(2026, 4, 4, 7, 0)},
		{"over the change to winter time: an hour more", "Europe/Paris", "2026-10-20 09:00", "10 days", utc(2026, 10, 30, 8, 0)},
		{"hours are hours", "Europe/Paris", "2026-03-28 12:00", "24 hours", utc(2026, 3, 29, 11, 0)},
		{"minutes are minutes", "Europe/Paris", "2026-03-29 01:59", "2 minutes", utc(2026, 3, 29, 1, 1)},
		{"02:30 is skipped: the next hour that exists", "Europe/Paris", "2026-03-19 02:30", "10 days", utc(2026, 3, 29, 1, 0)},
		{"02:30 comes twice: its first coming", "Europe/Paris", "2026-10-15 02:30", "10 days", utc(2026, 10, 25, 0, 30)},
		{"a leap day", "Europe/Paris", "2028-02-19 09:00", "10 days", utc(2028, 2, 29, 8, 0)},
		{"no leap day", "Europe/Paris", "2026-02-19 09:00", "10 days", utc(2026, 3, 1, 8, 0)},
		{"the end of a shorter month", "Europe/Paris", "2026-08-31 09:00", "6 months", utc(2027, 2, 28, 8, 0)},
		{"the end of February in a leap year", "Europe/Paris", "2027-08-31 09:00", "6 months", utc(2028, 2, 29, 8, 0)},
		{"twelve months", "Europe/Paris", "2028-02-29 09:00", "12 months", utc(2029, 2, 28, 8, 0)},
		{"nothing at all", "Europe/Paris", "2026-03-29 12:00", "0 days", utc(2026, 3, 29, 10, 0)},
		{"a day that a country skipped", "Pacific/Apia", "2011-12-29 10:00", "1 day", utc(2011, 12, 30, 10, 0)},
		{"a zone that is ahead by half an hour", "Australia/Lord_Howe", "2026-03-31 09:00", "10 days", utc(2026, 4, 9, 22, 30)},
		{"no summer time", "America/Cayenne", "2026-03-25 09:00", "10 days", utc(2026, 4, 4, 12, 0)},
	} {
		t.Run(c.why, func(t *testing.T) {
			zone := mustZone(c.zone)
			delay, err := ParseDelay(c.delay)
			if err != nil {
				t.Fatal(err)
			}
			if got := delay.After(local(t, zone, c.from), zone); !got.Equal(c.want) || got.Location() != time.UTC {
				t.Errorf("%s after %s is %s, want %s", c.delay, c.from, got, c.want)
			}
		})
	}
}

func utc(year int, month time.Month, day, hour, minute int) time.Time {
	return time.Date(year, month, day, hour, minute, 0, 0, time.UTC)
}

// TestDaysKeepTheClock: a delay in days ends at the same hour on the clock
// that many days later, or at the next hour that exists.
func TestDaysKeepTheClock(t *testing.T) {
	zones := []*time.Location{paris, mustZone("America/New_York"), mustZone("Australia/Lord_Howe"), mustZone("Africa/Casablanca"), time.UTC}
	rapid.Check(t, func(rt *rapid.T) {
		zone := rapid.SampledFrom(zones).Draw(rt, "zone")
		from := time.Unix(rapid.Int64Range(1_700_000_000, 2_000_000_000).Draw(rt, "from"), 0).In(zone)
		n := rapid.IntRange(0, 400).Draw(rt, "days")
		got := Delay{n, Days}.After(from, zone).In(zone)
		want := time.Date(from.Year(), from.Month(), from.Day()+n, from.Hour(), from.Minute(), from.Second(), 0, time.UTC)
		clock := got.Format(time.DateTime)
		if clock == want.Format(time.DateTime) {
			return
		}
		if start, _ := got.ZoneBounds(); !start.Equal(got) || clock < want.Format(time.DateTime) {
			rt.Fatalf("%s and %d days is %s", from, n, got)
		}
	})
}

// TestBefore: half of the reminders are written the other way round.
func TestBefore(t *testing.T) {
	deadline := local(t, paris, "2026-03-30 09:00")
	if got := (Delay{3, Days}).Before(deadline, paris); !got.Equal(utc(2026, 3, 27, 8, 0)) {
		t.Errorf("three days before %s is %s", deadline, got)
	}
}

// TestEndOfDay: « jusqu'au » is the whole of that day.
func TestEndOfDay(t *testing.T) {
	if got := EndOfDay(2026, 3, 29, paris); !got.Equal(utc(2026, 3, 29, 22, 0)) {
		t.Errorf("the end of 29 March is %s", got)
	}
	if got := EndOfDay(2027, 12, 31, paris); !got.Equal(utc(2027, 12, 31, 23, 0)) {
		t.Errorf("the end of the year is %s", got)
	}
}

func TestParseDelay(t *testing.T) {
	for text, want := range map[string]string{
		"10 days": "10 days", "1 jour": "1 day", "0 heures": "0 hours", " 3 Mois ": "3 months", "2 minutes": "2 minutes",
	} {
		d, err := ParseDelay(text)
		if err != nil || d.String() != want {
			t.Errorf("%q is read as %q, %v", text, d, err)
		}
	}
	for _, text := range []string{"", "10", "days", "-1 days", "1.5 days", "10 weeks", "10days", "100001 days", "10 days days"} {
		if d, err := ParseDelay(text); err == nil {
			t.Errorf("%q is read as %s", text, d)
		}
	}
}
