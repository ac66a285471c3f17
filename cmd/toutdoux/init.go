package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/mail"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"toutdoux/internal/association"
	"toutdoux/internal/config"
	"toutdoux/internal/store"
)

func initCommand() *cobra.Command {
	var a answers
	cmd := &cobra.Command{
		Use:   "init DIR",
		Short: "Write a configuration, create the register, name the founders",
		Long:  "Writes DIR/toutdoux.toml, creates the register beside it and names the founders,\nwho may vote from the start. What exists already is kept as it is.",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return initialise(cmd.Context(), args[0], &a, cmd.InOrStdin(), cmd.OutOrStdout())
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&a.name, "name", "", "the association's `NAME`")
	flags.StringVar(&a.list, "list", "", "the list's `ADDRESS`")
	flags.StringArrayVar(&a.founders, "founder", nil, "a founder, as in \"Alice <alice@example.org>\"; repeatable")
	flags.StringVar(&a.locale, "locale", "", "language of the letters: fr or en")
	flags.StringVar(&a.timezone, "timezone", "", "time zone of dates and hours (default Europe/Paris)")
	flags.BoolVar(&a.yes, "yes", false, "ask nothing, take the defaults")
	return cmd
}

// initialise does what is not done yet, and says what was.
func initialise(ctx context.Context, folder string, a *answers, in io.Reader, out io.Writer) error {
	path := filepath.Join(folder, "toutdoux.toml")
	cfg, text, err := planned(path, a, in, out)
	if err != nil {
		return err
	}
	founders, err := readFounders(a.founders, cfg.List.Address)
	if err != nil {
		return err
	}
	if text != nil {
		if err := writeNew(path, text); err != nil {
			return fmt.Errorf("write configuration: %w", err)
		}
		fmt.Fprintf(out, "wrote %s\n", path)
	}
	err = association.Found(ctx, cfg, founders, time.Now())
	if errors.Is(err, association.ErrFounded) || errors.Is(err, store.ErrLocked) { // locked: a daemon serves it
		fmt.Fprintf(out, "%s holds the register of %s already: kept as it is\n", cfg.Organisation.Data, cfg.Organisation.Name)
		return nil
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "created the register in %s\n", cfg.Organisation.Data)
	for _, f := range founders {
		fmt.Fprintf(out, "%s <%s> may vote from the start\n", f.Name, f.Address)
	}
	fmt.Fprintf(out, "next: look through %s, then run toutdoux serve --config %s\n", path, path)
	return nil
}

// planned is the configuration: the one that is there, with no text to write,
// or a new one from the answers.
func planned(path string, a *answers, in io.Reader, out io.Writer) (*config.Config, []byte, error) {
	_, err := os.Stat(path)
	if err == nil {
		fmt.Fprintf(out, "%s is there already: kept as it is\n", path)
		cfg, err := config.Load(path)
		return cfg, nil, err
	}
	if err := a.complete(in, out); err != nil {
		return nil, nil, err
	}
	text, err := skeleton(a)
	if err != nil {
		return nil, nil, err
	}
	cfg, err := config.Parse(path, text)
	return cfg, text, err
}

// writeNew makes the folder too, and never overwrites.
func writeNew(path string, text []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o640)
	if err != nil {
		return err
	}
	_, err = file.Write(text)
	return errors.Join(err, file.Close())
}

// readFounders refuses what would make a register that must be thrown away.
func readFounders(texts []string, list string) ([]association.Founder, error) {
	var founders []association.Founder
	seen := map[string]bool{strings.ToLower(list): true}
	for _, text := range texts {
		parsed, err := mail.ParseAddress(text)
		if err != nil {
			return nil, usageError{fmt.Errorf("no founder %q: write it as in \"Alice <alice@example.org>\"", text)}
		}
		key := strings.ToLower(parsed.Address)
		if seen[key] {
			return nil, usageError{fmt.Errorf("founder %s is named twice, or is the list: name each person once", parsed.Address)}
		}
		seen[key] = true
		if parsed.Name == "" {
			parsed.Name, _, _ = strings.Cut(parsed.Address, "@")
		}
		founders = append(founders, association.Founder{Name: parsed.Name, Address: parsed.Address})
	}
	return founders, nil
}
