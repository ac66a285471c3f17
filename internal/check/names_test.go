package check

import (
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"net/netip"
	"strings"
	"testing"
	"testing/synctest"
)

// The DNS of the list's domain, as it often is.
func TestDNS(t *testing.T) {
	for _, c := range []struct {
		name    string
		change  func(d dns)
		subject string
		level   Level
		words   []string
	}{
		{"no MX", func(d dns) { delete(d.mx, "asso.net.") }, "dns.mx", Fault, []string{"has no MX record", "asso.net. MX 10"}},
		{"an address in its place", func(d dns) {
			delete(d.mx, "asso.net.")
			d.ip["asso.net."] = []string{"203.0.113.7"}
		}, "dns.mx", Warning, []string{"has no MX record", "its own address (203.0.113.7)", "asso.net. MX 10"}},
		{"an MX of no host", func(d dns) { delete(d.ip, "mx.asso.net.") }, "dns.mx", Fault, []string{"mx.asso.net has no address"}},
		{"the null MX", func(d dns) { d.mx["asso.net."] = []string{"."} }, "dns.mx", Fault, []string{"takes no mail"}},
		{"no SPF", func(d dns) { d.txt["asso.net."] = []string{"v=spf10"} }, "dns.spf", Warning, []string{"no SPF record", "v=spf1 mx -all"}},
		{"two SPF", func(d dns) { d.txt["asso.net."] = []string{"v=spf1 -all", "V=SPF1 mx"} }, "dns.spf", Fault, []string{"2 SPF records", "make them one"}},
		{"silent", func(d dns) { d.txt["asso.net."] = []string{"silent"} }, "dns.spf", Warning, []string{"the DNS does not answer", "resolv.conf"}},
		{"no DMARC", func(d dns) { delete(d.txt, "_dmarc.asso.net.") }, "dns.dmarc", Warning, []string{"no DMARC record", "v=DMARC1; p=none"}},
		{"two DMARC", func(d dns) {
			d.txt["_dmarc.asso.net."] = []string{"v=DMARC1; p=none", "v=DMARC1; p=reject"}
		}, "dns.dmarc", Fault, []string{"2 DMARC records"}},
		{"no policy", func(d dns) { d.txt["_dmarc.asso.net."] = []string{"v=DMARC1; p=strict"} }, "dns.dmarc", Fault, []string{"no policy"}},
		{"reject", func(d dns) { d.txt["_dmarc.asso.net."] = []string{"v=DMARC1; P = reject"} }, "dns.dmarc", OK, []string{"to refuse", "p=reject"}},
		{"reject, and not signed here", func(d dns) { d.txt["_dmarc.asso.net."] = []string{"v=DMARC1; p=reject"} }, "dns.dmarc", Note, []string{"not signed here", "check --mail"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := settle(t, configuration)
				p.provider()
				c.change(p.dns)
				expect(t, p.check(), c.subject, c.level, c.words...)
			})
		})
	}
}

// Below a registered name, that name's DMARC record counts; and the domain of
// the mailbox's own provider is spoken of in a line.
func TestOthersDomains(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := settle(t, strings.Replace(configuration, "tdc@asso.net", "tdc@listes.asso.net", 1))
		p.dns.txt["_dmarc.asso.net."] = []string{"v=DMARC1; p=none; sp=quarantine"}
		expect(t, p.check(), "dns.dmarc", OK, "asso.net asks others to take for spam")

		p.configure(strings.Replace(configuration, "127.0.0.1:1143", "imap.asso.net:993", 1))
		expect(t, p.check(), "dns", OK, "asso.net is your provider's domain")
		p.dns.txt["asso.net."] = []string{"v=spf1 mx", "v=spf1 a"}
		expect(t, p.check(), "dns", Note, "2 SPF records", "provider's business")

		p.configure(strings.Replace(configuration, "tdc@asso.net", "tdc@asso.example", 1))
		expect(t, p.check(), "dns", Note, "the DNS is not asked")
	})
}

