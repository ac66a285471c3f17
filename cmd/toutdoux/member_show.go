package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"toutdoux/internal/address"
	"toutdoux/internal/governance"
	"toutdoux/internal/listing"
)

func memberShow() *cobra.Command {
	return &cobra.Command{
		Use: "show ADDRESS", Short: "Show a member: standing, addresses, dates, ballots", Args: exactly(1, "alice@example.org"),
		RunE: func(cmd *cobra.Command, args []string) error {
			_, email, err := address.ParseFrom(args[0])
			if err != nil {
				return usageError{fmt.Errorf("read %q: %w: write it as in alice@example.org", args[0], err)}
			}
			return lookAt(cmd, func(s *governance.State) error {
				m := whoseIs(s, email)
				if m == nil {
					return fmt.Errorf("%s is nobody's address here: see toutdoux member list", email)
				}
				return showMember(cmd.OutOrStdout(), s, m, asOf(s))
			})
		},
	}
}

// whoseIs finds a member by any of their addresses, the departed too.
func whoseIs(s *governance.State, email string) *governance.Member {
	if m := s.ByAddress(email); m != nil {
		return m
	}
	for _, m := range s.Members {
		for _, each := range m.Addresses {
			if string(each) == email {
				return m
			}
		}
	}
	return nil
}

func showMember(out io.Writer, s *governance.State, m *governance.Member, now time.Time) error {
	addresses := make([]string, len(m.Addresses))
	for i, each := range m.Addresses {
		addresses[i] = string(each)
	}
	err := show(out, s.Display(m.ID), [][2]string{
		{"standing", m.Standing(now)},
		{"addresses", strings.Join(addresses, ", ")},
		{"joined", when(m.Joined, s.Zone())},
		{"votes from", when(m.VotesFrom, s.Zone())},
		{"on leave until", when(m.LeaveUntil, s.Zone())},
		{"departed", when(m.Departed, s.Zone())},
		{"last mail", when(m.LastSign, s.Zone())},
	})
	if err != nil {
		return err
	}
	rows := table{{"ACTION", "BALLOT", "AT", "COUNTED", "TITLE", "REASON"}}
	for i, a := range listing.Actions(s) {
		for j, b := range a.Ballots {
			if s.Actions[i].Ballots[j].Member == m.ID {
				rows = append(rows, []string{number(a.Number), string(b.Choice), when(b.At, s.Zone()), yes(b.Counted), a.Title, b.Reason})
			}
		}
	}
	return showTable(out, rows)
}

// show prints a title, and what is known of it; what is empty is left out.
func show(out io.Writer, title string, facts [][2]string) error {
	if _, err := fmt.Fprintln(out, printable(title)); err != nil {
		return err
	}
	var rows table
	for _, fact := range facts {
		if fact[1] != "" {
			rows = append(rows, []string{"", fact[0], fact[1]})
		}
	}
	return rows.print(out)
}

// showTable prints a table under what show printed, unless it has its header
// alone.
func showTable(out io.Writer, rows table) error {
	if len(rows) < 2 {
		return nil
	}
	if _, err := fmt.Fprintln(out); err != nil {
		return err
	}
	return rows.print(out)
}

func number(n int) string { return fmt.Sprintf("#%d", n) }

func yes(so bool) string {
	if so {
		return "yes"
	}
	return "no"
}
