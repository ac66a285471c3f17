package store

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	sqlite3 "github.com/mattn/go-sqlite3"
)

// files gives the contents of a folder by name.
func files(t *testing.T, folder string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	must(t, err)
	contents := map[string]string{}
	for _, entry := range entries {
		content, err := os.ReadFile(filepath.Join(folder, entry.Name()))
		must(t, err)
		contents[entry.Name()] = string(content)
	}
	return contents
}

// A backup taken while the daemon writes opens, verifies, and says that it is
// one; it is never half there and overwrites nothing.
func TestBackup(t *testing.T) {
	s := open(t, t.TempDir())
	voted(t, s, "parce que")
	b, err := s.Begin(t.Context())
	must(t, err)
	must(t, b.Handle(tick(2, 1)))

	folder := t.TempDir()
	file := filepath.Join(folder, "toutdoux.db")
	must(t, s.Backup(t.Context(), file, noon))
	must(t, b.Commit())
	if err := s.Backup(t.Context(), file, noon); err == nil {
		t.Error("a backup overwrote another")
	}
	if got := files(t, folder); len(got) != 1 {
		t.Errorf("it left %d files", len(got))
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, want one that only we can read (%v)", info.Mode(), err)
	}
	restored := open(t, folder)
	report, err := restored.Verify(t.Context())
	must(t, err)
	if report.Head.Seq != 1 || len(report.Faults) > 0 {
		t.Errorf("got %+v", report)
	}
	stamps := map[string]string{}
	for name, store := range map[string]*Store{"original": s, "restored": restored} {
		stamps[name], err = store.Setting(t.Context(), BackupSetting)
		must(t, err)
	}
	if diff := cmp.Diff(map[string]string{"original": "", "restored": "2026-02-10T12:00:00Z"}, stamps); diff != "" {
		t.Error(diff)
	}
	nowhere := filepath.Join(folder, "absent", "copy.db")
	if err := s.Backup(t.Context(), nowhere, noon); err == nil {
		t.Error("a backup into no folder went unnoticed")
	}
}

func TestSettings(t *testing.T) {
	s := open(t, t.TempDir())
	for _, want := range []string{"", "Europe/Paris", "UTC"} {
		if want != "" {
			must(t, s.SetSetting(t.Context(), "zone", want))
		}
		if got, err := s.Setting(t.Context(), "zone"); err != nil || got != want {
			t.Errorf("got %q, %v; want %q", got, err, want)
		}
	}
}

// After an error of the disk nobody knows what it holds: nothing more is
// acknowledged. A full disk is no such error.
func TestDiskFailureIsFinal(t *testing.T) {
	s := open(t, t.TempDir())
	for _, harmless := range []error{nil, ErrNotFound, sqlite3.Error{Code: sqlite3.ErrFull}, sqlite3.Error{Code: sqlite3.ErrConstraint}} {
		if s.fault(harmless); s.Broken() != nil {
			t.Fatalf("%v is taken for the end", harmless)
		}
	}
	first := s.fault(sqlite3.Error{Code: sqlite3.ErrIoErr, ExtendedCode: sqlite3.ErrIoErrFsync})
	if _, err := s.Receive(t.Context(), []Arrival{arrival("x")}); !errors.Is(first, ErrDisk) || !errors.Is(err, ErrDisk) {
		t.Errorf("after an error on fsync: got %v, %v", first, err)
	}
	if _, err := s.Begin(t.Context()); !errors.Is(err, ErrDisk) {
		t.Errorf("a batch: got %v", err)
	}
}
