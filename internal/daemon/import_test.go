package daemon_test

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"toutdoux/internal/association"
	"toutdoux/internal/config"
	"toutdoux/internal/daemon"
	"toutdoux/internal/export"
	"toutdoux/internal/mailtest"
)

// lived is an association of six in which a member was forgotten, an unsigned
// concern was told, members wrote in private, a stranger wrote, a mail is set
// aside, and letters wait for a smarthost that refuses them. Its daemon is
// stopped. The letters are copies of the announcement of #1.
func lived(t *testing.T) (*world, []letter) {
	t.Helper()
	w := found(t, "Alice", "Bohumil", "Carol", "Dave", "Erin", "Frank")
	var busy atomic.Bool
	w.smarthost.Script = func(step mailtest.Step, _ string) error {
		if step == mailtest.Body && busy.Load() {
			return mailtest.Refuse(451, [3]int{4, 3, 0}, "d\xe9sol\xe9")
		}
		return nil
	}
	w.start()
	announced := w.propose("alice")
	w.send(answer(w.to("bohumil", announced), "Pour, quelle belle occasion."))
	w.send(vouched(w.from("bohumil", "Des nouvelles", "Ma grand-mère va mieux.\n")))
	w.send(vouched(w.from("dave", "Re: #1", "RÉSERVE\n\nC'est tôt.\n")))
	w.send(vouched(w.from("alice", "Re: #1", "Pour <3 & plus.\n")))
	w.send(vouched(answer(w.to("dave", w.letters()), "EN PRIVÉ\n\nMerci.")))
	w.send(vouched(w.from("bohumil", "EFFACER", "")))
	w.send(answer(w.to("bohumil", w.letters()), "OUI"))
	<-time.After(25 * time.Hour)
	w.send(w.from("zoe", "Bonjour", "Qui êtes-vous ?\n"))
	w.send(vouched(w.from("zoe", "INSCRIPTION", "")))
	w.letters()
	busy.Store(true)
	w.send(vouched(w.from("erin", "[EXTRA] Un serveur", "Coût : 60 €\n")))
	w.exec("INSERT INTO fetched (folder, validity, uid) VALUES ('tdc@asso.test/INBOX', 7, 4294967295), ('tdc@asso.test/INBOX', 7, 12)")
	w.exec("CREATE TRIGGER poison BEFORE INSERT ON event WHEN new.kind = 'voted' BEGIN SELECT raise(ABORT, 'poison'); END")
	w.send(vouched(w.from("erin", "Re: #1", "Blanc.\n")))
	w.halt()
	busy.Store(false)
	return w, announced
}

// elsewhere exports the first association and imports it into another folder,
// with its key or without; the world goes on with that one.
func (w *world) elsewhere(key bool) (was *config.Config, done association.Imported) {
	w.t.Helper()
	was = w.configs[0]
	folder := w.export("export")
	data := w.t.TempDir()
	if key {
		text, err := os.ReadFile(association.KeyPath(was.Organisation.Data))
		if err == nil {
			err = os.WriteFile(association.KeyPath(data), text, 0o600)
		}
		if err != nil {
			w.t.Fatal(err)
		}
	}
	w.configs[0] = parse(w.t, fmt.Sprintf(settings, data))
	var told []string
	done, err := association.Import(w.t.Context(), w.configs[0], folder, func(doing string) { told = append(told, doing) })
	if err != nil || len(told) == 0 {
		w.t.Fatal(told, err)
	}
	return was, done
}

// export writes the first association down.
func (w *world) export(name string) (folder string) {
	w.t.Helper()
	folder = filepath.Join(w.t.TempDir(), name)
	register := w.register(0)
	defer register.Close()
	if err := export.Whole(w.t.Context(), register, w.configs[0].Zone(), "tdc@asso.test", time.Now(), folder); err != nil {
		w.t.Fatal(err)
	}
	return folder
}

