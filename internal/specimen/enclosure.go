package specimen

import (
	"strings"

	g "toutdoux/internal/governance"
)

// File is what a mail brings beside its words.
type File struct {
	g.File
	Content []byte // nil where it is left out
}

// PDF is a file that travels.
func PDF() File {
	return File{File: g.File{Name: "devis été.pdf", Media: "application/pdf"}, Content: []byte("%PDF-1.4\n\x00\xff" + strings.Repeat("x", 300))}
}

// Zip is a file that does not, for what it may hold.
func Zip() File {
	return File{File: g.File{Name: "photos.zip", Left: g.LeftArchive}}
}

// Setup is a file that does not, for it is a program.
func Setup() File {
	return File{File: g.File{Name: "setup.exe", Left: g.LeftProgram}}
}

func enclosing(o Owed, files ...File) Owed {
	o.Files = files
	return o
}

// export is what travels with everything about a member.
func export() []File {
	return []File{
		{File: g.File{Name: "export.json", Media: "application/json"}, Content: []byte("{}\n")},
		{File: g.File{Name: "messages.mbox", Media: "application/mbox"}, Content: []byte("From toutdoux\n\n")},
	}
}
