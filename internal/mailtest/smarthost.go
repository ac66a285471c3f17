package mailtest

import (
	"crypto/tls"
	"errors"
	"io"
	"log"
	"net"
	"slices"
	"sync"

	"github.com/emersion/go-smtp"
)

// Step is a moment of an SMTP session at which a Smarthost asks its script.
type Step int

// The steps, with what the script is given as their argument.
const (
	Hello     Step = iota // EHLO: the client's name
	Login                 // AUTH: the user name; of XOAUTH2, with a space and the token behind it
	Sender                // MAIL: the address
	Recipient             // RCPT: the address
	Body                  // the final dot: the whole mail
)

// What a script may return beside nil and Refuse.
var (
	// ErrDrop cuts the connection without an answer. At Body the mail has been
	// recorded: it arrived, and the client cannot know.
	ErrDrop = errors.New("drop the connection")
	// ErrHang answers nothing until the smarthost is closed.
	ErrHang = errors.New("never answer")
)

// Refuse is a script's answer with that code; 421 also closes the connection.
func Refuse(code int, enhanced [3]int, text string) error {
	return &smtp.SMTPError{Code: code, EnhancedCode: enhanced, Message: text}
}

// Received is one mail that a Smarthost has accepted.
type Received struct {
	From string
	To   []string
	Raw  []byte
	UTF8 bool   // MAIL bore SMTPUTF8
	TLS  bool   // it came encrypted
	User string // who had logged in
	// Quiet: RCPT asked that nobody is told where it cannot be delivered.
	Quiet bool
}

// Smarthost is a recording SMTP server. Set its fields before Serve.
type Smarthost struct {
	// Script decides each step: nil accepts. A nil Script accepts all.
	Script func(step Step, arg string) error
	// TLS, when set, offers STARTTLS.
	TLS *tls.Config
	// Mechanism is the login offered, PLAIN, LOGIN or XOAUTH2; none when empty.
	Mechanism string
	// UTF8 offers SMTPUTF8.
	UTF8 bool
	// DSN offers DSN.
	DSN bool

	server   *smtp.Server
	listener net.Listener
	over     chan struct{}

	mu    sync.Mutex
	mails []Received
	conns int
	open  int
}

// Serve starts answering on l in the background, until Close.
func (h *Smarthost) Serve(l net.Listener) {
	h.listener, h.over = l, make(chan struct{})
	h.server = smtp.NewServer(smtp.BackendFunc(h.greet))
	h.server.Domain = "smarthost.test"
	h.server.TLSConfig = h.TLS
	h.server.AllowInsecureAuth = true
	h.server.EnableSMTPUTF8, h.server.EnableDSN = h.UTF8, h.DSN
	h.server.ErrorLog = log.New(io.Discard, "", 0)
	go h.server.Serve(counted{l, h})
}

// Close stops the smarthost and cuts its connections.
func (h *Smarthost) Close() {
	close(h.over)
	h.server.Close()
	h.listener.Close() // the server may not have got hold of it yet
}

// Mails returns what was accepted so far, in order.
func (h *Smarthost) Mails() []Received {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.mails)
}

// Connections returns how many connections were made so far.
func (h *Smarthost) Connections() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.conns
}

// Open returns how many clients have said EHLO and are still connected.
func (h *Smarthost) Open() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.open
}

// counted counts the connections that a smarthost accepts.
type counted struct {
	net.Listener
	host *Smarthost
}

func (l counted) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err == nil {
		l.host.mu.Lock()
		l.host.conns++
		l.host.mu.Unlock()
	}
	return conn, err
}
