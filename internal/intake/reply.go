package intake

import (
	"strings"

	"toutdoux/internal/governance"
)

// invited is the answer of a calendar to an invitation (RFC 5546 section
// 3.2.3).
type invited struct {
	method, partstat string
	uid, comment     string
}

// maxCalendar is how much of a calendar part is looked at.
const maxCalendar = 64 << 10

var (
	// unfolded joins the lines of a calendar (RFC 5545 section 3.1).
	unfolded = strings.NewReplacer("\r\n ", "", "\n ", "", "\r\n\t", "", "\n\t", "")
	// unescaped gives a text as it was (section 3.3.11).
	unescaped = strings.NewReplacer(`\n`, "\n", `\N`, "\n", `\,`, ",", `\;`, ";", `\\`, `\`)
)

// invitation reads the calendar part of a mail, empty where there is none.
func invitation(root *part) (said invited) {
	cal := root.find("text/calendar")
	if cal == nil {
		return said
	}
	said.method = strings.ToUpper(cal.params["method"])
	text := decodeCharset(cal.first(maxCalendar), cal.params["charset"])
	for l := range strings.SplitSeq(unfolded.Replace(text), "\n") {
		said.line(strings.TrimSpace(l))
	}
	return said
}

// line reads one property.
func (said *invited) line(l string) {
	name, value, _ := strings.Cut(l, ":")
	name, _, _ = strings.Cut(strings.ToUpper(name), ";")
	switch name {
	case "METHOD":
		if said.method == "" {
			said.method = strings.ToUpper(value)
		}
	case "UID":
		said.uid = value
	case "COMMENT":
		said.comment = strings.TrimSpace(unescaped.Replace(value))
	case "ATTENDEE":
		if _, after, ok := strings.Cut(strings.ToUpper(l), "PARTSTAT="); ok {
			if end := strings.IndexAny(after, ":;"); end >= 0 {
				after = after[:end]
			}
			if after = strings.Trim(after, `"`); said.partstat != "" && said.partstat != after {
				after = "SEVERAL" // two people, and one mail: neither is its author for certain
			}
			said.partstat = after
		}
	}
}

// calendar takes the answer of a calendar to the call to an assembly. Answers
// to others' invitations, and those that say neither yes nor no, are nothing
// (reading.md, What else a mail can be).
func (m *mail) calendar() bool {
	said := invitation(m.root)
	if said.method != "REPLY" {
		return false
	}
	assembly, ours := m.assembly(said.uid)
	q := &m.Request
	switch {
	case said.uid != "" && !ours:
		m.discard(governance.KindAutoReply, WhyElsewhere, "UID:"+clean(said.uid))
		return true
	case said.partstat == "ACCEPTED":
		m.obey(command{order: order{verb: governance.VerbPresent}}, WhyCalendar, "PARTSTAT="+said.partstat)
	case said.partstat == "DECLINED":
		m.obey(command{order: order{verb: governance.VerbAbsent}}, WhyCalendar, "PARTSTAT="+said.partstat)
	default:
		m.discard(governance.KindAutoReply, WhyVague, "PARTSTAT="+said.partstat)
		return true
	}
	q.Assembly, q.Reason, q.Words, q.Yes, q.No = assembly, said.comment, said.comment, false, false
	return true
}

// assembly gives the assembly of that UID.
func (m *mail) assembly(uid string) (number int, ok bool) {
	for _, list := range m.Lists {
		if number, ok = list.FindEvent(uid); ok {
			return number, true
		}
	}
	return 0, false
}
