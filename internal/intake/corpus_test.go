package intake

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// corpus is where the mails that others collected lie, beside the project.
const corpus = "../../../shared/corpus"

// expected is the part of a case's .json that is scored.
type expected struct {
	Kind           string   `json:"kind"`
	ReplyText      *string  `json:"reply_text"`
	MustContain    []string `json:"must_contain"`
	MustNotContain []string `json:"must_not_contain"`
	Text           *string  `json:"text"`
	Bounce         []struct {
		Alt       []string `json:"alt"`
		Recipient string   `json:"recipient"`
		Permanent bool     `json:"permanent"`
	} `json:"bounce"`
}

// eachCase reads every case of a folder of the corpus.
func eachCase(t *testing.T, folder string, visit func(name string, raw []byte, want expected)) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(corpus, folder, "*.eml"))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Skipf("no mails in %s: the collected mails are not beside the project", filepath.Join(corpus, folder))
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		about, err := os.ReadFile(strings.TrimSuffix(file, ".eml") + ".json")
		if err != nil {
			t.Fatal(err)
		}
		var want expected
		if err := json.Unmarshal(about, &want); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		visit(strings.TrimSuffix(filepath.Base(file), ".eml"), raw, want)
	}
}

var corpusTime = time.Date(2026, 2, 2, 9, 0, 0, 0, time.UTC)

// plainText is a text without what layout alone changes.
func plainText(s string) string {
	var out []string
	for l := range strings.SplitSeq(strings.ReplaceAll(s, "\r", ""), "\n") {
		l = strings.Join(strings.Fields(l), " ")
		if l != "" {
			out = append(out, l)
		}
	}
	return strings.Join(out, "\n")
}

// BenchmarkRead reads the collected mails and our own cases, one after the
// other.
func BenchmarkRead(b *testing.B) {
	var mails [][]byte
	for _, pattern := range []string{"testdata/mails/*.eml", filepath.Join(corpus, "*/*.eml")} {
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
	b.ReportAllocs()
	for b.Loop() {
		for _, raw := range mails {
			Reader{}.Read(raw, nil, corpusTime)
		}
	}
	b.ReportMetric(float64(len(mails)*b.N)/b.Elapsed().Seconds(), "mails/s")
}
