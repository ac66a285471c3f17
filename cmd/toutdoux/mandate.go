package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"toutdoux/internal/governance"
	"toutdoux/internal/listing"
)

func mandateCommand() *cobra.Command {
	return group("mandate", "List and show mandates and roles", true, mandateList(), mandateShow())
}

func mandateList() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "list", Short: "List the mandates and the roles: who holds them, and until when", Args: cobra.NoArgs,
		Long: "Lists the mandates and the roles. Of a confidential mandate it tells what all decided, and nothing of what came of it since.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return lookAt(cmd, func(s *governance.State) error {
				mandates, roles := listing.Mandates(s, asOf(s)), listing.Roles(s)
				if asJSON {
					return printInert(cmd.OutOrStdout(), map[string]any{"mandates": mandates, "roles": roles})
				}
				rows := table{{"MANDATE", "STATE", "UNTIL", "CONFIDENTIAL", "HOLDERS", "SUBJECT"}}
				for i, m := range mandates {
					rows = append(rows, []string{
						number(m.Number), m.State, when(m.Until, s.Zone()), yes(m.Confidential), called(s, s.Mandates[i].Known()), m.Subject,
					})
				}
				if err := rows.print(cmd.OutOrStdout()); err != nil {
					return err
				}
				held := table{{"ROLE", "PERSON", "SINCE", "GIVEN BY"}}
				for _, r := range s.Roles {
					if r.Ended.IsZero() {
						held = append(held, []string{string(r.Name), s.Display(r.Person), when(r.Since, s.Zone()), "action " + number(r.Action)})
					}
				}
				return showTable(cmd.OutOrStdout(), held)
			})
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	return cmd
}

// called are the names of some members.
func called(s *governance.State, members []int) string {
	names := make([]string, len(members))
	for i, id := range members {
		names[i] = s.Display(id)
	}
	return strings.Join(names, ", ")
}

func mandateShow() *cobra.Command {
	return &cobra.Command{
		Use: "show NUMBER", Short: "Show a mandate: who holds it, and until when", Args: exactly(1, "12"),
		RunE: func(cmd *cobra.Command, args []string) error {
			n, err := strconv.Atoi(strings.TrimPrefix(args[0], "#"))
			if err != nil || n < 1 {
				return usageError{fmt.Errorf("no mandate has the number %q: write it as in 4", args[0])}
			}
			return lookAt(cmd, func(s *governance.State) error {
				m := s.Mandate(n)
				if m == nil {
					return fmt.Errorf("there is no mandate #%d: see toutdoux mandate list", n)
				}
				return show(cmd.OutOrStdout(), number(n)+" "+string(m.Subject), [][2]string{
					{"state", m.Standing(asOf(s))},
					{"confidential", yes(m.Confidential)},
					{"holders", called(s, m.Known())},
					{"since", when(m.Since, s.Zone())},
					{"until", when(m.Until, s.Zone())},
					{"given by", "action " + number(m.Number)},
				})
			})
		},
	}
}
