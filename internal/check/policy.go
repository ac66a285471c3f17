package check

import (
	"context"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"blitiri.com.ar/go/spf"

	"toutdoux/internal/trust"
)

// mx looks at where mail to the list is sent.
func (c *checker) mx(ctx context.Context, s *sheet) {
	domain := c.domain()
	found, err := c.Resolver.LookupMX(ctx, rooted(domain))
	if err != nil && !missing(err) {
		silent(ctx, s, domain, err)
		return
	}
	if len(found) == 0 {
		c.noMX(ctx, s)
		return
	}
	var hosts []string
	here := false
	for _, one := range found {
		host := strings.TrimSuffix(one.Host, ".")
		if host == "" {
			s.fault("publish another one", "the MX record of %s says that it takes no mail", domain)
			return
		}
		hosts = append(hosts, host)
		at, err := c.addresses(ctx, host)
		switch {
		case err != nil:
			silent(ctx, s, host, err)
		case len(at) == 0:
			s.fault("publish its A or AAAA record, or take it out of the MX records", "the mail server %s has no address in the DNS", host)
		}
		here = here || slices.ContainsFunc(at, func(a netip.Addr) bool { return slices.Contains(c.public(), a) })
	}
	own := c.cfg.Receive.SMTP != nil && !loopback(c.cfg.Receive.SMTP.Listen)
	if own && !here && len(c.public()) > 0 {
		s.warn("let one of them be this machine's, unless another server hands mail on to it", "mail to %s is brought to %s, and none of them is this machine (%s)", domain, strings.Join(hosts, ", "), join(c.public()))
		return
	}
	s.ok("mail to %s is brought to %s", domain, strings.Join(hosts, ", "))
}

// noMX tells where mail goes without MX records: to the domain's own address,
// if it has one (RFC 5321, section 5.1).
func (c *checker) noMX(ctx context.Context, s *sheet) {
	domain := c.domain()
	mend := "publish one: " + domain + ". MX 10 followed by the name of the server that takes its mail"
	at, err := c.addresses(ctx, domain)
	switch {
	case err != nil:
		silent(ctx, s, domain, err)
	case len(at) == 0:
		s.fault(mend, "%s has no MX record, nor an address: other servers do not know where to bring its mail", domain)
	default:
		s.warn(mend, "%s has no MX record: mail is brought to its own address (%s), if a mail server is there", domain, join(at))
	}
}

func join(all []netip.Addr) string {
	texts := make([]string, len(all))
	for i, a := range all {
		texts[i] = a.String()
	}
	return strings.Join(texts, ", ")
}

// spf looks at who may send for the domain (RFC 7208).
func (c *checker) spf(ctx context.Context, s *sheet) {
	domain := c.domain()
	found, err := c.records(ctx, domain, "v=spf1")
	switch {
	case err != nil:
		silent(ctx, s, domain, err)
		return
	case len(found) == 0:
		s.warn("publish the one that your provider's help gives; for a server of your own: "+domain+`. TXT "v=spf1 mx -all"`, "%s has no SPF record: many servers take its letters for spam", domain)
		return
	case len(found) > 1:
		s.fault("make them one: v=spf1, all that each of them allows, and one word “all” at the end", "%s has %d SPF records, so that none of them counts", domain, len(found))
		return
	}
	from := c.senders()
	if len(from) == 0 {
		s.ok("%s has one SPF record: %s", domain, found[0])
		return
	}
	for _, a := range from {
		c.maySend(ctx, s, a)
	}
}

// senders are the addresses that letters leave from, where that is known: those
// of this machine, where its own mail server sends them.
func (c *checker) senders() []netip.Addr {
	if out := c.cfg.Send.SMTP; out == nil || !strings.HasPrefix(out.Address, "127.") && !strings.HasPrefix(out.Address, "localhost:") && !strings.HasPrefix(out.Address, "[::1]:") {
		return nil
	}
	return c.public()
}

// maySend asks whether letters may leave from an address.
func (c *checker) maySend(ctx context.Context, s *sheet, a netip.Addr) {
	result, err := spf.CheckHostWithSender(a.AsSlice(), c.cfg.HelloName(), c.cfg.List.Address, spf.WithContext(ctx), spf.WithResolver(c.Resolver))
	mechanism := "ip4:"
	if a.Is6() {
		mechanism = "ip6:"
	}
	switch result {
	case spf.Pass:
		s.ok("SPF lets this machine (%s) send for %s", a, c.domain())
	case spf.TempError:
		silent(ctx, s, c.domain(), err)
	case spf.PermError:
		s.fault("correct it, with one of the SPF testers on the web", "the SPF record of %s has a mistake, so that it does not count: %v", c.domain(), err)
	default:
		s.warn("add "+mechanism+a.String()+" to the record, unless your mail server hands letters to another one", "SPF does not let this machine (%s) send for %s: it says %s", a, c.domain(), result)
	}
}

