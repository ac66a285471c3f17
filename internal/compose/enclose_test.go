package compose

import (
	"bytes"
	"io"
	"testing"

	gomail "github.com/emersion/go-message/mail"

	g "toutdoux/internal/governance"
	"toutdoux/internal/specimen"
)

// attached are the files of a mail, by name, as a mail program reads them.
func attached(t *testing.T, raw []byte) map[string]string {
	t.Helper()
	mail, err := gomail.CreateReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for {
		part, err := mail.NextPart()
		if err == io.EOF {
			return files
		}
		if err != nil {
			t.Fatal(err)
		}
		if h, is := part.Header.(*gomail.AttachmentHeader); is {
			name, err := h.Filename()
			if err != nil {
				t.Fatal(err)
			}
			content, err := io.ReadAll(part.Body)
			if err != nil {
				t.Fatal(err)
			}
			files[name] = string(bytes.ReplaceAll(content, []byte("\r\n"), []byte("\n")))
		}
	}
}

// The charter in force comes with the welcome and with help, a new one with
// whatever asks about it or tells of it; nothing comes to strangers.
func TestTheCharterTravels(t *testing.T) {
	second := specimen.Revision().Proposal.Charter
	withdrawn := func(t *testing.T) *world {
		return worldOf(t, specimen.WithCharter()).ask(day3, from("Alice Martin", specimen.Revision())).ask(day3, from("Alice Martin", verb(2, g.VerbWithdraw, "")))
	}
	for _, c := range []struct {
		name string
		from Order
		want string
	}{
		{"a welcome", worldOf(t, specimen.WithCharter()).ask(day3, from("Zoe Lin", command(g.VerbJoin, ""))).letter(g.LetterWelcome, 7), specimen.FirstCharter},
		{"a welcome without one", newWorld(t).ask(day3, from("Zoe Lin", command(g.VerbJoin, ""))).letter(g.LetterWelcome, 6), ""},
		{"help", worldOf(t, specimen.Revised()).ask(day3, from("Bob Durand", command(g.VerbHelp, ""))).letter(g.LetterHelp, bob), second},
		{"help to a stranger", worldOf(t, specimen.WithCharter()).ask(day3, stranger(command(g.VerbHelp, ""))).letter(g.LetterHelp, 0), ""},
		{"an announcement", worldOf(t, specimen.WithCharter()).ask(day3, from("Alice Martin", specimen.Revision())).letter(g.LetterAnnouncement, bob), second},
		{"an outcome", worldOf(t, specimen.Revised()).letter(g.LetterOutcome, bob), second},
		{"a withdrawal", withdrawn(t).letter(g.LetterOutcome, bob), ""},
		{"another announcement", worldOf(t, specimen.WithCharter()).ask(day3, from("Alice Martin", specimen.Framasoft())).letter(g.LetterAnnouncement, bob), ""},
	} {
		files := attached(t, compose(t, newComposer(t, "fr", "vous"), c.from).whole())
		if c.want == "" && len(files) > 0 || c.want != "" && (len(files) != 1 || files["charte.txt"] != string(textWords(c.want))) {
			t.Errorf("%s brings %q, want %q", c.name, files, c.want)
		}
	}
}
