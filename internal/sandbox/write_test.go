package sandbox

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What a mail cannot be sent to is named, as it was written.
func TestBadAddress(t *testing.T) {
	s := open(t, Options{Locale: "fr"})
	for to, want := range map[string]AddressError{
		"bonjour":                             {"bonjour", false},
		"alice@" + domain + ", x@example.org": {"x@example.org", true},
	} {
		bad, ok := errors.AsType[*AddressError](s.Write(t.Context(), "bob", Draft{To: to, Text: "Bonjour"}))
		if !ok || *bad != want {
			t.Errorf("to %q: %+v", to, bad)
		}
	}
}

// A mail over the daemon's limit is refused as such.
func TestOverLimit(t *testing.T) {
	folder, err := os.MkdirTemp("", "s")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	s, err := Open(t.Context(), Options{Folder: folder, Locale: "fr"})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(folder, configFile)
	text, err := os.ReadFile(file)
	if err := errors.Join(err, s.Close(), os.WriteFile(file, []byte(strings.Replace(string(text), "[limits]", "[limits]\nmail_size = \"32 KiB\"", 1)), 0o600)); err != nil {
		t.Fatal(err)
	}
	s = open(t, Options{Folder: folder})
	if err := s.Write(t.Context(), "bob", Draft{To: list, Text: strings.Repeat("bla ", 10_000)}); !errors.Is(err, ErrLarge) {
		t.Errorf("a mail of 40 kB: %v", err)
	}
}
