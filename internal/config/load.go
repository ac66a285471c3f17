package config

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"github.com/pelletier/go-toml/v2"
)

// EnvFile is the environment variable that names the configuration.
const EnvFile = "TOUTDOUX_CONFIG"

// System is the configuration of a machine that has one.
const System = "/etc/toutdoux/toutdoux.toml"

// Find says which file is the configuration: the one given as flag, else the
// environment's, else the first that exists of ./toutdoux.toml and
// /etc/toutdoux/toutdoux.toml.
func Find(flag string) (string, error) { return find(flag, os.Stat) }

func find(flag string, stat func(string) (fs.FileInfo, error)) (string, error) {
	if named := cmp.Or(flag, os.Getenv(EnvFile)); named != "" {
		return named, nil
	}
	for _, path := range []string{"toutdoux.toml", System} {
		switch _, err := stat(path); {
		case err == nil:
			return path, nil
		case errors.Is(err, fs.ErrPermission):
			return "", unread(err)
		}
	}
	return "", errors.New("find configuration: there is no ./toutdoux.toml and no /etc/toutdoux/toutdoux.toml: name one with --config, or write one with \"toutdoux init DIR\"")
}

// Load reads and checks the file at path.
func Load(path string) (*Config, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, unread(err)
	}
	return Parse(path, raw)
}

// unread says why a configuration cannot be read.
func unread(err error) error {
	if errors.Is(err, fs.ErrPermission) {
		return fmt.Errorf("read configuration: %w: it is not for you to read: try \"sudo -u toutdoux toutdoux …\"", err)
	}
	return fmt.Errorf("read configuration: %w", err)
}

// Error is what is wrong with a configuration: its first fault.
type Error struct {
	File string
	Line int    // 0 where what is missing has no line
	Key  string // dotted, or "" where the file is no TOML
	Err  error
}

// Error gives all on one line, in the form of compilers. What the file says is
// quoted in it, so nothing in it can move a terminal's cursor.
func (e *Error) Error() string {
	where := e.File
	if e.Line > 0 {
		where += fmt.Sprintf(":%d", e.Line)
	}
	if e.Key != "" {
		where += ": " + e.Key
	}
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, where+": "+e.Err.Error())
}

// Unwrap gives the fault itself.
func (e *Error) Unwrap() error { return e.Err }

// document is what a file decodes into: the statutes are checked by the rules
// and not by their Go types.
type document struct {
	Config
	Statutes map[string]any `toml:"statutes"`
}

// Parse checks a configuration read from a file of that name, against whose
// folder relative paths are taken. Its errors are [*Error].
func Parse(name string, raw []byte) (*Config, error) {
	found := outlineOf(raw)
	if found.fault != nil {
		found.fault.File = name
		return nil, found.fault
	}
	// Strict all the same: a key that the outline let through is no typing error.
	doc := document{Config: defaults()}
	if err := toml.NewDecoder(bytes.NewReader(raw)).DisallowUnknownFields().Decode(&doc); err != nil {
		return nil, decodeError(name, err)
	}
	c := &doc.Config
	c.File = name
	c.dropAbsent(found.at)
	problems := append(c.setStatutes("statutes", doc.Statutes), c.problems()...)
	if len(problems) > 0 {
		first := slices.MinFunc(problems, func(a, b problem) int { return found.lineOf(a.key) - found.lineOf(b.key) })
		return nil, &Error{File: name, Line: found.lineOf(first.key), Key: first.key, Err: first.err}
	}
	c.resolve(filepath.Dir(name))
	return c, nil
}

// dropAbsent leaves nil what the file does not turn on.
func (c *Config) dropAbsent(at map[string]int) {
	dropUnless(at["receive.lmtp"] > 0, &c.Receive.LMTP)
	dropUnless(at["receive.smtp"] > 0, &c.Receive.SMTP)
	dropUnless(at["receive.imap"] > 0, &c.Receive.IMAP)
	dropUnless(at["send.smtp"] > 0, &c.Send.SMTP)
}

func dropUnless[T any](present bool, table **T) {
	if !present {
		*table = nil
	}
}

// resolve makes relative paths relative to the folder of the file.
func (c *Config) resolve(folder string) {
	paths := []*string{&c.Organisation.Data, &c.Organisation.Charter, &c.Letters.Templates}
	if s := c.Receive.SMTP; s != nil {
		paths = append(paths, &s.TLSCert, &s.TLSKey)
	}
	if s := c.Receive.IMAP; s != nil {
		paths = append(paths, &s.PasswordFile)
	}
	if s := c.Send.SMTP; s != nil {
		paths = append(paths, &s.PasswordFile)
	}
	for i := range c.DKIM.Keys {
		paths = append(paths, &c.DKIM.Keys[i].File)
	}
	for _, path := range paths {
		if *path != "" && !filepath.IsAbs(*path) {
			*path = filepath.Join(folder, *path)
		}
	}
}

// decodeError says where the document is no TOML, or a value makes no sense.
func decodeError(name string, err error) error {
	var decode *toml.DecodeError
	if !errors.As(err, &decode) {
		return &Error{File: name, Err: err}
	}
	line, _ := decode.Position()
	text := strings.TrimPrefix(decode.Error(), "toml: ")
	return &Error{File: name, Line: line, Key: strings.Join(decode.Key(), "."), Err: errors.New(text)}
}
