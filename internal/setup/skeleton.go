package setup

import (
	"bytes"
	"cmp"
	"embed"
	"fmt"
	"strconv"
	"strings"
	"text/template"

	"toutdoux/internal/config"
)

// skeletons holds the configuration that is written, in each language.
//
//go:embed skeleton.fr.toml skeleton.en.toml
var skeletons embed.FS

// configuration fills the plan in, and reads the result as any configuration.
func (p *Plan) configuration() (*config.Config, []byte, error) {
	name := "skeleton." + p.Locale + ".toml"
	t, err := template.New(name).Funcs(template.FuncMap{"quote": quote, "set": set}).ParseFS(skeletons, name)
	if err != nil {
		return nil, nil, err
	}
	var text bytes.Buffer
	err = t.Execute(&text, map[string]any{
		"Name": p.Name, "List": p.List, "Owner": p.Owner, "Timezone": p.Timezone, "AddressForm": p.AddressForm, "Data": p.Data,
		"Delimiter": p.delimiter(), "LMTP": p.LMTP, "IMAP": p.IMAP, "SMTP": p.SMTP, "Username": p.Username, "Sender": cmp.Or(p.sender, p.Username),
		"PasswordFile": p.secretFile(), "TokenCommand": p.TokenCommand, "TokenIn": p.tokenIn, "TokenOut": p.tokenOut, "PerDay": p.perDay,
	})
	if err != nil {
		return nil, nil, err
	}
	cfg, err := config.Parse(p.configPath(), text.Bytes())
	return cfg, text.Bytes(), err
}

// quote writes a TOML basic string (TOML 1.0, String). Go's own quoting is the
// same but for \a, \v and \x, which only control characters and bytes that are
// no UTF-8 need.
func quote(text string) string {
	return strconv.Quote(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, "?")))
}

// set gives a key its value, and the spaces up to where comments stand.
func set(key, value string) string { return fmt.Sprintf("%-37s", key+" = "+quote(value)) }
