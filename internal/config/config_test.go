package config

import (
	"errors"
	"io/fs"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"toutdoux/internal/governance"
)

const least = "[organisation]\nname = \"Picasoft\"\n[list]\naddress = \"tdc@picasoft.test\"\n"

func TestLeastConfigurationHasEveryDefault(t *testing.T) {
	got, err := Parse("/etc/toutdoux.toml", []byte(least))
	if err != nil {
		t.Fatal(err)
	}
	want := defaults()
	want.File = "/etc/toutdoux.toml"
	want.Organisation.Name, want.List.Address = "Picasoft", "tdc@picasoft.test"
	want.Receive, want.Send = Receive{}, Send{}
	if diff := cmp.Diff(want, *got, compare); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if got.Zone().String() != "Europe/Paris" || got.Limits.MailSize != 25*1024*1024 {
		t.Errorf("zone %v, mail size %d", got.Zone(), got.Limits.MailSize)
	}
}

// compare lets cmp look at types that have methods and private fields.
var compare = cmp.Options{
	cmp.Comparer(func(a, b Zone) bool { return a.String() == b.String() }),
	cmp.Comparer(func(a, b Network) bool { return a == b }),
	cmp.Comparer(func(a, b governance.Statutes) bool { return len(a.Differ(&b)) == 0 }),
}

