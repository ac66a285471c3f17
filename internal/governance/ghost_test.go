package governance

import (
	"slices"
	"testing"
	"time"
)

// checkGhosts: nobody is taken off the list for their silence but who was named
// to all, then asked, and wrote nothing since, nor left for a while, nor had a
// friend who asks after them.
func checkGhosts(t failer, log []Record) {
	t.Helper()
	stage := map[int]int{} // 1: named, 2: asked
	for _, r := range log {
		if r.By != 0 {
			delete(stage, r.By)
		}
		switch e := r.Event.(type) {
		case *Reviewed:
			for _, m := range e.Ghosts {
				if stage[m] != 0 {
					t.Fatalf("record %d names member %d twice", r.Seq, m)
				}
				stage[m] = 1
			}
		case *GhostsAsked:
			for _, m := range e.Members {
				if stage[m] == 0 || e.Last != (stage[m] == 2) {
					t.Fatalf("record %d asks member %d at step %d", r.Seq, m, stage[m])
				}
				stage[m] = 2
			}
		case *GhostsSpared:
			for _, m := range e.Ghosts {
				delete(stage, m)
			}
		case *LeaveBegan:
			delete(stage, e.Member)
		case *Held:
			if e.Adds != "" {
				delete(stage, e.Member)
			}
		case *Departed:
			if ghost := e.Origin == "silent" || e.Origin == "unreachable"; ghost && stage[e.Member] != 2 {
				t.Fatalf("record %d takes member %d off the list at step %d", r.Seq, e.Member, stage[e.Member])
			}
			delete(stage, e.Member)
		}
	}
}

// TestNextReview: the dates of the statutes at the hour of the digest, each once,
// whatever the year.
func TestNextReview(t *testing.T) {
	s := New(paris)
	s.Statutes = DefaultStatutes()
	s.Reviewed = time.Date(2027, 1, 31, 8, 0, 0, 0, paris)
	var got []string
	for range 4 {
		s.Reviewed = s.NextReview()
		got = append(got, s.Reviewed.In(paris).Format("2006-01-02 15:04"))
	}
	want := []string{"2027-06-30 08:00", "2028-01-31 08:00", "2028-06-30 08:00", "2029-01-31 08:00"}
	if !slices.Equal(got, want) {
		t.Errorf("reviews on %v, want %v", got, want)
	}
	s.Statutes.GhostReview = nil
	if at := s.NextReview(); !at.IsZero() {
		t.Errorf("no date of review, and yet one on %v", at)
	}
}

// TestMeant: whom a name means.
func TestMeant(t *testing.T) {
	s := New(paris)
	at := utc(2026, 1, 1, 8, 0)
	var founders []Founder
	for _, name := range []string{"Dave Roux", "Émile Noël", "Dave Blanc", "Claire Petit", "Claire Petit"} {
		founders = append(founders, Founder{Name: name, Address: plainName(name[:4]) + string(rune('a'+len(founders))) + "@exemple.test", VotesFrom: at})
	}
	Found(s, DefaultStatutes(), founders, at)
	for name, want := range map[string]int{
		"Dave Roux": 1, "dave  roux": 1, "emile noel": 1, "ÉMILE": 1, "Dave": 2, "Claire Petit": 2, "claire petit (1)": 1,
		"Claire Petit (2)": 1, "davea@exemple.test": 1, "Zoé": 0, "": 0,
	} {
		if got := s.meant(name, s.Members); len(got) != want {
			t.Errorf("%q means %d people, want %d", name, len(got), want)
		}
	}
	if alone := s.meant("", s.Members[:1]); len(alone) != 1 {
		t.Error("no name does not mean the one who is alone")
	}
}
