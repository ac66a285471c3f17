package trust

import (
	"net/netip"
	"strings"
	"testing"
	"time"
)

var noon = time.Date(2026, 2, 3, 12, 0, 0, 0, time.UTC)

// pinned is the policy of an association whose mail comes in at mx.asso.test.
var pinned = Policy{
	AuthservID:    "mx.asso.test",
	ReceivedBy:    "mx.asso.test",
	TrustedRelays: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")},
}

var (
	byLMTP     = Arrival{Accepted: noon, LMTP: true}
	fromRelay  = Arrival{Accepted: noon, Peer: netip.MustParseAddr("::ffff:127.0.0.1")}
	fromWorld  = Arrival{Accepted: noon, Peer: netip.MustParseAddr("198.51.100.7")}
	inMailbox  = Arrival{Accepted: noon}
	inReplay   = Arrival{Accepted: noon, Replay: true}
	everywhere = []Arrival{byLMTP, fromRelay, fromWorld, inMailbox, inReplay}
)

// Lines as the hosts of this small world write them.
const (
	pass     = "Authentication-Results: mx.asso.test; dmarc=pass (p=none dis=none) header.from=exemple.test\n"
	fail     = "Authentication-Results: mx.asso.test; dmarc=fail header.from=exemple.test\n"
	outside  = "Received: from mail.exemple.test (mail.exemple.test [203.0.113.9])\n\tby mx.asso.test (Postfix) with ESMTPS id 4ABC\n\tfor <tdc@asso.test>; Tue, 3 Feb 2026 10:42:00 +0100 (CET)\n"
	dovecot  = "Received: from mx.asso.test ([127.0.0.1])\n\tby mx.asso.test with LMTP id x; Tue, 3 Feb 2026 10:43:00 +0100\n"
	refilter = "Received: from localhost (localhost [127.0.0.1])\n\tby mx.asso.test (Postfix) with ESMTP id 4ABD; Tue, 3 Feb 2026 10:42:30 +0100\n"
	amavis   = "Received: from mx.asso.test ([127.0.0.1])\n by localhost (mx.asso.test [127.0.0.1]) (amavisd-new, port 10024) with ESMTP id y; Tue, 3 Feb 2026 10:42:10 +0100\n"
	stored   = "Received: from mx.asso.test (mx.asso.test [192.0.2.1]) by 10.0.0.5 with ESMTP; Tue, 3 Feb 2026 10:44:00 +0100\n"
	lies     = "Received: from a (a [127.0.0.1]) by mx.asso.test with LMTP id z; Tue, 3 Feb 2026 09:00:00 +0100\n"
	sent     = "Received: from laptop ([198.51.100.1]) by mail.exemple.test with ESMTPSA; Tue, 3 Feb 2026 10:41:00 +0100\n"
)

