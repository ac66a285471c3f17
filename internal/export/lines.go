package export

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"iter"
	"path/filepath"
	"time"
	"unicode/utf8"

	"toutdoux/internal/governance"
	"toutdoux/internal/store"
)

// The files that are read back: JSON Lines, one thing a line.
const (
	arrivalsFile  = "arrivals.jsonl"  // store.Kept, by number
	logFile       = "log.jsonl"       // Row, by number
	decisionsFile = "decisions.jsonl" // Decision, in the order decided
	lettersFile   = "letters.jsonl"   // store.Owed, by number
	fetchedFile   = "fetched.jsonl"   // store.Seen
	settingsFile  = "settings.jsonl"  // store.Fact
)

// aboutFile is JSON of About.
const aboutFile = "export.json"

// Format is the version of these files: a change that a program which reads
// them must know of is a new number.
const Format = 1

// About says what an export is.
type About struct {
	Format int       `json:"format"`
	List   string    `json:"list"`    // address of the list
	Since  time.Time `json:"since"`   // letters that wait may have left since
	Letter int64     `json:"letters"` // number of the last letter ever owed
	// Sums are the SHA-256 of the files that are read back.
	Sums map[string]store.Hash `json:"sha256"`
}

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
	Bytes  []byte `json:"bytes,omitempty"` // base64: the text, where it is no UTF-8
}

// Decision is a line of decisions.jsonl.
type Decision struct {
	Arrival int64               `json:"arrival"`
	At      time.Time           `json:"at"`
	Reader  int                 `json:"reader"`
	Last    int64               `json:"last"`    // the log's last event once this was decided
	Request *governance.Request `json:"request"` // null once it was erased
}

func lineOf(r *store.Row) Row {
	line := Row{
		Seq: r.Seq, At: r.At, Arrival: r.Arrival, By: r.By, Kind: r.Kind, Version: r.Version, Body: r.Body,
		Prev: hex.EncodeToString(r.Prev[:]), Hash: hex.EncodeToString(r.Hash[:]),
	}
	for _, t := range r.Texts {
		text := Text{Field: t.Field, Member: t.Member, Salt: t.Salt, Text: t.Value}
		if !utf8.ValidString(t.Value) {
			text.Bytes = []byte(t.Value)
		}
		line.Texts = append(line.Texts, text)
	}
	return line
}

// writeLines writes the files that are read back, and last what they are.
func writeLines(story store.Story, list string, now time.Time, folder string) error {
	about := About{Format: Format, List: list, Since: since(story, now), Letter: story.LastLetter, Sums: map[string]store.Hash{}}
	for name, lines := range map[string]func(*json.Encoder) error{
		arrivalsFile:  all(story.Arrivals, func(k *store.Kept) any { return k }),
		logFile:       all(story.Log, func(r *store.Row) any { return lineOf(r) }),
		decisionsFile: all(story.Decisions, func(d *store.Decided) any { return Decision{d.Arrival, d.At, d.Version, d.Last, d.Request} }),
		lettersFile:   all(story.Letters, func(o *store.Owed) any { return o }),
		fetchedFile:   all(story.Fetched, func(s store.Seen) any { return s }),
		settingsFile:  all(story.Settings, func(f store.Fact) any { return f }),
	} {
		sum := sha256.New()
		err := writeFile(filepath.Join(folder, name), func(out io.Writer) error { return lines(encoder(io.MultiWriter(out, sum))) })
		if err != nil {
			return err
		}
		about.Sums[name] = sum.Sum(nil)
	}
	return writeFile(filepath.Join(folder, aboutFile), func(out io.Writer) error {
		text := encoder(out)
		text.SetIndent("", "  ")
		return text.Encode(about)
	})
}

// since is when letters that wait may have begun to leave: now, or when the copy
// was made that this register is, where nobody started it yet.
func since(story store.Story, now time.Time) time.Time {
	if at, err := time.Parse(time.RFC3339, story.Backup); err == nil {
		return at
	}
	return now.UTC().Truncate(time.Second)
}

func encoder(out io.Writer) *json.Encoder {
	text := json.NewEncoder(out)
	text.SetEscapeHTML(false)
	return text
}

// all writes each of some things as a line.
func all[T any](things iter.Seq2[T, error], line func(T) any) func(*json.Encoder) error {
	return func(out *json.Encoder) error {
		for thing, err := range things {
			if err == nil {
				err = out.Encode(line(thing))
			}
			if err != nil {
				return err
			}
		}
		return nil
	}
}
