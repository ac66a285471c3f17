package store

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"toutdoux/internal/governance"

	"github.com/google/go-cmp/cmp"
)

// rules are those of an action.
var rules = governance.Rules{Window: governance.Delay{N: 10, Unit: governance.Days}}

// secretly is a register in which Alice voted, wrote, proposed, changed her
// address, had a bounce and was quoted; everything about her says "secr".
func secretly(t *testing.T, s *Store) {
	t.Helper()
	joined := tick(1, 0)
	joined.Records = []governance.Record{
		{Seq: 1, At: noon, Event: &governance.Joined{Member: 1, Name: "Alice Secrète", Address: "alice@secret.example", VotesFrom: noon, Origin: "founder"}},
		{Seq: 2, At: noon, Event: &governance.Joined{Member: 2, Name: "Bob", Address: "bob@example.org", VotesFrom: noon, Origin: "founder"}},
	}
	mail := func(from, text string) int64 {
		a := arrival(text)
		a.From, a.Hello = from, "mx."+from
		return receive1(t, s, a)
	}
	hers := mail("alice@secret.example", "pour, secret")
	bounce := mail("", "Final-Recipient: rfc822; Alice@Secret.example")
	quoting := mail("bob@example.org", "Le 3, <alice@secret.example> a écrit : oui")
	moved := mail("alice@secret.example", "ADRESSE a@autre-secret.example")
	opened := mail("a@autre-secret.example", "[EXTRA] un titre, et un secret de plus, de a@autre-secret.example")
	must(t, decideAll(s, t, joined, vote(3, hers, "secret de plus"),
		caused(t, 4, bounce, 0, &governance.Bounced{Member: 1, Status: "5.1.1"}),
		caused(t, 5, quoting, 2, &governance.Voted{Action: 12, Member: 2, Choice: governance.Against, Reason: "à cause du prix", Rank: noon}),
		caused(t, 6, moved, 1, &governance.AddressAdded{Member: 1, Address: "a@autre-secret.example", Primary: true}),
		caused(t, 7, opened, 1, &governance.Opened{Action: 1, Title: "un titre", Body: "un texte", Proposer: 1, Rules: rules, MessageID: "<1@secret.example>"}),
	))
	must(t, s.SaveSnapshot(t.Context(), 7, 1, []byte("Alice secret")))
}

// caused is a decision on an arrival that comes to one event.
func caused(t *testing.T, seq, arrival int64, by int, e governance.Event) Decision {
	t.Helper()
	said, err := json.Marshal(e)
	must(t, err)
	return Decision{Arrival: arrival, Outcome: "done", Version: 3,
		Request: governance.Request{Kind: governance.KindReply, Arrival: arrival, At: noon, Words: string(said)},
		Records: []governance.Record{{Seq: seq, At: noon, Arrival: arrival, By: by, Event: e}}}
}

// happened is a decision of no mail that comes to one event.
func happened(seq int64, e governance.Event) Decision {
	d := tick(seq, 0)
	d.Records = []governance.Record{{Seq: seq, At: noon, Event: e}}
	return d
}

// noSecret looks through the files, the write-ahead log and free pages
// included.
func noSecret(t *testing.T, folder string) {
	t.Helper()
	for name, content := range files(t, folder) {
		if strings.Contains(strings.ToLower(content), "secr") {
			t.Errorf("%s still holds the words", name)
		}
	}
}

// Erasing a person leaves a log that verifies and counts as before, and no
// trace of their words in the files.
func TestErasedMember(t *testing.T) {
	folder := t.TempDir()
	s := open(t, folder)
	secretly(t, s)
	must(t, decideAll(s, t, happened(8, &governance.Erased{Member: 1})))
	must(t, s.Scrub(t.Context()))
	noSecret(t, folder)
	report, err := s.Verify(t.Context())
	must(t, err)
	if diff := cmp.Diff([]int64{1, 3, 6, 7}, report.Erased); diff != "" || len(report.Faults) > 0 || report.Head.Seq != 8 {
		t.Errorf("%s\n%+v", diff, report)
	}
}

