package clerk

import (
	"testing"
	"time"

	"toutdoux/internal/store"
)

// What an operator said of the clock holds at later starts, until the clock
// jumps once more.
func TestWordOnTheClockIsRecalled(t *testing.T) {
	day := 24 * time.Hour
	said := time.Date(2026, 6, 1, 9, 0, 0, 0, time.UTC)
	long := said.Add(-100 * day)   // the last event of a quiet association
	wild := said.AddDate(10, 0, 0) // one of a clock that ran ahead
	cases := map[string]struct {
		word      believed
		now, last time.Time
		trusted   bool
	}{
		"nothing was said":                {believed{}, said, long, false},
		"accepted after a quiet time":     {believed{said, long}, said.Add(day), long, true},
		"quiet for as long again":         {believed{said, long}, said.Add(61 * day), long, false},
		"back before it was accepted":     {believed{said, long}, said.Add(-day), long, false},
		"something came since":            {believed{said, long}, said.Add(62 * day), said.Add(2 * day), true},
		"and then nothing for long":       {believed{said, long}, said.Add(63 * day), said.Add(2 * day), false},
		"set right after it ran ahead":    {believed{said, wild}, said.Add(day), wild, true},
		"ran ahead, and nothing was said": {believed{}, said, wild, false},
		"ran ahead once more":             {believed{said, wild}, said.Add(day), wild.Add(day), false},
	}
	for name, c := range cases {
		w := newWatch(c.now, c.last, false)
		w.recall(c.now, c.last, c.word)
		if why := w.look(c.now, c.last); w.trusted() != c.trusted || (why == "") != c.trusted {
			t.Errorf("%s: trusted is %t, and the owner is told %q", name, w.trusted(), why)
		}
	}
}

// A word that cannot be read is told, and not taken for silence.
func TestWordOnTheClockIsKept(t *testing.T) {
	register, err := store.Open(t.TempDir(), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer register.Close()
	c := &Clerk{Office: Office{Store: register}}
	if word, err := c.believed(t.Context()); err != nil || word != (believed{}) {
		t.Errorf("before: got %v, %v", word, err)
	}
	if err := register.SetSetting(t.Context(), clockSetting, "yes"); err != nil {
		t.Fatal(err)
	}
	if _, err := c.believed(t.Context()); err == nil {
		t.Error("a word that is none was read")
	}
}
