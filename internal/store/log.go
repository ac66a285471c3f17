package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"toutdoux/internal/governance"
)

// Head is the end of the log.
type Head struct {
	Seq  int64 // 0: the log is empty
	Hash [32]byte
	At   time.Time
}

// Head gives the end of the log.
func (s *Store) Head(ctx context.Context) (Head, error) { return head(ctx, s.read()) }

func head(ctx context.Context, q querier) (Head, error) {
	var h Head
	var at stamp
	var hash []byte
	err := q.QueryRowContext(ctx, "SELECT seq, at, hash FROM event ORDER BY seq DESC LIMIT 1").Scan(&h.Seq, &at, &hash)
	if errors.Is(err, sql.ErrNoRows) {
		return Head{}, nil
	}
	if err != nil {
		return Head{}, fmt.Errorf("read the end of the log: %w", err)
	}
	h.At, h.Hash = at.Time, [32]byte(hash)
	return h, nil
}

// Log gives every row of the log after a number, with its texts opened.
func (s *Store) Log(ctx context.Context, after int64, each func(*Row) error) error {
	return s.rows(ctx, after+1, 1<<62, proven, each)
}

// columns are what is read of each row beside what every reader needs, and
// which rows: all but for what only says.
type columns struct{ event, text, only string }

// proven reads the hashes and salts too; plain leaves them out, which takes a
// quarter of the time off.
var (
	proven = columns{event: "prev, hash", text: "salt"}
	plain  = columns{event: "NULL, NULL", text: "NULL"}
)

// Event gives one event; ErrNotFound where the log has no such number.
func (s *Store) Event(ctx context.Context, seq int64) (governance.Record, error) {
	record, err := governance.Record{}, ErrNotFound
	failed := s.rows(ctx, seq, seq, plain, func(r *Row) (bad error) {
		record, bad = r.Record()
		err = nil
		return bad
	})
	if err = errors.Join(failed, err); err != nil {
		return record, fmt.Errorf("read event %d: %w", seq, err)
	}
	return record, nil
}

// Between gives the events of some kinds, named as governance.KindOf does,
// behind one number and before another, in order.
func (s *Store) Between(ctx context.Context, after, before int64, kinds []string) ([]governance.Record, error) {
	var records []governance.Record
	wanted := plain
	wanted.only = " AND kind IN ('" + strings.Join(kinds, "', '") + "')"
	err := s.rows(ctx, after+1, before-1, wanted, func(r *Row) error {
		record, err := r.Record()
		records = append(records, record)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the events between %d and %d: %w", after, before, err)
	}
	return records, nil
}

// Record reads the event of a row. Erased texts are empty.
func (r *Row) Record() (governance.Record, error) {
	event, err := r.decode(func(field int, _ governance.Text) governance.Text {
		for i := range r.Texts {
			if r.Texts[i].Field == field {
				return governance.Text(r.Texts[i].Value)
			}
		}
		return ""
	})
	return governance.Record{Seq: r.Seq, At: time.Unix(r.At, 0).UTC(), Arrival: r.Arrival, By: r.By, Event: event}, err
}

func (r *Row) decode(open func(field int, seal governance.Text) governance.Text) (governance.Event, error) {
	if r.Version != bodyVersion {
		return nil, fmt.Errorf("read event %d: its form has version %d: %w", r.Seq, r.Version, ErrNewer)
	}
	event, err := governance.Decode(r.Kind, r.Body, open)
	if err != nil {
		return nil, fmt.Errorf("read event %d: %w", r.Seq, err)
	}
	return event, nil
}

// Request gives the request that decided an arrival, as it was read then;
// ErrGone once it was erased.
func (s *Store) Request(ctx context.Context, arrival int64) (governance.Request, error) {
	return requestOf(ctx, s.read(), arrival)
}

func requestOf(ctx context.Context, q querier, arrival int64) (governance.Request, error) {
	var text sql.NullString
	var request governance.Request
	err := missing(q.QueryRowContext(ctx, "SELECT request FROM decision WHERE arrival = ?", arrival).Scan(&text))
	switch {
	case err != nil:
	case !text.Valid:
		err = ErrGone
	default:
		err = json.Unmarshal([]byte(text.String), &request)
	}
	if err != nil {
		return request, fmt.Errorf("read the request of mail %d: %w", arrival, err)
	}
	return request, nil
}

// rows gives the rows of the log from first to last, in order.
func (s *Store) rows(ctx context.Context, first, last int64, read columns, each func(*Row) error) error {
	return s.view(ctx, func(q querier) error { return rowsOf(ctx, q, first, last, read, each) })
}

// rowsOf gives the rows of the log in one view of the database. Events and
// texts are two streams in the same order, read side by side.
func rowsOf(ctx context.Context, q querier, first, last int64, read columns, each func(*Row) error) error {
	events, err := q.QueryContext(ctx, `SELECT seq, at, coalesce(arrival, 0), author, kind, version, body, `+read.event+`
		FROM event WHERE seq BETWEEN ? AND ?`+read.only+` ORDER BY seq`, first, last)
	if err != nil {
		return fmt.Errorf("read the log: %w", err)
	}
	defer events.Close()
	texts, err := newTexts(ctx, q, first, last, read)
	if err != nil {
		return fmt.Errorf("read the texts of the log: %w", err)
	}
	defer texts.rows.Close()
	for events.Next() {
		r, err := scanRow(events)
		if err == nil {
			r.Texts, err = texts.of(r.Seq)
		}
		if err != nil {
			return fmt.Errorf("read the log: %w", err)
		}
		if err := each(r); err != nil {
			return err
		}
	}
	return events.Err()
}

func scanRow(rows *sql.Rows) (*Row, error) {
	r := new(Row)
	var prev, hash sql.RawBytes
	if err := rows.Scan(&r.Seq, &r.At, &r.Arrival, &r.By, &r.Kind, &r.Version, &r.Body, &prev, &hash); err != nil {
		return nil, err
	}
	copy(r.Prev[:], prev)
	copy(r.Hash[:], hash)
	return r, nil
}

// texts is the stream of free texts beside the stream of events.
type texts struct {
	rows  *sql.Rows
	event int64 // whose text next is; 0: the stream has ended
	next  Opened
}

func newTexts(ctx context.Context, q querier, first, last int64, read columns) (*texts, error) {
	rows, err := q.QueryContext(ctx, `SELECT event, field, coalesce(member, 0), `+read.text+`, coalesce(value, '')
		FROM text WHERE event BETWEEN ? AND ? ORDER BY event, field`, first, last)
	if err != nil {
		return nil, err
	}
	t := &texts{rows: rows}
	return t, t.advance()
}

func (t *texts) advance() error {
	t.event, t.next = 0, Opened{}
	if !t.rows.Next() {
		return t.rows.Err()
	}
	return t.rows.Scan(&t.event, &t.next.Field, &t.next.Member, &t.next.Salt, &t.next.Value)
}

// of gives the texts of an event, behind those of events that were not asked
// for.
func (t *texts) of(event int64) (list []Opened, err error) {
	for t.event != 0 && t.event < event && err == nil {
		err = t.advance()
	}
	for t.event == event && err == nil {
		list = append(list, t.next)
		err = t.advance()
	}
	return list, err
}

// view reads several things as they were at one instant.
func (s *Store) view(ctx context.Context, do func(querier) error) error {
	if tx := s.batch.Load(); tx != nil {
		return do(tx)
	}
	tx, err := s.reader.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin to read: %w", err)
	}
	defer tx.Rollback()
	return do(tx)
}
