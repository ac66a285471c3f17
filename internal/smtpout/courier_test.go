package smtpout_test

import (
	"crypto/tls"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"toutdoux/internal/mailtest"
	"toutdoux/internal/smtpout"
)

var letter = smtpout.Mail{
	From: "list+b-proof@list.test", To: "alice@client.test",
	Raw: mailtest.Mail{From: "list@list.test", To: "alice@client.test", Subject: "x", Body: ".dots\n..\n."}.Bytes(),
}

// open runs the smarthost over pipes, encrypted, and returns a courier to it.
func open(t *testing.T, h *mailtest.Smarthost, c smtpout.Config) *smtpout.Courier {
	t.Helper()
	certificate, pool := mailtest.Certificate(t, "smarthost.test")
	h.TLS = &tls.Config{Certificates: []tls.Certificate{certificate}}
	c.Address, c.TLS = "smarthost.test:587", &tls.Config{RootCAs: pool}
	return openPlain(t, h, c)
}

// openPlain is open without STARTTLS, unless h and c have it.
func openPlain(t *testing.T, h *mailtest.Smarthost, c smtpout.Config) *smtpout.Courier {
	t.Helper()
	l := mailtest.Listen()
	h.Serve(l)
	t.Cleanup(h.Close)
	c.Dial = l.Dial
	return courier(t, c)
}

func courier(t *testing.T, c smtpout.Config) *smtpout.Courier {
	t.Helper()
	sender, err := smtpout.New(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { sender.Close() })
	return sender
}

func send(t *testing.T, c *smtpout.Courier, to string) *smtpout.Refused {
	t.Helper()
	m := letter
	m.To = to
	err := c.Send(t.Context(), m)
	if err == nil {
		return nil
	}
	refused, ok := errors.AsType[*smtpout.Refused](err)
	if !ok {
		t.Fatalf("send to %s: %v, want a *Refused", to, err)
	}
	return refused
}

func mustSend(t *testing.T, c *smtpout.Courier, to string) {
	t.Helper()
	if err := send(t, c, to); err != nil {
		t.Fatalf("send to %s: %v", to, err)
	}
}

func TestMailArrivesEncryptedAndLoggedIn(t *testing.T) {
	for _, mechanism := range []string{"PLAIN", "LOGIN"} {
		synctest.Test(t, func(t *testing.T) {
			h := &mailtest.Smarthost{Mechanism: mechanism}
			c := open(t, h, smtpout.Config{Username: "asso", Password: "secret", Hello: "list.test"})
			mustSend(t, c, letter.To)
			want := []mailtest.Received{{
				From: letter.From, To: []string{letter.To}, Raw: letter.Raw, TLS: true, User: "asso",
			}}
			if diff := cmp.Diff(want, h.Mails()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestLineEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &mailtest.Smarthost{}
		c := open(t, h, smtpout.Config{})
		m := letter
		m.Raw = []byte("A: 1\nB: 2\r\n\r\nbare\rcr\n.\n")
		if err := c.Send(t.Context(), m); err != nil {
			t.Fatal(err)
		}
		if got, want := string(h.Mails()[0].Raw), "A: 1\r\nB: 2\r\n\r\nbare\r\ncr\r\n.\r\n"; got != want {
			t.Errorf("sent %q, want %q", got, want)
		}
	})
}

func TestConnectionIsKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &mailtest.Smarthost{}
		c := open(t, h, smtpout.Config{})
		for range 10 {
			mustSend(t, c, letter.To)
			<-time.After(59 * time.Second)
		}
		if n := h.Connections(); n != 1 || len(h.Mails()) != 10 {
			t.Errorf("%d mails over %d connections, want ten over one", len(h.Mails()), n)
		}
		<-time.After(2 * time.Second)
		if n := h.Open(); n != 0 {
			t.Errorf("%d connections open after a minute of silence", n)
		}
		mustSend(t, c, letter.To)
		if n := h.Connections(); n != 2 {
			t.Errorf("%d connections, want two", n)
		}
	})
}

func TestConnectionsAreLimited(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &mailtest.Smarthost{Script: func(step mailtest.Step, _ string) error {
			if step == mailtest.Body {
				<-time.After(time.Second)
			}
			return nil
		}}
		c := open(t, h, smtpout.Config{Connections: 3})
		start := time.Now()
		var all sync.WaitGroup
		for i := range 30 {
			all.Go(func() { mustSend(t, c, fmt.Sprintf("%d@client.test", i)) })
		}
		all.Wait()
		if n := h.Connections(); n != 3 || len(h.Mails()) != 30 {
			t.Errorf("%d mails over %d connections, want 30 over 3", len(h.Mails()), n)
		}
		if took := time.Since(start); took != 10*time.Second {
			t.Errorf("30 mails of a second over 3 connections took %v", took)
		}
	})
}

