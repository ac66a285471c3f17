package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"toutdoux/internal/governance"
)

// chosen are the tables of what is erased of a member: the mails that they wrote,
// their addresses, and the handled mails in which one of these stands as it is.
var chosen = []string{
	`CREATE TEMP TABLE wrote AS SELECT DISTINCT arrival FROM event LEFT JOIN text ON event = seq
		WHERE arrival IS NOT NULL AND (author = ?1 OR member = ?1)`,
	`CREATE TEMP TABLE theirs AS SELECT DISTINCT value AS address FROM text JOIN event ON seq = event
		WHERE member = ?1 AND (kind = 'joined' AND field = 1 OR kind = 'address_added' AND field = 0)
		AND value <> '' AND value NOT IN (SELECT value FROM text JOIN event ON seq = event
			WHERE member <> ?1 AND kind IN ('joined', 'address_added'))`,
	`CREATE TEMP TABLE naming AS SELECT DISTINCT number AS arrival FROM mail JOIN raw ON arrival = number JOIN theirs
		ON instr(lower(CAST(bytes AS TEXT)), address) > 0 WHERE state = 'handled'`,
}

// erasures are what stands about a member outside of the log, in the order in
// which it goes: their words and data, what they wrote as it was read and as it
// came, machines' mail about them, every copy of a mail in which an address of
// theirs stands, and other servers' words about it. Snapshots hold copies. What
// waits to be decided stays: it was acknowledged.
var erasures = []string{
	`INSERT INTO wrote SELECT arrival FROM naming WHERE arrival NOT IN (SELECT arrival FROM event WHERE arrival IS NOT NULL AND author <> 0)
		AND arrival NOT IN (SELECT number FROM mail WHERE source = 'command')`,
	`UPDATE text SET salt = NULL, value = NULL WHERE member = ?1`,
	`UPDATE text SET salt = NULL, value = NULL WHERE value IN theirs AND event IN (SELECT seq FROM event WHERE kind IN ('followed', 'knocked'))`,
	`UPDATE decision SET request = NULL WHERE arrival IN wrote AND request IS NOT NULL`,
	`DELETE FROM raw WHERE arrival IN wrote OR arrival IN naming`,
	`UPDATE mail SET sender = '', recipients = '[]', peer = '', hello = '' WHERE number IN wrote OR lower(sender) IN theirs`,
	`UPDATE delivery SET error = '' WHERE member = ?1`,
	`DELETE FROM snapshot`,
	`DROP TABLE wrote`,
	`DROP TABLE theirs`,
	`DROP TABLE naming`,
}

// erase forgets a member's words and data, in the commit that says so. The log
// stays, verifies, and counts as before: it holds numbers and salted hashes,
// and the salts are gone.
func (b *Batch) erase(r *governance.Record) error {
	e, is := r.Event.(*governance.Erased)
	if !is {
		return nil
	}
	err := b.execAll(chosen, e.Member)
	if err == nil {
		err = b.chooseEncoded()
	}
	if err == nil {
		err = b.execAll(erasures, e.Member)
	}
	if err != nil {
		return fmt.Errorf("erase member %d: %w", e.Member, err)
	}
	b.erased = true
	return nil
}

func (b *Batch) execAll(statements []string, member int) error {
	for _, statement := range statements {
		if _, err := b.exec(statement, member); err != nil {
			return err
		}
	}
	return nil
}

// chooseEncoded adds the mails that name an address of theirs only once they are
// decoded: in base64, say, or cut in two by quoted-printable.
func (b *Batch) chooseEncoded() error {
	if b.store.options.Plain == nil {
		return nil
	}
	addresses, err := b.addresses()
	if err != nil || len(addresses) == 0 {
		return err
	}
	rows, err := b.tx.Query("SELECT number, bytes FROM mail JOIN raw ON arrival = number WHERE state = 'handled' AND number NOT IN naming")
	if err != nil {
		return err
	}
	defer rows.Close()
	var found []int64
	for rows.Next() {
		var number int64
		var raw sql.RawBytes
		if err := rows.Scan(&number, &raw); err != nil {
			return err
		}
		text := strings.ToLower(b.store.options.Plain(raw))
		if slices.ContainsFunc(addresses, func(address string) bool { return strings.Contains(text, address) }) {
			found = append(found, number)
		}
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return err
	}
	for _, number := range found {
		if _, err := b.exec("INSERT INTO naming VALUES (?)", number); err != nil {
			return err
		}
	}
	return nil
}

// addresses are those chosen.
func (b *Batch) addresses() (list []string, err error) {
	rows, err := b.tx.Query("SELECT address FROM theirs")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var address string
		if err := rows.Scan(&address); err != nil {
			return nil, err
		}
		list = append(list, address)
	}
	return list, rows.Err()
}

// Erased tells whether somebody's words were erased in this batch: after its
// commit nobody may hold copies of them.
func (b *Batch) Erased() bool { return b.erased }

// Scrub empties the write-ahead log, which holds the old pages of what was
// erased, once those who read it are done. It is to be called after a commit of
// a batch that erased, and again where it returns an error; it does nothing
// where nothing was erased.
func (s *Store) Scrub(ctx context.Context) error {
	if !s.unscrubbed.Load() {
		return nil
	}
	if err := s.scrub(ctx); err != nil {
		return fmt.Errorf("erase what was forgotten from the write-ahead log: %w", err)
	}
	s.unscrubbed.Store(false)
	return nil
}

// scrubWait is how long a reader is waited for, in milliseconds: nothing else is
// written meanwhile.
const scrubWait = 100

func (s *Store) scrub(ctx context.Context) error {
	if s.options.Memory {
		return nil
	}
	ctx = context.WithoutCancel(ctx)
	c, err := s.writer.Conn(ctx)
	if err != nil {
		return err
	}
	defer c.Close()
	var before, busy, pages, moved int
	err = c.QueryRowContext(ctx, "PRAGMA busy_timeout").Scan(&before)
	if err == nil {
		_, err = c.ExecContext(ctx, fmt.Sprintf("PRAGMA busy_timeout = %d", scrubWait))
	}
	if err != nil {
		return s.fault(err)
	}
	err = c.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &pages, &moved)
	if err == nil && busy != 0 {
		err = errors.New("somebody reads the register: it is tried again until they are done")
	}
	_, failed := c.ExecContext(ctx, fmt.Sprintf("PRAGMA busy_timeout = %d", before))
	return s.fault(errors.Join(err, failed))
}
