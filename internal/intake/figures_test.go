package intake

import (
	"strings"
	"testing"

	"toutdoux/internal/governance"
)

// disputed lists the cases in which a collection disagrees with the design.
const disputed = "testdata/disputed.txt"

// ownership is the figures of whose words are kept.
type ownership struct{ human, exact, clean, kept figure }

func TestCorpusReplies(t *testing.T) {
	odd := listed(t, disputed)
	var f ownership
	eachCase(t, "replies", func(name string, raw []byte, want expected) {
		got := Reader{}.Read(raw, nil, corpusTime).Request
		if len(got.Votes) > 0 && !strings.Contains(got.Words, "+1") {
			t.Errorf("%s: a vote was read that was not cast: %+v in %q", name, got.Votes, got.Words)
		}
		about := f.add(odd["replies/"+name] != "", got, want)
		if about != "" && odd["replies/"+name] == "" {
			t.Logf("%s: %s\n--- got\n%.600s\n--- want\n%.600s", name, about, plainText(got.Words), wanted(want))
		}
	})
	f.human.atLeast(t, "human mail told", 100, 100)
	f.exact.atLeast(t, "own words exact", 90, 98)
	f.clean.atLeast(t, "nothing of others leaks", 96, 99)
	f.kept.atLeast(t, "no own word lost", 92, 98)
}

// add scores one reply, and says what is wrong with it.
func (f *ownership) add(odd bool, got governance.Request, want expected) (wrong string) {
	human := got.Kind == governance.KindPost || got.Kind == governance.KindReply || got.Kind == governance.KindCommand
	clean, kept := split(plainText(got.Words), want)
	f.human.add(odd, human)
	f.clean.add(odd, clean)
	f.kept.add(odd, kept)
	right := clean && kept
	if want.ReplyText != nil {
		right = plainText(got.Words) == plainText(*want.ReplyText)
		f.exact.add(odd, right)
	}
	switch {
	case !human:
		return "taken for " + string(got.Kind)
	case !clean:
		return "leaks"
	case !kept:
		return "own words lost"
	case !right:
		return "not exact"
	}
	return ""
}

// split tells whether some words hold nothing of others', and whether all the
// author's.
func split(words string, want expected) (clean, kept bool) {
	if want.ReplyText != nil {
		text := plainText(*want.ReplyText)
		return words == text || !leaked(words, text), words == text || !leaked(text, words)
	}
	clean, kept = true, true
	for _, s := range want.MustContain {
		kept = kept && strings.Contains(words, plainText(s))
	}
	for _, s := range want.MustNotContain {
		clean = clean && !strings.Contains(words, plainText(s))
	}
	return clean, kept
}

// wanted is what a case expects, to be shown.
func wanted(want expected) string {
	if want.ReplyText != nil {
		return plainText(*want.ReplyText)
	}
	return "with " + strings.Join(want.MustContain, " / ") + ", without " + strings.Join(want.MustNotContain, " / ")
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

func TestCorpusBounces(t *testing.T) {
	odd := listed(t, disputed)
	var found, recipients, permanent, posts figure
	eachCase(t, "bounces", func(name string, raw []byte, want expected) {
		got := Reader{}.Read(raw, nil, corpusTime).Request
		strange := odd["bounces/"+name] != ""
		if want.Kind != "bounce" {
			posts.add(strange, got.Kind != governance.KindBounce)
			return
		}
		found.add(strange, got.Kind == governance.KindBounce)
		if got.Kind != governance.KindBounce && !strange {
			t.Logf("%s: %s (%s)", name, got.Kind, got.Why)
		}
		for _, w := range want.Bounce {
			ok, hard := recipient(got.Bounces, w.Permanent, append(w.Alt, w.Recipient))
			recipients.add(strange, ok)
			permanent.add(strange, hard)
			if !hard && !strange {
				t.Logf("%s: recipient %s (permanent %t) not in %v", name, w.Recipient, w.Permanent, got.Bounces)
			}
		}
	})
	found.atLeast(t, "bounces found", 99, 99)
	recipients.atLeast(t, "failed recipients right", 99, 99.5)
	permanent.atLeast(t, "for good or not", 98, 98)
	posts.atLeast(t, "no other mail taken for a bounce", 80, 100)
}

// recipient tells whether one of some names of a recipient is among the
// failed, and whether that is for good as it should.
func recipient(failed []governance.Bounce, permanent bool, names []string) (ok, hard bool) {
	for _, b := range failed {
		for _, name := range names {
			same := strings.EqualFold(b.Recipient, name)
			ok, hard = ok || same, hard || same && b.Permanent == permanent
		}
	}
	return ok, hard
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

// textless lists the mails that hold no text for anybody.
const textless = "testdata/textless.txt"

func TestCorpusBrokenMail(t *testing.T) {
	odd, none := listed(t, disputed), listed(t, textless)
	var texts, right figure
	lost := 0
	eachCase(t, "mime", func(name string, raw []byte, want expected) {
		q := Reader{}.Read(raw, nil, corpusTime).Request
		root, _, err := parseMail(raw, DefaultLimits())
		if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
		texts.add(none["mime/"+name] != "", q.Words != "")
		if q.Words == "" && none["mime/"+name] == "" {
			t.Logf("%s: no text (%s)", name, q.Why)
			lost++
		}
		if want.Text == nil {
			return
		}
		lines, _ := render(root, false, DefaultLimits().Text)
		text := plainText(joined(lines))
		right.add(odd["mime/"+name] != "", text == plainText(*want.Text))
		if text != plainText(*want.Text) && odd["mime/"+name] == "" {
			t.Logf("%s:\n--- got\n%.300s\n--- want\n%.300s", name, text, plainText(*want.Text))
		}
	})
	texts.atLeast(t, "mails that give a text", 90, 99)
	right.atLeast(t, "texts right", 80, 99)
	if lost >= 5 {
		t.Errorf("%d mails lost their text", lost)
	}
}
