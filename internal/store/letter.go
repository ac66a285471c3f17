package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"toutdoux/internal/governance"
)

// The recipients that are no members; below these stand followers
// (governance.FollowerRecipient).
const (
	Stranger = 0  // the writer of the letter's arrival
	Owner    = -1 // the human behind the list
)

// Purpose tells which of a delivery's two proofs was found.
type Purpose byte

// The purposes, as address names them.
const (
	Reply  Purpose = 'p'
	Bounce Purpose = 'b'
)

// Found is the delivery whose proof a mail carries.
type Found struct {
	Letter  int64
	Body    governance.Letter // without its recipients
	Member  int               // whose copy it was; Stranger, Owner
	Purpose Purpose
}

// owe writes a letter and one delivery for each recipient.
func (b *Batch) owe(l *governance.Letter, now time.Time) error {
	id, err := writeLetter(b.exec, 0, l)
	if err != nil {
		return err
	}
	due := l.At
	if !now.IsZero() && now.Before(due) {
		due = now
	}
	if l.After.After(due) {
		due = l.After
	}
	for _, member := range recipients(l) {
		var reply, bounce any
		if b.store.options.Proofs != nil && !forgotten(l) {
			reply, bounce = b.store.options.Proofs(id, member)
		}
		if _, err := b.exec("INSERT INTO delivery (letter, member, proof, bounce_proof, personal, due) VALUES (?, ?, ?, ?, ?, ?)",
			id, member, reply, bounce, l.Personal, due.Unix()); err != nil {
			return fmt.Errorf("to member %d: %w", member, err)
		}
	}
	return nil
}

// writeLetter writes a letter without its deliveries, and gives its number: the
// next where none is given.
func writeLetter(exec exec, id int64, l *governance.Letter) (int64, error) {
	body, err := json.Marshal(l)
	if err != nil {
		return 0, err
	}
	result, err := exec("INSERT INTO letter (id, kind, at, event, arrival, action, body, whisper) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
		number(id), string(l.Kind), l.At.Unix(), number(l.Event), number(l.Arrival), l.Action, string(body), forgotten(l))
	if err != nil {
		return 0, err
	}
	return result.LastInsertId()
}

// forgotten tells a letter of which nothing stays once it is sent. One that asks
// about a mail goes with the mail.
func forgotten(l *governance.Letter) bool { return l.Whisper && l.Arrival == 0 }

func recipients(l *governance.Letter) []int {
	switch {
	case len(l.To) > 0:
		return l.To
	case l.Owner:
		return []int{Owner}
	default:
		return []int{Stranger}
	}
}

// FindProof finds the delivery that a proof belongs to; false where there is
// none. What is compared is one of 2^80 values, by an index: a stranger who
// guesses learns nothing from how long it takes.
func (s *Store) FindProof(ctx context.Context, token string) (Found, bool, error) {
	var f Found
	var body string
	var bounce bool
	err := s.read().QueryRowContext(ctx, `SELECT letter, member, body, bounce_proof = ?1
		FROM delivery JOIN letter ON letter.id = letter WHERE proof = ?1 OR bounce_proof = ?1`, token,
	).Scan(&f.Letter, &f.Member, &body, &bounce)
	if errors.Is(err, sql.ErrNoRows) {
		return Found{}, false, nil
	}
	if err == nil {
		err = json.Unmarshal([]byte(body), &f.Body)
	}
	if err != nil {
		return Found{}, false, fmt.Errorf("find the letter of a proof: %w", err)
	}
	f.Purpose = Reply
	if bounce {
		f.Purpose = Bounce
	}
	return f, true, nil
}

// Letter is one letter, without its recipients; ErrNotFound where there is none
// of that number.
func (s *Store) Letter(ctx context.Context, id int64) (l governance.Letter, err error) {
	var body string
	if err = s.read().QueryRowContext(ctx, "SELECT body FROM letter WHERE id = ?", id).Scan(&body); err == nil {
		err = json.Unmarshal([]byte(body), &l)
	}
	if err != nil {
		return l, fmt.Errorf("read letter %d: %w", id, missing(err))
	}
	return l, nil
}

// PassedOn finds the letter that passed on the first of some mails, given by
// their Message-IDs, that any did: a post, an announcement, the call to an
// assembly or the mail of a mandate. Its number is 0 where there is none.
func (s *Store) PassedOn(ctx context.Context, messageIDs []string) (id int64, l governance.Letter, err error) {
	return passedOn(messageIDs, func(query string, args ...any) *sql.Row { return s.read().QueryRowContext(ctx, query, args...) })
}

