package governance

import (
	"fmt"
	"testing"
	"time"
)

func founded(t *testing.T, names ...string) *world {
	t.Helper()
	w := newWorld(t, paris)
	var founders []Founder
	for _, name := range names {
		founders = append(founders, Founder{Name: name, Address: name + "@exemple.test", VotesFrom: utc(2026, 1, 1, 0, 0)})
	}
	w.log = Found(w.s, DefaultStatutes(), founders, utc(2026, 1, 1, 0, 0))
	return w
}

func stranger(address string, at time.Time, verb Verb, proven bool) Request {
	return Request{Kind: KindCommand, Verb: verb, At: at, From: address, Stranger: "hash of " + address, Authenticated: proven, Words: "x"}
}

// TestOneVictim: a thousand forged requests to join for one victim send them
// one mail at most.
func TestOneVictim(t *testing.T) {
	w := founded(t, "alice")
	at := utc(2026, 2, 2, 8, 0)
	for i := range 1000 {
		w.step(stranger("victim@exemple.test", at.Add(time.Duration(i)*9*time.Minute), VerbJoin, false))
	}
	if len(w.sent) != 1 {
		t.Errorf("the victim has %d mails", len(w.sent))
	}
}

// TestManyStrangers: twenty an hour in all are answered, the others wait their
// turn, and none is dropped. A flood of one day is forgotten after a week.
func TestManyStrangers(t *testing.T) {
	w := founded(t, "alice")
	at := utc(2026, 2, 2, 8, 0)
	const many = 90
	for i := range many {
		w.step(stranger(fmt.Sprintf("s%d@exemple.test", i), at.Add(time.Duration(i)*time.Second), VerbJoin, i%2 == 0 && i > 20))
		w.step(stranger(fmt.Sprintf("h%d@exemple.test", i), at.Add(time.Duration(i)*time.Second), VerbHelp, true))
	}
	var leaving []time.Time
	for _, l := range w.sent {
		if l.Kind != LetterWelcome {
			leaving = append(leaving, latest(l.At, l.After))
		}
	}
	for i, first := range leaving {
		if i+20 < len(leaving) && leaving[i+20].Before(first.Add(time.Hour)) {
			t.Fatalf("letters %d to %d leave within an hour", i, i+20)
		}
	}
	if len(leaving) < many+many/2 {
		t.Errorf("%d strangers are answered", len(leaving))
	}
	for i := range 3 {
		w.step(stranger("late@exemple.test", at.AddDate(0, 0, 10+5*i), VerbHelp, true))
	}
	if len(w.s.Strangers) != 1 {
		t.Errorf("%d strangers are remembered two weeks later", len(w.s.Strangers))
	}
	checkHistory(t, w)
}

// TestUnclearJoin: whoever answers the confirmation is answered, a few times.
func TestUnclearJoin(t *testing.T) {
	w := founded(t, "alice")
	at := utc(2026, 2, 2, 8, 0)
	w.step(stranger("zoe@exemple.test", at, VerbJoin, false))
	for i := range 5 {
		r := stranger("zoe@exemple.test", at.Add(time.Duration(i)*time.Minute), VerbNone, false)
		r.Kind, r.Answers = KindReply, w.last("zoe@exemple.test", LetterConfirm, 0).answering()
		w.step(r)
	}
	if len(w.sent) != 3 {
		t.Errorf("three letters a week, not %d", len(w.sent))
	}
	r := stranger("zoe@exemple.test", at.Add(time.Hour), VerbNone, false)
	r.Kind, r.Yes, r.Answers = KindReply, true, w.last("zoe@exemple.test", LetterConfirm, 0).answering()
	w.step(r)
	if m := w.s.ByAddress("zoe@exemple.test"); m == nil || m.Standing(at) != "newcomer" {
		t.Error("her yes makes her no member")
	}
	other := r
	other.From, other.Stranger = "yan@exemple.test", "hash of yan"
	w.step(other)
	if w.s.ByAddress("yan@exemple.test") != nil {
		t.Error("somebody else's confirmation makes a member")
	}
}

