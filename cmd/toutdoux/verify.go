package main

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"toutdoux/internal/association"
	"toutdoux/internal/governance"
	"toutdoux/internal/recount"
)

func verifyCommand() *cobra.Command {
	var asJSON bool
	var heads []string
	cmd := &cobra.Command{
		Use: "verify", Short: "Prove the register again: the log, and the count of every action", Args: cobra.NoArgs,
		Long: "Checks that the log is the one that was written, hash by hash, and its texts and mails\n" +
			"those that were sealed; then decides every request once more, in order: what the log\n" +
			"says must be what follows. Changes nothing, also while the daemon runs.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			for _, h := range heads {
				if raw, err := hex.DecodeString(h); err != nil || len(raw) != 32 || strings.ToLower(h) != h {
					return usageError{fmt.Errorf("%q is no hash of the log: give the one that REGISTRE gave", h)}
				}
			}
			return look(cmd, func(r register) error {
				report, err := r.prove(cmd, heads)
				if err != nil {
					return err
				}
				if asJSON {
					err = printInert(cmd.OutOrStdout(), proven(report))
				} else {
					err = printProof(cmd.OutOrStdout(), report)
				}
				if err == nil && len(report.Faults) > 0 {
					err = errors.New("this register is not what was written: keep this copy for whoever looks into it, and restore a backup that verifies")
				}
				return err
			})
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	cmd.Flags().StringArrayVar(&heads, "head", nil, "a `HASH` that somebody kept, as REGISTRE gives it: the log must still hold it; repeatable")
	return cmd
}

func (r register) prove(cmd *cobra.Command, heads []string) (recount.Report, error) {
	reader, err := association.Reader(r.cfg)
	if err != nil {
		return recount.Report{}, err
	}
	return recount.Prove(cmd.Context(), r.Store, recount.Question{Reader: reader, Zone: r.cfg.Zone(), Mark: association.Marks(r.cfg), Heads: heads})
}

// proof is what `verify --json` prints: its names are relied on by others.
type proof struct {
	Valid     bool      `json:"valid"`
	Events    int64     `json:"events"`
	Head      string    `json:"head"` // hash of the last one
	Texts     int       `json:"texts"`
	Erased    []int64   `json:"erased"` // the events whose words were erased
	Mails     int       `json:"mails"`
	Purged    int       `json:"purged"` // mails of which only the hash is left
	Decisions int       `json:"decisions"`
	AsLogged  int       `json:"as_logged"` // those that erased words leave no way to make again
	Ballots   int       `json:"ballots"`
	Actions   []counted `json:"actions"`
	Unlike    []int64   `json:"read_differently"` // mails that today's reader takes otherwise
	Faults    []string  `json:"faults"`
}

type counted struct {
	Number     int                    `json:"number"`
	State      governance.ActionState `json:"state"`
	Electorate int                    `json:"electorate"`
	For        int                    `json:"for"`
	Blank      int                    `json:"blank"`
	Against    int                    `json:"against"`
}

func proven(r recount.Report) proof {
	p := proof{
		Valid: len(r.Faults) == 0, Events: r.Chain.Head.Seq, Head: hex.EncodeToString(r.Chain.Head.Hash[:]),
		Texts: r.Chain.Texts, Erased: append([]int64{}, r.Chain.Erased...), Mails: r.Chain.Mails, Purged: r.Chain.Purged,
		Decisions: r.Decisions, AsLogged: r.Gone + r.Blind, Ballots: r.Ballots, Actions: []counted{},
		Unlike: append([]int64{}, r.Unlike...), Faults: append([]string{}, r.Faults...),
	}
	for _, a := range r.Actions {
		p.Actions = append(p.Actions, counted{a.Number, a.State, a.Tally.Electorate, a.Tally.For, a.Tally.Blank, a.Tally.Against})
	}
	return p
}

func printProof(out io.Writer, r recount.Report) error {
	p := proven(r)
	rows := table{
		{"events", fmt.Sprintf("%d, each with the hash of the one before; the last is %s", p.Events, p.Head)},
		{"texts", fmt.Sprintf("%d as they were sealed; the words of %d events were erased", p.Texts, len(p.Erased))},
		{"mails", fmt.Sprintf("%d as they were received; %d purged or erased, of which the hash is left", p.Mails, p.Purged)},
		{"decisions", fmt.Sprintf("%d made again from what was asked, all as in the log; %d stand as logged, what they went by being erased", p.Decisions, p.AsLogged)},
		{"ballots", fmt.Sprintf("%d counted again, on %d actions", p.Ballots, len(p.Actions))},
	}
	if len(p.Faults) > 0 {
		rows = table{}
		for _, fault := range p.Faults {
			rows = append(rows, []string{"WRONG", fault})
		}
	}
	for _, mail := range p.Unlike {
		rows = append(rows, []string{"note", fmt.Sprintf("mail %d would be read otherwise by this version; what was decided stays", mail)})
	}
	return rows.print(out)
}
