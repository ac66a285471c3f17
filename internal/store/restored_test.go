package store

import (
	"path/filepath"
	"testing"
	"time"
)

// A letter that waited when the backup was made may have left since: it is not
// sent again blindly, and that is told once.
func TestRestoredBackupSendsNothingOld(t *testing.T) {
	s := open(t, t.TempDir())
	future := time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)
	announced(t, s)
	waiting := int64(len(due(t, s, future, 100)))
	folder := t.TempDir()
	at := time.Date(2026, 2, 2, 8, 0, 0, 0, time.UTC)
	if err := s.Backup(t.Context(), filepath.Join(folder, fileName), at); err != nil {
		t.Fatal(err)
	}
	if since, dropped, err := s.Restored(t.Context(), at); since != "" || dropped != 0 || err != nil {
		t.Errorf("the register itself is no backup, but: %q, %d letters, %v", since, dropped, err)
	}
	restored := open(t, folder)
	since, dropped, err := restored.Restored(t.Context(), at)
	if since != "2026-02-02T08:00:00Z" || dropped != waiting || waiting == 0 || err != nil {
		t.Errorf("restored: %q, %d letters dropped, %v; want %d since the backup", since, dropped, err, waiting)
	}
	if left := due(t, restored, future, 100); len(left) != 0 {
		t.Errorf("%d letters wait in the restored register", len(left))
	}
	if since, _, err := restored.Restored(t.Context(), at); since != "" || err != nil {
		t.Errorf("told again: %q, %v", since, err)
	}
}

// After a restore, no letter has the number, and so the proof, of one that was
// written between the backup and its loss.
func TestRestoredBackupRepeatsNoLetter(t *testing.T) {
	s := open(t, t.TempDir())
	announced(t, s)
	folder := t.TempDir()
	at := time.Date(2026, 2, 2, 8, 0, 0, 0, time.UTC)
	if err := s.Backup(t.Context(), filepath.Join(folder, fileName), at); err != nil {
		t.Fatal(err)
	}
	lost := owe(t, s)
	restored := open(t, folder)
	if _, _, err := restored.Restored(t.Context(), at.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if again := owe(t, restored); again <= lost || again <= at.Unix() {
		t.Errorf("letter %d was written, then letter %d after the restore", lost, again)
	}
}

// owe owes somebody a letter, and gives its number.
func owe(t *testing.T, s *Store) (letter int64) {
	t.Helper()
	must(t, decideAll(s, t, vote(2, receive1(t, s, arrival("another")), "")))
	for _, d := range due(t, s, noon.Add(time.Hour), 100) {
		letter = max(letter, d.Letter)
	}
	return letter
}
