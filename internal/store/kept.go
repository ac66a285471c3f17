package store

import (
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"iter"

	"toutdoux/internal/governance"
)

// What follows is what the register holds, whole; the names of the fields in
// JSON are those of an export, on which others rely. Instants are Unix seconds.

// Kept is an arrival.
type Kept struct {
	Number     int64     `json:"number"`
	Source     Source    `json:"source"`
	At         int64     `json:"at"`
	Accepted   int64     `json:"accepted"`
	Sender     string    `json:"sender"`
	Recipients []string  `json:"recipients"`
	Peer       string    `json:"peer"`
	Hello      string    `json:"hello"`
	Identity   Hash      `json:"identity"`
	MessageID  Hash      `json:"message_id,omitempty"` // of it, where there is one
	Proven     bool      `json:"proven"`
	Grounds    string    `json:"grounds"`
	Twin       int64     `json:"twin,omitempty"`
	Size       int64     `json:"size"` // bytes, as received
	SHA256     Hash      `json:"sha256"`
	Repeats    int64     `json:"repeats,omitempty"`
	State      MailState `json:"state"`
	Outcome    string    `json:"outcome,omitempty"`
	Problem    string    `json:"problem,omitempty"`
	Forget     int64     `json:"forget,omitempty"`
	Raw        []byte    `json:"raw"` // nil: purged or erased
}

// Hash is a hash that people read in hexadecimal.
type Hash []byte

// MarshalText implements encoding.TextMarshaler.
func (h Hash) MarshalText() ([]byte, error) { return hex.AppendEncode(nil, h), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (h *Hash) UnmarshalText(text []byte) (err error) {
	*h, err = hex.DecodeString(string(text))
	return err
}

// Owed is a letter with its copies.
type Owed struct {
	ID     int64             `json:"id"`
	Letter governance.Letter `json:"letter"` // without its recipients
	Copies []Copy            `json:"deliveries"`
}

// Copy is a letter to one recipient, and how far it came.
type Copy struct {
	ID       int64         `json:"id"`
	Member   int           `json:"member"` // Stranger, Owner
	Proof    string        `json:"proof,omitempty"`
	Bounce   string        `json:"bounce_proof,omitempty"`
	State    DeliveryState `json:"state"`
	Personal bool          `json:"personal"`
	Due      int64         `json:"due"`
	Started  int64         `json:"started,omitempty"`
	Attempts int           `json:"attempts,omitempty"`
	FirstTry int64         `json:"first_try,omitempty"`
	SentAt   int64         `json:"sent_at,omitempty"`
	Status   string        `json:"status,omitempty"`
	Error    string        `json:"error,omitempty"`
}

// Seen is a mail of a mailbox that needs no other look.
type Seen struct {
	Folder   string `json:"folder"`
	Validity uint32 `json:"validity"`
	UID      uint32 `json:"uid"`
}

// Fact is a small fact of an installation.
type Fact struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

// walk gives what a query finds, row by row; what names it where it fails.
func walk[T any](ctx context.Context, q querier, what, query string, scan func(*sql.Rows) (T, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		rows, err := q.QueryContext(ctx, query)
		if err != nil {
			yield(none, fmt.Errorf("read %s: %w", what, err))
			return
		}
		defer rows.Close()
		for rows.Next() {
			one, err := scan(rows)
			if err != nil {
				err = fmt.Errorf("read %s: %w", what, err)
			}
			if !yield(one, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(none, fmt.Errorf("read %s: %w", what, err))
		}
	}
}

func arrivalsOf(ctx context.Context, q querier) iter.Seq2[*Kept, error] {
	return walk(ctx, q, "the arrivals", `SELECT number, source, at, accepted, sender, recipients, peer, hello, identity, message_id, proven, grounds,
		coalesce(twin, 0), size, sha256, repeats, state, outcome, problem, coalesce(forget, 0), bytes
		FROM mail LEFT JOIN raw ON arrival = number ORDER BY number`, scanKept)
}

func scanKept(rows *sql.Rows) (*Kept, error) {
	k := new(Kept)
	var to string
	err := rows.Scan(&k.Number, &k.Source, &k.At, &k.Accepted, &k.Sender, &to, &k.Peer, &k.Hello, &k.Identity, (*[]byte)(&k.MessageID), &k.Proven, &k.Grounds,
		&k.Twin, &k.Size, &k.SHA256, &k.Repeats, &k.State, &k.Outcome, &k.Problem, &k.Forget, &k.Raw)
	if err == nil {
		err = json.Unmarshal([]byte(to), &k.Recipients)
	}
	return k, err
}

// lettersOf gives each letter with all its copies: the query gives a row for
// each of them, in the order of letters.
func lettersOf(ctx context.Context, q querier) iter.Seq2[*Owed, error] {
	return func(yield func(*Owed, error) bool) {
		var current *Owed
		for next, err := range walk(ctx, q, "the letters", `SELECT letter.id, body, coalesce(d.id, 0), coalesce(member, 0), coalesce(proof, ''), coalesce(bounce_proof, ''),
			coalesce(state, ''), coalesce(personal, 0), coalesce(due, 0), coalesce(started, 0), coalesce(attempts, 0), coalesce(first_try, 0), coalesce(sent_at, 0),
			coalesce(status, ''), coalesce(error, '')
			FROM letter LEFT JOIN delivery d ON letter = letter.id ORDER BY letter.id, d.id`, scanOwed) {
			switch {
			case err != nil:
				yield(nil, err)
				return
			case current != nil && current.ID == next.ID:
				current.Copies = append(current.Copies, next.Copies...)
				continue
			case current != nil && !yield(current, nil):
				return
			}
			current = next
		}
		if current != nil {
			yield(current, nil)
		}
	}
}

// scanOwed reads a letter with one of its copies, or with none.
func scanOwed(rows *sql.Rows) (*Owed, error) {
	o, c := new(Owed), Copy{}
	var body []byte
	err := rows.Scan(&o.ID, &body, &c.ID, &c.Member, &c.Proof, &c.Bounce, &c.State, &c.Personal, &c.Due, &c.Started, &c.Attempts,
		&c.FirstTry, &c.SentAt, &c.Status, &c.Error)
	if err == nil {
		err = json.Unmarshal(body, &o.Letter)
	}
	if c.ID != 0 {
		o.Copies = []Copy{c}
	}
	return o, err
}

func seenOf(ctx context.Context, q querier) iter.Seq2[Seen, error] {
	return walk(ctx, q, "what was fetched", "SELECT folder, validity, uid FROM fetched ORDER BY folder, validity, uid", func(rows *sql.Rows) (s Seen, err error) {
		return s, rows.Scan(&s.Folder, &s.Validity, &s.UID)
	})
}

func factsOf(ctx context.Context, q querier) iter.Seq2[Fact, error] {
	return walk(ctx, q, "the settings", "SELECT key, value FROM setting WHERE key <> '"+BackupSetting+"' ORDER BY key", func(rows *sql.Rows) (f Fact, err error) {
		return f, rows.Scan(&f.Key, &f.Value)
	})
}

// ends reads what a story is told about as a whole.
func (s *Story) ends(ctx context.Context, q querier) error {
	err := q.QueryRowContext(ctx, `SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'letter'), 0),
		coalesce((SELECT value FROM setting WHERE key = ?), '')`, BackupSetting).Scan(&s.LastLetter, &s.Backup)
	if err != nil {
		return fmt.Errorf("find the last letter: %w", err)
	}
	return nil
}
