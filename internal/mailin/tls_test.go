package mailin_test

import (
	"crypto/tls"
	"strings"
	"testing"
	"testing/synctest"

	"toutdoux/internal/mailin"
	"toutdoux/internal/mailtest"
)

func encrypted(t *testing.T) (server mailin.Config, client *tls.Config) {
	certificate, pool := mailtest.Certificate(t, "list.test")
	return mailin.Config{TLS: &tls.Config{Certificates: []tls.Certificate{certificate}}},
		&tls.Config{RootCAs: pool, ServerName: "list.test"}
}

func TestSTARTTLS(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, client := encrypted(t)
		p := &post{}
		_, l := serve(t, c, p)
		k := dial(t, l)
		k.Hear(220)
		offers := k.Ask(250, "EHLO plain.test")
		noChunking(t, offers)
		if !strings.Contains(offers, "\nSTARTTLS") {
			t.Fatalf("offers %q", offers)
		}
		k.Ask(250, "MAIL FROM:<admin@client.test>")
		k.Ask(220, "STARTTLS")
		k.Secure(client)
		k.Ask(503, "RCPT TO:<a@list.test>") // all that was said in the clear is void
		offers = k.Ask(250, "EHLO client.test")
		noChunking(t, offers)
		if strings.Contains(offers, "STARTTLS") {
			t.Errorf("offers TLS within TLS")
		}
		k.Ask(502, "RCPT TO:<a@list.test>")
		k.Ask(502, "STARTTLS")
		begin(k, "a@list.test")
		k.Send("Subject: x\r\n\r\n" + "\n.\n" + smuggled)
		k.Hear(250)
		if got := p.mails()[0]; len(p.mails()) != 1 || got.Hello != "client.test" || got.From != "alice@client.test" {
			t.Errorf("got %+v", p.mails())
		}
		k.Ask(221, "QUIT")
	})
}

func TestSTARTTLSAfterAMail(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, client := encrypted(t)
		_, l := serve(t, c, &post{})
		k := connect(t, l, c)
		begin(k, "a@list.test")
		k.Send("Subject: x\r\n\r\n.\r\n")
		k.Hear(250)
		k.Ask(220, "STARTTLS")
		k.Secure(client)
		k.Ask(250, "EHLO client.test")
	})
}

// What follows STARTTLS in the clear would be obeyed as if it had been
// encrypted (CVE-2011-0411).
func TestSTARTTLSWithSomethingBehind(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, _ := encrypted(t)
		p := &post{}
		_, l := serve(t, c, p)
		k := connect(t, l, c)
		k.Send("STARTTLS\r\nEHLO x\r\n" + smuggled)
		if answer := k.Rest(); !strings.HasPrefix(answer, "421 ") {
			t.Errorf("answer %q, want 421", answer)
		}
		if n := len(p.mails()); n != 0 {
			t.Errorf("%d mails", n)
		}
	})
}

func TestSTARTTLSThatFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, _ := encrypted(t)
		_, l := serve(t, c, &post{})
		k := connect(t, l, c)
		k.Ask(220, "STARTTLS")
		k.Send("EHLO in the clear\r\n")
		if rest := k.Rest(); strings.Contains(rest, "250") {
			t.Errorf("it was answered on: %q", rest)
		}
	})
}

func TestSTARTTLSNotOffered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, l := serve(t, mailin.Config{}, &post{})
		k := dial(t, l)
		k.Hear(220)
		if offers := k.Ask(250, "EHLO client.test"); strings.Contains(offers, "STARTTLS") {
			t.Errorf("offers %q", offers)
		}
		k.Ask(502, "STARTTLS")
	})
}
