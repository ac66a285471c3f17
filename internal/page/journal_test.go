package page

import (
	"slices"
	"testing"
	"time"

	"toutdoux/internal/compose"
	"toutdoux/internal/sandbox"
)

// A mail of nobody that can be named is a mail all the same, and what a command
// did stands together: neither is the clock's doing.
func TestWhoseDoing(t *testing.T) {
	at := func(minute int) time.Time { return time.Date(2026, 11, 22, 12, minute, 0, 0, time.UTC) }
	s := &site{box: &sandbox.Sandbox{}, words: french, speech: compose.SpeechOf("fr", time.UTC)}
	var got []string
	for _, e := range s.journal(world{
		now:   at(30),
		mails: []sandbox.Mail{{Number: 1, At: at(1)}},
		events: []sandbox.Event{
			{Seq: 1, At: at(1), Kind: "ignored", Mail: 1},
			{Seq: 2, At: at(2), Kind: "intervened", Mail: 2}, {Seq: 3, At: at(2), Kind: "departed", Mail: 2}, {Seq: 4, At: at(2), Kind: "digested"},
		},
	}) {
		for _, l := range e.Lines {
			e.What += " " + l.Kind
		}
		got = append(got, e.What)
	}
	want := []string{"L’heure est venue digested", "Une intervention intervened departed", "Quelqu’un écrit\u00a0: ignored"}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}