// TestForwardedConfirmation: another member cannot confirm what is not theirs,
// and a mail with nobody to believe is ignored.
func TestForwardedConfirmation(t *testing.T) {
	w := founded(t, "alice", "bob")
	at := utc(2026, 2, 2, 8, 0)
	w.step(Request{Kind: KindCommand, Verb: VerbLeave, At: at, From: "alice@exemple.test"})
	r := Request{Kind: KindReply, Yes: true, At: at.Add(time.Minute), From: "bob@exemple.test", Authenticated: true}
	r.Answers = w.last("alice@exemple.test", LetterConfirm, 0).answering()
	w.step(r)
	if !w.s.Members[0].Departed.IsZero() {
		t.Error("Bob let Alice leave")
	}
	if records, letters := w.step(Request{Kind: KindPost, At: at, Words: "x"}); len(records) != 1 || len(letters) != 0 || Fate(records) != "ignored" {
		t.Errorf("a mail without a sender: %v, %v", records, letters)
	}
}

// TestAddressTakenMeanwhile: an address that somebody joined with is not taken
// from them by an older confirmation.
func TestAddressTakenMeanwhile(t *testing.T) {
	w := founded(t, "alice", "bob")
	at := utc(2026, 2, 2, 8, 0)
	w.step(Request{Kind: KindPost, At: at, From: "alice@exemple.test", Authenticated: true, Words: "Bonjour"})
	r := Request{Kind: KindPost, At: at, From: "zoe@exemple.test", Stranger: "zoe", Words: "Merci"}
	r.Answers = w.last("bob@exemple.test", LetterPost, 0).answering()
	w.step(r)
	w.step(stranger("zoe@exemple.test", at.Add(time.Hour), VerbJoin, true))
	yes := Request{Kind: KindReply, Yes: true, At: at.Add(2 * time.Hour), From: "bob@exemple.test", Authenticated: true}
	yes.Answers = w.last("bob@exemple.test", LetterConfirm, 0).answering()
	w.step(yes)
	if m := w.s.ByAddress("zoe@exemple.test"); m == nil || m.ID != 3 {
		t.Errorf("the address is %+v's", m)
	}
	checkHistory(t, w)
}

// TestOlderLetterOfTheOwner: a yes lifts the alarm that it answers, and none
// that came after the letter.
func TestOlderLetterOfTheOwner(t *testing.T) {
	w := founded(t, "alice", "bob", "carol")
	at := utc(2026, 2, 2, 8, 0)
	w.s.Apply(Record{Seq: w.s.Seq + 1, At: at, Event: &Alarmed{2}})
	r := Request{Kind: KindReply, Yes: true, At: at.Add(time.Hour), From: "owner@exemple.test"}
	r.Answers = Answered{Letter: 1, Kind: LetterOwner, Member: Owner, SentAt: at.Add(-time.Second)}
	if Step(w.s, r); w.s.Alarm.IsZero() {
		t.Error("a yes to an older letter lifts the alarm")
	}
	r.Answers.SentAt = at
	if Step(w.s, r); !w.s.Alarm.IsZero() {
		t.Error("a yes to the alarm's letter does not lift it")
	}
}

// TestFormerAddress: who left keeps no address that another member took over.
func TestFormerAddress(t *testing.T) {
	w := founded(t, "alice", "bob")
	at := utc(2026, 2, 2, 8, 0)
	w.step(Request{Kind: KindCommand, Verb: VerbLeave, At: at, From: "bob@exemple.test", Authenticated: true})
	w.step(Request{Kind: KindIntervention, Verb: VerbSetAddress, At: at, From: "alice@exemple.test", Argument: "bob@exemple.test", Reason: "x"})
	if m := w.s.ByAddress("bob@exemple.test"); m == nil || m.ID != 1 {
		t.Errorf("the address is %+v's", m)
	}
	checkHistory(t, w)
}
