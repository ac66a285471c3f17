package main

import (
	"cmp"
	"errors"
	"net"
	"os"
	"time"

	"github.com/spf13/cobra"

	"toutdoux/internal/config"
	"toutdoux/internal/setup"
)

func initCommand() *cobra.Command {
	var p setup.Plan
	cmd := &cobra.Command{
		Use:   "init DIR",
		Short: "Write a configuration, create the register, name the founders",
		Long: "Asks what is needed, in French or English, finds the servers of an ordinary mailbox, writes\n" +
			"DIR/toutdoux.toml, creates the register and names the founders, who may vote from the start and\n" +
			"get a welcome. What exists already is kept as it is: it can be run again.",
		Args: exactly(1, "/etc/toutdoux"),
		RunE: func(cmd *cobra.Command, args []string) error {
			p.Folder = args[0]
			terminal := newConsole(cmd.Context(), cmd.InOrStdin(), cmd.OutOrStdout())
			err := setup.Run(cmd.Context(), &p, setup.World{
				Person: terminal, DNS: net.DefaultResolver, Now: time.Now(), Locale: languageOf(os.Getenv), Service: service(),
			})
			if errors.As(err, new(setup.Misuse)) {
				err = usageError{err}
			}
			return cmp.Or(err, terminal.err)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&p.Name, "name", "", "the association's `NAME`")
	flags.StringVar(&p.List, "list", "", "the list's `ADDRESS`")
	flags.StringArrayVar(&p.People, "founder", nil, "a `PERSON` who founds it, as in \"Alice <alice@example.org>\"; repeatable")
	flags.StringVar(&p.Owner, "owner", "", "`ADDRESS` of who is told when something goes wrong (default the first founder's)")
	flags.StringVar(&p.Locale, "locale", "", "language of the questions and the letters: fr or en")
	flags.StringVar(&p.AddressForm, "address-form", "", "how French letters speak: vous or tu (default vous)")
	flags.StringVar(&p.Timezone, "timezone", "", "time `ZONE` of dates and hours (default Europe/Paris)")
	flags.StringVar(&p.Data, "data", "", "`FOLDER` of the register and its key, below DIR unless it begins with / (default data, or that of the service here)")
	flags.BoolVar(&p.Mailbox, "mailbox", false, "mail arrives in an ordinary mailbox, whose servers are looked for")
	flags.StringVar(&p.IMAP, "imap", "", "the mailbox's `HOST:PORT`, instead of looking for it")
	flags.StringVar(&p.SMTP, "smtp", "", "`HOST:PORT` of the server through which letters leave")
	flags.StringVar(&p.Username, "username", "", "`NAME` that logs in to the mailbox (default as the provider has it)")
	flags.StringVar(&p.PasswordFile, "password-file", "", "`FILE` with the mailbox's password, or - to read it from the input")
	flags.StringVar(&p.TokenCommand, "token-command", "", "`COMMAND` that prints an XOAUTH2 token, for a mailbox that takes no password")
	flags.StringVar(&p.LMTP, "lmtp", "", "`ENDPOINT` where a mail server hands mail over: host:port or unix:/path")
	flags.BoolVar(&p.Yes, "yes", false, "ask nothing, take the defaults")
	return cmd
}

// service is the configuration that the unit in contrib runs with, "" where that
// is not installed.
func service() string {
	for _, folder := range []string{"/etc/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system"} {
		if _, err := os.Stat(folder + "/toutdoux.service"); err == nil {
			return config.System
		}
	}
	return ""
}
