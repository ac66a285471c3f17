package main

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"toutdoux/internal/clerk"
	"toutdoux/internal/export"
)

func exportCommand() *cobra.Command {
	return &cobra.Command{
		Use: "export DIR", Short: "Write everything down in open formats, while the daemon runs or not", Args: exactly(1, "everything"),
		Long: "Writes into a new folder, as of one instant: for people and their programs mails.mbox, mails.csv,\n" +
			"members.csv, actions.csv, ballots.csv and statutes.toml; for import too, one JSON object a line,\n" +
			"arrivals.jsonl (what came in, every byte of it), log.jsonl (each event with its hash, its texts\n" +
			"and their salts), decisions.jsonl (each request as it was read), letters.jsonl, fetched.jsonl\n" +
			"and settings.jsonl; export.json says what they are, with their SHA-256. The folder holds what\n" +
			"the register holds, words and addresses: keep it as carefully, and throw it away when somebody\n" +
			"is forgotten.",
		RunE: func(cmd *cobra.Command, args []string) error {
			return look(cmd, func(r register) error {
				head, err := r.Store.Head(cmd.Context())
				if err == nil && head.Seq == 0 {
					err = clerk.ErrNotFounded
				}
				if err != nil {
					return err
				}
				if err := export.Whole(cmd.Context(), r.Store, r.cfg.Zone(), r.cfg.List.Address, time.Now(), args[0]); err != nil {
					return err
				}
				_, err = fmt.Fprintf(cmd.OutOrStdout(), "wrote %s, which holds everybody's words and addresses\n", printable(args[0]))
				return err
			})
		},
	}
}
