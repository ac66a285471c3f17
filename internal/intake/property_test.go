package intake

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"toutdoux/internal/governance"
)

// plainWords are words that no phrase of the table holds.
var plainWords = []string{"le", "la", "budget", "serveur", "réunion", "demain", "merci", "vraiment", "pourquoi", "contrer", "blanche", "fortune", "favoriser", "pauser", "12", "#12", "60 €", "et", "mais", "si", "?", "!", ",", ":", "…", "(", ")", "—", "👋", "Alice", "Bob"}

// TestNoVoteOutOfNothing: text without any phrase of the table is no vote and
// no request, however it is laid out.
func TestNoVoteOutOfNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lines := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) string {
			return strings.Join(rapid.SliceOfN(rapid.SampledFrom(plainWords), 0, 12).Draw(t, "words"), " ")
		}), 0, 8).Draw(t, "lines")
		q := Reader{}.Read(answer(strings.Join(lines, "\n")), nil, corpusTime).Request
		if len(q.Votes) > 0 || q.Verb != "" {
			t.Fatalf("%s out of %q", saying(q), lines)
		}
	})
}

// TestQuotedIsNothing: what a line's head marks as quoted changes nothing.
func TestQuotedIsNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		own := rapid.SampledFrom([]string{"Pour", "Contre, trop cher", "Merci !", "Pause", "12 blanc"}).Draw(t, "own")
		quote := rapid.SliceOfN(rapid.SampledFrom([]string{"Pour", "CONTRE", "je suis contre", "13 BLANC", "Pause", "", "DÉPART", "Oui"}), 1, 6).Draw(t, "quote")
		mark := rapid.SampledFrom([]string{"> ", ">", ">> ", " > "}).Draw(t, "mark")
		quoted := mark + strings.Join(quote, "\n"+mark)
		alone := Reader{}.Read(answer(own), nil, corpusTime).Request
		for _, body := range []string{own + "\n\n" + quoted, quoted + "\n\n" + own} {
			if got := (Reader{}).Read(answer(body), nil, corpusTime).Request; saying(got) != saying(alone) {
				t.Fatalf("%q: got %s, want %s", body, saying(got), saying(alone))
			}
		}
	})
}

// TestMachinesAskNothing: whatever its text, an automatic reply asks nothing.
func TestMachinesAskNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		mark := rapid.SampledFrom([]string{"Auto-Submitted: auto-replied", "X-Autoreply: yes", "Precedence: auto_reply", "Return-Path: <>", "List-Id: <other.test>"}).Draw(t, "mark")
		body := rapid.SampledFrom([]string{"POUR", "Contre", "DÉPART", "OUI", "12 POUR\n13 CONTRE"}).Draw(t, "body")
		raw := append([]byte(mark+"\r\n"), answer(body)...)
		if q := (Reader{}).Read(raw, nil, corpusTime).Request; q.Kind != governance.KindAutoReply || saying(q) != "talk" {
			t.Fatalf("%s: got %s, %s", mark, q.Kind, saying(q))
		}
	})
}

// TestIdentity: the same mail is the same whatever traces it gathered and
// however its lines end; another body, date or subject is another mail.
func TestIdentity(t *testing.T) {
	raw := string(answer("Pour\nMerci"))
	same := []string{
		"Received: from a by b; now\r\nDelivered-To: x\r\nDKIM-Signature: a=b;\r\n c=d\r\n" + raw,
		strings.ReplaceAll(raw, "\r\n", "\n"),
		raw + "\r\n\r\n",
		strings.Replace(raw, "Merci", "Merci  ", 1),
	}
	for _, s := range same {
		if Identity([]byte(s)) != Identity([]byte(raw)) {
			t.Errorf("not the same:\n%s", s)
		}
	}
	other := []string{
		strings.Replace(raw, "Pour", "Contre", 1), strings.Replace(raw, "#12", "#13", 1), strings.Replace(raw, "<1@", "<2@", 1),
		strings.Replace(raw, "alice@", "bob@", 1), "Date: now\r\n" + raw,
	}
	for _, s := range other {
		if Identity([]byte(s)) == Identity([]byte(raw)) {
			t.Errorf("the same:\n%s", s)
		}
	}
}
