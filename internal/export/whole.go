package export

import (
	"bufio"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"toutdoux/internal/governance"
	"toutdoux/internal/store"
)

// Whole writes everything into a folder that does not exist yet, in forms that
// other programs read, and that Open reads back; zone is where the association
// lives, list the list's address. What it wrote is whole and of one instant, or
// the folder is not there.
func Whole(ctx context.Context, register *store.Store, zone *time.Location, list string, now time.Time, folder string) error {
	if err := os.Mkdir(folder, 0o700); err != nil {
		return fmt.Errorf("make the folder of the export: %w: name one that is not there yet", err)
	}
	err := register.Tell(ctx, func(story store.Story) error {
		if err := writeLines(story, list, now, folder); err != nil {
			return err
		}
		s, err := stateOf(story, zone)
		if err != nil {
			return err
		}
		return writeRest(story, s, now, folder)
	})
	if err != nil {
		return fmt.Errorf("export everything: %w", errors.Join(err, os.RemoveAll(folder)))
	}
	return nil
}

// stateOf is the state that a story's own log amounts to: one read by itself
// would be of another instant.
func stateOf(story store.Story, zone *time.Location) (*governance.State, error) {
	s := governance.New(zone)
	for row, err := range story.Log {
		if err != nil {
			return nil, err
		}
		record, err := row.Record()
		if err != nil {
			return nil, err
		}
		s.Apply(record)
	}
	return s, nil
}

// writeRest writes what is for people and their programs, and is not read back.
func writeRest(story store.Story, s *governance.State, now time.Time, folder string) error {
	for name, write := range map[string]func(io.Writer) error{
		"mails.mbox":    func(out io.Writer) error { return writeMails(story, out) },
		"mails.csv":     func(out io.Writer) error { return writeTable(out, mailRows(story)) },
		"members.csv":   func(out io.Writer) error { return writeTable(out, memberRows(s, now)) },
		"actions.csv":   func(out io.Writer) error { return writeTable(out, actionRows(s)) },
		"ballots.csv":   func(out io.Writer) error { return writeTable(out, ballotRows(s)) },
		"statutes.toml": func(out io.Writer) error { return writeStatutes(s, out) },
	} {
		if err := writeFile(filepath.Join(folder, name), write); err != nil {
			return err
		}
	}
	return nil
}

func writeFile(path string, write func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(f)
	return errors.Join(write(out), out.Flush(), f.Sync(), f.Close())
}

// writeMails gives the mails that are kept as they came, an operator's commands
// left out.
func writeMails(story store.Story, out io.Writer) error {
	for k, err := range story.Arrivals {
		if err == nil && k.Source != store.Command && k.Raw != nil {
			_, err = out.Write(boxed(k.Raw, time.Unix(k.At, 0)))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func writeTable(out io.Writer, rows iter.Seq2[[]string, error]) error {
	table := csv.NewWriter(out)
	for row, err := range rows {
		if err == nil {
			for i := range row {
				row[i] = inert(row[i])
			}
			err = table.Write(row)
		}
		if err != nil {
			return err
		}
	}
	table.Flush()
	return table.Error()
}

// inert keeps a spreadsheet from taking a cell for a formula.
func inert(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}

func writeStatutes(s *governance.State, out io.Writer) error {
	_, err := io.WriteString(out, "[statutes]\n")
	for _, key := range governance.StatuteKeys() {
		if err == nil {
			_, err = fmt.Fprintf(out, "%s = %s\n", key, strconv.Quote(s.Statutes.Get(key)))
		}
	}
	return err
}
