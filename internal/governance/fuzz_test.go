package governance

import (
	"encoding/json"
	"testing"
)

// FuzzStatutes reads any text as a number of the statutes: what is read is
// written so that it is read back, alone and with the others.
func FuzzStatutes(f *testing.F) {
	for _, k := range statutes {
		f.Add(k.key, k.standard)
	}
	f.Fuzz(func(t *testing.T, key, text string) {
		s := DefaultStatutes()
		if err := s.Set(key, text); err != nil {
			return
		}
		again := DefaultStatutes()
		if err := again.Set(key, s.Get(key)); err != nil || len(again.Differ(&s)) > 0 {
			t.Fatalf("%s: %q is written %q, which is read as %q, %v", key, text, s.Get(key), again.Get(key), err)
		}
		raw, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		var kept Statutes
		if err := json.Unmarshal(raw, &kept); err != nil || len(kept.Differ(&s)) > 0 {
			t.Fatalf("%s: %q is kept as %s: %v", key, text, raw, err)
		}
		if s.OrdinaryWindow.IsZero() || s.ExtraordinaryWindow.IsZero() || s.CostLimit < 0 {
			t.Fatalf("%s: %q gives %s", key, text, raw)
		}
		for _, share := range []Share{s.OrdinaryStop, s.ExtraordinaryAdopt, s.ExtraordinaryReject} {
			for electorate := range 30 {
				if n := share.Needed(electorate); n < 1 || n <= electorate && !share.Reached(n, electorate) || share.Reached(n-1, electorate) {
					t.Fatalf("%s of %d: %d needed", share, electorate, n)
				}
			}
		}
	})
}
