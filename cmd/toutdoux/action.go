package main

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"toutdoux/internal/governance"
	"toutdoux/internal/listing"
)

func actionCommand() *cobra.Command {
	return group("action", "List and show actions", true, actionList(), actionShow())
}

func actionList() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "list", Short: "List the actions", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return lookAt(cmd, func(s *governance.State) error {
				actions := listing.Actions(s)
				if asJSON {
					return printInert(cmd.OutOrStdout(), map[string]any{"actions": actions})
				}
				rows := table{{"ACTION", "TYPE", "STATE", "ENDS", "FOR", "BLANK", "AGAINST", "OF", "TITLE"}}
				for _, a := range actions {
					rows = append(rows, []string{
						number(a.Number), string(a.Type), outcome(&a), when(ends(&a), s.Zone()), strconv.Itoa(a.For),
						strconv.Itoa(a.Blank), strconv.Itoa(a.Against), strconv.Itoa(a.Electorate), a.Title,
					})
				}
				return rows.print(cmd.OutOrStdout())
			})
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	return cmd
}

// outcome is where an action stands, and how it got there.
func outcome(a *listing.Action) string {
	words := string(a.State)
	if a.How != "" {
		words += " by " + string(a.How)
	}
	if a.DoneAt != nil {
		words += ", done"
	}
	return words
}

// ends is when an action closed, or will; zero where nobody can vote yet.
func ends(a *listing.Action) time.Time {
	if a.ClosedAt != nil {
		return *a.ClosedAt
	}
	return instant(a.Deadline)
}

func instant(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}

func actionShow() *cobra.Command {
	return &cobra.Command{
		Use: "show NUMBER", Short: "Show an action: dates, count, ballots, who has not answered", Args: exactly(1, "12"),
		RunE: func(cmd *cobra.Command, args []string) error {
			n, err := strconv.Atoi(strings.TrimPrefix(args[0], "#"))
			if err != nil || n < 1 {
				return usageError{fmt.Errorf("no action has the number %q: write it as in 12", args[0])}
			}
			return lookAt(cmd, func(s *governance.State) error {
				if s.Action(n) == nil {
					return fmt.Errorf("there is no action #%d: see toutdoux action list", n)
				}
				return showAction(cmd.OutOrStdout(), s, n)
			})
		},
	}
}

func showAction(out io.Writer, s *governance.State, n int) error {
	a, known := listing.Actions(s)[n-1], s.Action(n)
	cost := ""
	if known.CostCents > 0 {
		cost = fmt.Sprintf("%d.%02d EUR", known.CostCents/100, known.CostCents%100)
	}
	silent := a.Electorate - a.For - a.Blank - a.Against
	err := show(out, number(n)+" "+a.Title, [][2]string{
		{"type", string(a.Type)},
		{"state", outcome(&a)},
		{"proposer", s.Display(known.Proposer)},
		{"cost", cost},
		{"effects", effects(s, known)},
		{"opened", when(a.OpenedAt, s.Zone())},
		{"paused", when(instant(a.PausedAt), s.Zone())},
		{"deadline", when(instant(a.Deadline), s.Zone())},
		{"closed", when(instant(a.ClosedAt), s.Zone())},
		{"done", when(instant(a.DoneAt), s.Zone())},
		{"count", fmt.Sprintf("%d for, %d blank, %d against, %d without an answer, of %d", a.For, a.Blank, a.Against, silent, a.Electorate)},
		{"no answer from", strings.Join(silence(s, known, silent), ", ")},
	})
	if err != nil {
		return err
	}
	rows := table{{"BALLOT", "MEMBER", "AT", "COUNTED", "REASON"}}
	for i, b := range a.Ballots {
		rows = append(rows, []string{
			string(b.Choice), s.Display(known.Ballots[i].Member), when(b.At, s.Zone()), yes(b.Counted), b.Reason,
		})
	}
	return showTable(out, rows)
}

// silence names those of the electorate who have not answered: nobody where
// members left or went on leave since the action closed, and it cannot be told.
func silence(s *governance.State, a *governance.Action, count int) []string {
	var names []string
	for _, m := range s.Members {
		voted := slices.ContainsFunc(a.Ballots, func(b governance.Ballot) bool {
			return b.Member == m.ID && (b.Counted || a.IsOpen() && !b.Void)
		})
		if a.InElectorate(m) && !voted {
			names = append(names, s.Display(m.ID))
		}
	}
	if len(names) != count {
		return nil
	}
	return names
}
