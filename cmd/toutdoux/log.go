package main

import (
	"bufio"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"toutdoux/internal/governance"
	"toutdoux/internal/store"
)

func logCommand() *cobra.Command {
	var asJSON bool
	var after, mail int64
	cmd := &cobra.Command{
		Use: "log", Short: "Print the log of events, one a line", Args: cobra.NoArgs,
		Long: "Prints what happened, in order. A text that was erased is empty; the hashes stay.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if after < 0 || mail < 0 {
				return usageError{errors.New("events and mails are numbered from 1")}
			}
			return look(cmd, func(r register) error {
				out := bufio.NewWriter(cmd.OutOrStdout())
				zone := r.cfg.Zone()
				write := func(row *store.Row) error { return writeEvent(out, row, zone, asJSON) }
				var err error
				if mail > 0 {
					err = r.LogOf(cmd.Context(), mail, write)
				} else {
					err = pages(cmd.Context(), r.Store, after, write)
				}
				return errors.Join(err, out.Flush())
			})
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object a line")
	cmd.Flags().Int64Var(&after, "after", 0, "leave out the events up to number `N`")
	cmd.Flags().Int64Var(&mail, "mail", 0, "print only what mail `N` caused")
	cmd.MarkFlagsMutuallyExclusive("after", "mail")
	return cmd
}

// pageSize is how many events are held in memory.
const pageSize = 200

// pages gives the log page by page, so that a reader who pauses for long, as in
// a pager, keeps no view of the database open behind which its files grow.
func pages(ctx context.Context, s *store.Store, after int64, each func(*store.Row) error) error {
	full := errors.New("page is full")
	for {
		var page []*store.Row
		err := s.Log(ctx, after, func(row *store.Row) error {
			if page = append(page, row); len(page) == pageSize {
				return full
			}
			return nil
		})
		if err != nil && !errors.Is(err, full) {
			return err
		}
		for _, row := range page {
			if err := each(row); err != nil {
				return err
			}
		}
		if len(page) < pageSize {
			return nil
		}
		after = page[pageSize-1].Seq
	}
}

// loggedEvent is a line of `log --json`: its names are relied on by others.
type loggedEvent struct {
	Seq     int64            `json:"seq"`
	At      time.Time        `json:"at"`
	Kind    string           `json:"kind"`
	Arrival int64            `json:"arrival"` // number of the mail that caused it, 0 for none
	By      int              `json:"by"`      // number of the member who wrote it, 0 for nobody
	Body    governance.Event `json:"body"`
	Hash    string           `json:"hash"`
	Prev    string           `json:"prev"`
}

func writeEvent(out io.Writer, row *store.Row, zone *time.Location, asJSON bool) error {
	record, err := row.Record()
	if err != nil {
		return err
	}
	if asJSON {
		line, err := inertJSON(loggedEvent{
			row.Seq, record.At, row.Kind, row.Arrival, row.By, record.Event,
			hex.EncodeToString(row.Hash[:]), hex.EncodeToString(row.Prev[:]),
		})
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(out, "%s\n", line)
		return err
	}
	body, err := inertJSON(record.Event)
	if err != nil {
		return err
	}
	cause := ""
	if row.Arrival > 0 {
		cause = fmt.Sprintf("mail %d  ", row.Arrival)
	}
	if row.By > 0 {
		cause += fmt.Sprintf("by member %d  ", row.By)
	}
	_, err = fmt.Fprintf(out, "%6d  %s  %-18s  %s%s\n", row.Seq, record.At.In(zone).Format("2006-01-02 15:04:05 MST"), row.Kind, cause, body)
	return err
}
