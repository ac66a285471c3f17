package main

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"toutdoux/internal/association"
	"toutdoux/internal/governance"
)

// assemblyReport prints what members get with an agenda: the report that went
// with it, or what the next one would be today.
func assemblyReport() *cobra.Command {
	var asHTML bool
	cmd := &cobra.Command{
		Use: "report [NUMBER]", Short: "Print the report for an assembly, or the one that is due now", Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return look(cmd, func(r register) error {
				s, err := r.state(cmd.Context())
				if err != nil {
					return err
				}
				until, err := reportedUntil(s, args)
				if err != nil {
					return err
				}
				letters, err := association.Letters(r.cfg)
				if err != nil {
					return err
				}
				text, page, err := letters.Account(s, s.LastReport(until), until)
				if err != nil {
					return err
				}
				if asHTML {
					text = page
				}
				_, err = fmt.Fprint(cmd.OutOrStdout(), text)
				return err
			})
		},
	}
	cmd.Flags().BoolVar(&asHTML, "html", false, "print a page with plots, for a browser or a printer")
	return cmd
}

// reportedUntil is the instant until which the report for an assembly tells
// things: when its agenda was sent, now where that is to come.
func reportedUntil(s *governance.State, args []string) (time.Time, error) {
	now := time.Now().UTC().Truncate(time.Second)
	if len(args) == 0 {
		return now, nil
	}
	a, err := theAssembly(s, args[0])
	if err != nil || a.ClosedAt.IsZero() {
		return now, err
	}
	return a.ClosedAt, nil
}
