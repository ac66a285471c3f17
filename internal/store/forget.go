package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"toutdoux/internal/governance"
)

// forgettings are what goes of a mail that somebody wrote unsigned: its bytes,
// what was read in it, by which way it came, and the letters that ask about it.
// That it came stays, and its keyed hash, by which a copy is known.
var forgettings = []string{
	`DELETE FROM raw WHERE arrival = ?1`,
	`UPDATE decision SET request = NULL WHERE arrival = ?1 AND request IS NOT NULL`,
	`UPDATE mail SET sender = '', recipients = '[]', peer = '', hello = '', grounds = '', message_id = NULL, twin = NULL, sha256 = zeroblob(32), forget = NULL WHERE number = ?1`,
	`DELETE FROM delivery WHERE letter IN (SELECT id FROM letter WHERE arrival = ?1)`,
	`DELETE FROM letter WHERE arrival = ?1`,
}

// forget does away with what must not be kept.
func (b *Batch) forget(decided int64, f governance.Forgetting) error {
	for _, mail := range f.Mails {
		if err := forgetMail(b.tx, mail); err != nil {
			return fmt.Errorf("forget mail %d: %w", mail, err)
		}
	}
	b.forgot = b.forgot || len(f.Mails) > 0 || f.Raw
	var err error
	switch {
	case f.Raw:
		_, err = b.exec("DELETE FROM raw WHERE arrival = ?", decided)
	case !f.At.IsZero():
		_, err = b.exec("UPDATE mail SET forget = ? WHERE number = ?", f.At.Unix(), decided)
	}
	return err
}

func forgetMail(tx *sql.Tx, mail int64) error {
	for _, statement := range forgettings {
		if _, err := tx.Exec(statement, mail); err != nil {
			return err
		}
	}
	return nil
}

// forgetAnswers erases what people answered to a survey that is closed: its
// totals stand in the event.
func (b *Batch) forgetAnswers(r *governance.Record) error {
	e, ok := r.Event.(*governance.SurveyClosed)
	if !ok {
		return nil
	}
	b.forgot = true
	_, err := b.exec(`UPDATE text SET salt = NULL, value = NULL WHERE event IN (SELECT seq FROM event
		WHERE seq > ? AND kind = 'survey_answered' AND json_extract(body, '$.action') = ?)`, e.Since, e.Action)
	return err
}

// forgetWhispers does away with the letters that were sent and tell who wrote
// something unsigned, and says whether there were any. There are few, found by
// an index.
func forgetWhispers(tx *sql.Tx) (some bool, err error) {
	_, err = tx.Exec(`DELETE FROM delivery WHERE letter IN (SELECT id FROM letter WHERE whisper = 1) AND state <> 'waiting'`)
	if err != nil {
		return false, err
	}
	result, err := tx.Exec(`DELETE FROM letter WHERE whisper = 1 AND NOT EXISTS (SELECT 1 FROM delivery WHERE letter = letter.id)`)
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	return n > 0, err
}

// ForgetDue forgets the unsigned mails whose author was asked whether they wrote
// them, and did not answer in time. It tells how many there were.
func (s *Store) ForgetDue(ctx context.Context, now time.Time) (n int, err error) {
	err = s.write(ctx, func(tx *sql.Tx) error {
		rows, err := tx.Query("SELECT number FROM mail WHERE forget <= ?", now.Unix())
		if err != nil {
			return err
		}
		mails, err := numbers(rows)
		for _, mail := range mails {
			if err == nil {
				err = forgetMail(tx, mail)
			}
		}
		n = len(mails)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("forget unsigned mails: %w", err)
	}
	if n > 0 {
		s.emptyLog()
	}
	return n, nil
}

func numbers(rows *sql.Rows) (list []int64, err error) {
	defer rows.Close()
	for rows.Next() {
		var n int64
		if err := rows.Scan(&n); err != nil {
			return nil, err
		}
		list = append(list, n)
	}
	return list, rows.Err()
}

// emptyLog empties the write-ahead log of what was forgotten, which is written
// already: where somebody reads it, Scrub does once they are through, and a
// failure of the disk is noted for it.
func (s *Store) emptyLog() {
	s.unscrubbed.Store(true)
	_ = s.Scrub(context.Background())
}
