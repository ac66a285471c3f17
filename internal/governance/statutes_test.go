package governance

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestStatutes: keys, order and defaults are those of the rules' table, and
// every number survives being written and read.
func TestStatutes(t *testing.T) {
	s := DefaultStatutes()
	var table strings.Builder
	for _, key := range StatuteKeys() {
		fmt.Fprintf(&table, "%s = %s\n", key, s.Get(key))
		if err := s.Set(key, s.Get(key)); err != nil {
			t.Errorf("%s: %v", key, err)
		}
	}
	golden(t, "testdata/statutes.txt", table.String())
	raw, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	var again Statutes
	if err := json.Unmarshal(raw, &again); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(s, again); diff != "" {
		t.Error(diff)
	}
	if err := again.Set("digest", "sunday 7:05"); err != nil || again.Get("digest") != "Sunday 07:05" {
		t.Errorf("digest is %s, %v", again.Get("digest"), err)
	}
	if got := s.Differ(&again); !cmp.Equal(got, []string{"digest"}) {
		t.Errorf("they differ in %v", got)
	}
	if err := json.Unmarshal([]byte(`{"voting_delay":"3 jours"}`), &again); err != nil || again.Get("voting_delay") != "3 days" || again.Get("digest") != "Monday 08:00" {
		t.Errorf("a missing key is not its default: %v", err)
	}
}

func TestStatutesRefuse(t *testing.T) {
	for key, text := range map[string]string{
		"voting_delay": "ten days", "ordinary.window": "0 days", "extraordinary.window": "0 hours", "ordinary.stop": "50%",
		"ordinary.cost_limit": "-5 EUR", "reminders": "3 days, soon", "ghost.review": "31 February 2026", "concerns": "maybe", "digest": "Moonday 8:00",
	} {
		s := DefaultStatutes()
		if err := s.Set(key, text); err == nil {
			t.Errorf("%s = %s is taken", key, text)
		}
	}
	s := DefaultStatutes()
	if err := s.Set("quorum", "> 50%"); !errors.Is(err, ErrNoSuchStatute) {
		t.Errorf("quorum: %v", err)
	}
	if s.Get("quorum") != "" {
		t.Error("quorum has a value")
	}
	if err := s.Set("reminders", ""); err != nil || s.Get("reminders") != "" {
		t.Errorf("no reminders at all: %q, %v", s.Get("reminders"), err)
	}
	for _, raw := range []string{`[]`, `{"quorum":"1"}`, `{"reminders":3}`} {
		if err := json.Unmarshal([]byte(raw), &s); err == nil {
			t.Errorf("%s is taken", raw)
		}
	}
}

func TestParseCents(t *testing.T) {
	for text, want := range map[string]Cents{
		"50.00 EUR": 5000, "60 €": 6000, "60€": 6000, "1 200,50": 120050, "60,00€": 6000, "1\u202f200 €": 120000, "0": 0, "0,5": 50, "60,": 6000, "60 eur": 6000,
	} {
		if got, err := ParseCents(text); err != nil || got != want {
			t.Errorf("%q is %d cents, %v; want %d", text, got, err, want)
		}
	}
	for _, text := range []string{"", "€", "-5 €", "60 $", "1.200,50", "60,001", "soixante", ",50", "9999999999999", "1e3", "+5"} {
		if got, err := ParseCents(text); err == nil {
			t.Errorf("%q is %d cents", text, got)
		}
	}
	if got := Cents(120050).String(); got != "1200.50 EUR" {
		t.Error(got)
	}
}

// TestActionsKeepTheirRules: a number that changes is for the actions opened
// from then on.
func TestActionsKeepTheirRules(t *testing.T) {
	p := &player{world: newWorld(t, paris), start: utc(2026, 1, 1, 0, 0), statutes: DefaultStatutes()}
	script := "members Alice Bob Carol\n2026-02-02 09:00 Alice: [EXTRA] Une\n2026-02-02 09:01 Alice: [ORDINAIRE] Deux"
	for line := range strings.Lines(script) {
		if err := p.line(strings.TrimSpace(line)); err != nil {
			t.Fatal(err)
		}
	}
	for key, text := range map[string]string{
		"extraordinary.adopt": "> 99%", "extraordinary.window": "1 day", "extraordinary.earliest": "9 days", "extraordinary.reject": "> 0%",
		"ordinary.pause": "1 hour", "ordinary.stop": "> 0%", "reminders": "",
	} {
		if err := p.s.Statutes.Set(key, text); err != nil {
			t.Fatal(err)
		}
	}
	for line := range strings.Lines("2026-02-03 09:00 Bob: PAUSE #2\n2026-02-03 09:01 Carol: CONTRE #2\n2026-02-03 10:00 Bob: CONTRE #1\nuntil 2026-02-14 00:00") {
		if err := p.line(strings.TrimSpace(line)); err != nil {
			t.Fatal(err)
		}
	}
	if got := p.when(p.s.Action(1).ClosedAt); got != "Thu 2026-02-12 09:00" || p.s.Action(1).State != Adopted {
		t.Errorf("#1 is %s at %s", p.s.Action(1).State, got)
	}
	if got := p.when(p.s.Action(2).ClosedAt); got != "Fri 2026-02-13 09:00" || p.s.Action(2).State != Settled {
		t.Errorf("#2 is %s at %s", p.s.Action(2).State, got)
	}
	if !strings.Contains(p.out.String(), "reminder of #1") {
		t.Error("nobody was reminded of #1")
	}
	if p.s.Statutes.rules(Ordinary).Pause.N != 1 {
		t.Error("what opens now has not the new numbers")
	}
}
