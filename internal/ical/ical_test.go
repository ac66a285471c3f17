package ical

import (
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"
	"pgregory.net/rapid"
)

var spring = Event{
	Method: Request, UID: "assembly-1-20260202T080000Z-tdc@asso.test", Sequence: 2,
	Stamp: time.Date(2026, 2, 2, 9, 0, 0, 0, time.FixedZone("", 3600)),
	Start: time.Date(2026, 3, 14, 13, 0, 0, 0, time.UTC), End: time.Date(2026, 3, 14, 16, 30, 0, 0, time.UTC),
	Summary: "Picasoft : Assemblée de printemps", Location: "12, rue des Lilas ; au fond",
	Description: "1. Les comptes\n2. Le pot \\ l’apéro, puis " + strings.Repeat("é", 80),
	Organizer:   Person{`Picasoft "tdc"; l'asso`, "tdc@asso.test"}, Attendee: Person{"Élodie Noël", "elodie@exemple.test"}, Answer: Unknown,
}

func TestEvent(t *testing.T) {
	want := strings.ReplaceAll(`BEGIN:VCALENDAR
PRODID:-//toutdoux//toutdoux//EN
VERSION:2.0
CALSCALE:GREGORIAN
METHOD:REQUEST
BEGIN:VEVENT
UID:assembly-1-20260202T080000Z-tdc@asso.test
SEQUENCE:2
DTSTAMP:20260202T080000Z
DTSTART:20260314T130000Z
DTEND:20260314T163000Z
SUMMARY:Picasoft : Assemblée de printemps
DESCRIPTION:1. Les comptes\n2. Le pot \\ l’apéro\, puis éééééééé
 ééééééééééééééééééééééééééééééééééééé
 ééééééééééééééééééééééééééééééééééé
LOCATION:12\, rue des Lilas \; au fond
ORGANIZER;CN="Picasoft 'tdc'; l'asso":mailto:tdc@asso.test
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=
 TRUE;CN="Élodie Noël":mailto:elodie@exemple.test
STATUS:CONFIRMED
TRANSP:OPAQUE
END:VEVENT
END:VCALENDAR
`, "\n", "\r\n")
	if got := spring.String(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// Whatever people write, another implementation reads it back, no line is too
// long, and nothing breaks out of its property.
func TestEventsAreReadBack(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		e := spring
		word := rapid.OneOf(rapid.String(), rapid.StringMatching(`[a-z,;:"\\é \r\n]{0,200}`))
		e.Summary, e.Description, e.Location = word.Draw(rt, "summary"), word.Draw(rt, "description"), word.Draw(rt, "location")
		e.Organizer.Name, e.Attendee.Name = word.Draw(rt, "organizer"), word.Draw(rt, "attendee")
		e.Method = rapid.SampledFrom([]Method{Request, Cancel}).Draw(rt, "method")
		raw := e.String()
		for l := range strings.SplitSeq(strings.TrimSuffix(raw, "\r\n"), "\r\n") {
			if len(l) > octets || strings.ContainsAny(l, "\r\n\x00") {
				rt.Fatalf("line of %d octets: %q", len(l), l)
			}
		}
		check(rt, e, raw)
	})
}

func check(rt *rapid.T, e Event, raw string) {
	calendar, err := ics.ParseCalendar(strings.NewReader(raw))
	if err != nil {
		rt.Fatalf("%v in\n%s", err, raw)
	}
	events := calendar.Events()
	if len(events) != 1 || events[0].Id() != e.UID || strings.Count(raw, "\nBEGIN:") != 1 {
		rt.Fatalf("%d events in\n%s", len(events), raw)
	}
	start, err := events[0].GetStartAt()
	if err != nil || !start.Equal(e.Start) {
		rt.Fatalf("it starts at %s, %v", start, err)
	}
	for property, want := range map[ics.ComponentProperty]string{ics.ComponentPropertySummary: e.Summary, ics.ComponentPropertyDescription: e.Description} {
		got := ""
		if p := events[0].GetProperty(property); p != nil {
			got = p.Value
		}
		if got != printable(want, "\n") {
			rt.Fatalf("%s is read as %q, and was %q", property, got, want)
		}
	}
	if people := events[0].Attendees(); len(people) != 1 || people[0].Email() != e.Attendee.Address {
		rt.Fatalf("attendees in\n%s", raw)
	}
}