func TestEveryKeyIsRead(t *testing.T) {
	c, err := Load("testdata/full.toml")
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile("testdata/full.toml")
	if err != nil {
		t.Fatal(err)
	}
	at := outlineOf(raw).at
	for key := range keys() {
		login := strings.Contains(key, "password") || strings.HasSuffix(key, "token_command") // one of them in each table
		optional := login || strings.HasPrefix(key, "statutes.")
		if at[key] == 0 && !optional {
			t.Errorf("testdata/full.toml does not show %s", key)
		}
	}
	if diff := cmp.Diff(fullConfig(t), *c, compare); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func fullConfig(t *testing.T) Config {
	t.Helper()
	statutes := governance.DefaultStatutes()
	for key, text := range map[string]string{
		"voting_delay": "7 days", "extraordinary.adopt": "> 2/3", "ordinary.window": "12 days",
		"reminders": "3 days, 1 day", "concerns": "no",
	} {
		if err := statutes.Set(key, text); err != nil {
			t.Fatal(err)
		}
	}
	return Config{
		File: "testdata/full.toml",
		Organisation: Organisation{
			Name: "Picasoft", Locale: "en", Timezone: mustZone("America/Montreal"), AddressForm: "tu",
			Data: "/var/lib/picasoft", Charter: "testdata/charte.md",
		},
		List: List{
			Address: "toutdouxcratie@example.org", Discussion: "asso@example.org",
			Owner: "contact@example.org", RecipientDelimiter: "+",
		},
		Statutes: statutes,
		Receive: Receive{
			LMTP: &LMTP{Listen: Endpoint{"unix", "/run/toutdoux/lmtp.sock"}},
			SMTP: &SMTP{Listen: Endpoint{"tcp", ":25"}, TLSCert: "/etc/tls/cert.pem", TLSKey: "testdata/key.pem"},
			IMAP: &IMAP{
				Login: Login{Username: "tdc", PasswordFile: "testdata/imap.secret"}, Address: "imap.example.org:993",
				Mailbox: "Toutdoux", Spam: "Junk",
			},
		},
		Send: Send{SMTP: &Smarthost{
			Login:   Login{Username: "tdc", TokenCommand: "token"},
			Address: "smtp.example.org:587", Connections: 2, Hello: "lists.example.org", PerDay: 200,
		}},
		Trust: Trust{AuthservID: "mx.example.org", ReceivedBy: "mx2.example.org", TrustedRelays: []Network{
			{netip.MustParsePrefix("192.0.2.1/32")}, {netip.MustParsePrefix("2001:db8::/32")},
		}},
		DKIM: DKIM{Domain: "example.org", Keys: []DKIMKey{
			{Selector: "t1", File: "testdata/t1.pem"}, {Selector: "t2", File: "/etc/t2.pem"},
		}},
		Limits:    Limits{MailSize: 10_000_000, Settle: Duration{30 * time.Second}, CatchUp: Duration{2 * time.Hour}},
		Retention: Retention{RawMail: Delay{governance.Delay{N: 24, Unit: governance.Months}}},
		Letters:   Letters{Templates: "testdata/letters"},
		Monitor:   Monitor{},
	}
}

const mailboxed = "[receive.imap]\naddress = \"127.0.0.1:1143\"\nusername = \"u\"\n"

func TestFaultsNameFileLineAndCure(t *testing.T) {
	cases := []struct{ file, want string }{
		{"[organisation]\nname = \"P\"\n\n[list]\nadress = \"a@b.test\"\n", `t.toml:5: list.adress: unknown key: the nearest known key is list.address`},
		{least + "[recieve.lmtp]\nlisten = \"127.0.0.1:24\"\n", `t.toml:5: recieve.lmtp: unknown key: the nearest known key is receive.lmtp`},
		{least + "[statutes]\nvoting_dealy = \"10 days\"\n", `t.toml:6: statutes.voting_dealy: unknown key: the nearest known key is statutes.voting_delay`},
		{least + "[statutes]\n\nextraordinary.adpot = \">= 50%\"\n", `t.toml:7: statutes.extraordinary.adpot: unknown key: the nearest known key is statutes.extraordinary.adopt`},
		{least + "[statutes.extraordinary]\nadopt = \"half\"\n", `t.toml:6: statutes.extraordinary.adopt: read share "half": write > or >= and a percentage or fraction, as in ">= 50%"`},
		{least + "[statutes]\nextraordinary = { adopt = 50 }\n", `t.toml:6: statutes.extraordinary.adopt: wrong kind of value: write a text in quotes, as in "10 days"`},
		{least + "[statutes]\nreminders = [3]\n", `t.toml:6: statutes.reminders: wrong kind of value: write texts in quotes, as in ["3 days", "1 day"]`},
		{least + "[limits]\nmail_size = \"25 pounds\"\n", `t.toml:6: limits.mail_size: no size "25 pounds": write it as in "25 MiB"`},
		{least + "[limits]\nmail_size = \"3 B\"\n", `t.toml:6: limits.mail_size: out of range: give 16384 to 1073741824 bytes`},
		{least + "[limits]\nsettle = 120\n", `t.toml:6: limits.settle: wrong kind of value: write a text in quotes`},
		{least + "[retention]\nraw_mail = \"five years\"\n", `t.toml:6: retention.raw_mail: no delay "five years": write it as in "5 years"`},
		{"[list]\naddress = \"a@b.test\"\n", `t.toml: organisation.name: missing or empty: give it a value`},
		{"[organisation]\nname = \"P\"\n[list]\n", `t.toml:3: list.address: missing or empty: give it a value`},
		{"[organisation]\nname = \"P\\r\\nBcc: x\"\n[list]\naddress = \"a@b.test\"\n", `t.toml:2: organisation.name: it has a control character: write it on one line`},
		{"[organisation]\nname = \"P\"\ntimezone = \"Paris\"\n", `t.toml:3: organisation.timezone: no time zone "Paris": write it as in "Europe/Paris"`},
		{"[organisation]\nname = \"P\"\nlocale = \"de\"\n[list]\naddress = \"a@b.test\"\n", `t.toml:3: organisation.locale: no such choice "de": write one of ["fr" "en"]`},
		{"[organisation]\nname = \"P\"\n[list]\naddress = \"Alice <a@b.test>\"\n", `t.toml:4: list.address: no mail address "Alice <a@b.test>": write it as in "list@example.org"`},
		{"[organisation]\nname = \"P\"\n[list]\naddress = \"a+b@c.test\"\nrecipient_delimiter = \"+\"\n", `t.toml:5: list.recipient_delimiter: "+" stands in the list's own address "a+b@c.test": mail to one could not be told from mail to the other`},
		{least + "[receive.lmtp]\nlisten = \"2424\"\n", `t.toml:6: receive.lmtp.listen: no host and port "2424": write them as in "127.0.0.1:2424", or "unix:/run/toutdoux/lmtp.sock"`},
		{least + "[receive.lmtp]\nlisten = \"unix:lmtp.sock\"\n", `t.toml:6: receive.lmtp.listen: no socket "unix:lmtp.sock": write its whole path, as in "unix:/run/toutdoux/lmtp.sock"`},
		{least + "[receive.lmtp]\n", `t.toml:5: receive.lmtp.listen: missing or empty: give it a value`},
		{least + "[receive.smtp]\nlisten = \":25\"\ntls_cert = \"c.pem\"\n", `t.toml:5: receive.smtp: tls_cert and tls_key go together: give both or none`},
		{least + "[send.smtp]\naddress = \"127.0.0.1:25\"\npassword = \"x\"\n", `t.toml:5: send.smtp: a password and no username: add it`},
		{least + "[send.smtp]\naddress = \"127.0.0.1:25\"\nusername = \"u\"\npassword = \"x\"\npassword_file = \"y\"\n", `t.toml:5: send.smtp: both password and password_file: keep one`},
		{least + "[send.smtp]\naddress = \"127.0.0.1:25\"\ntoken_command = \"x\"\n", `t.toml:5: send.smtp: a token_command and no username: add it`},
		{least + "[send.smtp]\naddress = \"127.0.0.1:25\"\nusername = \"u\"\npassword = \"x\"\ntoken_command = \"y\"\n", `t.toml:5: send.smtp: both a password and token_command: keep one`},
		{least + "[receive.imap]\naddress = \"127.0.0.1:1143\"\nusername = \"u\"\npassword_file = \"x\"\ntoken_command = \"y\"\n", `t.toml:5: receive.imap: both a password and token_command: keep one`},
		{least + mailboxed + "spam = \"inbox\"\n", `t.toml:8: receive.imap.spam: "inbox" is the folder that is read: name the one that the provider puts spam into, or remove the line`},
		{least + mailboxed + "mailbox = \"Liste\"\nspam = \"Liste\"\n", `t.toml:9: receive.imap.spam: "Liste" is the folder that is read: name the one that the provider puts spam into, or remove the line`},
		{least + mailboxed + "mailbox = \"Toutdoux/handled\"\n", `t.toml:8: receive.imap.mailbox: what was handled is put into "Toutdoux/handled": name another folder`},
		{least + mailboxed + "spam = \"INBOX.Toutdoux.handled\"\n", `t.toml:8: receive.imap.spam: what was handled is put into "INBOX.Toutdoux.handled": name another folder`},
		{least + "[send.smtp]\naddress = \"smtp.test\"\n", `t.toml:6: send.smtp.address: no host and port "smtp.test": write them as in "smtp.test:465"`},
		{least + "[receive.imap]\naddress = \"imap.foo.fr\"\nusername = \"u\"\n", `t.toml:6: receive.imap.address: no host and port "imap.foo.fr": write them as in "imap.foo.fr:993"`},
		{least + "[receive.imap]\naddress = \"imaps://imap.foo.fr\"\nusername = \"u\"\n", `t.toml:6: receive.imap.address: no host and port "imaps://imap.foo.fr": write them as in "mail.example.org:993"`},
		{least + "owner = \"TDC@picasoft.test\"\n", `t.toml:5: list.owner: "TDC@picasoft.test" is the list's own address: name a person`},
		{least + "discussion = \"asso@picasoft.test\"\nowner = \"asso@picasoft.test\"\n", `t.toml:6: list.owner: "asso@picasoft.test" is the list's own address: name a person`},
		{least + "[send.smtp]\naddress = \"127.0.0.1:25\"\nconnections = \"4\"\n", `t.toml:7: send.smtp.connections: wrong kind of value: write a whole number`},
		{least + "[send.smtp]\naddress = \"127.0.0.1:25\"\nconnections = 0\n", `t.toml:7: send.smtp.connections: out of range: give 1 to 64 connections`},
		{least + "[send.smtp]\naddress = \"127.0.0.1:25\"\nverp = \"yes\"\n", `t.toml:7: send.smtp.verp: wrong kind of value: write true or false`},
		{least + "[receive]\nlmtp = \"127.0.0.1:24\"\n", `t.toml:6: receive.lmtp: wrong kind of value: write a table, as in [table]`},
		{least + "[trust]\ntrusted_relays = [\"127.0.0.1\", \"here\"]\n", `t.toml:6: trust.trusted_relays: no address "here": write it as in "192.0.2.1" or "192.0.2.0/24"`},
		{least + "[trust]\ntrusted_relays = \"127.0.0.1\"\n", `t.toml:6: trust.trusted_relays: wrong kind of value: write a list in brackets`},
		{least + "[trust]\nauthserv_id = \"mx.example.org; dmarc=pass\"\n", `t.toml:6: trust.authserv_id: no name of a host "mx.example.org; dmarc=pass": write it as in "mx.example.org"`},
		{least + "[dkim]\ndomain = \"b.test\"\n", `t.toml:5: dkim: domain and keys go together: give both or none`},
		{least + "[dkim]\ndomain = \"b.test\"\nkeys = [{ selector = \"a\" }]\n", `t.toml:5: dkim: each key needs a selector and a file: write { selector = "t1", file = "t1.pem" }`},
		{"[organisation\n", `t.toml:1: expected ']' to close table name`},
		{least + "[list]\n", `t.toml:5: list: table list already exists`},
	}
	for _, c := range cases {
		_, err := Parse("t.toml", []byte(c.file))
		if err == nil {
			t.Errorf("%s\nis accepted, want %s", c.file, c.want)
		} else if diff := cmp.Diff(c.want, err.Error()); diff != "" {
			t.Errorf("%s(-want +got)\n%s", c.file, diff)
		}
	}
}

func TestFindPrefersFlagThenEnvironmentThenFolder(t *testing.T) {
	t.Chdir(t.TempDir())
	t.Setenv(EnvFile, "")
	if _, err := Find(""); err == nil || !strings.Contains(err.Error(), "toutdoux init") {
		t.Errorf("with no file anywhere: %v", err)
	}
	if err := os.WriteFile("toutdoux.toml", []byte(least), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ flag, env, want string }{
		{"", "", "toutdoux.toml"}, {"", "e.toml", "e.toml"}, {"f.toml", "e.toml", "f.toml"},
	} {
		t.Setenv(EnvFile, c.env)
		if got, err := Find(c.flag); got != c.want || err != nil {
			t.Errorf("Find(%q) with %s=%q is %q, %v; want %q", c.flag, EnvFile, c.env, got, err, c.want)
		}
	}
}

// A configuration that another user may read is not one that is missing.
func TestFindWhatIsAnothers(t *testing.T) {
	t.Chdir(t.TempDir())
	t.Setenv(EnvFile, "")
	anothers := func(path string) (fs.FileInfo, error) {
		if path == System {
			return nil, &fs.PathError{Op: "stat", Path: path, Err: fs.ErrPermission}
		}
		return os.Stat(path)
	}
	const want = "read configuration: stat /etc/toutdoux/toutdoux.toml: permission denied: it is not for you to read: try \"sudo -u toutdoux toutdoux …\""
	if _, err := find("", anothers); err == nil || err.Error() != want || !errors.Is(err, fs.ErrPermission) {
		t.Errorf("got %v", err)
	}
	if err := os.WriteFile("toutdoux.toml", nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := find("", anothers); got != "toutdoux.toml" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
}

func TestSecretComesFromFileOrSystemd(t *testing.T) {
	folder := t.TempDir()
	for name, text := range map[string]string{"file": "from file\r\n", "send.smtp.password": " from systemd\n\n"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("CREDENTIALS_DIRECTORY", folder)
	for _, c := range []struct {
		login Login
		want  string
	}{
		{Login{Username: "u", Password: "inline"}, "inline"},
		{Login{Username: "u", PasswordFile: filepath.Join(folder, "file")}, "from file"},
		{Login{Username: "u"}, " from systemd\n"},
	} {
		if got, err := c.login.Secret("send.smtp.password"); got != c.want || err != nil {
			t.Errorf("%+v: %q, %v; want %q", c.login, got, err, c.want)
		}
	}
	t.Setenv("CREDENTIALS_DIRECTORY", "")
	if _, err := (Login{Username: "u"}).Secret("send.smtp.password"); err == nil || !strings.Contains(err.Error(), "password_file") {
		t.Errorf("no password anywhere: %v", err)
	}
}

func FuzzParse(f *testing.F) {
	full, err := os.ReadFile("testdata/full.toml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(full)
	f.Add([]byte("\"a\\nb\" = 1"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		_, err := Parse("t.toml", raw)
		if err == nil {
			return
		}
		if text := err.Error(); !strings.HasPrefix(text, "t.toml:") || strings.ContainsAny(text, "\n\r\x1b") {
			t.Errorf("%q: not one plain line: %q", raw, text)
		}
	})
}
