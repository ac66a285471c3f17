package smtpout_test

import (
	"crypto/tls"
	"strings"
	"testing"
	"testing/synctest"

	"toutdoux/internal/mailtest"
	"toutdoux/internal/smtpout"
)

func TestBadCertificate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		made, _ := mailtest.Certificate(t, "smarthost.test")
		_, others := mailtest.Certificate(t, "smarthost.test")
		h := &mailtest.Smarthost{Mechanism: "PLAIN", TLS: &tls.Config{Certificates: []tls.Certificate{made}}}
		c := openPlain(t, h, smtpout.Config{Address: "smarthost.test:587", TLS: &tls.Config{RootCAs: others},
			Username: "asso", Password: "secret"})
		refused := send(t, c, letter.To)
		if refused == nil || refused.Permanent || refused.Recipient || !strings.Contains(refused.Text, "certificate of smarthost.test cannot be trusted") {
			t.Errorf("refused %+v", refused)
		}
		if n := len(h.Mails()); n != 0 {
			t.Errorf("%d mails", n)
		}
	})
}

func TestCertificateOfAnotherName(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		made, pool := mailtest.Certificate(t, "other.test")
		h := &mailtest.Smarthost{TLS: &tls.Config{Certificates: []tls.Certificate{made}}}
		c := openPlain(t, h, smtpout.Config{Address: "smarthost.test:587", TLS: &tls.Config{RootCAs: pool}})
		if refused := send(t, c, letter.To); refused == nil || !strings.Contains(refused.Text, "cannot be trusted") {
			t.Errorf("refused %+v", refused)
		}
	})
}

func TestRefusedLogin(t *testing.T) {
	for _, mechanism := range []string{"PLAIN", "LOGIN"} {
		synctest.Test(t, func(t *testing.T) {
			h := &mailtest.Smarthost{Mechanism: mechanism, Script: nth(1, mailtest.Login, mailtest.Refuse(535, [3]int{5, 7, 8}, "wrong"))}
			c := open(t, h, smtpout.Config{Username: "asso", Password: "secret"})
			refused := send(t, c, letter.To)
			if refused == nil || refused.Code != 535 || refused.Enhanced != "5.7.8" || refused.Permanent || refused.Recipient {
				t.Fatalf("refused %+v, want 535 of the session", refused)
			}
			if !strings.Contains(refused.Text, "username and password") || strings.Contains(refused.Error(), "secret") {
				t.Errorf("it says %q", refused.Error())
			}
		})
	}
}

func TestNoLoginOffered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := open(t, &mailtest.Smarthost{}, smtpout.Config{Username: "asso", Password: "secret"})
		if refused := send(t, c, letter.To); refused == nil || refused.Permanent || !strings.Contains(refused.Text, "offers no login") {
			t.Errorf("refused %+v", refused)
		}
	})
}

func TestWhereMailMayGoInTheClear(t *testing.T) {
	for address, may := range map[string]bool{
		"smarthost.test:587": false,
		"smarthost.test:25":  false,
		"192.0.2.1:25":       false,
		"localhost:25":       true,
		"127.0.0.1:2525":     true,
		"[::1]:25":           true,
		"127.0.0.1:587":      false,
	} {
		t.Run(address, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := &mailtest.Smarthost{Mechanism: "PLAIN"}
				c := openPlain(t, h, smtpout.Config{Address: address, Username: "asso", Password: "secret"})
				refused := send(t, c, letter.To)
				if may != (refused == nil) || may != (len(h.Mails()) == 1) {
					t.Errorf("refused %v, %d mails", refused, len(h.Mails()))
				}
				if !may && !strings.Contains(refused.Text, "offers no encryption") {
					t.Errorf("it says %q", refused.Text)
				}
			})
		})
	}
}

func TestSTARTTLSOnThisMachineTakesAnyCertificate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		made, _ := mailtest.Certificate(t, "debian")
		h := &mailtest.Smarthost{TLS: &tls.Config{Certificates: []tls.Certificate{made}}}
		c := openPlain(t, h, smtpout.Config{Address: "127.0.0.1:25"})
		mustSend(t, c, letter.To)
		if !h.Mails()[0].TLS {
			t.Error("in the clear, though STARTTLS was offered")
		}
	})
}

func TestImplicitTLS(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		made, pool := mailtest.Certificate(t, "smarthost.test")
		l := mailtest.Listen()
		h := &mailtest.Smarthost{Mechanism: "PLAIN"}
		h.Serve(tls.NewListener(l, &tls.Config{Certificates: []tls.Certificate{made}}))
		t.Cleanup(h.Close)
		c := courier(t, smtpout.Config{Address: "smarthost.test:465", TLS: &tls.Config{RootCAs: pool},
			Username: "asso", Password: "secret", Dial: l.Dial})
		mustSend(t, c, letter.To)
		if got := h.Mails()[0]; !got.TLS || got.User != "asso" {
			t.Errorf("got %+v", got)
		}
	})
}
