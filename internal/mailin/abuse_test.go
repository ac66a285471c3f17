package mailin_test

import (
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"toutdoux/internal/mailin"
	"toutdoux/internal/mailtest"
)

// smuggled is what must never be obeyed when it arrives inside a mail.
const smuggled = "MAIL FROM:<admin@client.test>\r\nRCPT TO:<a@list.test>\r\nDATA\r\nSubject: forged\r\n\r\nPOUR\r\n.\r\n"

func TestSmugglingEndings(t *testing.T) {
	for _, ending := range []string{
		"\n.\n", "\n.\r\n", "\r.\r", "\r.\r\n", "\r\n.\r", "\r\n.\n", "\r\n\x00.\r\n", "\r.\n", "\r\r\n.\r\n",
	} {
		t.Run(fmt.Sprintf("%q", ending), func(t *testing.T) {
			both(t, func(t *testing.T, c mailin.Config) {
				p := &post{}
				_, l := serve(t, c, p)
				k := connect(t, l, c)
				begin(k, "a@list.test")
				k.Send("Subject: honest\r\n\r\nhello" + ending + smuggled)
				k.Hear(250)
				if n := len(p.mails()); n != 1 {
					t.Fatalf("%d mails, want the honest one", n)
				}
				if raw := string(p.mails()[0].Raw); !strings.Contains(raw, "forged") {
					t.Errorf("the mail ended early: %q", raw)
				}
			})
		})
	}
}

// A relay that stalls in the middle of a mail, whose second half is the
// attacker's: it arrives just when the server has given up reading
// (github.com/emersion/go-smtp issue 196).
func TestStalledMailEndsTheConnection(t *testing.T) {
	both(t, func(t *testing.T, c mailin.Config) {
		p := &post{}
		server, _ := serve(t, c, p)
		l := &stalling{Listener: mailtest.Listen(), expired: make(chan bool), resumed: make(chan bool)}
		go server.Serve(l)
		k := connect(t, l.Listener, c)
		begin(k, "a@list.test")
		k.Send("Subject: honest\r\n\r\nfirst half\r\n")
		<-l.expired
		k.Send("second half\r\n" + smuggled + smuggled)
		close(l.resumed)
		answer := k.Rest()
		if !strings.HasPrefix(answer, "451 4.4.2 ") {
			t.Errorf("answer %q, want 451 4.4.2", answer)
		}
		if strings.Contains(answer, "250") || len(p.mails()) != 0 {
			t.Errorf("%d mails; the rest of the mail was obeyed: %q", len(p.mails()), answer)
		}
	})
}

// stalling is a listener whose connections tell when a read of theirs has timed
// out, and return from it when told.
type stalling struct {
	*mailtest.Listener
	expired, resumed chan bool
}

func (l *stalling) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	return stallingConn{conn, l}, err
}

type stallingConn struct {
	net.Conn
	listener *stalling
}

func (c stallingConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		select {
		case c.listener.expired <- true:
			<-c.listener.resumed
		case <-c.listener.resumed:
		}
	}
	return n, err
}

func TestSlowBytes(t *testing.T) {
	both(t, func(t *testing.T, c mailin.Config) {
		p := &post{}
		_, l := serve(t, c, p)
		k := connect(t, l, c)
		begin(k, "a@list.test")
		start := time.Now()
		for k.TrySend("x\r\n") {
			<-time.After(10 * time.Second)
		}
		if took := time.Since(start); took > 6*time.Minute {
			t.Errorf("a byte every now and then held the connection for %v", took)
		}
		if n := len(p.mails()); n != 0 {
			t.Errorf("%d mails", n)
		}
	})
}

func TestMailHasItsWholeTime(t *testing.T) {
	both(t, func(t *testing.T, c mailin.Config) {
		_, l := serve(t, c, &post{})
		k := connect(t, l, c)
		k.Ask(250, "MAIL FROM:<alice@client.test>")
		k.Ask(250, "RCPT TO:<a@list.test>")
		<-time.After(4 * time.Minute)
		k.Ask(354, "DATA")
		<-time.After(4 * time.Minute)
		k.Send("Subject: slow line\r\n\r\n.\r\n")
		k.Hear(250)
	})
}

