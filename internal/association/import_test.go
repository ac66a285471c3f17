package association

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"toutdoux/internal/store"
)

// A register that is in its place is imported, whatever failed then: it gets its
// key, and nobody is told that nothing was done.
func TestImportedAlthough(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "data")
	draft, err := store.NewDraft(folder)
	if err == nil {
		_, err = draft.Finish(0, time.Now())
	}
	if err != nil {
		t.Fatal(err)
	}
	placed, err := draft.Publish()
	if err != nil {
		t.Fatal(err)
	}
	done, err := imported(t.Context(), folder, Imported{List: "tdc@asso.test", NewKey: true}, placed, errors.New("sync data: no"))
	if err == nil || strings.Contains(err.Error(), "nothing was imported") || !strings.Contains(err.Error(), "imported, but: sync data: no") {
		t.Errorf("it says %v", err)
	}
	if _, err := readKeys(folder); err != nil || done.List == "" {
		t.Errorf("%+v; its key: %v", done, err)
	}
	_, err = imported(t.Context(), folder, done, false, errors.New("rename: no"))
	if err == nil || !strings.HasSuffix(err.Error(), "rename: no; nothing was imported") {
		t.Errorf("it says %v", err)
	}
}
