package check

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"toutdoux/internal/mailtest"
)

var update = flag.Bool("update", false, "write testdata anew")

// All is well: what `check --json` says of it is relied on by others.
func TestAllIsWell(t *testing.T) {
	golden, err := os.ReadFile("testdata/well.json")
	if err != nil && !*update {
		t.Fatal(err)
	}
	path, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		p := settle(t, configuration)
		p.provider()
		var got bytes.Buffer
		encoder := json.NewEncoder(&got)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		found := p.check()
		for i := range found { // of a size that SQLite decides
			if before, _, cut := strings.Cut(found[i].What, ", and the register"); cut {
				found[i].What = before
			}
		}
		if err := encoder.Encode(map[string]any{"findings": found}); err != nil {
			t.Fatal(err)
		}
		if *update {
			if err := os.WriteFile(path+"/testdata/well.json", got.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
			return
		}
		if diff := cmp.Diff(string(golden), got.String()); diff != "" {
			t.Errorf("check --json (-want +got)\n%s", diff)
		}
		if mails := p.smart.Mails(); len(mails) > 0 {
			t.Errorf("a mail was sent: %s", mails[0].Raw)
		}
	})
}

// No server, however dead, costs more than twenty seconds; what was found
// elsewhere is told.
func TestDeadServers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := settle(t, strings.ReplaceAll(configuration, ":2525", ":2526"))
		p.at("127.0.0.1:1143") // connects, and never says a word
		p.at("127.0.0.1:2526")
		began := time.Now()
		found := p.check()
		if took := time.Since(began); took < patience || took > patience+2*time.Second {
			t.Errorf("it took %v", took)
		}
		expect(t, found, "receive.imap", Fault, "127.0.0.1:1143 is not reached: it does not answer in 20 seconds", "firewall")
		expect(t, found, "send.smtp", Fault, "127.0.0.1:2526 is not reached: it does not answer in 20 seconds", "587 or 465")
		calm(t, found, "register")
		calm(t, found, "dns.mx")
	})
}

// What is under way is said, for whoever watches.
func TestWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := settle(t, configuration)
		p.at("127.0.0.1:1143")
		var last [][]string
		w := p.world()
		w.Waiting = func(what []string) { last = append(last, what) }
		Run(t.Context(), p.cfg, w, false)
		if len(last) < 4 {
			t.Fatal("nothing was said")
		}
		if diff := cmp.Diff([][]string{{"receive.imap"}, {}, {"mail"}, {}}, last[len(last)-4:]); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	})
}

// A server that repeats what it was told is quoted.
func TestQuotedPassword(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := settle(t, strings.Replace(configuration, "\"sesame-smtp\"", `'ses"ame\smtp'`, 1))
		p.smart.Script = func(step mailtest.Step, _ string) error {
			if step == mailtest.Login {
				return mailtest.Refuse(535, [3]int{5, 7, 8}, `wrong password ses"ame\smtp, AHRkYwBzZXMiYW1lXHNtdHA=`)
			}
			return nil
		}
		expect(t, p.check(), "send.smtp", Fault, "(it says \"wrong password …, …=\")")
	})
}

// A server that repeats what it was told, and a proof in an error, show nothing.
func TestFindingsHoldNoSecret(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := settle(t, configuration)
		p.smart.Script = func(step mailtest.Step, _ string) error {
			if step == mailtest.Login {
				return mailtest.Refuse(535, [3]int{5, 7, 8}, "wrong password sesame-smtp for\x1b[2J tdc+p-aaaabbbbccccdddd@asso.net")
			}
			return nil
		}
		found := p.check()
		expect(t, found, "send.smtp", Fault, "refuses the login of tdc", "user name or the password is wrong", "app password")
		for _, f := range found {
			for _, secret := range []string{"sesame", "aaaabbbbccccdddd", "\x1b"} {
				if strings.Contains(f.What+f.Mend, secret) {
					t.Errorf("%q stands in %q", secret, f.What+f.Mend)
				}
			}
		}
	})
}

// A password is hidden in the forms in which a server has heard it, or in which
// its words are quoted.
func TestSecretsInOtherForms(t *testing.T) {
	const word = `se"sa\me é`
	for name, said := range map[string]string{
		"as it is": word, "quoted": fmt.Sprintf("%q", word), "by LOGIN": base64.StdEncoding.EncodeToString([]byte(word)),
		"by PLAIN":   base64.StdEncoding.EncodeToString([]byte("\x00tdc\x00" + word)),
		"by XOAUTH2": base64.StdEncoding.EncodeToString([]byte("user=tdc\x01auth=Bearer " + word + "\x01\x01")),
	} {
		s := &sheet{secrets: &secrets{}}
		s.secrets.keep("tdc", word)
		s.fault("", "it says %s", said)
		if got := strings.NewReplacer(`"`, "", "=", "").Replace(s.found[0].What); got != "it says …" {
			t.Errorf("%s: %s", name, got)
		}
	}
}