func TestHeaderThatProvesItsSender(t *testing.T) {
	for name, c := range map[string]struct {
		header string
		from   []Arrival
	}{
		"just above the boundary's line":       {pass + outside + sent, []Arrival{byLMTP, fromRelay, inMailbox, inReplay}},
		"just below it, as milters do":         {outside + pass + sent, []Arrival{byLMTP, fromRelay, inMailbox, inReplay}},
		"below it, among other filters' lines": {outside + "X-Spam-Status: No\nReceived-SPF: pass\nDKIM-Filter: OpenDKIM\n" + pass + sent, []Arrival{byLMTP, inMailbox}},
		"no Received at all":                   {pass, []Arrival{byLMTP, fromRelay, inReplay}},
		"above the mailbox's own delivery":     {"Return-Path: <a@exemple.test>\nDelivered-To: tdc\n" + dovecot + pass + outside + sent, []Arrival{inMailbox, byLMTP}},
		"below the boundary, under a delivery": {dovecot + outside + pass + sent, []Arrival{inMailbox, byLMTP}},
		"through a content filter":             {dovecot + refilter + amavis + outside + pass, []Arrival{inMailbox, byLMTP}},
		"through a filter that has an address": {strings.Replace(dovecot+refilter+amavis, "by localhost", "by [127.0.0.1]", 1) + outside + pass, []Arrival{inMailbox}},
		"through an inner host without a name": {stored + outside + pass, []Arrival{inMailbox, byLMTP}},
		"forged above with another name":       {"Authentication-Results: mx.evil.test; dmarc=fail header.from=exemple.test\n" + pass + outside, []Arrival{byLMTP, inMailbox}},
		"a forged one of ours far below":       {pass + outside + fail, []Arrival{byLMTP, inMailbox}},
		"the pinned name in capitals":          {strings.Replace(pass, "mx.asso", "MX.Asso", 1) + outside, []Arrival{byLMTP}},
		"the domain in capitals":               {strings.Replace(pass, "from=exemple", "from=EXEMPLE", 1) + outside, []Arrival{byLMTP}},
		"folded":                               {strings.Replace(pass, "; dmarc", ";\n\tdmarc", 1) + outside, []Arrival{byLMTP}},
		"an address for a domain":              {strings.Replace(pass, "from=exemple", "from=alice@exemple", 1) + outside, []Arrival{byLMTP}},
		"DKIM of the domain":                   {results("dkim=pass header.d=exemple.test header.i=@exemple.test") + outside, []Arrival{byLMTP}},
		"DKIM of the organisation":             {results("dkim=pass header.d=mail.exemple.test") + outside, []Arrival{byLMTP}},
		"DKIM by identity alone":               {results("dkim=pass header.i=x@exemple.test") + outside, []Arrival{byLMTP}},
		"DKIM of one among several":            {results("dkim=fail header.d=exemple.test; dkim=pass header.d=list.test; dkim=pass header.d=exemple.test; dmarc=none") + outside, []Arrival{byLMTP}},
	} {
		for _, a := range c.from {
			mail := c.header + plain
			v := Judge([]byte(mail), pinned, a)
			if !v.Authenticated || v.Domain != "exemple.test" || v.Doubled {
				t.Errorf("%s, %+v: %+v", name, a, v)
			}
			if crlf := Judge([]byte(strings.ReplaceAll(mail, "\n", "\r\n")), pinned, a); crlf != v {
				t.Errorf("%s: with CRLF %+v", name, crlf)
			}
		}
	}
}

func results(text string) string { return "Authentication-Results: mx.asso.test; " + text + "\n" }

