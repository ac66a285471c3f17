package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"toutdoux/internal/daemon"
	"toutdoux/internal/store"
)

func mailCommand() *cobra.Command {
	return group("mail", "List what came in; run a mail again that was set aside", false, mailList(), mailRetry())
}

func mailList() *cobra.Command {
	var asJSON, aside bool
	cmd := &cobra.Command{
		Use: "list", Short: "List what came in, and what became of it", Args: cobra.NoArgs,
		Long: "Lists the mails, and operators' commands, by number. It shows neither what they say nor who wrote them.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return look(cmd, func(r register) error {
				out := bufio.NewWriter(cmd.OutOrStdout())
				err := listMails(cmd.Context(), r, out, aside, asJSON)
				return errors.Join(err, out.Flush())
			})
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	cmd.Flags().BoolVar(&aside, "aside", false, "only those set aside by a fault of ours")
	return cmd
}

// listedMail is a mail in `mail list --json`: its names are relied on by
// others.
type listedMail struct {
	Number  int64           `json:"number"`
	At      time.Time       `json:"at"`
	Source  store.Source    `json:"source"`
	Size    int64           `json:"size"`
	State   store.MailState `json:"state"`
	Outcome string          `json:"outcome"`
	Problem string          `json:"problem"`
	Twin    int64           `json:"twin,omitempty"`
	Proven  bool            `json:"proven"`
	Grounds string          `json:"grounds"`
}

// listMails writes as it reads: there may be very many.
func listMails(ctx context.Context, r register, out io.Writer, aside, asJSON bool) error {
	begin, write, end := "", plainMail(r.cfg.Zone()), ""
	if asJSON {
		begin, write, end = `{"mails": [`, jsonMail(), "\n]}\n"
	}
	if _, err := io.WriteString(out, begin); err != nil {
		return err
	}
	err := r.Mails(ctx, aside, func(e store.Entry) error { return write(out, e) })
	if err != nil {
		return err
	}
	_, err = io.WriteString(out, end)
	return err
}

func jsonMail() func(io.Writer, store.Entry) error {
	comma := ""
	return func(out io.Writer, e store.Entry) error {
		line, err := inertJSON(listedMail(e))
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(out, "%s\n  %s", comma, line)
		comma = ","
		return err
	}
}

func plainMail(zone *time.Location) func(io.Writer, store.Entry) error {
	return func(out io.Writer, e store.Entry) error {
		fate := cmp.Or(e.Outcome, string(e.State))
		if e.State == store.MailAside {
			problem, _, _ := strings.Cut(e.Problem, "\n") // a stack may follow
			fate = "set aside: " + problem
		}
		if e.Twin != 0 {
			fate += fmt.Sprintf("; its Message-ID is that of mail %d", e.Twin)
		}
		_, err := fmt.Fprintf(out, "%6d  %s  %-7s %9d bytes  %s\n", e.Number, when(e.At, zone), e.Source, e.Size, printable(fate))
		return err
	}
}

func mailRetry() *cobra.Command {
	return &cobra.Command{
		Use: "retry NUMBER", Short: "Run a mail again that was set aside, as of its own instant", Args: exactly(1, "12"),
		RunE: func(cmd *cobra.Command, args []string) error {
			n, err := strconv.ParseInt(args[0], 10, 64)
			if err != nil || n < 1 {
				return usageError{fmt.Errorf("no mail has the number %q: see toutdoux mail list --aside", args[0])}
			}
			cfg, err := load(cmd)
			if err != nil {
				return err
			}
			if err := carryOut(cmd, cfg, daemon.Order{Retry: n}, fmt.Sprintf("mail %d is run again", n)); err != nil {
				return err
			}
			return look(cmd, func(r register) error { return tellFate(cmd, r, n) })
		},
	}
}

// tellFate says what became of a mail that was run again.
func tellFate(cmd *cobra.Command, r register, n int64) error {
	e, err := r.Entry(cmd.Context(), n)
	if err != nil {
		return err
	}
	if e.State == store.MailAside {
		problem, _, _ := strings.Cut(e.Problem, "\n")
		return fmt.Errorf("mail %d is set aside again: %s: it waits for a version that can handle it", n, printable(problem))
	}
	_, err = fmt.Fprintf(cmd.OutOrStdout(), "mail %d is %s\n", n, cmp.Or(e.Outcome, string(e.State)))
	return err
}
