package explain

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// BenchmarkExplain does all that `toutdoux explain` does of a mail, in both
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
	b.ReportAllocs()
	for b.Loop() {
		for _, raw := range mails {
			answer, err := Read(nil, time.UTC, raw, now)
			if err != nil {
				b.Fatal(err)
			}
			answer.Look(context.Background())
			answer.Tell("fr")
			if _, err := json.Marshal(answer.Request); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(len(mails)*b.N)/b.Elapsed().Seconds(), "mails/s")
}