// policies say in words what a DMARC record asks for (RFC 7489, section 6.3).
var policies = map[string]string{
	"none":       "to deliver all the same",
	"quarantine": "to take for spam",
	"reject":     "to refuse",
}

// dmarc looks at what the domain asks of servers that get forged mail.
func (c *checker) dmarc(ctx context.Context, s *sheet) {
	domain := c.domain()
	at, found, err := c.policy(ctx)
	switch {
	case err != nil:
		silent(ctx, s, "_dmarc."+domain, err)
		return
	case len(found) == 0:
		s.warn("publish one, to begin with: _dmarc."+domain+`. TXT "v=DMARC1; p=none"`, "%s has no DMARC record: large providers want one", domain)
		return
	case len(found) > 1:
		s.fault("keep one of them", "%s has %d DMARC records, so that none of them counts", at, len(found))
		return
	}
	record := tags(found[0])
	asked := record["p"]
	if at != domain && record["sp"] != "" {
		asked = record["sp"]
	}
	asked = strings.ToLower(asked)
	if policies[asked] == "" {
		s.fault(`write p=none, p=quarantine or p=reject in it`, "the DMARC record of %s has no policy that is one, so that it does not count: %s", at, found[0])
		return
	}
	s.ok("%s asks others %s what comes in its name and is not proven (DMARC, p=%s)", at, policies[asked], asked)
	c.aligned(s, asked)
}

// policy is the DMARC record of the domain, else of its organisation, and whose.
func (c *checker) policy(ctx context.Context) (at string, found []string, err error) {
	at = c.domain()
	found, err = c.records(ctx, "_dmarc."+at, "v=DMARC1")
	if whole := trust.Organisation(at); err == nil && len(found) == 0 && whole != "" && whole != at {
		at = whole
		found, err = c.records(ctx, "_dmarc."+at, "v=DMARC1")
	}
	return at, found, err
}

// aligned tells by what letters can be proven: they leave From the list itself.
func (c *checker) aligned(s *sheet, asked string) {
	signs := c.cfg.DKIM.Domain
	switch {
	case signs != "" && !trust.Aligned(signs, c.domain()):
		s.warn("set domain of [dkim] to "+c.domain(), "letters leave From %s, and are signed here for %s: that proves nothing", c.cfg.List.Address, signs)
	case signs == "" && asked != "none":
		s.note("see with toutdoux check --mail that a letter passes", "letters are not signed here: the server that sends them must do it for %s, or SPF must let it", c.domain())
	}
}

// ptr looks at the name that the world has for this machine: servers refuse mail
// from one without.
func (c *checker) ptr(ctx context.Context, s *sheet) {
	public := c.public()
	if len(public) == 0 {
		s.note("where it is behind a router, see that the address outside has a name (PTR), and that name this address", "this machine knows no public address of its own")
	}
	for _, a := range public {
		c.reverse(ctx, s, a)
	}
}

func (c *checker) reverse(ctx context.Context, s *sheet, a netip.Addr) {
	names, err := c.Resolver.LookupAddr(ctx, a.String())
	mend := fmt.Sprintf("have whoever gives you the address set its reverse name to %s", c.cfg.HelloName())
	switch {
	case err != nil && !missing(err):
		silent(ctx, s, a.String(), err)
		return
	case len(names) == 0:
		s.warn(mend, "the address %s has no name (PTR): many servers refuse mail from it", a)
		return
	}
	name := strings.TrimSuffix(names[0], ".")
	back, err := c.addresses(ctx, name)
	switch {
	case err != nil:
		silent(ctx, s, name, err)
	case !slices.Contains(back, a):
		s.warn(mend, "the address %s is called %s, and that name is not this address", a, name)
	case !strings.EqualFold(name, c.cfg.HelloName()):
		s.note("set hello in [send.smtp] to that name", "the address %s is called %s, and we call ourselves %s", a, name, c.cfg.HelloName())
	default:
		s.ok("the address %s is called %s, there and back", a, name)
	}
}
