package replay_test

import (
	"strings"
	"testing"
	"time"

	"toutdoux/internal/replay"
)

// A mailbox of mboxrd: what begins with "From " in a mail is quoted once more.
func TestReadMbox(t *testing.T) {
	const box = "From a@x.test Mon Feb  2 08:00:00 2026\nSubject: one\n\n>From here\n>>From there\n> From elsewhere\nFromage\n\n" +
		"From b@x.test Mon Feb  2 09:30:00 +0100 2026\nSubject: two\n\nlast\n\n"
	for name, text := range map[string]string{"LF": box, "CRLF": strings.ReplaceAll(box, "\n", "\r\n"), "no end": strings.TrimSuffix(box, "\n\n")} {
		mails, err := replay.ReadMbox([]byte(text))
		if err != nil || len(mails) != 2 {
			t.Fatalf("%s: %d mails, %v", name, len(mails), err)
		}
		if want := "Subject: one\n\nFrom here\n>From there\n> From elsewhere\nFromage\n"; strings.ReplaceAll(string(mails[0].Raw), "\r", "") != want {
			t.Errorf("%s: the first mail is %q", name, mails[0].Raw)
		}
		if name == "CRLF" && strings.Count(string(mails[0].Raw), "\r") != strings.Count(string(mails[0].Raw), "\r\n") {
			t.Errorf("a bare CR is left: %q", mails[0].Raw)
		}
		if want := time.Date(2026, 2, 2, 8, 0, 0, 0, time.UTC); mails[0].At != want || mails[1].At != want.Add(30*time.Minute) {
			t.Errorf("%s: the instants are %v and %v", name, mails[0].At, mails[1].At)
		}
	}
	for box, want := range map[string]string{
		"Subject: x\n\nno mailbox\n":                         "line 1:",
		"\n\nSubject: x\n":                                   "line 3:",
		"From a@x.test Mon Feb  2 08:00:00 2026\n\nFrom a\n": "line 3:",
		"From a@x.test yesterday at noon by my watch\n":      "line 1:",
	} {
		if _, err := replay.ReadMbox([]byte(box)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q gives %v, want %s", box, err, want)
		}
	}
	if mails, err := replay.ReadMbox(nil); err != nil || len(mails) > 0 {
		t.Errorf("nothing gives %d mails, %v", len(mails), err)
	}
}
