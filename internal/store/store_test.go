package store

import (
	"crypto/sha256"
	"fmt"
	"testing"
	"time"

	"toutdoux/internal/governance"
)

// noon is the instant around which these tests happen.
var noon = time.Date(2026, 2, 10, 12, 0, 0, 0, time.UTC)

// proofs are two that the tests can foresee.
func proofs(letter int64, member int) (reply, bounce string) {
	return fmt.Sprintf("p%d-%d", letter, member), fmt.Sprintf("b%d-%d", letter, member)
}

func open(t *testing.T, folder string) *Store {
	t.Helper()
	s, err := Open(folder, Options{Proofs: proofs})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { must(t, s.Close()) })
	return s
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// arrival is a mail with that text, received at noon.
func arrival(text string) Arrival {
	return Arrival{Source: LMTP, At: noon, Accepted: noon, From: "alice@example.org", To: []string{"asso@example.org"},
		Peer: "127.0.0.1", Hello: "mx", Raw: []byte(text), Identity: sha256.Sum256([]byte(text)), MessageID: "<" + text + "@example.org>"}
}

// receive1 keeps one mail, and gives its number.
func receive1(t testing.TB, s *Store, a Arrival) int64 {
	t.Helper()
	numbers, err := s.Receive(t.Context(), []Arrival{a})
	must(t, err)
	return numbers[0]
}

// decideAll writes decisions in one batch.
func decideAll(s *Store, t testing.TB, decisions ...Decision) error {
	b, err := s.Begin(t.Context())
	if err != nil {
		return err
	}
	defer b.Rollback()
	for _, d := range decisions {
		if err := b.Handle(d); err != nil {
			return err
		}
	}
	return b.Commit()
}

// vote is a decision on an arrival: one event, and a receipt to member 1.
func vote(seq, arrival int64, reason governance.Text) Decision {
	return Decision{Arrival: arrival, Outcome: "counted", Version: 3,
		Request: governance.Request{Kind: governance.KindReply, Arrival: arrival, At: noon, From: "alice@example.org", Words: "POUR. " + string(reason)},
		Records: []governance.Record{{Seq: seq, At: noon, Arrival: arrival, By: 1, Event: &governance.Voted{Action: 12, Member: 1, Choice: governance.For, Reason: reason, Rank: noon}}},
		Letters: []governance.Letter{{Kind: governance.LetterReceipt, At: noon, Event: seq, Arrival: arrival, Action: 12, To: []int{1}, Personal: true}},
	}
}

// tick is a decision on an instant: that many events and no letter.
func tick(first, n int64) Decision {
	d := Decision{Outcome: "tick", Version: 3, Request: governance.Request{Kind: governance.KindTick, At: noon}}
	for seq := first; seq < first+n; seq++ {
		d.Records = append(d.Records, governance.Record{Seq: seq, At: noon, Event: &governance.Ignored{Why: governance.WhyLoop}})
	}
	return d
}

// voted receives a mail and decides it as the first event.
func voted(t testing.TB, s *Store, reason governance.Text) {
	t.Helper()
	must(t, decideAll(s, t, vote(1, receive1(t, s, arrival("vote")), reason)))
}

// setAside sets a mail aside.
func setAside(t *testing.T, s *Store, arrival int64, problem string) error {
	t.Helper()
	b, err := s.Begin(t.Context())
	must(t, err)
	defer b.Rollback()
	if err := b.Aside(arrival, problem); err != nil {
		return err
	}
	return b.Commit()
}
