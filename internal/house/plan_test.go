package house

// room is what one package may import beside the standard library.
type room struct {
	rooms   []string // of this module, without "toutdoux/" and "internal/"
	modules []string // of others, and what is below them
	pure    bool     // no clock, log, chance, disk, network or cgo
	tests   bool     // imported by tests only
}

// plan is the map of the module: arrows point one way, from the wires to the
// clerk to the rules. A new room, or a new arrow, is written here first.
var plan = map[string]room{
	"governance": {pure: true},
	"address":    {pure: true, modules: []string{"golang.org/x/net/idna", "golang.org/x/text"}},
	"intake": {
		pure: true, rooms: []string{"governance", "address"},
		modules: []string{"github.com/emersion/go-message", "golang.org/x/net/html", "golang.org/x/text"},
	},
	"ical":     {pure: true, modules: []string{"github.com/arran4/golang-ical"}}, // in its tests alone
	"report":   {pure: true, rooms: []string{"governance"}},
	"specimen": {pure: true, rooms: []string{"governance"}},
	"compose": {
		pure: true, rooms: []string{"governance", "address", "ical", "report", "specimen", "templates"},
		modules: []string{"golang.org/x/net/html", "golang.org/x/text"},
	},
	"trust": {
		rooms:   []string{"governance", "address", "intake"},
		modules: []string{"golang.org/x/net/publicsuffix", "golang.org/x/text"},
	},
	"prove": {
		rooms:   []string{"address", "trust"},
		modules: []string{"github.com/emersion/go-msgauth", "blitiri.com.ar/go/spf"},
	},
	"store": {
		rooms:   []string{"governance", "address", "migrations"},
		modules: []string{"github.com/mattn/go-sqlite3"},
	},
	"export": {rooms: []string{"governance", "store"}},
	"clerk":  {rooms: []string{"governance", "address", "intake", "compose", "trust", "store", "export"}},
	"queue":  {rooms: []string{"governance", "address", "compose", "store", "clerk"}},

	"mailin":  {rooms: []string{"address"}, modules: []string{"github.com/emersion/go-smtp"}},
	"lmtpd":   {rooms: []string{"mailin", "clerk"}, modules: []string{"github.com/emersion/go-smtp"}},
	"smtpd":   {rooms: []string{"mailin", "clerk"}, modules: []string{"github.com/emersion/go-smtp"}},
	"bearer":  {},
	"imapin":  {rooms: []string{"address", "bearer"}, modules: []string{"github.com/emersion/go-imap", "github.com/emersion/go-sasl"}},
	"smtpout": {rooms: []string{"queue", "bearer"}, modules: []string{"github.com/emersion/go-smtp", "github.com/emersion/go-sasl"}},

	"config": {rooms: []string{"governance", "address"}, modules: []string{"github.com/pelletier/go-toml/v2"}},
	"association": {
		rooms: []string{
			"governance", "address", "intake", "compose", "trust", "prove", "store", "export", "clerk", "queue", "bearer", "imapin", "smtpout", "config", "recount",
		},
		modules: []string{"github.com/emersion/go-msgauth"},
	},
	"provider": {},
	"setup":    {rooms: []string{"address", "compose", "store", "provider", "config", "association"}},
	"explain":  {rooms: []string{"governance", "address", "intake", "compose", "trust", "store", "clerk", "config", "association"}},
	"listing":  {rooms: []string{"governance"}},
	"replay": {
		rooms: []string{"governance", "address", "intake", "compose", "trust", "store", "clerk", "config", "association", "listing"},
	},
	"daemon": {
		rooms: []string{
			"governance", "address", "store", "clerk", "queue", "mailin", "lmtpd", "smtpd", "smtpout", "config", "association", "listing",
		},
		modules: []string{"github.com/prometheus/client_golang", "github.com/coreos/go-systemd/v22"},
	},
	"sandbox": {
		rooms: []string{"governance", "intake", "lmtpd", "store", "clerk", "config", "association", "listing", "explain", "daemon"},
		modules: []string{
			"github.com/emersion/go-imap", "github.com/emersion/go-smtp", "github.com/emersion/go-sasl", "github.com/emersion/go-message",
		},
	},
	"page": {rooms: []string{"governance", "compose", "listing", "sandbox"}, modules: []string{"golang.org/x/net/html"}},
	"check": {
		rooms: []string{
			"address", "bearer", "intake", "trust", "compose", "store", "clerk", "imapin", "smtpout", "config", "association", "daemon",
		},
		modules: []string{"blitiri.com.ar/go/spf"},
	},
	"recount": {rooms: []string{"governance", "intake", "store", "clerk"}},
	"roster":  {rooms: []string{"address"}, modules: []string{"golang.org/x/text"}},
	"cmd/toutdoux": {
		rooms: []string{
			"governance", "address", "roster", "intake", "compose", "trust", "store", "clerk", "queue", "config", "association", "setup", "listing", "explain", "replay", "recount", "export", "daemon", "sandbox", "page", "check",
		},
		modules: []string{"github.com/spf13/cobra", "golang.org/x/term", "golang.org/x/text", "github.com/coreos/go-systemd/v22"},
	},

	"migrations": {},
	"templates":  {},
	"house":      {tests: true},
	"mailtest": {
		tests: true, rooms: []string{"governance", "address", "queue", "mailin", "config"},
		modules: []string{"github.com/emersion/go-smtp", "github.com/emersion/go-sasl"},
	},
	"crashtest": {tests: true},
	"realtest":  {tests: true},
}

// folders are those that the top of the module may have.
var folders = []string{"cmd", "internal", "templates", "migrations", "contrib"}

// impure are the packages that a pure room must not import, and what is below
// them; purePart are the parts of them that touch nothing.
var (
	impure   = []string{"os", "log", "net", "math/rand", "crypto/rand", "database/sql", "syscall", "unsafe", "runtime", "embed", "C"}
	purePart = []string{"net/mail", "net/netip", "net/url", "net/textproto"}
)

// clocks are the names of package time that ask the machine.
var clocks = []string{"Now", "Since", "Until", "After", "AfterFunc", "Sleep", "Tick", "NewTimer", "NewTicker", "Local", "LoadLocation"}

// makers are the calls whose result is a constant for the program's whole
// life, so that a package variable may hold it: those of other packages, and
// ours as room.function.
var makers = []string{
	"errors.New", "fmt.Errorf", "regexp.MustCompile", "strings.NewReplacer", "netip.MustParsePrefix", "netip.MustParseAddr",
	"base32.NewEncoding.WithPadding", "daemon.metric", "compose.names",
}

// vague are the last words of names that say nothing.
var vague = []string{"Manager", "Service", "Handler", "Processor", "Util", "Utils", "Helper", "Data", "Info", "Item"}

const (
	longestFunction = 80  // lines, with its first and last
	longestFile     = 500 // lines
)