// PassedOn is the store's, as the batch stands.
func (b *Batch) PassedOn(messageIDs []string) (id int64, l governance.Letter, err error) {
	return passedOn(messageIDs, b.tx.QueryRow)
}

func passedOn(messageIDs []string, ask func(query string, args ...any) *sql.Row) (id int64, l governance.Letter, err error) {
	for _, messageID := range messageIDs {
		sum := sha256.Sum256([]byte(messageID))
		var body string
		err = ask(`SELECT letter.id, letter.body FROM mail JOIN event ON event.arrival = mail.number JOIN letter ON letter.event = event.seq
			WHERE mail.message_id = ? AND letter.kind IN (?, ?, ?, ?) ORDER BY letter.id LIMIT 1`,
			sum[:], string(governance.LetterPost), string(governance.LetterAnnouncement), string(governance.LetterAssembly), string(governance.LetterMandate)).Scan(&id, &body)
		if errors.Is(err, sql.ErrNoRows) {
			continue
		}
		if err == nil {
			err = json.Unmarshal([]byte(body), &l)
		}
		if err != nil {
			return 0, l, fmt.Errorf("find the letter that passed a mail on: %w", err)
		}
		return id, l, nil
	}
	return 0, l, nil
}

// LetterOf is the letter of that kind that tells of an event; ErrNotFound where
// there is none.
func (s *Store) LetterOf(ctx context.Context, event int64, kind governance.LetterKind) (id int64, err error) {
	err = s.read().QueryRowContext(ctx, "SELECT id FROM letter WHERE event = ? AND kind = ? ORDER BY id LIMIT 1", event, string(kind)).Scan(&id)
	return id, missing(err)
}

// Reached is to how many of its recipients a letter was delivered, as far as
// anybody told us.
func (s *Store) Reached(ctx context.Context, letter int64) (reached, all int, err error) {
	err = s.read().QueryRowContext(ctx, "SELECT coalesce(sum(state = 'sent'), 0), count(*) FROM delivery WHERE letter = ?", letter).Scan(&reached, &all)
	if err != nil {
		return 0, 0, fmt.Errorf("count the deliveries of letter %d: %w", letter, err)
	}
	return reached, all, nil
}

// takeBack does what some events mean beside the log: the letter of a hard
// bounce did not arrive, and the address of who follows no more is forgotten.
func (b *Batch) takeBack(r *governance.Record) error {
	var err error
	switch e := r.Event.(type) {
	case *governance.Bounced:
		if e.Hard && r.Arrival != 0 {
			err = b.returned(e.Letter, e.Member)
		}
	case *governance.FollowerBounced:
		if e.Hard && r.Arrival != 0 {
			err = b.returned(e.Letter, governance.FollowerRecipient(e.Follower))
		}
	case *governance.Unfollowed:
		_, err = b.exec("UPDATE text SET salt = NULL, value = NULL WHERE event = ?", e.Since)
	}
	return err
}

// returned marks a copy that came back. One that the smarthost refused, by no
// mail, is the queue's to mark.
func (b *Batch) returned(letter int64, recipient int) error {
	_, err := b.exec("UPDATE delivery SET state = 'returned', started = NULL WHERE letter = ? AND member = ? AND state IN ('waiting', 'sent')", letter, recipient)
	return err
}

// LettersTo gives the letters to a member in the order in which they were owed,
// each with where its delivery stands and when it left, zero where it did not.
func (s *Store) LettersTo(ctx context.Context, member int, each func(l governance.Letter, state string, sent time.Time)) error {
	rows, err := s.read().QueryContext(ctx, "SELECT body, state, sent_at FROM delivery JOIN letter ON letter.id = letter WHERE member = ? ORDER BY letter.id", member)
	if err != nil {
		return fmt.Errorf("list letters to member %d: %w", member, err)
	}
	defer rows.Close()
	for rows.Next() {
		var body []byte
		var state string
		var sent stamp
		var l governance.Letter
		err := rows.Scan(&body, &state, &sent)
		if err == nil {
			err = json.Unmarshal(body, &l)
		}
		if err != nil {
			return fmt.Errorf("list letters to member %d: %w", member, err)
		}
		each(l, state, sent.Time)
	}
	return rows.Err()
}
