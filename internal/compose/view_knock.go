package compose

import "toutdoux/internal/governance"

// subjectMax is how much of a stranger's subject a digest gives, in runes.
const subjectMax = 120

// Outside are the strangers' mails that wait for a voter to let them through.
func (v *view) Outside() facts {
	var lines facts
	if v.o.News == nil {
		return nil
	}
	for _, r := range v.o.News.Knocks {
		e, is := r.Event.(*governance.Knocked)
		if !is {
			continue
		}
		if _, waits := v.o.State.Knock(e.Number, v.o.Date); !waits {
			continue // let through since, or gone
		}
		f := fact{Number: e.Number, Title: excerpt(lineWords(string(e.Subject)), subjectMax), Authors: v.sender(e.Name, e.Address)}
		if e.Proven {
			f.What = "proven"
		}
		lines = append(lines, f)
	}
	return lines
}

// Unseen is how many others wait.
func (v *view) Unseen() int { return v.digest().Unseen }

// sender is a stranger as members read them: always with the address, for
// anybody can call themselves by a member's name.
func (v *view) sender(name, address governance.Text) Words {
	switch {
	case address == "":
		return Words(v.c.tongue.someone)
	case name == "":
		return lineWords(string(address))
	}
	return lineWords(string(name) + " (" + string(address) + ")")
}

// accepted is the event that let a stranger's mail through, nil in other
// letters.
func (v *view) accepted() *governance.Accepted {
	e, _ := v.event.(*governance.Accepted)
	return e
}

// Outsider is the stranger whose mail was let through, or reached the holders of
// a mandate.
func (v *view) Outsider() Words {
	if e, is := v.event.(*governance.MandateWrote); is && e.Member == 0 && v.o.Request != nil {
		return v.sender(governance.Text(v.o.Request.Name), governance.Text(v.o.Request.From))
	}
	if e := v.accepted(); e != nil {
		return v.sender(e.Name, e.Address)
	}
	return ""
}

// Voter is who let it through.
func (v *view) Voter() *person {
	if e := v.accepted(); e != nil {
		return v.person(e.Voter)
	}
	return nil
}

// Listed tells whether the mail that is answered is shown to the members, who
// may let it through.
func (v *view) Listed() bool { return v.o.Request != nil && v.o.Request.Knocks() }
