package association

import (
	"context"
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"toutdoux/internal/address"
	"toutdoux/internal/config"
	"toutdoux/internal/prove"
	"toutdoux/internal/trust"
)

// Debian's python3-dkim, for Debian's own python.
const (
	python   = "/usr/bin/python3"
	verifier = `
import dkim, sys
records = dict(line.split(" ", 1) for line in sys.argv[1].splitlines())
mail = sys.stdin.buffer.read()
def dns(name, timeout=5):
    return records.get(name.decode().rstrip("."), "").encode() or None
for n in range(int(sys.argv[2])):
    try:
        print(dkim.DKIM(mail).verify(idx=n, dnsfunc=dns))
    except dkim.ValidationError:
        print(False)
`
	signerOfTheirs = `
import dkim, sys
selector, domain, key, algorithm, canonical = (a.encode() for a in sys.argv[1:6])
mail = sys.stdin.buffer.read()
header, body = canonical.split(b"/")
sys.stdout.buffer.write(dkim.sign(mail, selector, domain, open(key, "rb").read() if algorithm == b"rsa-sha256" else key,
    canonicalize=(header, body), signature_algorithm=algorithm) + mail)
`
	plainMail = "From: Alice <alice@exemple.test>\r\nTo: tdc@asso.test\r\nSubject: =?utf-8?q?D=C3=A9cision?=\r\n  [EXTRA #12]\r\n" +
		"Date: %s\r\nMessage-ID: <1@exemple.test>\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n" +
		"Content-Transfer-Encoding: 8bit\r\n\r\nPour,  évidemment. \r\n\r\n.\r\n\r\n\r\n"
)

// names is a DNS in memory, of TXT records alone.
type names map[string]string

func (n names) LookupTXT(_ context.Context, name string) ([]string, error) {
	if record, ok := n[strings.TrimSuffix(name, ".")]; ok {
		return []string{record}, nil
	}
	return nil, &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
}

func (names) LookupMX(context.Context, string) ([]*net.MX, error)        { return nil, nil }
func (names) LookupIPAddr(context.Context, string) ([]net.IPAddr, error) { return nil, nil }
func (names) LookupAddr(context.Context, string) ([]string, error)       { return nil, nil }

// text is the records as the other program reads them.
func (n names) text() string {
	var lines []string
	for name, record := range n {
		lines = append(lines, name+" "+record)
	}
	return strings.Join(lines, "\n")
}

// pair is two keys, and what the DNS says of them.
type pair struct {
	rsa     *rsa.PrivateKey
	edwards ed25519.PrivateKey
	files   map[string]string
	names
}

func newPair(t *testing.T) pair {
	t.Helper()
	p := pair{files: map[string]string{}, names: names{}}
	var err error
	if p.rsa, err = rsa.GenerateKey(rand.Reader, 2048); err != nil {
		t.Fatal(err)
	}
	if _, p.edwards, err = ed25519.GenerateKey(rand.Reader); err != nil {
		t.Fatal(err)
	}
	for selector, key := range map[string]crypto.Signer{"rsa": p.rsa, "ed": p.edwards} {
		private, err := x509.MarshalPKCS8PrivateKey(key)
		if err != nil {
			t.Fatal(err)
		}
		p.files[selector] = filepath.Join(t.TempDir(), selector+".pem")
		if err := os.WriteFile(p.files[selector], pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	public, err := x509.MarshalPKIXPublicKey(p.rsa.Public())
	if err != nil {
		t.Fatal(err)
	}
	p.names["rsa._domainkey.exemple.test"] = "v=DKIM1; k=rsa; p=" + base64.StdEncoding.EncodeToString(public)
	p.names["ed._domainkey.exemple.test"] = "v=DKIM1; k=ed25519; p=" + base64.StdEncoding.EncodeToString(p.edwards.Public().(ed25519.PublicKey))
	return p
}

func needDebian(t *testing.T) {
	t.Helper()
	if os.Getenv("TOUTDOUX_REAL") != "1" {
		t.Skip("wants Debian's python3-dkim, and TOUTDOUX_REAL=1")
	}
}

// run runs the other program on a mail.
func run(t *testing.T, program, mail string, args ...string) string {
	t.Helper()
	cmd := exec.Command(python, append([]string{"-c", program}, args...)...)
	cmd.Stdin, cmd.Stderr = strings.NewReader(mail), os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("run python3-dkim: %v", err)
	}
	return string(out)
}

// What we sign, others verify: both keys, and neither once a word is changed.
func TestOthersVerifyWhatWeSign(t *testing.T) {
	needDebian(t)
	p := newPair(t)
	ours, err := newSigner(config.DKIM{Domain: "exemple.test", Keys: []config.DKIMKey{{Selector: "rsa", File: p.files["rsa"]}, {Selector: "ed", File: p.files["ed"]}}})
	if err != nil {
		t.Fatal(err)
	}
	const enclosed = "And  what\tis enclosed. \r\n\r\n"
	signed, err := ours.sign(fmt.Appendf(nil, plainMail, time.Now().UTC().Format(time.RFC1123Z)), []byte(enclosed))
	if err != nil {
		t.Fatal(err)
	}
	signed = append(signed, enclosed...)
	if got := run(t, verifier, string(signed), p.text(), "2"); got != "True\nTrue\n" {
		t.Errorf("python3-dkim says %q of our signatures", got)
	}
	for _, change := range [][2]string{{"Pour", "Contre"}, {"#12", "#13"}, {"To: ", "Reply-To: eve@x.test\r\nTo: "}, {"alice@", "eve@"}, {"enclosed", "inclosed"}} {
		changed := strings.Replace(string(signed), change[0], change[1], 1)
		if got := run(t, verifier, changed, p.text(), "2"); got != "False\nFalse\n" {
			t.Errorf("python3-dkim says %q after a change to %q", got, change[1])
		}
	}
}

// What others sign verifies here, and not once a word is changed.
func TestWeVerifyWhatOthersSign(t *testing.T) {
	needDebian(t)
	p := newPair(t)
	list, err := address.ParseListAddress("tdc@asso.test", "+")
	if err != nil {
		t.Fatal(err)
	}
	prover := prove.New(trust.Policy{}, []address.List{list}, p.names)
	proven := func(mail string) trust.Verdict {
		return prover.Prove(t.Context(), trust.Evidence{Raw: []byte(mail), At: time.Now(), Arrival: trust.Arrival{Accepted: time.Now(), LMTP: true}})
	}
	seed := base64.StdEncoding.EncodeToString(p.edwards.Seed())
	mail := fmt.Sprintf(plainMail, time.Now().UTC().Format(time.RFC1123Z))
	for _, canonical := range []string{"relaxed/relaxed", "relaxed/simple", "simple/relaxed", "simple/simple"} {
		for selector, key := range map[string][]string{"rsa": {p.files["rsa"], "rsa-sha256"}, "ed": {seed, "ed25519-sha256"}} {
			signed := run(t, signerOfTheirs, mail, selector, "exemple.test", key[0], key[1], canonical)
			if v := proven(signed); !v.Authenticated || v.Domain != "exemple.test" {
				t.Errorf("%s, %s: %+v", selector, canonical, v)
			}
			if v := proven(strings.Replace(signed, "Pour", "Contre", 1)); v.Authenticated {
				t.Errorf("%s, %s, changed: %+v", selector, canonical, v)
			}
		}
	}
}
