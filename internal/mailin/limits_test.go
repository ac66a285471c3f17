package mailin_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	"toutdoux/internal/mailin"
	"toutdoux/internal/mailtest"
)

func TestSizeLimit(t *testing.T) {
	both(t, func(t *testing.T, c mailin.Config) {
		c.Size = 100_000
		p := &post{}
		_, l := serve(t, c, p)
		k := connect(t, l, c)
		for _, size := range []int{100_000, 100_001, 100_002, 1_000_000, 100_000} {
			begin(k, "a@list.test")
			line := strings.Repeat("x", 98) + "\r\n"
			k.Send(strings.Repeat(line, size/100-1) + strings.Repeat("y", 98+size%100) + "\r\n.\r\n")
			if size <= 100_000 {
				k.Hear(250)
				continue
			}
			if text := k.Hear(552); !strings.HasPrefix(text, "5.3.4 ") {
				t.Errorf("enhanced code in %q, want 5.3.4", text)
			}
		}
		k.Ask(552, "MAIL FROM:<alice@client.test> SIZE=100001")
		k.Ask(250, "MAIL FROM:<alice@client.test> SIZE=100000")
		if n := len(p.mails()); n != 2 {
			t.Errorf("%d mails, want the two within the limit", n)
		}
		for _, e := range p.mails() {
			if len(e.Raw) != 100_000 {
				t.Errorf("a mail of %d bytes", len(e.Raw))
			}
		}
	})
}

func TestLongLines(t *testing.T) {
	both(t, func(t *testing.T, c mailin.Config) {
		_, l := serve(t, c, &post{})
		k := connect(t, l, c)
		begin(k, "a@list.test")
		k.Send(strings.Repeat("x", 1<<20-10) + "\r\n.\r\n")
		k.Hear(250)
		begin(k, "a@list.test")
		k.TrySend(strings.Repeat("x", 1<<20+10) + "\r\n.\r\n") // it hangs up before the end
		k.Hear(552)
	})
}

func TestMemoryIsShared(t *testing.T) {
	both(t, func(t *testing.T, c mailin.Config) {
		deferred := 0
		c.Size, c.Deferred = 100_000, func() { deferred++ }
		_, l := serve(t, c, &post{})
		half := strings.Repeat("x\r\n", 30_000)
		var under []*mailtest.Talk
		for range 8 {
			k := connect(t, l, c)
			begin(k, "a@list.test")
			k.Send(half)
			under = append(under, k)
		}
		synctest.Wait()
		late := connect(t, l, c)
		begin(late, "a@list.test")
		late.Send(half + ".\r\n")
		late.Hear(451)
		if deferred != 1 {
			t.Errorf("%d mails are told as deferred, want 1", deferred)
		}
		for _, k := range under {
			k.Send(".\r\n")
			k.Hear(250)
		}
		begin(late, "a@list.test")
		late.Send(half + ".\r\n")
		late.Hear(250)
	})
}

func TestRecipientLimit(t *testing.T) {
	both(t, func(t *testing.T, c mailin.Config) {
		_, l := serve(t, c, &post{})
		k := connect(t, l, c)
		k.Ask(250, "MAIL FROM:<alice@client.test>")
		for i := range 100 {
			k.Ask(250, fmt.Sprintf("RCPT TO:<%d@list.test>", i))
		}
		k.Ask(452, "RCPT TO:<100@list.test>")
	})
}

func TestConnectionLimits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		deferred := 0
		_, l := serve(t, mailin.Config{Connections: 5, PerAddress: 2, Deferred: func() { deferred++ }}, &post{})
		one, two := dialFrom(t, l, "192.0.2.1"), dialFrom(t, l, "192.0.2.1")
		one.Hear(220)
		two.Hear(220)
		dialFrom(t, l, "::ffff:192.0.2.1").Hear(421)
		six := dialFrom(t, l, "2001:db8::1")
		six.Hear(220)
		dialFrom(t, l, "2001:db8::2").Hear(220)
		dialFrom(t, l, "2001:db8::3").Hear(421) // the same /64
		dialFrom(t, l, "2001:db8:0:1::1").Hear(220)
		dialFrom(t, l, "198.51.100.1").Hear(421) // five in all

		one.Close()
		six.Ask(221, "QUIT")
		synctest.Wait()
		dialFrom(t, l, "192.0.2.1").Hear(220)
		dial(t, l).Hear(220)
		dial(t, l).Hear(421)
		if deferred != 4 {
			t.Errorf("%d connections are told as deferred, want 4", deferred)
		}
	})
}
