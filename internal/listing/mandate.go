package listing

import (
	"time"

	"toutdoux/internal/governance"
)

// Mandate is a mandate. Its state is active, concluded, resigned (nobody holds it
// any more), revoked or expired.
//
// Of a confidential one, it is what all decided and nothing of what came of it
// since: to whom it was given, and for how long.
type Mandate struct {
	Number       int       `json:"number"`
	Subject      string    `json:"subject"`
	Holders      []string  `json:"holders"`
	Until        time.Time `json:"until"` // the first instant after its last day
	Confidential bool      `json:"confidential"`
	State        string    `json:"state"`
	Action       int       `json:"action"` // that made it
}

// Role is a role as somebody holds it.
type Role struct {
	Role   string    `json:"role"` // administrative, financial, technical, or what it was called
	Person string    `json:"person"`
	Since  time.Time `json:"since"`
	Action int       `json:"action"` // that gave it
}

// Mandates lists the mandates as they stand at an instant, in the order in which
// they were given.
func Mandates(s *governance.State, at time.Time) []Mandate {
	mandates := []Mandate{}
	for _, m := range s.Mandates {
		row := Mandate{
			Number: m.Number, Subject: string(m.Subject), Holders: []string{}, Until: m.Until, Confidential: m.Confidential,
			State: m.Standing(at), Action: m.Number,
		}
		for _, id := range m.Known() {
			row.Holders = append(row.Holders, person(s, id))
		}
		mandates = append(mandates, row)
	}
	return mandates
}

// Roles lists the roles that somebody holds, in the order in which they were
// given.
func Roles(s *governance.State) []Role {
	roles := []Role{}
	for _, r := range s.Roles {
		if r.Ended.IsZero() {
			roles = append(roles, Role{string(r.Name), person(s, r.Person), r.Since, r.Action})
		}
	}
	return roles
}
