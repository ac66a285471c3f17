package store

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"toutdoux/internal/governance"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// announced owes an announcement to members 1 to 3, a receipt to member 2, a
// word to the owner and an answer to a stranger an hour later.
func announced(t *testing.T, s *Store) {
	t.Helper()
	d := vote(1, receive1(t, s, arrival("action")), "")
	d.Letters = []governance.Letter{
		{Kind: governance.LetterAnnouncement, At: noon, Event: 1, Action: 12, To: []int{1, 2, 3}},
		{Kind: governance.LetterReceipt, At: noon.Add(time.Second), Event: 1, Arrival: 1, Action: 12, To: []int{2}, Personal: true},
		{Kind: governance.LetterOwner, At: noon, Owner: true},
		{Kind: governance.LetterRefusal, Why: governance.WhyNotAMember, At: noon, Arrival: 1, After: noon.Add(time.Hour), Personal: true},
	}
	must(t, decideAll(s, t, d))
}

func due(t *testing.T, s *Store, at time.Time, limit int) []Delivery {
	t.Helper()
	list, err := s.Due(t.Context(), at, limit)
	must(t, err)
	return list
}

func ids(list []Delivery) []int64 {
	ids := []int64{}
	for _, d := range list {
		ids = append(ids, d.ID)
	}
	return ids
}

func TestAnswersLeaveBeforeFanOut(t *testing.T) {
	s := open(t, t.TempDir())
	announced(t, s)
	list := due(t, s, noon.Add(time.Minute), 10)
	if diff := cmp.Diff([]int64{4, 1, 2, 3, 5}, ids(list)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]int64{4, 1}, ids(due(t, s, noon.Add(time.Minute), 2))); diff != "" {
		t.Error(diff)
	}
	want := Delivery{ID: 4, Letter: 2, Member: 2, Proof: "p2-2", Bounce: "b2-2", Personal: true, Due: noon.Add(time.Second),
		Body: governance.Letter{Kind: governance.LetterReceipt, At: noon.Add(time.Second), Event: 1, Arrival: 1, Action: 12, Personal: true}}
	if diff := cmp.Diff(want, list[0]); diff != "" {
		t.Error(diff)
	}
	if list[4].Member != Owner {
		t.Errorf("the owner's letter goes to %d", list[4].Member)
	}
	if next, err := s.NextDue(t.Context()); err != nil || !next.Equal(noon) {
		t.Errorf("next due: got %v, %v", next, err)
	}
	late := due(t, s, noon.Add(time.Hour), 10)
	if len(late) != 6 || late[1].Member != Stranger || late[1].ID != 6 {
		t.Errorf("an hour later: got %v", ids(late))
	}
}

func TestSettle(t *testing.T) {
	s := open(t, t.TempDir())
	announced(t, s)
	start, end := noon.Add(time.Minute), noon.Add(2*time.Minute)
	must(t, s.Settle(t.Context(), start, nil, []int64{1, 2, 3, 4, 5}))
	must(t, s.Settle(t.Context(), end, []Result{
		{Delivery: 1, State: Sent, At: end},
		{Delivery: 2, State: Waiting, At: end.Add(30 * time.Second), Counted: true, Status: "4.2.0", Error: "later"},
		{Delivery: 3, State: Failed, Counted: true, Status: "5.1.1", Error: "no such user"},
		{Delivery: 4, State: Waiting, Error: "the line is down"},
		{Delivery: 5, State: Dropped},
	}, nil))
	if diff := cmp.Diff([]int64{4}, ids(due(t, s, end, 10))); diff != "" {
		t.Error(diff)
	}
	again := due(t, s, end.Add(30*time.Second), 10)
	if diff := cmp.Diff([]int64{4, 2}, ids(again)); diff != "" {
		t.Error(diff)
	}
	if again[0].Attempts != 0 || !again[0].FirstTry.IsZero() {
		t.Errorf("the line's trouble counts as an attempt: %+v", again[0])
	}
	if again[1].Attempts != 1 || !again[1].FirstTry.Equal(start) {
		t.Errorf("the attempt does not count: %+v", again[1])
	}
	if sent, all, err := s.Reached(t.Context(), 1); err != nil || sent != 1 || all != 3 {
		t.Errorf("reached %d of %d (%v), want 1 of 3", sent, all, err)
	}
	sent, err := s.SentSince(t.Context(), end)
	must(t, err)
	if diff := cmp.Diff([]time.Time{end}, sent); diff != "" {
		t.Error(diff)
	}
}

