package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"time"

	"toutdoux/internal/governance"
)

// Decided is a decision as it was kept, with what it decided.
type Decided struct {
	Arrival int64 // 0: an instant came
	At      time.Time
	Version int   // of the reader that read it
	Last    int64 // the log's last event once it was decided
	// Request is what decided; nil once it was erased.
	Request *governance.Request
	Source  Source   // of the arrival
	To      []string // its envelope
	Raw     []byte   // the mail as it was received; nil once it was purged
}

// Story is a register as it was at one instant: what decided, the log, and all
// the rest, each in order. What walks through it may stop at any time.
type Story struct {
	Decisions iter.Seq2[*Decided, error]
	Log       iter.Seq2[*Row, error]
	Arrivals  iter.Seq2[*Kept, error]
	Letters   iter.Seq2[*Owed, error]
	Fetched   iter.Seq2[Seen, error]
	Settings  iter.Seq2[Fact, error] // all but Backup
	// Mails is as Store.Mails, for those set aside and all others.
	Mails func(each func(Entry) error) error
	// LastLetter is the number of the last letter ever owed, though nothing of
	// it may be left.
	LastLetter int64
	// Backup is the BackupSetting, "" for none.
	Backup string
	// Request is as Store.Request.
	Request func(arrival int64) (governance.Request, error)
}

// Tell gives the story for as long as listen takes.
func (s *Store) Tell(ctx context.Context, listen func(Story) error) error {
	return s.view(ctx, func(q querier) error {
		story := Story{
			Decisions: decisionsOf(ctx, q), Log: logOf(ctx, q), Arrivals: arrivalsOf(ctx, q), Letters: lettersOf(ctx, q),
			Fetched: seenOf(ctx, q), Settings: factsOf(ctx, q),
			Mails:   func(each func(Entry) error) error { return entriesOf(ctx, q, "WHERE ?", true, each) },
			Request: func(arrival int64) (governance.Request, error) { return requestOf(ctx, q, arrival) },
		}
		if err := story.ends(ctx, q); err != nil {
			return err
		}
		return listen(story)
	})
}

func logOf(ctx context.Context, q querier) iter.Seq2[*Row, error] {
	return func(yield func(*Row, error) bool) {
		err := rowsOf(ctx, q, 1, 1<<62, proven, func(r *Row) error {
			if !yield(r, nil) {
				return errEnough
			}
			return nil
		})
		if err != nil && !errors.Is(err, errEnough) {
			yield(nil, err)
		}
	}
}

// errEnough ends a walk whose reader has seen enough.
var errEnough = errors.New("enough")

func decisionsOf(ctx context.Context, q querier) iter.Seq2[*Decided, error] {
	return walk(ctx, q, "the decisions", `SELECT coalesce(decision.arrival, 0), decision.at, reader, last, request,
		coalesce(source, ''), coalesce(recipients, '[]'), bytes
		FROM decision LEFT JOIN mail ON number = decision.arrival LEFT JOIN raw ON raw.arrival = number ORDER BY seq`, scanDecided)
}

func scanDecided(rows *sql.Rows) (*Decided, error) {
	d := new(Decided)
	var at stamp
	var request sql.NullString
	var to string
	err := rows.Scan(&d.Arrival, &at, &d.Version, &d.Last, &request, &d.Source, &to, &d.Raw)
	if err == nil {
		err = json.Unmarshal([]byte(to), &d.To)
	}
	if err == nil && request.Valid {
		err = json.Unmarshal([]byte(request.String), &d.Request)
	}
	if err != nil {
		return nil, fmt.Errorf("read the decision on mail %d: %w", d.Arrival, err)
	}
	d.At = at.Time
	return d, nil
}
