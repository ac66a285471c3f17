package config

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Login is a user name, and where its password is found or what prints a token
// in its place.
type Login struct {
	Username     string `toml:"username"` // "" for no login
	Password     string `toml:"password"`
	PasswordFile string `toml:"password_file"`
	TokenCommand string `toml:"token_command"` // prints an XOAUTH2 token, or ""
}

// Secret is the password: the one in the file, else the one in password_file,
// else systemd's credential of that name (systemd.exec, LoadCredential), such
// as "send.smtp.password". One line end at its end is not part of it. It is
// read when asked for, so that commands that send nothing need no access.
func (l Login) Secret(credential string) (string, error) {
	if l.Password != "" {
		return l.Password, nil
	}
	path := l.PasswordFile
	if path == "" {
		folder := os.Getenv("CREDENTIALS_DIRECTORY")
		if folder == "" {
			return "", fmt.Errorf("find password of %s: give password_file, or systemd's LoadCredential=%s:FILE", l.Username, credential)
		}
		path = filepath.Join(folder, credential)
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("read password of %s: %w", l.Username, err)
	}
	return strings.TrimSuffix(strings.TrimSuffix(string(raw), "\n"), "\r"), nil
}

func (l Login) check() error {
	switch {
	case l.Password != "" && l.PasswordFile != "":
		return errors.New("both password and password_file: keep one")
	case l.TokenCommand != "" && (l.Password != "" || l.PasswordFile != ""):
		return errors.New("both a password and token_command: keep one")
	case l.Username == "" && (l.Password != "" || l.PasswordFile != ""):
		return errors.New("a password and no username: add it")
	case l.Username == "" && l.TokenCommand != "":
		return errors.New("a token_command and no username: add it")
	}
	return nil
}
