package smtpout_test

import (
	"errors"
	"testing"
	"testing/synctest"

	"toutdoux/internal/mailtest"
	"toutdoux/internal/smtpout"
)

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
