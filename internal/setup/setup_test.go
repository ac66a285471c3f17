package setup

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"toutdoux/internal/config"
	"toutdoux/internal/governance"
	"toutdoux/internal/store"
)

var update = flag.Bool("update", false, "rewrite the conversations; read the difference before you keep it")

// script is a person whose answers are known; what was said is written down.
type script struct {
	answers []string
	end     error // after the last, io.EOF unless given
	said    strings.Builder
}

func (s *script) Line(prompt string) (string, error) {
	s.said.WriteString(prompt)
	if len(s.answers) == 0 {
		s.said.WriteString("\n")
		if s.end == nil {
			s.end = io.EOF
		}
		return "", s.end
	}
	answer := s.answers[0]
	s.answers = s.answers[1:]
	s.said.WriteString(answer + "\n")
	return answer, nil
}

func (s *script) Secret(prompt string) (string, error) {
	hidden := script{answers: s.answers, end: s.end}
	secret, err := hidden.Line("")
	s.answers = hidden.answers
	s.said.WriteString(prompt + "\n")
	return secret, err
}

func (s *script) Say(line string) { s.said.WriteString(line + "\n") }

// zone is a DNS with the MX of domains, and IMAP servers by SRV.
type zone struct{ mx, imaps map[string]string }

func (z zone) LookupSRV(_ context.Context, service, _, name string) (string, []*net.SRV, error) {
	if host := z.imaps[name]; host != "" && service == "imaps" {
		return name, []*net.SRV{{Target: host, Port: 993}}, nil
	}
	return "", nil, &net.DNSError{IsNotFound: true}
}

func (z zone) LookupMX(_ context.Context, name string) ([]*net.MX, error) {
	if host := z.mx[name]; host != "" {
		return []*net.MX{{Host: host}}, nil
	}
	return nil, &net.DNSError{IsNotFound: true}
}

var dns = zone{
	mx:    map[string]string{"asso.fr": "mx1.mail.ovh.net.", "google.fr": "smtp.google.com.", "m365.fr": "m365-fr.mail.protection.outlook.com."},
	imaps: map[string]string{"ailleurs.fr": "imap.inconnu.net."},
}

// run sets up in a folder of its own, and gives what was said, with that folder
// as DIR.
func run(t *testing.T, p *Plan, answers ...string) (folder, said string, err error) {
	t.Helper()
	if p.Folder == "" {
		p.Folder = filepath.Join(t.TempDir(), "asso")
	}
	person := &script{answers: answers}
	err = Run(t.Context(), p, World{Person: person, DNS: dns, Now: time.Now(), Locale: "fr"})
	if len(person.answers) > 0 {
		t.Errorf("nobody asked for %q", person.answers)
	}
	return p.Folder, strings.ReplaceAll(person.said.String(), p.Folder, "DIR"), err
}

// talks are conversations, kept as they read.
var talks = []struct {
	name    string
	answers []string
}{
	{"mailbox", []string{
		"", "", "Picasoft", "tdc", "tdc@asso.fr", "3", "", "", "", "", "s3cret", "Mars", "", "tu",
		"", "Alice Martin <alice@asso.fr>", "Bob", "Bob Durand bob@asso.fr", "alice@asso.fr", "tdc@asso.fr", "", "tdc@asso.fr", "contact@asso.fr", "peut-être", "oui",
	}},
	{"english", []string{"english", "Picasoft", "tdc@asso.fr", "1", "no", "ex5.mail.ovh.net", "smtp://x", "ex5.mail.ovh.net:587", "bot@asso.fr", "s3cret", "Europe/London", "Alice <alice@asso.fr>", "", "", "y"}},
	{"guessed", []string{"fr", "Picasoft", "tdc@inconnu.fr", "", "mail.inconnu.fr", "mail.inconnu.fr:587", "", "s3cret", "", "", "alice@asso.fr", "", "", ""}},
	{"elsewhere", []string{"fr", "Picasoft", "tdc@ailleurs.fr", "", "", "non", "", "imap.ailleurs.fr", "smtp.ailleurs.fr", "", "s3cret", "", "", "alice@asso.fr", "", "", ""}},
	{"gmail", []string{"fr", "Picasoft", "tdc@google.fr", "1", "oui", "", "abcd efgh\u00a0ijkl mnop", "", "", "alice@asso.fr", "", "", ""}},
	{"microsoft", []string{"fr", "Picasoft", "tdc@m365.fr", "1", "oui", "jeton tdc", "", "", "", "alice@asso.fr", "", "", ""}},
	{"microsoft-english", []string{"en", "Picasoft", "tdc@m365.fr", "1", "yes", "token tdc", "", "", "alice@asso.fr", "", "", ""}},
	{"elsewhere-instead", []string{"fr", "Picasoft", "tdc@m365.fr", "1", "oui", "", "tdc@free.fr", "oui", "", "s3cret", "", "", "alice@asso.fr", "", "", ""}},
	{"tokens", []string{"fr", "Picasoft", "tdc@m365.fr", "1", "non", "", "smtp.asso.fr", "jeton tdc", "", "lettres@asso.fr", "s3cret", "", "", "alice@asso.fr", "", "", ""}},
	{"lmtp", []string{"en", "Picasoft", "tdc@asso.fr", "2", "2424", "0.0.0.0:2424", "unix:/run/toutdoux/lmtp.sock", "", "", "alice@asso.fr", "", "", ""}},
	{"declined", []string{"fr", "Picasoft", "tdc@asso.fr", "2", "", "", "", "", "alice@asso.fr", "", "", "non"}},
}