func TestRefusals(t *testing.T) {
	refuse := func(at mailtest.Step, code int, enhanced [3]int) func(mailtest.Step, string) error {
		return func(step mailtest.Step, arg string) error {
			if step == at && (strings.Contains(arg, "bob@") || at == mailtest.Sender || at == mailtest.Body) {
				return mailtest.Refuse(code, enhanced, "no")
			}
			return nil
		}
	}
	for _, c := range []struct {
		name   string
		script func(mailtest.Step, string) error
		want   smtpout.Refused
	}{
		{"RCPT for good", refuse(mailtest.Recipient, 550, [3]int{5, 1, 1}),
			smtpout.Refused{Permanent: true, Recipient: true, Code: 550, Enhanced: "5.1.1", Text: "recipient refused: no"}},
		{"RCPT for now", refuse(mailtest.Recipient, 450, [3]int{4, 2, 1}),
			smtpout.Refused{Recipient: true, Code: 450, Enhanced: "4.2.1", Text: "recipient refused: no"}},
		{"RCPT wants a login", refuse(mailtest.Recipient, 530, [3]int{5, 7, 0}),
			smtpout.Refused{Code: 530, Enhanced: "5.7.0", Text: "recipient refused: no"}},
		{"mail for good", refuse(mailtest.Body, 554, [3]int{5, 7, 1}),
			smtpout.Refused{Permanent: true, Recipient: true, Code: 554, Enhanced: "5.7.1", Text: "mail refused: no"}},
		{"mail for now", refuse(mailtest.Body, 451, [3]int{4, 3, 0}),
			smtpout.Refused{Recipient: true, Code: 451, Enhanced: "4.3.0", Text: "mail refused: no"}},
		{"MAIL for good", refuse(mailtest.Sender, 550, [3]int{5, 7, 1}),
			smtpout.Refused{Code: 550, Enhanced: "5.7.1", Text: "the smarthost refuses the sender: no"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				refusing := true
				h := &mailtest.Smarthost{Script: func(step mailtest.Step, arg string) error {
					if refusing {
						return c.script(step, arg)
					}
					return nil
				}}
				sender := open(t, h, smtpout.Config{})
				got := send(t, sender, "bob@client.test")
				if diff := cmp.Diff(&c.want, got, cmpopts.IgnoreUnexported(smtpout.Refused{}), cmpopts.IgnoreFields(smtpout.Refused{}, "What", "Mend")); diff != "" {
					t.Error(diff)
				}
				refusing = false
				mustSend(t, sender, "alice@client.test")
				if to := h.Mails()[0].To; len(to) != 1 || h.Connections() != 1 {
					t.Errorf("the next mail went to %v, over %d connections", to, h.Connections())
				}
			})
		})
	}
}

func TestAddressesBeyondASCII(t *testing.T) {
	for _, able := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			h := &mailtest.Smarthost{UTF8: able}
			c := open(t, h, smtpout.Config{})
			refused := send(t, c, "zoé@client.test")
			switch {
			case able && (refused != nil || !h.Mails()[0].UTF8):
				t.Errorf("refused %v, mails %v", refused, h.Mails())
			case !able && (refused == nil || !refused.Permanent || !refused.Recipient || refused.Enhanced != "5.6.7"):
				t.Errorf("refused %+v", refused)
			}
			mustSend(t, c, "alice@client.test")
			if mails := h.Mails(); mails[len(mails)-1].UTF8 {
				t.Error("SMTPUTF8 asked for without need")
			}
		})
	}
}

func TestAddressesThatAreCommands(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &mailtest.Smarthost{}
		c := open(t, h, smtpout.Config{})
		for _, to := range []string{"", "a@x\r\nRCPT TO:<b@x>", "a@x> SIZE=1", "a@x\x00", "a b@x"} {
			if refused := send(t, c, to); refused == nil || !refused.Permanent || !refused.Recipient {
				t.Errorf("%q: %+v", to, refused)
			}
		}
		if n := h.Connections(); n != 0 {
			t.Errorf("%d connections", n)
		}
	})
}

func TestCloseLeavesNothingOpen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &mailtest.Smarthost{}
		c := open(t, h, smtpout.Config{})
		mustSend(t, c, letter.To)
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
		mustSend(t, c, letter.To) // a straggler
		synctest.Wait()
		if n := h.Open(); n != 0 {
			t.Errorf("%d connections still open", n)
		}
	})
}

func TestWrongAddress(t *testing.T) {
	if _, err := smtpout.New(smtpout.Config{Address: "smarthost.test"}); err == nil || !strings.Contains(err.Error(), "host:port") {
		t.Errorf("got %v", err)
	}
}
