package compose

import "toutdoux/internal/governance"

// leftOut is a file that does not travel with a letter, and why.
type leftOut struct {
	Name Words
	Why  string
}

// LeftOut are the files that its author's mail brought and that are not passed
// on.
func (v *view) LeftOut() []leftOut {
	var left []leftOut
	if v.o.Enclosed != nil {
		for _, f := range v.o.Enclosed.left {
			left = append(left, leftOut{lineWords(f.Name), string(f.Left)})
		}
	}
	return left
}

// Files is how many files travel with the letter.
func (v *view) Files() int {
	if v.o.Enclosed == nil {
		return 0
	}
	return v.o.Enclosed.files
}

// FilesGone tells whether files should travel with the letter that are kept no
// more.
func (v *view) FilesGone() bool { return v.o.Enclosed != nil && v.o.Enclosed.gone }

// Brought are the files of the mail that is answered, why each that is not
// passed on is not.
func (v *view) Brought() []leftOut {
	var brought []leftOut
	if v.o.Request != nil {
		for _, f := range v.o.Request.Files {
			brought = append(brought, leftOut{lineWords(f.Name), string(f.Left)})
		}
	}
	return brought
}

// Unshared is how many files came with a vote, or with an answer to a call:
// they are passed to nobody. A card that a mail program adds to every mail is
// none, nor is what a calendar answers by.
func (v *view) Unshared() int {
	switch v.event.(type) {
	case *governance.Voted, *governance.AttendanceTold, *governance.AgendaAdded:
	default:
		return 0
	}
	n := 0
	if v.o.Request != nil {
		for _, f := range v.o.Request.Files {
			if f.Media != "text/vcard" && f.Media != "text/calendar" && f.Media != "application/ics" {
				n++
			}
		}
	}
	return n
}
