package governance

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// compareStates compares states whole, what is not exported included, but for
// the tables of a time zone, and for the room that a slice has left.
var compareStates = []cmp.Option{
	cmp.AllowUnexported(State{}, Action{}),
	cmp.Comparer(func(a, b *time.Location) bool { return a.String() == b.String() }),
	cmpopts.EquateEmpty(),
}

// checkHistory holds what is true of every history, whatever happened in it.
func checkHistory(t failer, w *world) {
	t.Helper()
	checkOrder(t, w.log)
	checkTallies(t, w)
	checkOutcomes(t, w.log)
	checkBallots(t, w.s)
	checkEffects(t, w)
	checkGhosts(t, w.log)
	checkLetters(t, w)
	checkUnsigned(t, w)
	replayed := replayLog(t, w.log, w.s.zone)
	if diff := cmp.Diff(w.s, replayed, compareStates...); diff != "" {
		t.Fatalf("replayed log (-live +replayed):\n%s", diff)
	}
	raw, err := json.Marshal(w.s)
	if err != nil {
		t.Fatal(err)
	}
	restored, err := Restore(raw, w.s.zone)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(w.s, restored, compareStates...); diff != "" {
		t.Fatalf("restored snapshot (-live +restored):\n%s", diff)
	}
}

// checkOrder: numbers without a gap, instants that never run backward.
func checkOrder(t failer, log []Record) {
	t.Helper()
	for i, r := range log {
		if r.Seq != int64(i+1) {
			t.Fatalf("record %d has number %d", i+1, r.Seq)
		}
		if i > 0 && r.At.Before(log[i-1].At) {
			t.Fatalf("record %d is of %s, before the one before it", r.Seq, r.At)
		}
		if r.At.Location() != time.UTC || r.At.Nanosecond() != 0 {
			t.Fatalf("record %d is of %s: not a whole second, UTC", r.Seq, r.At)
		}
	}
}

// checkTallies: what was decided, and what stands now, is what a recount finds.
func checkTallies(t failer, w *world) {
	t.Helper()
	for i, r := range w.log {
		e, is := r.Event.(*Closed)
		if !is {
			continue
		}
		if got := recount(w.log, i, e.Action, e.At); got != e.Tally {
			t.Fatalf("#%d closed with %s, a recount finds %s", e.Action, e.Tally, got)
		}
		checkRule(t, w.s.Action(e.Action), e)
	}
	for _, a := range w.s.Actions {
		at := w.s.At
		if a.IsOpen() && !a.Deadline.IsZero() && a.Deadline.Before(at) {
			at = a.Deadline
		}
		if got := recount(w.log, len(w.log), a.Number, at); a.IsOpen() && got != w.s.Tally(a) {
			t.Fatalf("#%d stands at %s, a recount finds %s", a.Number, w.s.Tally(a), got)
		}
	}
}

// checkRule holds an outcome against the default statutes, in words of its own.
func checkRule(t failer, a *Action, e *Closed) {
	t.Helper()
	if a.Rules.Adopt.String() != ">= 50%" || a.Rules.Reject.String() != "> 50%" {
		return // an ordinary action, or rules of the scenario's own
	}
	n := e.Tally
	half := 2*n.For >= n.Electorate
	right := map[string]bool{
		"adopted by majority": half,
		"adopted by silence":  2*n.Against <= n.Electorate && n.Electorate > 0 && (!half || n.For == 0 || !a.Rules.Earliest.IsZero()),
		"rejected by ":        2*n.Against > n.Electorate,
	}
	if outcome := fmt.Sprintf("%s by %s", e.Outcome, e.How); !right[outcome] {
		t.Fatalf("#%d is %s with %s", e.Action, outcome, n)
	}
}

