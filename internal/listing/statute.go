package listing

import (
	"time"

	"toutdoux/internal/governance"
)

// Statute is one of the statutes as it is in force.
type Statute struct {
	Key    string    `json:"key"`
	Value  string    `json:"value"`
	Action int       `json:"action"` // that set it, 0 for the founding
	Since  time.Time `json:"since"`
}

// Statutes lists the statutes in force, in the order of the rules, each with
// the action that set it.
func Statutes(s *governance.State) []Statute {
	list := []Statute{}
	for _, key := range governance.StatuteKeys() {
		row := Statute{Key: key, Value: s.Statutes.Get(key), Since: s.Founded}
		if by, amended := s.Amended[key]; amended {
			row.Action, row.Since = by.Action, by.At
		}
		list = append(list, row)
	}
	return list
}
