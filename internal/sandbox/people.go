package sandbox

import (
	"net/mail"
	"strings"

	"toutdoux/internal/association"
)

// Password opens every mailbox here.
const Password = "sandbox"

// The places of this world; .example is nobody's (RFC 2606).
const (
	domain    = "sureau.example"
	elsewhere = "ailleurs.example"
	host      = "mail." + domain // the village's mail server
	list      = "tdc@" + domain
	name      = "Sureau"
)

// Person is somebody who has a mailbox here. User is their name at IMAP and
// SMTP.
type Person struct {
	User, Name, Address string
}

func person(full, domain string) Person {
	first, _, _ := strings.Cut(strings.ToLower(strings.ReplaceAll(full, "é", "e")), " ")
	return Person{User: first, Name: full, Address: first + "@" + domain}
}

// header is how their mail program names them.
func (p Person) header() string { return (&mail.Address{Name: p.Name, Address: p.Address}).String() }

// everybody is who has a mailbox: the members, a neighbour who is none, and the
// volunteer who looks after the machine.
func everybody(locale string) []Person {
	volunteer := Person{User: "contact", Name: "Le bénévole", Address: "contact@" + domain}
	neighbour := "Zoé Faure"
	if locale == "en" {
		volunteer.Name, neighbour = "The volunteer", "Zoe Faure"
	}
	var all []Person
	for _, member := range members {
		all = append(all, person(member, domain))
	}
	return append(all, person(neighbour, elsewhere), volunteer)
}

// members are the eight of the story; the newcomer among them joins in it.
var members = []string{
	"Alice Martin", "Bob Durand", "Claire Petit", "Dave Moreau", newcomer, "Farid Benali", "Gwen Le Goff", "Hugo Lambert",
}

const newcomer = "Erin Leroy"

// founders are the members from the start.
func founders() []association.Founder {
	var all []association.Founder
	for _, member := range members {
		if member != newcomer {
			all = append(all, association.Founder{Name: member, Address: person(member, domain).Address})
		}
	}
	return all
}
