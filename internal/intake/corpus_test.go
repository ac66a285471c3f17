package intake

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"toutdoux/internal/governance"
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

// score counts what was read as expected.
type score struct{ right, n int }

func (s *score) add(ok bool) {
	s.n++
	if ok {
		s.right++
	}
}

func (s score) atLeast(t *testing.T, name string, percent int) {
	t.Helper()
	t.Logf("%s: %d of %d (%.1f %%)", name, s.right, s.n, 100*float64(s.right)/float64(max(s.n, 1)))
	if s.right*100 < percent*s.n {
		t.Errorf("%s: under %d %%", name, percent)
	}
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

func TestCorpusReplies(t *testing.T) {
	var exact, kinds, leaks, kept score
	eachCase(t, "replies", func(name string, raw []byte, want expected) {
		got := Reader{}.Read(raw, nil, corpusTime).Request
		human := got.Kind == governance.KindPost || got.Kind == governance.KindReply || got.Kind == governance.KindCommand
		kinds.add(human)
		if len(got.Votes) > 0 && !strings.Contains(got.Words, "+1") {
			t.Errorf("%s: a vote was read that was not cast: %+v in %q", name, got.Votes, got.Words)
		}
		if !human {
			t.Logf("%s: kind %s: %s", name, got.Kind, got.Why)
		}
		words := plainText(got.Words)
		if want.ReplyText == nil {
			good := true
			for _, s := range want.MustContain {
				good = good && strings.Contains(words, plainText(s))
			}
			kept.add(good)
			clean := true
			for _, s := range want.MustNotContain {
				clean = clean && !strings.Contains(words, plainText(s))
			}
			leaks.add(clean)
			return
		}
		right := words == plainText(*want.ReplyText)
		exact.add(right)
		leaks.add(right || !leaked(words, plainText(*want.ReplyText)))
		kept.add(right || !leaked(plainText(*want.ReplyText), words))
		if !right && testing.Verbose() {
			t.Logf("%s:\n--- got\n%.600s\n--- want\n%.600s", name, words, plainText(*want.ReplyText))
		}
	})
	kinds.atLeast(t, "human mail told", 98)
	exact.atLeast(t, "own words exact", 79)
	leaks.atLeast(t, "nothing quoted leaks", 85)
	kept.atLeast(t, "no own word lost", 90)
}

// leaked tells whether a text has a line that another lacks.
func leaked(text, other string) bool {
	for l := range strings.SplitSeq(text, "\n") {
		if !strings.Contains(other, l) {
			return true
		}
	}
	return false
}

// mislabelled is a case that its collection calls a post: it is a mail system's
// notice that a mailbox is full.
const mislabelled = "sisimai-rb-issue-368-bug"

func TestCorpusBounces(t *testing.T) {
	var found, recipients, permanent, posts score
	eachCase(t, "bounces", func(name string, raw []byte, want expected) {
		got := Reader{}.Read(raw, nil, corpusTime).Request
		if want.Kind != "bounce" && name != mislabelled {
			posts.add(got.Kind != governance.KindBounce)
			return
		}
		found.add(got.Kind == governance.KindBounce)
		if got.Kind != governance.KindBounce {
			t.Logf("%s: %s (%s)", name, got.Kind, got.Why)
		}
		for _, w := range want.Bounce {
			ok, hard := false, false
			for _, b := range got.Bounces {
				same := strings.EqualFold(b.Recipient, w.Recipient)
				for _, alt := range w.Alt {
					same = same || strings.EqualFold(b.Recipient, alt)
				}
				ok, hard = ok || same, hard || same && b.Permanent == w.Permanent
			}
			recipients.add(ok)
			permanent.add(hard)
			if !hard {
				t.Logf("%s: recipient %s (permanent %t) not in %v", name, w.Recipient, w.Permanent, got.Bounces)
			}
		}
	})
	found.atLeast(t, "bounces found", 98)
	recipients.atLeast(t, "failed recipients right", 98)
	permanent.atLeast(t, "for good or not", 97)
	posts.atLeast(t, "no other mail taken for a bounce", 100)
}

func TestCorpusAutoReplies(t *testing.T) {
	var found score
	eachCase(t, "autoreplies", func(name string, raw []byte, want expected) {
		got := Reader{}.Read(raw, nil, corpusTime).Request
		found.add(got.Kind == governance.KindAutoReply)
		if got.Kind != governance.KindAutoReply {
			t.Logf("%s: %s (%s)", name, got.Kind, got.Why)
		}
	})
	found.atLeast(t, "automatic replies found", 100)
}

func TestCorpusBrokenMail(t *testing.T) {
	var texts, right score
	eachCase(t, "mime", func(name string, raw []byte, want expected) {
		Reader{}.Read(raw, nil, corpusTime)
		root, _, err := parseMail(raw, DefaultLimits())
		if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
		lines, _ := render(root, false, DefaultLimits().Text)
		text := plainText(joined(lines))
		if want.Text == nil {
			texts.add(text != "")
			if text == "" {
				t.Logf("%s: no text", name)
			}
			return
		}
		ok := text == plainText(*want.Text)
		right.add(ok)
		if !ok && testing.Verbose() {
			t.Logf("%s:\n--- got\n%.300s\n--- want\n%.300s", name, text, plainText(*want.Text))
		}
	})
	texts.atLeast(t, "mails with some text", 86)
	right.atLeast(t, "texts right", 74)
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