// tables is all that the first association's database holds, row by row, but
// for what is made of the rest.
func (w *world) tables() (rows []string) {
	w.t.Helper()
	for _, table := range []string{"mail", "raw", "decision", "event", "text", "letter", "delivery", "fetched", "setting WHERE key <> 'backup'", "sqlite_sequence"} {
		w.sql(func(db *sql.DB) error {
			found, err := db.Query("SELECT * FROM " + table)
			if err != nil {
				return err
			}
			columns, err := found.Columns()
			values := make([]any, len(columns))
			for i := range values {
				values[i] = new(any)
			}
			for err == nil && found.Next() {
				err = found.Scan(values...)
				row := []string{table}
				for i, column := range columns {
					row = append(row, fmt.Sprintf("%s=%T %[2]q", column, *values[i].(*any)))
				}
				rows = append(rows, strings.Join(row, " "))
			}
			return err
		})
	}
	return rows
}

// contents is what a folder holds, by name.
func contents(t *testing.T, folder string) map[string]string {
	t.Helper()
	files := map[string]string{}
	names, err := filepath.Glob(filepath.Join(folder, "*"))
	for _, name := range names {
		text, failed := os.ReadFile(name)
		if failed != nil {
			err = failed
		}
		files[filepath.Base(name)] = string(text)
	}
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// A register that was exported and imported is the same, row by row, and
// exports the same, byte for byte. With its key, whoever answers a letter of
// before is known; what waited is not sent, and what was set aside is run again.
func TestImported(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, announced := lived(t)
		defer w.close()
		before, first, proof := w.tables(), contents(t, w.export("first")), w.prove(w.configs[0])
		_, done := w.elsewhere(true)
		if done.NewKey || !done.Held || done.Undecided != 1 || done.Chain.Head.Hash != proof.Chain.Head.Hash || len(done.Chain.Erased) == 0 || done.Chain.Purged == 0 {
			t.Errorf("it says %+v", done)
		}
		if diff := cmp.Diff(before, w.tables()); diff != "" || len(before) < 100 {
			t.Errorf("%d rows differ: %s", len(before), diff)
		}
		<-time.After(time.Hour)
		if diff := cmp.Diff(first, contents(t, w.export("second"))); diff != "" || len(first) != 13 {
			t.Errorf("%d files, and again: %s", len(first), diff)
		}
		if diff := cmp.Diff(proof, w.prove(w.configs[0])); diff != "" {
			t.Errorf("it is proven otherwise: %s", diff)
		}

		waited := w.number("SELECT count(*) FROM delivery WHERE state = 'waiting'")
		w.letters()
		w.start()
		if l := w.letters(); len(l) != 0 || waited == 0 {
			t.Errorf("%d letters waited, and %d are sent: %v", waited, len(l), l)
		}
		w.send(answer(w.to("carol", announced), "Pour."))
		want(t, w.letters(), "carol")
		if err := w.order(daemon.Order{Retry: int64(w.number("SELECT number FROM mail WHERE state = 'aside'"))}); err != nil {
			t.Error(err)
		}
		want(t, w.letters(), "erin")
		if !slices.Contains(w.ballots(1), "carol for") || !slices.Contains(w.ballots(1), "erin blank") {
			t.Errorf("counted %v", w.ballots(1))
		}
	})
}

// Without its key a new one is made, and whoever answers a letter of before is
// asked. All else is the same.
func TestImportedWithoutItsKey(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, announced := lived(t)
		defer w.close()
		ofKey := func(row string) bool { return strings.HasPrefix(row, "setting") && strings.Contains(row, `"key"`) }
		before := slices.DeleteFunc(w.tables(), ofKey)
		if _, done := w.elsewhere(false); !done.NewKey {
			t.Error("it has a key from nowhere")
		}
		if diff := cmp.Diff(before, slices.DeleteFunc(w.tables(), ofKey)); diff != "" {
			t.Errorf("rows differ: %s", diff)
		}
		w.letters()
		w.start()
		w.send(answer(w.to("carol", announced), "Pour."))
		asked := w.letters()
		want(t, asked, "carol")
		if slices.Contains(w.ballots(1), "carol for") {
			t.Error("an answer to a letter of another key counts unasked")
		}
		w.send(answer(asked[0], "OUI"))
		want(t, w.letters(), "carol")
		if !slices.Contains(w.ballots(1), "carol for") {
			t.Errorf("counted %v", w.ballots(1))
		}
	})
}
