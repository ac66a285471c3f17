package realtest

import (
	"strings"
	"testing"
)

// debianPostfix is what a machine has where Postfix takes its domain's mail and
// sends the rest by a relay; but it is in a hurry.
const debianPostfix = `compatibility_level = 3.6
myhostname = mx.asso.example
mydestination = asso.example, localhost
mynetworks = 127.0.0.1/32
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
alias_maps =
relayhost = [127.0.0.1]:OUT
maillog_file = /var/log/mail.log
smtpd_peername_lookup = no
disable_dns_lookups = yes
minimal_backoff_time = 1s
queue_run_delay = 1s
`

func beginPostfix(t *testing.T, s *snippet) {
	s.machine, s.strip = newMachine(t), true
	s.vouch = "Authentication-Results: mx.asso.example; dmarc=none header.from=ailleurs.example\r\n"
	milter := "smtpd_milters = inet:" + startMilter(t, "Authentication-Results", "mx.asso.example; dmarc=none header.from=ailleurs.example") + "\n"
	s.has(t, "postfix/main.cf", strings.Replace(debianPostfix, "OUT", portOf(s.out), 1)+milter+contrib(t, "postfix/main.cf"))
	s.installs(t, "postfix/toutdoux.strip", "postfix/toutdoux.strip")
	steps := "cp /usr/share/postfix/master.cf.dist /etc/postfix/master.cf\n" +
		"postconf -M smtp/inet='" + s.port + " inet n - y - - smtpd'\n"
	lmtp := portOf(s.lmtp)
	if s.overSocket(t) {
		s.installs(t, "postfix/toutdoux.unix", "postfix/toutdoux")
		steps += commented(t, "postfix/toutdoux.unix", "usermod") + commented(t, "postfix/toutdoux.unix", "postconf")
	} else {
		s.installs(t, "postfix/toutdoux", "postfix/toutdoux", ":2424", ":"+lmtp)
	}
	s.hurry = func() { s.do(t, "postqueue", "-f") }
	s.start(t, steps+"exec postfix start-fg")
}

// commented is the command that a file of contrib tells its reader to run.
func commented(t *testing.T, file, command string) string {
	t.Helper()
	for line := range strings.Lines(contrib(t, file)) {
		if words, is := strings.CutPrefix(line, "#   "+command+" "); is {
			return command + " " + words
		}
	}
	t.Fatalf("contrib/%s does not tell to run %s", file, command)
	return ""
}

// debianExim is what debconf writes for a machine that takes its domain's mail,
// and that speaks SMTP with the world; the world is one port here.
const debianExim = `dc_eximconfig_configtype='internet'
dc_other_hostnames='asso.example'
dc_local_interfaces='PORT'
dc_relay_domains=''
dc_minimaldns='false'
dc_relay_nets=''
CFILEMODE='644'
dc_use_split_config='true'
dc_hide_mailname=''
dc_mailname_in_oh='true'
dc_localdelivery='mail_spool'
`

const (
	theWorld   = "world:\n  driver = manualroute\n  domains = ! +local_domains\n  transport = world\n  route_list = * 127.0.0.1\n  self = send\n"
	toTheWorld = "world:\n  driver = smtp\n  port = OUT\n  allow_localhost\n"
)

func beginExim(t *testing.T, s *snippet) {
	s.machine, s.strip = newMachine(t, "exim4-base", "exim4-config", "exim4-daemon-light"), true
	s.has(t, "exim4/update-exim4.conf.conf", strings.Replace(debianExim, "PORT", strings.Replace(s.port, ":", ".", 1), 1))
	s.has(t, "exim4/conf.d/router/120_world", theWorld)
	s.has(t, "exim4/conf.d/transport/40_world", strings.Replace(toTheWorld, "OUT", portOf(s.out), 1))
	s.installs(t, "exim/router", "exim4/conf.d/router/110_toutdoux")
	s.installs(t, "exim/data-acl", "exim4/toutdoux.data-acl")
	s.has(t, "exim4/conf.d/main/000_toutdoux", commented(t, "exim/data-acl", "CHECK_DATA_LOCAL_ACL_FILE"))
	lmtp := portOf(s.lmtp)
	if s.overSocket(t) {
		s.installs(t, "exim/transport-unix", "exim4/conf.d/transport/30_toutdoux")
	} else {
		s.installs(t, "exim/transport", "exim4/conf.d/transport/30_toutdoux", "port = 2424", "port = "+lmtp)
	}
	s.hurry = func() { s.do(t, "exim4", "-qff") }
	s.start(t, `useradd -r -M -d /var/spool/exim4 -s /usr/sbin/nologin Debian-exim
install -d -o Debian-exim -g Debian-exim /var/lib/exim4 /var/spool/exim4 /var/log/exim4
chmod u+s /usr/sbin/exim4
update-exim4.conf
exec exim4 -bdf`)
}

func beginOpenSMTPD(t *testing.T, s *snippet) {
	s.machine = newMachine(t, "opensmtpd")
	lmtp := portOf(s.lmtp)
	text := contrib(t, "opensmtpd/smtpd.conf", "127.0.0.1:2424", "127.0.0.1:"+lmtp,
		`action "outbound" relay`, `action "outbound" relay host "smtp://`+s.out+`"`)
	if s.overSocket(t) {
		text = instead(t, text, contrib(t, "opensmtpd/unix.conf"), `action "toutdoux"`)
	}
	s.has(t, "smtpd.conf", "listen on 127.0.0.1 port "+portOf(s.port)+"\n"+text)
	s.has(t, "aliases", "")
	s.hurry = func() { s.do(t, "smtpctl", "schedule", "all") }
	s.start(t, `useradd -r -M -d /var/lib/opensmtpd/empty -s /usr/sbin/nologin opensmtpd
useradd -r -M -d /var/lib/opensmtpd/empty -s /usr/sbin/nologin opensmtpq
install -d /var/lib/opensmtpd/empty
install -d -m 711 /var/spool/smtpd
chgrp opensmtpq /usr/sbin/smtpctl
chmod 2755 /usr/sbin/smtpctl
exec smtpd -d`)
}

// instead puts one line, of those that begin so, in the place of another.
func instead(t *testing.T, text, other, beginning string) string {
	t.Helper()
	find := func(text string) string {
		for line := range strings.Lines(text) {
			if strings.HasPrefix(line, beginning) {
				return line
			}
		}
		t.Fatalf("no line begins with %s in\n%s", beginning, text)
		return ""
	}
	return strings.Replace(text, find(text), find(other), 1)
}
