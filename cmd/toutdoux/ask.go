package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"
)

// answers are what init needs to know, by flags or asked for.
type answers struct {
	name, list, locale, timezone string
	founders                     []string // as in "Alice <alice@example.org>"
	yes                          bool     // ask nothing
}

// complete asks for what no flag gave, where somebody is there to answer.
func (a *answers) complete(in io.Reader, out io.Writer) error {
	if !a.yes && isTerminal(in) {
		if err := a.ask(bufio.NewScanner(in), out); err != nil {
			return err
		}
	}
	if a.locale == "" {
		a.locale = languageOf(os.Getenv)
	}
	if a.timezone == "" {
		a.timezone = "Europe/Paris"
	}
	if a.name == "" || a.list == "" || len(a.founders) == 0 {
		return usageError{errors.New("say who the association is: --name NAME --list ADDRESS --founder \"Alice <alice@example.org>\"")}
	}
	return nil
}

func (a *answers) ask(lines *bufio.Scanner, out io.Writer) error {
	for _, q := range []struct {
		text string
		to   *string
	}{
		{"Name of the association", &a.name},
		{"Address of its list", &a.list},
		{"Language of its letters, fr or en (" + languageOf(os.Getenv) + ")", &a.locale},
		{"Time zone (Europe/Paris)", &a.timezone},
	} {
		if *q.to != "" {
			continue
		}
		var err error
		if *q.to, err = answer(lines, out, q.text); err != nil {
			return err
		}
	}
	if len(a.founders) > 0 {
		return nil
	}
	for {
		founder, err := answer(lines, out, "A founder, as in Alice <alice@example.org> (nothing once all are named)")
		if err != nil || founder == "" {
			return err
		}
		a.founders = append(a.founders, founder)
	}
}

func answer(lines *bufio.Scanner, out io.Writer, question string) (string, error) {
	fmt.Fprint(out, question+": ")
	if !lines.Scan() {
		return "", fmt.Errorf("read answer: %w", errors.Join(lines.Err(), io.ErrUnexpectedEOF))
	}
	return strings.TrimSpace(lines.Text()), nil
}

func isTerminal(in io.Reader) bool {
	file, ok := in.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

// languageOf is the one of ours that the environment asks for (POSIX, Locale):
// fr, or else en.
func languageOf(getenv func(string) string) string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if value := getenv(name); value != "" {
			if strings.HasPrefix(value, "fr") {
				return "fr"
			}
			return "en"
		}
	}
	return "en"
}
