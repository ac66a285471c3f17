// Package roster reads who the members of another list are, as other programs
// export them: CSV of any spreadsheet, Mailman 2 and 3, Sympa. Who of them
// becomes a member is for others to say.
package roster

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"toutdoux/internal/address"
)

// Person is somebody on a list. Name is empty where the export has none.
type Person struct {
	Name    string
	Address string // normalised
}

// Problem is a line that names nobody. Nothing of its export is to be used: a
// list that lost somebody on the way would go unnoticed.
type Problem struct {
	Line int // from 1
	Text string
	Err  error
}

func (p *Problem) Error() string { return fmt.Sprintf("line %d, %q: %v", p.Line, p.Text, p.Err) }

func (p *Problem) Unwrap() error { return p.Err }

// ErrNobody is returned for an export that names nobody.
var ErrNobody = errors.New("it names nobody: give a CSV file with a column of addresses, or what Mailman or Sympa exports")

// row is what one line, or one stanza, says of somebody.
type row struct {
	line       int
	text       string
	name, mail string
}

// Read gives the people on a list, each once, in order. It knows by itself what
// wrote the export, and in which charset. Errors: a *Problem for each line that
// cannot be read, joined, or ErrNobody.
func Read(export []byte) ([]Person, error) {
	text, err := decode(export)
	if err != nil {
		return nil, fmt.Errorf("read list of members: %w", err)
	}
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	rows := stanzas(lines)
	if rows == nil {
		rows = table(lines)
	}
	var people []Person
	var problems []error
	seen := map[string]bool{}
	for _, r := range rows {
		p, err := r.person()
		if err != nil {
			problems = append(problems, &Problem{r.line, r.text, err})
		} else if !seen[p.Address] {
			seen[p.Address] = true
			people = append(people, p)
		}
	}
	if len(problems) > 0 {
		return nil, errors.Join(problems...)
	}
	if len(people) == 0 {
		return nil, ErrNobody
	}
	return people, nil
}

// decode reads an export as UTF-8 or UTF-16 by its mark, or as UTF-8 where it
// is, or else as windows-1252, which is what older spreadsheets write.
func decode(export []byte) (string, error) {
	for _, mark := range []string{"\xef\xbb\xbf", "\xff\xfe", "\xfe\xff"} {
		if bytes.HasPrefix(export, []byte(mark)) {
			text, err := unicode.UTF8.NewDecoder().String(string(export))
			if mark != "\xef\xbb\xbf" {
				text, err = unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewDecoder().String(string(export))
			}
			return strings.TrimPrefix(text, "\ufeff"), err
		}
	}
	if utf8.Valid(export) {
		return string(export), nil
	}
	return charmap.Windows1252.NewDecoder().String(string(export))
}

// person is whom a row names.
func (r row) person() (Person, error) {
	if !strings.Contains(r.mail, "@") {
		return Person{}, errors.New("no mail address stands there")
	}
	name, addr, err := address.ParseFrom(r.mail)
	if err != nil {
		return Person{}, err
	}
	if own := address.CleanName(r.name); own != "" {
		name = own
	}
	return Person{Name: name, Address: addr}, nil
}
