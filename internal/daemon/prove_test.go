package daemon_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/emersion/go-msgauth/dkim"

	"toutdoux/internal/daemon"
	"toutdoux/internal/mailtest"
)

// dns has the key of asso.test, and counts the questions; a silent one never
// answers.
type dns struct {
	key    ed25519.PrivateKey
	texts  map[string]string // more TXT records, by name
	silent bool
	asked  int
}

func (d *dns) LookupTXT(ctx context.Context, name string) ([]string, error) {
	d.asked++
	if d.silent {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	if name == "k._domainkey.asso.test." {
		return []string{"v=DKIM1; k=ed25519; p=" + base64.StdEncoding.EncodeToString(d.key.Public().(ed25519.PublicKey))}, nil
	}
	if text, known := d.texts[strings.TrimSuffix(name, ".")]; known {
		return []string{text}, nil
	}
	return nil, &net.DNSError{Name: name, IsNotFound: true}
}

func (d *dns) LookupMX(context.Context, string) ([]*net.MX, error) { return nil, nil }

func (d *dns) LookupIPAddr(context.Context, string) ([]net.IPAddr, error) { return nil, nil }

func (d *dns) LookupAddr(context.Context, string) ([]string, error) { return nil, nil }

// sign is a mail as the members' provider sends it.
func (d *dns) sign(t *testing.T, m mailtest.Mail) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := dkim.Sign(&out, bytes.NewReader(m.Bytes()), &dkim.SignOptions{Domain: "asso.test", Selector: "k", Signer: d.key}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// proving is an association that pins no host, and asks the DNS itself.
func proving(t *testing.T, founders ...string) (*world, *dns) {
	t.Helper()
	return asking(t, settings, founders...)
}

// asking is such an association with those settings.
func asking(t *testing.T, text string, founders ...string) (*world, *dns) {
	t.Helper()
	d := &dns{key: ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)), texts: map[string]string{}}
	w := &world{t: t, clock: daemon.Wall{}, smarthost: &mailtest.Smarthost{}, resolver: d}
	w.add(strings.Replace(text, `authserv_id = "mx.asso.test"`, "", 1), founders...)
	w.start()
	return w, d
}

// Without a pinned host, a signature proves the sender; what claims to be that
// host's word does not.
func TestSignatureIsVerifiedAtReception(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, d := proving(t, "Alice", "Bob", "Carol")
		defer w.close()
		w.send(vouched(w.from("alice", "[EXTRA] Repeindre", "En vert.")))
		want(t, w.letters(), "alice")
		if got := w.offer("alice@asso.test", d.sign(t, w.from("alice", "[EXTRA] Adhérer", "On leur doit bien ça.")), "tdc@asso.test"); !strings.HasPrefix(got[0], "250") {
			t.Fatal(got)
		}
		want(t, w.letters(), "alice", "bob", "carol")
		if n := w.number("SELECT sum(proven) FROM mail WHERE grounds = 'a DKIM signature of asso.test holds'"); n != 1 {
			t.Errorf("%d mails are proven", n)
		}
	})
}

// A DNS that is silent refuses no vote and delays its acknowledgment little:
// the member is asked. Deciding, or a restart, asks nobody again.
func TestSilentDNSAsksTheMember(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, d := proving(t, "Alice", "Bob", "Carol")
		defer w.close()
		if got := w.offer("alice@asso.test", d.sign(t, w.from("alice", "[EXTRA] Adhérer", "Oui.")), "tdc@asso.test"); !strings.HasPrefix(got[0], "250") {
			t.Fatal(got)
		}
		bob := w.to("bob", w.letters())

		d.silent, d.asked = true, 0
		<-time.After(time.Hour) // what was remembered is forgotten
		begun := time.Now()
		vote := w.from("bob", "Re: "+bob.subject, "Pour.\n")
		if got := w.offer("bob@asso.test", d.sign(t, vote), "tdc@asso.test"); !strings.HasPrefix(got[0], "250") {
			t.Fatal(got)
		}
		if took := time.Since(begun); took > 20*time.Second {
			t.Errorf("acknowledged after %v", took)
		}
		asked := w.letters()
		want(t, asked, "bob")
		w.wantBallots()
		questions := d.asked
		w.halt()
		w.start()
		if d.asked != questions || questions == 0 {
			t.Errorf("%d questions, then %d", questions, d.asked)
		}
		w.send(answer(asked[0], "OUI"))
		w.wantBallots("bob for")
	})
}