func TestHeaderThatProvesNothing(t *testing.T) {
	for name, header := range map[string]string{
		"nothing":                                   "",
		"Received alone":                            outside + sent,
		"forged below the boundary's line":          outside + sent + pass,
		"forged below, behind the sender's fields":  outside + "Date: Tue, 3 Feb 2026 10:40:00 +0100\n" + pass,
		"forged below, under a forged line of ours": outside + "X-A: b\n" + lies + pass,
		"forged right below a forged line of ours":  outside + lies + pass,
		"forged between the lines of others":        outside + sent + pass + sent,
		"forged above the line of a stranger":       pass + sent,
		"forged, with a stranger's host on top":     sent + pass + outside,
		"greets as our own host":                    strings.Replace(outside, "from mail.exemple.test", "from mx.asso.test", 1) + lies + pass,
		"greets as loopback":                        strings.Replace(outside, "from mail.exemple.test", "from [127.0.0.1]", 1) + lies + pass,
		"greets as loopback, Exim":                  "Received: from [203.0.113.9] (helo=[127.0.0.1]) by mx.asso.test with esmtp; x\n" + lies + pass,
		"greets as loopback, with a port":           "Received: from [127.0.0.1] (203.0.113.9:1234) by mx.asso.test with esmtp; x\n" + lies + pass,
		"greets with clauses":                       "Received: from x by mx.asso.test with LMTP id 1 (e [203.0.113.9]) by mx.asso.test with SMTP; x\n" + lies + pass,
		"a client without an address":               "Received: from x by mx.asso.test with SMTP; x\n" + lies + pass,
		"a client whose address stands elsewhere":   "Received: from x (unknown) by mx.asso.test ([127.0.0.1]) with SMTP; x\n" + lies + pass,
		"a host without a name":                     "Received: from x by . with SMTP; x\n" + pass,
		"names our host behind its own":             "Received: from x by evil.test by mx.asso.test with SMTP; x\n" + pass,
		"names our host in a comment":               "Received: from x (by mx.asso.test with LMTP) by evil.test with SMTP; x\n" + pass,
		"an inner host fed from outside":            stored + sent + pass,
		"an inner host fed from outside, on top":    pass + stored + sent,
		"an inner host that nobody told us of":      strings.Replace(stored, "10.0.0.5", "store.asso.test", 1) + outside + pass,
		"another host's":                            "Authentication-Results: mx.evil.test; dmarc=pass header.from=exemple.test\n" + outside,
		"a host that begins like ours":              strings.Replace(pass, "mx.asso.test", "mx.asso.test.evil.test", 1) + outside,
		"our name with a long s":                    strings.Replace(pass, "mx.asso", "mx.a\u017f\u017fo", 1) + outside,
		"our name in quotes":                        strings.Replace(pass, "mx.asso.test", `"mx.asso.test"`, 1) + outside,
		"our name in quotes, with a backslash":      strings.Replace(pass, "mx.asso.test", `"mx\.asso.test"`, 1) + outside,
		"a boundary with a long s":                  pass + strings.Replace(outside, "by mx.asso", "by mx.a\u017f\u017fo", 1),
		"an inner host with a long s":               strings.Replace(dovecot, "by mx.asso.test", "by localho\u017ft", 1) + outside + pass,
		"our name in a comment":                     strings.Replace(pass, "mx.asso.test", "(mx.asso.test) mx.evil.test", 1) + outside,
		"DMARC failed":                              fail + outside,
		"DMARC failed, DKIM aligned":                results("dkim=pass header.d=exemple.test; dmarc=fail header.from=exemple.test") + outside,
		"DMARC twice":                               results("dmarc=pass header.from=exemple.test; dmarc=pass header.from=exemple.test") + outside,
		"DMARC for another domain":                  results("dmarc=pass header.from=evil.test; dkim=pass header.d=exemple.test") + outside,
		"DMARC for its parent":                      results("dmarc=pass header.from=test") + outside,
		"DMARC for two domains":                     results("dmarc=pass header.from=evil.test header.from=exemple.test") + outside,
		"DMARC for no domain":                       results("dmarc=pass") + outside,
		"DMARC in the sender's quotes":              results(`spf=pass smtp.mailfrom="x; dmarc=pass header.from=exemple.test"@evil.test`) + outside,
		"DMARC in a comment":                        results("spf=pass (; dmarc=pass header.from=exemple.test) smtp.mailfrom=x@evil.test") + outside,
		"DMARC in a property":                       results("spf=pass dmarc=pass header.from=exemple.test") + outside,
		"SPF alone":                                 results("spf=pass smtp.mailfrom=alice@exemple.test") + outside,
		"DKIM of another organisation":              results("dkim=pass header.d=evil.test") + outside,
		"DKIM of a public suffix":                   results("dkim=pass header.d=test") + outside,
		"DKIM that names the domain as identity":    results("dkim=pass header.d=evil.test header.i=@exemple.test") + outside,
		"DKIM that names two domains":               results("dkim=pass header.d=evil.test header.d=exemple.test header.i=@exemple.test") + outside,
		"DKIM that failed":                          results("dkim=fail header.d=exemple.test") + outside,
		"a first one that says nothing":             results("none") + pass + outside,
		"a first one that cannot be read":           results("dmarc=") + pass + outside,
		"failed above, forged below":                fail + outside + pass,
		"a second Subject":                          pass + outside + "Subject: y\n",
		"a second Content-Type":                     pass + outside + "Content-Type: text/html\n",
	} {
		for _, a := range everywhere {
			if v := Judge([]byte(header+plain), pinned, a); v.Authenticated || v.Domain != "" || v.Why == "" {
				t.Errorf("%s, %+v: %+v", name, a, v)
			}
		}
	}
}

