package compose

import (
	"strconv"

	"toutdoux/internal/governance"
)

// PublicOutcomes are the outcomes since the last digest as followers read them:
// number, kind, dates, tallies and outcome; the title where it concerns nobody
// (rules.md, Information is power).
func (v *view) PublicOutcomes() facts {
	var lines facts
	for _, f := range v.Decided() {
		a := v.o.State.Action(f.Number)
		if a == nil || v.o.State.Secret(a) {
			continue
		}
		public := fact{Number: f.Number, Title: f.Title, State: f.State, Soft: f.Soft, Tally: f.Tally, Bar: f.Bar, When: f.When}
		if v.o.State.Personal(a) {
			public.Title = ""
		}
		public.Extra, public.Opened = a.Type == governance.Extraordinary, v.moment(a.OpenedAt)
		lines = append(lines, public)
	}
	return lines
}

// barOf is a count as the markup's bar wants it.
func barOf(t governance.Tally) string {
	return strconv.Itoa(t.For) + " " + strconv.Itoa(t.Blank) + " " + strconv.Itoa(t.Against) + " " + strconv.Itoa(t.Silent())
}
