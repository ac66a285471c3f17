package smtpout_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"toutdoux/internal/mailtest"
	"toutdoux/internal/smtpout"
)

// mint prints these tokens one after the other, then the last again and again.
type mint struct {
	tokens []string
	asked  int
}

func (m *mint) token(context.Context) (string, error) {
	m.asked++
	return m.tokens[min(m.asked, len(m.tokens))-1], nil
}

// taking is a smarthost that takes one token.
func taking(token string) *mailtest.Smarthost {
	return &mailtest.Smarthost{Mechanism: "XOAUTH2", Script: func(step mailtest.Step, arg string) error {
		if step == mailtest.Login && arg != "tdc@asso.test "+token {
			return mailtest.Refuse(535, [3]int{5, 7, 3}, "Authentication unsuccessful")
		}
		return nil
	}}
}

func TestTokens(t *testing.T) {
	long := strings.Repeat("ya29-", 140) // as they are: the line of a command holds it not
	for _, c := range []struct {
		name        string
		tokens      []string
		takes       string
		asked, made int // how often a token was asked for, how many connections made
		sent        bool
	}{
		{"accepted", []string{"ya29-good"}, "ya29-good", 1, 1, true},
		{"accepted, as long as most are", []string{long}, long, 1, 1, true},
		{"refused once", []string{"ya29-expired", "ya29-fresh"}, "ya29-fresh", 2, 2, true},
		{"refused for good", []string{"ya29-bad", "ya29-worse", "ya29-worst"}, "ya29-other", 2, 2, false},
		{"refused, and the same again", []string{"ya29-bad"}, "ya29-other", 2, 1, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h, m := taking(c.takes), &mint{tokens: c.tokens}
				courier := open(t, h, smtpout.Config{Username: "tdc@asso.test", Token: m.token})
				refused := send(t, courier, letter.To)
				if m.asked != c.asked || h.Connections() != c.made || (refused == nil) != c.sent || len(h.Mails()) > 0 != c.sent {
					t.Errorf("asked %d times, %d connections, %d mails, %v", m.asked, h.Connections(), len(h.Mails()), refused)
				}
				if c.sent {
					if got := h.Mails()[0].User; got != "tdc@asso.test" {
						t.Errorf("logged in as %q", got)
					}
					return
				}
				want := "smarthost.test:587 refuses the token; try [send.smtp] token_command by hand: Authentication unsuccessful (status 401, scope https://mail.test/)"
				if refused.Text != want || refused.Code != 535 || refused.Enhanced != "5.7.3" || refused.Permanent || refused.Recipient {
					t.Errorf("refused %+v, want\n%s", refused, want)
				}
			})
		})
	}
}

// A connection that is kept needs no other token; each that is made does.
func TestTokenIsAskedBeforeEachConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, m := taking("ya29-good"), &mint{tokens: []string{"ya29-good"}}
		c := open(t, h, smtpout.Config{Username: "tdc@asso.test", Token: m.token})
		mustSend(t, c, letter.To)
		mustSend(t, c, letter.To)
		if m.asked != 1 {
			t.Errorf("asked %d times for one connection", m.asked)
		}
		<-time.After(2 * time.Minute)
		mustSend(t, c, letter.To)
		if m.asked != 2 || h.Connections() != 2 {
			t.Errorf("asked %d times for %d connections", m.asked, h.Connections())
		}
	})
}

// What the server says again of what it was told is no place for a token, and a
// refusal for now is none of the token.
func TestTokenIsNeverShown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, m := taking("ya29-good"), &mint{tokens: []string{"ya29-secret", "ya29-other"}}
		h.Script = nth(1, mailtest.Login, mailtest.Refuse(454, [3]int{4, 7, 0}, "not now: ya29-secret, dXNlcj10ZGNAYXNzby50ZXN0AWF1dGg9QmVhcmVyIHlhMjktc2VjcmV0AQE="))
		c := open(t, h, smtpout.Config{Username: "tdc@asso.test", Token: m.token})
		refused := send(t, c, letter.To)
		if refused == nil || !strings.Contains(refused.Text, "not now: …, … (status 401") || m.asked != 1 {
			t.Errorf("asked %d times: %v", m.asked, refused)
		}
	})
}

func TestNoToken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := taking("ya29-good")
		broken := errors.New("run the command: exit status 3")
		asked := 0
		c := open(t, h, smtpout.Config{Username: "tdc@asso.test", Token: func(context.Context) (string, error) {
			if asked++; asked == 2 {
				return "ya29-expired", nil
			}
			return "", broken
		}})
		for n := range 2 { // at once, and in the place of one that had expired
			refused := send(t, c, letter.To)
			if refused == nil || refused.Permanent || refused.Recipient || !strings.Contains(refused.Text, "no token to log in with: run the command: exit status 3") {
				t.Errorf("refused %+v", refused)
			}
			if h.Connections() != n {
				t.Errorf("%d connections, want %d", h.Connections(), n)
			}
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := c.Send(ctx, letter); !errors.Is(err, context.Canceled) {
			t.Errorf("stopped: %v", err)
		}
	})
}

// A password is no token, and a token no password.
func TestLoginsOfTheOtherKind(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := open(t, taking("ya29-good"), smtpout.Config{Username: "tdc@asso.test", Password: "secret"})
		if refused := send(t, c, letter.To); refused == nil || !strings.Contains(refused.Text, "give [send.smtp] token_command") {
			t.Errorf("refused %v", refused)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		m := &mint{tokens: []string{"ya29-good"}}
		h := &mailtest.Smarthost{Mechanism: "PLAIN"}
		c := open(t, h, smtpout.Config{Username: "tdc@asso.test", Token: m.token})
		if refused := send(t, c, letter.To); refused == nil || !strings.Contains(refused.Text, "offers no login by token") || len(h.Mails()) != 0 || m.asked != 1 {
			t.Errorf("asked %d times, refused %v", m.asked, refused)
		}
	})
}
