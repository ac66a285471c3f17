package daemon_test

import (
	"io"
	"log"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"

	"toutdoux/internal/daemon"
	"toutdoux/internal/mailtest"
)

// settings of an association that has nothing but a mailbox at a provider
// without + addresses.
var withMailbox = strings.NewReplacer(
	"[receive.lmtp]\nlisten = \"127.0.0.1:2424\"", "[receive.imap]\naddress = \"127.0.0.1:1143\"\nusername = \"tdc@asso.test\"\npassword = \"secret\"",
	`recipient_delimiter = "+"`, `recipient_delimiter = ""`,
).Replace(settings)

// mailbox is a mailbox at a provider.
type mailbox struct {
	*imapmemserver.User
	t      *testing.T
	server *imapserver.Server
}

// rent gives an association a mailbox, and starts nothing.
func rent(t *testing.T, founders ...string) (*world, *mailbox) {
	t.Helper()
	return rentAs(t, withMailbox, founders...)
}

func rentAs(t *testing.T, settings string, founders ...string) (*world, *mailbox) {
	t.Helper()
	w := &world{t: t, clock: daemon.Wall{}, smarthost: &mailtest.Smarthost{}, provider: new(atomic.Pointer[mailtest.Listener])}
	w.add(settings, founders...)
	m := &mailbox{User: imapmemserver.NewUser("tdc@asso.test", "secret"), t: t}
	if err := m.Create("INBOX", nil); err != nil {
		t.Fatal(err)
	}
	m.open(w)
	return w, m
}

// open lets the mailbox be reached.
func (m *mailbox) open(w *world) {
	memory := imapmemserver.New()
	memory.AddUser(m.User)
	m.server = imapserver.New(&imapserver.Options{
		Caps:         imap.CapSet{imap.CapIMAP4rev1: {}, imap.CapMove: {}, imap.CapUIDPlus: {}},
		InsecureAuth: true, Logger: log.New(io.Discard, "", 0),
		NewSession: func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
			return memory.NewSession(), nil, nil
		},
	})
	lines := mailtest.Listen()
	go m.server.Serve(lines)
	w.provider.Store(lines)
	m.t.Cleanup(func() { m.server.Close() })
}

// shut takes the mailbox out of reach.
func (m *mailbox) shut(w *world) {
	m.server.Close()
	lines := mailtest.Listen()
	lines.Close()
	w.provider.Store(lines)
}

// get has the mailbox receive a mail.
func (m *mailbox) get(mail mailtest.Mail) {
	m.t.Helper()
	m.got(mail, time.Now())
}

// got has the mailbox hold a mail that it received at an instant.
func (m *mailbox) got(mail mailtest.Mail, at time.Time) {
	m.t.Helper()
	raw := string(mail.Bytes())
	if _, err := m.Append("INBOX", literal{strings.NewReader(raw)}, &imap.AppendOptions{Time: at}); err != nil {
		m.t.Fatal(err)
	}
	synctest.Wait()
}

type literal struct{ *strings.Reader }

func (l literal) Size() int64 { return l.Reader.Size() }

// An ordinary mailbox is enough: a proposal is read from it and announced, and
// answers to the announcement count.
func TestMailboxIsEnough(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, m := rent(t, "Alice", "Bob", "Carol")
		w.start()
		defer w.close()
		m.get(received(w.from("alice", "[EXTRA] Adhérer à Framasoft", "Coût : 60 €\n"), time.Now()))
		announced := w.letters()
		want(t, announced, "alice", "bob", "carol")
		m.get(received(answer(w.to("bob", announced), "Pour."), time.Now()))
		w.wantBallots("bob for")
	})
}

