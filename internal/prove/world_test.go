package prove

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"net"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-msgauth/dkim"

	"toutdoux/internal/address"
	"toutdoux/internal/trust"
)

// zone is a DNS in memory: TXT records by name, without the last dot.
type zone struct {
	mu    sync.Mutex
	texts map[string][]string
	slow  map[string]bool // names that are never answered
	asked []string        // the questions that came
}

// take notes a question; it waits as long as the asker for what is never
// answered.
func (z *zone) take(ctx context.Context, name string) (string, error) {
	rooted := strings.HasSuffix(name, ".")
	name = strings.TrimSuffix(name, ".")
	z.mu.Lock()
	z.asked = append(z.asked, name)
	slow := z.slow[name]
	z.mu.Unlock()
	if !rooted {
		return name, &net.DNSError{Err: "the machine's own suffixes would be tried", Name: name}
	}
	if slow {
		<-ctx.Done()
		return name, &net.DNSError{Err: ctx.Err().Error(), Name: name, IsTimeout: true}
	}
	return name, nil
}

func (z *zone) LookupTXT(ctx context.Context, name string) ([]string, error) {
	name, err := z.take(ctx, name)
	if err != nil {
		return nil, err
	}
	if texts, ok := z.texts[name]; ok {
		return texts, nil
	}
	return nil, &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
}

func (z *zone) LookupMX(context.Context, string) ([]*net.MX, error) { return nil, notFound("") }

func (z *zone) LookupIPAddr(context.Context, string) ([]net.IPAddr, error) { return nil, notFound("") }

func (z *zone) LookupAddr(context.Context, string) ([]string, error) { return nil, notFound("") }

// questions is how many there were.
func (z *zone) questions() int {
	z.mu.Lock()
	defer z.mu.Unlock()
	return len(z.asked)
}

// noon is now in every bubble: when synctest begins.
var noon = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// smtpPeer is the host from which exemple.test sends.
var smtpPeer = netip.MustParseAddr("192.0.2.7")

// town is a small world: exemple.test signs with the selectors rsa and ed,
// and sends from 192.0.2.7.
type town struct {
	*zone
	rsa     *rsa.PrivateKey
	edwards ed25519.PrivateKey
	prover  *Prover
}

func newTown(t testing.TB) *town {
	t.Helper()
	w := &town{zone: &zone{texts: map[string][]string{}, slow: map[string]bool{}}}
	var err error
	if w.rsa, err = rsa.GenerateKey(rand.Reader, 2048); err != nil {
		t.Fatal(err)
	}
	if _, w.edwards, err = ed25519.GenerateKey(rand.Reader); err != nil {
		t.Fatal(err)
	}
	w.texts["rsa._domainkey.exemple.test"] = []string{record(t, w.rsa)}
	w.texts["rsa._domainkey.mail.exemple.test"] = []string{record(t, w.rsa)}
	w.texts["rsa._domainkey.evil.test"] = []string{record(t, w.rsa)}
	w.texts["ed._domainkey.exemple.test"] = []string{record(t, w.edwards)}
	w.texts["exemple.test"] = []string{"v=spf1 ip4:192.0.2.7 ~all"}
	w.fresh(t)
	return w
}

// fresh is a prover that remembers nothing.
func (w *town) fresh(t testing.TB) {
	t.Helper()
	list, err := address.ParseListAddress("tdc@asso.test", "+")
	if err != nil {
		t.Fatal(err)
	}
	w.prover = New(trust.Policy{TrustedRelays: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}, []address.List{list}, w.zone)
}

// record is what the DNS says of a key.
func record(t testing.TB, key crypto.Signer) string {
	t.Helper()
	if public, ok := key.Public().(ed25519.PublicKey); ok {
		return "v=DKIM1; k=ed25519; p=" + base64.StdEncoding.EncodeToString(public)
	}
	der, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		t.Fatal(err)
	}
	return "v=DKIM1; k=rsa; p=" + base64.StdEncoding.EncodeToString(der)
}

const (
	written = "From: Alice <alice@exemple.test>\nTo: \"Le collectif, bis\" <tdc@asso.test>\nCc: bob@exemple.test\nSubject: Re: [EXTRA #12] x\nDate: Sat, 1 Jan 2000 01:00:00 +0100\nMessage-ID: <1@x>\n\nPOUR\n"
	usual   = "From:To:Cc:Subject:Date:Message-ID"
)

// sign signs a mail with LF line ends; how changes what is usual.
func (w *town) sign(t testing.TB, mail string, how ...func(*dkim.SignOptions)) string {
	t.Helper()
	options := &dkim.SignOptions{
		Domain: "exemple.test", Selector: "rsa", Signer: w.rsa, HeaderKeys: strings.Split(usual, ":"),
		HeaderCanonicalization: dkim.CanonicalizationRelaxed, BodyCanonicalization: dkim.CanonicalizationRelaxed,
	}
	for _, change := range how {
		change(options)
	}
	var out bytes.Buffer
	if err := dkim.Sign(&out, strings.NewReader(strings.ReplaceAll(mail, "\n", "\r\n")), options); err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(out.String(), "\r\n", "\n")
}

func by(domain string) func(*dkim.SignOptions) {
	return func(o *dkim.SignOptions) { o.Domain = domain }
}

func over(fields string) func(*dkim.SignOptions) {
	return func(o *dkim.SignOptions) { o.HeaderKeys = strings.Split(fields, ":") }
}

func (w *town) edwardian(o *dkim.SignOptions) { o.Selector, o.Signer = "ed", w.edwards }

// prove asks about a mail that came by LMTP.
func (w *town) prove(t *testing.T, mail string) trust.Verdict {
	t.Helper()
	return w.prover.Prove(t.Context(), trust.Evidence{
		Raw: []byte(strings.ReplaceAll(mail, "\n", "\r\n")), At: noon, Arrival: trust.Arrival{Accepted: noon, LMTP: true},
	})
}

// want checks a verdict: proven for an empty why, else not, for that reason.
func want(t *testing.T, name string, v trust.Verdict, why string) {
	t.Helper()
	if v.Authenticated != (why == "") || v.Authenticated != (v.Domain != "") || !strings.Contains(v.Why, why) || v.Why == "" {
		t.Errorf("%s: %+v, want %q", name, v, why)
	}
}
