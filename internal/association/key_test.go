package association_test

import (
	"errors"
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

// A lost or damaged key is not taken for an association that is not founded, a
// wrong one not for the right one; keys can be rotated and made anew.
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
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("opening gives %v, want %s", err, want)
		}
	}
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(key, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	opens := func(what string) {
		t.Helper()
		h, err := association.OpenWithoutPost(t.Context(), cfg, association.World{Clock: wallClock{}, Log: slog.New(slog.DiscardHandler)})
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		if err := h.Close(); err != nil {
			t.Error(err)
		}
	}
	own, err := os.ReadFile(key)
	if err != nil {
		t.Fatal(err)
	}
	write("garbage\n")
	refused("damaged")
	other := strings.Repeat("01", 32) + "\n"
	write(other)
	refused("put back")
	write(other + string(own))
	opens("rotated")
	write(other)
	opens("the old one is forgotten")
	if err := os.Remove(key); err != nil {
		t.Fatal(err)
	}
	refused("missing")
	if err := association.Found(t.Context(), cfg, nil, time.Now()); !errors.Is(err, association.ErrNoKey) {
		t.Fatalf("init beside a register without a key: %v", err)
	}
	refused("missing")
	if err := association.NewKey(t.Context(), folder); err != nil {
		t.Fatal(err)
	}
	opens("with a new key")
}
