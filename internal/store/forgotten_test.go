package store

import (
	"testing"
	"time"

	"toutdoux/internal/governance"
)

// What is forgotten once its time is over is gone from the files too, the
// write-ahead log included: whoever takes the disk the next day finds nothing.
func TestForgottenLeavesTheFiles(t *testing.T) {
	later := noon.Add(time.Hour)
	for name, c := range map[string]struct {
		event  governance.Event
		words  string // as they were read
		forget func(*Store) (int64, error)
	}{
		"private": {&governance.Confided{Member: 2, To: 1, Mail: 1}, "secret",
			func(s *Store) (int64, error) { return s.ForgetPrivate(t.Context(), later) }},
		"a stranger's": {&governance.Knocked{Number: 1, Address: "zoe@secret.test", Subject: "un secret"}, "secret",
			func(s *Store) (int64, error) { return s.ForgetStrangers(t.Context(), later) }},
		"old": {&governance.Ignored{Why: governance.WhyLoop}, "",
			func(s *Store) (int64, error) { return s.PurgeRaw(t.Context(), later) }},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			s := open(t, folder)
			n := receive1(t, s, arrival("un secret"))
			d := caused(t, 1, n, 0, c.event)
			d.Request.Words, d.Request.Alone = c.words, true
			must(t, decideAll(s, t, d))
			if forgotten, err := c.forget(s); err != nil || forgotten != 1 {
				t.Errorf("forgot %d mails: %v", forgotten, err)
			}
			noSecret(t, folder)
		})
	}
}
