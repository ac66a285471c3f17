// Package ical writes one event of a calendar for one person (RFC 5545), as an
// invitation or a cancellation that mail programs act upon (RFC 5546, RFC
// 6047).
//
// The package is pure. It leaves the answers of calendars to intake, the words
// and the mail around the event to compose, and its UID to address.
package ical

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Method is what an event is sent for (RFC 5546 section 1.4).
type Method string

// The methods that an organizer sends.
const (
	Request Method = "REQUEST"
	Cancel  Method = "CANCEL"
)

// Person is an organizer or an attendee. Address is in ASCII and holds no
// control characters.
type Person struct{ Name, Address string }

// Answer is whether an attendee comes (RFC 5545 section 3.2.12).
type Answer string

// The answers that an organizer knows of.
const (
	Unknown  Answer = "NEEDS-ACTION"
	Accepted Answer = "ACCEPTED"
	Declined Answer = "DECLINED"
)

// Event is one event as one attendee gets it: the addresses of the others are
// not shown.
type Event struct {
	Method   Method
	UID      string    // the same in every version
	Sequence int       // of the version
	Stamp    time.Time // when this version was made
	Start    time.Time
	End      time.Time

	Summary, Description, Location string

	Organizer, Attendee Person
	Answer              Answer
}

// String is the event in a calendar of its own: lines of at most 75 octets that
// end with CRLF, instants in UTC, text in UTF-8. The same event gives the same
// bytes.
func (e Event) String() string {
	var w writer
	w.line("BEGIN:VCALENDAR")
	w.line("PRODID:-//toutdoux//toutdoux//EN")
	w.line("VERSION:2.0")
	w.line("CALSCALE:GREGORIAN")
	w.line("METHOD:" + string(e.Method))
	w.line("BEGIN:VEVENT")
	w.line("UID:" + text(e.UID))
	w.line("SEQUENCE:" + strconv.Itoa(e.Sequence))
	w.line("DTSTAMP:" + instant(e.Stamp))
	w.line("DTSTART:" + instant(e.Start))
	w.line("DTEND:" + instant(e.End))
	w.line("SUMMARY:" + text(e.Summary))
	w.optional("DESCRIPTION:", e.Description)
	w.optional("LOCATION:", e.Location)
	w.line("ORGANIZER" + e.Organizer.String())
	w.line("ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=" + string(e.Answer) + ";RSVP=TRUE" + e.Attendee.String())
	w.line("STATUS:" + map[Method]string{Request: "CONFIRMED", Cancel: "CANCELLED"}[e.Method])
	w.line("TRANSP:OPAQUE")
	w.line("END:VEVENT")
	w.line("END:VCALENDAR")
	return w.String()
}

// String is the name and address of a calendar user (RFC 5545 section 3.3.3).
// A name stands between quotation marks, and holds none (section 3.2); nor a
// backslash, which some programs take for an escape there.
func (p Person) String() string {
	name := strings.NewReplacer(`"`, "'", `\`, "").Replace(printable(p.Name, " "))
	if name == "" {
		return ":mailto:" + p.Address
	}
	return `;CN="` + name + `":mailto:` + p.Address
}

func instant(t time.Time) string { return t.UTC().Format("20060102T150405Z") }

// text escapes a value of text (RFC 5545 section 3.3.11).
func text(s string) string {
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`).Replace(printable(s, "\n"))
}

// printable drops control characters; a line end becomes what is given.
func printable(s, newLine string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\r\n", "\n")
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029':
			b.WriteString(newLine)
		case r == '\t':
			b.WriteByte(' ')
		case r >= ' ' && r != 0x7F && (r < 0x80 || r > 0x9F):
			b.WriteRune(r)
		}
	}
	return b.String()
}

// writer writes the lines of a calendar.
type writer struct{ strings.Builder }

// octets is the most that a line takes, its end excluded (RFC 5545 section
// 3.1).
const octets = 75

// line writes one line, folded between characters.
func (w *writer) line(l string) {
	room := octets
	for len(l) > room {
		cut := room
		for !utf8.RuneStart(l[cut]) {
			cut--
		}
		w.WriteString(l[:cut] + "\r\n ")
		l, room = l[cut:], octets-1
	}
	w.WriteString(l + "\r\n")
}

func (w *writer) optional(name, value string) {
	if value != "" {
		w.line(name + text(value))
	}
}
