package main

import (
	"time"

	"github.com/spf13/cobra"

	"toutdoux/internal/daemon"
)

func clockCommand() *cobra.Command {
	return group("clock", "Accept the machine's clock after it jumped", false, clockAccept())
}

func clockAccept() *cobra.Command {
	return &cobra.Command{
		Use: "accept", Short: "Believe the machine's clock as it stands now", Args: cobra.NoArgs,
		Long: "After a jump of the clock, or sixty days without an event, no deadline passes until somebody has\n" +
			"looked at the clock. Set it right first (timedatectl), then accept it. The next start knows it too.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, err := load(cmd)
			if err != nil {
				return err
			}
			return carryOut(cmd, cfg, daemon.Order{AcceptClock: true}, "the clock is believed: it is "+when(time.Now(), cfg.Zone()))
		},
	}
}
