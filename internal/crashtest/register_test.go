package crashtest

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"testing"

	_ "github.com/mattn/go-sqlite3"

	"toutdoux/internal/store"
)

// register is the database file, read with plain SQL whether a daemon runs or
// has just been killed.
type register struct {
	t  testing.TB
	db *sql.DB
}

func open(t testing.TB, folder string) *register {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(folder, "toutdoux.db")+"?mode=ro&_busy_timeout=10000")
	if err != nil {
		t.Fatal(err)
	}
	return &register{t, db}
}

func (r *register) close() { r.db.Close() }

// number is the answer to a question that has one number for its answer.
func (r *register) number(query string, args ...any) (n int) {
	r.t.Helper()
	if err := r.db.QueryRow(query, args...).Scan(&n); err != nil {
		r.t.Fatalf("%s: %v", query, err)
	}
	return n
}

// texts are the answers to a question that has one column.
func (r *register) texts(query string, args ...any) (list []string) {
	r.t.Helper()
	rows, err := r.db.Query(query, args...)
	if err != nil {
		r.t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	for rows.Next() {
		var text string
		if err := rows.Scan(&text); err != nil {
			r.t.Fatalf("%s: %v", query, err)
		}
		list = append(list, text)
	}
	if err := rows.Err(); err != nil {
		r.t.Fatalf("%s: %v", query, err)
	}
	return list
}

// standing is how far a mail had come.
type standing string

const (
	absent    standing = "not stored"
	undecided standing = "stored, undecided"
	owing     standing = "decided, letters owed"
	finished  standing = "decided, letters sent"
)

func (r *register) standing(m *mail) standing {
	switch {
	case r.number("SELECT count(*) FROM mail WHERE hex(message_id) = ?", m.key()) == 0:
		return absent
	case r.number("SELECT count(*) FROM mail WHERE hex(message_id) = ? AND state = 'waiting'", m.key()) > 0:
		return undecided
	case r.number("SELECT count(*) FROM delivery WHERE state = 'waiting'") > 0:
		return owing
	}
	return finished
}

// quiet tells that nothing is under way.
func (r *register) quiet() bool {
	return r.number("SELECT (SELECT count(*) FROM mail WHERE state = 'waiting') + (SELECT count(*) FROM delivery WHERE state = 'waiting')") == 0
}

// rules are what no register may hold: each question must have no answer. ?1 is
// the number of members.
var rules = []struct{ fault, query string }{
	{"mail is not handled", "SELECT number || ': ' || state || ' ' || outcome || ' ' || problem FROM mail WHERE state <> 'handled'"},
	{"mail came to nothing", "SELECT number || ': ' || outcome FROM mail WHERE outcome NOT IN ('counted', 'proposed')"},
	{"Message-ID kept more than once", "SELECT group_concat(number) FROM mail GROUP BY message_id HAVING count(*) > 1"},
	{"ballot without its one receipt", `SELECT seq FROM event WHERE kind = 'voted' AND 1 <> (
		SELECT count(*) FROM letter JOIN delivery ON letter = letter.id WHERE event = seq AND letter.kind = 'receipt')`},
	{"action without its one announcement to all", `SELECT seq FROM event WHERE kind = 'opened' AND ?1 <> (
		SELECT count(*) FROM letter JOIN delivery ON letter = letter.id WHERE event = seq AND letter.kind = 'announcement')`},
	{"action closed more than once", "SELECT json_extract(body, '$.action') FROM event WHERE kind = 'closed' GROUP BY 1 HAVING count(*) > 1"},
	{"outcome without its one letter to all", `SELECT seq FROM event WHERE kind = 'closed' AND ?1 <> (
		SELECT count(*) FROM letter JOIN delivery ON letter = letter.id WHERE event = seq AND letter.kind = 'outcome')`},
	{"outcome not at its deadline", `SELECT c.seq || ': ' || json_extract(c.body, '$.at') || ' for ' || json_extract(o.body, '$.deadline') FROM event c JOIN event o ON o.kind = 'opened' AND json_extract(o.body, '$.action') = json_extract(c.body, '$.action')
		WHERE c.kind = 'closed' AND json_extract(c.body, '$.how') IS NOT 'majority' AND json_extract(c.body, '$.at') <> json_extract(o.body, '$.deadline')`},
	{"outcome told more than once", "SELECT action FROM letter WHERE kind = 'outcome' GROUP BY action HAVING count(*) > 1"},
	{"letter not sent", "SELECT delivery.id || ': ' || kind || ' ' || state || ' ' || error FROM delivery JOIN letter ON letter.id = letter WHERE state <> 'sent'"},
}

// violations compares the register of an association at rest with what its
// client and its smarthost know. closings is how many actions must be closed.
func (a *asso) violations(t testing.TB, mails []*mail, closings int) (list []string) {
	t.Helper()
	r := open(t, a.data())
	defer r.close()
	for _, rule := range rules {
		args := []any{len(a.people)}
		if n := countParameters(rule.query); n == 0 {
			args = nil
		}
		for _, found := range r.texts(rule.query, args...) {
			list = append(list, rule.fault+": "+found)
		}
	}
	for _, m := range mails {
		list = append(list, r.promises(m)...)
	}
	if n := r.number("SELECT count(*) FROM mail"); n != len(mails) {
		list = append(list, fmt.Sprintf("%d mails in the register, %d were written", n, len(mails)))
	}
	if n := r.number("SELECT count(*) FROM event WHERE kind = 'closed'"); n != closings {
		list = append(list, fmt.Sprintf("%d outcomes, %d actions were to close", n, closings))
	}
	list = append(list, a.lettersArrived(r)...)
	return append(list, brokenChain(t, a.data())...)
}

func countParameters(query string) (n int) {
	for _, c := range query {
		if c == '?' {
			n++
		}
	}
	return n
}

// promises are A and B: a mail that was acknowledged is kept, once, and did
// what it asked for, once.
func (r *register) promises(m *mail) (list []string) {
	if !m.kept {
		return []string{m.id + " was never acknowledged"}
	}
	if n := r.number("SELECT count(*) FROM mail WHERE hex(message_id) = ?", m.key()); n != 1 {
		list = append(list, fmt.Sprintf("%s was acknowledged and is kept %d times", m.id, n))
	}
	n := r.number("SELECT count(*) FROM event JOIN mail ON number = event.arrival WHERE hex(message_id) = ? AND kind = ?", m.key(), string(m.kind))
	if n != 1 {
		list = append(list, fmt.Sprintf("%s: %s %d times", m.id, m.kind, n))
	}
	return list
}

// lettersArrived is promise F: each letter reached the smarthost, and a letter
// came twice only where it was on its way when the daemon was killed, one on
// each connection at most.
func (a *asso) lettersArrived(r *register) (list []string) {
	came := a.host.arrivals()
	twice := map[int]int{} // by the life that ended
	for _, proof := range r.texts("SELECT proof FROM delivery WHERE proof IS NOT NULL") {
		lives := came[proof]
		delete(came, proof)
		if len(lives) == 0 {
			list = append(list, "the letter with proof "+proof+" never came")
			continue
		}
		for _, life := range lives[:len(lives)-1] {
			twice[life]++
		}
	}
	for life, n := range twice {
		if n > connections {
			list = append(list, fmt.Sprintf("%d letters came again after death %d, with %d connections", n, life, connections))
		}
	}
	for proof := range came {
		list = append(list, "a letter that nobody owes came: "+proof)
	}
	return list
}

// brokenChain has the store check its own log.
func brokenChain(t testing.TB, folder string) []string {
	t.Helper()
	s, err := store.Open(folder, store.Options{ReadOnly: true})
	if err != nil {
		return []string{err.Error()}
	}
	defer s.Close()
	report, err := s.Verify(context.Background())
	if err != nil {
		return []string{err.Error()}
	}
	return report.Faults
}
