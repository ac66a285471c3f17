package compose

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"toutdoux/templates"
)

// frenchFaults are what good French printing does not have.
var frenchFaults = map[string]*regexp.Regexp{
	"a plain space before : ; ! ? »":         regexp.MustCompile(` [:;!?»]`),
	"no space at all before ; ! ? »":         regexp.MustCompile(`[^\x{a0}\s(][;!?»]`),
	"no space before a colon":                regexp.MustCompile(`\pL:(\s|$)`),
	"a plain space after «":                  regexp.MustCompile(`«[^\x{a0}]`),
	"a straight apostrophe":                  regexp.MustCompile(`'`),
	"a straight quotation mark":              regexp.MustCompile(`"`),
	"three dots for an ellipsis":             regexp.MustCompile(`\.\.\.`),
	"a number apart from its unit":           regexp.MustCompile(`(?:^|[^#\d])\d+ (€|h\b|jours?\b|voix\b|personnes?\b|membres?\b|pour\b|blancs?\b|contre\b)`),
	"a day apart from its month":             regexp.MustCompile(`\d (janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)`),
	"the first of a month as a plain number": regexp.MustCompile(`\b1\x{a0}(janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)`),
}

// wellSet looks for faults in the letters' own French.
func wellSet(t *testing.T, all []written) {
	for _, w := range all {
		text := ownWords(w.letter.Text)
		if strings.Contains(text, "!") && w.scene.kind != "welcome" {
			t.Errorf("%s shouts", w)
		}
		if w.locale != "fr" {
			continue
		}
		for fault, pattern := range frenchFaults {
			if found := pattern.FindString(text); found != "" {
				t.Errorf("%s: %s: %q", w, fault, found)
			}
		}
	}
}

// ownWords is a letter without what members wrote and without codes: what the
// scenes have them write is known.
func ownWords(text string) string {
	text = strings.Join(strings.Fields(strings.ReplaceAll(text, noBreak, "\x00")), " ")
	text = strings.ReplaceAll(text, "\x00", noBreak)
	for _, said := range []string{
		"l'assemblée de juin : l'adhésion", "qu'ils préparent", "Pour l'assemblée de printemps.", "Erin d'attente",
		"cliquer ; on", "Ce n'est pas l'objet de l'association", "l'automne", "C'est payé", "l'a demandé", "Contre, c'est",
		"Enfin !", "deux :", "passante ?", "clefs ?", "Et vous ?", "> lequel ?", "budget le permet : il", "120 €", "et 60 € sont", "coûte 80 €", "Je m'en occupe.", "suivra le dossier ?", "Message 17 :", "Lettre 12 :", "Vacances :", "set aside:", "vote: index",
	} {
		text = strings.ReplaceAll(text, said, "…")
	}
	return text
}

// Wherever a French template would need the program to set something it does
// not, its line shows here.
func TestFrenchTemplatesAreWellWritten(t *testing.T) {
	files, err := fs.Glob(templates.FS, "fr/*.txt")
	if err != nil || len(files) != len(kinds)+1 {
		t.Fatalf("%d French templates, %v", len(files), err)
	}
	action := regexp.MustCompile(`\{\{[^}]*\}\}`)
	missing := regexp.MustCompile(`[^\s(][;!?»]|\pL:\s|«[^ ]|'|"|\.\.\.`)
	for _, file := range files {
		raw, err := fs.ReadFile(templates.FS, file)
		if err != nil {
			t.Fatal(err)
		}
		for n, line := range strings.Split(string(raw), "\n") {
			line = strings.TrimPrefix(action.ReplaceAllString(line, "x "), "Subject: ")
			line = strings.ReplaceAll(line, "Re: ", "")
			line = strings.ReplaceAll(line, "x Subject: ", "")
			if found := missing.FindString(line); found != "" {
				t.Errorf("%s:%d: %q in %s", file, n+1, found, line)
			}
		}
	}
}

// fitTheirColumns: no line of a text part is wider than 72 columns unless it is
// one word.
func fitTheirColumns(t *testing.T, all []written) {
	for _, w := range all {
		for line := range strings.SplitSeq(w.letter.Text, "\n") {
			if cells(line) > columns && strings.Contains(strings.TrimSpace(line), " ") {
				t.Errorf("%s: %d columns: %s", w, cells(line), line)
			}
		}
	}
}
