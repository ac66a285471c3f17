package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"toutdoux/internal/governance"
	"toutdoux/internal/listing"
)

func assemblyCommand() *cobra.Command {
	return group("assembly", "List and show assemblies, and the report for one", true, assemblyList(), assemblyShow(), assemblyReport())
}

func assemblyList() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "list", Short: "List the assemblies: when, where, and who comes", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return lookAt(cmd, func(s *governance.State) error {
				assemblies := listing.Assemblies(s, asOf(s))
				if asJSON {
					return printInert(cmd.OutOrStdout(), map[string]any{"assemblies": assemblies})
				}
				rows := table{{"ASSEMBLY", "TYPE", "STATE", "DATE", "PRESENT", "PROXY", "ABSENT", "POINTS", "TITLE"}}
				for _, a := range assemblies {
					present, proxies, absent := turnout(&a)
					rows = append(rows, []string{
						strconv.Itoa(a.Number), string(a.Type), a.State, when(a.At, s.Zone()), strconv.Itoa(present), strconv.Itoa(proxies),
						strconv.Itoa(absent), strconv.Itoa(len(a.Agenda)), a.Title,
					})
				}
				return rows.print(cmd.OutOrStdout())
			})
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	return cmd
}

// turnout counts the answers to a call.
func turnout(a *listing.Assembly) (present, proxies, absent int) {
	for _, x := range a.Attendance {
		switch x.Answer {
		case governance.Present:
			present++
		case governance.ByProxy:
			proxies++
		default:
			absent++
		}
	}
	return present, proxies, absent
}

func assemblyShow() *cobra.Command {
	return &cobra.Command{
		Use: "show NUMBER", Short: "Show an assembly: its agenda, and who comes", Args: exactly(1, "2"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return lookAt(cmd, func(s *governance.State) error {
				a, err := theAssembly(s, args[0])
				if err != nil {
					return err
				}
				return showAssembly(cmd.OutOrStdout(), s, a.Number)
			})
		},
	}
}

// theAssembly is the one whose number was given.
func theAssembly(s *governance.State, given string) (*governance.Assembly, error) {
	n, err := strconv.Atoi(given)
	if err != nil || n < 1 {
		return nil, usageError{fmt.Errorf("no assembly has the number %q: write it as in 2", given)}
	}
	if a := s.Assembly(n); a != nil {
		return a, nil
	}
	return nil, fmt.Errorf("there is no assembly %d: see toutdoux assembly list", n)
}

func showAssembly(out io.Writer, s *governance.State, n int) error {
	a, known := listing.Assemblies(s, asOf(s))[n-1], s.Assembly(n)
	err := show(out, strings.TrimSpace(fmt.Sprintf("%d %s", n, a.Title)), [][2]string{
		{"type", string(a.Type)},
		{"state", a.State},
		{"convener", s.Display(known.Convener)},
		{"called", when(a.CalledAt, s.Zone())},
		{"from", when(a.At, s.Zone())},
		{"until", when(a.Until, s.Zone())},
		{"place", a.Place},
		{"agenda until", when(a.AgendaUntil, s.Zone())},
		{"agenda sent", when(instant(a.AgendaAt), s.Zone())},
		{"cancelled", when(instant(a.CancelledAt), s.Zone())},
	})
	if err != nil {
		return err
	}
	points := table{{"POINT", "BY"}}
	for _, p := range known.Points {
		points = append(points, []string{string(p.Text), s.Display(p.Member)})
	}
	if err := showTable(out, points); err != nil {
		return err
	}
	answers := table{{"ANSWER", "MEMBER", "PROXY", "AT", "NOTE"}}
	for _, x := range known.Attendance {
		answers = append(answers, []string{string(x.Presence), s.Display(x.Member), s.Display(x.Proxy), when(x.Rank, s.Zone()), string(x.Note)})
	}
	return showTable(out, answers)
}
