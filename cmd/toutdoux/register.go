package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"toutdoux/internal/clerk"
	"toutdoux/internal/config"
	"toutdoux/internal/governance"
	"toutdoux/internal/store"
)

// register is what listings read: an association's register, open for reading
// alone, so that a daemon may go on beside.
type register struct {
	*store.Store
	cfg *config.Config
}

// look opens the register that the configuration names, for as long as do
// takes.
func look(cmd *cobra.Command, do func(register) error) error {
	cfg, err := load(cmd)
	if err != nil {
		return err
	}
	s, err := store.Open(cfg.Organisation.Data, store.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	return errors.Join(do(register{s, cfg}), s.Close())
}

// lookAt is look for what the log amounts to.
func lookAt(cmd *cobra.Command, do func(*governance.State) error) error {
	return look(cmd, func(r register) error {
		state, err := r.state(cmd.Context())
		if err != nil {
			return err
		}
		return do(state)
	})
}

// asOf is the instant of a listing: now, or that of the last event where the
// register is ahead, as the sandbox's is once its clock has jumped.
func asOf(s *governance.State) time.Time {
	if now := time.Now(); now.After(s.At) {
		return now
	}
	return s.At
}

func (r register) state(ctx context.Context) (*governance.State, error) {
	return clerk.ReadState(ctx, r.Store, r.cfg.Zone())
}

// group is a command that does nothing without one of its own, or what one of
// those does, which is then named first.
func group(use, short string, byDefault bool, commands ...*cobra.Command) *cobra.Command {
	cmd := &cobra.Command{Use: use, Short: short, Args: cobra.NoArgs}
	cmd.AddCommand(commands...)
	if !byDefault {
		cmd.RunE = func(*cobra.Command, []string) error {
			return usageError{fmt.Errorf("say what %s should do", cmd.CommandPath())}
		}
		return cmd
	}
	cmd.RunE = commands[0].RunE
	cmd.Flags().AddFlagSet(commands[0].Flags())
	return cmd
}

// when is an instant as people in that time zone read it, "" for none.
func when(t time.Time, zone *time.Location) string {
	if t.IsZero() {
		return ""
	}
	return t.In(zone).Format("2006-01-02 15:04 MST")
}
