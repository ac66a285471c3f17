package compose

import (
	"strings"

	"toutdoux/internal/governance"
	"toutdoux/internal/ical"
)

// answered is what a calendar shows of a member's answer to a call.
var answered = map[governance.Presence]ical.Answer{
	"": ical.Unknown, governance.Present: ical.Accepted, governance.Absent: ical.Declined, governance.ByProxy: ical.Declined,
}

// methods are the letters about an assembly that change calendars, by their
// reason or the event that they tell of.
var methods = map[string]ical.Method{
	"convened": ical.Request, "assembly_moved": ical.Request, string(governance.WhyInvited): ical.Request,
	"assembly_cancelled": ical.Cancel, string(governance.WhyCalledOff): ical.Cancel,
}

// invitation is the event that a letter about an assembly brings into its
// reader's calendar, nil for none. It comes from the list's address and shows
// nobody's but the reader's.
func (c *Composer) invitation(v *view) *ical.Event {
	o, m := v.o, v.Assembly()
	why := string(o.Letter.Why)
	if why == "" && o.Event.Event != nil {
		why = governance.KindOf(o.Event.Event)
	}
	method, changes := methods[why]
	if o.Letter.Kind != governance.LetterAssembly || !changes || m == nil {
		return nil
	}
	house := string(lineWords(c.house.Name))
	return &ical.Event{
		Method: method, UID: c.house.List.EventUID(m.a.Number, m.a.CalledAt), Sequence: m.a.Sequence, Stamp: o.Event.At,
		Start: m.a.At, End: m.a.Ends,
		Summary: string(m.Name()) + " (" + house + ")", Description: m.agenda(), Location: string(m.Place()),
		Organizer: ical.Person{Name: house, Address: c.house.List.String()},
		Attendee:  ical.Person{Name: string(lineWords(o.To.Name)), Address: o.To.Address},
		Answer:    answered[m.ReaderAnswer()],
	}
}

// agenda is the agenda as a calendar shows it.
func (m *meeting) agenda() string {
	lines := []string{string(m.Text())}
	for _, p := range m.Points() {
		lines = append(lines, "- "+string(p.Text)+" ("+p.Person.full()+")")
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// calendarPart is the form of a letter that calendars read (RFC 6047 section
// 2.4): beside the text and the HTML, the one that mail programs show buttons
// for.
func calendarPart(boundary string, e *ical.Event) string {
	var b strings.Builder
	b.WriteString("--" + boundary + "\r\nContent-Type: text/calendar; charset=utf-8; method=" + string(e.Method) + "\r\n")
	b.WriteString("Content-Transfer-Encoding: base64\r\n\r\n")
	b.Write(lines64([]byte(e.String())))
	b.WriteString("\r\n")
	return b.String()
}

// meetingFiles are the files of a letter about an assembly: the event once
// more, for the programs that look for it among files, or the report.
func (c *Composer) meetingFiles(v *view) []File {
	e := c.invitation(v)
	if e == nil {
		return v.reportFile()
	}
	return []File{{File: governance.File{Name: "invite.ics", Media: "application/ics"}, Content: []byte(e.String())}}
}