func TestConversations(t *testing.T) {
	for _, c := range talks {
		t.Run(c.name, func(t *testing.T) {
			folder, said, err := run(t, &Plan{}, c.answers...)
			if err != nil {
				said += "(" + err.Error() + ")\n"
			}
			if c.name == "declined" {
				if _, missing := os.Stat(folder); !errors.Is(err, ErrStopped) || missing == nil {
					t.Errorf("%v, and %s is there", err, folder)
				}
			} else if slices.Contains([]string{"mailbox", "english", "microsoft", "microsoft-english", "tokens", "lmtp"}, c.name) {
				said += "\n===== toutdoux.toml\n" + read(t, filepath.Join(folder, configName))
			}
			if strings.Contains(said, "s3cret") || strings.Contains(said, "abcd") {
				t.Error("the password is shown")
			}
			golden(t, filepath.Join("testdata", c.name+".txt"), said)
		})
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(read(t, file), got); diff != "" {
		t.Errorf("%s (-want +got; -update rewrites it):\n%s", file, diff)
	}
}

// What was written is for those alone who need it, and is what was said.
func TestWritten(t *testing.T) {
	folder, _, err := run(t, &Plan{}, talks[0].answers...)
	if err != nil {
		t.Fatal(err)
	}
	cfg, err := config.Load(filepath.Join(folder, configName))
	if err != nil {
		t.Fatal(err)
	}
	for name, mode := range map[string]os.FileMode{passwordName: 0o600, configName: 0o640, "data": 0o750} {
		if info, err := os.Stat(filepath.Join(folder, name)); err != nil || info.Mode().Perm() != mode {
			t.Errorf("%s: %v, %v", name, info, err)
		}
	}
	for _, login := range []config.Login{cfg.Receive.IMAP.Login, cfg.Send.SMTP.Login} {
		if secret, err := login.Secret(""); secret != "s3cret" || err != nil || login.Username != "tdc@asso.fr" {
			t.Errorf("%+v has the password %q, %v", login, secret, err)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(folder, ".toutdoux-*")); left != nil {
		t.Errorf("left behind: %q", left)
	}
	want := []string{"Alice Martin <alice@asso.fr> welcome", "Bob Durand <bob@asso.fr> welcome"}
	if diff := cmp.Diff(want, owed(t, cfg)); diff != "" {
		t.Errorf("letters that wait (-want +got)\n%s", diff)
	}
}

// owed are the letters that wait to leave.
func owed(t *testing.T, cfg *config.Config) (owed []string) {
	t.Helper()
	register, err := store.Open(cfg.Organisation.Data, store.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer register.Close()
	due, err := register.Due(t.Context(), time.Now(), 10)
	if err != nil {
		t.Fatal(err)
	}
	state := governance.New(cfg.Zone())
	if err := register.Load(t.Context(), 0, func(r governance.Record) error { state.Apply(r); return nil }); err != nil {
		t.Fatal(err)
	}
	for _, d := range due {
		letter, err := register.Letter(t.Context(), d.Letter)
		if err != nil {
			t.Fatal(err)
		}
		owed = append(owed, fmt.Sprintf("%s <%s> %s", state.Display(d.Member), state.Member(d.Member).Primary(), letter.Kind))
	}
	return owed
}

// Wherever the answers end, by the end of the input or by Ctrl-C, nothing is
// written.
func TestStoppedAnywhere(t *testing.T) {
	answers := talks[0].answers
	for n := range answers {
		for _, end := range []error{io.EOF, context.Canceled} {
			folder := filepath.Join(t.TempDir(), "asso")
			person := &script{answers: slices.Clone(answers[:n]), end: end}
			err := Run(t.Context(), &Plan{Folder: folder}, World{Person: person, DNS: dns, Now: time.Now(), Locale: "fr"})
			if misuse := errors.As(err, new(Misuse)); !errors.Is(err, ErrStopped) && !(misuse && n == 0 && end == io.EOF) {
				t.Errorf("after %d answers: %v", n, err)
			}
			if entries, _ := os.ReadDir(filepath.Dir(folder)); len(entries) > 0 {
				t.Errorf("after %d answers %v is there", n, entries)
			}
		}
	}
}

// flags are a whole plan without questions.
func flags() *Plan {
	return &Plan{Yes: true, Name: "Picasoft", List: "tdc@asso.fr", People: []string{"Alice <alice@asso.fr>"}}
}

// bothByToken are both tables of a mailbox that takes no password.
func bothByToken(imap, smtp, username string) string {
	login := "\nusername = \"" + username + "\"\ntoken_command = \"token\"\n"
	return "[receive.imap]\naddress = \"" + imap + "\"" + login +
		"# spam = \"Junk\"\n\n# Les lettres partent par ce serveur.\n[send.smtp]\naddress = \"" + smtp + "\"" + login
}

func TestFlags(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("s3cret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name    string
		with    func(*Plan)
		answers []string
		want    string // a line of the configuration, or of the error
	}{
		{"a mail server on this machine", func(*Plan) {}, nil, `listen = "127.0.0.1:2424"`},
		{"which sends on port 25", func(*Plan) {}, nil, `address = "127.0.0.1:25"`},
		{"a socket", func(p *Plan) { p.LMTP, p.SMTP = "unix:/run/lmtp", "relay.asso.fr:587" }, nil, `address = "relay.asso.fr:587"`},
		{"a mailbox by its MX", func(p *Plan) { p.Mailbox, p.PasswordFile = true, secret }, nil, `address = "ssl0.ovh.net:993"`},
		{"a password file of one's own", func(p *Plan) { p.Mailbox, p.PasswordFile = true, secret }, nil, `password_file = "` + secret + `"`},
		{"a password through a pipe", func(p *Plan) { p.Mailbox, p.PasswordFile = true, "-" }, []string{"s3cret"}, `password_file = "mailbox.password"`},
		{"a mailbox by its servers", func(p *Plan) { p.IMAP, p.SMTP, p.PasswordFile = "Imap.x.fr", "smtp.x.fr:587", secret }, nil, `address = "imap.x.fr:993"`},
		{"with a known quota", func(p *Plan) { p.List, p.Mailbox, p.PasswordFile = "tdc@google.fr", true, secret }, nil, `per_day = 2000`},
		{"and addresses with +", func(p *Plan) { p.List, p.Mailbox, p.PasswordFile = "tdc@google.fr", true, secret }, nil, `recipient_delimiter = "+"`},
		{"but for a list that has one", func(p *Plan) { p.List, p.Mailbox, p.PasswordFile = "a+tdc@google.fr", true, secret }, nil, `recipient_delimiter = ""`},
		{"tokens", func(p *Plan) {
			p.List, p.Mailbox, p.PasswordFile, p.TokenCommand, p.SMTP = "tdc@m365.fr", true, secret, "token", "smtp.x.fr"
		}, nil, `token_command = "token"`},
		{"tokens, also to send", func(p *Plan) { p.List, p.Mailbox, p.TokenCommand = "tdc@m365.fr", true, "token" }, nil, bothByToken("outlook.office365.com:993", "smtp.office365.com:587", "tdc@m365.fr")},
		{"of an unknown provider too", func(p *Plan) { p.IMAP, p.SMTP, p.TokenCommand = "imap.x.fr", "smtp.x.fr", "token" }, nil, bothByToken("imap.x.fr:993", "smtp.x.fr:465", "tdc@asso.fr")},
		{"tokens to send alone", func(p *Plan) {
			p.IMAP, p.SMTP, p.PasswordFile, p.TokenCommand = "imap.x.fr", "smtp.office365.com:587", secret, "token"
		}, nil, "address = \"smtp.office365.com:587\"\nusername = \"tdc@asso.fr\"\ntoken_command"},
		{"a mailbox without saying so", func(p *Plan) { p.PasswordFile, p.Username = secret, "bot" }, nil, `address = "ssl0.ovh.net:993"`},
		{"another user name", func(p *Plan) { p.Mailbox, p.PasswordFile, p.Username = true, secret, "bot" }, nil, `username = "bot"`},
		{"a data folder", func(p *Plan) { p.Data = "elsewhere" }, nil, `data = "elsewhere"`},

		{"in a network of containers", func(p *Plan) { p.LMTP = "10.88.0.2:2424" }, nil, `listen = "10.88.0.2:2424"`},
		{"open to the world", func(p *Plan) { p.LMTP = "203.0.113.7:2424" }, nil, "--lmtp : « 203.0.113.7:2424 » est ouvert à d’autres machines"},

		{"no name", func(p *Plan) { p.Name = "" }, nil, "--name NOM --list"},
		{"no founder", func(p *Plan) { p.People = nil }, nil, "--founder"},
		{"a bad founder", func(p *Plan) { p.People = []string{"Alice"} }, nil, "--founder : « Alice » : écrivez-le comme Alice Martin <alice@exemple.fr>"},
		{"a founder twice", func(p *Plan) { p.People = append(p.People, "ALICE@asso.fr") }, nil, "alice@asso.fr est déjà là"},
		{"the list as a founder", func(p *Plan) { p.People = append(p.People, "tdc@asso.fr") }, nil, "est l’adresse de la liste"},
		{"the list as the owner", func(p *Plan) { p.Owner = "tdc@asso.fr" }, nil, "--list : tdc@asso.fr est l’adresse d’une personne"},
		{"a bad zone", func(p *Plan) { p.Timezone = "Mars" }, nil, "--timezone : « Mars » n’est pas un fuseau connu"},
		{"a bad language", func(p *Plan) { p.Locale = "de" }, nil, "--locale : fr pour le français"},
		{"both ways", func(p *Plan) { p.Mailbox, p.LMTP = true, "127.0.0.1:24" }, nil, "donnez l’un des deux"},
		{"a mailbox without a password", func(p *Plan) { p.Mailbox = true }, nil, "--password-file FICHIER"},
		{"an empty password", func(p *Plan) { p.Mailbox, p.PasswordFile = true, "-" }, []string{" "}, "la ligne est vide"},
		{"a password in groups", func(p *Plan) {
			grouped := filepath.Join(filepath.Dir(secret), "grouped")
			if err := os.WriteFile(grouped, []byte("abcd efgh ijkl mnop\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			p.List, p.Mailbox, p.PasswordFile = "tdc@google.fr", true, grouped
		}, nil, "--password-file : ce mot de passe s’écrit sans espaces : ôtez-les de "},
		{"no password file", func(p *Plan) { p.Mailbox, p.PasswordFile = true, secret+"x" }, nil, "no such file"},
		{"a mailbox that is guessed", func(p *Plan) { p.List, p.Mailbox, p.PasswordFile = "tdc@inconnu.fr", true, secret }, nil, "donnez --imap et --smtp"},
		{"a mailbox elsewhere", func(p *Plan) { p.List, p.Mailbox, p.PasswordFile = "tdc@ailleurs.fr", true, secret }, nil, "donnez --imap et --smtp"},
		{"a password, and no mailbox", func(p *Plan) { p.LMTP, p.PasswordFile = "127.0.0.1:24", secret }, nil, "donnez l’un des deux"},
		{"a password that nobody takes", func(p *Plan) {
			p.List, p.Mailbox, p.PasswordFile, p.TokenCommand = "tdc@m365.fr", true, secret, "token"
		}, nil, "sans --password-file"},
		{"tokens, and a server that wants a password", func(p *Plan) {
			p.List, p.Mailbox, p.TokenCommand, p.SMTP = "tdc@m365.fr", true, "token", "smtp.x.fr"
		}, nil, "--password-file FICHIER"},
		{"a mailbox that takes no password", func(p *Plan) { p.List, p.Mailbox = "tdc@m365.fr", true }, nil, "--token-command"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := flags()
			c.with(p)
			folder, said, err := run(t, p, c.answers...)
			text := ""
			if err == nil {
				text = regexp.MustCompile(`(?m) +#.*`).ReplaceAllString(read(t, filepath.Join(folder, configName)), "")
			} else if _, there := os.Stat(folder); there == nil || !errors.As(err, new(Misuse)) {
				t.Errorf("%v, and something is written: %v", err, there)
			} else {
				text = err.Error()
			}
			if !strings.Contains(unbound.Replace(text), c.want) {
				t.Errorf("no %q in\n%s", c.want, text)
			}
			if strings.Contains(said, "s3cret") || strings.Contains(text, "s3cret") {
				t.Error("the password is shown")
			}
		})
	}
}

// unbound shows what is said without its no-break spaces, which the
// conversations show.
var unbound = strings.NewReplacer("\u00a0", " ")

// Where the package's service is to run it, the next steps are the guide's.
func TestNextStepsOfTheService(t *testing.T) {
	for _, c := range []struct {
		serves func(folder string) string
		want   string
	}{
		{func(folder string) string { return filepath.Join(folder, configName) }, "\n    sudo -u toutdoux toutdoux check\n    sudo systemctl enable --now toutdoux\n"},
		{func(string) string { return "/etc/toutdoux/toutdoux.toml" }, "\n    toutdoux check --config DIR/toutdoux.toml\n    toutdoux serve --config DIR/toutdoux.toml\n"},
	} {
		p := flags()
		p.Folder, p.Data = filepath.Join(t.TempDir(), "asso"), "data"
		person := new(script)
		err := Run(t.Context(), p, World{Person: person, DNS: dns, Now: time.Now(), Locale: "fr", Service: c.serves(p.Folder)})
		if said := strings.ReplaceAll(person.said.String(), p.Folder, "DIR"); err != nil || !strings.HasSuffix(said, c.want) {
			t.Errorf("%v, no %q after\n%s", err, c.want, said)
		}
	}
}

// The register of the package's service goes where that may write.
func TestDataOfTheService(t *testing.T) {
	for folder, want := range map[string]string{"/etc/toutdoux": "/var/lib/toutdoux", "/etc/toutdoux/": "/var/lib/toutdoux", "/srv/asso": "data"} {
		if got := (&talk{Plan: &Plan{Folder: folder}, service: config.System}).data(); got != want {
			t.Errorf("%s: %s, want %s", folder, got, want)
		}
	}
}

// A folder in which nothing can be written is told before anybody answers for
// nothing.
func TestNowhereToWrite(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	p := flags()
	p.Folder = filepath.Join(file, "asso")
	if _, said, err := run(t, p); err == nil || said != "" {
		t.Errorf("%v, after %q", err, said)
	}
}

// Every line that the skeleton only shows can be put to use.
func TestSkeletonsShowWhatWorks(t *testing.T) {
	for _, locale := range []string{"fr", "en"} {
		for _, imap := range []string{"", "imap.asso.fr:993"} {
			p := &Plan{Locale: locale, Name: "P", List: "tdc@asso.fr", Owner: "a@asso.fr", Timezone: "Europe/Paris", AddressForm: "tu", Data: "data",
				LMTP: "127.0.0.1:24", IMAP: imap, SMTP: "smtp.asso.fr:465", Username: "u"}
			cfg, text, err := p.configuration()
			if err != nil {
				t.Fatal(err)
			}
			if got := cfg.Organisation.AddressForm == "tu"; got != (locale == "fr") {
				t.Errorf("%s says %s", locale, cfg.Organisation.AddressForm)
			}
			shown := regexp.MustCompile(`(?m)^# (\[?[a-z_.]+(\]$| = ))`).ReplaceAllString(string(text), "$1")
			shown = strings.Replace(shown, "username = \"\"\n", "username = \"u\"\n", 1)
			if _, err := config.Parse("shown.toml", []byte(shown)); err != nil {
				t.Errorf("%s: %v in\n%s", locale, err, shown)
			}
		}
	}
}

// Names take « de » or « d’ » as one says them.
func TestOf(t *testing.T) {
	for name, want := range map[string]string{"outlook.fr": "d’outlook.fr", "Orange": "d’Orange", "hotmail.fr": "d’hotmail.fr", "gandi.net": "de gandi.net", "yahoo.fr": "de yahoo.fr"} {
		if got := of(name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

// What the members alone can change is not offered as a line to uncomment.
func TestNothingIsOfferedThatVotesChange(t *testing.T) {
	for _, locale := range []string{"fr", "en"} {
		text, err := skeletons.ReadFile("skeleton." + locale + ".toml")
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			if strings.HasPrefix(line, "# charter =") || strings.HasPrefix(line, "# voting_delay =") || strings.HasPrefix(line, "[statutes]") {
				t.Errorf("it offers %q", line)
			}
		}
	}
}
