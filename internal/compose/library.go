package compose

import (
	"errors"
	"fmt"
	html "html/template"
	"io/fs"
	"strconv"
	"strings"
	"text/template"

	"toutdoux/internal/governance"
	"toutdoux/templates"
)

// commonFile holds what several letters say, layoutFile the HTML around them.
const (
	commonFile = "common.txt"
	layoutFile = "letter.html"
	pageFile   = "report.html"
)

// kinds are the kinds of letter, each of which has a template.
var kinds = []governance.LetterKind{
	governance.LetterAnnouncement, governance.LetterDryRun, governance.LetterReceipt, governance.LetterPause,
	governance.LetterCounterVote, governance.LetterRequalified, governance.LetterReminder, governance.LetterOutcome,
	governance.LetterWelcome, governance.LetterArrival, governance.LetterVotingRight, governance.LetterDigest, governance.LetterPublicDigest, governance.LetterVacation, governance.LetterFarewell,
	governance.LetterGhostNotice, governance.LetterGhostPing, governance.LetterSurvey, governance.LetterSurveyResult, governance.LetterConcern,
	governance.LetterConfirm, governance.LetterAskVote, governance.LetterHelp, governance.LetterStatus,
	governance.LetterAssembly, governance.LetterRole, governance.LetterMandate, governance.LetterRefusal, governance.LetterPost, governance.LetterIntervention, governance.LetterOwner,
}

// library is every letter of one language, parsed.
type library struct {
	letters map[governance.LetterKind]*template.Template
	layout  *html.Template
	page    *html.Template // around a report
}

// readLibrary parses the letters of a language. An error names file and line.
// Where it is strict, what a letter prints must be there.
func readLibrary(h House, strict bool) (*library, error) {
	if err := checkOverrides(h); err != nil {
		return nil, err
	}
	common, err := source(h, h.Locale+"/"+commonFile)
	if err != nil {
		return nil, err
	}
	lib := &library{letters: map[governance.LetterKind]*template.Template{}}
	for _, kind := range kinds {
		if lib.letters[kind], err = readLetter(h, kind, common, strict); err != nil {
			return nil, err
		}
	}
	if lib.layout, err = readLayout(h, layoutFile); err != nil {
		return nil, err
	}
	if lib.page, err = readLayout(h, pageFile); err != nil {
		return nil, err
	}
	return lib, nil
}

func readLayout(h House, file string) (*html.Template, error) {
	text, err := source(h, file)
	if err != nil {
		return nil, err
	}
	t, err := html.New(file).Parse(text)
	if err != nil {
		return nil, fmt.Errorf("read letter layout: %w", err)
	}
	return t, nil
}

// readLetter parses one kind of letter, whose blocks have names of their own,
// beside what all letters share.
func readLetter(h House, kind governance.LetterKind, common string, strict bool) (*template.Template, error) {
	file := h.Locale + "/" + string(kind) + ".txt"
	text, err := source(h, file)
	if err != nil {
		return nil, err
	}
	set, err := template.New(h.Locale + "/" + commonFile).Funcs(words(h.Locale)).Parse(common)
	if err == nil {
		_, err = set.New(file).Parse(text)
	}
	if err != nil {
		return nil, fmt.Errorf("read letter: %w", err)
	}
	for _, name := range []string{"foot", "clipped"} {
		if set.Lookup(name) == nil {
			return nil, fmt.Errorf("read letter %s/%s:1: it has no {{define %q}}: copy that of the file that it overrides", h.Locale, commonFile, name)
		}
	}
	for _, t := range set.Templates() {
		if err := prepare(t, h.Locale); err != nil {
			return nil, err
		}
		if strict {
			demand(t)
		}
	}
	return set.Lookup(file), nil
}

// words are what templates can call: n writes a number and what it counts, the
// one or the several; de writes the French preposition before a name.
func words(locale string) template.FuncMap {
	speech := tongues[locale]
	return template.FuncMap{
		"n": func(count int, one, several string) string {
			return strconv.Itoa(count) + noBreak + pick([2]string{one, several}, speech.plural(count))
		},
		"de":     func(name fmt.Stringer) string { return elided(plain(name.String())) + name.String() },
		demanded: there,
	}
}

// source is the text of a template: the operator's where there is one.
func source(h House, file string) (string, error) {
	raw, err := fs.ReadFile(templates.FS, file)
	if h.Overrides != nil {
		if own, missing := fs.ReadFile(h.Overrides, file); missing == nil {
			raw, err = own, nil
		} else if !errors.Is(missing, fs.ErrNotExist) {
			err = missing
		}
	}
	if err != nil {
		return "", fmt.Errorf("read letter %s: %w", file, err)
	}
	return addressForm(strings.ReplaceAll(string(raw), "\r\n", "\n"), h.AddressForm), nil
}

// checkOverrides refuses a letter of the operator's that no letter would ever
// use: a name misspelt.
func checkOverrides(h House) error {
	if h.Overrides == nil {
		return nil
	}
	own, err := fs.Glob(h.Overrides, h.Locale+"/*.txt")
	if err != nil {
		return fmt.Errorf("list letters that override: %w", err)
	}
	for _, file := range own {
		if _, err := fs.Stat(templates.FS, file); err != nil {
			return fmt.Errorf("read letter %s: no letter has that name; see the templates that come with the program", file)
		}
	}
	return nil
}
