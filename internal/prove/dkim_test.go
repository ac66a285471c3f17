package prove

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/emersion/go-msgauth/dkim"

	"toutdoux/internal/trust"
)

// What a member's provider signed for us is proven, whichever its key and
// whatever else is signed.
func TestSignedMailIsProven(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newTown(t)
		to := func(recipients string) string {
			return strings.Replace(written, `"Le collectif, bis" <tdc@asso.test>`, recipients, 1)
		}
		for name, mail := range map[string]string{
			"RSA":                      w.sign(t, written),
			"Ed25519":                  w.sign(t, written, w.edwardian),
			"the organisation's":       w.sign(t, written, by("mail.exemple.test")),
			"simple canonicalisation":  w.sign(t, written, func(o *dkim.SignOptions) { o.HeaderCanonicalization, o.BodyCanonicalization = "", "" }),
			"over-signed":              w.sign(t, written, over("From:From:Subject:Subject:Date:Date:To:To")),
			"two, the second of ours":  w.sign(t, w.sign(t, written), by("evil.test")),
			"two, the first broken":    strings.Replace(w.sign(t, w.sign(t, written), w.edwardian), "b=", "b=AA", 1),
			"a suffix of the list":     w.sign(t, to("tdc+p-abc@asso.test")),
			"the list among others":    w.sign(t, to("a@x.test, g: b@x.test, TDC@Asso.test;")),
			"the list in Cc":           w.sign(t, strings.Replace(to("a@x.test"), "bob@exemple.test", "tdc@asso.test", 1)),
			"Date of five days before": w.sign(t, strings.Replace(written, "Sat, 1 Jan 2000 01:00:00 +0100", "Mon, 27 Dec 1999 00:00:00 GMT", 1)),
			"trace lines above":        "Received: from a by b; x\nDelivered-To: tdc\n" + w.sign(t, written),
			"blanks changed":           strings.Replace(w.sign(t, written), "Subject: Re: [EXTRA #12] x", "Subject:  Re:\n [EXTRA #12]  x ", 1),
			"among five":               w.sign(t, w.others(t, written, 4)),
		} {
			want(t, name, w.prove(t, mail), "")
			want(t, name+", with LF", w.prover.Prove(t.Context(), trust.Evidence{Raw: []byte(mail), At: noon, Arrival: trust.Arrival{LMTP: true}}), "")
		}
	})
}

// others adds signatures of somebody else.
func (w *town) others(t *testing.T, mail string, n int) string {
	for range n {
		mail = w.sign(t, mail, by("evil.test"))
	}
	return mail
}

// Each condition is broken in turn.
func TestSignatureThatProvesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newTown(t)
		signed := w.sign(t, written)
		at := func(date string) string {
			return w.sign(t, strings.Replace(written, "Sat, 1 Jan 2000 01:00:00 +0100", date, 1))
		}
		elsewhere := w.sign(t, strings.Replace(written, "tdc@asso.test", "autre@liste.test", 1))
		for name, c := range map[string]struct{ mail, why string }{
			"no signature":               {written, "no DKIM signature"},
			"another body":               {strings.Replace(signed, "POUR", "CONTRE", 1), "no DKIM signature"},
			"another subject":            {strings.Replace(signed, "#12", "#13", 1), "no DKIM signature"},
			"another From":               {strings.Replace(signed, "alice@", "bob@", 1), "no DKIM signature"},
			"another organisation's":     {w.sign(t, written, by("evil.test")), "no DKIM signature"},
			"an unknown selector":        {w.sign(t, written, func(o *dkim.SignOptions) { o.Selector = "gone" }), "no DKIM signature"},
			"a selector that is none":    {strings.Replace(signed, "s=rsa", "s=r?a", 1), "no DKIM signature"},
			"expired":                    {w.sign(t, written, func(o *dkim.SignOptions) { o.Expiration = time.Now().Add(-time.Second) }), "no DKIM signature"},
			"sixth of six":               {w.others(t, signed, 5), "no DKIM signature"},
			"Subject not signed":         {w.sign(t, written, over("From:To:Date")), "does not cover subject"},
			"Date not signed":            {w.sign(t, written, over("From:To:Subject")), "does not cover date"},
			"neither To nor Cc":          {w.sign(t, written, over("From:Subject:Date")), "not named"},
			"the list not in signed Cc":  {w.sign(t, written, over("From:Subject:Date:Cc")), "not named"},
			"to another list":            {elsewhere, "not named"},
			"resent here, with a Bcc":    {"Bcc: tdc@asso.test\nResent-To: tdc@asso.test\n" + elsewhere, "not named"},
			"only in the display name":   {w.sign(t, strings.Replace(written, "<tdc@asso.test>", "\"tdc@asso.test\" <x@y.test>", 1)), "not named"},
			"no To at all, To signed":    {w.sign(t, strings.Replace(written, "To: \"Le collectif, bis\" <tdc@asso.test>\n", "", 1), over("From:To:Subject:Date")), "not named"},
			"a second To beside it":      {"To: tdc@asso.test\n" + elsewhere, "shape"},
			"Date of five days and 1 s":  {at("Sun, 26 Dec 1999 23:59:59 GMT"), "5 days"},
			"Date ahead":                 {at("Thu, 6 Jan 2000 00:00:01 GMT"), "5 days"},
			"Date that is none":          {at("hier"), "5 days"},
			"Cc twice":                   {"Cc: x@y.test\n" + signed, "twice"},
			"Date twice":                 {"Date: Sat, 1 Jan 2000 00:00:00 GMT\n" + signed, "twice"},
			"two From":                   {"From: eve@exemple.test\n" + signed, "shape"},
			"no From":                    {"Subject: x\n\n", "shape"},
			"nothing":                    {"", "shape"},
			"a From that only DKIM sees": {"From: eve@exemple.test\n" + strings.Replace(signed, "\nFrom:", "\nFrom\u00a0:", 1), "no field"},
			"a From with a blank":        {strings.Replace(signed, "\nFrom:", "\nFrom :", 1), "no field"},
			"a line that is no field":    {"hello\n" + signed, "no field"},
			"begins with a continuation": {" x\n" + signed, "no field"},
		} {
			w.fresh(t)
			v := w.prove(t, c.mail)
			want(t, name, v, c.why)
			if v.Doubled != (c.why == "twice") {
				t.Errorf("%s: %+v", name, v)
			}
		}
	})
}

