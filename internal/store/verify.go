package store

import (
	"context"
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"time"

	"toutdoux/internal/governance"
)

// Report is what Verify found.
type Report struct {
	Head   Head
	Texts  int      // free texts checked
	Erased []int64  // the events whose texts were erased, each once
	Mails  int      // raw mails checked
	Purged int      // mails of which only the hash is left
	Faults []string // one line each; none: all holds
}

// Verify checks that the log is the one that was written: every row's hash and
// number, every text against its seal, every raw mail against its hash. What it
// finds is in the report; an error means that it could not look. That the log
// follows from the mails is for others to recount.
func (s *Store) Verify(ctx context.Context) (Report, error) {
	var r Report
	if err := s.Log(ctx, 0, r.check); err != nil {
		return r, err
	}
	return r, s.verifyRaw(ctx, &r)
}

// check compares a row with the one before it and with itself.
func (r *Report) check(row *Row) error {
	switch {
	case row.Seq != r.Head.Seq+1:
		r.fault("event %d: the one before it is missing", row.Seq)
	case row.Prev != r.Head.Hash:
		r.fault("event %d: it does not follow the one before it", row.Seq)
	case row.sum() != row.Hash:
		r.fault("event %d: it is not what was written", row.Seq)
	}
	r.Head = Head{Seq: row.Seq, Hash: row.Hash}
	r.Head.At = time.Unix(row.At, 0).UTC()
	seals, err := row.seals()
	if err != nil {
		r.fault("%v", err)
		return nil
	}
	r.checkTexts(row, seals)
	return nil
}

// seals are those in the row's body, by the number of their field.
func (r *Row) seals() (map[int]governance.Text, error) {
	seals := map[int]governance.Text{}
	_, err := r.decode(func(field int, seal governance.Text) governance.Text {
		seals[field] = seal
		return seal
	})
	return seals, err
}

// checkTexts opens every seal. A seal without a text is a fault, a text without
// its seal as well.
func (r *Report) checkTexts(row *Row, seals map[int]governance.Text) {
	for _, t := range row.Texts {
		r.Texts++
		switch {
		case t.Salt == nil:
			if n := len(r.Erased); n == 0 || r.Erased[n-1] != row.Seq {
				r.Erased = append(r.Erased, row.Seq)
			}
		case len(t.Salt) != saltSize || seals[t.Field] != seal(t.Salt, t.Value): // a longer salt could hold words
			r.fault("event %d: text %d is not what was written", row.Seq, t.Field)
		}
		delete(seals, t.Field)
	}
	for _, field := range slices.Sorted(maps.Keys(seals)) {
		r.fault("event %d: text %d is missing", row.Seq, field)
	}
}

func (r *Report) fault(format string, args ...any) {
	r.Faults = append(r.Faults, fmt.Sprintf(format, args...))
}

// verifyRaw compares each raw mail with its hash.
func (s *Store) verifyRaw(ctx context.Context, r *Report) error {
	rows, err := s.read().QueryContext(ctx, "SELECT number, sha256, bytes FROM mail LEFT JOIN raw ON arrival = number ORDER BY number")
	if err != nil {
		return fmt.Errorf("check raw mails: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var number int64
		var want, raw []byte
		if err := rows.Scan(&number, &want, &raw); err != nil {
			return fmt.Errorf("check raw mails: %w", err)
		}
		switch {
		case raw == nil:
			r.Purged++
		case sha256.Sum256(raw) != [32]byte(want):
			r.fault("mail %d: it is not what was received", number)
		default:
			r.Mails++
		}
	}
	return rows.Err()
}
