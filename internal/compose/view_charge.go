package compose

import (
	"strconv"
	"time"

	"toutdoux/internal/governance"
)

// mandate is a mandate as letters say it.
type mandate struct {
	v *view
	*governance.Mandate
}

// Mandate is the mandate that the letter is about, nil for none.
func (v *view) Mandate() *mandate {
	number := v.o.Letter.Mandate
	switch e := v.event.(type) {
	case *governance.ChargeLeft:
		number = e.Mandate
	case *governance.Concluded:
		number = e.Mandate
	}
	if m := v.o.State.Mandate(number); m != nil {
		return &mandate{v, m}
	}
	return nil
}

// Unkept tells whether the mail that a letter passes on is kept no more.
func (v *view) Unkept() bool { return v.o.Request == nil }

// Verified tells whether its domain vouches for the mail that a letter passes
// on.
func (v *view) Verified() bool { return v.o.Request != nil && v.o.Request.Authenticated }

// Open tells whether it lasts.
func (m *mandate) Open() bool { return m.Ended.IsZero() }

// Over is the day on which it ended: its last one, where its date passed.
func (m *mandate) Over() *moment {
	if m.How == "expired" && !m.Ended.IsZero() {
		return m.v.moment(m.Ended.Add(-time.Second))
	}
	return m.v.moment(m.Ended)
}

// AuthorHolds tells whether the author of the mail that is passed on holds it.
func (m *mandate) AuthorHolds() bool { return m.Holds(m.v.author()) }

// Mine tells whether the reader holds it.
func (m *mandate) Mine() bool { return m.Holds(m.v.o.To.Member) }

// Address is where mail for its holders goes, "" where the list has no such
// addresses.
func (m *mandate) Address() string {
	list := m.v.c.house.List
	if list.Delimiter == "" {
		return ""
	}
	return list.With("m-" + strconv.Itoa(m.Number))
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

// Owing are the mandates of which the reader owes a conclusion now: they have
// ended, or end within a fortnight.
func (v *view) Owing() []*mandate {
	var list []*mandate
	soon := governance.Delay{N: 14, Unit: governance.Days}
	for _, m := range v.o.State.Mandates {
		if m.Owes(v.o.To.Member) && !soon.Before(m.Until, v.c.house.Zone).After(v.o.Date) {
			list = append(list, &mandate{v, m})
		}
	}
	return list
}

// Concludable are the mandates of which the reader may give the conclusion.
func (v *view) Concludable() []*mandate {
	var list []*mandate
	for _, m := range v.o.State.Mandates {
		if m.Owes(v.o.To.Member) {
			list = append(list, &mandate{v, m})
		}
	}
	return list
}

// keeping is a role or a mandate that a digest names.
type keeping struct {
	Role    Words    // "" for a mandate
	Mandate *mandate // nil for a role
	People  Words    // who holds it, or held it last
	Since   *moment
	Over    *moment // since when it is vacant, or over; nil where it is neither
	Turn    bool    // it is to be passed on
}

// Keepings are the roles and the mandates that a digest names, but for those
// of which all is well by now.
func (v *view) Keepings() []keeping {
	var list []keeping
	at := v.o.Letter.At
	for _, n := range v.digest().Roles {
		r := v.o.State.Roles[n-1]
		if !r.Ended.IsZero() && v.o.State.Role(r.Name) != nil {
			continue // taken over since
		}
		list = append(list, keeping{
			Role: v.roleName(r.Name), People: Words(v.person(r.Person).full()), Since: v.moment(r.Since), Over: v.moment(r.Ended),
			Turn: v.o.State.Rotates(r.Since, at),
		})
	}
	for _, n := range v.digest().Mandates {
		m := &mandate{v, v.o.State.Mandate(n)}
		if m.Concluded.IsZero() {
			list = append(list, keeping{
				Mandate: m, People: m.People(), Since: v.moment(m.Since), Over: m.Over(), Turn: v.o.State.Rotates(m.Since, at),
			})
		}
	}
	return list
}

// SentTo is the address outside to which a mandate's mail also goes.
func (v *view) SentTo() Words {
	if e, is := v.event.(*governance.MandateWrote); is {
		return lineWords(string(e.To))
	}
	return ""
}