// A signature over the beginning of a body alone (l=) lets anybody write on
// below it, so that it proves nothing, be it over the whole.
func TestLengthOfTheBody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newTown(t)
		want(t, "without l=", w.prove(t, w.byHand(written, "")), "")
		want(t, "with l= of the whole", w.prove(t, w.byHand(written, "l=6; ")), "no DKIM signature")
		want(t, "with l= and words below", w.prove(t, w.byHand(written, "l=6; ")+"Enfin, CONTRE.\n"), "no DKIM signature")
	})
}

// byHand signs as no signer would any more, with simple canonicalisation (RFC
// 6376 section 3.7) and one more tag.
func (w *town) byHand(mail, tag string) string {
	header, body, _ := strings.Cut(strings.ReplaceAll(mail, "\n", "\r\n"), "\r\n\r\n")
	sum := sha256.Sum256([]byte(body))
	field := "DKIM-Signature: v=1; a=ed25519-sha256; d=exemple.test; s=ed; h=From:To:Cc:Subject:Date; " + tag +
		"bh=" + base64.StdEncoding.EncodeToString(sum[:]) + "; b="
	signed, _, _ := strings.Cut(header, "Message-ID:")
	hash := sha256.Sum256([]byte(signed + field))
	field += base64.StdEncoding.EncodeToString(ed25519.Sign(w.edwards, hash[:]))
	return field + "\n" + mail
}

// Keys that are too short, absurdly long, several, withdrawn or in test are none.
func TestKeyThatIsNone(t *testing.T) {
	short, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		w := newTown(t)
		good := w.texts["rsa._domainkey.exemple.test"][0]
		for name, c := range map[string]struct {
			records []string
			why     string
		}{
			"as it should be": {[]string{good}, ""},
			"with flags":      {[]string{good + "; t=s"}, ""},
			"of somebody":     {[]string{record(t, short)}, "no DKIM signature"},
			"oversize":        {[]string{good + "; n=" + strings.Repeat("x", longestRecord)}, "no DKIM signature"},
			"several":         {[]string{good, good}, "no DKIM signature"},
			"withdrawn":       {[]string{"v=DKIM1; p="}, "no DKIM signature"},
			"in test":         {[]string{good + "; t=s : y"}, "no DKIM signature"},
			"not for mail":    {[]string{good + "; s=tlsrpt"}, "no DKIM signature"},
			"no key":          {[]string{"hello"}, "no DKIM signature"},
			"none":            {nil, "no DKIM signature"},
		} {
			w.fresh(t)
			w.texts["rsa._domainkey.exemple.test"] = c.records
			want(t, name, w.prove(t, w.sign(t, written)), c.why)
		}
	})
}

// DMARC can only ask for more; where nothing was published, or it cannot be
// read, alignment by organisation is enough (RFC 7489 section 6.6.3).
func TestDMARC(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newTown(t)
		w.texts["rsa._domainkey.sub.exemple.test"] = w.texts["rsa._domainkey.exemple.test"]
		below := strings.Replace(written, "alice@exemple.test", "alice@sub.exemple.test", 1)
		for name, c := range map[string]struct{ at, record, mail, signer, why string }{
			"no record":                       {"", "", written, "mail.exemple.test", ""},
			"relaxed":                         {"_dmarc.exemple.test", "v=DMARC1; p=reject", written, "mail.exemple.test", ""},
			"strict, the very name":           {"_dmarc.exemple.test", "v=DMARC1; p=reject; adkim=s", written, "exemple.test", ""},
			"strict, a part":                  {"_dmarc.exemple.test", "v=DMARC1; p=reject; adkim=s", written, "mail.exemple.test", "DMARC fails (p=reject)"},
			"strict, p=none":                  {"_dmarc.exemple.test", "v=DMARC1; p=none; adkim=s", written, "mail.exemple.test", "DMARC fails (p=none)"},
			"the organisation's, for a part":  {"_dmarc.exemple.test", "v=DMARC1; p=none; adkim=s", below, "exemple.test", "DMARC fails"},
			"its own before that":             {"_dmarc.sub.exemple.test", "v=DMARC1; p=none", below, "exemple.test", ""},
			"another text beside":             {"_dmarc.exemple.test", "hello", written, "mail.exemple.test", ""},
			"a record that cannot be read":    {"_dmarc.exemple.test", "v=DMARC1; p=perhaps", written, "exemple.test", "cannot be had"},
			"signed by the public suffix":     {"", "", written, "test", "no DKIM signature"},
			"signed by a sister organisation": {"", "", written, "exemple2.test", "no DKIM signature"},
		} {
			w.fresh(t)
			w.texts["rsa._domainkey."+c.signer] = w.texts["rsa._domainkey.evil.test"]
			if c.at != "" {
				w.texts[c.at] = []string{c.record}
			}
			want(t, name, w.prove(t, w.sign(t, c.mail, by(c.signer))), c.why)
			delete(w.texts, c.at)
		}
	})
}
