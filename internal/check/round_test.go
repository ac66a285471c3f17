package check

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/emersion/go-imap/v2"

	"toutdoux/internal/imapin"
	"toutdoux/internal/mailtest"
	"toutdoux/internal/store"
)

// carrier takes what leaves through the smarthost to the letterbox, as servers
// on the way do.
type carrier struct {
	*place
	plus     bool   // mail to tdc+anything@ arrives
	refuses  bool   // what does not arrive is refused at once
	strips   bool   // it takes out what is forged in its name
	only     string // but only those that begin so
	vouches  bool   // it says who wrote a mail
	says     string // that, dmarc=pass unless given
	renames  bool   // it gives another Message-ID
	claims   bool   // it gives another From
	into     string // the folder, INBOX unless given
	off      time.Duration
	returns  bool // it sends every mail back
	register *store.Store

	to    string
	mails []string // those that arrived, as they were sent
}

func carry(p *place, c *carrier) *carrier {
	c.place = p
	p.smart.Script = func(step mailtest.Step, arg string) error {
		switch {
		case step == mailtest.Recipient && c.refuses && !c.plus && strings.Contains(arg, "+"):
			return mailtest.Refuse(550, [3]int{5, 1, 1}, "no such user")
		case step == mailtest.Recipient:
			c.to = arg
		case step == mailtest.Body && (c.plus || !strings.Contains(c.to, "+")):
			c.mails = append(c.mails, arg)
			c.deliver(arg)
		}
		return nil
	}
	return c
}

var (
	named = regexp.MustCompile(`(?m)^Message-ID: .*\r\n`)
)

func (c *carrier) deliver(raw string) {
	if c.strips {
		forgery := regexp.MustCompile(`(?m)^Authentication-Results: ` + c.only + `.*\r\n([ \t].*\r\n)*`)
		raw = forgery.ReplaceAllString(raw, "")
	}
	if c.renames {
		raw = named.ReplaceAllString(raw, "Message-ID: <other@provider.test>\r\n")
	}
	if c.claims {
		raw = strings.Replace(raw, "From: <tdc@asso.net>", "From: Asso <compte@provider.test>", 1)
	}
	if c.returns {
		raw = "From: MAILER-DAEMON@mx.asso.net\r\nSubject: failure notice\r\nContent-Type: text/plain\r\n\r\n" + raw
	}
	top := fmt.Sprintf("Received: from home.test (home.test [198.51.100.7])\r\n\tby mx.asso.net with ESMTP; %s\r\n", time.Now().Add(c.off).Format(time.RFC1123Z))
	if c.vouches {
		says := c.says
		if says == "" {
			says = "dmarc=pass"
		}
		top = "Authentication-Results: mx.asso.net; " + says + " header.from=asso.net\r\n" + top
	}
	whole := []byte(top + raw)
	if c.register != nil {
		at := time.Now()
		_, err := c.register.Receive(c.t.Context(), []store.Arrival{{
			Source: store.LMTP, At: at, Accepted: at, Peer: "127.0.0.1", Raw: whole, Identity: [32]byte{byte(len(c.mails))}, Proven: true, Grounds: "a DKIM signature of asso.net holds",
		}})
		if err != nil {
			c.t.Error(err)
		}
		return
	}
	folder := c.into
	if folder == "" {
		folder = "INBOX"
	}
	if _, err := c.user.Append(folder, literal{bytes.NewReader(whole), int64(len(whole))}, &imap.AppendOptions{Time: time.Now()}); err != nil {
		c.t.Error(err)
	}
}

type literal struct {
	io.Reader
	size int64
}

func (l literal) Size() int64 { return l.size }

// travelled is what is found by a round trip.
func (p *place) travelled() []Finding {
	var found []Finding
	for _, f := range Run(p.t.Context(), p.cfg, p.world(), true) {
		if f.Subject == "mail" {
			found = append(found, f)
		}
	}
	return found
}

const trusting = "[trust]\nauthserv_id = \"mx.asso.net\"\n"

func delimited(toml string) string {
	return strings.Replace(toml, "address = \"tdc@asso.net\"\n", "address = \"tdc@asso.net\"\nrecipient_delimiter = \"+\"\n", 1)
}

