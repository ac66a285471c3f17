package smtpout_test

import (
	"errors"
	"testing"
	"testing/synctest"

	"toutdoux/internal/mailtest"
	"toutdoux/internal/smtpout"
)

// Nobody is to be told of a mail that asks so, where the smarthost knows how.
func TestQuiet(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, able := range []bool{true, false} {
			h := &mailtest.Smarthost{DSN: able}
			l := mailtest.Listen()
			h.Serve(l)
			c, err := smtpout.New(smtpout.Config{Address: "127.0.0.1:2525", Dial: l.Dial})
			if err != nil {
				t.Fatal(err)
			}
			for _, quiet := range []bool{true, false} {
				if err := c.Send(t.Context(), smtpout.Mail{From: "tdc@asso.test", To: "tdc@asso.test", Raw: []byte("x"), Quiet: quiet}); err != nil {
					t.Error(err)
				}
			}
			c.Close()
			h.Close()
			if mails := h.Mails(); len(mails) != 2 || mails[0].Quiet != able || mails[1].Quiet {
				t.Errorf("able %v: %+v", able, mails)
			}
		}
	})
}

// Trying goes up to the sender, and sends nothing.
func TestTry(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		refuse := false
		h := &mailtest.Smarthost{Mechanism: "PLAIN", Script: func(step mailtest.Step, arg string) error {
			switch {
			case step == mailtest.Recipient || step == mailtest.Body:
				t.Errorf("it went on to %q", arg)
			case step == mailtest.Sender && refuse:
				return mailtest.Refuse(553, [3]int{5, 7, 1}, "not yours")
			}
			return nil
		}}
		l := mailtest.Listen()
		h.Serve(l)
		defer h.Close()
		c, err := smtpout.New(smtpout.Config{Address: "127.0.0.1:2525", Username: "tdc", Password: "sesame", Dial: l.Dial})
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		if encrypted, err := c.Try(t.Context(), "tdc@asso.test"); err != nil || encrypted {
			t.Errorf("tried: %v, %v", encrypted, err)
		}
		refuse = true
		_, err = c.Try(t.Context(), "tdc@asso.test")
		refused, ok := errors.AsType[*smtpout.Refused](err)
		if !ok || refused.Code != 553 || refused.Recipient || refused.What != "the smarthost refuses the sender" {
			t.Errorf("refused: %#v", err)
		}
		if _, err := c.Try(t.Context(), "tdc@asso.test>\r\nDATA"); err == nil {
			t.Error("a command was let through")
		}
		synctest.Wait()
		if n := h.Open(); n != 0 {
			t.Errorf("%d connections are still open", n)
		}
	})
}
