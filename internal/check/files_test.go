package check

import (
	"crypto/sha256"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"toutdoux/internal/association"
	"toutdoux/internal/store"
)

// What lies about, or is missing.
func TestFiles(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := settle(t, strings.Replace(configuration, `password = "sesame-smtp"`, `password_file = "smtp.password"`, 1))
		p.write("smtp.password", "sesame-smtp\n", 0o600)
		calm(t, p.check(), "files")

		above, err := os.Getwd()
		for ; err == nil && above != "/"; above = filepath.Dir(above) { // t.TempDir lets nobody else in
			if about, _ := os.Stat(above); about.Mode().Perm()&0o001 == 0 {
				err = os.Chmod(above, 0o755)
			}
		}
		if err := errors.Join(err, os.Chmod("data", 0o755), os.Chmod("smtp.password", 0o644), os.Chmod("asso.toml", 0o644), os.Chmod(association.KeyPath("data"), 0o644)); err != nil {
			t.Fatal(err)
		}
		found := p.check()
		expect(t, found, "files", Fault, "read the key", "chmod 600 ", "toutdoux.key")
		expect(t, found, "files", Warning, "smtp.password", "chmod 600 ")
		expect(t, found, "files", Warning, "asso.toml", "chmod 600 ")
		if err := os.Chmod("data", 0o750); err != nil {
			t.Fatal(err)
		}
		for _, f := range p.check() {
			if f.Level == Fault && f.Subject == "files" {
				t.Errorf("nobody gets into the folder, and yet: %s", f.What)
			}
		}

		p.configure(configuration + "[letters]\ntemplates = \"own\"\n")
		expect(t, p.check(), "files", Fault, "your own letters cannot be used", "letters preview")
		p.configure(strings.Replace(configuration, "data = \"data\"", "data = \"data\"\ncharter = \"gone.md\"", 1))
		expect(t, p.check(), "files", Warning, "the charter cannot be used")
		p.configure(strings.Replace(configuration, "data = \"data\"", "data = \"nowhere\"", 1))
		found = p.check()
		expect(t, found, "files", Fault, "there is no data folder", "toutdoux init")
		expect(t, found, "register", Fault, "there is no register", "toutdoux init")
	})
}

func TestDiskAndClock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := settle(t, configuration)
		p.machine = machine{space: 400 << 20}
		found := p.check()
		expect(t, found, "disk", Warning, "nearly full: 400 MiB left", "make room")
		expect(t, found, "clock", Warning, "no time server keeps its clock right", "timedatectl")
		p.machine.space = 40 << 20
		expect(t, p.check(), "disk", Fault, "is full: 40 MiB left")
	})
}

// A register with something to mend in it.
func TestRegister(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := settle(t, configuration)
		r, err := store.Open("data", store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		raw := []byte("Subject: x\r\n\r\n")
		kept, err := r.Receive(t.Context(), []store.Arrival{{Source: store.IMAP, At: time.Now(), Accepted: time.Now(), Raw: raw, Identity: sha256.Sum256(raw)}})
		if err != nil {
			t.Fatal(err)
		}
		b, err := r.Begin(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(b.Aside(kept[0], "panic"), b.Commit(), r.Close()); err != nil {
			t.Fatal(err)
		}
		expect(t, p.check(), "register", Fault, "set aside one mail", "mail list --aside")

		p.configure(configuration + "[statutes]\nordinary.window = \"5 days\"\n")
		expect(t, p.check(), "register", Fault, "only the members change it")
		p.configure(configuration)

		key, err := os.ReadFile(association.KeyPath("data"))
		if err != nil {
			t.Fatal(err)
		}
		p.write(association.KeyPath("data"), strings.Map(func(r rune) rune {
			if r >= '0' && r <= '8' {
				return r + 1
			}
			return r
		}, string(key)), 0o600)
		expect(t, p.check(), "register", Fault, "toutdoux.key")

		if err := os.Truncate("data/toutdoux.db", 10000); err != nil {
			t.Fatal(err)
		}
		expect(t, p.check(), "register", Fault, "restore a backup")
	})
}
