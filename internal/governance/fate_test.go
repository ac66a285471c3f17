package governance

import "testing"

// TestFates: every kind of event and every fate named in the tables exists.
func TestFates(t *testing.T) {
	for kind, fate := range fates {
		if kinds[kind] == nil {
			t.Errorf("%s is no kind of event", kind)
		}
		if _, ranked := rank[fate]; !ranked {
			t.Errorf("%s makes of a mail %q, which has no rank", kind, fate)
		}
	}
	for _, c := range []struct {
		want   string
		events []Event
	}{
		{"counted", []Event{&Authenticated{1}, &Voted{}, &Asked{}, &Closed{}}},
		{"asked", []Event{&Posted{}, &Asked{}}},
		{"counted", []Event{&Confirmed{}, &Voted{}}},
		{"confirmed", []Event{&Confirmed{Dropped: true}, &HeldAsked{}}},
		{"talk", []Event{&BecameReachable{}, &Posted{}}},
		{"proposed", []Event{&Opened{}, &Withdrawn{}}},
		{"held", []Event{&Held{}}},
		{"refused", []Event{&Declined{}}},
		{"done", []Event{&Departed{}, &Closed{}}},
		{"ignored", nil},
	} {
		var records []Record
		for _, e := range c.events {
			records = append(records, Record{Event: e})
		}
		if got := Fate(records); got != c.want {
			t.Errorf("%T… ends as %s, want %s", c.events, got, c.want)
		}
	}
}
