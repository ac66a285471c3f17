package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"toutdoux/internal/address"
	"toutdoux/internal/config"
	"toutdoux/internal/governance"
	"toutdoux/internal/listing"
)

func memberCommand() *cobra.Command {
	return group("member", "List and show members; add, import, remove, change the address of one", true,
		memberList(), memberShow(), memberAdd(), memberImport(), memberRemove(), memberAddress())
}

func memberList() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "list", Short: "List the members, the departed too", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return lookAt(cmd, func(s *governance.State) error {
				members := listing.Members(s, asOf(s))
				if asJSON {
					return printInert(cmd.OutOrStdout(), map[string]any{"members": members})
				}
				rows := table{{"NAME", "ADDRESS", "STANDING", "VOTES FROM"}}
				for _, m := range members {
					rows = append(rows, []string{m.Name, m.Email, m.State, when(m.VotesFrom, s.Zone())})
				}
				return rows.print(cmd.OutOrStdout())
			})
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	return cmd
}

func memberAdd() *cobra.Command {
	cmd := &cobra.Command{
		Use: `add "NAME <ADDRESS>"`, Short: "Add a newcomer (an intervention)", Args: exactly(1, `"Alice <alice@example.org>" --reason "she asked for it"`),
		Long: "Adds a member, who is a newcomer like all others. Every member is told, with the reason.",
	}
	return intervention(cmd, func(cmd *cobra.Command, args []string, reason string) error {
		cfg, err := load(cmd)
		if err != nil {
			return err
		}
		name, email, err := person(cfg, args[0])
		if err != nil {
			return err
		}
		return intervene(cmd, cfg, governance.Request{
			Verb: governance.VerbAddMember, From: email, Name: name, Reason: reason,
		}, email+" is a newcomer")
	})
}

func memberRemove() *cobra.Command {
	cmd := &cobra.Command{
		Use: "remove ADDRESS", Short: "Remove a newcomer (an intervention)", Args: exactly(1, `alice@example.org --reason "added by mistake"`),
		Long: "Removes a member who has no right to vote yet. Every member is told, with the reason.",
	}
	return intervention(cmd, func(cmd *cobra.Command, args []string, reason string) error {
		cfg, err := load(cmd)
		if err != nil {
			return err
		}
		_, email, err := person(cfg, args[0])
		if err != nil {
			return err
		}
		return intervene(cmd, cfg, governance.Request{
			Verb: governance.VerbDropMember, From: email, Reason: reason,
		}, email+" is no member any more")
	})
}

func memberAddress() *cobra.Command {
	cmd := &cobra.Command{
		Use: "address OLD NEW", Short: "Give a member a new primary address (an intervention)", Args: exactly(2, `alice@example.org alice@example.net --reason "her provider closes"`),
		Long: "Letters to a member go to the new address. Every member is told that it changed, with the reason.",
	}
	return intervention(cmd, func(cmd *cobra.Command, args []string, reason string) error {
		cfg, err := load(cmd)
		if err != nil {
			return err
		}
		_, from, err := person(cfg, args[0])
		if err != nil {
			return err
		}
		_, to, err := person(cfg, args[1])
		if err != nil {
			return err
		}
		return intervene(cmd, cfg, governance.Request{
			Verb: governance.VerbSetAddress, From: from, Argument: to, Reason: reason,
		}, "letters to "+from+" go to "+to)
	})
}

// person reads somebody's name and address. The list itself is nobody: as a
// member it would write to itself for ever.
func person(cfg *config.Config, text string) (name, email string, err error) {
	name, email, err = address.ParseFrom(text)
	if err != nil {
		return "", "", usageError{fmt.Errorf("read %q: %w: write it as in \"Alice <alice@example.org>\"", text, err)}
	}
	if ownAddress(cfg, email) {
		return "", "", usageError{fmt.Errorf("%s is the list's own address: name a person", email)}
	}
	return name, email, nil
}

// ownAddress tells whether an address is one of the list's.
func ownAddress(cfg *config.Config, email string) bool {
	for _, each := range []string{cfg.List.Address, cfg.List.Discussion} {
		list, err := address.ParseListAddress(each, cfg.List.RecipientDelimiter)
		if err != nil {
			continue // there is no second one
		}
		if _, own := list.Suffix(email); own {
			return true
		}
	}
	return false
}
