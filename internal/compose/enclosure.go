package compose

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"toutdoux/internal/governance"
)

// File is what a member's mail brings beside its words.
type File struct {
	governance.File
	Charset string // of a text, "" where nothing is said
	Content []byte // nil where the file is left out
}

// Enclosure is the files that travel with a letter, encoded once for all who
// get it. It does not change any more.
type Enclosure struct {
	parts []byte // all that follows the words of the mail, its last line included; nil for nothing
	files int
	text  bool // one of them is plain text
	left  []governance.File
	gone  bool
}

// Gone is the enclosure of a mail that is kept no more.
func Gone() *Enclosure { return &Enclosure{gone: true} }

// Enclose encodes files for letters. What is left out, and what finds no room
// any more in so many bytes, is named only. The files stay byte for byte.
func Enclose(files []File, room int) *Enclosure {
	e := &Enclosure{}
	var travelling []File
	for _, f := range files {
		size := base64.StdEncoding.EncodedLen(len(f.Content))
		if f.Left == "" && size > room {
			f.Left = governance.LeftSize
		}
		if f.Left != "" {
			e.left = append(e.left, f.File)
			continue
		}
		room -= size
		travelling = append(travelling, f)
		e.text = e.text || f.Media == "text/plain" || f.Media == "text/markdown"
	}
	if e.files = len(travelling); e.files > 0 {
		e.parts = slices.Clip(append(appendFiles(nil, travelling), closing...))
	}
	return e
}

// any tells whether any file travels.
func (e *Enclosure) any() bool { return e != nil && e.files > 0 }

// outer is the boundary around the words and the files. Neither quoted-printable
// text nor base64 can hold it, so that it may be the same for all.
const outer = "=_enclosed"

// closing ends a mail that holds files.
const closing = "\r\n--" + outer + "--\r\n"

// appendFiles writes files behind the words of a mail (RFC 2046 section 5.1.3).
func appendFiles(mail []byte, files []File) []byte {
	for _, f := range files {
		mail = append(append(mail, "\r\n--"+outer+"\r\n"+f.header()+"\r\n"...), lines64(f.Content)...)
	}
	return mail
}

// header is the header of the part that a file is. Its name is told twice, in
// the two ways that mail programs know (RFC 2231, RFC 2047).
func (f *File) header() string {
	var h headers
	media := f.Media
	if f.Charset != "" {
		media += "; charset=" + f.Charset
	}
	name := strings.Join(encode(f.Name), " ")
	if quotable(f.Name) {
		name = f.Name
	}
	h.add("Content-Type", media+`; name="`+name+`"`)
	h.add("Content-Disposition", "attachment; "+extended("filename", f.Name))
	h.add("Content-Transfer-Encoding", "base64")
	return h.String()
}

// quotable tells a name that may stand between quotes as it is.
func quotable(name string) bool {
	for i := range len(name) {
		if name[i] < ' ' || name[i] >= 0x7F || name[i] == '"' || name[i] == '\\' {
			return false
		}
	}
	return len(name) <= 50 && !strings.Contains(name, "=?") && !strings.Contains(name, "  ")
}

// extended writes a parameter in sections that fit their lines (RFC 2231).
func extended(name, value string) string {
	if quotable(value) {
		return name + `="` + value + `"`
	}
	const most = 50
	var sections []string
	section := "utf-8''"
	for _, r := range value {
		letter := url.PathEscape(string(r))
		letter = strings.NewReplacer("'", "%27", "(", "%28", ")", "%29", "*", "%2A", ",", "%2C", ";", "%3B", ":", "%3A", "@", "%40", "=", "%3D").Replace(letter)
		if len(section)+len(letter) > most {
			sections, section = append(sections, section), ""
		}
		section += letter
	}
	sections = append(sections, section)
	if len(sections) == 1 {
		return name + "*=" + section
	}
	for i := range sections {
		sections[i] = fmt.Sprintf("%s*%d*=%s", name, i, sections[i])
	}
	return strings.Join(sections, "; ")
}

// lines64 is base64 in lines of 76 characters, without the last line's end.
func lines64(content []byte) []byte {
	const perLine = 76 / 4 * 3
	out := make([]byte, 0, base64.StdEncoding.EncodedLen(len(content))+len(content)/perLine*2)
	for len(content) > 0 {
		n := min(perLine, len(content))
		out = base64.StdEncoding.AppendEncode(out, content[:n])
		if content = content[n:]; len(content) > 0 {
			out = append(out, '\r', '\n')
		}
	}
	return out
}
