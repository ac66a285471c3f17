package check

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"strings"

	"toutdoux/internal/trust"
)

// unlisted are names that the DNS of the world has not, or in which nobody has
// mail (RFC 2606, RFC 6761, RFC 6762).
var unlisted = []string{
	"localhost", "local", "localdomain", "test", "example", "invalid", "example.com", "example.net", "example.org", "internal", "home.arpa", "lan",
}

// isUnlisted tells whether there is no sense in asking for a domain.
func isUnlisted(domain string) bool {
	for _, name := range unlisted {
		if domain == name || strings.HasSuffix(domain, "."+name) {
			return true
		}
	}
	return !strings.Contains(domain, ".")
}

// domain is that of the list, as the DNS has it.
func (c *checker) domain() string {
	_, domain, _ := strings.Cut(c.cfg.List.Address, "@")
	return strings.ToLower(domain)
}

// names are the tries that ask the DNS about the list's domain.
func (c *checker) names() []try {
	switch domain := c.domain(); {
	case isUnlisted(domain):
		return []try{{"dns", patience, func(_ context.Context, s *sheet) {
			s.note("", "%s is a name for use within one place: the DNS is not asked", domain)
		}}}
	case c.providers(domain):
		return []try{{"dns", patience, c.others}}
	}
	tries := []try{{"dns.mx", patience, c.mx}, {"dns.spf", patience, c.spf}, {"dns.dmarc", patience, c.dmarc}}
	if in := c.cfg.Receive.SMTP; in != nil && !loopback(in.Listen) {
		tries = append(tries, try{"dns.ptr", patience, c.ptr})
	}
	return tries
}

// others looks at the domain of a provider shortly: it is theirs to mend.
func (c *checker) others(ctx context.Context, s *sheet) {
	looked := &sheet{subject: s.subject, secrets: s.secrets}
	c.mx(ctx, looked)
	c.spf(ctx, looked)
	c.dmarc(ctx, looked)
	for _, f := range looked.found {
		if f.Level != OK {
			s.note("that is your provider's business: tell them, unless it is you", "%s", f.What)
		}
	}
	if len(s.found) == 0 {
		s.ok("%s is your provider's domain, with MX, SPF and DMARC in order", c.domain())
	}
}

// providers tells whether the list has an address in the domain of the one that
// keeps its mailbox.
func (c *checker) providers(domain string) bool {
	in := c.cfg.Receive.IMAP
	if in == nil {
		return false
	}
	host, _, err := net.SplitHostPort(in.Address)
	return err == nil && host != domain && trust.Aligned(host, domain) && c.cfg.Receive.SMTP == nil && c.cfg.DKIM.Domain == ""
}

// rooted ends a name with a dot, so that it is nobody's suffix that is asked for.
func rooted(name string) string { return strings.TrimSuffix(name, ".") + "." }

// missing tells that there is nothing of a name, from that it is not known.
func missing(err error) bool {
	var dns *net.DNSError
	return errors.As(err, &dns) && dns.IsNotFound
}

// records gives the TXT records of a name that begin with a mark; none where
// there are none.
func (c *checker) records(ctx context.Context, name, mark string) ([]string, error) {
	all, err := c.Resolver.LookupTXT(ctx, rooted(name))
	if missing(err) {
		return nil, nil
	}
	var found []string
	for _, record := range all {
		if rest, ok := cutMark(record, mark); ok && (rest == "" || strings.ContainsAny(rest[:1], " ;\t")) {
			found = append(found, record)
		}
	}
	return found, err
}

func cutMark(record, mark string) (rest string, ok bool) {
	if len(record) < len(mark) || !strings.EqualFold(record[:len(mark)], mark) {
		return "", false
	}
	return record[len(mark):], true
}

// tags reads a list of tags (RFC 6376, section 3.2), without the blanks in their
// values.
func tags(record string) map[string]string {
	found := map[string]string{}
	for tag := range strings.SplitSeq(record, ";") {
		name, value, _ := strings.Cut(tag, "=")
		found[strings.ToLower(strings.TrimSpace(name))] = strings.Join(strings.Fields(value), "")
	}
	return found
}

// silent notes a question that the DNS did not answer.
func silent(ctx context.Context, s *sheet, name string, err error) {
	s.warn("try again; if it stays so, look at the name server in /etc/resolv.conf", "the DNS does not say what it has of %s: %s", name, unreached(ctx, err))
}

// public are the addresses under which the world reaches this machine, as far as
// it knows them itself.
func (c *checker) public() []netip.Addr {
	all, err := c.Machine.Addresses()
	if err != nil {
		return nil
	}
	var public []netip.Addr
	for _, a := range all {
		a = a.Unmap().WithZone("")
		if a.IsGlobalUnicast() && !a.IsPrivate() && !shared.Contains(a) {
			public = append(public, a)
		}
	}
	return public
}

// shared are the addresses behind which providers put many customers (RFC 6598).
var shared = netip.MustParsePrefix("100.64.0.0/10")

// addresses are those of a host; none where it has none.
func (c *checker) addresses(ctx context.Context, host string) ([]netip.Addr, error) {
	found, err := c.Resolver.LookupIPAddr(ctx, rooted(host))
	if missing(err) {
		return nil, nil
	}
	var all []netip.Addr
	for _, one := range found {
		if a, ok := netip.AddrFromSlice(one.IP); ok {
			all = append(all, a.Unmap())
		}
	}
	return all, err
}
