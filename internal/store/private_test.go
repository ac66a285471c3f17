package store

import (
	"errors"
	"testing"
	"time"

	"toutdoux/internal/governance"
)

// What a member wrote to one person alone is forgotten once it has left, and the
// log still verifies; other mail, and what still waits to be delivered, stays.
func TestForgetPrivate(t *testing.T) {
	s := open(t, t.TempDir())
	mails := []Arrival{arrival("en privé"), arrival("à tout le monde"), arrival("en privé, pas encore parti"), arrival("en privé, depuis peu")}
	for i := range mails {
		mails[i].At = noon.Add(time.Duration(i) * time.Hour)
	}
	_, err := s.Receive(t.Context(), mails)
	must(t, err)
	one := func(arrival, seq int64, alone bool, e governance.Event, letters ...governance.Letter) Decision {
		at := noon.Add(time.Duration(arrival-1) * time.Hour)
		return Decision{Arrival: arrival, Outcome: "talk", Request: governance.Request{At: at, Words: "secret", Alone: alone}, Version: 1, Letters: letters,
			Records: []governance.Record{{Seq: seq, At: at, Arrival: arrival, By: 2, Event: e}}}
	}
	must(t, decideAll(s, t,
		one(1, 1, true, &governance.Confided{Member: 2, To: 1, Mail: 1}),
		one(2, 2, false, &governance.Posted{Member: 2, Words: "secret"}),
		one(3, 3, true, &governance.Confided{Member: 2, To: 1, Mail: 3}, governance.Letter{Kind: governance.LetterPost, Arrival: 3, At: noon, To: []int{1}}),
		one(4, 4, true, &governance.Confided{Member: 2, To: 1, Mail: 4}),
	))
	n, err := s.ForgetPrivate(t.Context(), noon.Add(150*time.Minute))
	must(t, err)
	if n != 1 {
		t.Errorf("forgot %d mails, want 1", n)
	}
	for arrival, kept := range map[int64]bool{1: false, 2: true, 3: true, 4: true} {
		_, unread := s.Request(t.Context(), arrival)
		_, gone := s.Raw(t.Context(), arrival)
		if (unread == nil) != kept || (gone == nil) != kept || !kept && !(errors.Is(unread, ErrGone) && errors.Is(gone, ErrGone)) {
			t.Errorf("mail %d kept %v: %v, %v", arrival, kept, unread, gone)
		}
	}
	report, err := s.Verify(t.Context())
	must(t, err)
	if len(report.Faults) > 0 {
		t.Error(report.Faults)
	}
}
