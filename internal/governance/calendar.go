package governance

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Unit is a unit of a delay.
type Unit string

// The units of delays. Days and months keep the hour on the clock; minutes and
// hours are durations.
const (
	Minutes Unit = "minutes"
	Hours   Unit = "hours"
	Days    Unit = "days"
	Months  Unit = "months"
)

// unitWords maps what people write, in both languages, to units.
var unitWords = map[string]Unit{
	"minute": Minutes, "minutes": Minutes,
	"hour": Hours, "hours": Hours, "heure": Hours, "heures": Hours,
	"day": Days, "days": Days, "jour": Days, "jours": Days,
	"month": Months, "months": Months, "mois": Months,
}

// Delay is a number of units, never negative.
type Delay struct {
	N    int
	Unit Unit
}

// ParseDelay reads "10 days", "1 jour", "0 hours".
func ParseDelay(text string) (Delay, error) {
	number, word, ok := strings.Cut(strings.TrimSpace(text), " ")
	n, err := strconv.Atoi(number)
	unit, known := unitWords[strings.ToLower(strings.TrimSpace(word))]
	if !ok || err != nil || !known || n < 0 || n > 100_000 {
		return Delay{}, fmt.Errorf("read delay %q: write a number and minutes, hours, days or months, as in \"10 days\"", text)
	}
	return Delay{n, unit}, nil
}

// String gives the delay as ParseDelay reads it.
func (d Delay) String() string {
	unit := string(d.Unit)
	if d.N == 1 {
		unit = strings.TrimSuffix(unit, "s")
	}
	return strconv.Itoa(d.N) + " " + unit
}

// days is about how many days the delay lasts.
func (d Delay) days() int {
	switch d.Unit {
	case Minutes:
		return d.N / (24 * 60)
	case Hours:
		return d.N / 24
	case Months:
		return d.N * 61 / 2
	}
	return d.N
}

// IsZero tells whether there is no delay at all, in whatever unit.
func (d Delay) IsZero() bool { return d.N == 0 }

// After is the instant at which the delay that starts at t ends. Days and
// months end at the same local wall-clock time, so that a change of summer
// time moves the number of hours and not the hour on the clock (rules.md,
// Statutes). A month without that day ends on its last day.
func (d Delay) After(t time.Time, zone *time.Location) time.Time {
	if d.IsZero() {
		return t.UTC()
	}
	local := t.In(zone)
	switch d.Unit {
	case Minutes:
		return t.Add(time.Duration(d.N) * time.Minute).UTC()
	case Hours:
		return t.Add(time.Duration(d.N) * time.Hour).UTC()
	case Months:
		first := time.Date(local.Year(), local.Month()+time.Month(d.N), 1, 0, 0, 0, 0, time.UTC)
		last := first.AddDate(0, 1, -1).Day()
		return wallClock(first.Year(), first.Month(), min(local.Day(), last), local, zone)
	default:
		return wallClock(local.Year(), local.Month(), local.Day()+d.N, local, zone)
	}
}

// Before is the same as After, the other way round.
func (d Delay) Before(t time.Time, zone *time.Location) time.Time {
	return Delay{-d.N, d.Unit}.After(t, zone)
}

// wallClock is the instant of that day at clock's local hour. Where a change
// of summer time skips the hour, it is the next that exists; where the hour
// comes twice, its first coming.
func wallClock(year int, month time.Month, day int, clock time.Time, zone *time.Location) time.Time {
	hour, minute, second := clock.Clock()
	t := time.Date(year, month, day, hour, minute, second, 0, zone)
	wanted := time.Date(year, month, day, hour, minute, second, 0, time.UTC)
	_, offset := t.Zone()
	if !t.Add(time.Duration(offset) * time.Second).Equal(wanted) { // the hour is skipped, or once in some zones the day
		start, end := t.ZoneBounds()
		if !start.IsZero() && t.Sub(start) < 24*time.Hour {
			return start.UTC() // Go read the hour after the gap
		}
		return end.UTC()
	}
	if start, _ := t.ZoneBounds(); !start.IsZero() {
		_, now := t.Zone()
		_, before := start.Add(-time.Second).Zone()
		if first := t.Add(time.Duration(now-before) * time.Second); first.Before(start) {
			return first.UTC()
		}
	}
	return t.UTC()
}

// EndOfDay is the first instant after that local day.
func EndOfDay(year int, month time.Month, day int, zone *time.Location) time.Time {
	return wallClock(year, month, day+1, time.Date(2000, 1, 1, 0, 0, 0, 0, zone), zone)
}

// WallClock is the instant of a local day at an hour of its clock: where a
// change of summer time skips the hour, the next that exists (rules.md,
// Statutes).
func WallClock(year int, month time.Month, day, hour, minute int, zone *time.Location) time.Time {
	return wallClock(year, month, day, time.Date(2000, 1, 1, hour, minute, 0, 0, time.UTC), zone)
}

// MarshalJSON writes the delay as text, as the configuration does.
func (d Delay) MarshalJSON() ([]byte, error) { return plain(d.String()) }

// UnmarshalJSON reads what MarshalJSON writes.
func (d *Delay) UnmarshalJSON(raw []byte) error { return unmarshalText(raw, d, ParseDelay) }

func unmarshalText[T any](raw []byte, into *T, parse func(string) (T, error)) error {
	var text string
	if err := json.Unmarshal(raw, &text); err != nil {
		return err
	}
	value, err := parse(text)
	if err != nil {
		return err
	}
	*into = value
	return nil
}
