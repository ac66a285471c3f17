package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"toutdoux/internal/check"
)

func checkCommand() *cobra.Command {
	var asJSON, mail bool
	cmd := &cobra.Command{
		Use: "check", Short: "Try everything that the configuration names, and say how to mend what fails", Args: cobra.NoArgs,
		Long: "Looks at files, disk, register and clock, logs in to the mailbox and to the server that letters\n" +
			"leave through, and asks the DNS about the list's domain. It changes nothing, also while the\n" +
			"daemon runs. With --mail the list also sends itself mails, and reads them back: nothing is made\n" +
			"of them, and members get none. One of them goes to the list's address with a suffix: where that\n" +
			"does not reach the list, and the domain has a catch-all, whoever reads that gets it.\n" +
			"Exit status 1 where something is a fault.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, err := load(cmd)
			if err != nil {
				return err
			}
			world := check.Real()
			say, done := progress(cmd.ErrOrStderr())
			world.Waiting = func(what []string) {
				if len(what) > 0 {
					say("waiting for " + strings.Join(what, ", "))
				}
			}
			found := check.Run(cmd.Context(), cfg, world, mail)
			done()
			if asJSON {
				err = printInert(cmd.OutOrStdout(), map[string][]check.Finding{"findings": found})
			} else {
				err = printFindings(cmd.OutOrStdout(), found, terminal(cmd.OutOrStdout()))
			}
			if n := check.Faults(found); err == nil && n > 0 {
				err = fmt.Errorf("%s: mend what is marked so, and run toutdoux check again", plural(n, "FAULT"))
			}
			return err
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	cmd.Flags().BoolVar(&mail, "mail", false, "have the list send itself two or three mails, too, and read them back; a domain's catch-all may get one")
	return cmd
}

func plural(n int, what string) string {
	if n > 1 {
		what += "S"
	}
	return fmt.Sprintf("%d %s", n, what)
}

// pageWidth is how wide what is printed for people is, in columns.
const pageWidth = 80

// chapters are the headings under which findings stand, by the beginnings of
// their subjects.
var chapters = []struct {
	heading  string
	subjects []string
}{
	{"This machine", []string{"files", "disk", "register", "daemon", "clock", "monitor"}},
	{"Mail that comes in", []string{"receive."}},
	{"Mail that goes out", []string{"send.", "dkim"}},
	{"What the DNS says", []string{"dns"}},
	{"The mail that the list sent to itself", []string{"mail"}},
}

// printFindings puts findings under headings, each on a line of its own, or for
// people on lines that are no longer than a page is wide.
func printFindings(out io.Writer, found []check.Finding, folded bool) error {
	var page strings.Builder
	for i, chapter := range chapters {
		heading := chapter.heading + "\n"
		if i > 0 && folded {
			heading = "\n" + heading
		}
		for _, f := range found {
			if begins(f.Subject, chapter.subjects) {
				page.WriteString(heading + finding(f, folded))
				heading = ""
			}
		}
	}
	_, err := io.WriteString(out, page.String())
	return err
}

func begins(subject string, with []string) bool {
	for _, one := range with {
		if strings.HasPrefix(subject, one) {
			return true
		}
	}
	return false
}

// marks say a level at the beginning of a line.
var marks = map[check.Level]string{check.OK: "ok", check.Note: "note", check.Warning: "WARNING", check.Fault: "FAULT"}

func finding(f check.Finding, folded bool) string {
	before, then := fmt.Sprintf("  %-7s  ", marks[f.Level]), strings.Repeat(" ", 11)+"→ "
	switch {
	case !folded && f.Mend != "":
		return before + f.What + " → " + f.Mend + "\n"
	case !folded:
		return before + f.What + "\n"
	case f.Mend != "":
		return fold(before, f.What) + fold(then, f.Mend)
	}
	return fold(before, f.What)
}

// fold breaks a text into lines of pageWidth, behind what stands before it, and
// below that.
func fold(before, text string) string {
	var lines strings.Builder
	line, indent := before, strings.Repeat(" ", columns(before))
	empty := true
	for word := range strings.FieldsSeq(text) {
		if !empty && columns(line)+1+columns(word) > pageWidth {
			lines.WriteString(line + "\n")
			line, empty = indent, true
		}
		if !empty {
			line += " "
		}
		line, empty = line+word, false
	}
	return lines.String() + line + "\n"
}