// A server of our own: MX, SPF and the name of its address are ours to mend.
func TestOwnServer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := settle(t, configuration+"[receive.smtp]\nlisten = \"0.0.0.0:25\"\n")
		here, private := netip.MustParseAddr("203.0.113.7"), netip.MustParseAddr("192.168.1.7")
		p.machine.addresses = []netip.Addr{private, here}
		found := p.check()
		expect(t, found, "dns.mx", OK, "brought to mx.asso.net")
		expect(t, found, "dns.spf", OK, "SPF lets this machine (203.0.113.7) send")
		expect(t, found, "dns.ptr", Warning, "has no name (PTR)", "set its reverse name to asso.net")

		p.dns.ptr["203.0.113.7"] = []string{"mx.asso.net."}
		expect(t, p.check(), "dns.ptr", Note, "is called mx.asso.net, and we call ourselves asso.net", "hello")
		p.dns.ptr["203.0.113.7"] = []string{"asso.net."}
		expect(t, p.check(), "dns.ptr", Warning, "that name is not this address")
		p.dns.ip["asso.net."] = []string{"203.0.113.7"}
		expect(t, p.check(), "dns.ptr", OK, "there and back")

		p.machine.addresses = []netip.Addr{netip.MustParseAddr("203.0.113.8")}
		found = p.check()
		expect(t, found, "dns.mx", Warning, "none of them is this machine (203.0.113.8)")
		expect(t, found, "dns.spf", Warning, "SPF does not let this machine (203.0.113.8) send", "ip4:203.0.113.8")
		p.machine.addresses = []netip.Addr{private}
		found = p.check()
		expect(t, found, "dns.ptr", Note, "no public address")
		expect(t, found, "dns.spf", OK, "one SPF record")
	})
}

// The keys that letters are signed with, and what the DNS says of them.
func TestDKIM(t *testing.T) {
	long, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	_, short, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	record := func(key crypto.Signer) string {
		kind, raw := published(key.Public())
		return "v=DKIM1; k=" + kind + "; p=" + base64.StdEncoding.EncodeToString(raw)
	}
	zoned := func(name, record string) string {
		record = strings.ReplaceAll(record, "; ", ";")
		return name + ` TXT "` + record[:255] + `" "` + record[255:] + `"`
	}
	old := "v=DKIM1; p=" + base64.StdEncoding.EncodeToString(x509.MarshalPKCS1PublicKey(&long.PublicKey))
	name := "t1._domainkey.asso.net."
	for _, c := range []struct {
		name  string
		key   crypto.Signer
		there []string
		level Level
		words []string
	}{
		{"RSA", long, []string{record(long)}, OK, []string{"is that of t1.pem"}},
		{"RSA as it was written once", long, []string{old}, OK, []string{"is that of t1.pem"}},
		{"Ed25519", short, []string{record(short)}, OK, []string{"is that of t1.pem"}},
		{"with blanks", long, []string{strings.Replace(record(long), "AQEA", "AQ EA", 1)}, OK, []string{"is that of t1.pem"}},
		{"not there", long, nil, Fault, []string{"has no key of that name", "publish " + zoned(name, record(long))}},
		{"another one", long, []string{record(short)}, Fault, []string{"another one than t1.pem", "publish " + zoned(name, record(long))}},
		{"Ed25519 taken for RSA", short, []string{strings.Replace(record(short), "k=ed25519; ", "", 1)}, Fault, []string{"k=ed25519", "publish"}},
		{"RSA taken for Ed25519", long, []string{strings.Replace(record(long), "k=rsa", "k=ed25519", 1)}, Fault, []string{"k=rsa", "publish"}},
		{"for another service", long, []string{record(long) + "; s=tlsrpt"}, Fault, []string{"s=tlsrpt", "not for mail"}},
		{"for mail, too", long, []string{record(long) + "; s=other:email"}, OK, []string{"is that of t1.pem"}},
		{"for all", long, []string{record(long) + "; s=*"}, OK, []string{"is that of t1.pem"}},
		{"taken back", long, []string{"v=DKIM1; p="}, Fault, []string{"taken back"}},
		{"in test", long, []string{record(long) + "; t=s:y"}, Warning, []string{"t=y"}},
		{"two", long, []string{record(long), record(long)}, Fault, []string{"2 records"}},
		{"silent", long, []string{"silent"}, Warning, []string{"does not say"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := settle(t, configuration+"[dkim]\ndomain = \"asso.net\"\nkeys = [{ selector = \"t1\", file = \"t1.pem\" }]\n")
				der, err := x509.MarshalPKCS8PrivateKey(c.key)
				if err != nil {
					t.Fatal(err)
				}
				p.write("t1.pem", string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})), 0o600)
				if c.there != nil {
					p.dns.txt[name] = c.there
				}
				expect(t, p.check(), "dkim", c.level, c.words...)
			})
		})
	}
	synctest.Test(t, func(t *testing.T) {
		p := settle(t, configuration+"[dkim]\ndomain = \"other.net\"\nkeys = [{ selector = \"t1\", file = \"t1.pem\" }]\n")
		p.write("t1.pem", "no key", 0o644)
		found := p.check()
		expect(t, found, "dkim", Fault, "the key t1.pem cannot be used", "openssl")
		expect(t, found, "dns.dmarc", Warning, "signed here for other.net")
	})
}