// "L'annonce est arrivée chez ..." counts nobody whose mailbox sent it back.
func TestReturnedLetterDidNotArrive(t *testing.T) {
	s := open(t, t.TempDir())
	announced(t, s)
	must(t, s.Settle(t.Context(), noon, []Result{{Delivery: 1, State: Sent, At: noon}, {Delivery: 2, State: Sent, At: noon}}, []int64{3}))
	bounced := func(member int, hard bool) governance.Event {
		return &governance.Bounced{Member: member, Letter: 1, Hard: hard}
	}
	back(t, s, bounced(2, true), bounced(3, true)) // the latter quicker than our own note
	back(t, s, bounced(1, false), bounced(9, true))
	must(t, s.Settle(t.Context(), noon, []Result{{Delivery: 3, State: Sent, At: noon}}, nil))
	if sent, all, err := s.Reached(t.Context(), 1); err != nil || sent != 1 || all != 3 {
		t.Errorf("reached %d of %d (%v), want 1 of 3", sent, all, err)
	}
}

// back has letters come back, by one mail.
func back(t *testing.T, s *Store, events ...governance.Event) {
	t.Helper()
	head, err := s.Head(t.Context())
	must(t, err)
	n := receive1(t, s, arrival(fmt.Sprint("bounce after ", head.Seq)))
	d := Decision{Arrival: n, Outcome: "bounce", Request: governance.Request{Kind: governance.KindBounce, At: noon}}
	for i, e := range events {
		d.Records = append(d.Records, governance.Record{Seq: head.Seq + int64(i) + 1, At: noon, Arrival: n, Event: e})
	}
	must(t, decideAll(s, t, d))
}

// At a start, what was put off is tried once, what is not to be sent yet is
// not, and what was on its way is counted.
func TestWakeAll(t *testing.T) {
	s := open(t, t.TempDir())
	announced(t, s)
	later := noon.Add(4 * time.Hour)
	must(t, s.Settle(t.Context(), noon, nil, []int64{1, 2, 3}))
	must(t, s.Settle(t.Context(), noon, []Result{{Delivery: 2, State: Waiting, At: later, Counted: true}}, nil))
	if diff := cmp.Diff([]int64{1, 3, 5}, ids(due(t, s, noon, 10))); diff != "" {
		t.Error(diff)
	}
	interrupted, err := s.WakeAll(t.Context(), noon)
	must(t, err)
	if interrupted != 2 {
		t.Errorf("%d were on their way, want 2", interrupted)
	}
	if diff := cmp.Diff([]int64{1, 2, 3, 5}, ids(due(t, s, noon, 10))); diff != "" {
		t.Error(diff)
	}
	if interrupted, err = s.WakeAll(t.Context(), noon); err != nil || interrupted != 0 {
		t.Errorf("then %d, %v", interrupted, err)
	}
}

func TestFindProof(t *testing.T) {
	s := open(t, t.TempDir())
	announced(t, s)
	must(t, s.Settle(t.Context(), noon, []Result{{Delivery: 2, State: Sent, At: noon.Add(time.Minute)}}, nil))
	found := func(token string) Found {
		t.Helper()
		f, ok, err := s.FindProof(t.Context(), token)
		if err != nil || !ok {
			t.Fatalf("%s: %v %v", token, ok, err)
		}
		return f
	}
	want := Found{Letter: 1, Member: 2, Purpose: Reply,
		Body: governance.Letter{Kind: governance.LetterAnnouncement, At: noon, Event: 1, Action: 12}}
	if diff := cmp.Diff(want, found("p1-2")); diff != "" {
		t.Error(diff)
	}
	want.Purpose = Bounce
	if diff := cmp.Diff(want, found("b1-2"), cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
	if f := found("p4-0"); f.Body.Arrival != 1 || f.Member != Stranger {
		t.Errorf("the stranger's: got %+v", f)
	}
	for _, token := range []string{"", "p1-9", "P1-2", "%"} {
		if f, ok, err := s.FindProof(t.Context(), token); ok || err != nil {
			t.Errorf("%q: found %+v, %v", token, f, err)
		}
	}
	if id, err := s.LetterOf(t.Context(), 1, governance.LetterReceipt); err != nil || id != 2 {
		t.Errorf("the receipt is letter %d (%v), want 2", id, err)
	}
	if _, err := s.LetterOf(t.Context(), 1, governance.LetterOutcome); !errors.Is(err, ErrNotFound) {
		t.Errorf("no outcome: got %v", err)
	}
}
