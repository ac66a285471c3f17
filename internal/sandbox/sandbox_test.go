package sandbox

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2/imapclient"
	"github.com/google/go-cmp/cmp"

	"toutdoux/internal/listing"
)

// open gives a sandbox that goes with the test.
func open(t *testing.T, o Options) *Sandbox {
	t.Helper()
	s, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// write has somebody write a mail.
func (s *Sandbox) write(t *testing.T, user string, d Draft) {
	t.Helper()
	if err := s.Write(t.Context(), user, d); err != nil {
		t.Fatal(err)
	}
}

// answer has somebody answer their latest letter with these words in its
// subject.
func (s *Sandbox) answer(t *testing.T, user, subject, text string) {
	t.Helper()
	letter, err := named(s.boxes, user).latest(subject)
	if err != nil {
		t.Fatal(err)
	}
	s.write(t, user, Draft{Answers: letter.Number, Text: text})
}

// letter is somebody's latest letter with these words in its subject.
func (s *Sandbox) letter(t *testing.T, user, subject string) Letter {
	t.Helper()
	letter, err := named(s.boxes, user).latest(subject)
	if err != nil {
		t.Fatal(err)
	}
	return letter
}

// action gives an action by number.
func (s *Sandbox) action(t *testing.T, number int) listing.Action {
	t.Helper()
	actions, err := s.Actions(t.Context())
	if err != nil || len(actions) < number {
		t.Fatalf("%d actions, %v", len(actions), err)
	}
	return actions[number-1]
}

// The sandbox opens, on any day and in both languages, in the middle of a life:
// an extraordinary action is open, an ordinary one is paused, and among its
// eight there are a newcomer, one on vacation and a ghost.
func TestHistory(t *testing.T) {
	for _, o := range []Options{
		{Locale: "fr"},
		{Locale: "en"},
		{Locale: "fr", Now: time.Date(2027, 3, 28, 23, 59, 0, 0, time.UTC)}, // in the night that summer time begins
		{Locale: "en", Now: time.Date(2028, 3, 2, 0, 1, 0, 0, time.UTC)},    // two days after a leap day
	} {
		s := open(t, o)
		members, err := s.Members(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		states := map[string]string{}
		for _, m := range members {
			states[m.Name] = m.State
		}
		want := map[string]string{
			"Alice Martin": "voter", "Bob Durand": "voter", "Claire Petit": "voter", "Dave Moreau": "voter", "Erin Leroy": "newcomer",
			"Farid Benali": "voter", "Gwen Le Goff": "on_leave", "Hugo Lambert": "voter",
		}
		if diff := cmp.Diff(want, states); diff != "" {
			t.Errorf("%+v: members: %s", o, diff)
		}
		if ghosts, err := s.Ghosts(t.Context()); err != nil || !slices.Equal(ghosts, []string{"dave@" + domain}) {
			t.Errorf("%+v: ghosts are %v, %v", o, ghosts, err)
		}
		if paused, current := s.action(t, 3), s.action(t, 4); paused.State != "paused" || current.State != "open" || current.Type != "extraordinary" || current.Against != 1 {
			t.Errorf("%+v: #3 is %s, #4 %s", o, paused.State, current.State)
		}
		if unread := s.Letters("zoe"); len(unread) > 0 {
			t.Errorf("%+v: a neighbour got %d letters", o, len(unread))
		}
		for _, l := range s.Letters("contact") {
			t.Errorf("%+v: the volunteer is told %q", o, l.Subject)
		}
	}
}

// A member proposes, three others vote, ten days pass in a moment: the outcome is
// in every mailbox, and counts what they wrote.
func TestTenDays(t *testing.T) {
	s := open(t, Options{Locale: "fr"})
	s.write(t, "alice", Draft{To: list, Subject: "[EXTRA] Planter un verger", Text: "Coût : 90 €\n\nSix arbres, au fond."})
	s.answer(t, "bob", "Planter un verger", "Pour.")
	s.answer(t, "claire", "Planter un verger", "Pour ma part je trouve ça raisonnable.")
	s.answer(t, "claire", "était-ce un vote", "Blanc")
	s.answer(t, "hugo", "Planter un verger", "Contre : qui arrosera ?")
	if err := s.Jump(t.Context(), func(now time.Time) time.Time { return now.AddDate(0, 0, 10) }); err != nil {
		t.Fatal(err)
	}
	a := s.action(t, 5)
	if a.State != "adopted" || a.How != "silence" || a.For != 1 || a.Blank != 1 || a.Against != 1 {
		t.Errorf("the action is %s by %q, %d %d %d", a.State, a.How, a.For, a.Blank, a.Against)
	}
	outcome := s.letter(t, "alice", "Planter un verger\u00a0: adoptée")
	if !strings.Contains(outcome.Text, "1\u00a0pour") || !strings.Contains(outcome.HTML, "<html") {
		t.Errorf("the outcome says:\n%s", outcome.Text)
	}
	if !outcome.At.Equal(*a.Deadline) {
		t.Errorf("it came at %v, the deadline was %v", outcome.At, a.Deadline)
	}
	mails, err := s.Mails(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if m := mails[len(mails)-3]; m.From != "claire@"+domain || !slices.ContainsFunc(m.Why, func(line string) bool { return strings.Contains(line, "raisonnable") }) {
		t.Errorf("of the unsure vote it is said: %q", m.Why)
	}
	events, err := s.Events(t.Context())
	if err != nil || !slices.ContainsFunc(events, func(e Event) bool { return e.By == "Hugo Lambert" && e.Mail > 0 && strings.Contains(e.Body, "against") }) {
		t.Errorf("%d events, %v", len(events), err)
	}
}

// A mailbox that there is none of is said.
func TestWhatCannotBe(t *testing.T) {
	s := open(t, Options{Locale: "en"})
	for _, d := range []Draft{{Answers: 999, Text: "For"}, {Answers: -1, Text: "For"}} {
		if err := s.Write(t.Context(), "alice", d); !errors.Is(err, ErrNobody) {
			t.Errorf("no such letter: %v", err)
		}
	}
	if err := s.Write(t.Context(), "mallory", Draft{To: list, Text: "For"}); !errors.Is(err, ErrNobody) {
		t.Errorf("nobody writes: %v", err)
	}
	if err := s.Write(t.Context(), "alice", Draft{To: "someone@example.org", Text: "Hello"}); err == nil || !strings.Contains(err.Error(), "someone@example.org") {
		t.Errorf("a mail left this world: %v", err)
	}
	if letters := s.Letters("mallory"); letters != nil {
		t.Errorf("nobody has %d letters", len(letters))
	}
}

// What a folder was given for is there the next day, and a hundred days later, and
// the clock runs on from where it was left.
func TestFolder(t *testing.T) {
	folder, err := os.MkdirTemp("", "s") // t.TempDir is too long for a socket on some machines
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(folder)
	now := time.Date(2026, 5, 4, 10, 0, 0, 0, time.UTC)
	visit := func(o Options, do func(*Sandbox)) {
		o.Folder = folder
		s, err := Open(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		do(s)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	var quotation string
	visit(Options{Locale: "en", Now: now}, func(s *Sandbox) {
		quotation = quoted(s.Letters("alice")[0], "en")
		s.answer(t, "alice", "Rent the plot", "For")
		if err := s.Jump(t.Context(), func(now time.Time) time.Time { return now.AddDate(0, 0, 30) }); err != nil {
			t.Fatal(err)
		}
	})
	visit(Options{Locale: "fr", Now: now.AddDate(0, 0, 1)}, func(s *Sandbox) {
		if s.Config().Organisation.Locale != "en" {
			t.Error("the language changed")
		}
		if s.Now().Before(now.AddDate(0, 0, 30)) {
			t.Errorf("the clock went back to %v", s.Now())
		}
		if a := s.action(t, 4); a.For != 2 || a.State == "open" {
			t.Errorf("#4 is %s with %d for", a.State, a.For)
		}
		if again := quoted(s.Letters("alice")[0], "en"); again != quotation {
			t.Errorf("an answer quotes %q, and did %q", again, quotation)
		}
		if first := s.Letters("alice")[:2]; first[0].Sent || !first[1].Sent || !strings.HasPrefix(first[1].Subject, "[ORDINARY]") {
			t.Errorf("the first letters are %q and %q", first[0].Subject, first[1].Subject)
		}
	})
	moved := folder + " moved"
	if err := os.Rename(folder, moved); err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(moved)
	folder = moved
	visit(Options{Now: now.AddDate(0, 0, 100)}, func(s *Sandbox) {
		if s.Now().Before(now.AddDate(0, 0, 100)) {
			t.Errorf("a hundred days later it is %v", s.Now())
		}
		s.write(t, "bob", Draft{To: list, Subject: "[ORDINARY] Still here", Text: "Yes."})
		s.letter(t, "alice", "Still here")
	})
}

// A folder that is something else is left alone.
func TestFolderOfOthers(t *testing.T) {
	folder, err := os.MkdirTemp("", "s")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(folder)
	mine := "[organisation]\nname = \"Mine\"\n[list]\naddress = \"tdc@mine.example\"\n[receive.lmtp]\nlisten = \"127.0.0.1:2424\"\n[send.smtp]\naddress = \"127.0.0.1:25\"\n"
	if err := os.WriteFile(folder+"/toutdoux.toml", []byte(mine), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), Options{Folder: folder, Locale: "fr"}); err == nil || !strings.Contains(err.Error(), "choose another folder") {
		t.Errorf("it is taken: %v", err)
	}
	full, err := os.MkdirTemp("", "s")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(full)
	if err := os.WriteFile(full+"/charter.md", []byte("Mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), Options{Folder: full, Locale: "fr"}); err == nil || !strings.Contains(err.Error(), "not empty") {
		t.Errorf("a folder with something in it is taken: %v", err)
	}
	if kept, err := os.ReadFile(full + "/charter.md"); err != nil || string(kept) != "Mine" {
		t.Errorf("what was in it is now %q, %v", kept, err)
	}
	if _, err := Open(t.Context(), Options{Folder: folder + strings.Repeat("/long", 20), Locale: "fr"}); err == nil || !strings.Contains(err.Error(), "shorter") {
		t.Errorf("a long path: %v", err)
	}
}

// A folder whose history was interrupted begins again.
func TestHalfTold(t *testing.T) {
	folder, err := os.MkdirTemp("", "s")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	log := slog.New(slog.NewTextHandler(&interrupter{after: 5, cancel: cancel}, nil))
	if _, err := Open(ctx, Options{Folder: folder, Locale: "en", Log: log}); !errors.Is(err, context.Canceled) {
		t.Fatalf("it was not interrupted: %v", err)
	}
	s := open(t, Options{Folder: folder, Locale: "en"})
	if a := s.action(t, 4); a.State != "open" {
		t.Errorf("#4 is %s", a.State)
	}
	if n := len(s.Letters("zoe")); n != 0 {
		t.Errorf("a neighbour has %d letters", n)
	}
}

// interrupter takes a daemon's log, and interrupts once so many mails were
// decided.
type interrupter struct {
	after  int
	cancel context.CancelFunc
}

func (i *interrupter) Write(line []byte) (int, error) {
	if strings.Contains(string(line), "msg=decided") {
		if i.after--; i.after == 0 {
			i.cancel()
		}
	}
	return len(line), nil
}

// Of what is erased, the mails show that it came.
func TestErased(t *testing.T) {
	s := open(t, Options{Locale: "fr"})
	before, err := s.Mails(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s.answer(t, "dave", "[EXTRA #4]", "RÉSERVE Je crains le bruit.")
	s.write(t, "bob", Draft{To: list, Subject: "EFFACER"})
	s.answer(t, "bob", "Effacer ce qui", "OUI")
	if err := s.Jump(t.Context(), func(now time.Time) time.Time { return now.AddDate(0, 0, 3) }); err != nil {
		t.Fatal(err)
	}
	after, err := s.Mails(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(after) != len(before)+3 {
		t.Errorf("%d mails, then %d", len(before), len(after))
	}
	for _, m := range after {
		if m.From == "bob@"+domain || slices.ContainsFunc(m.Why, func(line string) bool { return strings.Contains(line, "bruit") }) {
			t.Errorf("mail %d is still told: %q", m.Number, m.Why)
		}
		if m.Outcome == "" || m.At.IsZero() {
			t.Errorf("of mail %d nothing is left: %+v", m.Number, m)
		}
	}
}

// A mail reaches each of its recipients once, and its author's Sent.
func TestSent(t *testing.T) {
	s := open(t, Options{Locale: "fr"})
	got := len(s.Letters("bob"))
	s.write(t, "alice", Draft{To: "bob@" + domain + ", Bob <BOB@" + domain + ">", Subject: "Coucou", Text: "À samedi."})
	if n := len(s.Letters("bob")) - got; n != 1 {
		t.Errorf("Bob got it %d times", n)
	}
	read, _ := ports(t, s)
	c, err := imapclient.DialInsecure(read, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.Login("alice", Password).Wait(); err != nil {
		t.Fatal(err)
	}
	data, err := c.Select(sent, nil).Wait()
	if err != nil {
		t.Fatal(err)
	}
	wrote := 0
	for _, l := range s.Letters("alice") {
		if l.Sent {
			wrote++
		}
	}
	if int(data.NumMessages) != wrote || wrote < 3 {
		t.Errorf("she wrote %d, and Sent has %d", wrote, data.NumMessages)
	}
}

// Where no folder is given, nothing is left behind.
func TestNothingLeft(t *testing.T) {
	s, err := Open(t.Context(), Options{Locale: "fr"})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(s.Folder()); !os.IsNotExist(err) {
		t.Errorf("%s is still there: %v", s.Folder(), err)
	}
}

// Who looks on is told of each change.
func TestWait(t *testing.T) {
	s := open(t, Options{Locale: "fr"})
	seen := s.Wait(t.Context(), 0)
	next := make(chan int64)
	go func() { next <- s.Wait(t.Context(), seen) }()
	s.write(t, "alice", Draft{To: list, Subject: "Bonjour", Text: "Il fait beau."})
	if n := <-next; n <= seen {
		t.Errorf("revision %d after %d", n, seen)
	}
}

// listen opens a port of this machine.
func listen(t *testing.T) net.Listener {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return l
}
