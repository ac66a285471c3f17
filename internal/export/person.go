// Package export writes down what a register holds, in forms that other
// programs read: everything about one person, for them, and everything, for
// whoever takes the association elsewhere; and it reads that back.
//
// It changes no register. To whom an export goes, and in which letter, is the
// clerk's; whether what is read back is believed, the store's draft's and the
// association's.
package export

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"toutdoux/internal/governance"
	"toutdoux/internal/store"
)

// Person is everything about one member, and only what is theirs: names of its
// fields are relied on by others.
type Person struct {
	At        time.Time `json:"at"` // when it was written
	Number    int       `json:"number"`
	Name      string    `json:"name"`
	Addresses []string  `json:"addresses"` // the first is the one that letters go to
	State     string    `json:"state"`
	Joined    time.Time `json:"joined"`
	VotesFrom time.Time `json:"votes_from"`
	LastSign  time.Time `json:"last_sign,omitzero"` // their last mail
	Delivery  string    `json:"delivery"`
	Ballots   []Ballot  `json:"ballots"`
	Proposed  []Action  `json:"proposed"`
	Events    []Event   `json:"events"`  // of the log, about them or by them
	Mails     []Mail    `json:"mails"`   // that they wrote
	Letters   []Letter  `json:"letters"` // that they were sent
}

// Ballot is one of their ballots, those that another replaced among them.
type Ballot struct {
	Action  int               `json:"action"`
	Title   string            `json:"title"`
	Choice  governance.Choice `json:"choice"`
	Reason  string            `json:"reason"`
	At      time.Time         `json:"at"`
	Counted bool              `json:"counted"`
}

// Action is an action that they proposed.
type Action struct {
	Number   int                    `json:"number"`
	Title    string                 `json:"title"`
	State    governance.ActionState `json:"state"`
	OpenedAt time.Time              `json:"opened_at"`
}

// Event is an event of the log; texts of others are left empty.
type Event struct {
	Seq  int64            `json:"seq"`
	At   time.Time        `json:"at"`
	Kind string           `json:"kind"`
	Body governance.Event `json:"body"`
}

// Mail is one of their mails. Kept says whether it is still kept as it came,
// and Enclosed whether it goes with this export.
type Mail struct {
	Number   int64               `json:"number"`
	At       time.Time           `json:"at"`
	Size     int64               `json:"size"`
	Fate     string              `json:"fate"`
	Kept     bool                `json:"kept"`
	Enclosed bool                `json:"enclosed"`
	Read     *governance.Request `json:"read,omitempty"` // as it was read
}

// Letter is a letter to them.
type Letter struct {
	Kind   governance.LetterKind `json:"kind"`
	At     time.Time             `json:"at"`
	State  string                `json:"state"`
	SentAt time.Time             `json:"sent_at,omitzero"`
	Action int                   `json:"action,omitempty"`
}

// Write gathers the rest, and gives all of it: as JSON, and their mails as they
// came, the latest ones that fit in so many bytes, as a mailbox (mboxrd).
func (p *Person) Write(ctx context.Context, register *store.Store, room int) (data, mbox []byte, err error) {
	arrivals, err := p.events(ctx, register)
	if err == nil {
		mbox, err = p.mails(ctx, register, arrivals, room)
	}
	if err == nil {
		err = register.LettersTo(ctx, p.Number, func(l governance.Letter, state string, sent time.Time) {
			p.Letters = append(p.Letters, Letter{l.Kind, l.At, state, sent, l.Action})
		})
	}
	if err != nil {
		return nil, nil, fmt.Errorf("export member %d: %w", p.Number, err)
	}
	var out bytes.Buffer
	text := json.NewEncoder(&out)
	text.SetEscapeHTML(false) // a person may read it too, and no page shows it
	text.SetIndent("", "  ")
	err = text.Encode(p)
	return out.Bytes(), mbox, err
}

