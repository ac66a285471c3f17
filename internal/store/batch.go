package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"toutdoux/internal/governance"
)

// Decision is what one mail, command or instant came to.
type Decision struct {
	Arrival int64  // 0: an instant came
	Outcome string // the name of what became of the mail
	Request governance.Request
	Version int // of the reader that read it
	Records []governance.Record
	Letters []governance.Letter
	// Now is when it is decided, by the clock that letters leave by: one that
	// bears a later instant leaves all the same. Zero: letters wait for theirs.
	Now time.Time
	// Forget is what must not be kept, of the mail decided or of earlier ones.
	Forget governance.Forgetting
}

// Batch is a transaction in which decisions are written one after the other.
// Nothing of it is to be believed or let out before Commit returned. While it
// is open nothing else can be written: its owner calls no other method of the
// store that writes. It is for one goroutine.
type Batch struct {
	store *Store
	tx    *sql.Tx
	head  Head
	err   error // SQLite rolled the transaction back: nothing more is possible
	// forgot: something was forgotten, which the write-ahead log still holds.
	forgot bool
	// erased: somebody was.
	erased bool
}

// Begin opens a batch, after waiting for other writes.
func (s *Store) Begin(ctx context.Context) (*Batch, error) {
	tx, err := s.begin(ctx)
	if err != nil {
		return nil, fmt.Errorf("begin to decide: %w", err)
	}
	b := &Batch{store: s, tx: tx}
	if b.head, err = head(ctx, tx); err != nil {
		return nil, errors.Join(err, tx.Rollback())
	}
	if s.options.Memory {
		s.batch.Store(tx)
	}
	return b, nil
}

// Handle writes a decision: its mail is handled, its events are in the log, its
// letters are owed, and one that came back for good did not arrive. When it returns an error nothing of this decision is
// written, and those before it stand. The records must continue the log; a mail
// can be handled once.
func (b *Batch) Handle(d Decision) error {
	return b.step(func() error {
		if err := b.decide(&d); err != nil {
			return fmt.Errorf("write decision on mail %d: %w", d.Arrival, err)
		}
		for i := range d.Records {
			err := b.append(&d.Records[i])
			if err == nil {
				err = b.takeBack(&d.Records[i])
			}
			if err == nil {
				err = b.forgetAnswers(&d.Records[i])
			}
			if err == nil {
				err = b.erase(&d.Records[i])
			}
			if err != nil {
				return fmt.Errorf("write event %d: %w", d.Records[i].Seq, err)
			}
		}
		for i := range d.Letters {
			if err := b.owe(&d.Letters[i], d.Now); err != nil {
				return fmt.Errorf("write letter of event %d: %w", d.Letters[i].Event, err)
			}
		}
		return b.forget(d.Arrival, d.Forget)
	})
}

// Aside sets a waiting mail aside with the fault of ours that its handling met;
// ErrNotFound where it does not wait.
func (b *Batch) Aside(arrival int64, problem string) error {
	return b.step(func() error {
		return one(b.exec("UPDATE mail SET state = 'aside', problem = ? WHERE number = ? AND state = 'waiting'", legible(problem), arrival))
	})
}

// Commit writes the batch to the disk. When it returns an error nothing of it
// was written, and the state must be rebuilt from the log.
func (b *Batch) Commit() error {
	b.store.batch.CompareAndSwap(b.tx, nil)
	if b.err != nil {
		return errors.Join(b.err, b.Rollback())
	}
	if err := b.store.fault(b.tx.Commit()); err != nil {
		return fmt.Errorf("write decisions: %w", err)
	}
	if b.forgot || b.erased {
		b.store.emptyLog()
	}
	return nil
}

// Rollback throws the batch away; after Commit it does nothing.
func (b *Batch) Rollback() error {
	b.store.batch.CompareAndSwap(b.tx, nil)
	if err := b.tx.Rollback(); err != nil && !errors.Is(err, sql.ErrTxDone) && b.err == nil {
		return err
	}
	return nil
}

