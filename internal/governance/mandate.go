package governance

import "time"

// Mandate is power that is limited, delimited, dated, revocable, and
// answerable to all (rules.md, Roles, mandates, assemblies).
type Mandate struct {
	Number       int       `json:"number"` // that of the action that made it
	Subject      Text      `json:"subject"`
	Given        []int     `json:"given"` // to whom the action gave it
	Holders      []int     `json:"holders"`
	Since        time.Time `json:"since"`
	Until        time.Time `json:"until"` // the first instant after its last day
	Confidential bool      `json:"confidential,omitempty"`
	Ended        time.Time `json:"ended,omitzero"` // zero while it lasts
	How          string    `json:"how,omitempty"`  // how it ended: see MandateEnded, ChargeLeft
	By           int       `json:"by,omitempty"`   // the action that revoked it

	Asked     time.Time `json:"asked,omitzero"`     // when its holders were asked for a conclusion
	Concluded time.Time `json:"concluded,omitzero"` // when they gave it

	Outside []time.Time `json:"outside,omitempty"` // instants of the last mails from outside
}

// Role is a role as one person holds it, or held it. It gives no power to
// decide.
type Role struct {
	Name   Text      `json:"name"`
	Person int       `json:"person"`
	Since  time.Time `json:"since"`
	Action int       `json:"action"`         // that gave it
	Ended  time.Time `json:"ended,omitzero"` // zero while they hold it
	How    string    `json:"how,omitempty"`  // how it ended: see RoleEnded, ChargeLeft, or "passed_on"
	By     int       `json:"by,omitempty"`   // the action that took it back
}

// Mandate is the mandate of that number, nil for none.
func (s *State) Mandate(number int) *Mandate {
	for _, m := range s.Mandates {
		if m.Number == number {
			return m
		}
	}
	return nil
}

// Role is the role of that name as somebody holds it now, nil where it is
// vacant.
func (s *State) Role(name Text) *Role {
	for _, r := range s.Roles {
		if r.Name == name && r.Ended.IsZero() {
			return r
		}
	}
	return nil
}

// The three roles of rules.md, by the name that is stored.
const (
	RoleAdministrative Text = "administrative"
	RoleFinancial      Text = "financial"
	RoleTechnical      Text = "technical"
)

// roleWords are what people call the three roles, as plainName leaves it.
var roleWords = map[string]Text{
	"administrative": RoleAdministrative, "administratif": RoleAdministrative,
	"financial": RoleFinancial, "financier": RoleFinancial, "financiere": RoleFinancial,
	"technical": RoleTechnical, "technique": RoleTechnical,
}

// roleTitles are words beside the name of a role that say nothing more.
var roleTitles = map[string]bool{
	"role": true, "le": true, "la": true, "de": true, "the": true, "of": true,
	"representant": true, "representante": true, "responsable": true, "representative": true, "officer": true,
}

// Known are the holders of the mandate as everybody may know them: of a
// confidential one, those to whom all gave it, whatever came of it since.
func (m *Mandate) Known() []int {
	if m.Confidential {
		return m.Given
	}
	return m.Holders
}

// Standing is where the mandate stands at an instant, as everybody may know it:
// active, resigned, revoked, expired or concluded. Whether anybody still holds a
// confidential one is nobody else's to see.
func (m *Mandate) Standing(at time.Time) string {
	resigned := m.How == "resigned" || m.How == "left"
	switch {
	case !m.Concluded.IsZero():
		return "concluded"
	case m.Ended.IsZero() || resigned && m.Confidential:
		if m.Until.After(at) {
			return "active"
		}
		return "expired"
	case resigned:
		return "resigned"
	}
	return m.How
}
