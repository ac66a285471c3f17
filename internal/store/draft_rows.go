package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
)

// Keep adds an arrival, and refuses a mail that is not what was received.
func (d *Draft) Keep(k *Kept) error {
	if sum := sha256.Sum256(k.Raw); k.Raw != nil && !bytes.Equal(sum[:], k.SHA256) {
		return fmt.Errorf("mail %d: it is not what was received: %w", k.Number, ErrAltered)
	}
	if k.Number < 1 {
		return fmt.Errorf("mail %d: they are numbered from 1: %w", k.Number, ErrAltered)
	}
	to, err := json.Marshal(append([]string{}, k.Recipients...))
	if err != nil {
		return err
	}
	_, err = d.exec(`INSERT INTO mail (number, source, at, accepted, sender, recipients, peer, hello, identity, message_id, proven, grounds, twin,
		size, sha256, repeats, state, outcome, problem, forget) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		k.Number, string(k.Source), k.At, k.Accepted, k.Sender, string(to), k.Peer, k.Hello, k.Identity, k.MessageID, k.Proven, k.Grounds, number(k.Twin),
		k.Size, k.SHA256, k.Repeats, string(k.State), k.Outcome, k.Problem, number(k.Forget))
	if err == nil && k.Raw != nil {
		_, err = d.exec("INSERT INTO raw (arrival, bytes) VALUES (?, ?)", k.Number, k.Raw)
	}
	if err != nil {
		return fmt.Errorf("keep mail %d: %w", k.Number, err)
	}
	return d.wrote(len(k.Raw))
}

// Log adds a row of the log, and refuses one that does not follow from those
// before it, or whose texts are not those that were sealed.
func (d *Draft) Log(r *Row) error {
	_ = d.chain.check(r) // it never fails: it notes faults
	if len(d.chain.Faults) > 0 {
		return fmt.Errorf("%s: %w", d.chain.Faults[0], ErrAltered)
	}
	if err := writeRow(d.exec, r); err != nil {
		return fmt.Errorf("write event %d: %w", r.Seq, err)
	}
	return d.wrote(len(r.Body))
}

// Decide adds what decided. Of what arrived it takes the number alone.
func (d *Draft) Decide(decided *Decided) error {
	var request any
	if decided.Request != nil {
		text, err := json.Marshal(decided.Request)
		if err != nil {
			return err
		}
		request = string(text)
	}
	if err := writeDecision(d.exec, decided.Arrival, decided.At, decided.Version, decided.Last, request); err != nil {
		return fmt.Errorf("write what decided mail %d: %w", decided.Arrival, err)
	}
	return d.wrote(0)
}

// Owe adds a letter with its copies, as far as they had come.
func (d *Draft) Owe(o *Owed) error {
	_, err := writeLetter(d.exec, o.ID, &o.Letter)
	for _, c := range o.Copies {
		if err != nil {
			break
		}
		_, err = d.exec(`INSERT INTO delivery (id, letter, member, proof, bounce_proof, state, personal, due, started, attempts, first_try, sent_at, status, error)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, c.ID, o.ID, c.Member, absent(c.Proof), absent(c.Bounce), string(c.State), c.Personal, c.Due, number(c.Started),
			c.Attempts, number(c.FirstTry), number(c.SentAt), c.Status, c.Error)
	}
	if err != nil {
		return fmt.Errorf("write letter %d: %w", o.ID, err)
	}
	return d.wrote(1 << 10)
}

// absent is how a text is stored that may be missing: nothing for "".
func absent(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// Fetched notes a mail of a mailbox that needs no other look.
func (d *Draft) Fetched(s *Seen) error {
	if _, err := d.exec("INSERT INTO fetched (folder, validity, uid) VALUES (?, ?, ?)", s.Folder, s.Validity, s.UID); err != nil {
		return fmt.Errorf("note what was fetched: %w", err)
	}
	return d.wrote(0)
}

// Set keeps a small fact of the installation.
func (d *Draft) Set(f *Fact) error {
	_, err := d.exec("INSERT INTO setting (key, value) VALUES (?, ?)", f.Key, f.Value)
	if err != nil {
		return fmt.Errorf("keep setting %s: %w", f.Key, err)
	}
	return nil
}