// checkOutcomes: an outcome never changes, but by its proposer's withdrawal.
func checkOutcomes(t failer, log []Record) {
	t.Helper()
	outcome := map[int]string{}
	for _, r := range log {
		switch e := r.Event.(type) {
		case *Closed:
			if outcome[e.Action] != "" {
				t.Fatalf("#%d closed as %s, after it was %s", e.Action, e.Outcome, outcome[e.Action])
			}
			outcome[e.Action] = string(e.Outcome)
		case *Withdrawn:
			if was := outcome[e.Action]; was == "withdrawn" || was == "rejected" || was == "stopped" {
				t.Fatalf("#%d withdrawn after it was %s", e.Action, was)
			}
			outcome[e.Action] = "withdrawn"
		case *Voted:
			if outcome[e.Action] != "" {
				t.Fatalf("a ballot on #%d after it was %s", e.Action, outcome[e.Action])
			}
		}
	}
}

// checkBallots: of the ballots that count there is one a member, and they add
// up to the tally.
func checkBallots(t failer, s *State) {
	t.Helper()
	for _, a := range s.Actions {
		counted := map[int]int64{}
		if a.IsOpen() {
			counted = s.counted(a)
		}
		for _, b := range a.Ballots {
			if _, twice := counted[b.Member]; b.Counted && twice {
				t.Fatalf("#%d counts two ballots of member %d", a.Number, b.Member)
			}
			if b.Counted {
				counted[b.Member] = b.Seq
			}
		}
		if n := s.Tally(a); len(counted) != n.For+n.Blank+n.Against {
			t.Fatalf("#%d counts %d ballots, and its tally is %s", a.Number, len(counted), n)
		}
	}
}

// checkEffects: every effect had its turn at the instant of the adoption, and
// none at any other time.
func checkEffects(t failer, w *world) {
	t.Helper()
	for _, a := range w.s.Actions {
		adopted := slices.ContainsFunc(w.log, func(r Record) bool {
			e, is := r.Event.(*Closed)
			return is && e.Action == a.Number && e.Outcome == Adopted
		})
		if adopted && a.Carried != len(a.Effects) || !adopted && a.Carried+len(a.Failures) > 0 {
			t.Fatalf("#%d, %s, had %d effects, of which %d had their turn", a.Number, a.State, len(a.Effects), a.Carried)
		}
		if a.Type == Ordinary && len(a.Effects) > 0 {
			t.Fatalf("#%d is ordinary, and has effects", a.Number)
		}
	}
	if w.s.carrying != 0 {
		t.Fatalf("#%d is being carried out for ever", w.s.carrying)
	}
}

// replayLog writes every record as the store does, its texts kept apart, and
// reads them back into a new state.
func replayLog(t failer, log []Record, zone *time.Location) *State {
	t.Helper()
	s := New(zone)
	for _, r := range log {
		raw, apart := sealed(t, r.Event)
		e, err := Decode(KindOf(r.Event), raw, func(field int, _ Text) Text { return apart[field] })
		if err != nil {
			t.Fatal(err)
		}
		again, _ := sealed(t, e)
		if string(again) != string(raw) {
			t.Fatalf("%s is written %s, and then %s", KindOf(e), raw, again)
		}
		r.Event = e
		s.Apply(r)
	}
	return s
}

func sealed(t failer, e Event) ([]byte, map[int]Text) {
	t.Helper()
	apart := map[int]Text{}
	raw, err := Encode(e, func(field int, text Text) Text {
		apart[field] = text
		return Text(fmt.Sprintf("hash-%d-%d", field, len(text)))
	})
	if err != nil {
		t.Fatal(err)
	}
	return raw, apart
}

// daily are the letters of which a member gets one a day, or none.
var daily = map[LetterKind]bool{LetterDigest: true, LetterReminder: true, LetterArrival: true, LetterVotingRight: true, LetterGhostPing: true, LetterSurvey: true}

// checkLetters: at most one a day of those letters that nobody asked for
// (rules.md, Information is power); what somebody wrote themselves is answered.
func checkLetters(t failer, w *world) {
	t.Helper()
	seen := map[string]sent{}
	for _, l := range w.sent {
		if !daily[l.Kind] || l.Arrival != 0 || l.Action != 0 { // an answer, or an effect
			continue
		}
		day := fmt.Sprint(l.member, l.At.In(w.s.zone).Format(time.DateOnly))
		if other, twice := seen[day]; twice {
			t.Fatalf("member %d gets %s at %s, and %s at %s", l.member, other.Kind, other.At, l.Kind, l.At)
		}
		seen[day] = l
	}
}
