package realtest

import (
	"fmt"
	"net"
	"path/filepath"
	"strings"
	"testing"

	"github.com/emersion/go-smtp"

	"toutdoux/internal/lmtpd"
)

// snippet is a mail server with the lines of contrib in its configuration.
type snippet struct {
	*machine
	port  string // of the server, for the world and for our letters
	lmtp  string // where the program listens, as its configuration says it
	out   string // where the server sends what is not for the list
	hurry func() // has the server try again what was put off
	strip bool   // forged results do not come through
	vouch string // results that come from a filter of the server; "" without one
}

// configurationBeside is the program's, beside such a server.
const configurationBeside = `[organisation]
name = "Asso"
data = "data"
[list]
address = "tdc@asso.example"
recipient_delimiter = "+"
[receive.lmtp]
listen = %q
[send.smtp]
address = %q
[trust]
authserv_id = "mx.asso.example"
[monitor]
listen = ""
`

// Each of contrib's snippets does what it says in the server it is for.
func TestSnippets(t *testing.T) {
	needReal(t)
	binary := build(t, t.TempDir())
	servers := map[string]func(*testing.T, *snippet){
		"Postfix": beginPostfix, "Postfix, unix socket": beginPostfix,
		"Exim": beginExim, "Exim, unix socket": beginExim,
		"OpenSMTPD": beginOpenSMTPD, "OpenSMTPD, unix socket": beginOpenSMTPD,
	}
	ports := freePorts(t, 3*len(servers)) // at once, so that none is given twice
	for name, begin := range servers {
		s := &snippet{port: ports[0], lmtp: ports[1], out: ports[2]}
		ports = ports[3:]
		t.Run(name, func(t *testing.T) {
			t.Parallel() // most of it is waiting
			begin(t, s)
			if strings.Contains(name, "unix") != strings.HasPrefix(s.lmtp, "unix:") {
				t.Fatalf("%s listens on %s", name, s.lmtp)
			}
			await(t, "an answer of "+name, func() bool { return answers(s.port) })
			out := openDesk(t, listen(t, s.out), false)
			list := openDesk(t, listen(t, s.lmtp), true)
			s.comesIn(t, list)
			s.isPutOff(t, list)
			s.isRefused(t, list, out)
			list.close(t)
			s.answersByTheProgram(t, binary, out)
		})
	}
}

// overSocket tells which of a server's two snippets is meant, and then has the
// program listen there.
func (s *snippet) overSocket(t *testing.T) bool {
	if !strings.Contains(t.Name(), "unix") {
		return false
	}
	s.lmtp = "unix:" + filepath.Join(s.shared, "lmtp.sock")
	return true
}

// listen opens host:port or unix:path, which those of its group may open too.
func listen(t *testing.T, at string) net.Listener {
	t.Helper()
	l, err := lmtpd.Listen(at)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// arrives brings a mail from outside.
func (s *snippet) arrives(t *testing.T, to, subject, body string) {
	t.Helper()
	var forged []string
	for _, form := range []string{"Authentication-Results: mx.asso.example", `Authentication-Results: "mx\.asso.example"`, "Authentication-Results:\n\t(a) MX.asso.example", "authentication-results : mx.asso.example", "Authentication-Results: mx.a\u017f\u017fo.example"} {
		forged = append(forged, form+"; dmarc=pass header.from=ailleurs.example")
	}
	d := compose("Alice <alice@ailleurs.example>", to, subject, plain(body), forged...)
	outside := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 2)}} // a stranger to the server
	conn, err := outside.Dial("tcp", s.port)
	if err != nil {
		t.Fatal(err)
	}
	client := smtp.NewClient(conn)
	defer client.Close()
	if err := client.SendMail(d.from, []string{d.to}, strings.NewReader(d.raw)); err != nil {
		t.Fatalf("bring %q: %v", subject, err)
	}
}

// comesIn: mail to the list and to its suffixes comes in, with its envelope and
// all of its bytes, and without what was forged.
func (s *snippet) comesIn(t *testing.T, list *desk) {
	t.Helper()
	large := strings.Repeat(strings.Repeat("long ", 15)+"\n", 12<<20/76) // Postfix by itself takes 10 MB
	for to, text := range map[string]string{"tdc@asso.example": "Bonjour\n", "tdc+p-abc@asso.example": "Bonjour\n", "TDC+join@asso.example": large} {
		s.arrives(t, to, "Bonjour", text)
		got := list.take(t, "mail to "+to, s.hurry, addressed(to))
		if got.from != "alice@ailleurs.example" || len(got.to) != 1 {
			t.Errorf("to %s it came from %q to %q", to, got.from, got.to)
		}
		if _, body, _ := strings.Cut(got.raw, "\r\n\r\n"); len(body) < len(text) {
			t.Errorf("to %s came %d bytes of %d", to, len(body), len(text))
		}
		if forged := strings.Contains(got.raw, "dmarc=pass"); forged == s.strip {
			t.Errorf("forged results come through: %v\n%.800s", forged, got.raw)
		}
		if !strings.Contains(got.raw, s.vouch) {
			t.Errorf("the results of the server's own filter are gone:\n%.800s", got.raw)
		}
	}
}

// isPutOff: what is answered 4xx is kept, and comes later, once.
func (s *snippet) isPutOff(t *testing.T, list *desk) {
	t.Helper()
	list.answers(&smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "come back"})
	s.arrives(t, "tdc+help@asso.example", "Plus tard", "Bonjour\n")
	await(t, "a first try", list.hasRefused)
	list.answers(nil)
	list.take(t, "what was put off", s.hurry, addressed("tdc+help@asso.example"))
	s.hurry()
	if len(list.parcels) > 0 {
		t.Errorf("it came again: %v", <-list.parcels)
	}
}

// isRefused: who sent what is answered 5xx hears of it.
func (s *snippet) isRefused(t *testing.T, list, out *desk) {
	t.Helper()
	list.answers(&smtp.SMTPError{Code: 552, EnhancedCode: smtp.EnhancedCode{5, 3, 4}, Message: "far too large"})
	s.arrives(t, "tdc@asso.example", "Jamais", "Bonjour\n")
	bounce := out.take(t, "what comes back", s.hurry, addressed("alice@ailleurs.example"))
	if bounce.from != "" || !strings.Contains(bounce.raw, "far too large") {
		t.Errorf("from %q came back:\n%s", bounce.from, bounce.raw)
	}
	list.answers(nil)
}

// answersByTheProgram: the real program in its place takes mail, and its letter
// leaves through the server under the envelope sender that proves bounces.
func (s *snippet) answersByTheProgram(t *testing.T, binary string, out *desk) {
	t.Helper()
	s.arrives(t, "tdc+help@asso.example", "AIDE", "Bonjour\n") // nobody is there yet
	serveIn(t, binary, filepath.Join(t.TempDir(), "asso"), fmt.Sprintf(configurationBeside, s.lmtp, s.port), "tdc@asso.example", "Alice <alice@ailleurs.example>")
	letter := out.take(t, "an answer", s.hurry, anAnswer)
	if !strings.HasPrefix(letter.from, "tdc+b-") || !strings.HasSuffix(letter.from, "@asso.example") {
		t.Errorf("the letter leaves as from %q", letter.from)
	}
	if !strings.Contains(letter.raw, "\r\nReply-To:") || !strings.Contains(letter.raw, "tdc+p-") {
		t.Errorf("the letter's own fields are gone:\n%.1500s", letter.raw)
	}
}

// anAnswer tells a letter that answers a mail: founders get others too.
func anAnswer(p parcel) bool { return strings.Contains(p.raw, "\r\nIn-Reply-To:") }
