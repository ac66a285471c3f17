package store

import (
	"errors"
	"testing"
	"time"

	"toutdoux/internal/governance"
)

// What strangers wrote is forgotten after a while, and the log still verifies;
// members' mail, what a voter let through, and the address of a follower stay.
func TestForgetStrangers(t *testing.T) {
	s := open(t, t.TempDir())
	var mails []Arrival
	for i, text := range []string{"d'un inconnu", "d'un membre", "de qui veut suivre", "de qui suit", "d'une autre adresse d'un membre", "d'un autre inconnu", "de qui ne suit plus"} {
		mails = append(mails, arrival(text))
		mails[i].At = noon.Add(time.Duration(i) * time.Hour)
	}
	_, err := s.Receive(t.Context(), mails)
	must(t, err)
	one := func(arrival, seq int64, author int, e governance.Event) Decision {
		at := noon.Add(time.Duration(arrival-1) * time.Hour)
		return Decision{Arrival: arrival, Outcome: "held", Request: governance.Request{At: at, Words: "secret"}, Version: 1,
			Records: []governance.Record{{Seq: seq, At: at, Arrival: arrival, By: author, Event: e}}}
	}
	must(t, decideAll(s, t,
		one(1, 1, 0, &governance.Knocked{Number: 1, Address: "zoe@exemple.test", Subject: "Bonjour"}),
		one(2, 2, 3, &governance.Accepted{Number: 1, Voter: 3, Address: "zoe@exemple.test", Subject: "Bonjour", Words: "secret"}),
		one(3, 3, 0, &governance.Held{Held: 3, Stranger: "hash", Follow: true}),
		one(4, 4, 0, &governance.Followed{Follower: 1, Address: "yan@exemple.test"}),
		one(5, 5, 0, &governance.Held{Held: 5, Member: 3, Adds: "carol@travail.test"}),
		one(6, 6, 0, &governance.StrangerWrote{Stranger: "hash"}),
	))
	n, err := s.ForgetStrangers(t.Context(), noon.Add(270*time.Minute))
	must(t, err)
	if n != 3 {
		t.Errorf("forgot %d mails, want 3", n)
	}
	for arrival, kept := range map[int64]bool{1: false, 2: true, 3: false, 4: false, 5: true, 6: true} {
		_, unread := s.Request(t.Context(), arrival)
		_, gone := s.Raw(t.Context(), arrival)
		if (unread == nil) != kept || (gone == nil) != kept || !kept && !(errors.Is(unread, ErrGone) && errors.Is(gone, ErrGone)) {
			t.Errorf("mail %d kept %v: %v, %v", arrival, kept, unread, gone)
		}
	}
	knocked, err := s.Event(t.Context(), 1)
	must(t, err)
	if e := knocked.Event.(*governance.Knocked); e.Address != "" || e.Subject != "" {
		t.Errorf("a stranger's words are left: %+v", e)
	}
	accepted, err := s.Event(t.Context(), 2)
	must(t, err)
	if e := accepted.Event.(*governance.Accepted); e.Words != "secret" {
		t.Errorf("what was let through is lost: %+v", e)
	}
	for _, address := range []governance.Text{"yan@exemple.test", ""} {
		followed, err := s.Event(t.Context(), 4)
		must(t, err)
		if e := followed.Event.(*governance.Followed); e.Address != address {
			t.Errorf("a follower's address is %q, want %q", e.Address, address)
		}
		if address != "" {
			must(t, decideAll(s, t, one(7, 7, 0, &governance.Unfollowed{Follower: 1, Since: 4, Why: "asked"})))
		}
	}
	report, err := s.Verify(t.Context())
	must(t, err)
	if len(report.Faults) > 0 {
		t.Error(report.Faults)
	}
}
