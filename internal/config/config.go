// Package config reads toutdoux.toml: every key, its default and its check.
//
// A file is either understood whole or refused with one line that names the
// file, the line, and how to mend it. The package opens nothing that the file
// names, passwords excepted, and those only when asked ([Login.Secret]); it
// leaves listening, sending and deciding to others.
package config

import (
	"net/netip"
	"strings"
	"time"

	"toutdoux/internal/governance"
)

// Config is one association's toutdoux.toml, checked, with defaults filled in
// and paths made absolute or relative to the working directory. The keys are
// those of the README's "Configuration".
type Config struct {
	// File is the name the configuration was read under.
	File string `toml:"-"`

	Organisation Organisation `toml:"organisation"`
	List         List         `toml:"list"`
	// Statutes are the defaults of the rules, changed by [statutes].
	Statutes  governance.Statutes `toml:"-"`
	Receive   Receive             `toml:"receive"`
	Send      Send                `toml:"send"`
	Trust     Trust               `toml:"trust"`
	DKIM      DKIM                `toml:"dkim"`
	Limits    Limits              `toml:"limits"`
	Retention Retention           `toml:"retention"`
	Letters   Letters             `toml:"letters"`
	Monitor   Monitor             `toml:"monitor"`
}

// Organisation is who the association is, and how it is written to.
type Organisation struct {
	Name        string `toml:"name"`         // required
	Locale      string `toml:"locale"`       // "fr" (default) or "en"
	Timezone    Zone   `toml:"timezone"`     // default Europe/Paris
	AddressForm string `toml:"address_form"` // "vous" (default) or "tu": how French letters speak
	Data        string `toml:"data"`         // folder of the database and keys, default /var/lib/toutdoux
	Charter     string `toml:"charter"`      // file with the association's own text, or ""
}

// List holds the addresses of the association's list.
type List struct {
	Address            string `toml:"address"`             // required: actions and votes
	Discussion         string `toml:"discussion"`          // talk; "" where talk goes to Address
	Owner              string `toml:"owner"`               // a human, or ""
	RecipientDelimiter string `toml:"recipient_delimiter"` // "+", "-", "=", or "" (default) for none
}

// Receive is how mail comes in. A table that the file does not have is nil.
type Receive struct {
	LMTP *LMTP `toml:"lmtp"`
	SMTP *SMTP `toml:"smtp"`
	IMAP *IMAP `toml:"imap"`
}

// LMTP is a server for a mail system beside us (RFC 2033).
type LMTP struct {
	Listen Endpoint `toml:"listen"` // required
}

// SMTP is a server for the world, or for a relay (RFC 5321).
type SMTP struct {
	Listen  Endpoint `toml:"listen"`   // required
	TLSCert string   `toml:"tls_cert"` // PEM file; STARTTLS is offered with both
	TLSKey  string   `toml:"tls_key"`  // PEM file
}

// IMAP is a mailbox that is read as members' mail arrives in it.
type IMAP struct {
	Login
	Address string `toml:"address"` // required: host:port
	Mailbox string `toml:"mailbox"` // default INBOX
	Spam    string `toml:"spam"`    // a folder also read for mail of known members, or ""
}

// Send is how mail goes out. It is nil where the file has no [send.smtp].
type Send struct {
	SMTP *Smarthost `toml:"smtp"`
}

// Smarthost is the server that takes our letters.
type Smarthost struct {
	Login
	Address     string `toml:"address"`     // required: host:port; 465 is implicit TLS
	Connections int    `toml:"connections"` // at once, 1 to 64, default 4
	Hello       string `toml:"hello"`       // name said in EHLO; "" for the list's domain
	PerDay      int    `toml:"per_day"`     // letters a day, 0 (default) for no quota
	VERP        bool   `toml:"verp"`        // default true: bounces come back to an address of their own
}

// Trust says whose word about a sender is believed.
type Trust struct {
	AuthservID    string    `toml:"authserv_id"`    // of Authentication-Results (RFC 8601), or ""
	ReceivedBy    string    `toml:"received_by"`    // host whose Received line gives the instant, or ""
	TrustedRelays []Network `toml:"trusted_relays"` // default the loopback addresses
}

// DKIM signs what goes out (RFC 6376); two keys while rotating.
type DKIM struct {
	Domain string    `toml:"domain"`
	Keys   []DKIMKey `toml:"keys"`
}

// DKIMKey is one private key.
type DKIMKey struct {
	Selector string `toml:"selector"`
	File     string `toml:"file"` // PEM
}

// Limits bound one mail, and the wait before a closing (rules, Time).
type Limits struct {
	MailSize Size     `toml:"mail_size"` // default 25 MiB
	Settle   Duration `toml:"settle"`    // default 2 minutes
	CatchUp  Duration `toml:"catch_up"`  // default 75 minutes
}

// Retention says how long what is not needed for ever is kept.
type Retention struct {
	RawMail Delay `toml:"raw_mail"` // default 5 years
}

// Letters lets an operator change the words.
type Letters struct {
	Templates string `toml:"templates"` // a folder that overrides ours, or ""
}

// Monitor answers /healthz and /metrics over HTTP.
type Monitor struct {
	Listen Endpoint `toml:"listen"` // default 127.0.0.1:9424; "" for none
}

// HelloName is the name that the association's mail servers and clients say
// (RFC 5321 section 4.1.1.1): send.smtp.hello, or else the list's domain.
func (c *Config) HelloName() string {
	if c.Send.SMTP != nil && c.Send.SMTP.Hello != "" {
		return c.Send.SMTP.Hello
	}
	_, domain, _ := strings.Cut(c.List.Address, "@")
	return domain
}

// Zone is the association's time zone.
func (c *Config) Zone() *time.Location { return c.Organisation.Timezone.Location }

func defaults() Config {
	return Config{
		Organisation: Organisation{
			Locale: "fr", Timezone: mustZone("Europe/Paris"), AddressForm: "vous", Data: "/var/lib/toutdoux",
		},
		Statutes: governance.DefaultStatutes(),
		Receive:  Receive{LMTP: &LMTP{}, SMTP: &SMTP{}, IMAP: &IMAP{Mailbox: "INBOX"}},
		Send:     Send{SMTP: &Smarthost{Connections: 4, VERP: true}},
		Trust: Trust{TrustedRelays: []Network{
			{netip.MustParsePrefix("127.0.0.0/8")}, {netip.MustParsePrefix("::1/128")},
		}},
		Limits: Limits{
			MailSize: 25 << 20, Settle: Duration{2 * time.Minute}, CatchUp: Duration{75 * time.Minute},
		},
		Retention: Retention{RawMail: Delay{governance.Delay{N: 60, Unit: governance.Months}}},
		Monitor:   Monitor{Listen: Endpoint{"tcp", "127.0.0.1:9424"}},
	}
}
