package store

import (
	"testing"
	"time"
)

func TestHealth(t *testing.T) {
	folder := t.TempDir()
	s := open(t, folder)
	if faults, err := s.QuickCheck(t.Context()); err != nil || len(faults) > 0 {
		t.Errorf("a new register: %v, %v", faults, err)
	}
	if Size(folder) == 0 {
		t.Error("it takes no room")
	}
	if n, err := s.LastArrival(t.Context()); n != 0 || err != nil {
		t.Errorf("last arrival: %d, %v", n, err)
	}
	first := receive1(t, s, arrival("one"))
	second := receive1(t, s, arrival("two"))
	if n, err := s.LastArrival(t.Context()); n != second || err != nil {
		t.Errorf("last arrival: %d, %v", n, err)
	}
	came, err := s.Arrived(t.Context(), first, 9)
	if err != nil || len(came) != 1 || came[0].Number != second || string(came[0].Raw) != "two" {
		t.Errorf("arrived: %v, %v", came, err)
	}
	if n, err := s.AsideCount(t.Context()); n != 0 || err != nil {
		t.Errorf("aside: %d, %v", n, err)
	}
}

// What was tried and waits again is told, what merely waits is not.
func TestDelayed(t *testing.T) {
	s := open(t, t.TempDir())
	announced(t, s)
	if d, err := s.Delayed(t.Context()); d != (Delayed{}) || err != nil {
		t.Errorf("before any try: %v, %v", d, err)
	}
	must(t, s.Settle(t.Context(), noon, nil, []int64{1, 2}))
	must(t, s.Settle(t.Context(), noon, []Result{
		{Delivery: 1, State: Waiting, At: noon.Add(time.Hour), Counted: true, Error: "try later"}, {Delivery: 2, State: Sent, At: noon, Counted: true},
	}, nil))
	want := Delayed{Letters: 1, Since: noon, Words: "try later"}
	if d, err := s.Delayed(t.Context()); d != want || err != nil {
		t.Errorf("after a try: %v, %v", d, err)
	}
	must(t, s.Settle(t.Context(), noon.Add(time.Hour), nil, []int64{3}))
	must(t, s.Settle(t.Context(), noon.Add(time.Hour), []Result{{Delivery: 3, State: Waiting, At: noon.Add(2 * time.Hour), Counted: true, Error: "you are unknown"}}, nil))
	want.Letters = 2
	if d, err := s.Delayed(t.Context()); d != want || err != nil {
		t.Errorf("after a later one: %v, %v", d, err)
	}
}
