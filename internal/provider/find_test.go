package provider

import (
	"context"
	"fmt"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// zone is a DNS of one's own: "_imaps._tcp.asso.fr" with "priority weight port
// target", and the MX of a domain with "preference host".
type zone map[string][]string

func (z zone) LookupSRV(_ context.Context, service, proto, name string) (string, []*net.SRV, error) {
	var servers []*net.SRV
	name = "_" + service + "._" + proto + "." + name
	for _, line := range z[name] {
		s := &net.SRV{}
		if _, err := fmt.Sscan(line, &s.Priority, &s.Weight, &s.Port, &s.Target); err != nil {
			panic(err)
		}
		servers = append(servers, s)
	}
	return name, servers, z.none(name)
}

func (z zone) LookupMX(_ context.Context, name string) ([]*net.MX, error) {
	var hosts []*net.MX
	for _, line := range z[name] {
		mx := &net.MX{}
		if _, err := fmt.Sscan(line, &mx.Pref, &mx.Host); err != nil {
			panic(err)
		}
		hosts = append(hosts, mx)
	}
	return hosts, z.none(name)
}

func (z zone) none(name string) error {
	if len(z[name]) == 0 {
		return &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
	}
	return nil
}

func TestFind(t *testing.T) {
	const imaps, imap, submissions, submission = "_imaps._tcp.asso.fr", "_imap._tcp.asso.fr", "_submissions._tcp.asso.fr", "_submission._tcp.asso.fr"
	for _, c := range []struct {
		name   string
		zone   zone
		domain string
		want   string // IMAP, SMTP, how, provider
	}{
		{"nothing is known", nil, "asso.fr", "imap.asso.fr:993 smtp.asso.fr:465 guessed"},
		{"the domain names its servers", zone{imaps: {"0 1 993 mail.asso.fr."}, submissions: {"0 1 465 Mail.Asso.fr."}}, "asso.fr", "mail.asso.fr:993 mail.asso.fr:465 srv"},
		{"with STARTTLS alone", zone{imap: {"0 1 143 mail.asso.fr."}, submission: {"0 1 587 mail.asso.fr."}}, "asso.fr", "mail.asso.fr:143 mail.asso.fr:587 srv"},
		{"TLS from the start goes before STARTTLS", zone{imaps: {"9 1 993 a.asso.fr."}, imap: {"0 1 143 b.asso.fr."}}, "asso.fr", "a.asso.fr:993 smtp.asso.fr:465 srv smtp?"},
		{"the lowest priority, then the heaviest", zone{imaps: {"20 99 993 c.asso.fr.", "10 5 993 b.asso.fr.", "10 50 993 a.asso.fr."}}, "asso.fr", "a.asso.fr:993 smtp.asso.fr:465 srv smtp?"},
		{"a port on which we would begin otherwise is left out", zone{imaps: {"0 1 9993 a.asso.fr.", "5 1 993 b.asso.fr."}}, "asso.fr", "b.asso.fr:993 smtp.asso.fr:465 srv smtp?"},
		{"one is not offered, the other is", zone{imaps: {"0 0 0 ."}, imap: {"0 1 143 mail.asso.fr."}}, "asso.fr", "mail.asso.fr:143 smtp.asso.fr:465 srv smtp?"},
		{"IMAP is not offered at all", zone{imaps: {"0 0 0 ."}, imap: {"0 0 0 ."}}, "asso.fr", " smtp.asso.fr:465 srv smtp?"},
		{"nor where its mail goes to somebody known", zone{imaps: {"0 0 0 ."}, "asso.fr": {"1 mx1.mail.ovh.net."}}, "asso.fr", " ssl0.ovh.net:465 srv OVH"},
		{"to somebody unknown", zone{imaps: {"0 1 993 mail.elsewhere.net."}}, "asso.fr", "mail.elsewhere.net:993 smtp.asso.fr:465 srv elsewhere smtp?"},
		{"a name that only ends alike", zone{imaps: {"0 1 993 mail.notasso.fr."}}, "asso.fr", "mail.notasso.fr:993 smtp.asso.fr:465 srv elsewhere smtp?"},
		{"to somebody known, who keeps both", zone{imaps: {"0 1 993 ssl0.ovh.net."}}, "asso.fr", "ssl0.ovh.net:993 ssl0.ovh.net:465 srv OVH"},
		{"read here, sent elsewhere", zone{imaps: {"0 1 993 asso.fr."}, submissions: {"0 1 465 mail.gandi.net."}}, "asso.fr", "asso.fr:993 mail.gandi.net:465 srv"},
		{"sent by a server that is named, read at one that is not", zone{submissions: {"0 1 465 mail.asso.fr."}}, "asso.fr", "imap.asso.fr:993 mail.asso.fr:465 srv imap?"},
		{"read here, its mail goes to somebody known", zone{imaps: {"0 1 993 mail.asso.fr."}, "asso.fr": {"1 mx1.mail.ovh.net."}}, "asso.fr", "mail.asso.fr:993 ssl0.ovh.net:465 srv smtp?"},
		{"sent from here, its mail goes to somebody known", zone{submissions: {"0 1 465 mail.asso.fr."}, "asso.fr": {"1 mx1.mail.ovh.net."}}, "asso.fr", "ssl0.ovh.net:993 mail.asso.fr:465 srv imap?"},
		{"sent by whom its mail goes to", zone{submissions: {"0 1 465 ssl0.ovh.net."}, "asso.fr": {"1 mx1.mail.ovh.net."}}, "asso.fr", "ssl0.ovh.net:993 ssl0.ovh.net:465 srv OVH"},
		{"by its MX", zone{"asso.fr": {"50 fb.mail.gandi.net.", "10 spool.mail.gandi.net."}}, "asso.fr", "mail.gandi.net:993 mail.gandi.net:465 mx Gandi"},
		{"the first MX that is known", zone{"asso.fr": {"20 mx2.mail.ovh.net.", "10 filter.example.net."}}, "asso.fr", "ssl0.ovh.net:993 ssl0.ovh.net:465 mx OVH"},
		{"Infomaniak", zone{"asso.fr": {"5 MTA-GW.infomaniak.ch."}}, "asso.fr", "mail.infomaniak.com:993 mail.infomaniak.com:465 mx Infomaniak"},
		{"Google for a domain", zone{"asso.fr": {"1 smtp.google.com."}}, "asso.fr", "imap.gmail.com:993 smtp.gmail.com:465 mx Google Workspace"},
		{"Microsoft for a domain", zone{"asso.fr": {"0 asso-fr.mail.protection.outlook.com."}}, "asso.fr", "outlook.office365.com:993 smtp.office365.com:587 mx Microsoft 365"},
		{"a host that only ends alike", zone{"asso.fr": {"0 evilmail.ovh.net.example."}}, "asso.fr", "imap.asso.fr:993 smtp.asso.fr:465 guessed"},
		{"a provider's own domain", nil, "wanadoo.fr", "imap.orange.fr:993 smtp.orange.fr:465 domain Orange"},
		{"whatever its MX", zone{"gmail.com": {"5 gmail-smtp-in.l.google.com."}}, "gmail.com", "imap.gmail.com:993 smtp.gmail.com:465 domain Gmail"},
		{"a name that no DNS knows is not asked for", zone{"asso.test": {"0 mx1.mail.ovh.net."}}, "asso.test", "imap.asso.test:993 smtp.asso.test:465 guessed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := said(Find(t.Context(), c.zone, c.domain)); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func said(f Found) string {
	words := []string{f.IMAP, f.SMTP, map[How]string{BySRV: "srv", ByMX: "mx", ByDomain: "domain", Guessed: "guessed"}[f.How]}
	if f.Elsewhere {
		words = append(words, "elsewhere")
	}
	if f.How == BySRV && f.GuessedIMAP {
		words = append(words, "imap?")
	}
	if f.How == BySRV && f.GuessedSMTP {
		words = append(words, "smtp?")
	}
	if f.Provider != nil {
		words = append(words, f.Provider.Name)
	}
	return strings.Join(words, " ")
}

// silent is a DNS that answers nothing.
type silent struct{}

func (silent) LookupSRV(ctx context.Context, _, _, _ string) (string, []*net.SRV, error) {
	<-ctx.Done()
	return "", nil, ctx.Err()
}

func (silent) LookupMX(ctx context.Context, _ string) ([]*net.MX, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

func TestSilenceIsNotWaitedForLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		if got, want := said(Find(t.Context(), silent{}, "asso.fr")), "imap.asso.fr:993 smtp.asso.fr:465 guessed"; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
		if waited := time.Since(began); waited != patience {
			t.Errorf("it took %v", waited)
		}
	})
}

// Every row can be used as it stands, and says the same in both languages.
func TestTable(t *testing.T) {
	domains := map[string]string{}
	for _, p := range providers {
		for _, server := range []string{p.IMAP, p.SMTP} {
			if host, port, err := net.SplitHostPort(server); err != nil || host != plain(host) || port == "" {
				t.Errorf("%s: %q is no host and port: %v", p.Name, server, err)
			}
		}
		if (p.FR == "") != (p.EN == "") {
			t.Errorf("%s has words in one language alone", p.Name)
		}
		if len(p.Domains)+len(p.MX) == 0 {
			t.Errorf("nothing leads to %s", p.Name)
		}
		for _, domain := range p.Domains {
			if domains[domain] != "" {
				t.Errorf("%s is of %s and of %s", domain, domains[domain], p.Name)
			}
			domains[domain] = p.Name
		}
	}
}

func TestUsername(t *testing.T) {
	got := map[string]string{}
	for _, address := range []string{"tdc@free.fr", "tdc@orange.fr", "tdc@asso.fr"} {
		_, domain, _ := strings.Cut(address, "@")
		got[address] = Find(t.Context(), zone{}, domain).Username(address)
	}
	want := map[string]string{"tdc@free.fr": "tdc", "tdc@orange.fr": "tdc@orange.fr", "tdc@asso.fr": "tdc@asso.fr"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