// In a mailbox that served before, what came before the founding decides nothing.
func TestMailboxThatServedBefore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, m := rent(t, "Alice", "Bob", "Carol")
		before := time.Now().AddDate(-5, 0, 0)
		m.got(received(w.from("alice", "Départ", ""), before), before)
		w.start()
		defer w.close()
		m.get(received(w.from("bob", "Aide", ""), time.Now()))
		if fates := w.fates(); len(fates) != 1 {
			t.Errorf("%d mails are read: %q", len(fates), fates)
		}
		if m := w.state().ByAddress("alice@asso.test"); m == nil || !m.Departed.IsZero() {
			t.Error("a founder left years before the founding")
		}
		if status, err := m.Status("INBOX", &imap.StatusOptions{NumMessages: true}); err != nil || *status.NumMessages != 1 {
			t.Errorf("%d mails are left alone, %v", *status.NumMessages, err)
		}
	})
}

// A blind copy for the holders of a mandate reaches nobody else, though only the
// way that it came says so.
func TestMailboxOfAMandate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, m := rentAs(t, strings.Replace(withMailbox, `recipient_delimiter = ""`, `recipient_delimiter = "+"`, 1), "Alice", "Bob", "Carol", "Dave")
		w.start()
		defer w.close()
		m.get(received(w.from("alice", "[MANDAT] répondre au ministère", "Mandataires : Bob, Carol\nJusqu'au : 31/12/2030\n"), time.Now()))
		m.get(received(w.from("alice", "POUR #1", ""), time.Now()))
		m.get(received(w.from("dave", "POUR #1", ""), time.Now()))
		w.letters()
		hidden := received(at("undisclosed-recipients:;", w.from("bob", "Le dossier", "Le voici.\n")), time.Now())
		hidden.Header = append(hidden.Header, "Received: from a.test (a.test [192.0.2.8])\n by b.test with ESMTP\n for <tdc+m-1@asso.test>; "+time.Now().UTC().Format(time.RFC1123Z))
		m.get(hidden)
		want(t, w.letters(), "bob", "carol")
	})
}

// A vote that reached the mailbox before the deadline and was fetched after an
// outage counts; one that reached it after does not. Nothing closes before the
// mailbox could be read.
func TestMailboxAcrossADeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, m := rent(t, "Alice", "Bob", "Carol", "Dave", "Erin")
		w.start()
		defer w.close()
		m.get(received(w.from("alice", "[EXTRA] Adhérer à Framasoft", "Coût : 60 €\n"), time.Now()))
		announced := w.letters()
		deadline := *w.action(1).Deadline
		w.halt()
		m.shut(w)

		until(deadline.Add(-time.Hour))
		m.get(received(answer(w.to("bob", announced), "Contre, trop cher."), time.Now()))
		m.get(received(answer(w.to("carol", announced), "Contre."), time.Now()))
		m.get(received(answer(w.to("dave", announced), "Contre."), time.Now()))
		until(deadline.Add(time.Second))
		m.get(received(answer(w.to("erin", announced), "Contre."), time.Now()))

		until(deadline.Add(3 * time.Hour))
		w.start()
		until(deadline.Add(6 * time.Hour))
		if a := w.action(1); a.State != "open" {
			t.Fatalf("it closed though the mailbox was out of reach: %+v", a)
		}
		m.open(w)
		until(deadline.Add(7 * time.Hour))
		if a := w.action(1); a.State != "rejected" || !a.ClosedAt.Equal(deadline) {
			t.Errorf("%s at %v, the deadline was %v", a.State, a.ClosedAt, deadline)
		}
		w.wantBallots("bob against", "carol against", "dave against")
	})
}

// Where the mailbox and the server before it disagree on the hour, the later
// counts, and the owner is told.
func TestMailboxOfAnotherHour(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, m := rent(t, "Alice", "Bob")
		w.start()
		defer w.close()
		m.get(received(w.from("alice", "[EXTRA] Adhérer à Framasoft", "Coût : 60 €\n"), time.Now()))
		announced := w.letters()
		<-time.After(time.Hour)
		m.get(received(answer(w.to("bob", announced), "Blanc."), time.Now().Add(-30*time.Minute)))
		if told := w.to("contact", w.letters()); !strings.Contains(told.subject, "heure") {
			t.Errorf("the owner is told %q", told.subject)
		}
		if b := w.action(1).Ballots[0]; !b.At.Equal(time.Now()) {
			t.Errorf("the ballot is of %v, not of %v", b.At, time.Now())
		}
	})
}
