package sandbox

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// ports serves mail programs, and gives where.
func ports(t *testing.T, s *Sandbox) (imap, smtp string) {
	read, send := listen(t), listen(t)
	go s.ServeIMAP(read)
	go s.ServeSMTP(send)
	return read.Addr().String(), send.Addr().String()
}

// mailProgram reads a person's newest letter with these words in its subject.
func mailProgram(t *testing.T, address, user, words string) (messageID, replyTo string) {
	t.Helper()
	c, err := imapclient.DialInsecure(address, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.Login(user, Password).Wait(); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Select(inbox, nil).Wait(); err != nil {
		t.Fatal(err)
	}
	found, err := c.UIDSearch(&imap.SearchCriteria{Header: []imap.SearchCriteriaHeaderField{{Key: "Subject", Value: words}}}, nil).Wait()
	if err != nil || len(found.AllUIDs()) == 0 {
		t.Fatalf("no letter about %q: %v", words, err)
	}
	uids := found.AllUIDs()
	fetched, err := c.Fetch(imap.UIDSetNum(uids[len(uids)-1]), &imap.FetchOptions{Envelope: true}).Collect()
	if err != nil || len(fetched) != 1 {
		t.Fatalf("%d letters: %v", len(fetched), err)
	}
	envelope := fetched[0].Envelope
	return envelope.MessageID, envelope.ReplyTo[0].Addr()
}

// submit sends a mail as a mail program of that user's does.
func submit(address string, login sasl.Client, from, to, raw string) error {
	c, err := smtp.Dial(address)
	if err != nil {
		return err
	}
	defer c.Close()
	if login != nil {
		if err := c.Auth(login); err != nil {
			return err
		}
	}
	return c.SendMail(from, []string{to}, strings.NewReader(strings.ReplaceAll(raw, "\n", "\r\n")))
}

// Any mail program plays a member: it reads by IMAP, answers by SMTP, and the
// vote counts.
func TestMailProgram(t *testing.T) {
	s := open(t, Options{Locale: "fr"})
	read, send := ports(t, s)
	for i, login := range []sasl.Client{sasl.NewPlainClient("", "alice", Password), sasl.NewLoginClient("bob@"+domain, Password)} {
		user := []string{"alice", "bob"}[i]
		id, to := mailProgram(t, read, user, "Louer la parcelle")
		raw := fmt.Sprintf("From: %s@%s\nTo: %s\nSubject: Re: Louer la parcelle\nIn-Reply-To: <%s>\nMessage-ID: <%d@laptop>\n\nPour.\n", user, domain, to, id, i)
		if err := submit(send, login, user+"@"+domain, to, raw); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.rest(t.Context()); err != nil {
		t.Fatal(err)
	}
	if a := s.action(t, 4); a.For != 3 {
		t.Errorf("%d are for, of Claire, Alice and Bob", a.For)
	}
	if l := s.letter(t, "alice", "votre vote POUR"); l.Text == "" {
		t.Error("no receipt")
	}
	if !slices.ContainsFunc(s.Letters("bob"), func(l Letter) bool { return l.Sent && l.Subject == "Re: Louer la parcelle" }) {
		t.Error("what Bob sent is not in his mailbox")
	}
}

// A mail that leads to no letter is told, too, once it was decided.
func TestDecidedLater(t *testing.T) {
	s := open(t, Options{Locale: "fr"})
	_, send := ports(t, s)
	for i := range 5 {
		seen := s.Wait(t.Context(), 0)
		raw := fmt.Sprintf("From: alice@%s\nTo: %s\nSubject: Absente\nAuto-Submitted: auto-replied\nMessage-ID: <away%d@laptop>\n\nJe reviens lundi.\n", domain, list, i)
		if err := submit(send, sasl.NewPlainClient("", "alice", Password), "alice@"+domain, list, raw); err != nil {
			t.Fatal(err)
		}
		for {
			seen = s.Wait(t.Context(), seen)
			mails, err := s.Mails(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if m := mails[len(mails)-1]; m.Subject == "Absente" && m.Outcome != "" && len(mails) == 19+i {
				break
			}
		}
	}
}

// What is too large is refused before anybody has it.
func TestTooLarge(t *testing.T) {
	s := open(t, Options{Locale: "fr"})
	_, send := ports(t, s)
	got, wrote := len(s.Letters("bob")), len(s.Letters("alice"))
	c, err := smtp.Dial(send)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.Auth(sasl.NewPlainClient("", "alice", Password)); err != nil {
		t.Fatal(err)
	}
	raw := "From: alice@" + domain + "\r\nSubject: Film\r\n\r\n" + strings.Repeat(strings.Repeat("a", 76)+"\r\n", 25<<20/78)
	var answer *smtp.SMTPError
	if err := c.SendMail("alice@"+domain, []string{"bob@" + domain, list}, strings.NewReader(raw)); !errors.As(err, &answer) || answer.Code != 552 {
		t.Errorf("a mail of 25 MiB: %v", err)
	}
	if len(s.Letters("bob")) != got || len(s.Letters("alice")) != wrote {
		t.Error("it came all the same, or was sent")
	}
}

// A password opens its own mailbox; what is written in another's name is not
// believed; nothing leaves.
func TestStrangersAtTheDoor(t *testing.T) {
	s := open(t, Options{Locale: "fr"})
	read, send := ports(t, s)
	c, err := imapclient.DialInsecure(read, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	var refused *imap.Error
	if err := c.Login("alice", "guess").Wait(); !errors.As(err, &refused) || refused.Code != imap.ResponseCodeAuthenticationFailed {
		t.Errorf("a wrong password at IMAP: %v", err)
	}
	code := func(err error) int {
		var answer *smtp.SMTPError
		errors.As(err, &answer)
		return answer.Code
	}
	mail := "From: Alice <alice@" + domain + ">\nTo: " + list + "\nSubject: #4\n\nPour.\n"
	zoe := sasl.NewPlainClient("", "zoe", Password)
	if err := submit(send, nil, "alice@"+domain, list, mail); code(err) != 502 && code(err) != 530 {
		t.Errorf("without a login: %v", err)
	}
	if err := submit(send, sasl.NewPlainClient("", "alice", "guess"), "alice@"+domain, list, mail); code(err) != 535 {
		t.Errorf("a wrong password: %v", err)
	}
	if err := submit(send, zoe, "zoe@"+elsewhere, "someone@example.org", mail); code(err) != 550 {
		t.Errorf("to the outside: %v", err)
	}
	if err := submit(send, zoe, "zoe@"+elsewhere, list, mail); err != nil {
		t.Fatal(err)
	}
	if _, err := s.rest(t.Context()); err != nil {
		t.Fatal(err)
	}
	if a := s.action(t, 4); a.For != 1 {
		t.Errorf("a vote in Alice's name was counted: %d", a.For)
	}
	if l := s.letter(t, "alice", "vous"); !strings.Contains(l.Text, "OUI") {
		t.Errorf("Alice is not asked: %q", l.Subject)
	}
}

// Marks of a mail program stay: FLAGS lists those of the standard, without which
// some set none.
func TestFlags(t *testing.T) {
	s := open(t, Options{Locale: "en"})
	read, _ := ports(t, s)
	c, err := imapclient.DialInsecure(read, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.Login("hugo", Password).Wait(); err != nil {
		t.Fatal(err)
	}
	data, err := c.Select(inbox, nil).Wait()
	if err != nil || data.NumMessages == 0 {
		t.Fatalf("%v, %v", data, err)
	}
	for _, flag := range []imap.Flag{imap.FlagSeen, imap.FlagAnswered, imap.FlagFlagged, imap.FlagDeleted, imap.FlagDraft} {
		if !strings.Contains(strings.ToLower(fmt.Sprint(data.Flags)), strings.ToLower(string(flag))) {
			t.Errorf("FLAGS %v lacks %s", data.Flags, flag)
		}
	}
	if _, err := c.Store(imap.SeqSetNum(1), &imap.StoreFlags{Op: imap.StoreFlagsAdd, Flags: []imap.Flag{imap.FlagSeen}}, nil).Collect(); err != nil {
		t.Error(err)
	}
}
