package governance

import (
	"slices"
	"time"
)

// Convened calls everybody to an assembly.
type Convened struct {
	Assembly  int        `json:"assembly"`
	Type      ActionType `json:"type"`
	Title     Text       `json:"title,omitempty"`
	Place     Text       `json:"place,omitempty"`
	Text      Text       `json:"text,omitempty"`
	Convener  int        `json:"convener"`
	Urgent    bool       `json:"urgent,omitempty"`
	At        time.Time  `json:"at"`
	Ends      time.Time  `json:"ends"`
	AgendaAt  time.Time  `json:"agenda_at"`
	MessageID Text       `json:"message_id,omitempty"` // of the call, so that its author's thread holds
	Enclosed  int64      `json:"enclosed,omitempty"`   // as in Opened
}

func (*Convened) kind() string     { return "convened" }
func (e *Convened) texts() []*Text { return []*Text{&e.Title, &e.Place, &e.Text, &e.MessageID} }

func (e *Convened) apply(s *State, r Record) {
	s.Assemblies = append(s.Assemblies, &Assembly{
		Number: e.Assembly, Type: e.Type, Title: e.Title, Place: e.Place, Text: e.Text, Convener: e.Convener, Urgent: e.Urgent,
		At: e.At, Ends: e.Ends, AgendaAt: e.AgendaAt, CalledSeq: r.Seq, CalledAt: r.At, ToldAt: r.At,
	})
}

// AssemblyPreviewed answers a dry run: the call as it would have been.
type AssemblyPreviewed struct {
	Member int      `json:"member"`
	Would  Convened `json:"would"`
}

func (*AssemblyPreviewed) kind() string         { return "assembly_previewed" }
func (e *AssemblyPreviewed) texts() []*Text     { return e.Would.texts() }
func (*AssemblyPreviewed) apply(*State, Record) {}

// AssemblyMoved gives an assembly another date, place or length. Answers were
// for a date: another one takes them back, and opens the agenda again.
type AssemblyMoved struct {
	Assembly int       `json:"assembly"`
	Member   int       `json:"member"`
	At       time.Time `json:"at"`
	Ends     time.Time `json:"ends"`
	AgendaAt time.Time `json:"agenda_at"`
	Place    Text      `json:"place,omitempty"`
	Reason   Text      `json:"reason,omitempty"`
	Enclosed int64     `json:"enclosed,omitempty"` // as in Opened
	Was      time.Time `json:"was"`                // when it was to be
}

func (*AssemblyMoved) kind() string     { return "assembly_moved" }
func (e *AssemblyMoved) texts() []*Text { return []*Text{&e.Place, &e.Reason} }

func (e *AssemblyMoved) apply(s *State, r Record) {
	a := s.Assemblies[e.Assembly-1]
	a.At, a.Ends, a.AgendaAt, a.Place = e.At, e.Ends, e.AgendaAt, e.Place
	a.Sequence, a.ToldAt = a.Sequence+1, r.At
	if !e.At.Equal(e.Was) {
		a.Attendance, a.ClosedAt = nil, time.Time{}
	}
}

// AssemblyCancelled gives an assembly up.
type AssemblyCancelled struct {
	Assembly int   `json:"assembly"`
	Member   int   `json:"member"`
	Reason   Text  `json:"reason,omitempty"`
	Enclosed int64 `json:"enclosed,omitempty"` // as in Opened
}

func (*AssemblyCancelled) kind() string     { return "assembly_cancelled" }
func (e *AssemblyCancelled) texts() []*Text { return []*Text{&e.Reason} }

func (e *AssemblyCancelled) apply(s *State, r Record) {
	a := s.Assemblies[e.Assembly-1]
	a.CancelledAt, a.ToldAt, a.Sequence = r.At, r.At, a.Sequence+1
}

// AgendaAdded is a point that a member adds to an agenda.
type AgendaAdded struct {
	Assembly int  `json:"assembly"`
	Member   int  `json:"member"`
	Point    Text `json:"point"`
}

func (*AgendaAdded) kind() string     { return "agenda_added" }
func (e *AgendaAdded) texts() []*Text { return []*Text{&e.Point} }

func (e *AgendaAdded) apply(s *State, r Record) {
	a := s.Assemblies[e.Assembly-1]
	a.Points = append(a.Points, Point{Member: e.Member, At: r.At, Text: e.Point})
}

// AgendaClosed closes an agenda, and sends it to all with the report of the
// time since the one before.
type AgendaClosed struct {
	Assembly int `json:"assembly"`
}

func (*AgendaClosed) kind() string   { return "agenda_closed" }
func (*AgendaClosed) texts() []*Text { return nil }

func (e *AgendaClosed) apply(s *State, r Record) {
	a := s.Assemblies[e.Assembly-1]
	a.ClosedAt, a.ToldAt = r.At, r.At
}

// AttendanceTold is a member's answer to a call.
type AttendanceTold struct {
	Assembly int       `json:"assembly"`
	Member   int       `json:"member"`
	Presence Presence  `json:"presence"`
	Proxy    int       `json:"proxy,omitempty"` // who speaks for them
	Freed    int       `json:"freed,omitempty"` // who did until now, and does no more
	Note     Text      `json:"note,omitempty"`
	Rank     time.Time `json:"rank"` // instant of the mail
}

func (*AttendanceTold) kind() string     { return "attendance_told" }
func (e *AttendanceTold) texts() []*Text { return []*Text{&e.Note} }

func (e *AttendanceTold) apply(s *State, _ Record) {
	a := s.Assemblies[e.Assembly-1]
	said := Attendance{Member: e.Member, Presence: e.Presence, Proxy: e.Proxy, Note: e.Note, Rank: e.Rank}
	if before := a.AnswerOf(e.Member); before != nil {
		*before = said
		return
	}
	a.Attendance = append(a.Attendance, said)
}

// ProxyLost tells that a member's proxy will not come, or has left: nobody
// speaks for that member any more.
type ProxyLost struct {
	Assembly int `json:"assembly"`
	Member   int `json:"member"`
	Proxy    int `json:"proxy"`
}

func (*ProxyLost) kind() string   { return "proxy_lost" }
func (*ProxyLost) texts() []*Text { return nil }

func (e *ProxyLost) apply(s *State, _ Record) {
	if x := s.Assemblies[e.Assembly-1].AnswerOf(e.Member); x != nil {
		x.Presence, x.Proxy = Absent, 0
	}
}

// forget takes the answers of somebody who leaves away: should they come back,
// they are asked again.
func (s *State) forget(member int, at time.Time) {
	for _, a := range s.Coming(at) {
		a.Attendance = slices.DeleteFunc(a.Attendance, func(x Attendance) bool { return x.Member == member })
	}
}
