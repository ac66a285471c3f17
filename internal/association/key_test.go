package association_test

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"toutdoux/internal/association"
	"toutdoux/internal/config"
)

// A lost or damaged key is not taken for an association that is not founded.
func TestLostKey(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "data")
	cfg, err := config.Parse("toutdoux.toml", fmt.Appendf(nil, tended, folder))
	if err != nil {
		t.Fatal(err)
	}
	if err := association.Found(t.Context(), cfg, []association.Founder{{Name: "Alice", Address: "alice@asso.test"}}, time.Now()); err != nil {
		t.Fatal(err)
	}
	key := filepath.Join(folder, "toutdoux.key")
	refused := func(want string) {
		t.Helper()
		_, err := association.Open(t.Context(), cfg, association.World{Clock: wallClock{}, Log: slog.New(slog.DiscardHandler)})
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "put it back") {
			t.Errorf("opening gives %v, want %s", err, want)
		}
	}
	if err := os.WriteFile(key, []byte("garbage\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	refused("damaged")
	if err := os.Remove(key); err != nil {
		t.Fatal(err)
	}
	refused("missing")
}
