package config

import (
	"errors"
	"fmt"
	"maps"
	"net/mail"
	"slices"
	"strings"

	"toutdoux/internal/governance"
)

// problem is what is wrong with the value of one key.
type problem struct {
	key string
	err error
}

// problems checks what the decoder could not, in the order of the file's
// tables.
func (c *Config) problems() []problem {
	checks := []problem{
		{"organisation.name", line(c.Organisation.Name, true)},
		{"organisation.locale", oneOf(c.Organisation.Locale, "fr", "en")},
		{"organisation.address_form", oneOf(c.Organisation.AddressForm, "vous", "tu")},
		{"organisation.data", line(c.Organisation.Data, true)},
		{"list.address", mailAddress(c.List.Address, true)},
		{"list.discussion", mailAddress(c.List.Discussion, false)},
		{"list.owner", c.List.checkOwner()},
		{"list.recipient_delimiter", c.List.checkDelimiter()},
		{"trust.authserv_id", word(c.Trust.AuthservID)},
		{"trust.received_by", word(c.Trust.ReceivedBy)},
		{"dkim", c.DKIM.check()},
		{"limits.mail_size", between(int64(c.Limits.MailSize), 16<<10, 1<<30, "bytes")},
		{"limits.settle", between(int64(c.Limits.Settle.Hours()), 0, 24, "hours")},
		{"limits.catch_up", between(int64(c.Limits.CatchUp.Hours()), 0, 120, "hours")},
	}
	checks = append(checks, c.Receive.problems()...)
	checks = append(checks, c.Send.problems()...)
	return slices.DeleteFunc(checks, func(p problem) bool { return p.err == nil })
}

func (r Receive) problems() (checks []problem) {
	if r.LMTP != nil {
		checks = append(checks, problem{"receive.lmtp.listen", given(r.LMTP.Listen.String())})
	}
	if r.SMTP != nil {
		checks = append(checks,
			problem{"receive.smtp.listen", given(r.SMTP.Listen.String())},
			problem{"receive.smtp", pair("tls_cert", r.SMTP.TLSCert, "tls_key", r.SMTP.TLSKey)})
	}
	if r.IMAP != nil {
		checks = append(checks,
			problem{"receive.imap.address", hostPort(r.IMAP.Address, "993")},
			problem{"receive.imap.username", given(r.IMAP.Username)},
			problem{"receive.imap.mailbox", errors.Join(given(r.IMAP.Mailbox), unhandled(r.IMAP.Mailbox))},
			problem{"receive.imap.spam", r.IMAP.checkSpam()},
			problem{"receive.imap", r.IMAP.check()})
	}
	return checks
}

// checkSpam refuses the folder that is read: of mail in a folder for spam, what
// strangers write is passed over.
func (i *IMAP) checkSpam() error {
	const inbox = "INBOX" // the one name in which case is nothing (RFC 3501, section 5.1)
	if i.Spam == "" {
		return nil
	}
	if i.Spam == i.Mailbox || strings.EqualFold(i.Spam, inbox) && strings.EqualFold(i.Mailbox, inbox) {
		return fmt.Errorf("%q is the folder that is read: name the one that the provider puts spam into, or remove the line", i.Spam)
	}
	return unhandled(i.Spam)
}

// unhandled refuses the folder for what was handled, which would be handled for
// ever: Toutdoux/handled, by the delimiter of the server, on some below INBOX.
func unhandled(folder string) error {
	parts := strings.FieldsFunc(strings.ToLower(folder), func(r rune) bool { return strings.ContainsRune(`/.\^-|:`, r) })
	if len(parts) > 0 && parts[0] == "inbox" {
		parts = parts[1:]
	}
	if slices.Equal(parts, []string{"toutdoux", "handled"}) {
		return fmt.Errorf("what was handled is put into %q: name another folder", folder)
	}
	return nil
}

func (s Send) problems() []problem {
	if s.SMTP == nil {
		return nil
	}
	return []problem{
		{"send.smtp.address", hostPort(s.SMTP.Address, "465")},
		{"send.smtp.connections", between(int64(s.SMTP.Connections), 1, 64, "connections")},
		{"send.smtp.per_day", between(int64(s.SMTP.PerDay), 0, 10_000_000, "letters")},
		{"send.smtp.hello", word(s.SMTP.Hello)},
		{"send.smtp", s.SMTP.check()},
	}
}

