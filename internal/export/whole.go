package export

import (
	"bufio"
	"context"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
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

// Row is a line of log.jsonl: an event as the log has it, so that its hash can
// be computed again, with its texts and the salts that open them.
type Row struct {
	Seq     int64           `json:"seq"`
	At      int64           `json:"at"`      // Unix seconds
	Arrival int64           `json:"arrival"` // 0 for none
	By      int             `json:"by"`      // 0 for nobody
	Kind    string          `json:"kind"`
	Version int             `json:"version"`
	Body    json.RawMessage `json:"body"`
	Prev    string          `json:"prev"`
	Hash    string          `json:"hash"`
	Texts   []Text          `json:"texts,omitempty"`
}

// Text is a free text of an event. Salt is null once it was erased.
type Text struct {
	Field  int    `json:"field"`
	Member int    `json:"member,omitempty"`
	Salt   []byte `json:"salt"` // base64
	Text   string `json:"text"`
}

// Decision is a line of decisions.jsonl.
type Decision struct {
	Arrival int64               `json:"arrival"`
	At      time.Time           `json:"at"`
	Reader  int                 `json:"reader"`
	Last    int64               `json:"last"`    // the log's last event once this was decided
	Request *governance.Request `json:"request"` // null once it was erased
}

// Whole writes everything into a folder that does not exist yet, in forms that
// other programs read. What it wrote is whole, or the folder is not there.
func Whole(ctx context.Context, register *store.Store, s *governance.State, now time.Time, folder string) error {
	if err := os.Mkdir(folder, 0o700); err != nil {
		return fmt.Errorf("make the folder of the export: %w: name one that is not there yet", err)
	}
	err := whole(ctx, register, s, now, folder)
	if err != nil {
		return fmt.Errorf("export everything: %w", errors.Join(err, os.RemoveAll(folder)))
	}
	return nil
}

func whole(ctx context.Context, register *store.Store, s *governance.State, now time.Time, folder string) error {
	for name, write := range map[string]func(io.Writer) error{
		"log.jsonl":       func(out io.Writer) error { return writeLog(ctx, register, out) },
		"decisions.jsonl": func(out io.Writer) error { return writeDecisions(ctx, register, out) },
		"mails.mbox":      func(out io.Writer) error { return writeMails(ctx, register, out) },
		"mails.csv":       func(out io.Writer) error { return writeTable(out, mailRows(ctx, register)) },
		"members.csv":     func(out io.Writer) error { return writeTable(out, memberRows(s, now)) },
		"actions.csv":     func(out io.Writer) error { return writeTable(out, actionRows(s)) },
		"ballots.csv":     func(out io.Writer) error { return writeTable(out, ballotRows(s)) },
		"statutes.toml":   func(out io.Writer) error { return writeStatutes(s, out) },
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

func writeLog(ctx context.Context, register *store.Store, out io.Writer) error {
	lines := json.NewEncoder(out)
	lines.SetEscapeHTML(false)
	return register.Log(ctx, 0, func(r *store.Row) error {
		line := Row{
			Seq: r.Seq, At: r.At, Arrival: r.Arrival, By: r.By, Kind: r.Kind, Version: r.Version, Body: r.Body,
			Prev: hex.EncodeToString(r.Prev[:]), Hash: hex.EncodeToString(r.Hash[:]),
		}
		for _, t := range r.Texts {
			line.Texts = append(line.Texts, Text{t.Field, t.Member, t.Salt, t.Value})
		}
		return lines.Encode(line)
	})
}

func writeDecisions(ctx context.Context, register *store.Store, out io.Writer) error {
	lines := json.NewEncoder(out)
	lines.SetEscapeHTML(false)
	return register.Tell(ctx, func(story store.Story) error {
		for d, err := range story.Decisions {
			if err == nil {
				err = lines.Encode(Decision{d.Arrival, d.At, d.Version, d.Last, d.Request})
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// writeMails gives the mails that are kept as they came, an operator's commands
// left out.
func writeMails(ctx context.Context, register *store.Store, out io.Writer) error {
	var kept []store.Entry
	err := register.Mails(ctx, false, func(e store.Entry) error {
		if e.Source != store.Command {
			kept = append(kept, e)
		}
		return nil
	})
	for _, e := range kept {
		if err != nil {
			break
		}
		var raw []byte
		if raw, err = register.Raw(ctx, e.Number); errors.Is(err, store.ErrGone) {
			err = nil
			continue
		}
		if err == nil {
			_, err = out.Write(boxed(raw, e.At))
		}
	}
	return err
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
