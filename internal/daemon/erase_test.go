package daemon_test

import (
	"database/sql"
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// holds tells which of the first association's files hold a text, in whatever
// case: the database with its free pages, and its write-ahead log.
func (w *world) holds(text string) (names []string) {
	w.t.Helper()
	found, err := filepath.Glob(filepath.Join(w.configs[0].Organisation.Data, "*"))
	if err != nil || len(found) == 0 {
		w.t.Fatal(found, err)
	}
	for _, path := range found {
		content, err := os.ReadFile(path)
		if err != nil {
			continue // the socket
		}
		if strings.Contains(strings.ToLower(string(content)), text) {
			names = append(names, filepath.Base(path))
		}
	}
	return names
}

// Bob asks to be forgotten. A day after his OUI, and not before, no byte of his
// name, his address or his words is left in the files, while the count that he
// took part in stands and is proven again (as by every test: see close).
func TestForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := open(t, "Alice", "Bohumil", "Carol", "Dave")
		defer w.close()
		opened := w.propose("alice")
		w.send(answer(w.to("bohumil", opened), "Pour, quelle belle occasion."))
		w.send(vouched(w.from("bohumil", "Des nouvelles", "Ma grand-mère va mieux.\n")))
		w.send(vouched(w.from("carol", "Re: Des nouvelles", "Tant mieux !\n\nLe 3, Bohumil <bohumil@asso.test> a écrit :\n> Ma grand-mère va mieux.\n")))
		for transfer, body := range map[string]string{
			"base64":           base64.StdEncoding.EncodeToString([]byte("Tant mieux !\n\nLe 3, Bohumil <Bohumil@asso.test> a écrit :\n> Elle va mieux.\n")),
			"quoted-printable": "Bien !\n\nLe 3, Bohumil <bohumil@as=\nso.test> a =C3=A9crit :\n> Elle va mieux.\n",
		} {
			m := vouched(w.from("carol", "Re: Des nouvelles", body))
			raw := strings.Replace(string(m.Bytes()), ": 8bit", ": "+transfer, 1)
			if answer := w.offer(address(m.From), []byte(raw), m.To)[0]; !strings.HasPrefix(answer, "250") {
				t.Fatal(answer)
			}
		}
		w.send(vouched(w.from("alice", "Re: #1", "Pour.\n")))
		w.letters()
		w.wantBallots("alice for", "bohumil for")

		w.send(vouched(w.from("bohumil", "EFFACER", "")))
		asked := w.letters()
		want(t, asked, "bohumil")
		w.send(answer(asked[0], "OUI"))
		goodbye := w.letters()
		want(t, goodbye, "bohumil")
		if !strings.HasPrefix(goodbye[0].subject, "[Picasoft] Au revoir") {
			t.Errorf("the last letter is %q", goodbye[0].subject)
		}
		<-time.After(23 * time.Hour)
		if len(w.holds("bohumil@asso.test")) == 0 {
			t.Error("his address is gone before its day, though a letter might still have to reach it")
		}
		<-time.After(time.Hour + time.Minute)
		synctest.Wait()
		for _, text := range []string{"bohumil", "belle occasion", "va mieux"} {
			if names := w.holds(text); len(names) > 0 {
				t.Errorf("%q still stands in %v", text, names)
			}
		}
		w.wantBallots(" for", "alice for")
		if kept := w.number("SELECT count(*) FROM raw"); kept != 2 {
			t.Errorf("%d mails are kept as they came, not Alice's two", kept)
		}
	})
}

// While somebody reads the register its write-ahead log cannot be emptied: it is
// once they are through.
func TestForgottenThroughAReader(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := open(t, "Alice", "Bohumil", "Carol")
		defer w.close()
		w.send(vouched(w.from("bohumil", "EFFACER", "")))
		w.send(answer(w.to("bohumil", w.letters()), "OUI"))
		w.sql(func(db *sql.DB) error {
			rows, err := db.Query("SELECT value FROM text") // somebody reads for long
			if err != nil || !rows.Next() {
				t.Fatal("nothing to read", err)
			}
			<-time.After(24*time.Hour + 90*time.Second)
			return rows.Close()
		})
		<-time.After(2 * time.Minute)
		synctest.Wait()
		if names := w.holds("bohumil"); len(names) > 0 {
			t.Errorf("his name still stands in %v", names)
		}
	})
}
