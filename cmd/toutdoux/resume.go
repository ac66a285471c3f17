package main

import (
	"errors"

	"github.com/spf13/cobra"

	"toutdoux/internal/governance"
)

func resumeCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "resume", Short: "Answer the alarm that many members' mail comes back (an intervention)", Args: cobra.NoArgs,
		Long: "While letters to more than a tenth of the members come back, nothing is adopted by silence. Once the\n" +
			"cause is mended, this lets decisions go on. Every member is told, with the reason.",
	}
	return intervention(cmd, func(cmd *cobra.Command, _ []string, reason string) error {
		cfg, err := load(cmd)
		if err != nil {
			return err
		}
		err = lookAt(cmd, func(s *governance.State) error {
			if s.Alarm.IsZero() {
				return errors.New("no alarm stands: decisions go on already")
			}
			return nil
		})
		if err != nil {
			return err
		}
		return intervene(cmd, cfg, governance.Request{Verb: governance.VerbResume, Reason: reason}, "decisions go on")
	})
}
