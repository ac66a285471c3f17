package realtest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestCheckThroughPostfix has the program send itself a mail through Postfix,
// which hands it to the daemon by LMTP. Whether what is forged in Postfix's name
// is stripped is a matter of its configuration, and told.
func TestCheckThroughPostfix(t *testing.T) {
	needReal(t)
	w := newTown(t, nil, []string{"alice@asso.test"})
	p := startToutdoux(t, w, "Alice <alice@asso.test>")
	found, failed := p.check(t)
	if failed {
		t.Errorf("check fails:\n%s", found)
	}
	found.expect(t, "receive.lmtp", "ok", "the daemon answers at "+w.lmtp)
	found.expect(t, "send.smtp", "ok", "takes mail from tdc@asso.test")
	found.expect(t, "mail", "ok", "came back after", "by lmtp")
	found.expect(t, "mail", "ok", "mail to tdc+anything arrives")
	found.expect(t, "mail", "ok", "a forged “Authentication-Results: mx.asso.test” was stripped")

	folder := filepath.Join(w.folder, "postfix")
	write(t, filepath.Join(folder, "strip"), "")
	if out, err := exec.Command("postfix", "-c", folder, "reload").CombinedOutput(); err != nil {
		t.Fatalf("reload Postfix: %v\n%s", err, out)
	}
	found, failed = p.check(t)
	if !failed {
		t.Error("what was forged is believed, and check says that all is well")
	}
	found.expect(t, "mail", "fault", "a forged “Authentication-Results: mx.asso.test” came through, and is believed", "remove authserv_id from [trust]")

	checks := 0
	for _, e := range p.events(t, "ignored", "declined", "stranger_wrote", "bounced", "held") {
		if e.Kind != "ignored" || e.Body.Why != "check" {
			t.Errorf("this came of it: %+v", e)
		}
		checks++
	}
	if checks != 4 {
		t.Errorf("%d mails were taken for those of a check, of 4", checks)
	}
}

const mailboxConfiguration = `[organisation]
name = "Asso"
locale = "fr"
data = "data"
[list]
address = "liste@asso.test"
[receive.imap]
address = %q
username = "liste@asso.test"
password_file = "imap.password"
[send.smtp]
address = %q
[monitor]
listen = ""
`

// TestCheckThroughDovecot has it read its mails back from a mailbox, from which
// the daemon moves them meanwhile.
func TestCheckThroughDovecot(t *testing.T) {
	needReal(t)
	w := newTown(t, []string{"liste@asso.test"}, []string{"liste@asso.test", "alice@asso.test"})
	write(t, filepath.Join(w.folder, "asso", "imap.password"), password+"\n")
	if err := os.Chmod(filepath.Join(w.folder, "asso", "imap.password"), 0o600); err != nil {
		t.Fatal(err)
	}
	p := serve(t, w, fmt.Sprintf(mailboxConfiguration, w.imap, w.smtp), "Alice <alice@asso.test>")
	for range 3 { // the daemon may be quicker, or slower
		found, failed := p.check(t)
		if failed {
			t.Errorf("check fails:\n%s", found)
		}
		found.expect(t, "receive.imap", "ok", "lets liste@asso.test in")
		found.expect(t, "receive.imap", "ok", "IDLE")
		found.expect(t, "receive.imap", "ok", "MOVE")
		found.expect(t, "mail", "ok", "came back after", "in the folder ")
		found.expect(t, "mail", "note", "liste+anything@asso.test arrives, too", `recipient_delimiter = "+"`)
	}
	await(t, "the daemon to take six mails", func() bool { return len(p.events(t, "ignored")) == 6 })
	write(t, filepath.Join(w.folder, "asso", "imap.password"), "not-sesame\n")
	found, failed := p.check(t)
	if !failed {
		t.Error("the login is refused, and check says that all is well")
	}
	found.expect(t, "receive.imap", "fault", "refuses the login of liste@asso.test", "the user name or the password is wrong")
	found.expect(t, "mail", "note", "no mail was sent")
}

// findings are what `check --json` says.
type findings []struct{ Subject, Level, What, Mend string }

// check tries everything, by mail too, and tells whether that says that there is
// a fault.
func (p *toutdoux) check(t *testing.T) (found findings, failed bool) {
	t.Helper()
	cmd := exec.Command(p.binary, "check", "--mail", "--json", "--config", p.config)
	var problem bytes.Buffer
	cmd.Stderr = &problem
	out, err := cmd.Output()
	var page struct{ Findings findings }
	if broken := json.Unmarshal(out, &page); broken != nil {
		t.Fatalf("check --json: %v, %v\n%s%s", broken, err, out, problem.String())
	}
	return page.Findings, err != nil
}

// expect wants a finding of a level with those words.
func (all findings) expect(t *testing.T, subject, level string, words ...string) {
	t.Helper()
	for _, f := range all {
		holds := f.Subject == subject && f.Level == level
		for _, word := range words {
			holds = holds && strings.Contains(f.What+" → "+f.Mend, word)
		}
		if holds {
			return
		}
	}
	t.Errorf("no %s on %s says %q:\n%s", level, subject, words, all)
}

func (all findings) String() string {
	var page strings.Builder
	for _, f := range all {
		fmt.Fprintf(&page, "%s %s: %s → %s\n", f.Subject, f.Level, f.What, f.Mend)
	}
	return page.String()
}
