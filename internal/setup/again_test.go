package setup

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Run again, nothing is destroyed, and what was cut short is done.
func TestAgain(t *testing.T) {
	p := flags()
	p.Mailbox, p.PasswordFile = true, "-"
	folder, _, err := run(t, p, "s3cret")
	if err != nil {
		t.Fatal(err)
	}
	before := read(t, filepath.Join(folder, configName))
	again := func(p *Plan, answers ...string) string {
		t.Helper()
		p.Folder = folder
		_, said, err := run(t, p, answers...)
		if err != nil {
			t.Fatal(err)
		}
		if read(t, filepath.Join(folder, passwordName)) != "s3cret\n" {
			t.Error("the password was overwritten")
		}
		return unbound.Replace(said)
	}
	other := flags()
	other.Name, other.People = "Other", []string{"Carol <carol@asso.fr>"}
	if got, want := again(other), "DIR/toutdoux.toml est déjà là : gardé tel quel\nDIR/data contient déjà le registre de Picasoft : gardé tel quel\nle mot de passe de la boîte est dans DIR/mailbox.password : pour en changer, écrivez-le là\npersonne n’est ajouté : quelqu’un devient membre en écrivant INSCRIPTION à tdc@asso.fr, ou par toutdoux member add\n"; got != want {
		t.Errorf("got\n%s", cmp.Diff(want, got))
	}
	if got := again(&Plan{}); strings.Contains(got, "personne n’est ajouté") {
		t.Errorf("nobody was named:\n%s", got)
	}
	if err := os.Remove(filepath.Join(folder, "data", "toutdoux.key")); err != nil {
		t.Fatal(err)
	}
	const lost = "DIR/data/toutdoux.key manque : remettez celle qui est gardée avec la sauvegarde"
	for _, unasked := range []*Plan{{Folder: folder}, {Folder: folder, Yes: true}} {
		_, _, err := run(t, unasked)
		if _, made := os.Stat(filepath.Join(folder, "data", "toutdoux.key")); err == nil || made == nil ||
			!strings.HasPrefix(unbound.Replace(strings.ReplaceAll(err.Error(), folder, "DIR")), lost) || !strings.Contains(err.Error(), "sans --yes") {
			t.Errorf("%v; the key: %v", err, made)
		}
	}
	if _, _, err := run(t, &Plan{Folder: folder}, "non"); !errors.Is(err, ErrStopped) {
		t.Errorf("declined: %v", err)
	}
	if got := again(&Plan{}, "oui"); !strings.Contains(got, lost) || !strings.Contains(got, "devront être confirmées") || read(t, filepath.Join(folder, "data", "toutdoux.key")) == "" {
		t.Errorf("a lost key is not made anew:\n%s", got)
	}

	// Cut before the register.
	if err := os.RemoveAll(filepath.Join(folder, "data")); err != nil {
		t.Fatal(err)
	}
	if got := again(&Plan{}, "", "Dora <dora@asso.fr>", "", "oui"); !strings.Contains(got, "Dora <dora@asso.fr> vote dès maintenant") {
		t.Errorf("not founded:\n%s", got)
	}
	if read(t, filepath.Join(folder, configName)) != before {
		t.Error("the configuration was overwritten")
	}

	// The configuration is lost, and the register is there.
	if err := os.Remove(filepath.Join(folder, configName)); err != nil {
		t.Fatal(err)
	}
	p = flags()
	p.Mailbox, p.Folder, p.Name = true, folder, "Autre"
	if _, _, err := run(t, p); err == nil || !strings.Contains(unbound.Replace(err.Error()), " avec une personne : donnez un autre --data") {
		t.Errorf("another's register, unasked: %v", err)
	}
	answers := []string{"", "", "Asso", "tdc@asso.fr", "", "oui", "", "", "", "alice@asso.fr", "", ""}
	if _, _, err := run(t, &Plan{Folder: folder}, append(answers, "non")...); !errors.Is(err, ErrStopped) {
		t.Errorf("another's register: %v", err)
	}
	if got := again(&Plan{}, append(answers, "oui", "oui")...); !strings.Contains(got, "DIR/data contient déjà le registre d’Asso : gardé tel quel") || !strings.Contains(got, "personne n’est ajouté") {
		t.Errorf("founders are ignored silently:\n%s", got)
	}

	// Cut before the configuration.
	for _, name := range []string{"data", configName} {
		if err := os.RemoveAll(filepath.Join(folder, name)); err != nil {
			t.Fatal(err)
		}
	}
	p = flags()
	p.Mailbox = true
	if got := again(p); !strings.Contains(got, "DIR/mailbox.password est déjà là : gardé tel quel ; pour en changer, écrivez le mot de passe là") || !strings.Contains(got, "est créé") {
		t.Errorf("not completed:\n%s", got)
	}
}
