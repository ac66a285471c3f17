package main

import (
	"encoding/hex"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"toutdoux/internal/association"
	"toutdoux/internal/config"
)

func importCommand() *cobra.Command {
	return &cobra.Command{
		Use: "import DIR", Short: "Make a register again from what export wrote", Args: exactly(1, "everything"),
		Long: "Makes the register of the configuration, in a data folder that holds none, from a folder\n" +
			"that export wrote: whole, or not at all. Put toutdoux.key into the data folder first, so that\n" +
			"answers to earlier letters prove who wrote them. What does not prove itself, as verify does,\n" +
			"is refused. Letters that waited are not sent, since they may have left meanwhile.",
		RunE: func(cmd *cobra.Command, args []string) error {
			cfg, err := load(cmd)
			if err != nil {
				return err
			}
			say, cleared := progress(cmd.ErrOrStderr())
			done, err := association.Import(cmd.Context(), cfg, args[0], say)
			cleared()
			if err != nil {
				return err
			}
			return printImported(cmd.OutOrStdout(), cfg, done)
		},
	}
}

func printImported(out io.Writer, cfg *config.Config, done association.Imported) error {
	head := done.Chain.Head
	lines := []string{
		fmt.Sprintf("made the register in %s: %d events, %d mails, all proven again", cfg.Organisation.Data, head.Seq, done.Chain.Mails+done.Chain.Purged),
		fmt.Sprintf("the last event has the hash %s: it must be the one that verify gave where it was exported", hex.EncodeToString(head.Hash[:])),
	}
	if !strings.EqualFold(done.List, cfg.List.Address) {
		lines = append(lines, fmt.Sprintf("the list was %s and is now %s: have mail to the old address follow, for that is where answers to earlier letters go", printable(done.List), cfg.List.Address))
	}
	if done.NewKey {
		lines = append(lines, "no toutdoux.key was put beside it, so a new one was made: answers to earlier letters will have to be confirmed")
	}
	if done.Held {
		lines = append(lines, "letters that waited when it was exported will not be sent: they may have left since")
	}
	if done.Undecided > 0 {
		lines = append(lines, fmt.Sprintf("%d mails wait to be decided: see toutdoux mail list", done.Undecided))
	}
	_, err := fmt.Fprintln(out, strings.Join(append(lines, "next: run toutdoux check, then toutdoux serve; never on two machines for one list"), "\n"))
	return err
}
