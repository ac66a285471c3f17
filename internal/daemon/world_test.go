package daemon_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"mime"
	"net"
	"net/mail"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	_ "github.com/mattn/go-sqlite3"

	"toutdoux/internal/association"
	"toutdoux/internal/clerk"
	"toutdoux/internal/config"
	"toutdoux/internal/daemon"
	"toutdoux/internal/governance"
	"toutdoux/internal/listing"
	"toutdoux/internal/mailtest"
	"toutdoux/internal/recount"
	"toutdoux/internal/store"
)

var decoder = new(mime.WordDecoder)

const settings = `
[organisation]
name = "Picasoft"
locale = "fr"
data = %q
[list]
address = "tdc@asso.test"
owner = "contact@asso.test"
recipient_delimiter = "+"
[receive.lmtp]
listen = "127.0.0.1:2424"
[send.smtp]
address = "127.0.0.1:25"
[trust]
authserv_id = "mx.asso.test"
received_by = "mx.asso.test"
[monitor]
listen = ""
`

// world is a daemon between pipes, and the smarthost that takes its letters.
type world struct {
	t         *testing.T
	configs   []*config.Config
	clock     daemon.Clock
	lmtp      *mailtest.Listener
	control   *mailtest.Listener
	smarthost *mailtest.Smarthost
	relay     *mailtest.Listener
	provider  *atomic.Pointer[mailtest.Listener] // of the mailbox, where one is read
	resolver  association.Resolver
	stop      context.CancelFunc
	done      chan error
	read      int // letters of the smarthost already looked at
	sent      int // mails given an ID
}

// found founds an association, inside a bubble; start runs its daemon.
func found(t *testing.T, founders ...string) *world {
	t.Helper()
	w := &world{t: t, clock: daemon.Wall{}, smarthost: &mailtest.Smarthost{}}
	w.add(settings, founders...)
	return w
}

// add founds one more association in the same daemon. A founder who is an
// address is at that address.
func (w *world) add(text string, founders ...string) {
	w.t.Helper()
	w.configs = append(w.configs, parse(w.t, fmt.Sprintf(text, w.t.TempDir())))
	var named []association.Founder
	for _, name := range founders {
		address := strings.ToLower(name)
		if !strings.Contains(address, "@") {
			address += "@asso.test"
		}
		named = append(named, association.Founder{Name: name, Address: address})
	}
	if err := association.Found(w.t.Context(), w.configs[len(w.configs)-1], named, time.Now()); err != nil {
		w.t.Fatal(err)
	}
}

