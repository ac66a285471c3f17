package compose

import "toutdoux/internal/governance"

// mandate is a mandate as letters say it.
type mandate struct {
	v *view
	*governance.Mandate
}

// Mandate is the mandate that the letter is about, nil for none.
func (v *view) Mandate() *mandate {
	if m := v.o.State.Mandate(v.o.Letter.Mandate); m != nil {
		return &mandate{v, m}
	}
	return nil
}

// Subject is what the mandate is about.
func (m *mandate) Subject() Words { return lineWords(string(m.Mandate.Subject)) }

// People are those who hold it.
func (m *mandate) People() Words { return m.v.among(m.Holders) }

// Count is how many hold it.
func (m *mandate) Count() int { return len(m.Holders) }

// LastDay is its last day.
func (m *mandate) LastDay() string { return m.v.moment(m.Until).LastDay() }

// among are names as people list them: "Alice, Bob et Claire".
func (v *view) among(ids []int) Words {
	var names []string
	for _, id := range ids {
		names = append(names, v.person(id).full())
	}
	return Words(v.c.tongue.list(names))
}

// RoleName is the role that the letter is about.
func (v *view) RoleName() Words {
	switch e := v.event.(type) {
	case *governance.RoleGiven:
		return v.roleName(e.Role)
	case *governance.ChargeLeft:
		return v.roleName(v.o.State.Roles[e.Role-1].Name)
	}
	return ""
}

// roleName is what a role is called.
func (v *view) roleName(role governance.Text) Words {
	if name, known := v.c.tongue.roles[role]; known {
		return Words(name)
	}
	return lineWords(string(role))
}

// Awaits is the role for whose holder the action waits, "" for none.
func (v *view) Awaits() Words {
	if v.action == nil {
		return ""
	}
	return v.roleName(v.action.Awaited())
}

// Gone tells whether the letter tells of somebody who is no member any more.
func (v *view) Gone() bool {
	e, is := v.event.(*governance.ChargeLeft)
	return is && e.How == "left"
}

// Resumed are the actions that waited for who gets the role, and go on.
func (v *view) Resumed() []*view {
	e, is := v.event.(*governance.RoleGiven)
	if !is {
		return nil
	}
	var actions []*view
	for _, number := range e.Resumes {
		actions = append(actions, v.on(v.o.State.Action(number)))
	}
	return actions
}

// held is a role or a mandate of the reader's.
type held struct {
	Role    Words    // "" for a mandate
	Mandate *mandate // nil for a role
	Since   *moment
}

// Held are the roles and the mandates that the reader holds.
func (v *view) Held() []held {
	var list []held
	for _, r := range v.o.State.Roles {
		if r.Person == v.o.To.Member && r.Ended.IsZero() {
			list = append(list, held{Role: v.roleName(r.Name), Since: v.moment(r.Since)})
		}
	}
	for _, m := range v.o.State.Mandates {
		if m.Holds(v.o.To.Member) {
			list = append(list, held{Mandate: &mandate{v, m}, Since: v.moment(m.Since)})
		}
	}
	return list
}
