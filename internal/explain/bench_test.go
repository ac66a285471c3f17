package explain

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// BenchmarkExplain does all that `toutdoux explain` does of a mail, in either of
// its forms, for each mail of the collections and of our own.
func BenchmarkExplain(b *testing.B) {
	var mails [][]byte
	for _, pattern := range []string{"../intake/testdata/mails/*.eml", "../../../shared/corpus/*/*.eml"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			b.Fatal(err)
		}
		for _, file := range files {
			raw, err := os.ReadFile(file)
			if err != nil {
				b.Fatal(err)
			}
			mails = append(mails, raw)
		}
	}
	now := time.Date(2026, 2, 2, 9, 0, 0, 0, time.UTC)
	for name, answer := range map[string]func(*Answer) error{
		"json": func(a *Answer) error {
			_, err := json.Marshal(a.Request)
			return err
		},
		"words": func(a *Answer) error {
			a.Look(context.Background())
			a.Tell("fr")
			return nil
		},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				for _, raw := range mails {
					read, err := Read(nil, time.UTC, raw, now)
					if err == nil {
						err = answer(read)
					}
					if err != nil {
						b.Fatal(err)
					}
				}
			}
			b.ReportMetric(float64(len(mails)*b.N)/b.Elapsed().Seconds(), "mails/s")
		})
	}
}
