package listing

import (
	"cmp"
	"slices"
	"time"

	"toutdoux/internal/governance"
)

// Assembly is an assembly. Its state is called, held or cancelled, whatever
// came of its agenda; instants that have not come are null.
type Assembly struct {
	Number      int                   `json:"number"`
	Type        governance.ActionType `json:"type"`
	Title       string                `json:"title"`
	Convener    string                `json:"convener"`
	State       string                `json:"state"`
	CalledAt    time.Time             `json:"called_at"`
	At          time.Time             `json:"at"`
	Until       time.Time             `json:"until"`
	Place       string                `json:"place"`
	AgendaUntil time.Time             `json:"agenda_until"`
	AgendaAt    *time.Time            `json:"agenda_at"` // when it was sent
	CancelledAt *time.Time            `json:"cancelled_at"`
	Agenda      []Point               `json:"agenda"`
	Attendance  []Attendance          `json:"attendance"`
}

// Point is what a member added to an agenda.
type Point struct {
	Member string    `json:"member"`
	At     time.Time `json:"at"`
	Text   string    `json:"text"`
}

// Attendance is a member's latest answer to a call: present, absent or proxy.
type Attendance struct {
	Member string              `json:"member"`
	Answer governance.Presence `json:"answer"`
	Proxy  string              `json:"proxy"` // who speaks for them, "" for nobody
	At     time.Time           `json:"at"`
	Note   string              `json:"note"`
}

// Assemblies lists the assemblies as they stand at an instant, by number.
func Assemblies(s *governance.State, at time.Time) []Assembly {
	assemblies := []Assembly{}
	for _, a := range s.Assemblies {
		assemblies = append(assemblies, assembly(s, a, at))
	}
	return assemblies
}

func assembly(s *governance.State, a *governance.Assembly, at time.Time) Assembly {
	row := Assembly{
		Number: a.Number, Type: a.Type, Title: string(a.Title), Convener: person(s, a.Convener), State: "called",
		CalledAt: a.CalledAt, At: a.At, Until: a.Ends, Place: string(a.Place), AgendaUntil: a.AgendaAt,
		AgendaAt: instant(a.ClosedAt), CancelledAt: instant(a.CancelledAt), Agenda: []Point{}, Attendance: []Attendance{},
	}
	switch {
	case !a.CancelledAt.IsZero():
		row.State = "cancelled"
	case !a.At.After(at):
		row.State = "held"
	}
	for _, p := range a.Points {
		row.Agenda = append(row.Agenda, Point{person(s, p.Member), p.At, string(p.Text)})
	}
	for _, x := range a.Attendance {
		row.Attendance = append(row.Attendance, Attendance{person(s, x.Member), x.Presence, person(s, x.Proxy), x.Rank, string(x.Note)})
	}
	slices.SortFunc(row.Attendance, func(a, b Attendance) int { return cmp.Compare(a.Member, b.Member) })
	return row
}
