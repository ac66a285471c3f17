package main

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// manual is the page that tells what each command and flag does.
const manual = "../../contrib/man/toutdoux.1.scd"

// howTo tells whoever adds a command or a flag what to write there.
const howTo = manual + " and the program differ (-program +page). A command is a line there as in\n" +
	"*member add* _NAME_\nand each of its flags one below, after a tab, as in\n\t*--reason* _WHY_\n" +
	"with a line below, after one more tab, that says what it does:\n"

func TestManualHasEveryCommandAndFlag(t *testing.T) {
	page, err := os.ReadFile(manual)
	if err != nil {
		t.Fatal(err)
	}
	root := newRoot()
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd("")
	if diff := cmp.Diff(commandsOf(root, ""), onPage(string(page))); diff != "" {
		t.Error(howTo + diff)
	}
}

// commandsOf gives every command that does something, with its own flags. A
// group of commands that has flags does what its list does.
func commandsOf(cmd *cobra.Command, above string) map[string][]string {
	found := map[string][]string{}
	for _, sub := range cmd.Commands() {
		path := strings.TrimPrefix(above+" "+sub.Name(), " ")
		inner := commandsOf(sub, path)
		if path == "completion" { // its shells are arguments to whoever reads
			inner = nil
		}
		maps.Copy(found, inner)
		flags := flagsOf(sub)
		if len(inner) > 0 && len(flags) == 0 || sub.Hidden {
			continue // a group that only asks for more words
		}
		found[path] = flags
	}
	return found
}

func flagsOf(cmd *cobra.Command) []string {
	flags := []string{}
	cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
		if f.Name != "help" {
			flags = append(flags, f.Name)
		}
	})
	slices.Sort(flags)
	return flags
}

var (
	commandLine = regexp.MustCompile(`^(\*[a-z ]+\*(?:, )?)+`)
	flagLine    = regexp.MustCompile(`^\t\*--([a-z-]+)\*( _.*)?\n`)
	bold        = regexp.MustCompile(`\*([a-z ]+)\*`)
)

// onPage gives the commands of the page with their flags, sorted.
func onPage(page string) map[string][]string {
	found := map[string][]string{}
	_, page, _ = strings.Cut(page, "\n# COMMANDS\n")
	page, _, _ = strings.Cut(page, "\n# OPTIONS\n")
	var current []string
	for line := range strings.Lines(page) {
		if head := commandLine.FindString(line); head != "" {
			current = nil
			for _, name := range bold.FindAllStringSubmatch(head, -1) {
				current = append(current, name[1])
				found[name[1]] = []string{}
			}
		}
		if flag := flagLine.FindStringSubmatch(line); flag != nil {
			for _, name := range current {
				found[name] = append(found[name], flag[1])
				slices.Sort(found[name])
			}
		}
	}
	return found
}
