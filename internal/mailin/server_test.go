package mailin_test

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"toutdoux/internal/mailin"
)

func TestMailArrivesWithItsTrace(t *testing.T) {
	both(t, func(t *testing.T, c mailin.Config) {
		p := &post{}
		_, l := serve(t, c, p)
		k := dialFrom(t, l, "::ffff:192.0.2.7")
		k.Hear(220)
		k.Ask(250, hello(c))
		begin(k, "a@list.test")
		k.Send("Subject: dots\r\n\r\n..one\r\n.. two\r\n.\r\n")
		k.Hear(250)
		k.Ask(250, "MAIL FROM:<>")
		k.Ask(250, "RCPT TO:<b@list.test>")
		k.Ask(354, "DATA")
		k.Send("lf only\n.\r\n") // no end: what follows belongs to the mail
		k.Send("\r\n.\r\n")
		k.Hear(250)
		k.Ask(221, "QUIT")

		peer := netip.MustParseAddr("192.0.2.7")
		want := []mailin.Envelope{
			{From: "alice@client.test", To: []string{"a@list.test"}, Peer: peer, Hello: "client.test",
				Raw: []byte("Subject: dots\r\n\r\n.one\r\n. two\r\n")},
			{From: "", To: []string{"b@list.test"}, Peer: peer, Hello: "client.test",
				Raw: []byte("lf only\n.\r\n\r\n")},
		}
		if diff := cmp.Diff(want, p.mails(), cmpopts.EquateComparable(netip.Addr{})); diff != "" {
			t.Error(diff)
		}
	})
}

func TestNothingIsRelayed(t *testing.T) {
	both(t, func(t *testing.T, c mailin.Config) {
		p := &post{}
		_, l := serve(t, c, p)
		k := connect(t, l, c)
		k.Ask(250, "MAIL FROM:<alice@client.test>")
		if text := k.Ask(550, "RCPT TO:<bob@elsewhere.test>"); !strings.HasPrefix(text, "5.1.1 ") {
			t.Errorf("enhanced code in %q, want 5.1.1", text)
		}
		k.Ask(502, "DATA")
	})
}

func TestFaultsOfOursAreTemporary(t *testing.T) {
	locked := errors.New("database is locked")
	for _, c := range []struct {
		name string
		errs []error
		want string
	}{
		{"plain error", []error{locked}, "451 4.3.0"},
		{"wrapped error", []error{fmt.Errorf("store mail: %w", locked)}, "451 4.3.0"},
		{"named refusal", []error{mailin.TooLarge}, "552 5.3.4"},
		{"wrapped refusal", []error{fmt.Errorf("decide: %w", mailin.Refusal{Code: 452, Enhanced: [3]int{4, 3, 1}, Text: "Disk full"})}, "452 4.3.1"},
		{"refusal that says yes", []error{mailin.Refusal{Code: 250, Enhanced: [3]int{2, 0, 0}}}, "451 4.3.0"},
		{"no answer", nil, "451 4.3.0"},
		{"one answer too many", []error{nil, nil}, "451 4.3.0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			both(t, func(t *testing.T, config mailin.Config) {
				_, l := serve(t, config, &post{answer: func(context.Context, mailin.Envelope) []error { return c.errs }})
				k := connect(t, l, config)
				begin(k, "a@list.test")
				k.Send("Subject: x\r\n\r\n.\r\nQUIT\r\n")
				if answer := k.Rest(); !strings.HasPrefix(answer, c.want) {
					t.Errorf("answer %q, want %s", answer, c.want)
				}
			})
		})
	}
}

func TestPanicIsTemporary(t *testing.T) {
	both(t, func(t *testing.T, c mailin.Config) {
		_, l := serve(t, c, &post{answer: func(context.Context, mailin.Envelope) []error { panic("bug") }})
		k := connect(t, l, c)
		begin(k, "a@list.test")
		k.Send("Subject: x\r\n\r\n.\r\n")
		k.Hear(421)
	})
}

func TestThreeRecipientsOneFailing(t *testing.T) {
	answer := func(_ context.Context, e mailin.Envelope) []error {
		return []error{nil, errors.New("database is locked"), nil}
	}
	both(t, func(t *testing.T, c mailin.Config) {
		_, l := serve(t, c, &post{answer: answer})
		k := connect(t, l, c)
		begin(k, "a@list.test", "b@list.test", "c@list.test")
		k.Send("Subject: x\r\n\r\n.\r\n")
		if c.LMTP {
			k.Hear(250)
			k.Hear(451)
			k.Hear(250)
		} else {
			k.Hear(451)
		}
		k.Ask(250, "NOOP") // and not one answer more
	})
}

