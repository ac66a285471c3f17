package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"toutdoux/internal/store"
)

func backupCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "backup FILE",
		Short: "Write a consistent copy of the register, while the daemon runs or not",
		Long: "The copy is whole, on the disk, or not there at all. Keep toutdoux.key beside it:\n" +
			"without the key, no letter sent before can be answered. To restore, stop the daemon\n" +
			"and put the copy in the data folder under the name toutdoux.db.",
		Args: exactly(1, "/var/backups/toutdoux/today.db"),
		RunE: func(cmd *cobra.Command, args []string) error {
			cfg, err := load(cmd)
			if err != nil {
				return err
			}
			register, err := store.Open(cfg.Organisation.Data, store.Options{ReadOnly: true})
			if err != nil {
				return err
			}
			if err := errors.Join(register.Backup(cmd.Context(), args[0], time.Now()), register.Close()); err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "wrote %s: keep toutdoux.key beside it\n", args[0])
			return err
		},
	}
}
