package setup

import (
	"errors"
	"path/filepath"
	"strings"

	"toutdoux/internal/association"
)

// Plan is what an association is set up with: as flags give it, and then as
// the answers complete it.
type Plan struct {
	Folder string // where toutdoux.toml goes
	Yes    bool   // nobody is asked: what is not given is the default

	Locale      string // of the letters and of the conversation: "fr" or "en"
	Name        string
	List        string
	Owner       string
	Timezone    string
	AddressForm string // "vous" or "tu"
	Data        string // folder of the register, relative to Folder or absolute
	People      []string

	Mailbox      bool   // an ordinary mailbox, and no LMTP
	LMTP         string // where a mail server hands mail over
	IMAP, SMTP   string // host:port
	Username     string // of the mailbox, and for sending from it unless that is another login
	PasswordFile string // as given: a file, or "-" for a line of the input
	TokenCommand string // prints a token, where the mailbox takes no password

	founders []association.Founder
	sender   string // user name for sending, "" for Username
	secret   string // to be written to passwordFile, "" where nothing is
	tokenIn  bool   // TokenCommand is for receiving
	tokenOut bool   // TokenCommand is for sending
	plus     bool   // mail to address+anything arrives
	perDay   int    // the provider's quota of mails, 0 for none known
}

// Names in the folder.
const (
	configName   = "toutdoux.toml"
	passwordName = "mailbox.password"
)

// Misuse is an error in what was given on the command line.
type Misuse struct{ error }

// Unwrap gives the fault itself.
func (m Misuse) Unwrap() error { return m.error }

// ErrStopped is returned when whoever was asked does not want to go on, or when
// no answer comes any more. Nothing was written.
var ErrStopped = errors.New("nothing was written")

func (p *Plan) configPath() string   { return filepath.Join(p.Folder, configName) }
func (p *Plan) passwordPath() string { return filepath.Join(p.Folder, passwordName) }

// delimiter is the list's recipient_delimiter: "" where nobody knows that
// mail to address+anything arrives.
func (p *Plan) delimiter() string {
	local, _, _ := strings.Cut(p.List, "@")
	if p.plus && !strings.Contains(local, "+") {
		return "+"
	}
	return ""
}
