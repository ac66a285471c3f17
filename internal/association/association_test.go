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
	"toutdoux/internal/governance"
)

const settings = `
[organisation]
name = "Picasoft"
data = %q
[list]
address = "tdc@asso.test"
discussion = "asso@asso.test"
recipient_delimiter = "+"
[receive.lmtp]
listen = "127.0.0.1:2424"
[send.smtp]
address = "127.0.0.1:25"
`

type wall struct{}

func (wall) Now() time.Time { return time.Now() }

var world = association.World{Clock: wall{}, Log: slog.New(slog.DiscardHandler)}

func parse(t *testing.T, folder, more string) *config.Config {
	t.Helper()
	cfg, err := config.Parse("toutdoux.toml", []byte(fmt.Sprintf(settings, folder)+more))
	if err != nil {
		t.Fatal(err)
	}
	return cfg
}

var founders = []association.Founder{{Name: "Alice", Address: "Alice@ASSO.test"}, {Name: "Bob", Address: "bob@asso.test"}}

// The founders are voters from the start; founding twice changes nothing.
func TestFound(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "data")
	cfg := parse(t, folder, "")
	if err := association.Found(t.Context(), cfg, founders, time.Now()); err != nil {
		t.Fatal(err)
	}
	key, err := os.ReadFile(filepath.Join(folder, "toutdoux.key"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"toutdoux.key", "toutdoux.db"} {
		if info, err := os.Stat(filepath.Join(folder, name)); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("others may read %s: %v %v", name, info.Mode(), err)
		}
	}
	if err := association.Found(t.Context(), cfg, founders[:1], time.Now()); !errors.Is(err, association.ErrFounded) {
		t.Errorf("founding twice gives %v", err)
	}
	if again, err := os.ReadFile(filepath.Join(folder, "toutdoux.key")); err != nil || string(again) != string(key) {
		t.Error("founding twice changed the key")
	}
	h, err := association.Open(t.Context(), cfg, world)
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	h.Clerk.View(func(s *governance.State) {
		if len(s.Members) != 2 || s.Members[0].Primary() != "alice@asso.test" || s.Members[1].Standing(time.Now()) != "voter" {
			t.Errorf("the members are %+v", s.Members)
		}
	})
}

// The charter that the configuration names is the first version.
func TestFoundWithACharter(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, "charte.md")
	if err := os.WriteFile(file, []byte("# Charte\r\n\r\nNous faisons.\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	cfg := parse(t, filepath.Join(folder, "data"), "")
	cfg.Organisation.Charter = file
	if err := association.Found(t.Context(), cfg, founders, time.Now()); err != nil {
		t.Fatal(err)
	}
	h, err := association.Open(t.Context(), cfg, world)
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	h.Clerk.View(func(s *governance.State) {
		if len(s.Charter) != 1 || s.Charter[0].Words != "# Charte\n\nNous faisons." || s.Charter[0].Action != 0 {
			t.Errorf("the charter is %+v", s.Charter)
		}
	})
	for want, charter := range map[string]string{
		"no such file": filepath.Join(folder, "missing.md"), "no plain text": filepath.Join(folder, "data", "toutdoux.db"),
	} {
		other := parse(t, t.TempDir(), "")
		other.Organisation.Charter = charter
		if err := association.Found(t.Context(), other, founders, time.Now()); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", charter, err, want)
		}
	}
}

// What cannot be founded says why.
func TestFoundRefuses(t *testing.T) {
	for want, some := range map[string][]association.Founder{
		"a founder":   nil,
		"alice@@x":    {{Name: "Alice", Address: "alice@@x"}},
		"two founder": {founders[1], {Name: "Robert", Address: "BOB@asso.test"}},
	} {
		if err := association.Found(t.Context(), parse(t, t.TempDir(), ""), some, time.Now()); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: %v, want %s", some, err, want)
		}
	}
}

// What cannot be opened says what to do.
func TestOpenRefuses(t *testing.T) {
	founded := t.TempDir()
	if err := association.Found(t.Context(), parse(t, founded, ""), founders, time.Now()); err != nil {
		t.Fatal(err)
	}
	unsent := parse(t, founded, "")
	unsent.Send.SMTP = nil
	for want, cfg := range map[string]*config.Config{
		"toutdoux init":         parse(t, t.TempDir(), ""),
		"send.smtp":             unsent,
		"statutes.voting_delay": parse(t, founded, "[statutes]\nvoting_delay = \"2 days\"\n"),
		"DKIM":                  parse(t, founded, "[dkim]\ndomain = \"asso.test\"\nkeys = [{ selector = \"t1\", file = \"missing.pem\" }]\n"),
	} {
		h, err := association.Open(t.Context(), cfg, world)
		if err == nil {
			h.Close()
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want %s, got %v", want, err)
		}
	}
	for range 2 { // nothing is left open by what was refused
		h, err := association.Open(t.Context(), parse(t, founded, ""), world)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := association.Open(t.Context(), parse(t, founded, ""), world); err == nil {
			t.Error("one association is open twice")
		}
		if err := h.Close(); err != nil {
			t.Error(err)
		}
	}
}

// An address is claimed by the name of the list that it belongs to.
func TestClaim(t *testing.T) {
	folder := t.TempDir()
	cfg := parse(t, folder, "")
	if err := association.Found(t.Context(), cfg, founders, time.Now()); err != nil {
		t.Fatal(err)
	}
	h, err := association.OpenWithoutPost(t.Context(), cfg, world)
	if err != nil {
		t.Fatal(err)
	}
	defer h.Close()
	for address, want := range map[string]int{
		"tdc@asso.test": 3, "TDC+join@Asso.Test": 3, "asso@asso.test": 4, "asso+p-x@asso.test": 4,
		"tdcx@asso.test": 0, "tdc@other.test": 0, "tdc-x@asso.test": 0, "": 0,
	} {
		if got := h.Claim(address); got != want {
			t.Errorf("%s is claimed by %d bytes, want %d", address, got, want)
		}
	}
}