// What stays is a count without a name, what was put to everyone, and what
// others wrote.
func TestErasureLeavesTheRest(t *testing.T) {
	s := open(t, t.TempDir())
	secretly(t, s)
	must(t, decideAll(s, t, happened(8, &governance.Erased{Member: 1})))
	want := []governance.Event{
		&governance.Joined{Member: 1, VotesFrom: noon, Origin: "founder"},
		&governance.Joined{Member: 2, Name: "Bob", Address: "bob@example.org", VotesFrom: noon, Origin: "founder"},
		&governance.Voted{Action: 12, Member: 1, Choice: governance.For, Rank: noon},
		&governance.Bounced{Member: 1, Status: "5.1.1"},
		&governance.Voted{Action: 12, Member: 2, Choice: governance.Against, Reason: "à cause du prix", Rank: noon},
		&governance.AddressAdded{Member: 1, Primary: true},
		&governance.Opened{Action: 1, Title: "un titre", Body: "un texte", Proposer: 1, Rules: rules},
		&governance.Erased{Member: 1},
	}
	var got []governance.Event
	must(t, s.Load(t.Context(), 0, func(r governance.Record) error { got = append(got, r.Event); return nil }))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for arrival, gone := range map[int64]bool{1: true, 2: true, 3: false, 4: true, 5: true} {
		if _, err := s.Request(t.Context(), arrival); errors.Is(err, ErrGone) != gone {
			t.Errorf("the request of mail %d: %v", arrival, err)
		}
		if _, err := s.Raw(t.Context(), arrival); !errors.Is(err, ErrGone) {
			t.Errorf("mail %d, in which her address stands, is kept as it came (%v)", arrival, err)
		}
	}
	if seq, _, err := s.Snapshot(t.Context(), 1); err != nil || seq != 0 {
		t.Errorf("the snapshot at %d stays (%v)", seq, err)
	}
}

// What was acknowledged and waits to be decided is lost by no erasure, and an
// address that is somebody else's by now is theirs.
func TestErasureTakesNothingElse(t *testing.T) {
	s := open(t, t.TempDir())
	secretly(t, s)
	decided := receive1(t, s, arrival("de a@autre-secret.example"))
	must(t, decideAll(s, t,
		happened(8, &governance.Joined{Member: 3, Name: "Zoé", Address: "a@autre-secret.example", VotesFrom: noon, Origin: "asked"}),
		caused(t, 9, decided, 3, &governance.Voted{Action: 12, Member: 3, Choice: governance.For, Rank: noon})))
	later := arrival("de alice@secret.example, pas encore lu")
	later.Identity = sha256.Sum256([]byte("later"))
	waiting := receive1(t, s, later)
	must(t, decideAll(s, t, happened(10, &governance.Erased{Member: 1})))
	for _, arrival := range []int64{decided, waiting} {
		if _, err := s.Raw(t.Context(), arrival); err != nil {
			t.Errorf("mail %d: %v", arrival, err)
		}
	}
}

// While somebody reads the register its write-ahead log cannot be emptied: that
// is said, and done when they are through.
func TestScrubWaitsForReaders(t *testing.T) {
	folder := t.TempDir()
	s := open(t, folder)
	secretly(t, s)
	must(t, s.Tell(t.Context(), func(story Story) error {
		for range story.Decisions {
			must(t, decideAll(s, t, happened(8, &governance.Erased{Member: 1})))
			if err := s.Scrub(t.Context()); err == nil || !strings.Contains(err.Error(), "somebody reads the register") {
				t.Errorf("got %v", err)
			}
			break
		}
		return nil
	}))
	must(t, s.Scrub(t.Context()))
	noSecret(t, folder)
}
