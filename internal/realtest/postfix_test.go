package realtest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// mainCf (postconf(5)) makes a Postfix that shares nothing with the machine's
// own, looks up no name, and is in a hurry: what is put off is tried again
// within a second. Whether a member's mailbox exists, Dovecot knows.
const mainCf = `compatibility_level = 3.6
queue_directory = %[1]s/queue
data_directory = %[1]s/data
maillog_file = %[1]s/log
maillog_file_prefixes = /
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
myhostname = mx.asso.test
mydestination =
alias_maps =
alias_database =
local_recipient_maps =
recipient_delimiter = +
smtpd_peername_lookup = no
disable_dns_lookups = yes
default_transport = error:5.1.2 nothing leaves this machine
virtual_mailbox_domains = asso.test, ailleurs.test
virtual_mailbox_maps = static:any
virtual_transport = lmtp:inet:%[3]s
transport_maps = regexp:%[1]s/transport
header_checks = regexp:%[1]s/strip
smtpd_sasl_type = dovecot
smtpd_sasl_path = %[2]s
smtpd_sasl_authenticated_header = yes
smtpd_sender_login_maps = regexp:%[1]s/logins
minimal_backoff_time = 1s
queue_run_delay = 1s
in_flow_delay = 0
`

// masterCf (master(5)): one port for the world, where nobody logs in, and one
// for members, whose mail must bear the address they logged in with. Only
// there does the cleanup vouch for them.
const masterCf = `%[1]s inet n - n - - smtpd
%[2]s inet n - n - - smtpd
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_client_restrictions=permit_sasl_authenticated,reject
  -o smtpd_sender_restrictions=reject_sender_login_mismatch
  -o cleanup_service_name=vouching
vouching unix n - n - 0 cleanup
  -o header_checks=regexp:%[3]s/vouch
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
`

// Tables of regexp_table(5). The list's mail goes to the program; others' results
// are stripped where they come in (RFC 8601 section 5); our own are added above
// the line that tells of a login.
const (
	transportTable = "/^tdc(\\+.*)?@asso\\.test$/ lmtp:inet:%s\n"
	stripTable     = "/^Authentication-Results[[:space:]]*:/ IGNORE\n"
	vouchTable     = "/^Received:.*\\(Authenticated sender: / PREPEND Authentication-Results: mx.asso.test; dmarc=pass header.from=asso.test\n" + stripTable
	loginTable     = "/^(.+)$/ $1\n"
)

// startPostfix runs Postfix on the town's ports until the test ends.
func startPostfix(t *testing.T, w *town) {
	t.Helper()
	folder := filepath.Join(w.folder, "postfix")
	write(t, filepath.Join(folder, "main.cf"), fmt.Sprintf(mainCf, folder, w.authSocket(), w.dovecotLMTP))
	write(t, filepath.Join(folder, "master.cf"), fmt.Sprintf(masterCf, w.smtp, w.submission, folder))
	write(t, filepath.Join(folder, "transport"), fmt.Sprintf(transportTable, w.lmtp))
	write(t, filepath.Join(folder, "strip"), stripTable)
	write(t, filepath.Join(folder, "vouch"), vouchTable)
	write(t, filepath.Join(folder, "logins"), loginTable)
	makeFolder(t, filepath.Join(folder, "queue"), 0)
	makeFolder(t, filepath.Join(folder, "data"), userID(t, "postfix"))
	start := exec.Command("postfix", "-c", folder, "start")
	if out, err := start.CombinedOutput(); err != nil {
		t.Fatalf("start Postfix: %v\n%s%s", err, out, w.postfixLog())
	}
	t.Cleanup(func() {
		if out, err := exec.Command("postfix", "-c", folder, "stop").CombinedOutput(); err != nil {
			t.Errorf("stop Postfix: %v\n%s", err, out)
		}
	})
}

// postfixLog is all that Postfix has to say.
func (w *town) postfixLog() []byte {
	log, _ := os.ReadFile(filepath.Join(w.folder, "postfix", "log")) // none before it starts
	return log
}

// underWay counts the mails that Postfix has taken and not yet handed on.
func (w *town) underWay(t *testing.T) int {
	t.Helper()
	n := 0
	for _, queue := range []string{"maildrop", "incoming", "active", "deferred"} {
		err := filepath.WalkDir(filepath.Join(w.folder, "postfix", "queue", queue), func(_ string, entry os.DirEntry, err error) error {
			if os.IsNotExist(err) {
				return nil // delivered while we look
			}
			if err == nil && entry.Type().IsRegular() {
				n++
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return n
}
