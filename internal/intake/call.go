package intake

import (
	"strings"

	"toutdoux/internal/governance"
)

// callFields are the fields of an assembly, as fold leaves them.
var callFields = map[string]string{
	"date": "date", "quand": "date", "when": "date", "date et heure": "date", "date and time": "date",
	"heure": "hour", "horaire": "hour", "horaires": "hour", "time": "hour",
	"lieu": "place", "ou": "place", "lien": "place", "salle": "place", "place": "place", "where": "place", "link": "place", "location": "place", "venue": "place",
	"duree": "length", "length": "length", "duration": "length",
}

// meet calls an assembly, by the tag of its subject. What answers a call, or
// seems to, is none; and one whose tags say two things is asked about.
func (m *mail) meet() bool {
	h := &m.heading
	if h.meets == "" {
		return false
	}
	c := m.readCall(m.own.lines, true)
	if h.reply && (m.InReplyTo || len(m.Proofs) > 0 || c == nil) {
		return false
	}
	m.Request.Kind = governance.KindAction
	m.take(WhyAssembly, m.head.written("subject"))
	if h.kind != "" || h.mandates || m.InReplyTo {
		m.Request.Proposal = &governance.Proposal{Type: h.meets, Title: h.title, Unsure: h.said}
		m.take(WhyTwoTags, m.head.written("subject"))
		return true
	}
	if c == nil {
		c = &governance.Call{Text: m.own.String(), Problem: governance.WhyNoDate}
	}
	c.Type, c.Title, c.Urgent, c.DryRun = h.meets, h.title, h.urgent, h.dryRun
	if c.At.IsZero() && c.Problem == "" {
		c.Problem = governance.WhyNoDate
	}
	m.Request.Call = c
	return true
}

// changes reads a reply that begins with what changes about an assembly: its
// date, its place, its length.
func (m *mail) changes() {
	q := &m.Request
	if q.Proposal == nil && q.Verb == governance.VerbNone && len(q.Votes) == 0 && !q.Uncertain && (m.inThread() || m.heading.meets != "") {
		q.Call = m.readCall(m.own.lines, false)
	}
}

// readCall reads the fields of an assembly, which stand together: anywhere, or
// before all else but a greeting. It gives nil where there are none.
func (m *mail) readCall(lines []string, anywhere bool) *governance.Call {
	said := map[string]string{}
	var before, after []string
	for i, l := range lines {
		name, value, ok := cutFieldOf(callFields, l)
		if _, again := said[name]; ok && !again {
			said[name] = value
			continue
		}
		if len(said) > 0 && strings.TrimSpace(l) != "" {
			after = lines[i:]
			break
		}
		tokens := tokenize(l).tokens
		if len(said) == 0 && !anywhere && greeting(tokens) < len(tokens) {
			return nil
		}
		before = append(before, l)
	}
	if len(said) == 0 {
		return nil
	}
	c := &governance.Call{Place: said["place"]}
	c.Text = strings.TrimSpace(strings.TrimSpace(strings.Join(before, "\n")) + "\n\n" + strings.Join(after, "\n"))
	m.dates(c, said)
	return c
}

// dates reads when an assembly begins, and how long it lasts.
func (m *mail) dates(c *governance.Call, said map[string]string) {
	if _, dated := said["date"]; dated || said["hour"] != "" {
		c.Field = strings.TrimSpace(said["date"] + " " + said["hour"])
		c.At, c.Minutes, c.Problem = readMeeting(c.Field, m.now, m.Zone)
	}
	length, given := said["length"]
	if !given || c.Problem != "" {
		return
	}
	if c.Minutes = readLength(length); c.Minutes <= 0 || c.Minutes > longestMeeting {
		c.Minutes, c.Problem, c.Field = 0, governance.WhyBadLength, length
	}
}

// longestMeeting is how long an assembly may last, in minutes: three days.
const longestMeeting = 3 * 24 * 60