// checkOwner refuses the list itself, which would write to itself and tell nobody.
func (l List) checkOwner() error {
	if l.Owner != "" && (strings.EqualFold(l.Owner, l.Address) || strings.EqualFold(l.Owner, l.Discussion)) {
		return fmt.Errorf("%q is the list's own address: name a person", l.Owner)
	}
	return mailAddress(l.Owner, false)
}

func (l List) checkDelimiter() error {
	local, _, _ := strings.Cut(l.Address, "@")
	if err := oneOf(l.RecipientDelimiter, "", "+", "-", "="); err != nil || l.RecipientDelimiter == "" {
		return err
	}
	if strings.Contains(local, l.RecipientDelimiter) {
		return fmt.Errorf("%q stands in the list's own address %q: mail to one could not be told from mail to the other", l.RecipientDelimiter, l.Address)
	}
	return nil
}

func (d DKIM) check() error {
	if (d.Domain == "") != (len(d.Keys) == 0) {
		return errors.New("domain and keys go together: give both or none")
	}
	for _, key := range d.Keys {
		if given(key.Selector) != nil || given(key.File) != nil || word(key.Selector) != nil {
			return errors.New("each key needs a selector and a file: write { selector = \"t1\", file = \"t1.pem\" }")
		}
	}
	return word(d.Domain)
}

// setStatutes hands the table to the rules, which know its keys and values.
func (c *Config) setStatutes(table string, values map[string]any) (problems []problem) {
	for _, name := range slices.Sorted(maps.Keys(values)) {
		key := table + "." + name
		if inner, ok := values[name].(map[string]any); ok {
			problems = append(problems, c.setStatutes(key, inner)...)
			continue
		}
		text, err := statuteText(values[name])
		if err == nil {
			err = c.Statutes.Set(strings.TrimPrefix(key, "statutes."), text)
		}
		if errors.Is(err, governance.ErrNoSuchStatute) {
			err = unknownKey(key)
		}
		if err != nil {
			problems = append(problems, problem{key, err})
		}
	}
	return problems
}

// statuteText gives a statute as the rules read it: true is yes, and a list is
// its elements with commas between.
func statuteText(value any) (string, error) {
	switch v := value.(type) {
	case string:
		return v, nil
	case bool:
		return map[bool]string{true: "yes", false: "no"}[v], nil
	case []any:
		texts := make([]string, len(v))
		for i, each := range v {
			text, ok := each.(string)
			if !ok {
				return "", errors.New("wrong kind of value: write texts in quotes, as in [\"3 days\", \"1 day\"]")
			}
			texts[i] = text
		}
		return strings.Join(texts, ", "), nil
	}
	return "", errors.New("wrong kind of value: write a text in quotes, as in \"10 days\"")
}

func given(text string) error {
	if strings.TrimSpace(text) == "" {
		return errors.New("missing or empty: give it a value")
	}
	return nil
}

// line refuses what could not stand in a header of a mail.
func line(text string, required bool) error {
	if strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return errors.New("it has a control character: write it on one line")
	}
	if required {
		return given(text)
	}
	return nil
}

func word(text string) error {
	if strings.ContainsAny(text, " \t\r\n;\"()<>@,") {
		return fmt.Errorf("no name of a host %q: write it as in \"mx.example.org\"", text)
	}
	return nil
}

func oneOf(text string, allowed ...string) error {
	if slices.Contains(allowed, text) {
		return nil
	}
	return fmt.Errorf("no such choice %q: write one of %q", text, allowed)
}

func between(n, least, most int64, unit string) error {
	if n < least || n > most {
		return fmt.Errorf("out of range: give %d to %d %s", least, most, unit)
	}
	return nil
}

func pair(nameA, a, nameB, b string) error {
	if (a == "") != (b == "") {
		return fmt.Errorf("%s and %s go together: give both or none", nameA, nameB)
	}
	return nil
}

func mailAddress(text string, required bool) error {
	if text == "" {
		if required {
			return given(text)
		}
		return nil
	}
	parsed, err := mail.ParseAddress(text)
	if err != nil || parsed.Address != text {
		return fmt.Errorf("no mail address %q: write it as in \"list@example.org\"", text)
	}
	return nil
}
