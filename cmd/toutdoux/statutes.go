package main

import (
	"github.com/spf13/cobra"

	"toutdoux/internal/governance"
	"toutdoux/internal/listing"
)

func statutesCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "statutes", Short: "List the statutes in force, each with the action that set it", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return lookAt(cmd, func(s *governance.State) error {
				statutes := listing.Statutes(s)
				if asJSON {
					return printInert(cmd.OutOrStdout(), map[string]any{"statutes": statutes})
				}
				rows := table{{"STATUTE", "VALUE", "SET BY", "SINCE"}}
				for _, row := range statutes {
					by := "the founding"
					if row.Action != 0 {
						by = "action " + number(row.Action)
					}
					rows = append(rows, []string{row.Key, row.Value, by, when(row.Since, s.Zone())})
				}
				return rows.print(cmd.OutOrStdout())
			})
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	return cmd
}
