package setup

import (
	"cmp"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"toutdoux/internal/config"
	"toutdoux/internal/provider"
)

// password settles where the password is: a file that is there, or one that
// will be written.
func (t *talk) password(question said, keeper *provider.Provider) error {
	if _, err := os.Stat(t.passwordPath()); err == nil && (t.PasswordFile == "" || t.PasswordFile == "-") {
		t.tell(said{"%s est déjà là : gardé tel quel ; pour en changer, écrivez le mot de passe là", "%s is there already: kept as it is; to change the password, write it there"}, t.passwordPath())
		t.PasswordFile = ""
		return nil
	}
	switch t.PasswordFile {
	case "-":
		return t.typed("", keeper.Grouped)
	case "":
		if t.Yes {
			return t.misuse(said{"donnez le mot de passe de la boîte par --password-file FICHIER, ou - pour le lire de l’entrée", "give the mailbox’s password by --password-file FILE, or - to read it from the input"})
		}
		if keeper.FR == "" {
			t.tell(said{
				"Beaucoup d’hébergeurs veulent un mot de passe « d’application », à créer dans les réglages de la boîte.",
				"Many providers want an “app password”, to be created in the settings of the mailbox.",
			})
		}
		return t.typed(question.in(t.Locale), keeper.Grouped)
	}
	return t.readable(keeper.Grouped)
}

// typed takes the password from whoever answers. Where it is shown in groups,
// the spaces between are no part of it.
func (t *talk) typed(prompt string, grouped bool) error {
	for {
		secret, err := t.line(t.person.Secret, prompt)
		if err != nil {
			return err
		}
		if grouped {
			secret = strings.Join(strings.FieldsFunc(secret, unicode.IsSpace), "")
		}
		switch {
		case strings.TrimSpace(secret) != "":
			t.secret, t.PasswordFile = secret, ""
			return nil
		case t.Yes:
			return t.misuse(said{"--password-file - : la ligne est vide", "--password-file -: the line is empty"})
		}
		t.tell(said{"Il faut un mot de passe : sans lui, la boîte ne s’ouvre pas.", "A password is needed: without it the mailbox does not open."})
	}
}

// readable looks whether a password stands in the file that a flag names, which
// is read as it is for ever after.
func (t *talk) readable(grouped bool) error {
	path, err := filepath.Abs(t.PasswordFile)
	if err != nil {
		return err
	}
	secret, err := config.Login{Username: t.Username, PasswordFile: path}.Secret("")
	if err == nil && strings.TrimSpace(secret) == "" {
		err = errors.New(said{"ce fichier est vide", "that file is empty"}.in(t.Locale))
	}
	if err != nil {
		return t.misuse(said{"--password-file : %v", "--password-file: %v"}, err)
	}
	if grouped && strings.ContainsFunc(secret, unicode.IsSpace) {
		return t.misuse(said{
			"--password-file : ce mot de passe s’écrit sans espaces : ôtez-les de %s",
			"--password-file: this password is written without spaces: take them out of %s",
		}, path)
	}
	if info, err := os.Stat(path); err == nil && info.Mode().Perm()&0o077 != 0 {
		t.tell(said{"%s peut être lu par d’autres : chmod 600 %s", "%s can be read by others: chmod 600 %s"}, path, path)
	}
	t.PasswordFile = path
	return nil
}

// secretFile is password_file as the configuration has it: beside it, unless
// a flag named another.
func (p *Plan) secretFile() string { return cmp.Or(p.PasswordFile, passwordName) }