// What the way of a mail shows, at providers of all sorts.
func TestRoundTrip(t *testing.T) {
	for _, c := range []struct {
		name, toml string
		way        carrier
		level      Level
		words      []string
	}{
		{"it comes back", configuration, carrier{}, OK, []string{"came back after 0s, in the folder INBOX"}},
		{"into spam", configuration, carrier{into: "Junk"}, Warning, []string{"in the folder Junk: taken for spam", "spam of [receive.imap]"}},
		{"moved by the daemon", configuration, carrier{into: "Toutdoux/handled"}, OK, []string{"in the folder Toutdoux/handled"}},
		{"sent back", configuration, carrier{returns: true}, Fault, []string{"a server sent it back"}},

		{"another author", configuration, carrier{claims: true}, Fault, []string{"From is compte@provider.test, not tdc@asso.net", "alias"}},

		{"suffixes, used", delimited(configuration), carrier{plus: true}, OK, []string{"mail to tdc+anything arrives"}},
		{"suffixes, not used", configuration, carrier{plus: true}, Note, []string{"tdc+anything@asso.net arrives, too", `recipient_delimiter = "+"`}},
		{"no suffixes, and used", delimited(configuration), carrier{}, Fault, []string{"does not arrive", "has not come back in 60 seconds", `recipient_delimiter = ""`}},
		{"no suffixes, refused", delimited(configuration), carrier{refuses: true}, Fault, []string{"does not arrive", "no such user", `recipient_delimiter = ""`}},
		{"no suffixes, not used", configuration, carrier{}, OK, []string{"does not come back here, and is not used", "catch-all"}},

		{"another Message-ID", configuration, carrier{renames: true}, Note, []string{"another Message-ID", "in the subject"}},
		{"clocks apart", configuration, carrier{off: -10 * time.Minute}, Warning, []string{"mx.asso.net dated the mail 10m0s away", "timedatectl"}},

		{"nobody judges", configuration, carrier{}, Note, []string{"no server on the way says"}},
		{"proven", configuration, carrier{vouches: true}, OK, []string{"mx.asso.net finds it proven", "DMARC passes for asso.net"}},
		{"not proven", configuration, carrier{vouches: true, says: "dmarc=fail"}, Warning, []string{"mx.asso.net finds it not proven", "DMARC fails", "DKIM"}},

		{"stripped", configuration + trusting, carrier{vouches: true, strips: true}, OK, []string{"was stripped on the way"}},
		{"not stripped", configuration + trusting, carrier{}, Fault, []string{"came through, and is believed", "remove authserv_id from [trust]"}},
		{"not stripped below a true one", configuration + trusting, carrier{vouches: true}, Fault, []string{"came through, and is believed", "remove authserv_id"}},
		{"stripped in one form alone", configuration + trusting, carrier{vouches: true, strips: true, only: `mx\.asso\.net;`}, Fault, []string{"came through, and is believed"}},
		{"could be believed, but for one form", configuration, carrier{vouches: true, strips: true, only: `mx\.asso\.net;`, plus: true}, OK, []string{"rightly not named in [trust]"}},
		{"stripped but in quotes", configuration + trusting, carrier{vouches: true, strips: true, only: `[^"]`}, Note, []string{`“Authentication-Results: "mx.asso.net"” came through`, "not believed here"}},
		{"nothing believed", configuration + trusting, carrier{strips: true}, Note, []string{"mx.asso.net says nothing that is believed", "received_by"}},

		{"could be believed", configuration, carrier{vouches: true, strips: true, plus: true}, Note, []string{"strips what is forged in its name", `set authserv_id = "mx.asso.net" in [trust]`}},
		{"could be believed, without suffixes", configuration, carrier{vouches: true, strips: true}, Note, []string{"strips what is forged in its name"}},
		{"could not be believed", configuration, carrier{vouches: true, plus: true}, OK, []string{"rightly not named in [trust]"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := settle(t, c.toml)
				p.provider()
				p.folder("Junk")
				p.folder("Toutdoux/handled")
				carry(p, &c.way)
				expect(t, p.travelled(), "mail", c.level, c.words...)
			})
		})
	}
}

// The mails are the list's own, quiet, and say to machines what they are; there
// are two of them, and none where nothing could leave or come in.
func TestMailsOfARoundTrip(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := settle(t, configuration+trusting)
		p.provider()
		carry(p, &carrier{plus: true})
		p.travelled()
		mails := p.smart.Mails()
		if len(mails) != 2 {
			t.Fatalf("%d mails were sent", len(mails))
		}
		for _, m := range mails {
			raw := string(m.Raw)
			if m.From != "tdc@asso.net" || !m.Quiet || !strings.HasPrefix(raw, "Authentication-Results: mx.asso.net; dmarc=pass\r\n") ||
				!strings.Contains(raw, "\r\nAuthentication-Results: (mx) MX.ASSO.NET; dmarc=pass\r\n") || !strings.Contains(raw, "\r\nAuthentication-Results: \"mx.asso.net\"; dmarc=pass\r\n") ||
				!strings.Contains(raw, "\r\nFrom: <tdc@asso.net>\r\n") || !strings.Contains(raw, "\r\nAuto-Submitted: auto-generated\r\n") || !strings.Contains(raw, "\r\nX-Toutdoux-Check: ") {
				t.Errorf("from %s:\n%s", m.From, raw)
			}
		}
		if mails[0].To[0] != "tdc@asso.net" || !strings.HasPrefix(mails[1].To[0], "tdc+check-") {
			t.Errorf("to %v and %v", mails[0].To, mails[1].To)
		}
	})
	synctest.Test(t, func(t *testing.T) {
		p := settle(t, configuration)
		expect(t, p.travelled(), "mail", Note, "no mail was sent")
		if n := len(p.smart.Mails()); n > 0 {
			t.Errorf("%d mails were sent", n)
		}
	})
}

