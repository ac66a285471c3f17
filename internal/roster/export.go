package roster

import (
	"encoding/csv"
	"slices"
	"strings"

	"toutdoux/internal/address"
)

// stanzas reads a dump of Sympa: a paragraph for each subscriber, of lines that
// begin with a word ("email", "gecos", "date", …). It gives nil for what is
// none.
func stanzas(lines []string) []row {
	var rows []row
	open := false
	for i, line := range lines {
		key, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch {
		case key == "":
			open = false
		case key == "email" && !open:
			rows, open = append(rows, row{line: i + 1, text: line, mail: strings.TrimSpace(value)}), true
		case !open:
			return nil
		case key == "gecos":
			rows[len(rows)-1].name = strings.TrimSpace(value)
		}
	}
	return rows
}

// Names of columns, as spreadsheets and programs write them, in lower case.
var (
	mailColumns    = []string{"email", "e-mail", "mail", "address", "email address", "adresse", "courriel", "adresse e-mail", "adresse email", "adresse mail", "adresse électronique", "mél"}
	nameColumns    = []string{"name", "full name", "display name", "display_name", "real name", "nom complet", "nom et prénom", "prénom et nom", "gecos"}
	givenColumns   = []string{"first name", "given name", "firstname", "prénom", "prenom"}
	surnameColumns = []string{"last name", "family name", "surname", "lastname", "nom", "nom de famille"}
)

// columns says in which column what stands, -1 for nowhere.
type columns struct{ mail, name, given, surname int }

// table reads lines of fields: a CSV file, with a line of names above or not,
// or what Mailman lists, an address a line, as "Alice <alice@example.org>" or
// bare. Empty lines and those that begin with # say nothing.
func table(lines []string) []row {
	comma := separator(lines)
	at := columns{mail: -1}
	var rows []row
	first := true
	for i, line := range lines {
		if trimmed := strings.TrimSpace(line); trimmed == "" || trimmed[0] == '#' {
			continue
		}
		fields := split(line, comma)
		if first {
			first = false
			if found, ok := header(fields); ok {
				at = found
				continue
			}
		}
		rows = append(rows, at.row(i+1, line, fields))
	}
	return rows
}

// separator is what stands between the fields: the one of the three that the
// lines have most often.
func separator(lines []string) rune {
	best, most := ',', 0
	for _, comma := range []rune{',', ';', '\t'} {
		n := 0
		for _, line := range lines {
			if strings.ContainsRune(line, comma) {
				n++
			}
		}
		if n > most {
			best, most = comma, n
		}
	}
	return best
}

// split gives the fields of one line (RFC 4180, a field within one line); a
// line that is no CSV is one field.
func split(line string, comma rune) []string {
	reader := csv.NewReader(strings.NewReader(line))
	reader.Comma, reader.LazyQuotes, reader.TrimLeadingSpace = comma, true, true
	fields, err := reader.Read()
	if err != nil {
		return []string{line}
	}
	for i := range fields {
		fields[i] = strings.TrimSpace(fields[i])
	}
	return fields
}

// header reads the line of names above a table.
func header(fields []string) (columns, bool) {
	find := func(names []string) int {
		return slices.IndexFunc(fields, func(f string) bool { return slices.Contains(names, strings.ToLower(f)) })
	}
	at := columns{find(mailColumns), find(nameColumns), find(givenColumns), find(surnameColumns)}
	return at, at.mail >= 0
}

// row reads one line: by its columns where they are known, or else the field
// that has an address, and the first that has none for a name. A line that is
// an address with its name is read whole: a comma may stand in it.
func (at columns) row(line int, text string, fields []string) row {
	r := row{line: line, text: text}
	field := func(i int) string {
		if i < 0 || i >= len(fields) {
			return ""
		}
		return fields[i]
	}
	if at.mail >= 0 {
		r.mail, r.name = field(at.mail), field(at.name)
		if r.name == "" {
			r.name = strings.TrimSpace(field(at.given) + " " + field(at.surname))
		}
		return r
	}
	if _, _, err := address.ParseFrom(text); err == nil && strings.Contains(text, "<") {
		r.mail = text
		return r
	}
	for _, f := range fields {
		switch {
		case r.mail == "" && strings.Contains(f, "@"):
			r.mail = f
		case r.name == "" && !strings.Contains(f, "@"):
			r.name = f
		}
	}
	return r
}
