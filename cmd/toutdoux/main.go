// Command toutdoux is the secretary of an association that decides by mail.
//
// Each subcommand is one thin file here: it reads flags, calls a room, and
// prints. What a command does is in the rooms under internal.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	_ "time/tzdata" // so that a machine without zone files knows Europe/Paris
	"unicode"

	"github.com/spf13/cobra"

	"toutdoux/internal/config"
	"toutdoux/internal/setup"
)

// Exit statuses, as the README's "Commands" gives them.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

func main() { os.Exit(run()) }

// run is the whole program. Whatever goes wrong is one line on standard error
// that says what, and how to mend it.
func run() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	root, started := newRoot(), false
	notice(root, &started)
	cmd, err := root.ExecuteContextC(ctx)
	if err == nil {
		return exitDone
	}
	line := strings.Join(strings.FieldsFunc(err.Error(), breaking), " ")
	if started && !errors.As(err, new(usageError)) {
		fmt.Fprintln(os.Stderr, "toutdoux: "+line)
		return exitFailed
	}
	if !errors.As(err, new(setup.Misuse)) { // which may be in French, and says what to give
		line += fmt.Sprintf(" (see %q)", strings.Replace(cmd.CommandPath(), "toutdoux", "toutdoux help", 1))
	}
	fmt.Fprintln(os.Stderr, "toutdoux: "+line)
	return exitUsage
}

// breaking tells the spaces at which a line may break: French keeps others
// before some marks.
func breaking(r rune) bool { return unicode.IsSpace(r) && r != '\u00a0' }

// notice has every command say that it started its own work: what goes wrong
// before is wrong usage.
func notice(cmd *cobra.Command, started *bool) {
	if work := cmd.RunE; work != nil {
		cmd.RunE = func(cmd *cobra.Command, args []string) error {
			*started = true
			return work(cmd, args)
		}
	}
	for _, sub := range cmd.Commands() {
		notice(sub, started)
	}
}

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:           "toutdoux",
		Short:         "The secretary of an association that decides by mail",
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE:          func(*cobra.Command, []string) error { return usageError{errors.New("name a command")} },
	}
	root.PersistentFlags().String("config", "", "configuration `FILE` (else $"+config.EnvFile+", ./toutdoux.toml, /etc/toutdoux/toutdoux.toml)")
	root.AddCommand(sandboxCommand(), initCommand(), serveCommand(), explainCommand(), replayCommand(), memberCommand(), actionCommand(), assemblyCommand(), mandateCommand(), statutesCommand(), lettersCommand(),
		logCommand(), mailCommand(), clockCommand(), checkCommand(), resumeCommand(), backupCommand(), verifyCommand(), exportCommand(), importCommand(), versionCommand())
	return root
}

// exactly wants n arguments: those that the command's use names, and the example
// shows.
func exactly(n int, example string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == n {
			return nil
		}
		_, wanted, _ := strings.Cut(cmd.Use, " ")
		return fmt.Errorf("%s takes %s, as in: %s %s", strings.TrimPrefix(cmd.CommandPath(), "toutdoux "), wanted, cmd.CommandPath(), example)
	}
}

// usageError is a command wrongly used, found out by the command itself.
type usageError struct{ error }

func (u usageError) Unwrap() error { return u.error }

// load reads the configuration that --config names, or the one that is found.
func load(cmd *cobra.Command) (*config.Config, error) {
	flag, err := cmd.Flags().GetString("config")
	if err != nil {
		return nil, err
	}
	path, err := config.Find(flag)
	if err != nil {
		return nil, err
	}
	return config.Load(path)
}
