package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"toutdoux/internal/address"
	"toutdoux/internal/compose"
	"toutdoux/internal/governance"
	"toutdoux/internal/replay"
)

// replayFlags are the flags of replay.
type replayFlags struct {
	members, mbox, since, until, letters string
	json                                 bool
}

func replayCommand() *cobra.Command {
	var f replayFlags
	cmd := &cobra.Command{
		Use:   "replay --members FILE.csv --mbox FILE --until INSTANT",
		Short: "Run a mailbox of past mails through the rules, with their own instants",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return replayMailbox(cmd, &f) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.members, "members", "", "CSV `FILE` with the header email,name,joined,votes_from,state")
	flags.StringVar(&f.mbox, "mbox", "", "mailbox `FILE` (mboxrd); a mail's instant is that of its \"From \" line")
	flags.StringVar(&f.since, "since", "", "`INSTANT` at which the clock starts (RFC 3339; default: the earliest mail's)")
	flags.StringVar(&f.until, "until", "", "`INSTANT` up to which timers run (RFC 3339)")
	flags.StringVar(&f.letters, "letters", "", "`DIR` for every outgoing mail, one .eml each, in order")
	flags.BoolVar(&f.json, "json", false, "print one JSON object")
	for _, name := range []string{"members", "mbox", "until"} {
		cmd.MarkFlagRequired(name)
	}
	return cmd
}

func replayMailbox(cmd *cobra.Command, f *replayFlags) error {
	past, err := readPast(cmd, f)
	if err != nil {
		return err
	}
	if f.letters != "" {
		if err := os.MkdirAll(f.letters, 0o755); err != nil {
			return fmt.Errorf("make the folder of letters: %w", err)
		}
		past.Letter = func(n int, m compose.Mail) error {
			return os.WriteFile(filepath.Join(f.letters, fmt.Sprintf("%06d.eml", n)), slices.Concat(m.Raw, m.Enclosed), 0o644)
		}
	}
	report, err := replay.Run(cmd.Context(), past)
	if err != nil {
		return err
	}
	if f.json {
		return printInert(cmd.OutOrStdout(), report)
	}
	return printReport(cmd.OutOrStdout(), &report)
}

// readPast reads the files that the flags name.
func readPast(cmd *cobra.Command, f *replayFlags) (past replay.Past, err error) {
	if past.Config, err = load(cmd); err != nil {
		return past, err
	}
	if past.Until, err = time.Parse(time.RFC3339, f.until); err != nil {
		return past, fmt.Errorf("read --until %q: write it as in 2026-02-12T09:00:00+01:00", f.until)
	}
	if f.since != "" {
		if past.Since, err = time.Parse(time.RFC3339, f.since); err != nil {
			return past, fmt.Errorf("read --since %q: write it as in 2026-02-12T09:00:00+01:00", f.since)
		}
	}
	if past.Members, err = readMembers(f.members); err != nil {
		return past, err
	}
	raw, err := os.ReadFile(f.mbox)
	if err != nil {
		return past, fmt.Errorf("read mailbox: %w", err)
	}
	if past.Mails, err = replay.ReadMbox(raw); err != nil {
		return past, fmt.Errorf("read mailbox %s: %w", f.mbox, err)
	}
	return past, nil
}

// readMembers reads the members of a replay.
func readMembers(path string) ([]governance.Founder, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read members: %w", err)
	}
	defer file.Close()
	members, err := membersIn(file)
	if err != nil {
		return nil, fmt.Errorf("read members: %s: %w", path, err)
	}
	return members, nil
}

// membersIn reads members as CSV. Lines are numbered in errors.
func membersIn(file io.Reader) ([]governance.Founder, error) {
	rows := csv.NewReader(file)
	header, err := rows.Read()
	if err != nil || strings.Join(header, ",") != "email,name,joined,votes_from,state" {
		return nil, errors.New("line 1: the header must be email,name,joined,votes_from,state")
	}
	var members []governance.Founder
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return members, nil
		}
		if torn, ok := errors.AsType[*csv.ParseError](err); ok {
			return nil, fmt.Errorf("line %d: %w", torn.Line, torn.Err)
		}
		if err != nil {
			return nil, err
		}
		m, err := readMember(row)
		if err != nil {
			line, _ := rows.FieldPos(0)
			return nil, fmt.Errorf("line %d: %w", line, err)
		}
		members = append(members, m)
	}
}

// readMember reads one row: email, name, joined, votes_from, state.
func readMember(row []string) (m governance.Founder, err error) {
	if m.Address, err = address.Normalize(row[0]); err != nil {
		return m, err
	}
	if m.VotesFrom, err = time.Parse(time.RFC3339, row[3]); err != nil {
		return m, fmt.Errorf("votes_from is %q: write it as in 2025-01-01T00:00:00Z", row[3])
	}
	m.Name, m.VotesFrom, m.OnLeave = row[1], m.VotesFrom.UTC(), row[4] == "on_leave"
	switch row[4] {
	case "", "voter", "newcomer", "on_leave":
		return m, nil
	}
	return m, fmt.Errorf("state is %q: write voter, newcomer, on_leave, or nothing", row[4])
}

// printReport tells a person what would have been decided.
func printReport(out io.Writer, report *replay.Report) error {
	for _, a := range report.Actions {
		outcome := string(a.State)
		if a.How != "" {
			outcome += " by " + string(a.How)
		}
		_, err := fmt.Fprintf(out, "#%d %s: %s (%d for, %d blank, %d against, of %d)\n",
			a.Number, printable(a.Title), outcome, a.For, a.Blank, a.Against, a.Electorate)
		if err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(out, "%d members, %d letters, %d mails that changed nothing\n",
		len(report.Members), len(report.Letters), len(report.Refused))
	return err
}
