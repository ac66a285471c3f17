package listing_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"toutdoux/internal/governance"
	"toutdoux/internal/listing"
)

// at is that many hours after the founding.
func at(hours int) time.Time {
	return time.Date(2026, 2, 2, 8, 0, 0, 0, time.UTC).Add(time.Duration(hours) * time.Hour)
}

func state(requests ...governance.Request) *governance.State {
	s := governance.New(time.UTC)
	governance.Found(s, governance.DefaultStatutes(), []governance.Founder{
		{Name: "Alice", Address: "alice@x.test", VotesFrom: at(0)}, {Name: "Bob", Address: "bob@x.test", VotesFrom: at(0)},
		{Name: "Carol", Address: "carol@x.test", VotesFrom: at(0)},
	}, at(0))
	for i, r := range requests {
		r.At, r.Arrival, r.Authenticated = at(i+1), int64(i+1), true
		governance.Step(s, r)
	}
	return s
}

var opening = governance.Request{
	Kind: governance.KindAction, From: "alice@x.test", Proposal: &governance.Proposal{Type: governance.Extraordinary, Title: "Adhérer", CostCents: 6000},
}

func vote(who string, choice governance.Choice) governance.Request {
	return governance.Request{Kind: governance.KindReply, From: who + "@x.test", Votes: []governance.Vote{{Action: 1, Choice: choice, Reason: "parce que"}}}
}

// Of each member's ballots the last is counted, and those of who is away are
// not; once closed, what was counted stays.
func TestBallots(t *testing.T) {
	leave := governance.Request{Kind: governance.KindCommand, From: "carol@x.test", Verb: governance.VerbVacation}
	s := state(opening, vote("bob", governance.Against), vote("bob", governance.Blank), vote("carol", governance.For), leave)
	for _, closed := range []bool{false, true} {
		if closed {
			for due := governance.Due(s); s.Action(1).IsOpen(); due = governance.Due(s) {
				governance.Step(s, governance.Request{Kind: governance.KindTick, At: due.At})
			}
		}
		a := listing.Actions(s)[0]
		if (a.State == governance.Adopted) != closed {
			t.Fatalf("closed %v: it is %s", closed, a.State)
		}
		var counted []string
		for _, b := range a.Ballots {
			if b.Counted {
				counted = append(counted, b.Member+" "+string(b.Choice))
			}
		}
		if got := strings.Join(counted, ", "); got != "bob@x.test blank" || len(a.Ballots) != 3 {
			t.Errorf("closed %v: of %d ballots, %s count", closed, len(a.Ballots), got)
		}
		if a.Electorate != 2 || a.For != 0 || a.Blank != 1 || a.Against != 0 {
			t.Errorf("closed %v: %+v", closed, a)
		}
	}
}

// The fields are those of the contract: instants that have not come are null,
// and lists are always there.
func TestFields(t *testing.T) {
	text, err := json.Marshal(map[string]any{"actions": listing.Actions(state(opening)), "members": listing.Members(state(), at(1)), "none": listing.Actions(state())})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`{"number":1,"type":"extraordinary","title":"Adhérer","proposer":"alice@x.test","state":"open","how":"",` +
			`"opened_at":"2026-02-02T09:00:00Z","paused_at":null,"deadline":"2026-02-12T09:00:00Z","closed_at":null,"done_at":null,` +
			`"electorate":3,"for":0,"blank":0,"against":0,"ballots":[]}`,
		`{"email":"bob@x.test","name":"Bob","state":"voter","votes_from":"2026-02-02T08:00:00Z"}`,
		`"none":[]`,
	} {
		if !strings.Contains(string(text), want) {
			t.Errorf("%s\nlacks\n%s", text, want)
		}
	}
}
