package main

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"github.com/spf13/cobra"

	"toutdoux/internal/clerk"
	"toutdoux/internal/config"
	"toutdoux/internal/daemon"
	"toutdoux/internal/governance"
)

// carryOut has an order carried out, by the running daemon or here, and then
// says so.
func carryOut(cmd *cobra.Command, cfg *config.Config, o daemon.Order, done string) error {
	log := slog.New(slog.NewTextHandler(cmd.ErrOrStderr(), &slog.HandlerOptions{Level: slog.LevelError}))
	err := daemon.CarryOut(cmd.Context(), cfg, o, log)
	var refused *clerk.Refused
	switch {
	case errors.Is(err, clerk.ErrWaits):
		done = "kept, and carried out in its turn, after a closing or once the clock is accepted: see toutdoux mail list"
	case errors.As(err, &refused):
		return fmt.Errorf("the rules refuse it: %s", refusal(refused.Why))
	case err != nil:
		return err
	}
	_, err = fmt.Fprintln(cmd.OutOrStdout(), printable(done))
	return err
}

// refusals say why an intervention is refused, and what to do instead.
var refusals = map[governance.Why]string{
	governance.WhyVoterStays: "only the members can exclude a voter: that takes an extraordinary action with the field Exclusion." +
		" Whoever wants to go writes DÉPART to the list",
	governance.WhyNoSuchMember:  "no member has that address: see toutdoux member list",
	governance.WhyAlreadyMember: "a member has that address already: see toutdoux member show",
	governance.WhyBadAddress:    "that is no mail address: write it as in alice@example.org",
	governance.WhyAddressTaken:  "another member has that address: see toutdoux member show",
	governance.WhyDissolved:     "the members dissolved the association: nothing happens any more",
	governance.WhyNotSupported:  "an operator has no power to do that",
}

func refusal(why governance.Why) string {
	if words, known := refusals[why]; known {
		return words
	}
	return string(why)
}

// intervention is a command that every member is told of, with its reason.
func intervention(cmd *cobra.Command, ask func(cmd *cobra.Command, args []string, reason string) error) *cobra.Command {
	reason := cmd.Flags().String("reason", "", "`WHY`, in words that every member will read; required")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		why := strings.TrimSpace(*reason)
		if why == "" {
			return usageError{errors.New(`say why: --reason "…", which every member will read`)}
		}
		return ask(cmd, args, why)
	}
	return cmd
}

// intervene carries an intervention out.
func intervene(cmd *cobra.Command, cfg *config.Config, r governance.Request, done string) error {
	return carryOut(cmd, cfg, daemon.Order{Intervene: &r}, done+"; every member will be told")
}
