package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"toutdoux/internal/config"
	"toutdoux/internal/governance"
	"toutdoux/internal/roster"
)

// rosterSize bounds what is read of a list of members, in bytes.
const rosterSize = 16 << 20

func memberImport() *cobra.Command {
	var dry bool
	cmd := &cobra.Command{
		Use: "import FILE", Short: "Add the people of another list as newcomers (an intervention)", Args: exactly(1, `members.csv --reason "the members of the old list"`),
		Long: `Adds everybody on a list who is no member, as a newcomer like all others. FILE is
a CSV file with a column of addresses, what "list_members --fullnames" (Mailman 2)
or "mailman members" (Mailman 3) prints, or a dump of Sympa; - is standard input.
It can be imported again: members stay as they are, who has left stays away.
Every member is told, in one letter, with the reason.`,
	}
	cmd.Flags().BoolVar(&dry, "dry-run", false, "say what would be done, and do nothing")
	return intervention(cmd, func(cmd *cobra.Command, args []string, reason string) error {
		cfg, err := load(cmd)
		if err != nil {
			return err
		}
		listed, err := readRoster(cmd.InOrStdin(), args[0])
		if err != nil {
			return err
		}
		people, err := newPeople(cmd, cfg, listed)
		if err != nil {
			return err
		}
		done := fmt.Sprintf("%d newcomers of the %d people listed; the others are members, or have left", len(people), len(listed))
		if dry || len(people) == 0 {
			_, err := fmt.Fprintln(cmd.OutOrStdout(), done+"; nothing is done")
			return err
		}
		return intervene(cmd, cfg, governance.Request{Verb: governance.VerbImport, People: people, Reason: reason}, done)
	})
}

// readRoster reads a list of members; the file "-" is standard input. Lines
// that cannot be read refuse all of it: the first is named.
func readRoster(in io.Reader, file string) ([]roster.Person, error) {
	if file != "-" {
		opened, err := os.Open(file)
		if err != nil {
			return nil, fmt.Errorf("read list of members: %w", err)
		}
		defer opened.Close()
		in = opened
	}
	export, err := io.ReadAll(io.LimitReader(in, rosterSize+1))
	if err != nil {
		return nil, fmt.Errorf("read list of members: %w", err)
	}
	if len(export) > rosterSize {
		return nil, fmt.Errorf("read %s: it has over %d MiB: is it a list of members?", file, rosterSize>>20)
	}
	listed, err := roster.Read(export)
	if err == nil {
		return listed, nil
	}
	first, others, more := strings.Cut(err.Error(), "\n")
	if more {
		first += fmt.Sprintf("; and %d more lines like it", strings.Count(others, "\n")+1)
	}
	return nil, fmt.Errorf("read %s: %s; nothing was imported", file, printable(first))
}

// newPeople are those of a list who never were members.
func newPeople(cmd *cobra.Command, cfg *config.Config, listed []roster.Person) (people []governance.Person, err error) {
	err = lookAt(cmd, func(s *governance.State) error {
		for _, p := range listed {
			if ownAddress(cfg, p.Address) {
				return errors.New("the list's own address stands among the members: take " + p.Address + " out")
			}
			if !s.Knows(p.Address) {
				people = append(people, governance.Person(p))
			}
		}
		return nil
	})
	return people, err
}