func parse(t *testing.T, text string) *config.Config {
	t.Helper()
	cfg, err := config.Parse("toutdoux.toml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return cfg
}

// open founds an association and starts its daemon.
func open(t *testing.T, founders ...string) *world {
	t.Helper()
	w := found(t, founders...)
	w.start()
	return w
}

func (w *world) start() {
	w.lmtp, w.control = mailtest.Listen(), mailtest.Listen()
	if w.relay == nil {
		w.relay = mailtest.Listen()
		w.smarthost.Serve(w.relay)
	}
	ctx, cancel := context.WithCancel(w.t.Context())
	w.stop, w.done = cancel, make(chan error, 1)
	d := daemon.New(w.configs, w.world())
	go func() { w.done <- d.Run(ctx) }()
	synctest.Wait()
}

func (w *world) world() daemon.World {
	var once sync.Once
	return daemon.World{
		Clock: w.clock, Log: slog.New(slog.DiscardHandler), Dial: w.dial, Resolver: w.resolver,
		Listen: func(network, _ string) (l net.Listener, err error) {
			if network == "tcp" {
				return w.lmtp, nil
			}
			l = mailtest.Listen()
			once.Do(func() { l = w.control })
			return l, nil
		},
	}
}

// dial reaches the smarthost or, at the port of mailboxes, the provider.
func (w *world) dial(ctx context.Context, network, address string) (net.Conn, error) {
	if w.provider != nil && strings.HasSuffix(address, ":1143") {
		return w.provider.Load().Dial(ctx, network, address)
	}
	return w.relay.Dial(ctx, network, address)
}

// halt stops the daemon as SIGTERM does.
func (w *world) halt() {
	w.t.Helper()
	w.stop()
	if err := <-w.done; err != nil && !errors.Is(err, context.Canceled) {
		w.t.Error(err)
	}
}

// close stops the daemon and the smarthost. Whatever happened, what is kept
// proves it.
func (w *world) close() {
	w.t.Helper()
	w.halt()
	w.smarthost.Close()
	for _, cfg := range w.configs {
		w.prove(cfg)
	}
}

// prove decides all that was asked once more.
func (w *world) prove(cfg *config.Config) recount.Report {
	w.t.Helper()
	register, err := store.Open(cfg.Organisation.Data, store.Options{ReadOnly: true})
	if err != nil {
		w.t.Fatal(err)
	}
	defer register.Close()
	reader, err := association.Reader(cfg)
	if err != nil {
		w.t.Fatal(err)
	}
	report, err := recount.Prove(w.t.Context(), register, recount.Question{Reader: reader, Zone: cfg.Zone()})
	if err != nil || len(report.Faults) > 0 || len(report.Unlike) > 0 {
		w.t.Errorf("what is kept proves something else: %q, mails %d read otherwise (%v)", report.Faults, report.Unlike, err)
	}
	return report
}

// send hands one mail to the daemon over LMTP.
func (w *world) send(m mailtest.Mail) {
	w.t.Helper()
	if answer := w.offer(address(m.From), m.Bytes(), m.To)[0]; !strings.HasPrefix(answer, "250") {
		w.t.Fatalf("the mail was answered %s", answer)
	}
}

// offer hands one mail to the daemon over LMTP, and gives what it answers for
// each recipient: to RCPT where it refuses that, else after the mail.
func (w *world) offer(from string, raw []byte, to ...string) []string {
	w.t.Helper()
	conn, err := w.lmtp.Dial(w.t.Context(), "", "")
	if err != nil {
		w.t.Fatal(err)
	}
	k := mailtest.NewTalk(w.t, conn)
	k.Hear(220)
	k.Say("LHLO relay.test", "MAIL FROM:<"+from+">")
	for _, rcpt := range to {
		k.Say("RCPT TO:<" + rcpt + ">")
	}
	k.Say("DATA", strings.TrimSuffix(string(raw), "\r\n"), ".", "QUIT")
	var answers []string
	for line := range strings.Lines(k.Rest()) {
		if line = strings.TrimRight(line, "\r\n"); line[3] == ' ' {
			answers = append(answers, line)
		}
	}
	k.Close()
	synctest.Wait()
	rcpts := answers[2 : 2+len(to)] // behind LHLO and MAIL
	answers = answers[3+len(to):]   // behind DATA
	for i, rcpt := range rcpts {
		if strings.HasPrefix(rcpt, "250") {
			rcpts[i], answers = answers[0], answers[1:]
		}
	}
	return rcpts
}

func address(from string) string {
	a, err := mail.ParseAddress(from)
	if err != nil {
		return from
	}
	return a.Address
}

// from is a new mail of somebody, which nothing proves.
func (w *world) from(who, subject, body string) mailtest.Mail {
	w.sent++
	return mailtest.Mail{
		From: who + "@asso.test", To: "tdc@asso.test", Subject: subject, ID: fmt.Sprintf("<%d@client.test>", w.sent),
		Date: time.Now(), Body: body,
	}
}

// results is the line by which our boundary vouches for members' domain.
const results = "Authentication-Results: mx.asso.test; dmarc=pass header.from=asso.test"

// vouched is a mail that the boundary vouches for.
func vouched(m mailtest.Mail) mailtest.Mail {
	m.Header = append([]string{results}, m.Header...)
	return m
}

// received is a mail that the boundary vouches for, and received at an instant.
func received(m mailtest.Mail, at time.Time) mailtest.Mail {
	m.Header = append(m.Header, "Received: from client.test (client.test [192.0.2.7])\n by mx.asso.test (Postfix) with ESMTPS id 4X; "+
		at.UTC().Format(time.RFC1123Z))
	return vouched(m)
}

// letter is one letter that the smarthost took.
type letter struct{ from, to, subject, id, replyTo, text string }

// letters gives the letters since the last call, by recipient and subject.
func (w *world) letters() []letter {
	w.t.Helper()
	synctest.Wait()
	all := w.smarthost.Mails()
	var fresh []letter
	for _, r := range all[w.read:] {
		m, err := mail.ReadMessage(strings.NewReader(string(r.Raw)))
		if err != nil {
			w.t.Fatal(err)
		}
		subject, err := decoder.DecodeHeader(m.Header.Get("Subject"))
		if err != nil {
			w.t.Fatal(err)
		}
		subject = strings.ReplaceAll(subject, "\u00a0", " ")
		fresh = append(fresh, letter{r.From, r.To[0], subject, m.Header.Get("Message-ID"), m.Header.Get("Reply-To"), string(r.Raw)})
	}
	w.read = len(all)
	slices.SortStableFunc(fresh, func(a, b letter) int { return strings.Compare(a.to+a.subject, b.to+b.subject) })
	return fresh
}

// to is the last of some letters to somebody.
func (w *world) to(who string, letters []letter) letter {
	w.t.Helper()
	for _, l := range slices.Backward(letters) {
		if l.to == who+"@asso.test" {
			return l
		}
	}
	w.t.Fatalf("no letter to %s among %d", who, len(letters))
	return letter{}
}

// answer is a plain reply to a letter.
func answer(l letter, words string) mailtest.Mail {
	return mailtest.Mail{
		From: l.to, To: address(l.replyTo), Subject: "Re: " + l.subject, ID: fmt.Sprintf("<%d.%x.%s>", time.Now().UnixNano(), words, l.to),
		Date: time.Now(), Header: []string{"In-Reply-To: " + l.id, "References: " + l.id}, Body: words,
	}
}

// want checks who got letters.
func want(t *testing.T, letters []letter, to ...string) {
	t.Helper()
	got := []string{}
	for _, l := range letters {
		who, _, _ := strings.Cut(l.to, "@")
		got = append(got, who)
	}
	if !slices.Equal(got, to) {
		for _, l := range letters {
			t.Logf("%s: %s", l.to, l.subject)
		}
		t.Fatalf("letters to %v, want %v", got, to)
	}
}

// propose has a member open an extraordinary action, and gives everyone's
// announcement.
func (w *world) propose(who string) []letter {
	w.t.Helper()
	w.send(vouched(w.from(who, "[EXTRA] Adhérer à Framasoft", "Coût : 60 €\n\nOn leur doit bien ça.\n")))
	return w.letters()
}

// register opens the register beside the daemon.
func (w *world) register(house int) *store.Store {
	w.t.Helper()
	register, err := store.Open(w.configs[house].Organisation.Data, store.Options{ReadOnly: true})
	if err != nil {
		w.t.Fatal(err)
	}
	return register
}

// state is what the log of the first association amounts to.
func (w *world) state() *governance.State {
	w.t.Helper()
	register := w.register(0)
	defer register.Close()
	state, err := clerk.ReadState(w.t.Context(), register, w.configs[0].Zone())
	if err != nil {
		w.t.Fatal(err)
	}
	return state
}

// action is one action of the first association.
func (w *world) action(number int) listing.Action {
	w.t.Helper()
	return listing.Actions(w.state())[number-1]
}

// ballots are what counts on an action, as "alice for".
func (w *world) ballots(number int) []string {
	w.t.Helper()
	counted := []string{}
	for _, b := range w.action(number).Ballots {
		if b.Counted {
			who, _, _ := strings.Cut(b.Member, "@")
			counted = append(counted, fmt.Sprintf("%s %s", who, b.Choice))
		}
	}
	slices.Sort(counted)
	return counted
}

// wantBallots checks what counts on the first action.
func (w *world) wantBallots(ballots ...string) {
	w.t.Helper()
	if got := w.ballots(1); !slices.Equal(got, ballots) {
		w.t.Errorf("counted %v, want %v", got, ballots)
	}
}

// fates is what became of the mails, in the order of their arrival.
func (w *world) fates() []string {
	w.t.Helper()
	var fates []string
	w.sql(func(db *sql.DB) error {
		rows, err := db.Query("SELECT CASE state WHEN 'handled' THEN outcome ELSE state END FROM mail ORDER BY number")
		for err == nil && rows.Next() {
			var fate string
			err = rows.Scan(&fate)
			fates = append(fates, fate)
		}
		return err
	})
	return fates
}

// sql works on the first association's database behind the daemon's back.
func (w *world) sql(do func(*sql.DB) error) {
	w.t.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(w.configs[0].Organisation.Data, "toutdoux.db")+"?_busy_timeout=5000")
	if err == nil {
		err = errors.Join(do(db), db.Close())
	}
	if err != nil {
		w.t.Fatal(err)
	}
}

// exec runs one statement behind the daemon's back.
func (w *world) exec(statement string) {
	w.t.Helper()
	w.sql(func(db *sql.DB) error {
		_, err := db.Exec(statement)
		return err
	})
}

// number is what one query counts.
func (w *world) number(query string) (n int) {
	w.t.Helper()
	w.sql(func(db *sql.DB) error { return db.QueryRow(query).Scan(&n) })
	return n
}
