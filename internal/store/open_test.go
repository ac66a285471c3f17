package store

import (
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite testdata/schema.sql")

// The golden file is what newcomers read to know the register.
func TestSchemaIsTheGoldenOne(t *testing.T) {
	s := open(t, t.TempDir())
	var version int
	must(t, s.reader.QueryRow("PRAGMA user_version").Scan(&version))
	rows, err := s.reader.Query("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid")
	must(t, err)
	defer rows.Close()
	var dump strings.Builder
	dump.WriteString(fmt.Sprintf("-- The register's schema, version %d. Written by `go test ./internal/store -update`.\n", version))
	for rows.Next() {
		var statement string
		must(t, rows.Scan(&statement))
		dump.WriteString("\n" + statement + ";\n")
	}
	must(t, rows.Err())
	golden := filepath.Join("testdata", "schema.sql")
	if *update {
		must(t, os.WriteFile(golden, []byte(dump.String()), 0o644))
	}
	want, err := os.ReadFile(golden)
	must(t, err)
	if diff := cmp.Diff(string(want), dump.String()); diff != "" {
		t.Errorf("the schema is not the golden one (-want +got):\n%s", diff)
	}
}

func TestEveryTableIsStrict(t *testing.T) {
	s := open(t, t.TempDir())
	var loose sql.NullString
	must(t, s.reader.QueryRow("SELECT group_concat(name) FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%' AND NOT strict").Scan(&loose))
	if loose.Valid {
		t.Errorf("these tables are not STRICT: %s", loose.String)
	}
}

// A register that acknowledges what a power cut would lose is refused.
func TestEveryCommitIsSynced(t *testing.T) {
	s := open(t, t.TempDir())
	must(t, checkSafe(s.writer))
	for _, pragma := range []string{"PRAGMA synchronous = NORMAL", "PRAGMA synchronous = OFF", "PRAGMA foreign_keys = OFF"} {
		_, err := s.writer.Exec(pragma)
		must(t, err)
		if checkSafe(s.writer) == nil {
			t.Errorf("%s goes unnoticed", pragma)
		}
		_, err = s.writer.Exec("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON")
		must(t, err)
	}
}

func TestSecondDaemonIsRefused(t *testing.T) {
	folder := t.TempDir()
	first, err := Open(folder, Options{})
	must(t, err)
	_, err = Open(folder, Options{})
	if !errors.Is(err, ErrLocked) || !strings.Contains(err.Error(), fmt.Sprint(os.Getpid())) || strings.Contains(err.Error(), "\n") {
		t.Errorf("second opener: got %v, want one line that names the process", err)
	}
	listing, err := Open(folder, Options{ReadOnly: true})
	must(t, err)
	if _, err := listing.Receive(t.Context(), []Arrival{arrival("x")}); !errors.Is(err, ErrReadOnly) {
		t.Errorf("write through a listing: got %v", err)
	}
	must(t, listing.Close())
	must(t, first.Close())
	open(t, folder)
}

func TestNewerSchemaIsRefused(t *testing.T) {
	folder := t.TempDir()
	s, err := Open(folder, Options{})
	must(t, err)
	_, err = s.writer.Exec("PRAGMA user_version = 99")
	must(t, err)
	must(t, s.Close())
	for _, readOnly := range []bool{false, true} {
		if _, err := Open(folder, Options{ReadOnly: readOnly}); !errors.Is(err, ErrNewer) {
			t.Errorf("read-only %v: got %v, want ErrNewer", readOnly, err)
		}
	}
}

// Whatever happens during a migration, the schema is the old one, whole.
func TestMigrationIsWholeOrNotAtAll(t *testing.T) {
	folder := t.TempDir()
	s := open(t, folder)
	steps := fstest.MapFS{"0001_a.sql": {}, "0002_b.sql": {Data: []byte("CREATE TABLE half (a INTEGER) STRICT; CREATE TABLE half (a INTEGER) STRICT")}}
	if err := migrate(s.writer, steps); err == nil {
		t.Fatal("a step that fails went unnoticed")
	}
	checkOld := func(db *sql.DB) {
		t.Helper()
		var version, tables int
		must(t, db.QueryRow("PRAGMA user_version").Scan(&version))
		must(t, db.QueryRow("SELECT count(*) FROM sqlite_schema WHERE name = 'half'").Scan(&tables))
		if version != 1 || tables != 0 {
			t.Errorf("version %d with %d new tables, want the old schema", version, tables)
		}
	}
	checkOld(s.writer)

	// Killed half-way: what a new process finds is what the disk holds now.
	tx, err := s.writer.Begin()
	must(t, err)
	_, err = tx.Exec(`PRAGMA cache_size = 1; CREATE TABLE half (a INTEGER) STRICT; PRAGMA user_version = 2;
		WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000) INSERT INTO half SELECT i FROM n`)
	must(t, err)
	crashed := t.TempDir()
	must(t, os.CopyFS(crashed, os.DirFS(folder)))
	must(t, tx.Rollback())
	checkOld(open(t, crashed).writer)
}

func TestStepsHaveNoGap(t *testing.T) {
	s := open(t, t.TempDir())
	if err := migrate(s.writer, fstest.MapFS{"0001_a.sql": {}, "0003_c.sql": {}}); err == nil {
		t.Error("a gap in the numbers went unnoticed")
	}
}

// An operator reads one line that says what is wrong and where.
func TestFolderOutOfReach(t *testing.T) {
	locked := filepath.Join(t.TempDir(), "locked")
	must(t, os.Mkdir(locked, 0o500))
	if os.Geteuid() == 0 {
		locked = "/sys" // where not even root can create a file
	}
	for _, folder := range []string{locked, filepath.Join(t.TempDir(), "absent")} {
		_, err := Open(folder, Options{})
		if err == nil || !strings.Contains(err.Error(), folder) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: got %v, want one line that names it", folder, err)
		}
	}
	empty := t.TempDir()
	if _, err := Open(empty, Options{ReadOnly: true}); err == nil || !strings.Contains(err.Error(), "toutdoux init") {
		t.Errorf("listing of an empty folder: got %v, want what to run first", err)
	}
}