// Describe is what the state says of a member; Write adds the rest.
func Describe(s *governance.State, m *governance.Member, now time.Time) *Person {
	p := &Person{
		At: now.UTC().Truncate(time.Second), Number: m.ID, Name: string(m.Name), Addresses: []string{}, State: m.Standing(now), Joined: m.Joined, VotesFrom: m.VotesFrom,
		LastSign: m.LastSign, Delivery: string(m.Delivery), Ballots: []Ballot{}, Proposed: []Action{}, Events: []Event{}, Mails: []Mail{}, Letters: []Letter{},
	}
	if p.Delivery == "" {
		p.Delivery = string(governance.DeliverAll)
	}
	for _, address := range m.Addresses {
		p.Addresses = append(p.Addresses, string(address))
	}
	for _, a := range s.Actions {
		if a.Proposer == m.ID {
			p.Proposed = append(p.Proposed, Action{a.Number, string(a.Title), a.State, a.OpenedAt})
		}
		for i := range a.Ballots {
			if b := &a.Ballots[i]; b.Member == m.ID {
				p.Ballots = append(p.Ballots, Ballot{a.Number, string(a.Title), b.Choice, string(b.Reason), b.Rank, counts(a, m, b)})
			}
		}
	}
	return p
}

// events reads the log, and gives the numbers of the mails that the member
// wrote.
func (p *Person) events(ctx context.Context, register *store.Store) (arrivals []int64, err error) {
	err = register.Log(ctx, 0, func(row *store.Row) error {
		if row.By == p.Number && row.Arrival != 0 && (len(arrivals) == 0 || arrivals[len(arrivals)-1] != row.Arrival) {
			arrivals = append(arrivals, row.Arrival)
		}
		if !p.concerns(row) {
			return nil
		}
		record, err := row.Record()
		if err == nil {
			p.Events = append(p.Events, Event{row.Seq, record.At, row.Kind, record.Event})
		}
		return err
	})
	slices.Sort(arrivals)
	return slices.Compact(arrivals), err
}

// concerns tells whether an event is about the member, or what they did that
// is about nobody else, and empties what others wrote.
func (p *Person) concerns(row *store.Row) bool {
	var names struct {
		Member, Proposer, Convener, Person int
		Holders                            []int
	}
	if json.Unmarshal(row.Body, &names) != nil {
		return false
	}
	named := max(names.Member, names.Proposer, names.Convener, names.Person)
	about := named == p.Number || slices.Contains(names.Holders, p.Number)
	if !about && (row.By != p.Number || named != 0 || row.Kind == "accepted") {
		return false
	}
	for i := range row.Texts {
		if t := &row.Texts[i]; !about || t.Member != p.Number && t.Member != 0 {
			t.Value = ""
		}
	}
	return true
}

// mails are those that the member wrote: all of them by number, and the latest
// ones that fit as they came.
func (p *Person) mails(ctx context.Context, register *store.Store, arrivals []int64, room int) (mbox []byte, err error) {
	var boxes [][]byte
	for _, number := range slices.Backward(arrivals) {
		m, raw, err := mail(ctx, register, number)
		if err != nil {
			return nil, err
		}
		if box := boxed(raw, m.At); raw != nil && len(box) <= room {
			m.Enclosed, room = true, room-len(box)
			boxes = append(boxes, box)
		}
		p.Mails = append(p.Mails, m)
	}
	slices.Reverse(p.Mails)
	slices.Reverse(boxes)
	return slices.Concat(boxes...), nil
}

// mail is one mail, and what came; nil where that is kept no more.
func mail(ctx context.Context, register *store.Store, number int64) (m Mail, raw []byte, err error) {
	entry, err := register.Entry(ctx, number)
	if err != nil {
		return m, nil, err
	}
	m = Mail{Number: number, At: entry.At, Size: entry.Size, Fate: entry.Outcome}
	request, err := register.Request(ctx, number)
	if err == nil {
		m.Read = &request
	} else if !errors.Is(err, store.ErrGone) {
		return m, nil, err
	}
	raw, err = register.Raw(ctx, number)
	if errors.Is(err, store.ErrGone) {
		return m, nil, nil
	}
	m.Kept = err == nil
	return m, raw, err
}
