package smtpout_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/textproto"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"toutdoux/internal/mailtest"
	"toutdoux/internal/smtpout"
)

// nth has the nth time of that step end as told, and all else accepted.
func nth(n int, at mailtest.Step, end error) func(mailtest.Step, string) error {
	return func(step mailtest.Step, _ string) error {
		if step == at {
			if n--; n == 0 {
				return end
			}
		}
		return nil
	}
}

func TestDroppedAfterTheLastDot(t *testing.T) {
	for _, mails := range []int{1, 2} { // on a fresh connection, on a kept one
		synctest.Test(t, func(t *testing.T) {
			h := &mailtest.Smarthost{Script: nth(mails, mailtest.Body, mailtest.ErrDrop)}
			c := open(t, h, smtpout.Config{})
			for range mails - 1 {
				mustSend(t, c, letter.To)
			}
			refused := send(t, c, letter.To)
			if refused == nil || refused.Permanent || refused.Recipient || !refused.Doubtful {
				t.Errorf("refused %+v, want temporary and doubtful", refused)
			}
			if n := len(h.Mails()); n != mails {
				t.Errorf("%d mails arrived, want %d: a mail that may have arrived was sent again by itself", n, mails)
			}
		})
	}
}

func TestStaleConnectionIsReplaced(t *testing.T) {
	closing := mailtest.Refuse(421, [3]int{4, 4, 2}, "too long idle")
	for _, c := range []struct {
		name string
		at   mailtest.Step
		end  error
	}{
		{"dropped at MAIL", mailtest.Sender, mailtest.ErrDrop},
		{"dropped at RCPT", mailtest.Recipient, mailtest.ErrDrop},
		{"421 at MAIL", mailtest.Sender, closing},
		{"421 at RCPT", mailtest.Recipient, closing},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := &mailtest.Smarthost{Script: nth(2, c.at, c.end)}
				sender := open(t, h, smtpout.Config{})
				mustSend(t, sender, letter.To)
				mustSend(t, sender, letter.To)
				if n := h.Connections(); n != 2 || len(h.Mails()) != 2 {
					t.Errorf("%d mails over %d connections, want two over two", len(h.Mails()), n)
				}
			})
		})
	}
}

func TestStaleConnectionIsReplacedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sent := 0
		h := &mailtest.Smarthost{Script: func(step mailtest.Step, _ string) error {
			if step == mailtest.Sender {
				if sent++; sent > 1 {
					return mailtest.ErrDrop
				}
			}
			return nil
		}}
		c := open(t, h, smtpout.Config{})
		mustSend(t, c, letter.To)
		if refused := send(t, c, letter.To); refused == nil || refused.Permanent || refused.Recipient || refused.Doubtful {
			t.Errorf("refused %+v, want temporary", refused)
		}
		if n := h.Connections(); n != 2 {
			t.Errorf("%d connections, want two", n)
		}
	})
}

func TestSmarthostThatCloses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &mailtest.Smarthost{Script: nth(1, mailtest.Recipient, mailtest.Refuse(421, [3]int{4, 3, 2}, "going down"))}
		c := open(t, h, smtpout.Config{})
		if refused := send(t, c, letter.To); refused == nil || refused.Code != 421 || refused.Permanent || refused.Recipient {
			t.Errorf("refused %+v, want a temporary 421 of the session", refused)
		}
		mustSend(t, c, letter.To)
	})
}

func TestNobodyListens(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := mailtest.Listen()
		l.Close()
		c := courier(t, smtpout.Config{Address: "smarthost.test:587", Dial: l.Dial})
		refused := send(t, c, letter.To)
		if refused == nil || refused.Permanent || refused.Recipient || !strings.Contains(refused.Text, "smarthost.test:587") {
			t.Errorf("refused %+v", refused)
		}
	})
}

// hanging returns a courier to a smarthost that answers nothing from a step on.
func hanging(t *testing.T, at mailtest.Step) *smtpout.Courier {
	return open(t, &mailtest.Smarthost{Mechanism: "PLAIN", Script: nth(1, at, mailtest.ErrHang)},
		smtpout.Config{Username: "asso", Password: "secret"})
}

func blackHole(t *testing.T, address string) *smtpout.Courier {
	l := mailtest.Listen()
	t.Cleanup(func() { l.Close() })
	return courier(t, smtpout.Config{Address: address, Dial: l.Dial})
}