func TestOneAnswerForSeveralRefusals(t *testing.T) {
	refused := mailin.Refusal{Code: 554, Enhanced: [3]int{5, 7, 1}, Text: "no"}
	for _, c := range []struct {
		errs []error
		want int
	}{
		{[]error{nil, refused}, 554},
		{[]error{refused, errors.New("database is locked")}, 451},
		{[]error{errors.New("database is locked"), refused}, 451},
	} {
		synctest.Test(t, func(t *testing.T) {
			_, l := serve(t, mailin.Config{}, &post{answer: func(context.Context, mailin.Envelope) []error { return c.errs }})
			k := connect(t, l, mailin.Config{})
			begin(k, "a@list.test", "b@list.test")
			k.Send("Subject: x\r\n\r\n.\r\n")
			k.Hear(c.want)
		})
	}
}

func TestAddressesBeyondASCII(t *testing.T) {
	both(t, func(t *testing.T, c mailin.Config) {
		p := &post{}
		_, l := serve(t, c, p)
		k := connect(t, l, c)
		k.Ask(553, "MAIL FROM:<zoé@client.test>")
		k.Ask(553, "MAIL FROM:<zo\xe9@client.test> SMTPUTF8")
		k.Ask(250, "MAIL FROM:<alice@client.test>")
		k.Ask(553, "RCPT TO:<été@list.test>")
		k.Ask(250, "RSET")
		k.Ask(250, "MAIL FROM:<zoé@client.test> SMTPUTF8")
		k.Ask(250, "RCPT TO:<été@list.test>")
		k.Ask(354, "DATA")
		k.Send("Subject: x\r\n\r\n.\r\n")
		k.Hear(250)
		if got := p.mails()[0]; got.From != "zoé@client.test" || got.To[0] != "été@list.test" {
			t.Errorf("from %q to %q", got.From, got.To)
		}
	})
}

func TestShutdownLetsMailFinish(t *testing.T) {
	both(t, func(t *testing.T, c mailin.Config) {
		p := &post{answer: func(_ context.Context, e mailin.Envelope) []error {
			<-time.After(10 * time.Second) // a slow disk
			return make([]error, len(e.To))
		}}
		server, l := serve(t, c, p)
		idle, slow, busy := connect(t, l, c), connect(t, l, c), connect(t, l, c)
		begin(slow, "a@list.test")
		slow.Send("Subject: ")
		begin(busy, "a@list.test")
		busy.Send("Subject: x\r\n\r\n.\r\n")
		synctest.Wait()

		time.AfterFunc(5*time.Second, func() { slow.Send("x\r\n\r\n.\r\n") })
		start := time.Now()
		if err := server.Shutdown(context.Background()); err != nil {
			t.Error(err)
		}
		if took := time.Since(start); took != 15*time.Second {
			t.Errorf("shutdown took %v, want the 5s + 10s of the slow mail", took)
		}
		idle.Hear(421)
		slow.Hear(250)
		busy.Hear(250)
		if _, err := l.Dial(context.Background(), "", ""); err == nil {
			t.Error("a connection after shutdown")
		}
	})
}

func TestShutdownHasADeadline(t *testing.T) {
	both(t, func(t *testing.T, c mailin.Config) {
		p := &post{answer: func(ctx context.Context, e mailin.Envelope) []error {
			<-ctx.Done()
			return []error{ctx.Err()}
		}}
		server, l := serve(t, c, p)
		half, stuck := connect(t, l, c), connect(t, l, c)
		begin(half, "a@list.test")
		half.Send("Subject: half")
		begin(stuck, "a@list.test")
		stuck.Send("Subject: x\r\n\r\n.\r\n")
		synctest.Wait()

		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		start := time.Now()
		if err := server.Shutdown(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("shutdown: %v", err)
		}
		if took := time.Since(start); took != 20*time.Second {
			t.Errorf("shutdown took %v, want 20s", took)
		}
		for _, k := range []string{half.Rest(), stuck.Rest()} {
			if strings.Contains(k, "250") {
				t.Errorf("acknowledged: %q", k)
			}
		}
	})
}

func TestServeAfterShutdown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		server, l := serve(t, mailin.Config{}, &post{})
		if err := server.Shutdown(context.Background()); err != nil {
			t.Fatal(err)
		}
		if err := server.Serve(l); err != nil {
			t.Fatal(err)
		}
	})
}