func TestClientGoneInTheMiddle(t *testing.T) {
	both(t, func(t *testing.T, c mailin.Config) {
		p := &post{}
		_, l := serve(t, c, p)
		k := connect(t, l, c)
		begin(k, "a@list.test")
		k.Send("Subject: half\r\n\r\n.")
		k.Close()
		synctest.Wait()
		if n := len(p.mails()); n != 0 {
			t.Errorf("%d mails out of half a one", n)
		}
	})
}

func TestIdleConnectionsAreReaped(t *testing.T) {
	both(t, func(t *testing.T, c mailin.Config) {
		_, l := serve(t, c, &post{})
		k := connect(t, l, c)
		<-time.After(4 * time.Minute)
		k.Ask(250, "NOOP")
		start := time.Now()
		k.Hear(421)
		if took := time.Since(start); took != 5*time.Minute {
			t.Errorf("reaped after %v, want 5m", took)
		}
		k.Rest()
	})
}

func TestWebIsTurnedAway(t *testing.T) {
	for _, request := range []string{
		"GET / HTTP/1.1\r\nHost: list.test\r\n\r\n",
		"POST / HTTP/1.1\r\n\r\nEHLO x\r\n" + smuggled,
		"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
	} {
		both(t, func(t *testing.T, c mailin.Config) {
			p := &post{}
			_, l := serve(t, c, p)
			k := dial(t, l)
			k.Hear(220)
			k.Send(strings.ReplaceAll(request, "EHLO x", hello(c)))
			k.Hear(421)
			if rest := k.Rest(); rest != "" {
				t.Errorf("it was answered on: %q", rest)
			}
			if n := len(p.mails()); n != 0 {
				t.Errorf("%d mails", n)
			}
		})
	}
}

func TestChunkingIsNotOffered(t *testing.T) {
	both(t, func(t *testing.T, c mailin.Config) {
		p := &post{}
		_, l := serve(t, c, p)
		k := dial(t, l)
		k.Hear(220)
		noChunking(t, k.Ask(250, hello(c)))
		k.Ask(250, "MAIL FROM:<alice@client.test>")
		k.Ask(250, "RCPT TO:<a@list.test>")
		k.Send("BDAT 1x LAST\r\n" + smuggled)
		k.Hear(503)
		if rest := k.Rest(); rest != "" {
			t.Errorf("the chunk was obeyed: %q", rest)
		}

		k = connect(t, l, c)
		begin(k, "a@list.test")
		k.Send("Subject: x\r\n\r\n.\r\n" +
			"MAIL FROM:<alice@client.test>\r\nRCPT TO:<a@list.test>\r\nBDAT 5 LAST\r\nPOUR\n")
		for _, code := range []int{250, 250, 250, 503} {
			k.Hear(code)
		}
		if n := len(p.mails()); n != 1 {
			t.Errorf("%d mails, want one", n)
		}
	})
}

func noChunking(t *testing.T, capabilities string) {
	t.Helper()
	for line := range strings.SplitSeq(capabilities, "\n") {
		if line == "CHUNKING" || line == "BINARYMIME" {
			t.Errorf("%s is offered", line)
		}
	}
	if !strings.Contains(capabilities, "\nSIZE ") || !strings.Contains(capabilities, "\nSMTPUTF8") {
		t.Errorf("offers %q", capabilities)
	}
}

func TestLongCommandEndsTheConnection(t *testing.T) {
	both(t, func(t *testing.T, c mailin.Config) {
		_, l := serve(t, c, &post{})
		k := connect(t, l, c)
		k.Ask(500, "NOOP "+strings.Repeat("x", 5000))
		k.Rest()
	})
}

func TestManyBadCommandsEndTheConnection(t *testing.T) {
	both(t, func(t *testing.T, c mailin.Config) {
		_, l := serve(t, c, &post{})
		k := connect(t, l, c)
		k.Send(strings.Repeat("XYZZY\r\n", 10))
		if rest := k.Rest(); strings.Count(rest, "\n") > 6 {
			t.Errorf("ten bad commands had %q", rest)
		}
	})
}