// holes are all the moments at which a smarthost can fall silent.
var holes = map[string]func(t *testing.T) *smtpout.Courier{
	"no connection": func(t *testing.T) *smtpout.Courier {
		return courier(t, smtpout.Config{Address: "smarthost.test:587", Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		}})
	},
	"no greeting":   func(t *testing.T) *smtpout.Courier { return blackHole(t, "smarthost.test:587") },
	"no handshake":  func(t *testing.T) *smtpout.Courier { return blackHole(t, "smarthost.test:465") },
	"after EHLO":    func(t *testing.T) *smtpout.Courier { return hanging(t, mailtest.Hello) },
	"after AUTH":    func(t *testing.T) *smtpout.Courier { return hanging(t, mailtest.Login) },
	"after MAIL":    func(t *testing.T) *smtpout.Courier { return hanging(t, mailtest.Sender) },
	"after RCPT":    func(t *testing.T) *smtpout.Courier { return hanging(t, mailtest.Recipient) },
	"after the dot": func(t *testing.T) *smtpout.Courier { return hanging(t, mailtest.Body) },
}

func TestBlackHoleAtShutdown(t *testing.T) {
	for name, hole := range holes {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := hole(t)
				ctx, cancel := context.WithCancel(t.Context())
				time.AfterFunc(10*time.Second, cancel)
				start := time.Now()
				err := c.Send(ctx, letter)
				if took := time.Since(start); took != 10*time.Second {
					t.Errorf("returned after %v, want as soon as told: 10s", took)
				}
				refused, ok := errors.AsType[*smtpout.Refused](err)
				if !ok || !errors.Is(err, context.Canceled) || refused.Permanent {
					t.Fatalf("got %+v", err)
				}
				if doubtful := name == "after the dot"; refused.Doubtful != doubtful {
					t.Errorf("doubtful is %v", refused.Doubtful)
				}
			})
		})
	}
}

func TestBlackHoleHasAnEnd(t *testing.T) {
	for name, hole := range holes {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				want := map[string]time.Duration{"no connection": 30 * time.Second, "after the dot": 12 * time.Minute}[name]
				if want == 0 {
					want = 5 * time.Minute
				}
				start := time.Now()
				refused := send(t, hole(t), letter.To)
				if refused == nil || refused.Permanent || refused.Recipient {
					t.Errorf("refused %+v, want temporary", refused)
				}
				if took := time.Since(start); took != want {
					t.Errorf("gave up after %v, want %v", took, want)
				}
			})
		})
	}
}

func TestWaitingForATurnEndsAtShutdown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &mailtest.Smarthost{Script: nth(1, mailtest.Body, mailtest.ErrHang)}
		c := open(t, h, smtpout.Config{Connections: 1})
		go c.Send(t.Context(), letter)
		synctest.Wait()
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		start := time.Now()
		err := c.Send(ctx, letter)
		if took := time.Since(start); !errors.Is(err, context.Canceled) || took != time.Second {
			t.Errorf("got %v after %v", err, took)
		}
	})
}

func TestNothingBeginsAfterShutdown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &mailtest.Smarthost{}
		c := open(t, h, smtpout.Config{})
		mustSend(t, c, letter.To)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := c.Send(ctx, letter); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
		mustSend(t, c, letter.To)
		if n := h.Connections(); n != 1 || len(h.Mails()) != 2 {
			t.Errorf("%d mails over %d connections, want two over one", len(h.Mails()), n)
		}
	})
}

func TestSlowSmarthostIsWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := &mailtest.Smarthost{Mechanism: "PLAIN", Script: func(step mailtest.Step, _ string) error {
			if step == mailtest.Body {
				<-time.After(7 * time.Minute)
			}
			<-time.After(4 * time.Minute)
			return nil
		}}
		c := open(t, h, smtpout.Config{Username: "asso", Password: "secret"})
		mustSend(t, c, letter.To)
	})
}

// Every answer has its own whole time, also after a text that took long to send.
func TestSlowLineIsWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := mailtest.Listen()
		defer l.Close()
		go func() {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			defer conn.Close()
			in := bufio.NewReader(conn)
			answers := []string{"220 x", "250 x", "250 x", "250 x", "354 x"} // up to DATA
			for i, answer := range answers {
				if i > 0 {
					in.ReadString('\n')
				}
				<-time.After(4 * time.Minute)
				io.WriteString(conn, answer+"\r\n")
			}
			<-time.After(11 * time.Minute)
			textproto.NewReader(in).ReadDotBytes()
			<-time.After(11 * time.Minute)
			io.WriteString(conn, "250 x\r\n")
			in.ReadString('\n')
		}()
		c := courier(t, smtpout.Config{Address: "localhost:25", Dial: l.Dial})
		m := letter
		m.Raw = bytes.Repeat([]byte("more than a connection's buffer holds\r\n"), 5000)
		if err := c.Send(t.Context(), m); err != nil {
			t.Error(err)
		}
	})
}