// step does something whole or not at all, within the transaction.
func (b *Batch) step(do func() error) error {
	if b.err != nil {
		return b.err
	}
	before := b.head
	if _, err := b.exec("SAVEPOINT step"); err != nil {
		return b.store.fault(err)
	}
	err := do()
	if err == nil {
		_, err = b.exec("RELEASE step")
		return b.store.fault(err)
	}
	b.head = before
	for _, undo := range []string{"ROLLBACK TO step", "RELEASE step"} {
		if _, failed := b.exec(undo); failed != nil {
			b.err = fmt.Errorf("undo one decision: %w", err)
		}
	}
	return b.store.fault(err)
}

// exec runs a statement; the connection keeps it prepared.
func (b *Batch) exec(query string, args ...any) (sql.Result, error) {
	return b.tx.Exec(query, args...)
}

func (b *Batch) decide(d *Decision) error {
	request, err := json.Marshal(d.Request)
	if err != nil {
		return err
	}
	if d.Arrival != 0 {
		done := one(b.exec("UPDATE mail SET state = 'handled', outcome = ? WHERE number = ? AND state = 'waiting'", d.Outcome, d.Arrival))
		if done != nil {
			return fmt.Errorf("is it waiting? %w", done)
		}
	}
	return writeDecision(b.exec, d.Arrival, d.Request.At, d.Version, b.head.Seq+int64(len(d.Records)), string(request))
}

// writeDecision notes what decided; a request of nil is one that was erased.
func writeDecision(exec exec, arrival int64, at time.Time, reader int, last int64, request any) error {
	_, err := exec("INSERT INTO decision (arrival, at, reader, last, request) VALUES (?, ?, ?, ?, ?)", number(arrival), at.Unix(), reader, last, request)
	return err
}

// append adds an event to the log, and its texts beside it.
func (b *Batch) append(r *governance.Record) error {
	if r.Seq != b.head.Seq+1 {
		return fmt.Errorf("the log ends at %d, so that the next is %d", b.head.Seq, b.head.Seq+1)
	}
	body, texts, err := sealed(r.Event, b.store.options.Random)
	if err != nil {
		return err
	}
	row := Row{Seq: r.Seq, At: r.At.Unix(), Arrival: r.Arrival, By: r.By, Kind: governance.KindOf(r.Event), Version: bodyVersion, Body: body, Prev: b.head.Hash, Texts: texts}
	row.Hash = row.sum()
	whose := owner(body)
	for i := range texts {
		if !governance.Common(r.Event, texts[i].Field) {
			texts[i].Member = whose
		}
	}
	if err := writeRow(b.exec, &row); err != nil {
		return err
	}
	b.head = Head{Seq: row.Seq, Hash: row.Hash, At: r.At}
	return nil
}

// exec is what a statement is run with.
type exec func(query string, args ...any) (sql.Result, error)

// writeRow adds a row to the log, and its texts beside it.
func writeRow(exec exec, r *Row) error {
	_, err := exec("INSERT INTO event (seq, at, arrival, author, kind, version, body, prev, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
		r.Seq, r.At, number(r.Arrival), r.By, r.Kind, r.Version, string(r.Body), r.Prev[:], r.Hash[:])
	if err != nil {
		return err
	}
	for _, t := range r.Texts {
		value := any(t.Value)
		if t.Salt == nil {
			value = nil
		}
		if _, err := exec("INSERT INTO text (event, field, member, salt, value) VALUES (?, ?, ?, ?, ?)", r.Seq, t.Field, number(int64(t.Member)), t.Salt, value); err != nil {
			return err
		}
	}
	return nil
}

// owner is the member whose words or data an event's texts are: every kind
// names that member, its proposer or convener. 0 is nobody.
func owner(body []byte) int {
	var names struct {
		Member, Proposer, Convener int
		Would                      struct{ Proposer int }
	}
	if json.Unmarshal(body, &names) != nil {
		return 0
	}
	return max(names.Member, names.Proposer, names.Convener, names.Would.Proposer)
}
