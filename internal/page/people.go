package page

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"toutdoux/internal/sandbox"
)

// resident is somebody whose mailbox can be looked at.
type resident struct {
	sandbox.Person
	Of, Role    string // "d’Alice", and what they are here
	Unread      int
	Here        bool
	UnreadWords string
}

// person is whose mailbox a request is about.
func (s *site) person(r *http.Request) (sandbox.Person, error) {
	user := r.PathValue("user")
	for _, p := range s.box.People() {
		if p.User == user {
			return p, nil
		}
	}
	return sandbox.Person{}, &fault{http.StatusNotFound, "no person", []string{"name", user}}
}

// residents are all whose mailboxes can be looked at, with what they are in the
// association.
func (s *site) residents(w world, me sandbox.Person) []resident {
	var all []resident
	for _, p := range s.box.People() {
		p.Name = s.named(w, p.Address)
		x := resident{Person: p, Of: s.speech.Of(first(p.Name)), Role: s.role(w, p), Here: p.User == me.User}
		for _, l := range s.box.Letters(p.User) {
			if s.unread(p.User, l) {
				x.Unread++
			}
		}
		x.UnreadWords = s.several("unread", x.Unread, "n", strconv.Itoa(x.Unread))
		all = append(all, x)
	}
	return all
}

// first is a person's first name; who has none is called by all they have.
func first(name string) string {
	given, rest, _ := strings.Cut(name, " ")
	if rest == "" || strings.ToLower(rest) == rest { // "Le bénévole" is no first name
		return name
	}
	return given
}

// role says what somebody is in the association.
func (s *site) role(w world, p sandbox.Person) string {
	for _, m := range w.members {
		switch {
		case !strings.EqualFold(m.Email, p.Address):
		case m.State == "voter" && slices.Contains(w.ghosts, m.Email):
			return s.say("role.ghost")
		default:
			return s.say("role."+m.State, "when", s.speech.Day(m.VotesFrom, w.now))
		}
	}
	if p.Address == s.box.Config().List.Owner {
		return s.say("role.owner")
	}
	return s.say("role.stranger")
}

// name is that of a member, by number; somebody's where there is none.
func (s *site) name(w world, member int) string {
	if member < 1 || member > len(w.members) {
		return s.say("somebody")
	}
	return cmp.Or(w.members[member-1].Name, s.say("somebody")) // who was forgotten has no name
}

// named gives the name behind an address: the one that a member goes by; of
// nobody here, the address.
func (s *site) named(w world, address string) string {
	for _, m := range w.members {
		if strings.EqualFold(m.Email, address) && m.Name != "" {
			return m.Name
		}
	}
	for _, p := range s.box.People() {
		if strings.EqualFold(p.Address, address) {
			return p.Name
		}
	}
	return cmp.Or(address, s.say("somebody"))
}
