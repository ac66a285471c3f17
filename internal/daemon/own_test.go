package daemon_test

import (
	"encoding/base64"
	"encoding/json"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"strings"
	"testing"
	"testing/synctest"

	"toutdoux/internal/export"
)

// files are what travels with a letter, by name.
func files(t *testing.T, l letter) map[string]string {
	t.Helper()
	m, err := mail.ReadMessage(strings.NewReader(l.text))
	if err != nil {
		t.Fatal(err)
	}
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for r := multipart.NewReader(m.Body, params["boundary"]); ; {
		part, err := r.NextPart()
		if err == io.EOF {
			return found
		}
		if err != nil {
			t.Fatal(err)
		}
		if part.FileName() == "" {
			continue
		}
		content, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, part))
		if err != nil {
			t.Fatal(err)
		}
		found[part.FileName()] = string(content)
	}
}

// EXPORT gives a member all of their own data, and only theirs (safety.md,
// Privacy), at the address on file.
func TestExportHoldsAllAndOnlyOnesOwn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := open(t, "Alice", "Bob", "Carol", "Dave")
		defer w.close()
		opened := w.propose("alice")
		w.send(answer(w.to("bob", opened), "Pour, quelle belle occasion."))
		w.send(answer(w.to("carol", opened), "Contre, la caisse est vide."))
		w.send(vouched(w.from("bob", "Des nouvelles", "From here: ma grand-mère va mieux.\n")))
		w.send(vouched(w.from("carol", "Re: Des nouvelles", "Tant mieux !\n")))
		w.send(vouched(w.from("bob", "[ORDINAIRE] Repeindre le local", "En bleu.\n")))
		w.send(vouched(w.from("bob", "ÉTAT", "")))
		w.letters()
		w.send(vouched(w.from("bob", "EXPORT", "")))
		got := w.letters()
		want(t, got, "bob")
		if got[0].subject != "[Picasoft] Ce que le registre sait de vous" {
			t.Errorf("the letter is %q", got[0].subject)
		}

		enclosed := files(t, got[0])
		var p export.Person
		if err := json.Unmarshal([]byte(enclosed["export.json"]), &struct {
			*export.Person
			Events []any `json:"events"`
		}{Person: &p}); err != nil {
			t.Fatal(err)
		}
		if p.Name != "Bob" || len(p.Addresses) != 1 || len(p.Ballots) != 1 || p.Ballots[0].Reason != "quelle belle occasion." || len(p.Proposed) != 1 || len(p.Mails) != 5 || len(p.Letters) < 6 {
			t.Errorf("it says %s", enclosed["export.json"])
		}
		all := enclosed["export.json"] + enclosed["messages.mbox"]
		for _, his := range []string{"bob@asso.test", "quelle belle occasion", "grand-m", "Repeindre le local", "\n>From here"} {
			if !strings.Contains(all, his) {
				t.Errorf("%q is his, and missing", his)
			}
		}
		for _, others := range []string{"alice@", "carol@", "Carol", "caisse est vide", "Tant mieux", "Dave"} {
			if strings.Contains(all, others) {
				t.Errorf("%q is somebody else's", others)
			}
		}
		if n := strings.Count("\n"+enclosed["messages.mbox"], "\nFrom toutdoux "); n != 5 {
			t.Errorf("the mailbox holds %d mails:\n%s", n, enclosed["messages.mbox"])
		}
	})
}