func TestNoDatabase(t *testing.T) {
	folder := t.TempDir()
	must(t, os.WriteFile(filepath.Join(folder, fileName), []byte("something else altogether"), 0o600))
	if _, err := Open(folder, Options{}); err == nil || !strings.Contains(err.Error(), "restore a backup") {
		t.Errorf("got %v, want what to do", err)
	}
}

func TestAnyFolderName(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "a?b#c%20d é")
	must(t, os.Mkdir(folder, 0o700))
	open(t, folder)
	entries, err := os.ReadDir(folder)
	must(t, err)
	for _, entry := range entries {
		if info, err := entry.Info(); err != nil || info.Mode().Perm() != 0o600 || !strings.HasPrefix(entry.Name(), "toutdoux.") {
			t.Errorf("%s: mode %v, want a file of ours that only we can read (%v)", entry.Name(), info.Mode(), err)
		}
	}
}

// House rule: the daemon's tests run in a bubble where time is made up.
func TestWorksInABubble(t *testing.T) {
	folder := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		s := open(t, folder)
		voted(t, s, "parce que")
		synctest.Wait()
		report, err := s.Verify(t.Context())
		must(t, err)
		if report.Head.Seq != 1 || len(report.Faults) > 0 {
			t.Errorf("got %+v", report)
		}
	})
}

// A process that is being started holds a copy of every open file until it
// runs: the register can be opened again all the same.
func TestClosedWhileAProcessStarts(t *testing.T) {
	folder := t.TempDir()
	s, err := Open(folder, Options{})
	if err != nil {
		t.Fatal(err)
	}
	held, err := syscall.Dup(int(s.lock.Fd()))
	if err != nil {
		t.Fatal(err)
	}
	defer syscall.Close(held)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := Open(folder, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := again.Close(); err != nil {
		t.Error(err)
	}
}