// What was there before is not fetched: a mailbox may hold ten thousand mails.
func TestOnlyWhatCameIsRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := settle(t, configuration)
		p.provider()
		way := carry(p, &carrier{})
		way.deliver("Subject: old\r\n\r\n")
		box, err := newChecker(t.Context(), p.cfg, p.world()).openMailbox(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer box.close()
		if all, err := box.came(t.Context()); len(all) != 0 || err != nil {
			t.Errorf("%d mails, %v", len(all), err)
		}
		way.deliver("Subject: new\r\n\r\n")
		box.close() // the connection is lost
		if all, err := box.came(t.Context()); len(all) != 1 || err != nil {
			t.Errorf("%d mails came, %v", len(all), err)
		}
	})
}

// locked is a letterbox that was closed to us.
type locked int

func (l *locked) came(context.Context) ([]arrived, error) {
	*l++
	return nil, &imapin.Refusal{User: "tdc", Said: "locked"}
}

func (*locked) close() {}

// Where a login is refused, nobody insists: providers lock out who does.
func TestNobodyInsists(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := settle(t, configuration)
		var box locked
		c := newChecker(t.Context(), p.cfg, p.world())
		way := &trip{c, &sheet{subject: "mail", secrets: &c.secrets}, &box, nil, "5c1d2e3f4a5b6c7d"}
		if back, err := way.wait(t.Context(), 1, "tdc@asso.net", firstBack); back != nil || err == nil || box != 1 {
			t.Errorf("%v, %v after %d looks", back, err, box)
		}
	})
}

// A mail that never comes back is waited for two minutes, and told.
func TestLostMail(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := settle(t, configuration)
		p.provider()
		var said []string
		w := p.world()
		w.Waiting = func(what []string) { said = append(said, strings.Join(what, ", ")) }
		began := time.Now()
		found := Run(t.Context(), p.cfg, w, true)
		if took := time.Since(began); took < firstBack || took > firstBack+10*time.Second {
			t.Errorf("it took %v", took)
		}
		expect(t, found, "mail", Fault, "the mail to tdc@asso.net has not come back in 120 seconds", "spam folder")
		if !strings.Contains(strings.Join(said, "\n"), "a mail to come back, 60 s of 120 (to tdc@asso.net)") {
			t.Errorf("it said %q", said)
		}
	})
}

// Where a daemon takes mail in, it is found among what that keeps.
func TestRoundTripThroughTheDaemon(t *testing.T) {
	const lmtp = "[receive.lmtp]\nlisten = \"127.0.0.1:2424\"\n"
	toml := delimited(configuration)
	toml = toml[:strings.Index(toml, "[receive.imap]")] + lmtp + toml[strings.Index(toml, "[send.smtp]"):]
	begin := func(t *testing.T, toml string, way *carrier) *sheet {
		p := settle(t, toml)
		r, err := store.Open("data", store.Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { r.Close() })
		way.register = r
		carry(p, way)
		c := newChecker(t.Context(), p.cfg, p.world())
		c.running = func() error { return nil }
		s := &sheet{subject: "mail", secrets: &c.secrets}
		c.travel(t.Context(), s)
		return s
	}
	synctest.Test(t, func(t *testing.T) {
		s := begin(t, toml, &carrier{plus: true, vouches: true, strips: true})
		expect(t, s.found, "mail", OK, "came back after 0s, by lmtp")
		expect(t, s.found, "mail", OK, "tdc+anything arrives")
		expect(t, s.found, "mail", OK, "found out here: a DKIM signature of asso.net holds")
		expect(t, s.found, "mail", Note, `set authserv_id = "mx.asso.net"`)
	})
	synctest.Test(t, func(t *testing.T) {
		s := begin(t, toml+trusting, &carrier{plus: true})
		expect(t, s.found, "mail", Fault, "is believed", "remove authserv_id")
	})
	synctest.Test(t, func(t *testing.T) {
		p := settle(t, toml)
		expect(t, p.travelled(), "mail", Fault, "none serves this association", "start it")
	})
}