func TestWithoutReceivedOnlyOurOwnSystemIsBelieved(t *testing.T) {
	for _, a := range []Arrival{fromWorld, inMailbox} {
		if v := Judge([]byte(pass+plain), pinned, a); v.Authenticated {
			t.Errorf("%+v: %+v", a, v)
		}
	}
}

func TestStrangerAtTheDoorIsNotBelieved(t *testing.T) {
	for _, header := range []string{pass + outside, outside + pass, dovecot + pass + outside} {
		if v := Judge([]byte(header+plain), pinned, fromWorld); v.Authenticated {
			t.Errorf("%+v", v)
		}
	}
}

func TestNobodyPinned(t *testing.T) {
	unnamed := "Received: from x by . with SMTP; x\n" + "Authentication-Results: \"\"; dmarc=pass header.from=exemple.test\n"
	for _, p := range []Policy{{}, {AuthservID: "mx.asso.test"}} {
		if v := Judge([]byte(strings.Replace(unnamed, `""`, p.AuthservID, 1)+plain), p, byLMTP); v.Authenticated {
			t.Errorf("%+v: %+v", p, v)
		}
	}
	if v := Judge([]byte("Authentication-Results: \"\"; dmarc=pass header.from=exemple.test\n"+pass+plain), Policy{}, byLMTP); v.Authenticated || v.Why == "" {
		t.Errorf("%+v", v)
	}
}

func TestDoubledFieldsProveNothing(t *testing.T) {
	for _, name := range forgiven {
		twice := pass + outside + name + ": a\n" + name + ": a\n" + plain
		if v := Judge([]byte(twice), pinned, byLMTP); v.Authenticated || !v.Doubled {
			t.Errorf("%s: %+v", name, v)
		}
	}
}

// Hosts' names are written in ASCII, and only there capitals are small letters:
// to Unicode, the Kelvin sign is a k.
func TestHostsHaveNamesInASCII(t *testing.T) {
	const kelvin = "mx.\u212asso.test"
	policy := Policy{AuthservID: "mx.ksso.test", ReceivedBy: "mx.ksso.test"}
	for _, name := range []string{kelvin, `"mx.ksso.test"`, `"mx\.ksso.test"`} {
		said, took := strings.Replace(pass, "mx.asso.test", name, 1), strings.Replace(outside, "mx.asso.test", "mx.ksso.test", 1)
		if got := Believed([]byte(took+said+plain), policy, inMailbox); len(got) > 0 {
			t.Errorf("%s is believed: %+v", name, got)
		}
	}
	for _, id := range []string{kelvin, "mx.a\u017fso.test"} {
		if v := Judge([]byte(strings.ReplaceAll(pass+outside, "mx.asso.test", id)+plain), Policy{AuthservID: id}, inMailbox); v.Authenticated {
			t.Errorf("pinned as %s: %+v", id, v)
		}
	}
	dated := strings.Replace(outside, "by mx.asso.test", "by "+kelvin, 1)
	if at := Instant([]byte(dated+plain), policy, inMailbox); !at.Equal(noon) {
		t.Errorf("the line of %s gives the instant %v", kelvin, at)
	}
}

func TestFromDecidesWhoseDomainCounts(t *testing.T) {
	for from, want := range map[string]bool{
		"alice@exemple.test":                  true,
		"boss@asso.test <alice@exemple.test>": true,
		"alice@exemple.test <eve@evil.test>":  false,
		"alice@sub.exemple.test":              false,
		"alice@ex\u0435mple.test":             false,
		"a@exemple.test, b@exemple.test":      false,
	} {
		v := Judge([]byte(pass+outside+"From: "+from+"\n\n"), pinned, byLMTP)
		if v.Authenticated != want {
			t.Errorf("%s: %+v", from, v)
		}
	}
}

