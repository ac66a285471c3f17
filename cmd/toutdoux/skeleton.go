package main

import (
	"bytes"
	"net/mail"
	"strconv"
	"strings"
	"text/template"
)

// skeletonText is the configuration that init writes: it serves on loopback as
// it is, and shows what else there is.
const skeletonText = `# The configuration of toutdoux. Every key, its default and what it does stand
# in the README. A change needs a restart.

[organisation]
name = {{quote .Name}}
# Language of the letters (fr, en), and time zone of their dates and hours.
locale = {{quote .Locale}}
timezone = {{quote .Timezone}}
address_form = "vous"                 # how French letters speak to members: vous, tu
data = "data"                         # folder of the register and its keys: back it up

[list]
address = {{quote .List}}
# A human, told when something goes wrong.
owner = {{quote .Owner}}
recipient_delimiter = ""              # "+" where mail to address+anything arrives too (Postfix: recipient_delimiter)

# The association's own numbers, for its first start: from then on they change
# only by a vote of its members.
[statutes]
# voting_delay = "10 days"
# ordinary.window = "10 days"
# extraordinary.window = "10 days"
# extraordinary.adopt = ">= 50%"

# Your mail system hands over the list's mail here (Postfix: transport_maps).
[receive.lmtp]
listen = "127.0.0.1:2424"             # or unix:/run/toutdoux/lmtp.sock

# Letters leave through this server.
[send.smtp]
address = "127.0.0.1:25"              # STARTTLS on 587, implicit TLS on 465, plain only to loopback
# username = ""
# password_file = "smtp.password"     # or systemd's LoadCredential=send.smtp.password:FILE

# A vote counts when its sender is proven: by the answered letter itself, by the
# DKIM signature of its provider, or by your mail system, once it is named here
# and strips this header from outside.
# [trust]
# authserv_id = "mx.example.org"      # believe this host's Authentication-Results; else verify DKIM, SPF, DMARC here
# received_by = "mx.example.org"      # the host whose Received line gives the instant

[monitor]
listen = "127.0.0.1:9424"             # /healthz, and /metrics for Prometheus
`

// skeleton fills in the answers. What is wrong with them is found by reading
// the result as any configuration.
func skeleton(a *answers) ([]byte, error) {
	owner := ""
	if first, err := mail.ParseAddress(a.founders[0]); err == nil {
		owner = first.Address
	}
	t, err := template.New("toutdoux.toml").Funcs(template.FuncMap{"quote": quote}).Parse(skeletonText)
	if err != nil {
		return nil, err
	}
	var text bytes.Buffer
	err = t.Execute(&text, map[string]string{
		"Name": a.name, "List": a.list, "Locale": a.locale, "Timezone": a.timezone, "Owner": owner,
	})
	return text.Bytes(), err
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
