package compose

import (
	"strings"
	"time"

	"toutdoux/internal/governance"
)

// meeting is an assembly as letters tell of it.
type meeting struct {
	v *view
	a *governance.Assembly
}

// point is what a member added to an agenda.
type point struct {
	Person *person
	Text   Words
}

// Assembly is the assembly that the letter is about, nil for none.
func (v *view) Assembly() *meeting {
	if p, would := v.event.(*governance.AssemblyPreviewed); would {
		e := &p.Would
		return &meeting{v, &governance.Assembly{
			Number: e.Assembly, Type: e.Type, Title: e.Title, Place: e.Place, Text: e.Text, Convener: e.Convener, Urgent: e.Urgent,
			At: e.At, Ends: e.Ends, AgendaAt: e.AgendaAt,
		}}
	}
	if a := v.o.State.Assembly(v.o.Letter.Assembly); a != nil {
		return &meeting{v, a}
	}
	return nil
}

// Assemblies are those that are called and have not begun.
func (v *view) Assemblies() []*meeting {
	var list []*meeting
	for _, a := range v.o.State.Coming(v.o.Letter.At) {
		list = append(list, &meeting{v, a})
	}
	return list
}

// Name is the assembly's title, or what such a meeting is called.
func (m *meeting) Name() Words {
	if title := lineWords(string(m.a.Title)); title != "" {
		return title
	}
	return Words(m.v.c.tongue.assemblies[m.a.Type])
}

// Extra tells whether it is extraordinary.
func (m *meeting) Extra() bool { return m.a.Type == governance.Extraordinary }

// Urgent tells whether its convener marked it so.
func (m *meeting) Urgent() bool { return m.a.Urgent }

// Begins is when it begins.
func (m *meeting) Begins() *moment { return m.v.moment(m.a.At) }

// Was is when it was to be, before it was moved; nil where its date stayed.
func (m *meeting) Was() *moment {
	if e, moved := m.v.event.(*governance.AssemblyMoved); moved && !e.Was.Equal(e.At) {
		return m.v.moment(e.Was)
	}
	return nil
}

// Lasts is how long it lasts.
func (m *meeting) Lasts() string {
	minutes := int(m.a.Ends.Sub(m.a.At) / time.Minute)
	return m.v.c.tongue.length(minutes/60, minutes%60)
}

// Place is where it is, "" where nothing was said.
func (m *meeting) Place() Words { return lineWords(string(m.a.Place)) }

// Text is what its convener wrote.
func (m *meeting) Text() Words { return textWords(string(m.a.Text)) }

// Points are what members added to the agenda.
func (m *meeting) Points() []point {
	var points []point
	for _, p := range m.a.Points {
		points = append(points, point{m.v.person(p.Member), textWords(string(p.Text))})
	}
	return points
}

// AgendaUntil is until when members can add to the agenda, nil once it is
// closed.
func (m *meeting) AgendaUntil() *moment {
	if !m.a.ClosedAt.IsZero() {
		return nil
	}
	return m.v.moment(m.a.AgendaAt)
}

// Convener is who called it.
func (m *meeting) Convener() *person { return m.v.person(m.a.Convener) }

// Cancelled tells whether it was given up.
func (m *meeting) Cancelled() bool { return !m.a.CancelledAt.IsZero() }

// ReaderConvened tells whether the reader called it.
func (m *meeting) ReaderConvened() bool { return m.a.Convener == m.v.o.To.Member }

// ReaderAnswer is what the reader answered to the call: present, absent, proxy
// or "".
func (m *meeting) ReaderAnswer() governance.Presence {
	if x := m.a.AnswerOf(m.v.o.To.Member); x != nil {
		return x.Presence
	}
	return ""
}

// ReaderProxy is who speaks for the reader, nil for nobody.
func (m *meeting) ReaderProxy() *person {
	if x := m.a.AnswerOf(m.v.o.To.Member); x != nil {
		return m.v.person(x.Proxy)
	}
	return nil
}

// Present are the names of those who come, with their notes.
func (m *meeting) Present() Words { return m.answers(governance.Present) }

// Absent are those who do not come and gave no proxy.
func (m *meeting) Absent() Words { return m.answers(governance.Absent) }

// Proxies are those who do not come, with who speaks for them.
func (m *meeting) Proxies() Words { return m.answers(governance.ByProxy) }

func (m *meeting) answers(presence governance.Presence) Words {
	names := m.v.names()
	var list []string
	for _, x := range m.a.Attendance {
		if x.Presence != presence {
			continue
		}
		text := names[x.Member]
		if x.Proxy != 0 {
			text += " (" + m.v.c.tongue.to + names[x.Proxy] + ")"
		}
		if note := lineWords(string(x.Note)); note != "" {
			text += " (" + m.v.c.tongue.quotes[0] + string(note) + m.v.c.tongue.quotes[1] + ")"
		}
		list = append(list, text)
	}
	return Words(strings.Join(list, ", "))
}

// Unanswered is how many members have not answered the call.
func (m *meeting) Unanswered() int { return m.v.Members() - len(m.a.Attendance) }

// Presence is the answer to a call that the letter tells of.
func (v *view) Presence() governance.Presence {
	if e, is := v.event.(*governance.AttendanceTold); is {
		return e.Presence
	}
	return ""
}

// Proxy is who speaks for the author, by the answer that the letter tells of.
func (v *view) Proxy() *person {
	if e, is := v.event.(*governance.AttendanceTold); is {
		return v.person(e.Proxy)
	}
	return nil
}

// Left tells whether the member whom the letter is about has left.
func (v *view) Left() bool {
	m := v.o.State.Member(v.o.Letter.Member)
	return m != nil && !m.Departed.IsZero()
}

// Point is what the author added to an agenda.
func (v *view) Point() Words {
	if e, is := v.event.(*governance.AgendaAdded); is {
		return textWords(string(e.Point))
	}
	return ""
}

// EarliestDay is the first day for an assembly that is called today.
func (v *view) EarliestDay() *moment { return v.moment(v.o.State.EarliestDay(v.o.Letter.At)) }

// Notice is how long before an assembly people are called, "" where any day
// will do.
func (v *view) Notice() string { return v.wait(v.o.State.Statutes.AssemblyNotice) }

// CallField is the field of a call that could not be read.
func (v *view) CallField() Words {
	if v.o.Request == nil || v.o.Request.Call == nil {
		return ""
	}
	return lineWords(v.o.Request.Call.Field)
}

// Calls tells whether the mail that is answered calls an assembly, rather than
// changing one.
func (v *view) Calls() bool { return v.o.Request != nil && v.o.Request.Kind == governance.KindAction }