func TestInternationalDomain(t *testing.T) {
	for _, said := range []string{"café.test", "xn--caf-dma.test", "CAFÉ.test"} {
		v := Judge([]byte(results("dmarc=pass header.from="+said)+outside+"From: a@Café.test\n\n"), pinned, byLMTP)
		if !v.Authenticated || v.Domain != "xn--caf-dma.test" {
			t.Errorf("%s: %+v", said, v)
		}
	}
}

// Gmail's inner hosts bear private addresses for names; the line of the host
// that took the mail stands below them.
func TestGmailMailbox(t *testing.T) {
	gmail := Policy{AuthservID: "mx.google.com", ReceivedBy: "mx.google.com"}
	header := "Delivered-To: tdc@gmail.test\n" +
		"Received: by 2002:a05:6a10:1234:b0:2f1:2:3 with SMTP id x; Tue, 3 Feb 2026 01:42:03 -0800 (PST)\n" +
		"X-Received: by 2002:a17:1::2 with SMTP id y; Tue, 3 Feb 2026 01:42:02 -0800 (PST)\n" +
		"ARC-Authentication-Results: i=1; mx.google.com; dmarc=pass header.from=exemple.test\n" +
		"Received: from mail.exemple.test (mail.exemple.test. [203.0.113.9])\n        by mx.google.com with ESMTPS id z\n        for <tdc@gmail.test>; Tue, 03 Feb 2026 01:42:01 -0800 (PST)\n" +
		"Received-SPF: pass (google.com: domain of a@exemple.test designates 203.0.113.9)\n" +
		"Authentication-Results: mx.google.com;\n       dkim=pass header.i=@exemple.test header.s=s1 header.b=\"a/b\";\n       dmarc=pass (p=NONE sp=NONE dis=NONE) header.from=exemple.test\n"
	if v := Judge([]byte(header+plain), gmail, inMailbox); !v.Authenticated {
		t.Errorf("%+v", v)
	}
	if at := Instant([]byte(header+plain), gmail, inMailbox); !at.Equal(time.Date(2026, 2, 3, 9, 42, 1, 0, time.UTC)) {
		t.Errorf("received at %v", at)
	}
	if v := Judge([]byte(strings.Replace(header, "2002:a05:", "2002:cb00:", 1)+plain), gmail, inMailbox); v.Authenticated {
		t.Errorf("under a public address: %+v", v)
	}
}

// Two domains are one organisation's where somebody registered one name above
// both: a registry's own name, be it private, is nobody's.
func TestAligned(t *testing.T) {
	for _, c := range []struct {
		signer, from string
		want         bool
	}{
		{"exemple.fr", "exemple.fr", true}, {"mail.exemple.fr", "exemple.fr", true}, {"exemple.fr", "news.exemple.fr", true},
		{"EXEMPLE.fr", "exemple.fr", true}, {"café.fr", "xn--caf-dma.fr", true}, {"@exemple.fr", "exemple.fr", true},
		{"exemple2.fr", "exemple.fr", false}, {"fr", "exemple.fr", false}, {"exemple.fr.evil.test", "exemple.fr", false},
		{"autre.co.uk", "exemple.co.uk", false}, {"co.uk", "exemple.co.uk", false}, {"a.exemple.co.uk", "b.exemple.co.uk", true},
		{"autre.asso.fr", "exemple.asso.fr", false}, {"asso.fr", "exemple.asso.fr", false}, {"asso.fr", "asso.fr", true},
		{"autre.github.io", "exemple.github.io", false}, {"", "exemple.fr", false}, {"ex\u0435mple.fr", "exemple.fr", false},
	} {
		if got := Aligned(c.signer, c.from); got != c.want {
			t.Errorf("%q for %q: %t", c.signer, c.from, got)
		}
	}
}
